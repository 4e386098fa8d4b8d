//! Values too long for a page of the database, in pieces.
//!
//! sled writes a page of more than 128 KB into a file of its own, which it never makes durable, and takes a page whose file
//! is lost for one that was not written: after a power cut it goes back to what was there before without a word. At most
//! twenty values stand in a page, so none may be longer than 6 KB. What is longer lies in pieces in a tree beside the
//! others, and a note of its length stands in its place; all of it is written and removed in the same transaction.
//!
//! The key of a piece: number of the tree 1 · the value's own key · number of the piece 4 (big-endian, from 0). The bytes of
//! a note: FF FF · length of the value 8 (big-endian). No pack begins so, since no key is so long, and no value of a tree
//! without packs is so short where it is sealed.

use ::sled::IVec;

use super::Database;
use super::packs::Change;
use crate::store::storage::{StorageFault, Tree};

/// The tree with the pieces.
pub(super) const NAME: &str = "long";
/// The longest value in bytes that stands whole in its place.
const WHOLE: usize = 6_144;
/// Bytes of a piece.
const PIECE: usize = 4_096;
const MARK: [u8; 2] = [0xFF, 0xFF];

/// The length of the value that a note stands for; `None` where this is no note.
fn noted(value: &[u8]) -> Option<usize> {
    let length: [u8; 8] = value.strip_prefix(&MARK)?.try_into().ok()?;
    usize::try_from(u64::from_be_bytes(length)).ok()
}

fn piece_key(tree: Tree, key: &[u8], piece: usize) -> Vec<u8> {
    let piece = u32::try_from(piece).expect("four billion pieces are more than any disk holds");
    [&[tree.byte()], key, &piece.to_be_bytes()].concat()
}

fn pieces(length: usize) -> usize {
    length.div_ceil(PIECE)
}

/// The value that stands under a key, where `stands` may be a note of it.
///
/// # Errors
/// [`StorageFault`] when a piece is missing.
pub(super) fn whole(database: &Database, tree: Tree, key: &[u8], stands: IVec) -> Result<IVec, StorageFault> {
    let Some(length) = noted(&stands) else { return Ok(stands) };
    let mut value = Vec::new();
    for piece in 0..pieces(length) {
        let found = database.long().get(piece_key(tree, key, piece))?;
        value.extend_from_slice(&found.ok_or_else(missing)?);
    }
    if value.len() == length { Ok(value.into()) } else { Err(missing()) }
}

fn missing() -> StorageFault {
    StorageFault::Damaged("a piece of a long value is missing".to_owned())
}

/// What is put and removed among the pieces when a tree changes so; long values of the changes become notes.
pub(super) fn divided(database: &Database, tree: Tree, changes: &mut [Change]) -> Result<Vec<Change>, StorageFault> {
    let none = database.long().is_empty();
    let mut beside = Vec::new();
    for (key, value) in changes {
        let before = if none { None } else { database.tree(tree).get(&*key)? };
        let before = before.and_then(|stands| noted(&stands)).map_or(0, pieces);
        let long = value.take_if(|value| value.len() > WHOLE);
        let after = long.as_ref().map_or(0, |long| pieces(long.len()));
        beside.extend((after..before).map(|piece| (piece_key(tree, key, piece), None)));
        let Some(long) = long else { continue };
        let put = |(piece, bytes): (usize, &[u8])| (piece_key(tree, key, piece), Some(bytes.to_vec()));
        beside.extend(long.chunks(PIECE).enumerate().map(put));
        *value = Some([MARK.as_slice(), &(long.len() as u64).to_be_bytes()].concat());
    }
    Ok(beside)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{SledSettings, SledStorage};
    use super::*;
    use crate::store::storage::{Batch, Storage};

    const KEYS: [(Tree, &[u8]); 3] = [(Tree::Event, b"one"), (Tree::Record, b"two"), (Tree::Text, b"three")];

    fn write(storage: &mut SledStorage, length: Option<usize>) {
        let mut batch = Batch::new();
        for (tree, key) in KEYS {
            match length {
                Some(length) => batch.put(tree, key, vec![tree.byte(); length]),
                None => batch.remove(tree, key),
            }
        }
        storage.write(&batch).unwrap();
    }

    fn files_of_sled(folder: &Path) -> usize {
        std::fs::read_dir(folder.join("blobs")).unwrap().count()
    }

    #[test]
    fn a_megabyte_is_in_no_file_of_its_own_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let mut storage = SledStorage::open(folder.path(), SledSettings::default()).unwrap();
        for (length, left) in [
            (Some(1 << 20), 3 * 257),
            (Some(3 << 19), 3 * 385),
            (Some(WHOLE - 100), 0),
            (Some(WHOLE + 1), 3 * 2),
            (None, 0),
        ] {
            write(&mut storage, length);
            storage.sync().unwrap();
            for (tree, key) in KEYS {
                let wanted = length.map(|length| vec![tree.byte(); length]);
                assert_eq!(storage.get(tree, key).unwrap(), wanted);
            }
            let pieces = storage.database().unwrap().long().len();
            // Where a pack holds the row it is some bytes longer than the value.
            assert!(pieces <= left && pieces + 2 >= left, "{pieces} pieces of {length:?}");
            assert_eq!(files_of_sled(folder.path()), 0);
        }
    }

    #[test]
    fn a_piece_that_is_missing_is_damage() {
        let folder = tempfile::tempdir().unwrap();
        let mut storage = SledStorage::open(folder.path(), SledSettings::default()).unwrap();
        write(&mut storage, Some(20_000));
        storage.database().unwrap().long().remove(piece_key(Tree::Text, b"three", 2)).unwrap();
        assert!(matches!(storage.get(Tree::Text, b"three"), Err(StorageFault::Damaged(_))));
    }
}
