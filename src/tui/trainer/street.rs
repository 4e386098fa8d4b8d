//! The invented doors that one practises on: in memory, nobody's, gone when one leaves.

use crate::domain::household::Person;
use crate::domain::id::Id;
use crate::domain::moment::Moment;
use crate::domain::request::{NewHousehold, Request};
use crate::domain::scope::Scope;
use crate::i18n::training::Drill;
use crate::store::replica::{CommitFault, Replica, Said};

/// The code of a county that there is not.
const CELL: &str = "999901101201-001";
const AREAS: [(&str, &str); 3] = [("999901", "练手县"), ("999901101", "练手镇"), ("999901101201", "练手村")];
/// One door for each thing to practise, in the order of [`Drill::ALL`].
const HEADS: [&str; Drill::ALL.len()] = ["周大山", "吴桂芳", "郑玉兰", "孙建军", "马秀珍", "高来喜", "林小梅"];

/// The doors, one for each drill.
pub struct Street {
    pub cell: Scope,
    doors: Vec<Id>,
}

impl Street {
    /// The doors, and the copy in memory that holds them.
    ///
    /// # Errors
    /// Never but for a fault of the program: memory takes what fits.
    pub fn build(me: &str, now: Moment) -> Result<(Self, Replica), CommitFault> {
        let mut replica = Replica::in_memory(1);
        let said = Said { now, at: now, by: me.to_owned() };
        let cell: Scope = CELL.parse().expect("a code of a cell");
        for (code, name) in AREAS {
            let scope = code.parse().expect("a code of an area");
            replica.commit(&said, &Request::AddArea { scope, name: name.to_owned() })?;
        }
        replica.commit(&said, &Request::AddCell { scope: cell, name: None })?;
        let mut doors = Vec::new();
        for (at, head) in HEADS.into_iter().enumerate() {
            let person = Person { name: head.to_owned(), relation: "户主".to_owned(), ..Person::default() };
            let household = NewHousehold {
                door: format!("1组{}号", at + 1),
                head: head.to_owned(),
                members: vec![person],
                ..NewHousehold::default()
            };
            doors.extend(replica.commit(&said, &Request::AddHousehold { cell, household })?.about.first());
        }
        Ok((Self { cell, doors }, replica))
    }

    /// The door of a drill.
    pub fn door(&self, drill: Drill) -> Id {
        self.doors[drill as usize]
    }

    /// The head of that door.
    pub fn head(drill: Drill) -> &'static str {
        HEADS[drill as usize]
    }
}
