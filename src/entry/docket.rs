//! Every matter in memory, as a filter sees it: narrowing and counting is one walk over what lies here, however many
//! there are.
//!
//! Nothing here depends on the clock: what is late or has lapsed is told when it is asked for. What a voice shows is
//! its lead's, and is read again with it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::domain::household::{Household, Tag};
use crate::domain::id::{Id, RecordKind};
use crate::domain::matter::{Kind, Level, Matter, State, Tier};
use crate::domain::moment::Moment;
use crate::domain::reader::{Read, Reader};
use crate::domain::record::Record;
use crate::domain::rules::Rules;
use crate::domain::scope::Scope;

use super::filter::{Filter, Mark, Subject, Words};
use super::fold::folded;

/// Where a matter stands in a list: by when it is due, those without a date last, then by id.
type Place = (bool, Option<Moment>, Id);

/// Every matter of a scope.
#[derive(Debug)]
pub struct Docket {
    rules: Rules,
    matters: BTreeMap<Place, Item>,
    places: HashMap<Id, Place>,
    doors: HashMap<Id, Arc<Door>>,
    responders: HashMap<String, Arc<Words>>,
    /// Cells that were not read yet, the last first.
    unread: Vec<Scope>,
}

/// What a filter asks of a household.
#[derive(Debug)]
struct Door {
    head: Words,
    tags: Vec<Tag>,
    /// Tags of its members.
    theirs: Vec<String>,
}

/// What a filter asks of a matter.
#[derive(Debug)]
struct Item {
    words: Words,
    door: Option<Arc<Door>>,
    category: String,
    responder: Option<Arc<Words>>,
    cell: Arc<str>,
    kind: Kind,
    tier: Tier,
    /// A voice's lead's; as recorded, whatever the clock says.
    state: State,
    /// A claim that is not connected by then reads as published.
    connect_by: Option<Moment>,
    level: Option<Level>,
    /// When somebody owes something.
    owed: Option<Moment>,
    /// Those that hold whatever the clock says.
    marks: Vec<Mark>,
}

/// A matter at a moment.
struct Seen<'a> {
    item: &'a Item,
    now: Moment,
}

impl Docket {
    /// The matters of a scope, of which none is read yet.
    pub fn unread(reader: &dyn Reader, scope: Scope) -> Read<Self> {
        let mut unread: Vec<Scope> = reader.cells(scope)?.into_iter().map(|cell| cell.scope).collect();
        unread.reverse();
        let (matters, places, doors, responders) = Default::default();
        Ok(Self { rules: reader.rules(), matters, places, doors, responders, unread })
    }

    /// The matters of a scope, all read.
    pub fn of(reader: &dyn Reader, scope: Scope) -> Read<Self> {
        let mut docket = Self::unread(reader, scope)?;
        while docket.read_more(reader)? {}
        Ok(docket)
    }

    /// Reads those of one more cell; whether any cell is left.
    pub fn read_more(&mut self, reader: &dyn Reader) -> Read<bool> {
        if let Some(cell) = self.unread.pop() {
            let mut matters = Vec::new();
            reader.each(RecordKind::Matter, cell, &mut |record| {
                if let Record::Matter(matter) = record {
                    matters.push(matter);
                }
                true
            })?;
            for matter in &matters {
                self.take(reader, matter)?;
            }
        }
        Ok(!self.unread.is_empty())
    }

    /// Whether it was read by other rules than these.
    pub fn is_of_other_rules(&self, rules: &Rules) -> bool {
        self.rules.version != rules.version
    }

    /// Whether all were read.
    pub fn is_read(&self) -> bool {
        self.unread.is_empty()
    }

    /// How many were read.
    pub fn len(&self) -> usize {
        self.matters.len()
    }

    pub fn is_empty(&self) -> bool {
        self.matters.is_empty()
    }

    /// Reads records again that were just written: matters with the voices that follow them, households with what their
    /// matters show of them.
    pub fn refresh(&mut self, reader: &dyn Reader, records: &[Id]) -> Read<()> {
        let mut matters = Vec::new();
        for record in records {
            let found = reader.record(*record)?;
            match found {
                Some(Record::Household(household)) if self.doors.remove(&household.id).is_some() => {
                    matters.extend(reader.matters_of_household(&household)?.into_iter().map(|matter| matter.id));
                }
                Some(Record::Matter(_)) | None => matters.push(*record),
                _ => {}
            }
        }
        for matter in matters.clone() {
            matters.extend(reader.voices(matter)?);
        }
        matters.sort_unstable();
        matters.dedup();
        for id in matters {
            if let Some(place) = self.places.remove(&id) {
                self.matters.remove(&place);
            }
            if let Some(matter) = reader.matter(id)? {
                self.take(reader, &matter)?;
            }
        }
        Ok(())
    }

    /// The matters that fit, by when they are due, those without a date last, then by id.
    pub fn find(&self, filter: &Filter, now: Moment) -> Vec<Id> {
        let fitting = self.matters.iter().filter(|(_, item)| filter.fits(&Seen { item, now }));
        fitting.map(|((.., id), _)| *id).collect()
    }

    /// How many of some matters are late.
    pub fn late_among(&self, matters: &[Id], now: Moment) -> usize {
        let item = |id: &Id| self.places.get(id).and_then(|place| self.matters.get(place));
        matters.iter().filter_map(item).filter(|item| item.is_late(now)).count()
    }

    /// The tags of households with a matter, each once, in order.
    pub fn tags(&self) -> Vec<String> {
        let doors = self.doors.values();
        let mut tags: Vec<String> =
            doors.flat_map(|door| door.tags.iter().map(|tag| &tag.name).chain(&door.theirs)).cloned().collect();
        tags.sort_unstable();
        tags.dedup();
        tags
    }

    fn take(&mut self, reader: &dyn Reader, matter: &Matter) -> Read<()> {
        let lead = matter.lead.filter(|_| matter.is_open());
        let lead = lead.map_or(Ok(None), |lead| reader.matter(lead))?;
        let door = matter.raised.household.map_or(Ok(None), |id| self.door(reader, id))?;
        let responder = matter.assignee.as_ref().map(|assignee| reader.assignee_name(assignee)).transpose()?;
        let responder = responder.map(|name| self.responder(name));
        let shown = lead.as_ref().unwrap_or(matter);
        let workdays = &self.rules.workdays;
        let is_voice = lead.is_some();
        let owed = if is_voice { None } else { matter.next_obligation(workdays).map(|(_, due)| due) };
        let due = if is_voice { None } else { owed.or_else(|| matter.due(workdays)) };
        let raised = &matter.raised;
        let said = [Some(&raised.text), raised.answer.as_ref(), matter.asked.as_ref()];
        let parties = raised.parties.iter().map(|party| party.name.as_str());
        let marks = [
            (matter.is_paused(), Mark::Paused),
            (raised.urgent, Mark::Urgent),
            (matter.lead.is_some(), Mark::Joined),
            (!matter.trail.conflicts.is_empty(), Mark::Conflict),
            (due.is_some_and(|due| due.provisional), Mark::Provisional),
        ];
        let item = Item {
            words: Words::of(
                said.into_iter().flatten().map(String::as_str),
                raised.caller.as_deref().into_iter().chain(parties),
            ),
            door,
            category: raised.category.clone(),
            responder,
            cell: matter.cell.to_string().to_lowercase().into(),
            kind: raised.kind,
            tier: matter.tier,
            state: shown.state,
            connect_by: shown.connect_by,
            level: matter.level,
            owed: owed.map(|due| due.at),
            marks: marks.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| mark).collect(),
        };
        let due = due.map(|due| due.at);
        let place = (due.is_none(), due, matter.id);
        self.places.insert(matter.id, place);
        self.matters.insert(place, item);
        Ok(())
    }

    fn door(&mut self, reader: &dyn Reader, id: Id) -> Read<Option<Arc<Door>>> {
        if let Some(known) = self.doors.get(&id) {
            return Ok(Some(known.clone()));
        }
        let Some(household) = reader.household(id)? else { return Ok(None) };
        let door = Arc::new(Door::of(household));
        self.doors.insert(id, door.clone());
        Ok(Some(door))
    }

    fn responder(&mut self, name: String) -> Arc<Words> {
        let words = self.responders.entry(name);
        words.or_insert_with_key(|name| Arc::new(Words::of([], [name.as_str()]))).clone()
    }
}

impl Door {
    fn of(household: Household) -> Self {
        let theirs = household.profile.members.into_iter().flat_map(|member| member.details.tags).collect();
        let head = Words::of([], [household.profile.head.as_str()]);
        Self { head, tags: household.profile.tags, theirs }
    }
}

impl Item {
    fn is_late(&self, now: Moment) -> bool {
        self.owed.is_some_and(|due| due < now)
    }
}

impl Subject for Seen<'_> {
    fn speaks_of(&self, word: &str) -> bool {
        self.item.words.have(word) || self.item.door.as_ref().is_some_and(|door| door.head.have(word))
    }

    fn category(&self) -> Option<&str> {
        Some(&self.item.category)
    }

    fn is_with(&self, word: &str) -> bool {
        self.item.responder.as_ref().is_some_and(|responder| responder.have(word))
    }

    fn cell(&self) -> &str {
        &self.item.cell
    }

    fn kind(&self) -> Option<Kind> {
        Some(self.item.kind)
    }

    fn tier(&self) -> Option<Tier> {
        Some(self.item.tier)
    }

    fn state(&self) -> Option<State> {
        let lapsed = self.item.state == State::Claimed && self.item.connect_by.is_some_and(|by| by < self.now);
        Some(if lapsed { State::Published } else { self.item.state })
    }

    fn level(&self) -> Option<Level> {
        self.item.level
    }

    fn has_tag(&self, word: &str) -> bool {
        let Some(door) = &self.item.door else { return false };
        let today = self.now.date();
        let own = door.tags.iter().filter(|tag| tag.holds_on(today)).map(|tag| &tag.name);
        own.chain(&door.theirs).any(|tag| folded(tag).contains(word))
    }

    fn is(&self, mark: Mark) -> bool {
        if mark == Mark::Late { self.item.is_late(self.now) } else { self.item.marks.contains(&mark) }
    }
}
