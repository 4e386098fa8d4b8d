//! The clocks of well-known ticket systems got each of these wrong at some time.

use proptest::prelude::*;

use super::*;

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// The last second of a day.
fn end(day: &str) -> Moment {
    Moment::end_of(date(day))
}

fn clock(allowance: Allowance, received: &str) -> DeadlineClock {
    DeadlineClock::start(allowance, moment(received), &Workdays::embedded())
}

/// A table in which 2027 is published with its first three days off.
fn with_2027() -> Workdays {
    let newer = "date\tkind\tname\n2027-01-01\tholiday\t元旦\n2027-01-02\tholiday\t元旦\n2027-01-03\tholiday\t元旦\n";
    Workdays::embedded().extended_with(&Workdays::from_tsv(newer).unwrap())
}

#[test]
fn worked_examples() {
    use Allowance::{Days, Working};
    let cases = [
        ("2026-09-25", Working(5), "2026-10-09", false),
        ("2026-09-25", Working(6), "2026-10-10", false), // a make-up Saturday
        ("2026-02-13", Working(1), "2026-02-14", false), // a make-up Saturday
        ("2026-02-13", Working(2), "2026-02-24", false),
        ("2026-09-19", Working(1), "2026-09-20", false), // a make-up Sunday
        ("2026-11-21", Working(1), "2026-11-23", false),
        ("2026-11-23", Working(7), "2026-12-02", false),
        ("2026-12-31", Working(1), "2027-01-01", true),
        ("2024-10-03", Days(20), "2024-10-23", false),
        ("2023-03-24", Days(90), "2023-06-25", false), // rolled over 端午 to a make-up Sunday
    ];
    let workdays = Workdays::embedded();
    for (received, allowance, expected, provisional) in cases {
        let expected = Due { at: end(expected), provisional };
        assert_eq!(due(allowance, moment(received), &workdays), expected, "{received} + {allowance:?}");
    }
}

#[test]
fn the_hour_of_receipt_makes_no_difference_even_after_hours() {
    for hour in ["00:00", "09:00", "17:31", "23:59"] {
        let clock = clock(Allowance::Working(1), &format!("2026-11-20 {hour}"));
        assert_eq!(clock.due.at, end("2026-11-23"), "Friday {hour}");
    }
}

#[test]
fn what_is_received_on_a_holiday_begins_with_the_first_working_day() {
    assert_eq!(clock(Allowance::Working(1), "2026-10-03 10:00").due.at, end("2026-10-08"));
}

#[test]
fn what_is_received_on_a_make_up_sunday_begins_on_the_monday() {
    assert_eq!(clock(Allowance::Working(1), "2026-09-20 10:00").due.at, end("2026-09-21"));
}

#[test]
fn hours_are_exact_through_nights_and_holidays() {
    let clock = clock(Allowance::Hours(24), "2026-09-30 18:20:05");
    assert_eq!(clock.due, Due { at: moment("2026-10-01 18:20:05"), provisional: false });
    assert!(!clock.is_late(clock.due.at, &Workdays::embedded()));
    assert!(clock.is_late(clock.due.at.plus_seconds(1), &Workdays::embedded()));
}

#[test]
fn late_begins_after_the_last_second_of_the_due_date_and_not_at_0_days_left() {
    let workdays = Workdays::embedded();
    let due = clock(Allowance::Working(1), "2026-11-19").due.at;
    let at = |text| standing(due, moment(text), &workdays);
    assert_eq!(at("2026-11-19 12:00"), Standing::Left { working_days: 1 });
    assert_eq!(at("2026-11-20 23:59:59"), Standing::Today);
    assert_eq!(at("2026-11-21 00:00"), Standing::Late { working_days: 0 }, "the Saturday after");
    assert_eq!(at("2026-11-24 08:00"), Standing::Late { working_days: 2 });
    let sunday = moment("2026-11-22");
    assert_eq!(standing(sunday, moment("2026-11-21"), &workdays), Standing::Left { working_days: 0 });
}

#[test]
fn a_paused_clock_is_never_late_nor_late_at_once_when_it_goes_on() {
    let workdays = Workdays::embedded();
    for paused_on in ["2026-11-24 10:00", "2026-11-27 10:00", "2026-11-30 23:59"] {
        let mut clock = clock(Allowance::Working(5), "2026-11-23 09:00");
        clock.pause(moment(paused_on), &workdays).unwrap();
        assert!(!clock.is_late(moment("2027-06-01"), &workdays), "{paused_on}");
        let resumed = moment("2026-12-16 10:00");
        clock.resume(resumed, &workdays).unwrap();
        assert!(!clock.is_late(resumed, &workdays), "{paused_on}: due {}", clock.due.at);
    }
}

#[test]
fn days_from_the_one_after_the_pause_to_the_one_of_resuming_do_not_count() {
    let workdays = Workdays::embedded();
    // Day 1 is Tuesday the 24th, which counts; Wednesday to Friday do not; day 2 is Monday.
    for (allowance, expected) in [(Allowance::Working(5), "2026-12-03"), (Allowance::Days(9), "2026-12-07")] {
        let mut clock = clock(allowance, "2026-11-23 09:00");
        clock.pause(moment("2026-11-24 16:00"), &workdays).unwrap();
        clock.resume(moment("2026-11-27 08:00"), &workdays).unwrap();
        // Nine calendar days would end on 12-02; three more on Saturday 12-05, which rolls to Monday.
        assert_eq!(clock.due.at, end(expected), "{allowance:?}");
    }
}

#[test]
fn a_last_day_cut_short_by_a_pause_is_given_back_on_the_day_of_resuming() {
    let workdays = Workdays::embedded();
    for (resumed, expected) in [("2026-12-02 10:00", "2026-12-02"), ("2026-12-05 10:00", "2026-12-07")] {
        let mut clock = clock(Allowance::Working(1), "2026-11-23");
        clock.pause(moment("2026-11-24 10:00"), &workdays).unwrap();
        clock.resume(moment(resumed), &workdays).unwrap();
        assert_eq!(clock.due.at, end(expected));
    }
}

#[test]
fn a_pause_within_one_day_takes_nothing() {
    let workdays = Workdays::embedded();
    let mut clock = clock(Allowance::Working(5), "2026-11-23");
    let due = clock.due;
    clock.pause(moment("2026-11-25 09:00"), &workdays).unwrap();
    clock.resume(moment("2026-11-25 17:00"), &workdays).unwrap();
    assert_eq!(clock.due, due);
}

#[test]
fn hours_stand_still_while_paused_also_more_than_once() {
    let workdays = Workdays::embedded();
    let mut clock = clock(Allowance::Hours(4), "2026-11-23 09:00");
    clock.pause(moment("2026-11-23 10:00"), &workdays).unwrap();
    clock.resume(moment("2026-11-23 15:30"), &workdays).unwrap();
    assert_eq!(clock.due.at, moment("2026-11-23 18:30"));
    clock.pause(moment("2026-11-23 18:00"), &workdays).unwrap();
    clock.resume(moment("2026-11-24 08:00"), &workdays).unwrap();
    assert_eq!(clock.due.at, moment("2026-11-24 08:30"));
    assert_eq!(clock.explain(&workdays).paused_seconds, 5 * 3600 + 1800 + 14 * 3600);
}

#[test]
fn overlapping_pauses_are_not_taken_twice() {
    let pause = |from, to| Pause { from: moment(from), to: Some(moment(to)) };
    let pauses = [pause("2026-11-23 11:00", "2026-11-23 13:00"), pause("2026-11-23 10:00", "2026-11-23 12:00")];
    let explained = explain(Allowance::Hours(4), moment("2026-11-23 09:00"), &pauses, &Workdays::embedded());
    assert_eq!(explained.due.at, moment("2026-11-23 16:00"));
}

#[test]
fn a_pause_after_the_time_was_up_takes_no_hours_nor_does_one_that_ends_before_it_begins() {
    let received = moment("2026-11-23 09:00");
    for (from, to) in [("2026-11-23 14:00", "2026-11-24 14:00"), ("2026-11-23 12:00", "2026-11-23 10:00")] {
        let pauses = [Pause { from: moment(from), to: Some(moment(to)) }];
        let explained = explain(Allowance::Hours(4), received, &pauses, &Workdays::embedded());
        assert_eq!(explained.due.at, moment("2026-11-23 13:00"));
    }
}

#[test]
fn a_date_that_a_person_fixed_neither_moves_nor_pauses() {
    let workdays = Workdays::embedded();
    let sunday = end("2026-11-29");
    let mut clock = clock(Allowance::Until(sunday), "2026-11-23");
    assert_eq!(clock.due, Due { at: sunday, provisional: false }, "it is not rolled");
    assert_eq!(clock.pause(moment("2026-11-24"), &workdays), Err(ClockRefusal::FixedDate));
    assert!(!clock.is_paused());
}

#[test]
fn a_clock_pauses_and_resumes_in_turn_and_only_while_it_is_in_time() {
    let workdays = Workdays::embedded();
    let mut clock = clock(Allowance::Working(2), "2026-11-23");
    assert_eq!(clock.resume(moment("2026-11-24"), &workdays), Err(ClockRefusal::NotPaused));
    let expired = clock.clone().pause(moment("2026-11-26"), &workdays);
    assert_eq!(expired, Err(ClockRefusal::Expired(clock.due)), "a pause does not hide that it is late");
    clock.pause(moment("2026-11-24"), &workdays).unwrap();
    assert_eq!(clock.pause(moment("2026-11-24"), &workdays), Err(ClockRefusal::Paused));
}

#[test]
fn an_extension_is_given_once_before_expiry_and_only_to_a_later_moment() {
    let workdays = Workdays::embedded();
    let mut clock = clock(Allowance::Working(5), "2026-11-23");
    let present = clock.due;
    let late = clock.clone().extend(Allowance::Working(9), moment("2026-12-01 00:00"), &workdays);
    assert_eq!(late, Err(ClockRefusal::Expired(present)));
    let earlier = clock.extend(Allowance::Working(3), moment("2026-11-24"), &workdays);
    assert_eq!(earlier, Err(ClockRefusal::NotLater { present, asked: Due { at: end("2026-11-27"), ..present } }));
    let same = clock.extend(Allowance::Until(present.at), moment("2026-11-24"), &workdays);
    assert!(matches!(same, Err(ClockRefusal::NotLater { .. })), "the same moment is no extension");
    clock.extend(Allowance::Working(3), moment("2026-11-30 23:59:59"), &workdays).unwrap();
    assert_eq!(clock.due.at, end("2026-12-03"));
    let again = clock.extend(Allowance::Days(60), moment("2026-12-01"), &workdays);
    assert_eq!(again, Err(ClockRefusal::ExtendedBefore(clock.extension.unwrap())));
}

#[test]
fn an_extended_clock_can_still_be_paused() {
    let workdays = Workdays::embedded();
    let mut clock = clock(Allowance::Working(1), "2026-11-23");
    clock.extend(Allowance::Working(3), moment("2026-11-24"), &workdays).unwrap();
    clock.pause(moment("2026-11-25"), &workdays).unwrap();
    clock.resume(moment("2026-11-26"), &workdays).unwrap();
    assert_eq!(clock.due.at, end("2026-11-30"));
    let fixed = Allowance::Until(end("2027-01-29"));
    let mut paused = DeadlineClock::start(Allowance::Working(5), moment("2026-11-23"), &workdays);
    paused.pause(moment("2026-11-25"), &workdays).unwrap();
    assert_eq!(paused.extend(fixed, moment("2026-11-26"), &workdays), Err(ClockRefusal::FixedDate));
}

#[test]
fn a_new_table_moves_provisional_dates_and_no_others() {
    let provisional = clock(Allowance::Working(1), "2026-12-31");
    assert_eq!(provisional.current_due(&Workdays::embedded()), Due { at: end("2027-01-01"), provisional: true });
    assert_eq!(provisional.current_due(&with_2027()), Due { at: end("2027-01-04"), provisional: false });
    assert!(!provisional.is_late(moment("2027-01-02"), &with_2027()));

    let certain = clock(Allowance::Working(1), "2026-12-30");
    let changed = "date\tkind\tname\n2026-01-01\tholiday\t元旦\n2026-12-31\tholiday\t元旦\n";
    let changed = Workdays::embedded().extended_with(&Workdays::from_tsv(changed).unwrap());
    assert_eq!(certain.current_due(&changed), Due { at: end("2026-12-31"), provisional: false });
    let mut waited_nothing = certain.clone();
    waited_nothing.pause(moment("2026-12-31 09:00"), &changed).unwrap();
    waited_nothing.resume(moment("2026-12-31 10:00"), &changed).unwrap();
    assert_eq!(waited_nothing.due, certain.due);
}

#[test]
fn calendar_days_are_provisional_only_where_the_last_one_falls() {
    let workdays = Workdays::embedded();
    let provisional = |days, received| due(Allowance::Days(days), moment(received), &workdays).provisional;
    assert!(provisional(30, "2026-12-20"));
    assert!(!provisional(11, "2026-12-20"), "2026-12-31 is a Thursday of a published year");
    assert!(!provisional(30, "2019-12-20"), "it lands in 2020");
    assert!(due(Allowance::Working(30), moment("2019-12-20"), &workdays).provisional, "it counts through 2019");
}

#[test]
fn an_explanation_names_every_day_between_receipt_and_due_date() {
    let explained = explain(Allowance::Working(3), moment("2026-09-24"), &[], &Workdays::embedded());
    assert_eq!(explained.counted, ["2026-09-28", "2026-09-29", "2026-09-30"].map(date));
    let mid_autumn = |day| (date(day), Skip::Holiday("中秋".to_owned()));
    assert_eq!(explained.skipped, ["2026-09-25", "2026-09-26", "2026-09-27"].map(mid_autumn));

    let rolled = explain(Allowance::Days(2), moment("2026-11-19"), &[], &Workdays::embedded());
    assert_eq!(rolled.counted, ["2026-11-20", "2026-11-23"].map(date));
    assert_eq!(rolled.skipped, ["2026-11-21", "2026-11-22"].map(|day| (date(day), Skip::Weekend)));
}

#[test]
fn absurd_allowances_end_with_the_calendar_and_do_not_hang() {
    let workdays = Workdays::embedded();
    for allowance in [Allowance::Working(u32::MAX), Allowance::Days(u32::MAX), Allowance::Hours(u32::MAX)] {
        assert!(!allowance.is_reasonable());
        for received in [i64::MIN, 0, i64::MAX].map(Moment::from_unix) {
            let due = due(allowance, received, &workdays);
            assert!(due.at >= received && due.at.date() >= date("2199-12-31"), "{allowance:?} {received}: {}", due.at);
        }
    }
    assert_eq!(due(Allowance::Working(0), moment("2026-11-21"), &workdays).at, end("2026-11-23"), "0 days roll too");
}

/// The due date by the rule's own words: list the days after receipt that count, take day N, look for one that is fit.
fn slow_due(allowance: Allowance, received: Date, pauses: &[(Date, Date)], off: &dyn Fn(Date) -> bool) -> Date {
    let (needed, only_working) = match allowance {
        Allowance::Working(days) => (days, true),
        Allowance::Days(days) => (days, false),
        Allowance::Hours(_) | Allowance::Until(_) => unreachable!("only days are counted here"),
    };
    let waited = |day: Date| pauses.iter().any(|&(from, to)| from < day && day <= to);
    let counts = |day: &Date| !(waited(*day) || only_working && off(*day));
    let counted: Vec<Date> = received.iter_days().skip(1).filter(counts).take(needed as usize).collect();
    let last = counted[counted.len() - 1];
    let fit = |day: Date| !off(day) && !pauses.iter().any(|&(from, to)| from <= day && day < to);
    last.iter_days().find(|day| fit(*day)).expect("a working day follows")
}

fn off_by_the_text_of_the_table(day: Date) -> bool {
    let row = include_str!("../workdays.tsv").lines().find(|line| line.starts_with(&day.to_string()));
    match row.and_then(|line| line.split('\t').nth(1)) {
        Some(kind) => kind == "holiday",
        None => day.weekday().number_from_monday() > 5,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_deadline_in_days_is_what_counting_day_by_day_gives(
        start in 0i64..2900,
        seconds in 0i64..86_400,
        number in 1u32..40,
        working in any::<bool>(),
        waits in prop::collection::vec((0u64..60, 0u64..15), 0..3),
    ) {
        let received = moment("2019-06-01").plus_seconds(start * 86_400 + seconds);
        let day = |after: u64| received.date() + chrono::Days::new(after);
        let waits: Vec<(Date, Date)> = waits.into_iter().map(|(from, long)| (day(from), day(from + long))).collect();
        let pauses: Vec<Pause> = waits
            .iter()
            .map(|&(from, to)| Pause { from: Moment::start_of(from), to: Some(Moment::end_of(to)) })
            .collect();
        let allowance = if working { Allowance::Working(number) } else { Allowance::Days(number) };
        let explained = explain(allowance, received, &pauses, &Workdays::embedded());
        let expected = slow_due(allowance, received.date(), &waits, &off_by_the_text_of_the_table);
        prop_assert_eq!(explained.due.at, Moment::end_of(expected));

        let mut told: Vec<Date> = explained.counted.clone();
        told.extend(explained.skipped.iter().map(|(day, _)| *day));
        told.sort_unstable();
        let between: Vec<Date> =
            received.date().iter_days().skip(1).take_while(|day| *day <= expected).collect();
        prop_assert_eq!(told, between);
        prop_assert_eq!(explained.counted.len(), number as usize);
        prop_assert_eq!(explained.counted.last(), Some(&expected));
    }

    #[test]
    fn a_clock_survives_any_order_of_verbs_and_a_stored_copy_reads_the_same(
        verbs in prop::collection::vec((0u8..4, 0i64..4_000_000_000, 0u32..100), 0..8),
        hours in any::<bool>(),
    ) {
        let workdays = Workdays::embedded();
        let allowance = if hours { Allowance::Hours(30) } else { Allowance::Working(4) };
        let mut clock = clock(allowance, "2026-11-23 09:00");
        for (verb, offset, number) in verbs {
            let at = moment("2026-11-20").plus_seconds(offset % 4_000_000);
            let before = clock.clone();
            let done = match verb {
                0 => clock.pause(at, &workdays),
                1 => clock.resume(at, &workdays),
                2 => clock.extend(Allowance::Days(number), at, &workdays),
                _ => clock.extend(Allowance::Until(at), at, &workdays),
            };
            prop_assert!(clock.due.at >= before.due.at, "no verb brings a deadline nearer");
            prop_assert!(done.is_ok() || clock == before, "a refusal changes nothing");
        }
        let bytes = postcard::to_stdvec(&clock).unwrap();
        prop_assert_eq!(postcard::from_bytes::<DeadlineClock>(&bytes).unwrap(), clock);
    }
}
