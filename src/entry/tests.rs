use std::sync::LazyLock;

use chrono::Weekday;
use proptest::prelude::*;

use super::complete::{Completion, complete};
use super::dates::{DayFault, Limit, NamedDay};
use super::line::{Handling, Line, LineKind, Parsed, What};
use super::parse::{parse, parse_as};
use super::preview::preview;
use super::print::print;
use super::resolve::{Context, Resolved, resolve};
use crate::domain::id::Id;
use crate::domain::matter::{Kind, Level, Tier};
use crate::domain::moment::Date;
use crate::domain::policy::Policy;
use crate::domain::request::Request;
use crate::domain::visit::Outcome;
use crate::domain::workdays::Workdays;
use crate::i18n::Lang;
use crate::search::{Entry, Roster};

const DEMAND: LineKind = LineKind::Matter(Kind::Demand);
const WISH: LineKind = LineKind::Matter(Kind::Wish);
const DISPUTE: LineKind = LineKind::Matter(Kind::Dispute);

fn line(kind: LineKind, words: &str) -> Line {
    Line { household: "wxy".into(), kind: Some(kind), words: words.into(), ..Line::default() }
}

fn read(text: &str) -> Line {
    parse(text, false).line
}

#[test]
fn every_example_of_the_quick_line_is_read() {
    let wish = Line { category: Some("生活".into()), responder: Some("供电所".into()), ..line(WISH, "电饭锅") };
    assert_eq!(read("wxy 愿望 电饭锅 #生活 @供电所"), wish);
    let handling = Handling::Within(Limit::Working(7));
    let road = Line { category: Some("道路".into()), handling, ..line(DEMAND, "门前路坑洼 雨天过不去") };
    assert_eq!(read("wxy 诉求 门前路坑洼 雨天过不去 #道路 !7"), road);
    let handling = Handling::Answered("已讲解政策并留下材料清单".into());
    assert_eq!(
        read("wxy 诉 低保怎么办理 ! 已讲解政策并留下材料清单"),
        Line { handling, ..line(DEMAND, "低保怎么办理") }
    );
    let handling = Handling::SentUp(Level::Township, "请环保站检测".into());
    assert_eq!(read("wxy 诉 水源被污染 !!镇 请环保站检测"), Line { handling, ..line(DEMAND, "水源被污染") });
    let land =
        Line { category: Some("土地".into()), parties: vec!["李四".into()], ..line(DISPUTE, "与东邻争地界") };
    assert_eq!(read("wxy 纠纷 与东邻争地界 &李四 #土地"), land);
    assert_eq!(read("wxy 走访 不在家"), Line { outcome: Outcome::Absent, ..line(LineKind::Visit, "") });
    let day = Some(NamedDay::FromToday(-1));
    assert_eq!(read("wxy 走访 昨天 说下月回来"), Line { day, ..line(LineKind::Visit, "说下月回来") });
    assert_eq!(
        read("wxy wish rice cooker #living"),
        Line { category: Some("living".into()), ..line(WISH, "rice cooker") }
    );
}

#[test]
fn kinds_have_several_words_and_single_letters_only_in_english() {
    for (word, kind) in
        [("诉求", DEMAND), ("诉", DEMAND), ("微心愿", WISH), ("愿", WISH), ("纠", DISPUTE), ("访", LineKind::Visit)]
    {
        assert_eq!(read(&format!("王秀英 {word} 说了")).kind, Some(kind), "{word}");
    }
    for (word, kind) in [("a", DEMAND), ("W", WISH), ("d", DISPUTE), ("v", LineKind::Visit), ("Ask", DEMAND)] {
        assert_eq!(read(&format!("wxy {word} the road is broken @交通站")).kind, Some(kind), "{word}");
    }
    assert_eq!(read("wxy a 门前路坑洼").kind, None);
    assert_eq!(read("w w rice cooker"), Line { household: "w".into(), ..line(WISH, "rice cooker") });
    assert_eq!(read("诉求 门前路坑洼"), Line { household: String::new(), ..line(DEMAND, "门前路坑洼") });
    assert_eq!(parse("诉求 门前路坑洼 诉 苦", true).line.words, "门前路坑洼 诉 苦");
    assert_eq!(parse("门前 诉求 路坑洼", true).line, Line { words: "门前 诉求 路坑洼".into(), ..Line::default() });
    assert_eq!(read("王秀英，诉求：门前路坑洼"), Line { household: "王秀英".into(), ..line(DEMAND, "门前路坑洼") });
    assert_eq!(read("索南 才旦 3组 愿望 锅").household, "索南 才旦 3组");
}

#[test]
fn what_has_not_the_form_of_a_mark_is_what_was_said() {
    for words in [
        "再不修就去上访！！",
        "路灯不亮!7天了",
        "３# 楼",
        "# 道路",
        "a@b",
        "! ",
        "！！",
        "!!镇里不管",
        "!0",
        "!7块",
        "@120 打不通",
        "急得很",
        "说:#道路",
        "坑洼 ！",
    ] {
        let said = read(&format!("wxy 诉 {words}"));
        assert_eq!(said, line(DEMAND, words.trim()), "{words}");
    }
    // A second mark of a sort, and marks that a wish or a visit has not.
    assert_eq!(read("wxy 诉 坑 #道路 #饮水 !7 !8").words, "坑 #饮水 !8");
    assert_eq!(read("wxy 愿 锅 ! 已送 &李四").words, "锅 ! 已送 &李四");
    assert_eq!(read("wxy 走访 说要修路 #道路 昨天 !7").words, "说要修路 #道路 昨天 !7");
}

#[test]
fn full_width_marks_are_marks_and_words_stay_as_typed() {
    let parsed = parse("ｗｘｙ　诉求　门前路坑洼，雨天过不去！　＃道路，＠交通站　！１２－０５", false);
    let line = parsed.line.clone();
    assert_eq!((line.household.as_str(), line.words.as_str()), ("ｗｘｙ", "门前路坑洼，雨天过不去！"));
    assert_eq!((line.category.as_deref(), line.responder.as_deref()), (Some("道路"), Some("交通站")));
    assert_eq!(line.handling, Handling::Within(Limit::Until(NamedDay::OfYear { month: 12, day: 5 })));
    assert_eq!(parsed.place(What::Kind), Some((4, 2)));
    assert_eq!(parsed.place(What::Category), Some((20, 3)));
    assert_eq!(parsed.place(What::Responder), Some((24, 4)));
}

#[test]
fn the_day_of_a_matter_stands_right_before_its_kind() {
    let said = |text: &str| (read(text).household, read(text).day, read(text).words);
    let ago = |days: i8| Some(NamedDay::FromToday(-days));
    assert_eq!(said("wxy 昨天 诉求 路灯坏了"), ("wxy".into(), ago(1), "路灯坏了".into()));
    let day = Some(NamedDay::OfYear { month: 11, day: 20 });
    assert_eq!(said("wxy 11月20日 诉求 路灯坏了"), ("wxy".into(), day, "路灯坏了".into()));
    assert_eq!(said("wxy yesterday ask the lamp"), ("wxy".into(), ago(1), "the lamp".into()));
    // A door number is no day, nor is a name, nor what was said.
    assert_eq!(said("王 3-12 诉求 路灯坏了"), ("王 3-12".into(), None, "路灯坏了".into()));
    assert_eq!(said("周三 诉求 路灯坏了"), ("周三".into(), None, "路灯坏了".into()));
    assert_eq!(said("wxy 诉求 昨天 停电了"), ("wxy".into(), None, "昨天 停电了".into()));
    assert_eq!(parse("前天 诉求 停电", true).line.day, ago(2));
}

#[test]
fn a_backslash_keeps_a_mark_as_words() {
    assert_eq!(read(r"wxy 诉 \#道路 坏了 \急").words, "#道路 坏了 急");
    assert_eq!(read(r"wxy 走访 \昨天 来过").words, "昨天 来过");
    assert_eq!(read(r"wxy 诉 C:\路 \n").words, r"C:\路 \n");
    assert_eq!(print(&read(r"wxy 诉 \\#道路")), r"wxy 诉求 \\#道路");
}

#[test]
fn limits_have_all_their_forms() {
    let until = Limit::Until;
    for (word, limit) in [
        ("7", Limit::Working(7)),
        ("７", Limit::Working(7)),
        ("7个工作日", Limit::Working(7)),
        ("7d", Limit::Days(7)),
        ("7天", Limit::Days(7)),
        ("4H", Limit::Hours(4)),
        ("4小时", Limit::Hours(4)),
        ("12-05", until(NamedDay::OfYear { month: 12, day: 5 })),
        ("12月5日", until(NamedDay::OfYear { month: 12, day: 5 })),
        ("12.5", until(NamedDay::OfYear { month: 12, day: 5 })),
        ("１２。５", until(NamedDay::OfYear { month: 12, day: 5 })),
        ("2026-12-5", until(NamedDay::Full { year: 2026, month: 12, day: 5 })),
        ("明天", until(NamedDay::FromToday(1))),
        ("下周三", until(NamedDay::OfWeek(1, Weekday::Wed))),
        ("星期天", until(NamedDay::Weekday(Weekday::Sun))),
        ("fri", until(NamedDay::Weekday(Weekday::Fri))),
        ("next-Fri", until(NamedDay::OfWeek(1, Weekday::Fri))),
    ] {
        assert_eq!(Limit::read(word), Some(limit), "{word}");
    }
    for word in ["", "0", "7块", "13-40", "周八", "d", "12345", "-5", "1-2-3-4", "明天吧"] {
        assert_eq!(Limit::read(word), None, "{word}");
    }
}

#[test]
fn days_are_read_forward_for_promises_and_back_for_visits() {
    let today = day(2026, 11, 21); // a Saturday
    let named = |word: &str| NamedDay::read(word).unwrap();
    for (word, date) in [
        ("明天", day(2026, 11, 22)),
        ("周三", day(2026, 11, 25)),
        ("周六", today),
        ("下周三", day(2026, 11, 25)),
        ("12-05", day(2026, 12, 5)),
        ("03-01", day(2027, 3, 1)),
    ] {
        assert_eq!(named(word).to_come(today), Ok(date), "{word}");
    }
    for (word, date) in [
        ("昨天", day(2026, 11, 20)),
        ("周三", day(2026, 11, 18)),
        ("上周三", day(2026, 11, 11)),
        ("11-20", day(2026, 11, 20)),
        ("12-05", day(2025, 12, 5)),
    ] {
        assert_eq!(named(word).gone_by(today), Ok(date), "{word}");
    }
    assert_eq!(named("11-20").to_come(today), Err(DayFault::WrongSide(day(2026, 11, 20))));
    assert_eq!(named("本周三").to_come(today), Err(DayFault::WrongSide(day(2026, 11, 18))));
    assert_eq!(named("2-30").to_come(today), Err(DayFault::NoSuchDate));
    assert_eq!(named("明天").gone_by(today), Err(DayFault::WrongSide(day(2026, 11, 22))));
}

fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd_opt(year, month, day).unwrap()
}

struct Township {
    roster: Roster,
    responders: Vec<(Id, String)>,
    policy: Policy,
    workdays: Workdays,
}

static TOWNSHIP: LazyLock<Township> = LazyLock::new(|| {
    let mut roster = Roster::default();
    for (id, door, head) in
        [(1, "3组12号", "王秀英"), (2, "3组13号", "李四"), (3, "2组7号", "索南·才旦"), (4, "2组8号", "苏娜")]
    {
        let entry = Entry {
            household: id,
            cell: "150826102207-003".into(),
            door: door.into(),
            head: head.into(),
            names: vec![],
            tails: vec!["4321".into()],
        };
        roster.add(&entry);
    }
    let names = ["陕坝供电所", "交通站", "环保站", "农技站"];
    let responders = names.iter().zip(50..).map(|(name, id)| (Id::from_u64(id), (*name).to_owned())).collect();
    Township { roster, responders, policy: Policy::embedded(), workdays: Workdays::embedded() }
});

fn context() -> Context<'static> {
    Context {
        roster: &TOWNSHIP.roster,
        inside: None,
        scope: None,
        responders: &TOWNSHIP.responders,
        policy: &TOWNSHIP.policy,
        workdays: &TOWNSHIP.workdays,
        at: "2026-11-21T09:30".parse().unwrap(),
    }
}

fn resolved(text: &str) -> Resolved {
    resolve(&parse(text, false), &context())
}

fn raised(text: &str) -> (Option<Tier>, Option<Level>, Option<String>) {
    let resolved = resolved(text);
    assert_eq!(resolved.problems, [], "{text}");
    (resolved.tier, resolved.level, resolved.due.map(|due| due.at.to_string()))
}

#[test]
fn a_line_finds_its_household_tier_and_due_day() {
    let at = |moment: &str| Some(format!("{moment}+08:00"));
    let (timed, escalated) = (Some(Tier::Timed), Some(Tier::Escalated));
    assert_eq!(raised("wxy 诉求 门前路坑洼 #道路 !7"), (timed, None, at("2026-12-01T23:59:59")));
    assert_eq!(
        raised("wxy 诉求 门前路坑洼"),
        (timed, None, at("2026-12-01T23:59:59")),
        "as the policy has it for roads"
    );
    assert_eq!(raised("wxy 诉 停电 !4h"), (timed, None, at("2026-11-21T13:30:00")));
    assert_eq!(raised("wxy 诉 停电 !下周三"), (timed, None, at("2026-11-25T23:59:59")));
    assert_eq!(raised("wxy 诉 低保怎么办 ! 讲了"), (Some(Tier::Immediate), None, None));
    assert_eq!(raised("wxy 诉 水浑 !!镇 请检测"), (escalated, Some(Level::Township), at("2026-11-24T23:59:59")));
    assert_eq!(raised("wxy 诉 房顶漏雨 #住房").1, Some(Level::Village));
    assert_eq!(raised("wxy 诉 账目不公开 #干部作风").1, Some(Level::Township));
    assert_eq!(raised("wxy 纠纷 争地界 &李四").0, timed);
}

#[test]
fn a_line_becomes_the_request_it_says() {
    let Some(Request::Raise(note)) = resolved("wxy 纠纷 争地界 &李四 &赵六 @jtz #tudi 急").request() else {
        panic!()
    };
    assert_eq!((note.household, note.kind, note.urgent), (Some(Id::from_u64(1)), Kind::Dispute, true));
    assert_eq!((note.responder, note.category.as_deref()), (Some(Id::from_u64(51)), Some("land")));
    let parties: Vec<_> = note.parties.iter().map(|party| (party.name.as_str(), party.household)).collect();
    assert_eq!(parties, [("李四", Some(Id::from_u64(2))), ("赵六", None)]);
    let visit = resolved("3-12 走访 昨天 电话 说下月回来");
    assert_eq!(visit.at.to_string(), "2026-11-20T09:30:00+08:00");
    let Some(Request::Visit { household, note }) = visit.request() else { panic!() };
    assert_eq!((household, note.outcome, note.note.as_str()), (Id::from_u64(1), Outcome::Phone, "说下月回来"));
    let inside = Context { inside: Some(Id::from_u64(3)), ..context() };
    let inside = resolve(&parse("愿望 电饭锅", true), &inside);
    assert_eq!(inside.household.as_ref().map(|meant| meant.head.as_str()), Some("索南·才旦"));
    assert!(inside.request().is_some());
}

#[test]
fn what_is_wrong_is_named_at_its_column_and_nothing_is_guessed() {
    let problems = |text: &str| {
        let resolved = resolved(text);
        assert_eq!(resolved.request(), None, "{text}");
        resolved.problems.iter().map(|p| (p.column, p.length, p.fault.code())).collect::<Vec<_>>()
    };
    assert_eq!(problems(""), [(0, 0, "empty")]);
    assert_eq!(problems("wxy 门前路坑洼"), [(0, 9, "no_kind")]);
    assert_eq!(problems("诉求 路坑洼"), [(0, 0, "no_household")]);
    assert_eq!(problems("qqq 诉 路坑洼"), [(0, 3, "unknown_household")]);
    assert_eq!(problems("sn 诉 路坑洼"), [(0, 2, "several_households")]);
    assert_eq!(problems("wxy 诉"), [(5, 0, "nothing_said")]);
    assert_eq!(problems("wxy 诉 停电 @水务 #电力呀"), [(9, 3, "unknown_responder"), (13, 4, "unknown_category")]);
    assert_eq!(problems("wxy 诉 停电 @站"), [(9, 2, "several_responders")]);
    assert_eq!(problems("wxy 愿 锅 !!镇"), [(8, 3, "wish_sent_up")]);
    assert_eq!(problems("wxy 诉 坑 !2-30"), [(8, 5, "no_such_date")]);
    assert_eq!(problems("wxy 诉 坑 !11-20"), [(8, 6, "date_gone")]);
    assert_eq!(problems("wxy 诉 坑 !9999"), [(8, 5, "limit_too_long")]);
    assert_eq!(problems("wxy 走访 明天"), [(7, 2, "date_to_come")]);
    assert_eq!(problems("wxy 纠 吵架 &zzz"), [(9, 4, "unknown_party")]);
    let several = resolved("sn 诉 路坑洼");
    assert_eq!(several.candidates.iter().map(|hit| hit.household).collect::<Vec<_>>(), [4, 3]);
    let hint = resolved("wxy 诉 停电 @供水所").problems[0].fault.hint(Lang::Zh);
    assert_eq!(hint, "是不是: 陕坝供电所");
}

#[test]
fn the_preview_says_what_will_be_saved() {
    let shown = |text: &str, lang| preview(&resolved(text), &context()).pieces(lang).join(" · ");
    assert_eq!(
        shown("wxy 诉求 门前路坑洼 #道路 !7 @jtz", Lang::Zh),
        "王秀英 3组12号 · 诉求 · 限时办结 · 12月1日 周二 (7个工作日) · #道路 · @交通站"
    );
    assert_eq!(
        shown("wxy ask something odd !!township look at it", Lang::En),
        "王秀英 3组12号 · demand · sent up to the township · Tue 24 Nov (2 working days) · #other?"
    );
    assert_eq!(shown("wxy 走访 昨天 不在家", Lang::Zh), "王秀英 3组12号 · 走访 · 不在家 · 11月20日 周五");
    let late = preview(&resolved("wxy 诉 门前路坑洼 !60"), &context());
    assert!(late.due.unwrap().provisional, "the year's holidays are not published");
}

#[test]
fn the_token_at_the_caret_is_completed() {
    let inserts = |text: &str| {
        let found = complete(text, text.chars().count(), &context());
        found.into_iter().map(|completion| completion.insert).collect::<Vec<_>>()
    };
    assert_eq!(inserts("wxy 诉 坑 #dl"), ["#道路"]);
    assert_eq!(inserts("wxy 诉 坑 ＃道"), ["#道路"]);
    assert_eq!(inserts("wxy ask hole #roa"), ["#roads"]);
    assert_eq!(inserts("wxy 诉 坑 @gds"), ["@陕坝供电所"]);
    assert_eq!(inserts("wxy 诉 坑 @").len(), 4);
    assert_eq!(inserts("wxy 诉 坑 #").len(), TOWNSHIP.policy.categories.len());
    assert_eq!(inserts("wxy 诉 坑 !!t"), ["!!township"]);
    assert_eq!(inserts("wxy 诉 坑"), [""; 0]);
    let middle = complete("wxy 诉 #dl 坑", 9, &context());
    assert_eq!(middle, [Completion { column: 6, length: 3, insert: "#道路".into() }]);
}

/// Words with what could be taken for marks in them.
fn some_words() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        prop::sample::select(vec![
            "#道路",
            "＃道路",
            "@交通站",
            "＠a",
            "&李四",
            "!",
            "！",
            "!!",
            "！！",
            "!!镇",
            "!!village",
            "!7",
            "！７天",
            "!12-05",
            "!fri",
            "急",
            "!urgent",
            "诉求",
            "愿",
            "走访",
            "a",
            "w",
            "昨天",
            "11-20",
            "不在家",
            "nobody",
            "home",
            "by",
            "phone",
            "\\",
            "\\\\",
            "\\#a",
            "\\急",
            "\\\\!7",
            "\\昨天",
            "，",
            "。",
            "：",
            "#道路，坑",
            "!7，修",
            "昨天：",
            "!,",
            "12月5日",
            "C:\\路",
            "再不修就去上访！！",
            "说＃",
            "İ",
        ])
        .prop_map(str::to_owned),
        "[a-z道路，!#@&\\\\]{1,4}",
        "\\PC{1,5}",
    ];
    let gap = prop::sample::select(vec![" ", "  ", "\t", "　", " 　 ", "\n"]);
    prop::collection::vec((token, gap), 0..6).prop_map(|pieces| {
        let text: String = pieces.into_iter().flat_map(|(token, gap)| [token, gap.to_owned()]).collect();
        text.trim().to_owned()
    })
}

fn a_limit() -> impl Strategy<Value = Limit> {
    let weekday = || prop::sample::select(vec![Weekday::Mon, Weekday::Wed, Weekday::Sun]);
    prop_oneof![
        (1..=9999_u32).prop_map(Limit::Working),
        (1..=9999_u32).prop_map(Limit::Days),
        (1..=9999_u32).prop_map(Limit::Hours),
        (-3..=3_i8).prop_map(|days| Limit::Until(NamedDay::FromToday(days))),
        weekday().prop_map(|day| Limit::Until(NamedDay::Weekday(day))),
        (-1..=1_i8, weekday()).prop_map(|(week, day)| Limit::Until(NamedDay::OfWeek(week, day))),
        (1..=12_u32, 1..=31_u32).prop_map(|(month, day)| Limit::Until(NamedDay::OfYear { month, day })),
        (1900..=2199, 1..=12_u32, 1..=31_u32).prop_map(|(year, month, day)| Limit::Until(NamedDay::Full {
            year,
            month,
            day
        })),
    ]
}

fn some_handling(kind: Kind) -> impl Strategy<Value = Handling> {
    let level = prop::sample::select(Level::ALL.to_vec());
    let answer = some_words().prop_filter("an answer has words", |words| !words.is_empty());
    prop_oneof![
        Just(Handling::Open),
        a_limit().prop_map(Handling::Within),
        (level, some_words()).prop_map(|(level, asked)| Handling::SentUp(level, asked)),
        answer.prop_map(move |answer| if kind == Kind::Demand { Handling::Answered(answer) } else { Handling::Open }),
    ]
}

fn a_matter() -> impl Strategy<Value = Line> {
    let household = prop::sample::select(vec!["", "wxy", "王秀英", "索南　才旦", "3-12", "w", "wxy #3", "王，3组"]);
    let value = || prop::option::of("[a-z道路é][a-z道路!#0-9]{0,3}");
    prop::sample::select(Kind::ALL.to_vec()).prop_flat_map(move |kind| {
        let parties = prop::collection::vec("[0-9李四]{1,3}", 0..3);
        let marks = (value(), value(), parties, any::<bool>());
        let day = prop::option::of(prop_oneof![
            (-3..=0_i8).prop_map(NamedDay::FromToday),
            (-1..=1_i8, Just(Weekday::Wed)).prop_map(|(week, day)| NamedDay::OfWeek(week, day)),
            (1..=12_u32, 1..=31_u32).prop_map(|(month, day)| NamedDay::OfYear { month, day }),
            (1900..=2199, 1..=12_u32, 1..=31_u32).prop_map(|(year, month, day)| NamedDay::Full { year, month, day }),
        ]);
        (household.clone(), some_words(), marks, some_handling(kind), day).prop_map(
            move |(household, words, (category, responder, parties, urgent), handling, day)| Line {
                day,
                household: household.to_owned(),
                kind: Some(LineKind::Matter(kind)),
                urgent,
                category,
                responder,
                parties: if kind == Kind::Dispute { parties } else { Vec::new() },
                handling,
                words,
                ..Line::default()
            },
        )
    })
}

fn a_visit() -> impl Strategy<Value = Line> {
    let day = prop::option::of(a_limit());
    (prop::sample::select(Outcome::ALL.to_vec()), day, some_words()).prop_map(|(outcome, day, words)| Line {
        household: "wxy".into(),
        kind: Some(LineKind::Visit),
        outcome,
        day: match day {
            Some(Limit::Until(day)) => Some(day),
            _ => None,
        },
        words,
        ..Line::default()
    })
}

/// The characters of a line that are in no mark, white space left out.
fn unmarked(text: &str, parsed: &Parsed) -> String {
    let marked =
        |column: usize| parsed.marks.iter().any(|mark| (mark.column..mark.column + mark.length).contains(&column));
    text.chars().enumerate().filter(|(column, c)| !marked(*column) && !c.is_whitespace()).map(|(_, c)| c).collect()
}

proptest! {
    #[test]
    fn a_printed_line_reads_as_it_was(line in prop_oneof![a_matter(), a_visit()]) {
        let printed = print(&line);
        prop_assert_eq!(parse(&printed, line.household.is_empty()).line, line, "{}", printed);
    }

    #[test]
    fn what_is_typed_reads_the_same_when_printed(text in some_words(), household in "(wxy |)", kind in "(诉|愿|纠纷|走访|w|v|)[ ：]", inside: bool) {
        let text = format!("{household}{kind}{text}");
        let line = parse(&text, inside).line;
        let printed = print(&line);
        prop_assert_eq!(parse(&printed, inside || line.kind.is_some() && line.household.is_empty()).line, line, "{} printed {}", text, printed);
    }

    #[test]
    fn what_is_no_mark_is_kept_letter_for_letter(text in some_words(), kind in "(诉|愿|纠纷|走访)") {
        let text = format!("wxy {kind} {text}");
        let parsed = parse(&text, false);
        let line = &parsed.line;
        let other = match &line.handling {
            Handling::Answered(words) | Handling::SentUp(_, words) => words.as_str(),
            _ => "",
        };
        let kept: String = line.words.chars().chain(other.chars()).filter(|c| !c.is_whitespace()).collect();
        // The separators behind a mark belong to it.
        let bare = |text: &str| text.replace([',', '，', '、', ';', '；', ':', '：', '。', '｡'], "");
        prop_assert_eq!(bare(&kept), bare(&unmarked(&text, &parsed)));
    }

    #[test]
    fn with_a_chosen_kind_words_without_marks_are_letter_for_letter(words in "[门前路，坑洼。！？!0-9、 　急了]{0,16}", kind in 0..3_usize) {
        prop_assume!(!words.split_whitespace().any(|token| token == "急" || token.starts_with("急，") || token.starts_with("急。") || token.starts_with("急、")));
        let kind = LineKind::Matter(Kind::ALL[kind]);
        let line = parse_as(&words, true, Some(kind)).line;
        // A limit is a mark in the text as anywhere; nothing else is taken away.
        if line.handling == Handling::Open && !line.urgent {
            prop_assert_eq!(line.words, words.trim());
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC*", caret in 0..40_usize, inside: bool) {
        let inside_of = inside.then(|| Id::from_u64(1));
        let context = Context { inside: inside_of, ..context() };
        for text in [text.clone(), format!("wxy 诉 {text}"), format!("wxy 走访 {text} !{text}")] {
            let resolved = resolve(&parse(&text, inside), &context);
            preview(&resolved, &context).pieces(Lang::En);
            complete(&text, caret, &context);
        }
    }
}

#[test]
fn every_fault_is_worded_in_both_languages() {
    for text in [
        "",
        "wxy 门前",
        "诉 a",
        "qqq 诉 a",
        "sn 诉 a",
        "wxy 诉",
        "wxy 诉 a @水务 #呀呀 !2-30",
        "wxy 愿 a !!镇",
        "wxy 诉 a !9999",
    ] {
        for problem in resolved(text).problems {
            for lang in Lang::ALL {
                assert!(!problem.fault.message(lang).is_empty() && !problem.fault.hint(lang).is_empty());
            }
            assert_ne!(problem.fault.message(Lang::Zh), problem.fault.message(Lang::En));
        }
    }
}
