//! A small village with something in every list, recorded through requests as people would.

#![allow(dead_code, reason = "every test uses its own part of this")]

use chuanmen::domain::area::Role;
use chuanmen::domain::deadline::Allowance;
use chuanmen::domain::household::{Person, Tag};
use chuanmen::domain::id::Id;
use chuanmen::domain::matter::verb::Verb;
use chuanmen::domain::matter::{Assignee, Kind, Level, Party, Tier, VerbName};
use chuanmen::domain::moment::Moment;
use chuanmen::domain::person_id::Sex;
use chuanmen::domain::request::{NewHousehold, RaiseNote, Request};
use chuanmen::domain::responder::{Responder, ResponderKind};
use chuanmen::domain::scope::Scope;
use chuanmen::domain::visit::{Outcome, VisitNote};
use chuanmen::store::replica::{Replica, Said};

/// When the screens are looked at: a Monday.
pub fn now() -> Moment {
    at("2026-11-23T09:12")
}

pub fn at(text: &str) -> Moment {
    text.parse().expect("a moment")
}

fn scope(code: &str) -> Scope {
    code.parse().expect("a code")
}

/// The cell that most of it happens in.
pub fn cell() -> Scope {
    scope("150826102207-003")
}

struct Scribe {
    replica: Replica,
    at: Moment,
}

impl Scribe {
    fn on(&mut self, day: &str) -> &mut Self {
        self.at = at(&format!("{day}T10:00"));
        self
    }

    fn write(&mut self, request: &Request) -> Id {
        let said = Said { now: self.at, at: self.at, by: "陈强".to_owned() };
        let committed = self.replica.commit(&said, request).expect("the fixture fits");
        committed.about.first().copied().expect("it is about something")
    }

    fn household(&mut self, door: &str, head: Person, others: Vec<Person>, tags: &[&str]) -> Id {
        let household = NewHousehold {
            door: door.to_owned(),
            head: head.name.clone(),
            phone: Some("13804781234".to_owned()),
            address: None,
            members: [vec![head], others].concat(),
            tags: tags.iter().map(|tag| Tag::plain(*tag)).collect(),
            ..NewHousehold::default()
        };
        self.write(&Request::AddHousehold { cell: cell(), household })
    }

    fn visit(&mut self, household: Id, outcome: Outcome, note: &str) {
        let note = VisitNote { outcome, note: note.to_owned(), ..VisitNote::default() };
        self.write(&Request::Visit { household, note });
    }

    fn raise(&mut self, note: RaiseNote) -> Id {
        self.write(&Request::Raise(Box::new(note)))
    }

    fn act(&mut self, matter: Id, verb: Verb) {
        self.write(&Request::Act { matter, verb });
    }
}

fn person(name: &str, relation: &str, sex: Sex, birth: &str) -> Person {
    let (name, relation, birth) = (name.to_owned(), relation.to_owned(), Some(birth.to_owned()));
    Person { name, relation, sex, birth, ..Person::default() }
}

fn with_text(verb: VerbName, text: &str) -> Verb {
    Verb { text: Some(text.to_owned()), ..Verb::new(verb) }
}

/// Six doors of one cell, three responders, matters in most states; nothing of another person's machine in it.
pub fn village() -> Replica {
    village_in(Replica::in_memory(7))
}

/// The same, written into a device's copy.
pub fn village_in(replica: Replica) -> Replica {
    let mut scribe = Scribe { replica, at: now() };
    set_up(scribe.on("2026-03-02"));
    let wang = scribe.household(
        "3组12号",
        person("王秀英", "户主", Sex::Female, "1959-04-02"),
        vec![person("王建国", "子", Sex::Male, "1985-06-01"), person("王小雨", "孙女", Sex::Female, "2017-09-09")],
        &["低保"],
    );
    let fu = scribe.household("1组3号", person("付桂兰", "户主", Sex::Female, "1948-01-12"), Vec::new(), &["独居老人"]);
    let suo = scribe.household("2组7号", person("索南·才旦", "户主", Sex::Male, "1972-05-30"), Vec::new(), &[]);
    let zhao = scribe.household("3组9号", person("赵小兰", "户主", Sex::Female, "1966-11-01"), Vec::new(), &["低保"]);
    let li = scribe.household("4组1号", person("李四", "户主", Sex::Male, "1970-02-03"), Vec::new(), &[]);
    scribe.household("3组11号", person("孙福", "户主", Sex::Male, "1961-07-08"), Vec::new(), &[]);
    visits(&mut scribe, &[wang, fu, suo, zhao, li]);
    matters(&mut scribe, [wang, fu, suo, zhao, li]);
    scribe.replica
}

/// The doors of the village with one matter: the road, raised by 王秀英.
pub fn road() -> Replica {
    let mut scribe = Scribe { replica: Replica::in_memory(7), at: now() };
    set_up(scribe.on("2026-11-02"));
    let mut doors = Vec::new();
    for (door, head) in
        [("3组12号", "王秀英"), ("1组3号", "付桂兰"), ("3组9号", "赵小兰"), ("4组1号", "李四"), ("3组11号", "孙福")]
    {
        doors.push(scribe.household(door, person(head, "户主", Sex::Female, "1960-01-01"), Vec::new(), &[]));
    }
    scribe.on("2026-11-12").raise(RaiseNote::new(Kind::Demand, doors[0], "门前路坑洼 雨天过不去"));
    scribe.replica
}

/// Doors of cells of the village that nobody has visited, in the order in which they were entered.
pub fn unvisited(doors: &[(&str, &str)]) -> Replica {
    unvisited_since(&[("2026-03-02", doors)])
}

/// The same, entered on several days.
pub fn unvisited_since(days: &[(&str, &[(&str, &str)])]) -> Replica {
    let mut scribe = Scribe { replica: Replica::in_memory(7), at: now() };
    set_up(scribe.on("2026-02-01"));
    for (day, doors) in days {
        for (cell, door) in *doors {
            let head = person("丁一", "户主", Sex::Male, "1970-01-01");
            let household = NewHousehold { door: (*door).to_owned(), head: head.name, ..NewHousehold::default() };
            let cell = scope(&format!("150826102207-{cell}"));
            scribe.on(day).write(&Request::AddHousehold { cell, household });
        }
    }
    scribe.replica
}

/// Ten doors in a row in one cell that nobody has visited this year.
pub fn street() -> Replica {
    let mut scribe = Scribe { replica: Replica::in_memory(7), at: now() };
    set_up(scribe.on("2026-01-05"));
    for (at, head) in STREET.iter().enumerate() {
        let head = person(head, "户主", Sex::Male, "1962-04-01");
        scribe.household(&format!("1组{}号", at + 1), head, Vec::new(), &[]);
    }
    scribe.replica
}

/// The heads of the doors of [`street`], in walking order.
pub const STREET: [&str; 10] =
    ["周大山", "吴桂芳", "郑玉兰", "孙建军", "马秀珍", "高来喜", "林小梅", "何世荣", "罗春生", "梁玉华"];

fn set_up(scribe: &mut Scribe) {
    for (code, name) in [("150826", "杭锦后旗"), ("150826102", "陕坝镇"), ("150826102207", "满天红村")] {
        scribe.write(&Request::AddArea { scope: scope(code), name: name.to_owned() });
    }
    for code in ["150826102207-003", "150826102207-004"] {
        scribe.write(&Request::AddCell { scope: scope(code), name: None });
    }
    let posts = [
        ("150826102", Role::Committee, "华明"),
        ("150826102207", Role::Branch, "徐仙"),
        ("150826102207-003", Role::Head, "陈强"),
        ("150826102207-003", Role::Model, "孙福"),
    ];
    for (code, role, person) in posts {
        scribe.write(&Request::SetRole { scope: scope(code), role, person: Some(person.to_owned()) });
    }
    for name in ["交通站", "供电所", "环保站"] {
        let kind = ResponderKind::Department;
        scribe.write(&Request::AddResponder { name: name.to_owned(), kind, phone: None });
    }
}

fn visits(scribe: &mut Scribe, doors: &[Id]) {
    for (household, day) in doors.iter().zip(["2026-09-02", "2026-09-20", "2026-10-30", "2026-08-20", "2026-11-10"]) {
        scribe.on(day).visit(*household, Outcome::Met, "说了近况");
    }
    scribe.on("2026-10-11").visit(doors[0], Outcome::Absent, "");
}

fn matters(scribe: &mut Scribe, [wang, fu, suo, zhao, li]: [Id; 5]) {
    let station = |name: &str| Some(Responder::id_of(name));
    let road = RaiseNote::new(Kind::Demand, wang, "门前路坑洼 雨天过不去");
    let road = RaiseNote { responder: station("交通站"), allowance: Some(Allowance::Working(5)), ..road };
    let road = scribe.on("2026-11-12").raise(road);
    scribe.on("2026-11-13").act(road, with_text(VerbName::Told, "已报交通站，等料"));
    let promise =
        Verb { due: Some(Allowance::Days(20)), ..with_text(VerbName::Promise, "下次带医保报销单来") };
    scribe.act(road, promise);
    let same = RaiseNote::new(Kind::Demand, zhao, "路不好走");
    let same = scribe.raise(same);
    scribe.act(same, Verb { lead: Some(road), ..Verb::new(VerbName::Join) });
    let cooker = scribe.on("2026-11-20").raise(RaiseNote::new(Kind::Wish, fu, "电饭锅"));
    scribe.act(cooker, Verb::new(VerbName::Publish));
    scribe.raise(RaiseNote::new(Kind::Wish, wang, "孙女要一个书包"));
    let water = RaiseNote::new(Kind::Demand, suo, "水源浑浊请检测");
    let water = RaiseNote {
        tier: Some(Tier::Escalated),
        level: Some(Level::Township),
        asked: Some("请环保站检测".to_owned()),
        ..water
    };
    scribe.on("2026-11-19").raise(water);
    let border = RaiseNote::new(Kind::Dispute, li, "与王五争地界");
    let border = RaiseNote { parties: vec![Party { name: "王五".to_owned(), household: None }], ..border };
    let border = scribe.on("2026-11-16").raise(border);
    scribe.act(border, with_text(VerbName::Mediate, "第一次调解，各说各的"));
    let lamp = RaiseNote::new(Kind::Demand, zhao, "路灯坏了");
    let lamp =
        RaiseNote { responder: station("供电所"), allowance: Some(Allowance::Working(7)), urgent: true, ..lamp };
    let lamp = scribe.on("2026-11-17").raise(lamp);
    scribe.on("2026-11-20").act(lamp, with_text(VerbName::Done, "换了灯泡"));
    let papers = RaiseNote {
        responder: None,
        allowance: Some(Allowance::Working(7)),
        ..RaiseNote::new(Kind::Demand, zhao, "低保复核材料")
    };
    let papers = scribe.on("2026-11-18").raise(papers);
    scribe.act(
        papers,
        Verb {
            to: Some(Assignee::Person("陈强".to_owned())),
            due: Some(Allowance::Working(3)),
            ..Verb::new(VerbName::Assign)
        },
    );
    let roof = RaiseNote { tier: Some(Tier::Timed), ..RaiseNote::new(Kind::Demand, suo, "屋顶漏雨") };
    let roof = scribe.on("2026-11-18").raise(roof);
    scribe.act(roof, with_text(VerbName::Pause, "等买材料"));
}
