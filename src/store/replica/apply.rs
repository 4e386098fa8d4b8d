//! Events into the database: records folded, index rows moved, sums kept, in transactions of bounded size.

use std::collections::{BTreeMap, HashMap};

use super::repair::number_of;
use super::text::{Blocks, entry_of};
use super::{Replica, StoreFault, crash_here};
use crate::domain::event::{Event, LogId};
use crate::domain::facets::{Facet, List, facets};
use crate::domain::fact::Fact;
use crate::domain::history::{extend, fold};
use crate::domain::id::{Id, RecordKind};
use crate::domain::reader::{Place, Read, Reader, Unreadable};
use crate::domain::record::{Record, Subject};
use crate::domain::rules::Rules;
use crate::domain::scope::Scope;
use crate::store::codec;
use crate::store::format::SealedEvent;
use crate::store::journal::Position;
use crate::store::layout::{
    Fields, Meta, Whereabouts, act_key, day, day_key, event_key, is_counted, is_counted_by_township, list_key, log_key,
    position_bytes, record_key, short_scope, sum_key, tally_key, township_day_key,
};
use crate::store::seal::seal_value;
use crate::store::storage::{Batch, Direction, Tree};

/// Events in one transaction; larger ones cost the database memory out of proportion.
const CHUNK: usize = 4_000;

/// One transaction in the making.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) batch: Batch,
    sums: BTreeMap<Vec<u8>, i64>,
    blocks: Blocks,
    rules_changed: bool,
    areas_changed: bool,
}

impl Draft {
    /// The value of a key as it will be, or as it is.
    pub(super) fn says(&self, replica: &Replica, tree: Tree, key: &[u8]) -> Read<Option<Vec<u8>>> {
        match self.batch.says(tree, key) {
            Some(said) => Ok(said.map(<[u8]>::to_vec)),
            None => Ok(replica.storage.get(tree, key)?),
        }
    }

    /// Adds to a sum.
    fn add(&mut self, key: Vec<u8>, by: i64) {
        *self.sums.entry(key).or_default() += by;
    }
}

impl Replica {
    /// Applies events that are not in the database yet; `position` is their act's place in the journal. `told` hears
    /// how many are in so far.
    pub(super) fn apply(
        &mut self,
        sealed: Vec<SealedEvent>,
        events: Vec<Event>,
        position: Option<Position>,
        told: &mut dyn FnMut(usize),
    ) -> Result<(), StoreFault> {
        let all = events.len();
        let mut rules_changed = false;
        let mut pairs: Vec<(SealedEvent, Event)> = sealed.into_iter().zip(events).collect();
        while !pairs.is_empty() {
            told(all - pairs.len());
            let rest = pairs.split_off(pairs.len().min(CHUNK));
            let last = rest.is_empty();
            let mut draft = Draft::default();
            self.draft_events(&pairs, &mut draft)?;
            self.draft_records(pairs.into_iter().map(|(_, event)| event), &mut draft)?;
            if let Some(position) = position.filter(|_| last) {
                draft.batch.put(Tree::Meta, Meta::Applied.key(), position_bytes(position));
            }
            rules_changed |= draft.rules_changed;
            let areas_changed = draft.areas_changed;
            self.write(draft)?;
            if areas_changed {
                self.areas.get_mut().clear();
            }
            crash_here("chunk");
            pairs = rest;
        }
        if rules_changed { self.load_rules() } else { Ok(()) }
    }

    fn write(&mut self, mut draft: Draft) -> Result<(), StoreFault> {
        self.places.get_mut().clear();
        std::mem::take(&mut draft.blocks).close(self, &mut draft.batch)?;
        for (key, by) in draft.sums.into_iter().filter(|(_, by)| *by != 0) {
            let before = self.storage.get(Tree::Tally, &key)?.and_then(|bytes| Fields(&bytes).u64()).unwrap_or(0);
            match before.cast_signed() + by {
                0 => draft.batch.remove(Tree::Tally, key),
                sum => draft.batch.put(Tree::Tally, key, sum.to_be_bytes()),
            }
        }
        Ok(self.storage.write(&draft.batch)?)
    }

    /// Rows that an event itself owns: the event, its place in its log, its act, its log's head.
    fn draft_events(&mut self, events: &[(SealedEvent, Event)], draft: &mut Draft) -> Result<(), StoreFault> {
        let mut ranges: HashMap<(Id, LogId), (u64, u64)> = HashMap::new();
        for (sealed, event) in events {
            draft.batch.put(Tree::Event, event_key(event.record, event.stamp, event.log, event.seq), sealed.encode());
            let place = [event.record.as_u64().to_be_bytes(), event.stamp.to_be_bytes()].concat();
            draft.batch.put(Tree::Log, log_key(event.log, event.seq), place);
            let range = ranges.entry((event.act, event.log)).or_insert((event.seq, event.seq));
            *range = (range.0.min(event.seq), range.1.max(event.seq));
            if self.head(event.log)?.is_none_or(|(seq, _)| seq < event.seq) {
                let hash = sealed.header.hash();
                self.heads.insert(event.log, (event.seq, hash));
                let head = [event.seq.to_be_bytes().as_slice(), &hash].concat();
                draft.batch.put(Tree::Meta, Meta::Head(event.log).key(), head);
            }
        }
        for (_, event) in events {
            if let Fact::Erased(erasure) = &event.fact {
                self.draft_erasure(event, erasure, draft)?;
            }
        }
        for (event, act_is_new) in self.first_of_acts(events)? {
            if act_is_new && event.log.device == self.device && event.log.epoch == self.epoch {
                let number = number_of(self.device, self.epoch, self.acts, event.act);
                self.acts = self.acts.max(number);
                draft.batch.put(Tree::Meta, Meta::Acts.key(), self.acts.to_be_bytes());
                let row = list_key(List::Acts, Scope::WHOLE, number, event.act);
                draft.batch.put(Tree::List, row, []);
            }
        }
        for ((act, log), (first, last)) in ranges {
            let key = act_key(act, log);
            let known = self.storage.get(Tree::Act, &key)?.and_then(|bytes| {
                let mut fields = Fields(&bytes);
                Some((fields.u64()?, fields.u64()?))
            });
            let (first, last) = known.map_or((first, last), |known| (known.0.min(first), known.1.max(last)));
            draft.batch.put(Tree::Act, key, [first.to_be_bytes(), last.to_be_bytes()].concat());
        }
        Ok(())
    }

    /// The first event of each act among these, and whether the act was unknown so far.
    fn first_of_acts<'a>(&self, events: &'a [(SealedEvent, Event)]) -> Read<Vec<(&'a Event, bool)>> {
        let mut found: Vec<(&Event, bool)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for (_, event) in events.iter().filter(|(_, event)| seen.insert(event.act)) {
            found.push((event, self.act_ranges(event.act)?.is_empty()));
        }
        Ok(found)
    }

    fn draft_records(&self, events: impl Iterator<Item = Event>, draft: &mut Draft) -> Result<(), StoreFault> {
        let mut order = Vec::new();
        let mut by_record: HashMap<Id, Vec<Event>> = HashMap::new();
        for event in events {
            let of_record = by_record.entry(event.record).or_default();
            if of_record.is_empty() {
                order.push(event.record);
            }
            of_record.push(event);
        }
        for record in order {
            let new = by_record.remove(&record).unwrap_or_default();
            let before = self.record(record)?;
            let after = self.refold(record, before.as_ref(), new)?;
            self.draft_change(record, before.as_ref(), after.as_ref(), draft)?;
        }
        Ok(())
    }

    /// The record with new events: put behind the present one where that is possible, folded again where not.
    fn refold(&self, id: Id, before: Option<&Record>, mut new: Vec<Event>) -> Read<Option<Record>> {
        new.sort_by_key(|event| (event.reference(), event.seq));
        let mut extended = before.cloned();
        if before.is_some() {
            for event in &new {
                extended = extended.and_then(|record| extend(&record, event));
            }
            if extended.is_some() {
                return Ok(extended);
            }
        }
        let mut all = self.history(id)?;
        all.extend(new);
        Ok(fold(&all))
    }

    fn draft_change(
        &self,
        id: Id,
        before: Option<&Record>,
        after: Option<&Record>,
        draft: &mut Draft,
    ) -> Result<(), StoreFault> {
        let block = self.draft_text(id, before, after, draft)?;
        match before.or(after) {
            Some(Record::Ruling(_)) => draft.rules_changed = true,
            Some(Record::Area(_)) => draft.areas_changed = true,
            _ => {}
        }
        if let Some(before) = before {
            draft.batch.remove(Tree::Record, record_key(before.scope(), before.kind(), id));
            draft.batch.remove(Tree::Where, id.as_u64().to_be_bytes());
            for facet in facets(before, &self.rules) {
                self.draft_facet(id, before, &facet, draft, false);
            }
        }
        if let Some(after) = after {
            let key = record_key(after.scope(), after.kind(), id);
            let sealed = seal_value(&self.key, Tree::Record.byte(), &key, &codec::encode_record(after))?;
            draft.batch.put(Tree::Record, key, sealed);
            let place = Place { kind: after.kind(), scope: after.scope(), record: id };
            draft.batch.put(Tree::Where, id.as_u64().to_be_bytes(), Whereabouts { place, block }.encode());
            for facet in facets(after, &self.rules) {
                self.draft_facet(id, after, &facet, draft, true);
            }
        }
        Ok(())
    }

    /// One index row of a record, put or taken away. What is taken away and put again within one batch stays.
    fn draft_facet(&self, record: Id, of: &Record, facet: &Facet, draft: &mut Draft, put: bool) {
        let (tree, key, value) = match facet {
            Facet::Row { list, scope, key, id } => {
                let by = if put { 1 } else { -1 };
                if *scope == Scope::WHOLE && is_counted(*list) {
                    draft.add(day_key(*list, day(*key)), by);
                }
                if *scope != Scope::WHOLE && is_counted_by_township(*list) {
                    draft.add(township_day_key(*list, *scope, day(*key)), by);
                }
                let beside = if *scope == Scope::WHOLE && *id == record { short_scope(of.scope()) } else { Vec::new() };
                (Tree::List, list_key(*list, *scope, *key, *id), beside)
            }
            Facet::Inside { id, kind } => {
                let place = Place { kind: *kind, scope: of.scope(), record };
                (Tree::Where, id.as_u64().to_be_bytes().to_vec(), Whereabouts { place, block: 0 }.encode())
            }
            Facet::Person { number } => (Tree::Person, self.person_key(number, record), Vec::new()),
            Facet::Count { tally, scope, by } => {
                let by = if put { *by } else { -by };
                draft.add(tally_key(*tally, *scope), by);
                if tally.is_added_up() {
                    draft.add(sum_key(*tally, *scope), by);
                }
                return;
            }
        };
        if put { draft.batch.put(tree, key, value) } else { draft.batch.remove(tree, key) }
    }

    pub(super) fn person_key(&self, number: &str, household: Id) -> Vec<u8> {
        [self.person_prefix(number).as_slice(), &household.as_u64().to_be_bytes()].concat()
    }

    pub(super) fn person_prefix(&self, number: &str) -> Vec<u8> {
        self.key.keyed_hash("identity number", number.as_bytes())[..16].to_vec()
    }

    /// Moves a household's search text along with it. Returns the block it stands in, 0 for other records.
    fn draft_text(
        &self,
        id: Id,
        before: Option<&Record>,
        after: Option<&Record>,
        draft: &mut Draft,
    ) -> Result<u32, StoreFault> {
        let household = |record: Option<&Record>| match record {
            Some(Record::Household(household)) if !household.is_merged() => Some((household.cell, entry_of(household))),
            _ => None,
        };
        let block = match before {
            Some(_) => self.whereabouts(id)?.map_or(0, |found| found.block),
            None => 0,
        };
        Ok(match (household(before), household(after)) {
            (Some(old), Some(new)) if old == new => block,
            (Some((old, _)), Some((new, entry))) if old == new => {
                draft.blocks.replace(self, new, block, entry)?;
                block
            }
            (old, new) => {
                if let Some((scope, _)) = old {
                    draft.blocks.remove(self, scope, block, id.as_u64())?;
                }
                match new {
                    Some((scope, entry)) => draft.blocks.add(self, scope, entry)?,
                    None => 0,
                }
            }
        })
    }

    pub(super) fn whereabouts(&self, id: Id) -> Read<Option<Whereabouts>> {
        let Some(bytes) = self.storage.get(Tree::Where, &id.as_u64().to_be_bytes())? else { return Ok(None) };
        Whereabouts::decode(&bytes).map(Some).ok_or_else(|| Unreadable("where a record is".to_owned()))
    }

    /// Puts the township's rules in force, and derives every index row anew when they are others than before.
    pub(super) fn load_rules(&mut self) -> Result<(), StoreFault> {
        let text = |subject: Subject| -> Read<Option<String>> {
            Ok(match self.record(subject.id())? {
                Some(Record::Ruling(ruling)) => Some(ruling.text),
                _ => None,
            })
        };
        let rules = Rules::with(text(Subject::Policy)?.as_deref(), text(Subject::Workdays)?.as_deref());
        self.rules = rules;
        let stored = self.storage.get(Tree::Meta, &Meta::Rules.key())?.and_then(|bytes| Fields(&bytes).u64());
        match stored {
            Some(version) if version == self.rules.version => Ok(()),
            None if self.is_blank()? => {
                let mut batch = Batch::new();
                batch.put(Tree::Meta, Meta::Rules.key(), self.rules.version.to_be_bytes());
                batch.put(Tree::Meta, Meta::Format.key(), crate::store::layout::FORMAT.to_be_bytes());
                Ok(self.storage.write(&batch)?)
            }
            _ => self.derive_anew(),
        }
    }

    /// Whether no event has ever been applied.
    fn is_blank(&self) -> Result<bool, StoreFault> {
        let mut blank = true;
        self.storage.range(Tree::Log, &[], None, Direction::Ascending, &mut |_, _| {
            blank = false;
            std::ops::ControlFlow::Break(())
        })?;
        Ok(blank)
    }

    /// Throws all index rows away and derives them again from the records. The version is written last, so that a
    /// crash on the way only means doing it again.
    fn derive_anew(&mut self) -> Result<(), StoreFault> {
        let mut all = Vec::new();
        for kind in [
            RecordKind::Area,
            RecordKind::Cell,
            RecordKind::Responder,
            RecordKind::Household,
            RecordKind::Matter,
            RecordKind::Disclosure,
            RecordKind::Promise,
        ] {
            self.each(kind, Scope::WHOLE, &mut |record| {
                all.push(record.id());
                true
            })?;
        }
        for tree in [Tree::List, Tree::Tally, Tree::Person] {
            self.clear(tree)?;
        }
        for ids in all.chunks(CHUNK) {
            let mut draft = Draft::default();
            for id in ids {
                if let Some(record) = self.record(*id)? {
                    for facet in facets(&record, &self.rules) {
                        self.draft_facet(*id, &record, &facet, &mut draft, true);
                    }
                }
            }
            self.write(draft)?;
        }
        let mut batch = Batch::new();
        batch.put(Tree::Meta, Meta::Rules.key(), self.rules.version.to_be_bytes());
        self.storage.write(&batch)?;
        // What was thrown away leaves holes, over which every opening would write zeros.
        self.arrange_after(all.len())
    }

    /// Removes a tree's rows, but for the list of acts, which no record owns.
    fn clear(&mut self, tree: Tree) -> Result<(), StoreFault> {
        let mut keys: Vec<Vec<u8>> = Vec::new();
        self.storage.range(tree, &[], None, Direction::Ascending, &mut |key, _| {
            if tree != Tree::List || key.first() != Some(&(List::Acts as u8)) {
                keys.push(key.to_vec());
            }
            std::ops::ControlFlow::Continue(())
        })?;
        for chunk in keys.chunks(CHUNK) {
            let mut batch = Batch::new();
            for key in chunk {
                batch.remove(tree, key.as_slice());
            }
            self.storage.write(&batch)?;
        }
        Ok(())
    }
}
