//! What can be done with a household, a member, a tag: only what would not be refused.

use crate::domain::household::{Household, Tag};
use crate::domain::id::{Id, RecordKind};
use crate::domain::moment::Date;
use crate::domain::reader::{Read, Reader};
use crate::domain::scope::Scope;

use super::here::Here;
use super::sight::Sight;

/// Calendar days before its last day from which on a tag asks whether it goes on.
pub const ASKS_BEFORE: i64 = 30;

/// Something done with a household or what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HomeAct {
    AddHousehold,
    Edit,
    AddMember,
    EditMember,
    Leave,
    Tag,
    TagMarked,
    Head,
    Split,
    Merge,
    Move,
    /// The page of everything that is kept, into a file.
    Page,
    /// The household, or the member under the cursor, by law.
    Erase,
    EraseMember,
    /// The words of the matter that is open, by law.
    EraseMatter,
    /// Something in people's lives.
    Live(LifeAct),
    /// What looks like one is two.
    Apart,
}

/// Whether there is more than one of what a household could be joined with or moved to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Several {
    pub households: bool,
    pub cells: bool,
}

impl Several {
    /// Reads two records of each kind at most.
    pub fn of(reader: &dyn Reader) -> Read<Self> {
        Ok(Self { households: are_two(reader, RecordKind::Household)?, cells: are_two(reader, RecordKind::Cell)? })
    }
}

fn are_two(reader: &dyn Reader, kind: RecordKind) -> Read<bool> {
    let mut count = 0;
    reader.each(kind, Scope::WHOLE, &mut |_| {
        count += 1;
        count < 2
    })?;
    Ok(count > 1)
}

/// What happens in people's lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LifeAct {
    Died,
    MovedOut,
    /// Somebody who died or moved away by mistake, or came back.
    Back,
    Born,
    Arrived,
    AllAway,
    AllBack,
}

/// Whether a tag asks on a date whether it goes on.
pub fn asks(tag: &Tag, today: Date) -> bool {
    tag.asks_by().is_some_and(|day| (day - today).num_days() <= ASKS_BEFORE)
}

/// The tag of a household that asks first.
pub fn asking(household: &Household, today: Date) -> Option<&Tag> {
    household.profile.tags.iter().filter(|tag| asks(tag, today)).min_by_key(|tag| tag.to)
}

/// Adds what can be done with a household, and with the member of it under the cursor.
pub fn look(here: &mut Here, household: &Household, member: Option<Id>, sight: &Sight<'_>) {
    here.cell = Some(household.cell);
    here.home.push(HomeAct::AddHousehold);
    here.tag = asking(household, sight.today()).map(|tag| tag.name.clone());
    if household.is_merged() {
        here.tag = None;
        return;
    }
    let members = &household.profile.members;
    here.home.extend([HomeAct::Edit, HomeAct::AddMember, HomeAct::Tag, HomeAct::Page, HomeAct::Erase]);
    if let Some(member) = member.filter(|id| household.member(*id).is_some()) {
        here.member = Some(member);
        here.home.push(HomeAct::EditMember);
        if !household.is_head(member) || members.len() == 1 {
            here.home.push(HomeAct::Leave);
        }
        if !household.is_head(member) {
            here.home.push(HomeAct::EraseMember);
        }
    }
    live(here, household, member);
    if members.iter().any(|member| !household.is_head(member.id)) && !members.is_empty() {
        here.home.push(HomeAct::Head);
    }
    if members.len() > 1 && household.head().is_some() {
        here.home.push(HomeAct::Split);
    }
    if here.several.households {
        here.home.push(HomeAct::Merge);
    }
    if here.several.cells {
        here.home.push(HomeAct::Move);
    }
}

/// Adds what can happen in the lives of those who are there, and of those who are gone.
fn live(here: &mut Here, household: &Household, member: Option<Id>) {
    let away = household.lives.away.is_some();
    let gone = member.and_then(|id| household.lives.gone(id));
    let mut acts = vec![LifeAct::Born, LifeAct::Arrived];
    if !household.profile.members.is_empty() || gone.is_some_and(|gone| !gone.going.is_death()) {
        acts.extend([LifeAct::Died, LifeAct::MovedOut]);
    }
    if !household.lives.gone.is_empty() {
        acts.push(LifeAct::Back);
    }
    acts.push(if away { LifeAct::AllBack } else { LifeAct::AllAway });
    if gone.is_some() {
        here.member = member;
    }
    here.home.extend(acts.into_iter().map(HomeAct::Live));
}
