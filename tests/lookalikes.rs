//! Open demands that the words of a line are like: read while a line is open, and up to date with every act.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

#[path = "support/glyphs.rs"]
mod glyphs;
#[path = "support/keys.rs"]
mod keys;
#[path = "support/player.rs"]
mod player;
#[path = "support/township.rs"]
mod township;

use chuanmen::domain::id::Id;
use chuanmen::domain::matter::verb::Verb;
use chuanmen::domain::matter::{Kind, Satisfied, VerbName};
use chuanmen::domain::reader::Reader;
use chuanmen::domain::request::{NewHousehold, RaiseNote, Request};
use chuanmen::domain::scope::Scope;
use chuanmen::i18n::Lang;
use chuanmen::search::{Leads, Lookalike};
use chuanmen::store::replica::{Replica, Said};
use player::Player;

fn write(replica: &mut Replica, request: &Request) -> Id {
    let said = Said { now: township::now(), at: township::now(), by: "陈强".to_owned() };
    *replica.commit(&said, request).unwrap().about.last().unwrap()
}

fn neighbour(replica: &mut Replica, door: &str, head: &str) -> Id {
    let household = NewHousehold { door: door.to_owned(), head: head.to_owned(), ..NewHousehold::default() };
    write(replica, &Request::AddHousehold { cell: township::cell(), household })
}

fn raise(replica: &mut Replica, household: Id, text: &str, joins: Option<Id>) -> Id {
    let note = RaiseNote { joins, ..RaiseNote::new(Kind::Demand, household, text) };
    write(replica, &Request::Raise(Box::new(note)))
}

fn village() -> Scope {
    township::cell().village().unwrap()
}

/// What the line on the screen offers for these words at a door.
fn offered(player: &Player, household: Id, words: &str) -> Vec<Lookalike> {
    player.stage.book.sight(player.now, "陈强").lookalikes(household, words).unwrap()
}

/// The same, read from the data as a whole.
fn fresh(player: &Player, household: Id, words: &str) -> Vec<Lookalike> {
    let replica = &player.stage.book.replica;
    let leads = Leads::of_village(replica, &replica.rules().policy, village()).unwrap();
    leads.like(words, Some(household), 5)
}

#[test]
fn an_open_line_knows_the_village_and_follows_every_act() {
    let mut replica = township::village();
    let [one, two, three] = [("8组1号", "孙一"), ("8组2号", "孙二"), ("8组3号", "孙三")]
        .map(|(door, head)| neighbour(&mut replica, door, head));
    let lead = raise(&mut replica, one, "水渠堵了浇不上地", None);
    let mut player = Player::on(replica, Lang::Zh, (80, 24));
    assert!(offered(&player, three, "水渠堵了").is_empty(), "nothing is read before a line is opened");
    player.press("/孙三<enter>n");
    let found = offered(&player, three, "水渠堵了");
    assert_eq!(found.iter().map(|found| (found.id, found.voices)).collect::<Vec<_>>(), [(lead, 0)]);
    assert_eq!(found[0].text, "水渠堵了浇不上地");
    assert!(offered(&player, one, "水渠堵了").is_empty(), "its own");
    let agree = |player: &Player| {
        for (household, words) in [(one, "水渠堵了"), (two, "水渠堵了"), (three, "水渠堵了"), (three, "变压器停电")]
        {
            assert_eq!(offered(player, household, words), fresh(player, household, words), "{words}");
        }
    };
    // The line itself: another demand about the same is found from the neighbour's door.
    player.press("诉求 变压器总停电<enter>");
    agree(&player);
    player.press("u");
    player.press("/孙二<enter>n");
    agree(&player);
    assert_eq!(offered(&player, two, "水渠堵了")[0].id, lead);
}

#[test]
fn a_refreshed_village_is_as_if_it_were_read_anew() {
    let mut replica = township::village();
    let [one, two, three] = [("8组1号", "孙一"), ("8组2号", "孙二"), ("8组3号", "孙三")]
        .map(|(door, head)| neighbour(&mut replica, door, head));
    let policy = replica.rules().policy;
    let mut kept = Leads::of_village(&replica, &policy, village()).unwrap();
    let agree = |kept: &Leads, replica: &Replica| {
        let fresh = Leads::of_village(replica, &policy, village()).unwrap();
        for household in [None, Some(one), Some(two), Some(three)] {
            for words in ["水渠堵了", "浇不上地", "门前路坑洼", "变压器停电"] {
                assert_eq!(kept.like(words, household, 5), fresh.like(words, household, 5), "{words}");
            }
        }
        kept.like("水渠堵了", None, 5).first().map_or(0, |found| found.voices)
    };
    let lead = raise(&mut replica, one, "水渠堵了浇不上地", None);
    kept.refresh(&replica, &policy, &[lead]).unwrap();
    assert_eq!(agree(&kept, &replica), 0);
    let voice = raise(&mut replica, two, "水渠不通", Some(lead));
    kept.refresh(&replica, &policy, &[voice]).unwrap();
    assert_eq!(agree(&kept, &replica), 1);
    let unjoin = Verb::new(VerbName::Unjoin);
    write(&mut replica, &Request::Act { matter: voice, verb: unjoin });
    kept.refresh(&replica, &policy, &[voice]).unwrap();
    assert_eq!(agree(&kept, &replica), 0);
    let done = Verb { text: Some("清了淤".to_owned()), ..Verb::new(VerbName::Done) };
    let content = Verb { satisfied: Some(Satisfied::Yes), ..Verb::new(VerbName::Confirm) };
    for (verb, found) in [(done, true), (content, false)] {
        write(&mut replica, &Request::Act { matter: lead, verb });
        kept.refresh(&replica, &policy, &[lead]).unwrap();
        agree(&kept, &replica);
        assert_eq!(kept.like("浇不上地", None, 5).iter().any(|found| found.id == lead), found);
    }
}
