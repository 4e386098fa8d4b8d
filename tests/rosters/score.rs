//! Compares a reading with what was expected of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chuanmen::domain::person_id::Sex;
use chuanmen::exchange::{Reading, read_roster};
use chuanmen::i18n::Lang;
use serde::Deserialize;

/// What a good reader makes of a file. Rows count from 1, columns are letters.
#[derive(Clone, Debug, Deserialize)]
pub struct Expected {
    #[serde(rename = "expected_outcome")]
    pub outcome: String,
    pub sheets: Vec<ExpectedSheet>,
    pub households: usize,
    pub members_min: usize,
    pub members_max: usize,
    #[serde(default)]
    pub records: Vec<ExpectedRecord>,
    #[serde(default)]
    pub problems: Vec<ExpectedProblem>,
    #[serde(default)]
    pub skipped_rows: Vec<ExpectedSkip>,
    #[serde(default)]
    pub ignore_sheets: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ExpectedSheet {
    pub name: Option<String>,
    pub header_rows: Vec<u32>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ExpectedRecord {
    pub sheet: Option<String>,
    pub row: u32,
    pub household: String,
    pub name: String,
    pub id: Option<String>,
    pub sex: Option<String>,
    pub birth: Option<String>,
    pub phone: Option<String>,
    /// Parts of tags, and whether the person has such a tag.
    #[serde(default)]
    pub ticks: Vec<(String, bool)>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ExpectedProblem {
    pub sheet: Option<String>,
    pub row: u32,
    pub col: Option<String>,
    pub code: String,
    pub severity: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct ExpectedSkip {
    pub sheet: Option<String>,
    pub row: u32,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rosters")
}

/// Every sample beside its expectation.
pub fn samples() -> Vec<(String, Vec<u8>, Expected)> {
    let mut samples: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name()?.to_str()?.strip_suffix(".expected.json")?.to_owned();
            let expected = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            Some((name.clone(), std::fs::read(folder().join(name)).unwrap(), expected))
        })
        .collect();
    samples.sort_by(|a, b| a.0.cmp(&b.0));
    samples
}

/// One line of the table, and every fault in words.
pub struct Score {
    name: String,
    households: (usize, usize),
    members: (usize, usize),
    pub right: (usize, usize),
    /// Told of those that have to be told.
    pub problems: (usize, usize),
    /// Told although nothing is wrong.
    pub invented: usize,
    pub faults: Vec<String>,
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |(a, b): (usize, usize)| format!("{a}/{b}");
        let (households, members, right) = (of(self.households), of(self.members), of(self.right));
        let verdict = if self.faults.is_empty() { "ok" } else { "WRONG" };
        write!(f, "{households:>11} {members:>9} {right:>9} {:>9} {verdict:<6} {}", of(self.problems), self.name)
    }
}

type Place = (Option<String>, u32);

impl Score {
    pub const HEADINGS: &'static str = " households   members   records  problems        file";

    pub fn of(name: &str, bytes: &[u8], expected: &Expected) -> Self {
        let reading = read_roster(name, bytes, &mut |_| ControlFlow::Continue(()));
        let households = reading.households().len();
        let mut score = Self {
            name: name.to_owned(),
            households: (households, expected.households),
            members: (reading.records.len(), expected.members_max),
            right: (0, expected.records.len()),
            problems: (0, expected.problems.iter().filter(|problem| problem.severity != "info").count()),
            invented: 0,
            faults: Vec::new(),
        };
        let outcome = if reading.failure.is_some() { "error" } else { "import" };
        if outcome != expected.outcome {
            score.fault(&format!("outcome {outcome}: {:?}", reading.failure));
            return score;
        }
        score.compare_counts(&reading, expected);
        score.compare_records(&reading, expected);
        score.compare_details(&reading, expected);
        score.compare_households(&reading, expected);
        score.compare_problems(&reading, expected);
        score.compare_rest(&reading, expected);
        score
    }

    fn fault(&mut self, what: &str) {
        self.faults.push(format!("{}: {what}", self.name));
    }

    fn compare_counts(&mut self, reading: &Reading, expected: &Expected) {
        if self.households.0 != expected.households {
            self.fault(&format!("{} households instead of {}", self.households.0, expected.households));
        }
        if !(expected.members_min..=expected.members_max).contains(&reading.records.len()) {
            let (min, max) = (expected.members_min, expected.members_max);
            self.fault(&format!("{} members instead of {min}–{max}", reading.records.len()));
        }
    }

    fn compare_records(&mut self, reading: &Reading, expected: &Expected) {
        let mut left: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
        for record in &reading.records {
            *left.entry((record.name.clone(), record.id.map(String::from))).or_default() += 1;
        }
        let mut missing = Vec::new();
        for record in &expected.records {
            match left.get_mut(&(record.name.clone(), record.id.clone())) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    self.right.0 += 1;
                }
                _ => missing.push(format!("row {} {} {:?}", record.row, record.name, record.id)),
            }
        }
        if !missing.is_empty() {
            self.fault(&format!("records missing: {}", missing.join("; ")));
        }
    }

    /// Sex, birth, phone and ticks of people that were found on their row by name.
    fn compare_details(&mut self, reading: &Reading, expected: &Expected) {
        let mut ours: BTreeMap<(Place, &str), Vec<&chuanmen::exchange::Record>> = BTreeMap::new();
        for record in &reading.records {
            let place = (reading.sheet_name(record.sheet).map(str::to_owned), record.row);
            ours.entry((place, record.name.as_str())).or_default().push(record);
        }
        for record in &expected.records {
            let key = ((record.sheet.clone(), record.row), record.name.as_str());
            let Some([our]) = ours.get(&key).map(Vec::as_slice) else { continue };
            let sex = match our.sex {
                Sex::Male => "男",
                Sex::Female => "女",
                Sex::Unknown => "",
            };
            let birth = our.birth.map(|birth| birth.to_string());
            let phone = our.phones.first().map(chuanmen::domain::phone::Phone::as_str);
            // Without a number only what is written can be known.
            let known = record.id.is_some();
            let differs = known && record.sex.as_deref().is_some_and(|theirs| theirs != sex)
                || known && record.birth.is_some() && record.birth != birth
                || record.phone.as_deref().is_some_and(|theirs| !theirs.is_empty() && Some(theirs) != phone);
            let other_tags = record
                .ticks
                .iter()
                .any(|(tag, ticked)| our.tags.iter().any(|ours| ours.contains(tag.as_str())) != *ticked);
            if differs || other_tags {
                self.right.0 = self.right.0.saturating_sub(1);
                let tags = &our.tags;
                self.fault(&format!(
                    "row {} {}: {sex} {birth:?} {phone:?} {tags:?} instead of {:?} {:?} {:?} {:?}",
                    record.row, record.name, record.sex, record.birth, record.phone, record.ticks
                ));
            }
        }
    }

    /// People who live together by one account and not by the other.
    fn compare_households(&mut self, reading: &Reading, expected: &Expected) {
        let rows = reading.records.iter().map(|r| {
            let place: Place = (reading.sheet_name(r.sheet).map(str::to_owned), r.row);
            ((place, r.name.clone()), r.household.clone())
        });
        let ours: BTreeMap<(Place, String), String> = rows.collect();
        let mut one_to_one: BTreeMap<(Option<String>, &str), &str> = BTreeMap::new();
        let mut back: BTreeMap<&str, (Option<String>, &str)> = BTreeMap::new();
        for record in &expected.records {
            let place = (record.sheet.clone(), record.row);
            let Some(our) = ours.get(&(place, record.name.clone())) else { continue };
            let theirs = (record.sheet.clone(), record.household.as_str());
            let split = *one_to_one.entry(theirs.clone()).or_insert(our) != our;
            let joined = *back.entry(our).or_insert(theirs.clone()) != theirs;
            if split || joined {
                self.right.0 = self.right.0.saturating_sub(1);
                self.faults.push(format!("{}: row {} {} lives elsewhere", self.name, record.row, record.name));
            }
        }
    }

    fn compare_problems(&mut self, reading: &Reading, expected: &Expected) {
        let ours: BTreeSet<(Option<String>, u32, &str)> =
            reading.problems.iter().map(|p| (p.sheet.clone(), p.row, p.code.code())).collect();
        let required: Vec<&ExpectedProblem> = expected.problems.iter().filter(|p| p.severity != "info").collect();
        for problem in required {
            let found = ours.contains(&(problem.sheet.clone(), problem.row, problem.code.as_str()));
            self.problems.0 += usize::from(found);
            if !found {
                self.fault(&format!("not told: row {} {}", problem.row, problem.code));
            }
            let same = |p: &&chuanmen::exchange::Problem| {
                (&p.sheet, p.row, p.code.code()) == (&problem.sheet, problem.row, problem.code.as_str())
            };
            let column = reading.problems.iter().find(same).and_then(chuanmen::exchange::Problem::column_letters);
            if found && column != problem.col {
                self.fault(&format!(
                    "row {} {} at column {column:?}, not {:?}",
                    problem.row, problem.code, problem.col
                ));
            }
        }
        for problem in reading.problems.iter().filter(|p| p.severity.word() != "info") {
            let known = expected
                .problems
                .iter()
                .any(|e| (&e.sheet, e.row, e.code.as_str()) == (&problem.sheet, problem.row, problem.code.code()));
            if !known {
                self.invented += 1;
                let (row, message) = (problem.row, problem.message(Lang::En));
                self.fault(&format!("invented: row {row} {} {message}", problem.code.code()));
            }
        }
    }

    fn compare_rest(&mut self, reading: &Reading, expected: &Expected) {
        let taken: BTreeSet<Place> =
            reading.records.iter().map(|r| (reading.sheet_name(r.sheet).map(str::to_owned), r.row)).collect();
        let told: BTreeSet<Place> =
            reading.sheets.iter().flat_map(|s| s.skipped.iter().map(|k| (s.name.clone(), k.row))).collect();
        for skip in &expected.skipped_rows {
            let place = (skip.sheet.clone(), skip.row);
            if taken.contains(&place) || !told.contains(&place) {
                self.fault(&format!("row {} is not passed over and told", skip.row));
            }
        }
        let ours: Vec<_> = reading.sheets.iter().map(|s| (&s.name, &s.header_rows)).collect();
        let theirs: Vec<_> = expected.sheets.iter().map(|s| (&s.name, &s.header_rows)).collect();
        if ours != theirs {
            self.fault(&format!("sheets and headers {ours:?} instead of {theirs:?}"));
        }
        let ignored = |names: &[String]| names.iter().cloned().collect::<BTreeSet<_>>();
        if ignored(&reading.ignored_sheets) != ignored(&expected.ignore_sheets) {
            self.fault(&format!("ignored {:?} instead of {:?}", reading.ignored_sheets, expected.ignore_sheets));
        }
    }
}
