use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::words::topics;
use super::{Counts, Plan, Township, township};
use crate::domain::deadline::{Standing, standing};
use crate::domain::decide::Dictated;
use crate::domain::event::{Event, EventRef, LogId};
use crate::domain::fact::Fact;
use crate::domain::history::fold;
use crate::domain::household::{Person, Profile};
use crate::domain::id::Id;
use crate::domain::matter::{Kind, Matter, State};
use crate::domain::moment::Moment;
use crate::domain::person_id::{PersonId, Sex};
use crate::domain::phone::Phone;
use crate::domain::policy::Policy;
use crate::domain::record::Record;
use crate::domain::workdays::Workdays;

fn now() -> Moment {
    "2026-11-21T09:00".parse().unwrap()
}

fn medium() -> Plan {
    Plan { villages: 8, cells: 40, households: 1_000, ..Plan::usual(now()) }
}

fn all_acts(town: &Township) -> Vec<Dictated> {
    town.shared().into_iter().chain(town.cells().flatten()).collect()
}

/// The events that recording the acts makes, by record.
fn events(acts: Vec<Dictated>) -> BTreeMap<Id, Vec<Event>> {
    let mut records: BTreeMap<Id, Vec<Event>> = BTreeMap::new();
    for (seq, act) in (1..).zip(acts) {
        for draft in act.drafts {
            let history = records.entry(draft.record).or_default();
            let last = history.last().map(Event::reference);
            history.push(Event {
                log: LogId { device: 7, epoch: 1, scope: draft.scope },
                seq,
                stamp: EventRef::next_stamp(act.typed_at, last.map(|last| last.stamp)),
                record: draft.record,
                act: Id::from_u64(seq),
                at: act.at,
                typed_at: act.typed_at,
                by: act.by.clone(),
                after: last.into_iter().collect(),
                fact: draft.fact,
            });
        }
    }
    records
}

/// Every record of a township; fails where an event had no effect.
fn records(plan: &Plan) -> Vec<Record> {
    let histories = events(all_acts(&township(plan)));
    let folded = histories.into_values().map(|history| {
        let record = fold(&history).unwrap_or_else(|| panic!("nothing came of {history:#?}"));
        assert!(record.trail().idle.is_empty(), "{record:#?}\n{history:#?}");
        assert!(record.trail().conflicts.is_empty());
        record
    });
    folded.collect()
}

fn matters(plan: &Plan) -> Vec<Matter> {
    let of = |record| if let Record::Matter(matter) = record { Some(matter) } else { None };
    records(plan).into_iter().filter_map(of).collect()
}

fn profiles(plan: &Plan) -> Vec<Profile> {
    let records = records(plan);
    let of = |record| if let Record::Household(household) = record { Some(household.profile) } else { None };
    records.into_iter().filter_map(of).collect()
}

fn every_pair() -> BTreeSet<(Kind, State)> {
    use State as S;
    let of = |kind, states: &[State]| states.iter().map(move |state| (kind, *state)).collect::<Vec<_>>();
    let demand = [S::Triage, S::Assigned, S::Returned, S::Done, S::Closed, S::Declined];
    let wish = [S::Collected, S::Published, S::Claimed, S::Fulfilled, S::Confirmed, S::Withdrawn];
    let dispute = [S::Open, S::Mediating, S::Settled, S::Triage, S::Returned, S::Closed, S::Declined];
    [of(Kind::Demand, &demand), of(Kind::Wish, &wish), of(Kind::Dispute, &dispute)].concat().into_iter().collect()
}

#[test]
fn every_act_has_its_effect_and_every_state_of_every_kind_is_there() {
    let days = ["2026-01-01T00:30", "2026-02-17T12:00", "2026-10-05T23:59", "2027-03-01T06:00", "2024-02-29T17:00"];
    let other_days = days.map(|day| Plan::small(day.parse().unwrap()));
    for plan in [Plan::small(now()), medium()].into_iter().chain(other_days) {
        let matters = matters(&plan);
        let now = || plan.now;
        let seen: BTreeSet<_> = matters.iter().map(|matter| (matter.kind(), matter.state)).collect();
        assert_eq!(seen, every_pair());
        assert!(matters.iter().all(|matter| matter.state == matter.state_at(now())), "a claim ran out unseen");
    }
}

#[test]
fn today_has_something_late_something_due_and_something_special() {
    let monday = "2026-11-23T20:30".parse().unwrap();
    for plan in [Plan::small(now()), Plan { seed: 9, ..Plan::small(now()) }, medium(), Plan::small(monday)] {
        let calendar = Workdays::embedded();
        let matters = matters(&plan);
        let now = || plan.now;
        let owed = || matters.iter().filter_map(|matter| matter.next_obligation(&calendar));
        let stands = |wanted: fn(Standing) -> bool| owed().any(|(_, due)| wanted(standing(due.at, now(), &calendar)));
        assert!(stands(|standing| matches!(standing, Standing::Late { .. })));
        assert!(stands(|standing| standing == Standing::Today));
        assert!(stands(|standing| matches!(standing, Standing::Left { working_days: 1..=5 })));
        assert!(owed().any(|(_, due)| due.provisional));
        assert!(matters.iter().any(Matter::is_paused));
        assert!(matters.iter().any(|matter| matter.raised.urgent));
        let voices: Vec<_> = matters.iter().filter_map(|matter| matter.lead).collect();
        assert!(voices.len() >= 2 && voices.iter().all(|lead| matters.iter().any(|matter| matter.id == *lead)));
        let quarrels = matters.iter().filter(|matter| matter.kind() == Kind::Dispute);
        assert!(quarrels.clone().all(|quarrel| quarrel.raised.parties.len() == 1) && quarrels.count() > 5);
        let most_end = matters.iter().filter(|matter| matter.state.is_end()).count() * 2 > matters.len();
        assert!(most_end || plan.households < 100);
    }
}

#[test]
fn the_same_seed_gives_the_same_township_and_another_seed_another() {
    let acts = |plan: &Plan| all_acts(&township(plan));
    let heads = |plan: &Plan| profiles(plan).into_iter().map(|profile| profile.head).collect::<BTreeSet<_>>();
    let small = Plan::small(now());
    let other = Plan { seed: 2, ..small };
    assert_eq!(acts(&small), acts(&small));
    assert!(heads(&small).intersection(&heads(&other)).count() < 10, "other people live there");
    let records = |plan: &Plan| events(acts(plan)).into_keys().collect::<BTreeSet<_>>();
    let both = records(&small).intersection(&records(&other)).count();
    assert!(both < 50, "only areas and stations, which are named, are the same: {both}");
}

#[test]
fn acts_are_in_order_and_neither_before_the_first_day_nor_after_now() {
    let town = township(&medium());
    let end_of_shared = town.shared().last().unwrap().typed_at;
    for cell in town.cells() {
        assert!(cell.is_sorted_by_key(|act| act.typed_at));
        for act in &cell {
            assert!(end_of_shared < act.at && act.at <= act.typed_at && act.typed_at <= now(), "{act:?}");
        }
    }
}

#[test]
fn the_plan_is_kept_and_counted() {
    let plan = Plan::usual(now());
    let town = township(&plan);
    let mut counts = Counts::default();
    counts.take(&town.shared());
    town.cells().for_each(|cell| counts.take(&cell));
    assert_eq!((counts.villages, counts.cells, counts.households), (32, 472, 12_000));
    // Every household twice a year, some monthly; 15–40 matters for 1,000 households and month.
    assert!((1_800..4_000).contains(&(counts.visits * 1_000 / counts.households)), "{counts:?}");
    assert!((15..40).contains(&(counts.matters / 12 / 12)), "{counts:?}");
}

#[test]
fn the_people_are_like_the_nation() {
    let plan = Plan::usual(now());
    let acts: Vec<Dictated> = township(&plan).cells().flatten().collect();
    let mut people: Vec<Person> = Vec::new();
    for draft in acts.into_iter().flat_map(|act| act.drafts) {
        match draft.fact {
            Fact::HouseholdAdded(profile) => people.extend(profile.members.into_iter().map(|member| member.details)),
            Fact::MemberAdded(member) => people.push(member.details),
            _ => {}
        }
    }
    let part =
        |some: usize, all: usize| f64::from(u32::try_from(some).unwrap()) / f64::from(u32::try_from(all).unwrap());
    let of_all = |holds: &dyn Fn(&Person) -> bool| {
        100.0 * part(people.iter().filter(|person| holds(person)).count(), people.len())
    };
    let aged = |from: u32, to: u32| of_all(&|person| (from..=to).contains(&person.age(now().date()).unwrap()));
    let called = |surname: &str| of_all(&|person| person.name.starts_with(surname));
    let tagged = |tag: &str| of_all(&|person| person.tags.iter().any(|own| own == tag));
    // The rows of population.tsv; the allowance is drawn by 6–7 % of rural people.
    let figures = [
        ("household size", 2.62, part(people.len(), 12_000)),
        ("0-14", 17.95, aged(0, 14)),
        ("15-59", 63.35, aged(15, 59)),
        ("60+", 18.70, aged(60, 150)),
        ("men", 51.24, of_all(&|person| person.sex == Sex::Male)),
        ("王", 7.25, called("王")),
        ("李", 7.19, called("李")),
        ("张", 6.83, called("张")),
        ("低保", 6.5, tagged("低保")),
        ("残疾", 6.3, tagged("残疾")),
    ];
    let far: Vec<_> = figures.iter().filter(|(_, nation, ours)| (ours / nation - 1.0).abs() > 0.1).collect();
    assert!(far.is_empty(), "{far:?}\nof {figures:?}");
}

#[test]
fn families_make_sense() {
    let today = now().date();
    let age = |person: &Person| i64::from(person.age(today).unwrap());
    let (mut numbers, mut dotted, mut alone, mut left_behind) = (HashSet::new(), 0, 0, 0);
    for profile in profiles(&medium()) {
        let head = &profile.members[0].details;
        assert_eq!((head.relation.as_str(), &head.name), ("户主", &profile.head));
        let (group, door) = profile.door.strip_suffix('号').unwrap().split_once('组').unwrap();
        assert!(group.parse::<u32>().is_ok() && door.parse::<u32>().is_ok(), "{}", profile.door);
        alone += usize::from(profile.tags.iter().any(|tag| tag.name == "独居老人"));
        for person in profile.members.iter().map(|member| &member.details) {
            let gap = age(head) - age(person);
            let fits = match person.relation.as_str() {
                "户主" => age(person) >= 18,
                "配偶" => person.sex != head.sex && gap.abs() <= 12 && age(person) >= 20,
                "子" | "女" => gap >= 18,
                "儿媳" => gap >= 18 && person.sex == Sex::Female,
                "孙子" | "孙女" => gap >= 40,
                "父亲" | "母亲" => gap <= -18,
                other => panic!("{other}"),
            };
            assert!(fits, "{profile:#?}");
            let id = PersonId::parse(person.id_number.as_deref().unwrap()).unwrap();
            assert_eq!((Some(id.birth().to_string()), id.sex()), (person.birth.clone(), person.sex));
            assert!(id.as_str().starts_with("1524") && numbers.insert(id));
            if let Some(phone) = &person.phone {
                assert_eq!(&phone[3..7], "0000");
                assert!(Phone::parse(phone).is_ok(), "{phone}");
            }
            dotted += usize::from(person.name.contains('·'));
            left_behind += usize::from(person.tags.iter().any(|tag| tag == "留守儿童"));
        }
    }
    assert!(dotted > 10 && alone > 10 && left_behind > 5, "{dotted} {alone} {left_behind}");
}

#[test]
fn nobody_in_a_large_township_shares_a_number_or_a_name_of_a_village() {
    let numbers: HashSet<_> = (0..20_000)
        .flat_map(|household| (0..8).map(move |member| super::people::Slot::new(household, member)))
        .map(super::people::Slot::identity)
        .collect();
    assert_eq!(numbers.len(), 160_000);
    let villages: HashSet<_> = (0..Plan::MOST_VILLAGES).map(super::names::village).collect();
    assert_eq!(villages.len(), 199);
}

#[test]
fn what_people_say_is_guessed_to_be_what_it_is() {
    let policy = Policy::embedded();
    let mut astray = Vec::new();
    for kind in [Kind::Demand, Kind::Wish, Kind::Dispute] {
        for topic in topics(kind) {
            let category = policy.category_by_id(topic.category).unwrap();
            assert!(category.kinds.contains(&kind), "{kind} {}", topic.category);
            for said in topic.said {
                let whole = topic.tails.iter().map(|tail| format!("{said} {tail}"));
                for text in whole.chain([(*said).to_owned()]) {
                    let guessed = policy.guess(&text).map_or("other", |category| &category.id).to_owned();
                    if guessed != topic.category {
                        astray.push((text, guessed));
                    }
                }
            }
        }
    }
    assert!(astray.is_empty(), "{astray:#?}");
}

#[test]
fn sizes_that_cannot_be_had_are_mended_and_no_moment_is_too_odd() {
    let odd = Plan { seed: 0, villages: 0, cells: 0, households: 0, now: now() };
    let crowd = Plan { seed: u64::MAX, villages: 300, cells: 3, households: 50, now: now() };
    for plan in [odd, crowd, Plan { villages: 1, cells: 90, households: 5, ..odd }] {
        assert!(records(&plan).len() > 1);
    }
    for moment in [i64::MIN, i64::MAX, 0] {
        let plan = Plan { now: Moment::from_unix(moment), ..Plan::small(now()) };
        let mut counts = Counts::default();
        township(&plan).cells().for_each(|cell| counts.take(&cell));
        assert_eq!(counts.households, 60);
    }
    assert_eq!(township(&crowd).plan().villages, Plan::MOST_VILLAGES);
}
