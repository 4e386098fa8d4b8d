//! A quarrel begins: the door is put off with one key. In the evening, after the machine went down, it is on the list
//! with its words, and is finished there; in between somebody telephones.

use crate::pty::Pty;
use crate::seat::{CTRL_Q, DOWN, ENTER, ESC, F2, Seat, go_to};

const F7: &str = "\x1b[18~";
const F8: &str = "\x1b[19~";

fn on_the_card(seat: &Seat, due: &str, search: &str) -> Pty {
    let app = seat.start(&[]);
    app.wait_for(due);
    app.send(search);
    app.wait_for("王秀英     3组8号");
    app.send(ENTER);
    app.wait_for("张志强");
    app
}

#[test]
fn a_door_put_off_in_a_quarrel_is_finished_in_the_evening() {
    for (lang, due, search, words, parked, list, kind, saved) in [
        (
            "zh",
            "该走访",
            "王秀英",
            "东邻吵架，说到一半",
            "待补：王秀英",
            "待补 1 户",
            "[4 纠纷]",
            "王秀英 纠纷 东邻吵架",
        ),
        (
            "en",
            "Visits due",
            "/wxy",
            "东邻吵架，说到一半",
            "Parked: 王秀英",
            "Parked doors 1",
            "[4 dispute]",
            "王秀英 dispute 东邻吵架",
        ),
    ] {
        let seat = Seat::with_roster(lang);
        let app = on_the_card(&seat, due, search);
        app.send(F2);
        app.wait_for("王秀英> ");
        app.send(words);
        app.wait_for(words);
        app.send(F7);
        let card = app.wait_for(parked);
        assert!(!card.contains(words), "not to be read at the door:\n{card}");
        app.kill();
        let mut app = seat.start(&[]);
        app.wait_for(list);
        go_to(&app, DOWN, words);
        app.send(ENTER);
        app.wait_for(&format!("王秀英> {words}"));
        // Somebody telephones; afterwards everything is where it was.
        app.send(F8);
        app.send("广场上的路灯不亮");
        app.wait_for("> 广场上的路灯不亮");
        app.send(ENTER);
        app.send(ENTER);
        app.wait_for(&format!("王秀英> {words}"));
        app.send("，后来和好了");
        app.wait_for("后来和好了");
        app.send(ENTER);
        app.wait_for(kind);
        app.send(ENTER);
        app.wait_for(saved);
        app.send(ESC);
        app.wait_until("no door put off", |screen| screen.contains(due) && !screen.contains(list));
        app.send(CTRL_Q);
        assert_eq!(app.ended(), 0);
        let listed = seat.ask(&["list", "matters"]);
        let mut found: Vec<[&str; 3]> = listed["matters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|matter| ["kind", "source", "text"].map(|key| matter[key].as_str().unwrap()))
            .collect();
        found.sort_unstable();
        let quarrel = format!("{words}，后来和好了");
        assert_eq!(found, [["demand", "phone", "广场上的路灯不亮"], ["dispute", "door", quarrel.as_str()]]);
    }
}
