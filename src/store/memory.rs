//! Storage in memory: for tests, and for folding a journal afresh to compare it with the database.
//!
//! Absent: the disk. `sync` has nothing to do, and nothing survives the process.

use std::collections::BTreeMap;
use std::ops::{Bound, ControlFlow};

use super::storage::{Batch, Direction, RowReader, RowVisit, Storage, StorageFault, Tree};

/// Trees held as ordered maps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemoryStorage {
    trees: [BTreeMap<Vec<u8>, Vec<u8>>; Tree::ALL.len()],
}

impl MemoryStorage {
    pub fn new() -> Self {
        Self::default()
    }
}

impl RowReader for MemoryStorage {
    fn range(
        &self,
        tree: Tree,
        from: &[u8],
        to: Option<&[u8]>,
        direction: Direction,
        visit: &mut RowVisit<'_>,
    ) -> Result<(), StorageFault> {
        if to.is_some_and(|to| from >= to) {
            return Ok(()); // a backward range makes `BTreeMap::range` panic
        }
        let upper = to.map_or(Bound::Unbounded, Bound::Excluded);
        let rows = self.trees[usize::from(tree.byte())].range::<[u8], _>((Bound::Included(from), upper));
        let mut step = |(key, value): (&Vec<u8>, &Vec<u8>)| visit(key, value);
        let _ended: ControlFlow<()> = match direction {
            Direction::Ascending => rows.map(&mut step).find(ControlFlow::is_break),
            Direction::Descending => rows.rev().map(&mut step).find(ControlFlow::is_break),
        }
        .unwrap_or(ControlFlow::Continue(()));
        Ok(())
    }
}

impl Storage for MemoryStorage {
    fn get(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StorageFault> {
        Ok(self.trees[usize::from(tree.byte())].get(key).cloned())
    }

    fn write(&mut self, batch: &Batch) -> Result<(), StorageFault> {
        for tree in Tree::ALL {
            let rows = &mut self.trees[usize::from(tree.byte())];
            for (key, value) in batch.of(tree) {
                match value {
                    Some(value) => rows.insert(key.clone(), value.clone()),
                    None => rows.remove(key),
                };
            }
        }
        Ok(())
    }

    fn sync(&mut self) -> Result<(), StorageFault> {
        Ok(())
    }
}
