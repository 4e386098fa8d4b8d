//! What a database that fails once does to what comes behind.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::store::storage::{Batch, Direction, RowReader, RowVisit};

/// A storage that refuses to write while it is told to.
struct Refusing {
    inner: MemoryStorage,
    refuses: Arc<AtomicBool>,
}

impl RowReader for Refusing {
    fn range(
        &self,
        tree: Tree,
        from: &[u8],
        to: Option<&[u8]>,
        direction: Direction,
        visit: &mut RowVisit<'_>,
    ) -> Result<(), StorageFault> {
        self.inner.range(tree, from, to, direction, visit)
    }
}

impl Storage for Refusing {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StorageFault> {
        self.inner.get(tree, key)
    }

    fn write(&mut self, batch: &Batch) -> Result<(), StorageFault> {
        if self.refuses.load(Ordering::Relaxed) {
            return Err(io::Error::from(io::ErrorKind::StorageFull).into());
        }
        self.inner.write(batch)
    }

    fn sync(&mut self) -> Result<(), StorageFault> {
        self.inner.sync()
    }
}

/// Else the mark of what is applied would pass what is not, and no opening would ever catch up with it.
#[test]
fn behind_an_act_that_the_database_did_not_take_in_nothing_more_is_written() {
    let refuses = Arc::new(AtomicBool::new(false));
    let storage = Refusing { inner: MemoryStorage::new(), refuses: Arc::clone(&refuses) };
    let mut replica = Replica::over(Box::new(storage), None, DataKey::from_bytes([7; 32]), 1, 1);
    replica.load_rules().unwrap();
    let now: Moment = "2026-11-21T09:00".parse().unwrap();
    let said = Said { now, at: now, by: "陈强".to_owned() };
    let mut add = |code: &str| {
        let request = Request::AddCell { scope: code.parse().unwrap(), name: None };
        replica.commit(&said, &request)
    };
    assert!(add("150826102207-001").is_ok());
    refuses.store(true, Ordering::Relaxed);
    assert!(matches!(add("150826102207-002"), Err(CommitFault::SavedNotShown(_))));
    refuses.store(false, Ordering::Relaxed);
    assert!(matches!(add("150826102207-003"), Err(CommitFault::NotSaved(StoreFault::Behind))));
}
