//! The open demands of one village, to find those that words being typed are like.
//!
//! A voice stands for its lead. Wishes are never joined across households, and a dispute or a complaint about a cadre
//! is nobody else's to read: none of them is here.

use std::collections::HashMap;

use super::alike::Texts;
use crate::domain::facets::List;
use crate::domain::id::Id;
use crate::domain::matter::{Kind, Matter};
use crate::domain::moment::Moment;
use crate::domain::policy::Policy;
use crate::domain::reader::{Order, Read, Reader};
use crate::domain::scope::Scope;

/// An open matter whose words are like those being typed. No name of a person is in it but what the text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookalike {
    /// The matter that a voice can be joined to.
    pub id: Id,
    pub text: String,
    /// The policy's id.
    pub category: String,
    pub cell: Scope,
    pub raised_at: Moment,
    /// Households that joined it.
    pub voices: usize,
    /// In percent.
    pub likeness: u8,
}

/// The open demands of a village with their voices.
#[derive(Debug)]
pub struct Leads {
    village: Scope,
    texts: Texts,
    open: HashMap<Id, Lead>,
    /// To which lead a text belongs: its own or a voice's.
    of: HashMap<u64, Id>,
    /// Matters that were not read yet.
    unread: Vec<Id>,
}

#[derive(Debug)]
struct Lead {
    text: String,
    category: String,
    cell: Scope,
    raised_at: Moment,
    voices: Vec<Id>,
    /// The households that speak: its own and those of its voices.
    households: Vec<Id>,
}

impl Leads {
    /// Those of a village, of which nothing but the numbers is read yet.
    pub fn unread(reader: &dyn Reader, village: Scope) -> Read<Self> {
        let mut unread = Vec::new();
        for list in [List::Owed, List::Paused, List::CallBack] {
            let listing = reader.list(list, village, 0..u64::MAX, Order::OldestFirst, usize::MAX)?;
            unread.extend(listing.rows.iter().map(|row| row.id));
        }
        unread.sort_unstable();
        unread.dedup();
        let (texts, open, of) = Default::default();
        Ok(Self { village, texts, open, of, unread })
    }

    /// Those of a village, all read.
    pub fn of_village(reader: &dyn Reader, policy: &Policy, village: Scope) -> Read<Self> {
        let mut leads = Self::unread(reader, village)?;
        while leads.read_more(reader, policy, usize::MAX)? {}
        Ok(leads)
    }

    pub fn village(&self) -> Scope {
        self.village
    }

    /// Reads so many more; whether any are left. What was read is found once none are left.
    pub fn read_more(&mut self, reader: &dyn Reader, policy: &Policy, limit: usize) -> Read<bool> {
        let rest = self.unread.len().saturating_sub(limit);
        for id in self.unread.split_off(rest) {
            self.read(reader, policy, id)?;
        }
        if self.unread.is_empty() {
            self.texts.weigh();
        }
        Ok(!self.unread.is_empty())
    }

    /// Whether all were read.
    pub fn is_read(&self) -> bool {
        self.unread.is_empty()
    }

    /// Reads matters again that were just written.
    pub fn refresh(&mut self, reader: &dyn Reader, policy: &Policy, matters: &[Id]) -> Read<()> {
        for id in matters {
            let lead = self.of.get(&id.as_u64()).copied();
            self.forget(lead.unwrap_or(*id));
            for id in lead.into_iter().chain([*id]) {
                let joined = reader.matter(id)?.and_then(|matter| matter.lead);
                self.read(reader, policy, joined.unwrap_or(id))?;
            }
        }
        self.texts.weigh();
        Ok(())
    }

    fn read(&mut self, reader: &dyn Reader, policy: &Policy, id: Id) -> Read<()> {
        self.forget(id);
        let Some(matter) = reader.matter(id)?.filter(|matter| self.holds(matter, policy)) else { return Ok(()) };
        let mut lead = Lead {
            text: matter.raised.text,
            category: matter.raised.category,
            cell: matter.cell,
            raised_at: matter.raised_at,
            voices: reader.voices(id)?,
            households: Vec::from_iter(matter.raised.household),
        };
        self.take_text(id, id, &lead.text);
        for voice in &lead.voices {
            if let Some(voice) = reader.matter(*voice)? {
                self.take_text(voice.id, id, &voice.raised.text);
                lead.households.extend(voice.raised.household);
            }
        }
        self.open.insert(id, lead);
        Ok(())
    }

    fn holds(&self, matter: &Matter, policy: &Policy) -> bool {
        let accuses = policy.accuses(matter.kind(), Some(&matter.raised.category));
        let here = matter.cell.village() == Some(self.village);
        here && matter.kind() == Kind::Demand && !accuses && matter.is_open() && matter.lead.is_none()
    }

    fn take_text(&mut self, matter: Id, lead: Id, text: &str) {
        self.texts.put(matter.as_u64(), text);
        self.of.insert(matter.as_u64(), lead);
    }

    fn forget(&mut self, lead: Id) {
        let voices = self.open.remove(&lead).map(|lead| lead.voices).unwrap_or_default();
        for matter in voices.into_iter().chain([lead]) {
            self.texts.remove(matter.as_u64());
            self.of.remove(&matter.as_u64());
        }
    }

    /// At most so many matters that these words are like, the most alike first, of equals the newest. What the
    /// household itself raised or joined is not among them. Nothing while not all is read.
    pub fn like(&self, words: &str, household: Option<Id>, limit: usize) -> Vec<Lookalike> {
        let mut found: Vec<Lookalike> = Vec::new();
        if !self.is_read() {
            return found;
        }
        // A lead may be found by its own words and by each voice's: the best comes first.
        for (text, likeness) in self.texts.like(words) {
            let Some((id, lead)) = self.of.get(&text).and_then(|id| Some((*id, self.open.get(id)?))) else { continue };
            let own = household.is_some_and(|household| lead.households.contains(&household));
            if !own && found.iter().all(|other| other.id != id) {
                found.push(lead.as_lookalike(id, likeness));
            }
        }
        found.sort_by_key(|found| std::cmp::Reverse((found.likeness, found.raised_at)));
        found.truncate(limit);
        found
    }
}

impl Lead {
    fn as_lookalike(&self, id: Id, likeness: u8) -> Lookalike {
        Lookalike {
            id,
            text: self.text.clone(),
            category: self.category.clone(),
            cell: self.cell,
            raised_at: self.raised_at,
            voices: self.voices.len(),
            likeness,
        }
    }
}
