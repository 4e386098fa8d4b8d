//! Areas, grid cells, and the two ladders of people who answer for them (网格链条).

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::history::Trail;
use super::id::{Id, RecordKind};
use super::scope::{Extent, Scope};

/// A county, township, village or grid cell with its name and people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    pub scope: Scope,
    pub name: String,
    /// Who holds which place on the two ladders here.
    pub people: BTreeMap<Role, String>,
    pub trail: Trail,
    /// Out of use (撤销): nothing new is put into it.
    pub retired: bool,
}

impl Area {
    /// An area without name and people.
    pub fn new(scope: Scope) -> Self {
        Self { scope, name: String::new(), people: BTreeMap::new(), trail: Trail::default(), retired: false }
    }

    /// The record's id, the same on every device that adds this code.
    pub fn id_of(scope: Scope) -> Id {
        let kind = if scope.is_cell() { RecordKind::Cell } else { RecordKind::Area };
        Id::named(kind, &scope.to_string())
    }

    /// The name, or the code's last part where no name was given.
    pub fn label(&self) -> String {
        match (self.name.is_empty(), self.scope.is_cell()) {
            (false, _) => self.name.clone(),
            (true, true) => self.scope.suffix().to_owned(),
            (true, false) => self.scope.to_string(),
        }
    }
}

/// What was typed as the code of something new in an area is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChildFault {
    /// Neither the last digits of the code, so many of them, nor the whole of it.
    NotACode { typed: String, extent: Extent },
    /// It lies elsewhere.
    Elsewhere { child: Scope, parent: Scope },
}

/// The code of what lies directly in an area, from its last part or the whole of it: `207` or `150826102207` in the
/// township 150826102, `003` in a village. In everything only counties lie, and in a cell nothing does.
pub fn child_of(parent: Scope, typed: &str) -> Result<Scope, ChildFault> {
    let typed: String = typed.trim().chars().map(super::width::half_width).filter(|c| *c != ' ').collect();
    let extent = extent_below(parent.extent());
    let whole: Option<Scope> = typed.parse().ok().filter(|scope: &Scope| scope.extent() == extent);
    if let Some(child) = whole {
        let lies_here = child.parent() == Some(parent);
        return if lies_here { Ok(child) } else { Err(ChildFault::Elsewhere { child, parent }) };
    }
    let fault = || ChildFault::NotACode { typed: typed.clone(), extent };
    match extent {
        Extent::Cell => Scope::cell(parent, &typed).filter(|_| !typed.contains('-')).ok_or_else(fault),
        Extent::Township | Extent::Village => {
            let joined: Option<Scope> = format!("{parent}{typed}").parse().ok();
            joined.filter(|scope| scope.extent() == extent).ok_or_else(fault)
        }
        Extent::Whole | Extent::County => Err(fault()),
    }
}

/// The extent of what lies directly in an area; a cell for a cell, in which nothing lies.
pub fn extent_below(extent: Extent) -> Extent {
    match extent {
        Extent::Whole => Extent::County,
        Extent::County => Extent::Township,
        Extent::Township => Extent::Village,
        Extent::Village | Extent::Cell => Extent::Cell,
    }
}

/// The county codes that are made here for whoever does not know the real one: no county's begins with 99 (GB/T 2260).
const PROVISIONAL: u64 = 99;

/// A village's code for people who know its names and not its code: that of the known village of these names (county,
/// township, village), else one made from them, so that two devices on which the same names are typed mean the same
/// village. A name that is empty says nothing.
pub fn provisional_village([county, township, village]: [&str; 3], known: &[Area]) -> Scope {
    let within = |scope: Scope, extent: Extent, name: &str| {
        let mut fitting = known.iter().filter(|area| area.scope.extent() == extent && scope.holds(area.scope));
        fitting.find(|area| !name.is_empty() && area.name == name).map(|area| area.scope)
    };
    let county_known = within(Scope::WHOLE, Extent::County, county);
    let township_known = within(county_known.unwrap_or(Scope::WHOLE), Extent::Township, township);
    let above = township_known.or(county_known).unwrap_or(Scope::WHOLE);
    if let Some(village) = within(above, Extent::Village, village) {
        return village;
    }
    let digits = |width: u64, names: &[&str]| {
        let hash = blake3::hash(names.join("\u{1}").as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        u64::from_be_bytes(first) % width
    };
    let county_code = county_known
        .map_or_else(|| format!("{PROVISIONAL}{:04}", digits(10_000, &[county])), |scope| scope.to_string());
    // Real townships and villages have the numbers 001–399; those above are free.
    let township_code = township_known
        .map_or_else(|| format!("{county_code}{}", 900 + digits(100, &[county, township])), |scope| scope.to_string());
    let first = digits(100, &[county, township, village]);
    let codes = (0..100).map(|further| format!("{township_code}{}", 900 + (first + further) % 100));
    let free = |scope: &Scope| known.iter().all(|area| area.scope != *scope || area.name.is_empty());
    let mut free = codes.filter_map(|code| code.parse().ok()).filter(free);
    free.next().unwrap_or(Scope::WHOLE)
}

/// Whether an area's or cell's code was made here and is no real one.
pub fn is_provisional(scope: Scope) -> bool {
    let code = scope.to_string();
    code.starts_with("99") || code.get(6..7) == Some("9") || code.get(9..10) == Some("9")
}

/// A place on one of the two ladders (定人、定格、定职责).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 镇党委: the township committee.
    Committee,
    /// 村支部: the village branch.
    Branch,
    /// 网格长: heads the cell.
    Head,
    /// 党员干部: the party-member cadre of the cell.
    Cadre,
    /// 党员示范户: the party-member model household of the cell.
    Model,
    /// 包村领导: the township leader who answers for a village.
    VillageLeader,
    /// 包格干部: the township cadre who answers for a cell.
    CellCadre,
    /// 包户干部: the village cadre who answers for the households of a cell.
    HouseholdCadre,
}

impl Role {
    pub const ALL: [Self; 8] = [
        Self::Committee,
        Self::Branch,
        Self::Head,
        Self::Cadre,
        Self::Model,
        Self::VillageLeader,
        Self::CellCadre,
        Self::HouseholdCadre,
    ];

    /// The word in the command contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Committee => "committee",
            Self::Branch => "branch",
            Self::Head => "head",
            Self::Cadre => "cadre",
            Self::Model => "model",
            Self::VillageLeader => "village_leader",
            Self::CellCadre => "cell_cadre",
            Self::HouseholdCadre => "household_cadre",
        }
    }

    /// The field's own word, also accepted where a role is asked for.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Committee => "镇党委",
            Self::Branch => "村支部",
            Self::Head => "网格长",
            Self::Cadre => "党员干部",
            Self::Model => "党员示范户",
            Self::VillageLeader => "包村领导",
            Self::CellCadre => "包格干部",
            Self::HouseholdCadre => "包户干部",
        }
    }

    /// The extent of the scopes on which the role is held.
    pub fn extent(self) -> Extent {
        match self {
            Self::Committee => Extent::Township,
            Self::Branch | Self::VillageLeader => Extent::Village,
            Self::Head | Self::Cadre | Self::Model | Self::CellCadre | Self::HouseholdCadre => Extent::Cell,
        }
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|role| role.as_str() == text || role.zh() == text).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(code: &str, name: &str) -> Area {
        Area { name: name.into(), ..Area::new(code.parse().unwrap()) }
    }

    #[test]
    fn a_code_is_its_last_part_or_the_whole_of_it_and_lies_where_it_is_put() {
        let child = |parent: &str, typed: &str| child_of(parent.parse().unwrap(), typed).map(|scope| scope.to_string());
        assert_eq!(child("150826102", "２０７").as_deref(), Ok("150826102207"));
        assert_eq!(child("150826102", "150826102 207").as_deref(), Ok("150826102207"));
        assert_eq!(child("150826102207", "甲1").as_deref(), Ok("150826102207-甲1"));
        assert_eq!(child("150826", "102").as_deref(), Ok("150826102"));
        assert_eq!(child("*", "150826").as_deref(), Ok("150826"));
        for (parent, typed) in [("150826102", "20"), ("150826102", "2070"), ("150826102", "x"), ("150826102207", "")] {
            assert!(matches!(child(parent, typed), Err(ChildFault::NotACode { .. })), "{typed} in {parent}");
        }
        for (parent, typed) in [("150826102", "150826103207"), ("150826102207", "150826102208-003")] {
            assert!(matches!(child(parent, typed), Err(ChildFault::Elsewhere { .. })), "{typed} in {parent}");
        }
    }

    #[test]
    fn the_same_names_give_the_same_village_and_others_another() {
        let names = ["杭锦后旗", "陕坝镇", "满天红村"];
        let village = provisional_village(names, &[]);
        assert_eq!(village.extent(), Extent::Village);
        assert!(is_provisional(village) && village == provisional_village(names, &[]));
        assert_ne!(village, provisional_village(["杭锦后旗", "陕坝镇", "联丰村"], &[]));
        assert_ne!(village.parent(), provisional_village(["杭锦后旗", "头道桥镇", "满天红村"], &[]).parent());
        assert_eq!(provisional_village(["", "", "满天红村"], &[]).extent(), Extent::Village);
    }

    #[test]
    fn known_areas_keep_their_codes_and_a_taken_code_is_passed_over() {
        let known = [area("150826", "杭锦后旗"), area("150826102", "陕坝镇"), area("150826102207", "满天红村")];
        let names = |village| ["杭锦后旗", "陕坝镇", village];
        assert_eq!(provisional_village(names("满天红村"), &known), known[2].scope);
        let new = provisional_village(names("联丰村"), &known);
        assert_eq!(new.parent(), Some(known[1].scope));
        assert!(is_provisional(new) && !is_provisional(known[2].scope));
        let taken = area(&new.to_string(), "别的村");
        let beside = provisional_village(names("联丰村"), &[known.to_vec(), vec![taken]].concat());
        assert!(beside != new && beside.parent() == new.parent());
    }
}
