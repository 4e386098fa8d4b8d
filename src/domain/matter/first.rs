//! The shape in which the first events carried a matter into another cell. Events keep it for ever; what a matter has
//! come to hold since is carried in a snapshot of its own.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Assignee, DeadlineClock, Id, Level, Matter, Moment, Raised, Satisfied, Scope, State, Tier, Trail};

#[derive(Serialize, Deserialize)]
struct FirstMatter {
    id: Id,
    cell: Scope,
    raised: Raised,
    raised_at: Moment,
    raised_by: String,
    state: State,
    before_end: Option<State>,
    tier: Tier,
    level: Option<Level>,
    assignee: Option<Assignee>,
    asked: Option<String>,
    answer: Option<String>,
    clock: Option<DeadlineClock>,
    done: Option<(String, Moment)>,
    closed_at: Option<Moment>,
    connect_by: Option<Moment>,
    follow_up: Option<Moment>,
    lead: Option<Id>,
    satisfied: Option<Satisfied>,
    promises: Vec<(String, Option<Moment>)>,
    told: Option<(String, Moment)>,
    urged: u32,
    trail: Trail,
}

/// Passes every field over; what the first shape had not is given.
macro_rules! same_fields {
    ($from:expr, $into:ident { $($given:ident: $value:expr),* }) => {{
        let from = $from;
        $into {
            id: from.id,
            cell: from.cell,
            raised: from.raised,
            raised_at: from.raised_at,
            raised_by: from.raised_by,
            state: from.state,
            before_end: from.before_end,
            tier: from.tier,
            level: from.level,
            assignee: from.assignee,
            asked: from.asked,
            answer: from.answer,
            clock: from.clock,
            done: from.done,
            closed_at: from.closed_at,
            connect_by: from.connect_by,
            follow_up: from.follow_up,
            lead: from.lead,
            satisfied: from.satisfied,
            promises: from.promises,
            told: from.told,
            urged: from.urged,
            trail: from.trail,
            $($given: $value),*
        }
    }};
}

pub(in crate::domain) fn serialize<S: Serializer>(matter: &Matter, serializer: S) -> Result<S::Ok, S::Error> {
    same_fields!(matter.clone(), FirstMatter {}).serialize(serializer)
}

pub(in crate::domain) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Matter, D::Error> {
    FirstMatter::deserialize(deserializer).map(|first| same_fields!(first, Matter { caller_phone: None }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::history::Snapshot;
    use crate::domain::matter::{Kind, Source};

    /// A matter carried as the first events did it, byte for byte.
    #[test]
    fn a_matter_carried_by_the_first_events_is_read_as_it_was() {
        let at = Moment::from_unix(1_790_000_000);
        let raised = Raised {
            kind: Kind::Demand,
            tier: Tier::Timed,
            text: "路灯不亮".to_owned(),
            category: "power".to_owned(),
            source: Source::Phone,
            household: None,
            caller: Some("老张".to_owned()),
            parties: Vec::new(),
            urgent: false,
            answer: None,
            level: None,
            asked: None,
            assignee: None,
            clock: None,
        };
        let first = FirstMatter {
            id: Id::from_u64(7),
            cell: "150826102207-003".parse().unwrap(),
            raised,
            raised_at: at,
            raised_by: "陈强".to_owned(),
            state: State::Assigned,
            before_end: None,
            tier: Tier::Timed,
            level: None,
            assignee: None,
            asked: None,
            answer: None,
            clock: None,
            done: None,
            closed_at: None,
            connect_by: None,
            follow_up: None,
            lead: Some(Id::from_u64(8)),
            satisfied: None,
            promises: Vec::new(),
            told: None,
            urged: 2,
            trail: Trail::default(),
        };
        let bytes = [vec![1], postcard::to_stdvec(&first).unwrap()].concat();
        let read: Snapshot = postcard::from_bytes(&bytes).unwrap();
        let Snapshot::Matter(matter) = &read else { panic!("{read:?}") };
        assert_eq!((matter.urged, matter.lead, &matter.caller_phone), (2, Some(Id::from_u64(8)), &None));
        assert_eq!(postcard::to_stdvec(&read).unwrap(), bytes);
    }
}
