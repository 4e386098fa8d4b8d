//! Text as a quick line and as a filter: understood or told what is wrong, marks within the line and in order.
#![no_main]

use chuanmen::domain::policy::Policy;
use chuanmen::domain::workdays::Workdays;
use chuanmen::entry::complete::complete;
use chuanmen::entry::filter::Filter;
use chuanmen::entry::parse::parse;
use chuanmen::entry::preview::preview;
use chuanmen::entry::print::print;
use chuanmen::entry::resolve::{Context, resolve};
use chuanmen::i18n::Lang;
use chuanmen::i18n::measure::{columns, cut, harmless, wrap};
use chuanmen::search::Roster;
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

static RULES: OnceLock<(Policy, Workdays)> = OnceLock::new();

fuzz_target!(|text: &str| {
    let (policy, workdays) = RULES.get_or_init(|| (Policy::embedded(), Workdays::embedded()));
    let roster = Roster::default();
    let at = "2026-11-23T09:12".parse().expect("a moment");
    for inside in [false, true] {
        let parsed = parse(text, inside);
        let ends = parsed.marks.iter().map(|mark| mark.column + mark.length);
        assert!(ends.clone().all(|end| end <= text.chars().count()), "{:?}", parsed.marks);
        assert!(parsed.marks.windows(2).all(|two| two[0].column + two[0].length <= two[1].column));
        let _ = print(&parsed.line);
        let inside = inside.then(|| chuanmen::domain::id::Id::from_u64(1));
        let context = Context { roster: &roster, inside, scope: None, responders: &[], policy, workdays, at };
        let resolved = resolve(&parsed, &context);
        for lang in Lang::ALL {
            preview(&resolved, &context).pieces(lang);
            assert!(resolved.problems.iter().all(|problem| !problem.fault.message(lang).is_empty()));
        }
        complete(text, text.chars().count(), &context);
    }
    if let Err(faults) = Filter::read(text, policy) {
        assert!(!faults.is_empty());
    }
    assert!(harmless(text).chars().all(|c| !c.is_control()));
    for width in [2, 7, 40] {
        assert!(columns(&cut(&harmless(text), width)) <= width);
        assert!(wrap(text, width).iter().all(|line| columns(line) <= width));
    }
});
