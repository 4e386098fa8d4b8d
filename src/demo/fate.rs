//! Where a matter is to stand at the end, thrown before its life is.

use fastrand::Rng;

use super::chance::weighted;
use super::words::{Topic, topics};
use crate::domain::matter::{Kind, State, Tier};
use crate::domain::policy::Policy;

/// Where a matter stands at the end, and what is special about it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fate {
    pub kind: Kind,
    pub state: State,
    pub twist: Twist,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Twist {
    /// As it comes; where it is open, its standing is thrown too.
    Plain,
    /// Its time is up.
    Late,
    DueToday,
    DueThisWeek,
    Paused,
    Extended,
    /// Due in a year whose holidays are not published.
    Provisional,
    Urgent,
    Reopened,
    /// The household was not satisfied.
    Again,
    /// Several households with the same concern.
    Chorus,
}

const fn fate(kind: Kind, state: State, twist: Twist) -> Fate {
    Fate { kind, state, twist }
}

/// What every township has at least once, however small.
pub(super) const CERTAIN: &[Fate] = {
    use Kind::{Demand, Dispute, Wish};
    use State as S;
    use Twist as T;
    &[
        fate(Demand, S::Assigned, T::Chorus),
        fate(Demand, S::Assigned, T::DueToday),
        fate(Demand, S::Assigned, T::Late),
        fate(Wish, S::Collected, T::Plain),
        fate(Dispute, S::Open, T::Plain),
        fate(Demand, S::Triage, T::Plain),
        fate(Demand, S::Assigned, T::DueThisWeek),
        fate(Demand, S::Assigned, T::Provisional),
        fate(Demand, S::Assigned, T::Paused),
        fate(Demand, S::Assigned, T::Urgent),
        fate(Demand, S::Assigned, T::Extended),
        fate(Demand, S::Assigned, T::Reopened),
        fate(Demand, S::Assigned, T::Again),
        fate(Demand, S::Returned, T::Plain),
        fate(Demand, S::Done, T::Plain),
        fate(Demand, S::Closed, T::Plain),
        fate(Demand, S::Declined, T::Plain),
        fate(Wish, S::Published, T::Plain),
        fate(Wish, S::Claimed, T::Plain),
        fate(Wish, S::Fulfilled, T::Plain),
        fate(Wish, S::Confirmed, T::Plain),
        fate(Wish, S::Withdrawn, T::Plain),
        fate(Dispute, S::Mediating, T::Plain),
        fate(Dispute, S::Settled, T::Plain),
        fate(Dispute, S::Triage, T::Plain),
        fate(Dispute, S::Returned, T::Plain),
        fate(Dispute, S::Closed, T::Plain),
        fate(Dispute, S::Declined, T::Plain),
        fate(Demand, S::Triage, T::Late),
        fate(Demand, S::Closed, T::Reopened),
    ]
};

/// A fate by the shares of kinds and the rates at which matters end (population.tsv: a tenth are quarrels, most are
/// answered on the spot, 90–97 % are done in time).
pub(super) fn thrown(rng: &mut Rng) -> Fate {
    use Kind::{Demand, Dispute, Wish};
    use State as S;
    let kind = weighted(&[(Demand, 76), (Wish, 13), (Dispute, 11)], rng);
    let state = match kind {
        Demand => weighted(
            &[
                (S::Closed, 865),
                (S::Declined, 25),
                (S::Done, 25),
                (S::Assigned, 60),
                (S::Triage, 15),
                (S::Returned, 10),
            ],
            rng,
        ),
        Wish => weighted(
            &[
                (S::Confirmed, 70),
                (S::Withdrawn, 4),
                (S::Fulfilled, 5),
                (S::Claimed, 5),
                (S::Published, 10),
                (S::Collected, 6),
            ],
            rng,
        ),
        Dispute => weighted(
            &[
                (S::Closed, 72),
                (S::Declined, 4),
                (S::Settled, 8),
                (S::Mediating, 7),
                (S::Open, 5),
                (S::Triage, 2),
                (S::Returned, 2),
            ],
            rng,
        ),
    };
    let open_twists = [
        (Twist::Plain, 64),
        (Twist::Paused, 7),
        (Twist::Extended, 7),
        (Twist::Provisional, 3),
        (Twist::Urgent, 4),
        (Twist::Reopened, 4),
        (Twist::Again, 5),
        (Twist::Chorus, 6),
    ];
    let twist = match (kind, state) {
        (Demand, S::Assigned) => weighted(&open_twists, rng),
        (Demand, S::Closed) => weighted(&[(Twist::Plain, 97), (Twist::Reopened, 1), (Twist::Again, 2)], rng),
        _ => Twist::Plain,
    };
    fate(kind, state, twist)
}

/// What it is about: danger where it is urgent, otherwise what comes up, by its weight. What goes up by the policy is
/// what is mostly found with those who decide, and is not promised for a day by the cadre alone.
pub(super) fn topic(fate: Fate, policy: &Policy, rng: &mut Rng) -> &'static Topic {
    let of = topics(fate.kind);
    let urgent = of.iter().find(|topic| fate.twist == Twist::Urgent && topic.category == "safety");
    let goes_up = |topic: &Topic| policy.default_tier(fate.kind, Some(topic.category), false) == Tier::Escalated;
    let weight = |topic: &'static Topic| match (fate.state, fate.twist) {
        (State::Triage | State::Returned | State::Declined, _) if goes_up(topic) => topic.weight * 5,
        (State::Assigned, twist) if twist != Twist::Plain && goes_up(topic) => 0,
        _ => topic.weight,
    };
    let weights: Vec<(&'static Topic, u32)> = of.iter().map(|topic| (topic, weight(topic))).collect();
    urgent.unwrap_or_else(|| weighted(&weights, rng))
}
