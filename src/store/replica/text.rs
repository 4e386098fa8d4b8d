//! Search text: blocks of at most 64 households of one cell, rewritten as households change.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::ControlFlow;

use super::Replica;
use crate::domain::household::Household;
use crate::domain::reader::{Read, Unreadable};
use crate::domain::scope::Scope;
use crate::search::{self, decode_block, encode_block};
use crate::store::layout::{Fields, text_key};
use crate::store::seal::{open_value, seal_value};
use crate::store::storage::{Batch, Direction, Tree, after_prefix};

/// Households in one block.
const BLOCK: usize = 64;

/// What search knows of a household.
pub(super) fn entry_of(household: &Household) -> search::Entry {
    let profile = &household.profile;
    let people = profile.members.iter().map(|member| &member.details);
    let mut tails: Vec<String> = Vec::new();
    let numbers =
        profile.phone.iter().chain(people.clone().flat_map(|person| person.id_number.iter().chain(&person.phone)));
    for number in numbers {
        let digits: Vec<char> = number.chars().filter(char::is_ascii_alphanumeric).collect();
        let tail: String = digits[digits.len().saturating_sub(6)..].iter().collect();
        if tail.len() >= 4 && !tails.contains(&tail) {
            tails.push(tail);
        }
    }
    let gone = household.lives.gone.iter().map(|gone| {
        let mark = if gone.going.is_death() { search::DIED } else { search::LEFT };
        format!("{}{mark}", gone.member.details.name)
    });
    let left = if household.is_lived_in() { "" } else { search::LEFT };
    search::Entry {
        household: household.id.as_u64(),
        cell: household.cell.to_string().into(),
        door: profile.door.clone(),
        head: format!("{}{left}", profile.head),
        names: people.map(|person| person.name.clone()).chain(gone).collect(),
        tails,
    }
}

/// Blocks touched while a batch is made.
#[derive(Default)]
pub(super) struct Blocks {
    open: BTreeMap<(Scope, u32), Vec<search::Entry>>,
    last: BTreeMap<Scope, u32>,
}

impl Blocks {
    /// Takes a household's text out of its block.
    pub(super) fn remove(&mut self, replica: &Replica, scope: Scope, block: u32, household: u64) -> Read<()> {
        self.block(replica, scope, block)?.retain(|entry| entry.household != household);
        Ok(())
    }

    /// Puts a household's text in the cell's last block, or a new one when that is full. Returns the block's number.
    pub(super) fn add(&mut self, replica: &Replica, scope: Scope, entry: search::Entry) -> Read<u32> {
        let mut last = match self.last.get(&scope) {
            Some(last) => *last,
            None => replica.last_block(scope)?.unwrap_or(1),
        };
        if self.block(replica, scope, last)?.len() >= BLOCK {
            last += 1;
        }
        self.last.insert(scope, last);
        self.block(replica, scope, last)?.push(entry);
        Ok(last)
    }

    /// Replaces a household's text where it stands.
    pub(super) fn replace(&mut self, replica: &Replica, scope: Scope, block: u32, entry: search::Entry) -> Read<()> {
        let entries = self.block(replica, scope, block)?;
        match entries.iter_mut().find(|other| other.household == entry.household) {
            Some(other) => *other = entry,
            None => entries.push(entry),
        }
        Ok(())
    }

    fn block(&mut self, replica: &Replica, scope: Scope, block: u32) -> Read<&mut Vec<search::Entry>> {
        match self.open.entry((scope, block)) {
            Entry::Occupied(open) => Ok(open.into_mut()),
            Entry::Vacant(place) => Ok(place.insert(match replica.block(scope, block)? {
                Some(bytes) => decode_block(&bytes).map_err(|_| Unreadable("a block of search text".to_owned()))?,
                None => Vec::new(),
            })),
        }
    }

    /// Writes what was touched.
    pub(super) fn close(self, replica: &Replica, batch: &mut Batch) -> Read<()> {
        for ((scope, block), entries) in self.open {
            let key = text_key(scope, block);
            if entries.is_empty() {
                batch.remove(Tree::Text, key);
            } else {
                let sealed = seal_value(&replica.key, Tree::Text.byte(), &key, &encode_block(&entries))?;
                batch.put(Tree::Text, key, sealed);
            }
        }
        Ok(())
    }
}

impl Replica {
    fn last_block(&self, scope: Scope) -> Read<Option<u32>> {
        let prefix = scope.key();
        let mut last = None;
        let mut visit = |key: &[u8], _: &[u8]| {
            last = Fields(&key[prefix.len()..]).u32();
            ControlFlow::Break(())
        };
        let end = after_prefix(&prefix);
        self.storage.range(Tree::Text, &prefix, end.as_deref(), Direction::Descending, &mut visit)?;
        Ok(last)
    }

    /// A block of search text, opened.
    fn block(&self, scope: Scope, block: u32) -> Read<Option<Vec<u8>>> {
        let key = text_key(scope, block);
        let Some(sealed) = self.storage.get(Tree::Text, &key)? else { return Ok(None) };
        Ok(Some(open_value(&self.key, Tree::Text.byte(), &key, &sealed)?))
    }

    /// The search text of a scope, block by block, for `Roster::push_block`.
    pub fn each_block(&self, scope: Scope, visit: &mut dyn FnMut(&[u8])) -> Read<()> {
        let (from, to) = scope.key_range();
        let mut fault = None;
        let mut open = |key: &[u8], sealed: &[u8]| match open_value(&self.key, Tree::Text.byte(), key, sealed) {
            Ok(block) => {
                visit(&block);
                ControlFlow::Continue(())
            }
            Err(found) => {
                fault = Some(found);
                ControlFlow::Break(())
            }
        };
        let to = to.as_ref().map(<[u8; _]>::as_slice);
        self.storage.range(Tree::Text, &from, to, Direction::Ascending, &mut open)?;
        fault.map_or(Ok(()), |fault| Err(fault.into()))
    }

    /// Everybody in a scope, ready to be searched.
    pub fn roster(&self, scope: Scope) -> Read<search::Roster> {
        let mut roster = search::Roster::default();
        let mut damaged = false;
        self.each_block(scope, &mut |block| damaged |= roster.push_block(block).is_err())?;
        if damaged { Err(Unreadable("a block of search text".to_owned())) } else { Ok(roster) }
    }
}
