//! Many rows in one value of the database.
//!
//! sled 0.34.7 puts at most sixteen rows in a page however short they are, and opening it takes time for each page. So
//! rows that follow each other are packed: a pack's key in the database is the lower bound of the keys in it, and it
//! holds all rows from there up to the next pack's. The first pack of a tree stands under the empty key.
//!
//! Rows that come together are packed full. A pack in which a few rows change is divided first: what is written then is
//! short, and what lies around it stays full.
//!
//! The bytes of a pack: for each row, in the order of the keys, length of the key 2, length of the value 4 (both
//! big-endian), key, value.

use crate::store::storage::StorageFault;

/// Bytes of a row's two lengths.
const LENGTHS: usize = 6;

/// A row of a pack.
pub(super) type Row<'a> = (&'a [u8], &'a [u8]);

/// The rows of a pack, in the order of the keys.
pub(super) struct Rows<'a>(pub &'a [u8]);

impl<'a> Iterator for Rows<'a> {
    type Item = Result<Row<'a>, StorageFault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let row = self.take();
        if row.is_none() {
            self.0 = &[];
        }
        Some(row.ok_or_else(|| StorageFault::Damaged("a pack of rows ends in the middle of one".to_owned())))
    }
}

impl<'a> Rows<'a> {
    fn take(&mut self) -> Option<Row<'a>> {
        let (key, rest) = self.0.split_first_chunk::<2>()?;
        let (value, rest) = rest.split_first_chunk::<4>()?;
        let (key, rest) = rest.split_at_checked(u16::from_be_bytes(*key).into())?;
        let (value, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*value)).ok()?)?;
        self.0 = rest;
        Some((key, value))
    }
}

/// A pack put under its key, or one that is no longer needed.
pub(super) type Change = (Vec<u8>, Option<Vec<u8>>);

/// How large packs are, in bytes. A row that is larger has one to itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// The largest pack where at least half of it is new.
    pub full: usize,
    /// The largest pack where less than that is.
    pub touched: usize,
}

/// What a pack becomes when rows that belong in it are put and removed (`None`): itself, several of which the first keeps
/// its key, or nothing.
pub(super) fn changed<'a>(
    start: &[u8],
    pack: &'a [u8],
    rows: impl Iterator<Item = (&'a Vec<u8>, &'a Option<Vec<u8>>)>,
    sizes: Sizes,
) -> Result<Vec<Change>, StorageFault> {
    let mut new = 0;
    let counted = rows.inspect(|(key, value)| new += LENGTHS + key.len() + value.as_ref().map_or(0, Vec::len));
    let rows = merged(pack, counted)?;
    let total: usize = rows.iter().map(size).sum();
    let largest = if new * 2 >= total { sizes.full } else { sizes.touched };
    let mut packs = packed(&rows, total, largest).into_iter();
    let first = packs.next().map(|(_, bytes)| bytes);
    Ok(std::iter::once((start.to_vec(), first)).chain(packs.map(|(key, bytes)| (key, Some(bytes)))).collect())
}

/// The rows of a pack with others put and removed.
fn merged<'a>(
    pack: &'a [u8],
    new: impl Iterator<Item = (&'a Vec<u8>, &'a Option<Vec<u8>>)>,
) -> Result<Vec<Row<'a>>, StorageFault> {
    let mut old = Rows(pack).collect::<Result<Vec<_>, _>>()?.into_iter().peekable();
    let mut rows = Vec::new();
    for (key, value) in new {
        rows.extend(std::iter::from_fn(|| old.next_if(|(other, _)| other < &key.as_slice())));
        let _replaced = old.next_if(|(other, _)| other == key);
        rows.extend(value.as_ref().map(|value| (key.as_slice(), value.as_slice())));
    }
    rows.extend(old);
    Ok(rows)
}

/// Bytes that a row takes.
pub(super) fn size((key, value): &Row<'_>) -> usize {
    LENGTHS + key.len() + value.len()
}

/// Packs of about the same size, each with its first key; `total` is the size of all rows.
fn packed(rows: &[Row<'_>], total: usize, largest: usize) -> Vec<(Vec<u8>, Vec<u8>)> {
    let share = total.div_ceil(total.div_ceil(largest).max(1));
    let mut packs: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    for row in rows {
        match packs.last_mut() {
            Some((_, pack)) if pack.len() + size(row) / 2 <= share => push(pack, row),
            _ => {
                let mut pack = Vec::new();
                push(&mut pack, row);
                packs.push((row.0.to_vec(), pack));
            }
        }
    }
    packs
}

/// Puts a row behind those of a pack.
pub(super) fn push(pack: &mut Vec<u8>, (key, value): &Row<'_>) {
    let of_key = u16::try_from(key.len()).expect("keys have fixed widths of some fifty bytes");
    let of_value = u32::try_from(value.len()).expect("an act over 4 MB is split long before a value has 4 GB");
    pack.extend_from_slice(&of_key.to_be_bytes());
    pack.extend_from_slice(&of_value.to_be_bytes());
    pack.extend_from_slice(key);
    pack.extend_from_slice(value);
}
