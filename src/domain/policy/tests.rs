use super::*;
use crate::domain::deadline::{Standing, standing};

/// Id, Chinese name, kinds, tier, allowance and first responder that each category is given by default.
const EXPECTED: &str = "\
roads 道路 demand timed 7 working days department
water 饮水 demand timed 5 working days department
power 用电网络 demand timed 3 working days unit
housing 住房 demand escalated 10 working days department
allowance 低保救助 demand timed 3 working days department
health 医疗医保 demand,wish timed 5 working days department
elderly 养老 demand,wish timed 5 working days department
schooling 教育 demand,wish timed 5 working days unit
work 就业 demand timed 7 working days department
land 土地 demand,dispute escalated 15 working days department
neighbours 邻里家庭 dispute timed 10 working days member
environment 环境卫生 demand timed 3 working days team
safety 安全隐患 demand escalated 24 hours department
farming 农业生产 demand timed 5 working days expert
papers 证照办事 demand timed 3 working days department
living 生活 wish timed 15 working days unit
enterprise 企业 demand escalated 10 working days department
cadre 干部作风 demand escalated 5 working days department
other 其他 demand,wish,dispute timed 5 working days -";

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

fn row(category: &Category) -> String {
    let kinds: Vec<&str> = category.kinds.iter().map(|kind| kind.as_str()).collect();
    let allowance = match category.allowance {
        Allowance::Working(days) => format!("{days} working days"),
        Allowance::Hours(hours) => format!("{hours} hours"),
        other => panic!("{other:?}"),
    };
    let responder = category.responders.first().map_or("-", |acting| acting.kind.as_str());
    format!("{} {} {} {} {allowance} {responder}", category.id, category.zh, kinds.join(","), category.tier)
}

/// The embedded policy with one text replaced.
fn edited(from: &str, to: &str) -> String {
    let text = Policy::embedded_toml();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// The line, counted from 1, on which a text first stands.
fn line_of(text: &str, wanted: &str) -> usize {
    1 + text.lines().position(|line| line.contains(wanted)).unwrap()
}

#[test]
fn every_category_has_its_defaults_and_every_value_a_source_and_a_first_day() {
    let policy = Policy::embedded();
    let rows: Vec<String> = policy.each_category().map(row).collect();
    assert_eq!(rows.join("\n"), EXPECTED);
    let (sources, rest): (Vec<&str>, Vec<&str>) =
        Policy::embedded_toml().lines().partition(|line| line.starts_with("source"));
    let faults = Policy::from_toml(&rest.join("\n")).unwrap_err();
    // Each value asks for its own.
    let values = sources.len();
    assert!(values > 32, "{values}");
    assert_eq!(faults.iter().filter(|fault| fault.why == PolicyWhy::Missing).count(), values);
}

#[test]
fn a_category_is_named_by_id_name_beginning_or_initials_and_never_guessed_between_two() {
    let policy = Policy::embedded();
    let id = |word| policy.category(word).map(|category| category.id.as_str());
    assert_eq!(id("roads"), Some("roads"));
    assert_eq!(id(" Roads "), Some("roads"));
    assert_eq!(id("道路"), Some("roads"));
    assert_eq!(id("农业"), Some("farming"));
    assert_eq!(id("dl"), Some("roads"));
    assert_eq!(id("yl"), Some("elderly"), "养老 in full goes before the beginning of 医疗医保");
    assert_eq!(id("ny"), Some("farming"));
    assert_eq!(id("jy"), None, "教育 or 就业");
    assert_eq!(id("龙"), None);
    assert_eq!(id(""), None);
    let candidates: Vec<&str> = policy.matching("jy").iter().map(|category| category.zh.as_str()).collect();
    assert_eq!(candidates, ["教育", "就业"]);
}

#[test]
fn a_category_is_guessed_from_what_people_say() {
    let policy = Policy::embedded();
    let said = [
        ("门前路坑洼 雨天过不去", Some("roads")),
        ("低保怎么办理", Some("allowance")),
        ("水源被污染", Some("water")),
        ("与东邻争地界", Some("land")),
        ("电饭锅", Some("living")),
        ("孙女想要个书包", Some("schooling")),
        ("独居老人没人做饭", Some("elderly")),
        ("Rice cooker, please", Some("living")),
        ("the road is full of potholes", Some("roads")),
        ("a broad smile", None),
        ("a rental car", None),
        ("你好", None),
    ];
    for (text, expected) in said {
        assert_eq!(policy.guess(text).map(|category| category.id.as_str()), expected, "{text}");
    }
}

#[test]
fn tiers_follow_the_category_and_an_answer_counts_only_where_one_can_be_given() {
    let policy = Policy::embedded();
    let tier = |kind, id, answered| policy.default_tier(kind, Some(id), answered);
    assert_eq!(tier(Kind::Demand, "allowance", true), Tier::Immediate);
    assert_eq!(tier(Kind::Demand, "allowance", false), Tier::Timed);
    assert_eq!(tier(Kind::Demand, "roads", true), Tier::Timed);
    assert_eq!(tier(Kind::Demand, "housing", false), Tier::Escalated);
    assert_eq!(tier(Kind::Dispute, "land", false), Tier::Timed, "a dispute starts open");
    assert_eq!(policy.default_tier(Kind::Wish, None, false), Tier::Timed);
}

#[test]
fn a_complaint_about_a_cadre_goes_past_the_village() {
    let policy = Policy::embedded();
    assert_eq!(policy.sent_up_to(Some("cadre")), Level::Township);
    assert_eq!(policy.sent_up_to(Some("housing")), Level::Village);
    assert_eq!(policy.sent_up_to(None), Level::Village);
}

#[test]
fn disputes_and_complaints_about_cadres_accuse_somebody() {
    let policy = Policy::embedded();
    assert!(policy.accuses(Kind::Dispute, Some("land")) && policy.accuses(Kind::Demand, Some("cadre")));
    assert!(!policy.accuses(Kind::Demand, Some("roads")) && !policy.accuses(Kind::Wish, None));
}

#[test]
fn allowances_are_those_of_the_category_and_of_other_where_none_is_known() {
    let policy = Policy::embedded();
    assert_eq!(policy.allowance(Some("safety")), Allowance::Hours(24));
    assert_eq!(policy.allowance(Some("no such")), Allowance::Working(5));
    assert_eq!(policy.allowance(None), Allowance::Working(5));
    for &level in Level::ALL {
        assert_eq!(policy.triage_allowance(level), Allowance::Working(2));
    }
    assert_eq!(policy.connect_by.value, Allowance::Days(7));
}

#[test]
fn a_door_is_visited_as_often_as_its_most_pressing_tag_asks() {
    let policy = Policy::embedded();
    let days = |tags: &[&str]| policy.visit_cadence_days(tags.iter().copied());
    assert_eq!(days(&[]), 180);
    assert_eq!(days(&["独居老人"]), 180);
    assert_eq!(days(&["低保"]), 90);
    assert_eq!(days(&["低保", "监测"]), 30);
    assert_eq!(days(&["monitored"]), 30);
}

#[test]
fn a_step_of_the_ladder_begins_when_the_list_says_that_many_days_late() {
    let (policy, workdays) = (Policy::embedded(), Workdays::embedded());
    let due = moment("2026-11-20 23:59:59");
    let steps = policy.ladder_from(due, &workdays);
    let expected = [
        (LadderStep::Remind, moment("2026-11-21")),
        (LadderStep::Circular, moment("2026-11-25")),
        (LadderStep::Leader, moment("2026-11-27")),
    ];
    assert_eq!(steps, expected);
    for ((_, begins), ruled) in steps.iter().zip(&policy.ladder) {
        assert_eq!(standing(due, *begins, &workdays), Standing::Late { working_days: ruled.value.1 });
    }
}

#[test]
fn a_policy_is_refused_with_every_fault_at_its_line() {
    let text = edited("zh = \"饮水\"", "zh = 5")
        .replacen("allowance = \"3 working days\"", "allowance = \"3 weeks\"", 1)
        .replacen("id = \"land\"", "id = \"roads\"", 1)
        .replacen("working_days = 2", "working_days = -2", 1)
        .replacen("kinds = [\"wish\"]", "kinds = [\"wishes\"]", 1)
        .replacen("en = \"jobs and wages\"", "colour = \"red\"", 1)
        .replacen("version = 1", "version = 1\nversoin = 2", 1);
    let faults = Policy::from_toml(&text).unwrap_err();
    let told: Vec<(usize, &str)> = faults.iter().map(|fault| (fault.line, fault.place.as_str())).collect();
    let expected = [
        (line_of(&text, "versoin"), "versoin"),
        (line_of(&text, "working_days = -2"), "warning.working_days"),
        (line_of(&text, "zh = 5"), "category[2].zh"),
        (line_of(&text, "3 weeks"), "category[3].allowance"),
        (line_of(&text, "id = \"work\"") - 1, "category[9].en"),
        (line_of(&text, "colour"), "category[9].colour"),
        (line_of(&text, "zh = \"土地\"") - 1, "category[10].id"),
        (line_of(&text, "wishes"), "category[16].kinds"),
    ];
    assert_eq!(told, expected);
    assert!(matches!(faults[0].why, PolicyWhy::Unknown(known) if known.contains(&"version")));
    assert_eq!(faults[3].why, PolicyWhy::Wants(Wanted::Allowance));
    assert_eq!(faults[6].why, PolicyWhy::Twice);
}

#[test]
fn what_the_rules_rest_on_must_be_there() {
    for (from, to, place) in [
        ("id = \"other\"", "id = \"rest\"", "category id = \"other\""),
        ("tags = []", "tags = [\"低保\"]", "visits tags = []"),
        ("[reopen]", "[reopened]", "reopen"),
    ] {
        let faults = Policy::from_toml(&edited(from, to)).unwrap_err();
        assert!(faults.iter().any(|fault| fault.place == place && fault.why == PolicyWhy::Missing), "{faults:?}");
    }
}

#[test]
fn an_allowance_beyond_ten_years_is_refused() {
    let longest = edited("7 working days\"\nresponders", "3660 working days\"\nresponders");
    assert!(Policy::from_toml(&longest).is_ok());
    for allowance in ["3661 working days", "3661 days", "87841 hours", "99999999999 days", "-1 days", "", "days"] {
        let text = edited("7 working days\"\nresponders", &format!("{allowance}\"\nresponders"));
        assert!(Policy::from_toml(&text).is_err(), "{allowance}");
    }
}

#[test]
fn what_is_no_toml_is_told_with_its_lines() {
    let text = edited("version = 1", "version 1").replacen("[warning]", "[warning", 1);
    let faults = Policy::from_toml(&text).unwrap_err();
    assert!(faults.iter().all(|fault| matches!(fault.why, PolicyWhy::NotToml(_))), "{faults:?}");
    let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
    assert!(lines.contains(&line_of(&text, "version 1")) && lines.contains(&line_of(&text, "[warning")), "{lines:?}");
}

proptest::proptest! {
    #[test]
    fn no_text_makes_reading_or_guessing_panic(text in "\\PC{0,80}", cut in 0usize..9000) {
        let policy = Policy::embedded();
        policy.guess(&text);
        policy.category(&text);
        let beginning: String = Policy::embedded_toml().chars().take(cut).collect();
        if let Err(faults) = Policy::from_toml(&(beginning + &text)) {
            proptest::prop_assert!(!faults.is_empty(), "what is refused is refused for a reason");
        }
    }
}
