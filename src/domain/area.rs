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
}

impl Area {
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
        Area { scope: code.parse().unwrap(), name: name.into(), people: BTreeMap::new(), trail: Trail::default() }
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
