//! What is said where a name or a code on the command line is not the name of anything, or of several.

use super::Lang;
use crate::domain::matter::VerbName;

/// Why a name does not say what is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameTrouble {
    UnknownCell(String),
    /// The cells that the suffix fits.
    SeveralCells(String, Vec<String>),
    /// A cell has to be named.
    NoCell,
    NotACode(String),
    UnknownRole(String),
    /// Names that may have been meant.
    UnknownResponder(String, Vec<String>),
    SeveralResponders(String, Vec<String>),
    /// None of the verbs, nor undo or redo.
    UnknownVerb(String),
}

impl NameTrouble {
    /// The word for programs, in snake case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownCell(_) => "unknown_cell",
            Self::SeveralCells(..) => "several_cells",
            Self::NoCell => "no_cell",
            Self::NotACode(_) => "not_a_code",
            Self::UnknownRole(_) => "unknown_role",
            Self::UnknownResponder(..) => "unknown_responder",
            Self::SeveralResponders(..) => "several_responders",
            Self::UnknownVerb(_) => "unknown_verb",
        }
    }

    /// Whether what was typed can be the name of nothing, whatever is recorded.
    pub fn is_usage(&self) -> bool {
        matches!(self, Self::NotACode(_) | Self::UnknownRole(_) | Self::UnknownVerb(_))
    }

    /// What is wrong, and what to do now.
    pub fn said(&self, lang: Lang) -> (String, String) {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> (String, String) {
        match self {
            Self::UnknownCell(text) => {
                (format!("没有网格“{text}”"), "list cells 列出全部；新建：cells add 代码".to_owned())
            }
            Self::SeveralCells(text, codes) => {
                (format!("有 {} 个网格符合“{text}”", codes.len()), format!("写全：{}", codes.join(" ")))
            }
            Self::NoCell => ("没有写明网格".to_owned(), "用 --cell 写明，如 --cell 150826102207-003".to_owned()),
            Self::NotACode(text) => (
                format!("“{text}”不是区划代码"),
                "县 6 位、乡镇 9 位、村 12 位；网格是村代码加短横和编号：150826102207-003".to_owned(),
            ),
            Self::UnknownRole(text) => (
                format!("没有“{text}”这个责任人"),
                "可以写：committee branch head cadre model village_leader cell_cadre household_cadre".to_owned(),
            ),
            Self::UnknownResponder(text, near) if near.is_empty() => {
                (format!("没有承办单位或人“{text}”"), "先添加：responder add 名称；派给干部本人用 --who".to_owned())
            }
            Self::UnknownResponder(text, near) => {
                (format!("没有承办单位或人“{text}”"), format!("是不是：{}", near.join("、")))
            }
            Self::SeveralResponders(text, near) => (format!("“{text}”不止一个"), format!("写全：{}", near.join("、"))),
            Self::UnknownVerb(text) => (format!("没有动作“{text}”"), format!("可以写：{}", verbs())),
        }
    }

    fn en(&self) -> (String, String) {
        match self {
            Self::UnknownCell(text) => (
                format!("there is no grid cell {text:?}"),
                "list cells shows all; add one with: cells add CODE".to_owned(),
            ),
            Self::SeveralCells(text, codes) => {
                (format!("{} cells fit {text:?}", codes.len()), format!("write one in full: {}", codes.join(" ")))
            }
            Self::NoCell => {
                ("no cell is named".to_owned(), "name it with --cell, as in --cell 150826102207-003".to_owned())
            }
            Self::NotACode(text) => (
                format!("{text:?} is not a division code"),
                "a county has 6 digits, a township 9, a village 12; a cell is 150826102207-003".to_owned(),
            ),
            Self::UnknownRole(text) => (
                format!("there is no role {text:?}"),
                "one of: committee branch head cadre model village_leader cell_cadre household_cadre".to_owned(),
            ),
            Self::UnknownResponder(text, near) if near.is_empty() => (
                format!("there is no responder {text:?}"),
                "add it first: responder add NAME; for a cadre by name use --who".to_owned(),
            ),
            Self::UnknownResponder(text, near) => {
                (format!("there is no responder {text:?}"), format!("did you mean {}?", near.join(", ")))
            }
            Self::SeveralResponders(text, near) => {
                (format!("{text:?} fits several"), format!("write more of it: {}", near.join(", ")))
            }
            Self::UnknownVerb(text) => (format!("there is no verb {text:?}"), format!("one of: {}", verbs())),
        }
    }
}

fn verbs() -> String {
    let verbs = VerbName::ALL.iter().map(|verb| verb.as_str());
    verbs.chain(["undo", "redo"]).collect::<Vec<_>>().join(" ")
}
