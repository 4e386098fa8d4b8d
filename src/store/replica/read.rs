//! The read-only views: ranges of the database, opened row by row.

use std::ops::{ControlFlow, Range};

use super::Replica;
use crate::domain::area::Area;
use crate::domain::erasure::settled;
use crate::domain::event::{Event, LogId};
use crate::domain::facets::{List, Tally};
use crate::domain::fact::Fact;
use crate::domain::household::Household;
use crate::domain::id::{Id, RecordKind};
use crate::domain::reader::{ActView, Listing, Order, Place, Read, Reader, Row, Unreadable};
use crate::domain::record::Record;
use crate::domain::rules::Rules;
use crate::domain::scope::{Extent, SCOPE_BYTES, Scope};
use crate::store::codec;
use crate::store::format::SealedEvent;
use crate::store::layout::{
    Fields, day, day_key, day_start, event_key, is_counted, is_counted_by_township, is_shared, list_prefix, log_key,
    record_key, scope_of_short, short_scope, tally_range, township_days,
};
use crate::store::seal::open_value;
use crate::store::storage::{Direction, RowVisit, Tree, after_prefix};

/// So many places of listed records are kept.
const MOST_PLACES: usize = 2_000;

impl Reader for Replica {
    fn rules(&self) -> Rules {
        self.rules.clone()
    }

    fn record(&self, id: Id) -> Read<Option<Record>> {
        let listed = self.places.borrow().get(&id).copied();
        if let Some(place) = listed
            && let Some(record) = self.record_at(place)?
        {
            return Ok(Some(record));
        }
        let Some(found) = self.whereabouts(id)? else { return Ok(None) };
        if found.place.record != id {
            return Ok(None);
        }
        match self.record_at(found.place)? {
            Some(record) => Ok(Some(record)),
            None => Err(Unreadable(format!("record {id} is not where it should be"))),
        }
    }

    fn household_in(&self, cell: Scope, id: Id) -> Read<Option<Household>> {
        match self.record_at(Place { kind: RecordKind::Household, scope: cell, record: id })? {
            Some(Record::Household(household)) => Ok(Some(household)),
            _ => self.household(id),
        }
    }

    fn area(&self, scope: Scope) -> Read<Option<Area>> {
        if let Some(known) = self.areas.borrow().get(&scope) {
            return Ok(known.clone());
        }
        let kind = if scope.is_cell() { RecordKind::Cell } else { RecordKind::Area };
        let area = match self.record_at(Place { kind, scope, record: Area::id_of(scope) })? {
            Some(Record::Area(area)) => Some(area),
            _ => None,
        };
        self.areas.borrow_mut().insert(scope, area.clone());
        Ok(area)
    }

    fn place(&self, id: Id) -> Read<Option<Place>> {
        if let Some(found) = self.whereabouts(id)? {
            return Ok(Some(found.place));
        }
        let is_act = !self.act_ranges(id)?.is_empty();
        Ok(is_act.then_some(Place { kind: RecordKind::Act, scope: Scope::WHOLE, record: id }))
    }

    fn history(&self, record: Id) -> Read<Vec<Event>> {
        let mut sealed = Vec::new();
        self.rows(Tree::Event, &record.as_u64().to_be_bytes(), |_, value| {
            sealed.push(SealedEvent::decode(value).map_err(|fault| Unreadable(fault.to_string())));
            true
        })?;
        let events: Vec<Event> =
            sealed.into_iter().map(|event| Ok(codec::open(&self.key, &event?)?)).collect::<Read<_>>()?;
        Ok(settled(events))
    }

    fn each_history(&self, visit: &mut dyn FnMut(Id, Vec<Event>) -> bool) -> Read<()> {
        let mut from: Option<Id> = None;
        loop {
            // One record after the other, so that what is visited may read as well.
            let mut next = None;
            let start = from.map_or_else(Vec::new, |id| after_prefix(&id.as_u64().to_be_bytes()).unwrap_or_default());
            if from.is_some() && start.is_empty() {
                return Ok(());
            }
            self.storage.range(Tree::Event, &start, None, Direction::Ascending, &mut |key, _| {
                next = Fields(key).id();
                ControlFlow::Break(())
            })?;
            let Some(record) = next else { return Ok(()) };
            if !visit(record, self.history(record)?) {
                return Ok(());
            }
            from = Some(record);
        }
    }

    fn each(&self, kind: RecordKind, scope: Scope, visit: &mut dyn FnMut(Record) -> bool) -> Read<()> {
        let (mut from, to) = scope.key_range();
        if is_shared(kind) {
            return self.each_shared(kind, scope, visit);
        }
        let to = to.map(|to| to.to_vec());
        let mut start = [from.as_slice(), &[kind.number()]].concat();
        // Rows of other kinds are jumped over, cell by cell.
        loop {
            let mut fault = None;
            let mut next: Option<Vec<u8>> = None;
            self.storage.range(Tree::Record, &start, to.as_deref(), Direction::Ascending, &mut |key, sealed| {
                let found = key.get(SCOPE_BYTES).copied().unwrap_or(u8::MAX);
                if found != kind.number() {
                    from.copy_from_slice(&key[..SCOPE_BYTES]);
                    let ahead = found < kind.number();
                    next = if ahead { Some([from.as_slice(), &[kind.number()]].concat()) } else { after_prefix(&from) };
                    return ControlFlow::Break(());
                }
                match self.open_record(key, sealed) {
                    Ok(record) => {
                        if visit(record) {
                            ControlFlow::Continue(())
                        } else {
                            ControlFlow::Break(())
                        }
                    }
                    Err(found) => {
                        fault = Some(found);
                        ControlFlow::Break(())
                    }
                }
            })?;
            match (fault, next) {
                (Some(fault), _) => return Err(fault),
                (None, Some(next)) => start = next,
                (None, None) => return Ok(()),
            }
        }
    }

    fn list(&self, list: List, scope: Scope, keys: Range<u64>, order: Order, limit: usize) -> Read<Listing> {
        if scope.is_cell() || scope == Scope::WHOLE {
            return self.list_of_one(list, scope, &keys, order, limit);
        }
        if limit == 0 && scope.extent() <= Extent::Township && is_counted_by_township(list) {
            return Ok(Listing { rows: Vec::new(), total: self.count_in(list, scope, &keys)? });
        }
        let (from, to) = scope.key_range();
        let from = [&[list as u8], from.as_slice()].concat();
        let to = to.map_or_else(|| after_prefix(&[list as u8]), |to| Some([&[list as u8], to.as_slice()].concat()));
        let mut rows = Vec::new();
        self.storage.range(Tree::List, &from, to.as_deref(), Direction::Ascending, &mut |key, _| {
            rows.extend(row_of(key).filter(|row| keys.contains(&row.key)));
            ControlFlow::Continue(())
        })?;
        rows.sort_unstable();
        if order == Order::NewestFirst {
            rows.reverse();
        }
        let total = rows.len();
        rows.truncate(limit);
        Ok(Listing { rows, total })
    }

    fn tally(&self, tally: Tally, scope: Scope) -> Read<i64> {
        let mut total = 0;
        let by_township = tally.is_added_up() && scope.extent() <= Extent::Township;
        self.each_sum(tally, scope, by_township, &mut |_, sum| total += sum)?;
        Ok(total)
    }

    fn tallies(&self, tally: Tally, scope: Scope) -> Read<Vec<(Scope, i64)>> {
        let mut sums = Vec::new();
        self.each_sum(tally, scope, false, &mut |scope, sum| sums.push((scope, sum)))?;
        Ok(sums)
    }

    fn open_matters_of(&self, household: &Household) -> Read<usize> {
        let (key, cell) = (household.id.as_u64(), short_scope(household.cell));
        let mut open = 0;
        self.list_rows(List::OpenOf, Scope::WHOLE, &(key..key + 1), Order::OldestFirst, &mut |_, of| {
            open += usize::from(of == cell);
            ControlFlow::Continue(())
        })?;
        Ok(open)
    }

    fn keepers(&self, key: &str) -> Read<Vec<Id>> {
        let prefix = self.person_prefix(key);
        let mut found = Vec::new();
        self.rows(Tree::Person, &prefix, |key, _| {
            found.extend(Fields(&key[prefix.len()..]).id());
            true
        })?;
        Ok(found)
    }

    fn alike(&self) -> Read<Vec<Vec<Id>>> {
        let mut groups: Vec<Vec<Id>> = Vec::new();
        let (mut last, mut group): (Option<[u8; 16]>, Vec<Id>) = (None, Vec::new());
        self.rows(Tree::Person, &[], |key, _| {
            let mut fields = Fields(key);
            let (Some(hash), Some(household)) = (fields.take::<16>(), fields.id()) else { return true };
            if last != Some(hash) {
                groups.extend(Some(std::mem::take(&mut group)).filter(|group| group.len() > 1));
                last = Some(hash);
            }
            group.push(household);
            true
        })?;
        groups.extend(Some(group).filter(|group| group.len() > 1));
        // Areas in which somebody holds places stand in the same index.
        let mut alike = Vec::new();
        for group in groups {
            let first = self.whereabouts(group[0])?.map(|found| found.place.kind);
            alike.extend((first == Some(RecordKind::Household)).then_some(group));
        }
        Ok(alike)
    }

    fn act(&self, id: Id) -> Read<Option<ActView>> {
        let mut events = Vec::new();
        for (log, first, last) in self.act_ranges(id)? {
            for seq in first..=last {
                events.extend(self.event(log, seq)?.filter(|event| event.act == id));
            }
        }
        for event in &mut events {
            if event.fact == Fact::Gone {
                let left = self.history(event.record)?;
                let left = left.into_iter().find(|other| (other.log, other.seq) == (event.log, event.seq));
                *event = left.unwrap_or_else(|| event.clone());
            }
        }
        events.sort_by_key(|event| (event.reference(), event.seq));
        Ok(events.first().cloned().map(|first| ActView { id, at: first.at, by: first.by, events }))
    }

    fn acts(&self, limit: usize) -> Read<Vec<Id>> {
        let listing = self.list_of_one(List::Acts, Scope::WHOLE, &(0..u64::MAX), Order::NewestFirst, limit)?;
        Ok(listing.rows.into_iter().map(|row| row.id).collect())
    }
}

impl Replica {
    pub(super) fn open_record(&self, key: &[u8], sealed: &[u8]) -> Read<Record> {
        let plain = open_value(&self.key, Tree::Record.byte(), key, sealed)?;
        Ok(codec::decode_record(&plain)?)
    }

    /// The record of a place; `None` where there is none.
    fn record_at(&self, Place { kind, scope, record }: Place) -> Read<Option<Record>> {
        let key = record_key(scope, kind, record);
        let sealed = self.storage.get(Tree::Record, &key)?;
        sealed.map(|sealed| self.open_record(&key, &sealed)).transpose()
    }

    fn each_shared(&self, kind: RecordKind, scope: Scope, visit: &mut dyn FnMut(Record) -> bool) -> Read<()> {
        let mut fault = None;
        let prefix = [Scope::WHOLE.key().as_slice(), &[kind.number()]].concat();
        self.rows(Tree::Record, &prefix, |key, sealed| match self.open_record(key, sealed) {
            Ok(record) => !scope.holds(record.scope()) || visit(record),
            Err(found) => {
                fault = Some(found);
                false
            }
        })?;
        fault.map_or(Ok(()), Err)
    }

    /// Visits the rows of a tree whose keys begin so; `visit` says whether to go on.
    fn rows(&self, tree: Tree, prefix: &[u8], mut visit: impl FnMut(&[u8], &[u8]) -> bool) -> Read<()> {
        let end = after_prefix(prefix);
        self.storage.range(tree, prefix, end.as_deref(), Direction::Ascending, &mut |key, value| {
            if visit(key, value) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        Ok(())
    }

    fn list_of_one(&self, list: List, scope: Scope, keys: &Range<u64>, order: Order, limit: usize) -> Read<Listing> {
        let counted = scope == Scope::WHOLE && is_counted(list);
        // The list of acts is as long as the township's life, and only its newest rows are ever asked for.
        let stops = counted || list == List::Acts;
        let mut listing = Listing::default();
        let mut places = self.places.borrow_mut();
        if places.len() > MOST_PLACES {
            places.clear();
        }
        self.list_rows(list, scope, keys, order, &mut |key, of| {
            if listing.rows.len() < limit {
                let row = row_of(key);
                let of = if scope == Scope::WHOLE { scope_of_short(of) } else { Some(scope) };
                if let (Some(Row { id, .. }), Some(kind), Some(of)) = (row, list.kind(), of)
                    && listing.rows.len() < MOST_PLACES
                {
                    places.insert(id, Place { kind, scope: of, record: id });
                }
                listing.rows.extend(row);
            }
            listing.total += 1;
            if stops && listing.total >= limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        drop(places);
        if counted && listing.total >= limit {
            listing.total = self.count(list, keys)?;
        }
        Ok(listing)
    }

    /// Visits the sums of a tally in a scope, those of its cells or those of its townships.
    fn each_sum(&self, tally: Tally, scope: Scope, townships: bool, visit: &mut dyn FnMut(Scope, i64)) -> Read<()> {
        let (prefix, from, to) = tally_range(tally, scope, townships);
        self.storage.range(Tree::Tally, &from, to.as_deref(), Direction::Ascending, &mut |key, value| {
            if let (Some(scope), Some(sum)) = (Fields(&key[prefix.len()..]).scope(), Fields(value).u64()) {
                visit(scope, sum.cast_signed());
            }
            ControlFlow::Continue(())
        })?;
        Ok(())
    }

    /// How many rows lie in a township or in what is larger: whole days as they were counted when they were written, what
    /// is left at both ends by walking the list of everything.
    fn count_in(&self, list: List, scope: Scope, keys: &Range<u64>) -> Read<usize> {
        let first = if keys.start > day_start(day(keys.start)) { day(keys.start) + 1 } else { day(keys.start) };
        let end = day(keys.end).max(first);
        let (from, to) = scope.key_range();
        let code = [township_days(list)];
        let from = [code.as_slice(), &from].concat();
        let to = to.map_or_else(|| after_prefix(&code), |to| Some([code.as_slice(), &to].concat()));
        let mut total = 0;
        self.storage.range(Tree::Tally, &from, to.as_deref(), Direction::Ascending, &mut |key, sum| {
            let day = Fields(&key[1 + SCOPE_BYTES..]).u32();
            if day.is_some_and(|day| (first..end).contains(&day)) {
                total += Fields(sum).u64().and_then(|sum| usize::try_from(sum).ok()).unwrap_or(0);
            }
            ControlFlow::Continue(())
        })?;
        let ends = [keys.start..day_start(first).min(keys.end), day_start(end).max(keys.start)..keys.end];
        for rest in ends.into_iter().take(if day_start(first) >= keys.end { 1 } else { 2 }) {
            self.list_rows(list, Scope::WHOLE, &rest, Order::OldestFirst, &mut |_, of| {
                total += usize::from(scope_of_short(of).is_some_and(|of| scope.holds(of)));
                ControlFlow::Continue(())
            })?;
        }
        Ok(total)
    }

    /// How many rows the list of everything has in a range: whole days as they were counted when they were written,
    /// what is left at both ends by walking it.
    fn count(&self, list: List, keys: &Range<u64>) -> Read<usize> {
        let first = if keys.start > day_start(day(keys.start)) { day(keys.start) + 1 } else { day(keys.start) };
        let end = day(keys.end);
        let mut total = 0;
        if first >= end {
            self.list_rows(list, Scope::WHOLE, keys, Order::OldestFirst, &mut |_, _| {
                total += 1;
                ControlFlow::Continue(())
            })?;
            return Ok(total);
        }
        let [from, to] = [first, end].map(|day| day_key(list, day));
        self.storage.range(Tree::Tally, &from, Some(&to), Direction::Ascending, &mut |_, sum| {
            total += Fields(sum).u64().and_then(|sum| usize::try_from(sum).ok()).unwrap_or(0);
            ControlFlow::Continue(())
        })?;
        for rest in [keys.start..day_start(first), day_start(end)..keys.end] {
            self.list_rows(list, Scope::WHOLE, &rest, Order::OldestFirst, &mut |_, _| {
                total += 1;
                ControlFlow::Continue(())
            })?;
        }
        Ok(total)
    }

    /// Visits the keys of a list's rows in a range, and what stands beside them.
    fn list_rows(
        &self,
        list: List,
        scope: Scope,
        keys: &Range<u64>,
        order: Order,
        visit: &mut RowVisit<'_>,
    ) -> Read<()> {
        let prefix = list_prefix(list, scope);
        let [from, to] = [keys.start, keys.end].map(|key| [prefix.as_slice(), &key.to_be_bytes()].concat());
        let direction = if order == Order::OldestFirst { Direction::Ascending } else { Direction::Descending };
        Ok(self.storage.range(Tree::List, &from, Some(&to), direction, visit)?)
    }

    /// An act's events in each log: first and last seq, inclusive.
    pub(super) fn act_ranges(&self, act: Id) -> Read<Vec<(LogId, u64, u64)>> {
        let mut ranges = Vec::new();
        self.rows(Tree::Act, &act.as_u64().to_be_bytes(), |key, value| {
            let read = || {
                let mut log = Fields(&key[8..]);
                let log = LogId { device: log.u64()?, epoch: u16::from_be_bytes(log.take()?), scope: log.scope()? };
                let mut span = Fields(value);
                Some((log, span.u64()?, span.u64()?))
            };
            ranges.extend(read());
            true
        })?;
        Ok(ranges)
    }

    pub(super) fn event(&self, log: LogId, seq: u64) -> Read<Option<Event>> {
        let Some(place) = self.storage.get(Tree::Log, &log_key(log, seq))? else { return Ok(None) };
        let mut place = Fields(&place);
        let (Some(record), Some(stamp)) = (place.id(), place.u64()) else {
            return Err(Unreadable("the place of an event".to_owned()));
        };
        let Some(bytes) = self.storage.get(Tree::Event, &event_key(record, stamp, log, seq))? else { return Ok(None) };
        let sealed = SealedEvent::decode(&bytes).map_err(|fault| Unreadable(fault.to_string()))?;
        Ok(Some(codec::open(&self.key, &sealed)?))
    }
}

fn row_of(key: &[u8]) -> Option<Row> {
    let mut fields = Fields(key.get(1 + SCOPE_BYTES..)?);
    Some(Row { key: fields.u64()?, id: fields.id()? })
}
