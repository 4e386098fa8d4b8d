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
