//! Real-looking rosters, and hundreds of variants of them, come out as their `.expected.json` says.

#[cfg(test)]
#[path = "rosters/book.rs"]
mod book;
#[cfg(test)]
#[path = "rosters/kinds.rs"]
mod kinds;
#[cfg(test)]
#[path = "rosters/programs.rs"]
mod programs;
#[cfg(test)]
#[path = "rosters/score.rs"]
mod score;
#[cfg(test)]
#[path = "rosters/variants.rs"]
mod variants;
#[cfg(test)]
#[path = "rosters/vocabulary.rs"]
mod vocabulary;

use chuanmen::exchange::{ReadFailure, read_roster};
use score::{Score, samples};

#[test]
fn samples_come_out_as_expected() {
    let mut wrong = Vec::new();
    println!("{}", Score::HEADINGS);
    for (name, bytes, expected) in samples() {
        let score = Score::of(&name, &bytes, &expected);
        println!("{score}");
        wrong.extend(score.faults);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Sums over the variants of one sample.
#[derive(Default)]
struct Sums {
    variants: usize,
    whole: usize,
    right: (usize, usize),
    problems: (usize, usize),
    invented: usize,
}

impl Sums {
    const HEADINGS: &str = "variants  all right        records  right %       problems  told %  invented  sample";

    fn add(&mut self, score: &Score) {
        self.variants += 1;
        self.whole += usize::from(score.faults.is_empty());
        self.right = (self.right.0 + score.right.0, self.right.1 + score.right.1);
        self.problems = (self.problems.0 + score.problems.0, self.problems.1 + score.problems.1);
        self.invented += score.invented;
    }

    /// At least 99 of 100 records and problems, and not one in a hundred invented.
    fn pass(&self) -> bool {
        let enough = |(found, all): (usize, usize)| found * 100 >= all * 99;
        enough(self.right) && enough(self.problems) && self.invented * 100 <= self.right.1
    }

    fn line(&self, sample: &str) -> String {
        let of = |(found, all): (usize, usize)| format!("{found}/{all}");
        #[expect(clippy::cast_precision_loss, reason = "a percentage to two places")]
        let percent = |(found, all): (usize, usize)| if all == 0 { 100.0 } else { found as f64 * 100.0 / all as f64 };
        format!(
            "{:>8} {:>10} {:>14} {:>8.2} {:>14} {:>7.2} {:>9}  {sample}",
            self.variants,
            self.whole,
            of(self.right),
            percent(self.right),
            of(self.problems),
            percent(self.problems),
            self.invented
        )
    }
}

/// `VARIANT_SEEDS` asks for more of each than the usual number.
#[test]
fn variants_of_every_sample_come_out_as_expected() {
    let seeds = std::env::var("VARIANT_SEEDS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(30);
    let (mut wrong, mut failed) = (Vec::new(), Vec::new());
    println!("{}", Sums::HEADINGS);
    for (name, bytes, expected) in samples().iter().filter(|sample| sample.2.outcome == "import") {
        let mut sums = Sums::default();
        for seed in 0..seeds {
            let variant = variants::vary(name, bytes, expected, seed);
            let score = Score::of(&variant.name, &variant.bytes, &variant.expected);
            if !score.faults.is_empty() && std::env::var_os("VARIANT_KEEP").is_some() {
                std::fs::write(std::env::temp_dir().join(&variant.name), &variant.bytes).unwrap();
            }
            sums.add(&score);
            let faults = score.faults.into_iter().take(4).map(|fault| fault.chars().take(300).collect::<String>());
            wrong.extend(faults.map(|fault| format!("{fault}\n    header: {}", variant.headers())));
        }
        println!("{}", sums.line(name));
        if !sums.pass() {
            failed.push(name.clone());
        }
    }
    assert!(failed.is_empty(), "{failed:?}: {} faults\n{}", wrong.len(), wrong[..wrong.len().min(60)].join("\n"));
}

/// Spreadsheet libraries of another language write the same village: joined fields or blank ones, dates from 1900 or 1904.
#[test]
fn files_of_other_programs_hold_the_same_people() {
    for (program, ending, package) in programs::PROGRAMS {
        let python = match programs::python_with(program) {
            Ok(python) => python,
            Err(why) => {
                println!("{program:<10} .{ending:<5} skipped: {why} (Debian has it in {package})");
                continue;
            }
        };
        for (joined, from_1904) in [(true, false), (true, true), (false, false)] {
            let form = programs::Form { joined, from_1904 };
            let (workbook, expected) = programs::village(form);
            let bytes = programs::written(python, program, ending, &workbook);
            let reading = programs::reading(ending, &bytes);
            let found = programs::people(&reading);
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!(found, expected, "{program} {form:?}");
            }
            assert_eq!(found.len(), expected.len(), "{program} {form:?}: {:?}", reading.failure);
            assert_eq!(reading.households().len(), 60, "{program} {form:?}");
            assert_eq!(reading.sheets[0].header_rows, [3, 4], "{program} {form:?}");
            assert_eq!(reading.ignored_sheets, ["去年"], "{program} {form:?}");
            let lost = reading.problems.iter().filter(|problem| problem.code.code() == "ID_PRECISION_LOST").count();
            assert_eq!((lost, reading.problems.len()), (3, 3), "{program} {form:?}: {:?}", reading.problems);
            println!("{program:<10} .{ending:<5} {:>4} people  {form:?}", found.len());
        }
    }
}

/// An old workbook that is real, not made for the test, is looked through before it is opened.
#[test]
fn an_old_workbook_with_a_field_in_its_last_corner_is_refused() {
    let python = match programs::python_with("xlwt") {
        Ok(python) => python,
        Err(why) => return println!("skipped: {why}"),
    };
    let (mut workbook, _) = programs::village(programs::Form { joined: true, from_1904: false });
    let cells = workbook["sheets"][0]["cells"].as_array_mut().unwrap();
    cells.push(serde_json::json!([65_535, 255, "text", "x"]));
    let reading = programs::reading("xls", &programs::written(python, "xlwt", "xls", &workbook));
    assert!(matches!(reading.failure, Some(ReadFailure::TooManyFields { .. })), "{:?}", reading.failure);
}

/// What lies encrypted inside differs with the password and the program; the container tells what it is.
#[test]
fn encrypted_workbooks_of_any_content_are_refused_as_such() {
    let (_, sample, _) = samples().into_iter().find(|sample| sample.0.starts_with("21d")).unwrap();
    let mut rng = fastrand::Rng::with_seed(21);
    let directory = sample.windows(8).rposition(|window| window == *b"E\0n\0c\0r\0").unwrap();
    for _ in 0..40 {
        let mut bytes = sample.clone();
        for _ in 0..rng.usize(1..400) {
            let at = rng.usize(512..bytes.len());
            if at.abs_diff(directory) > 1024 {
                bytes[at] = rng.u8(..);
            }
        }
        bytes.extend(std::iter::repeat_n(rng.u8(..), rng.usize(..5000)));
        let reading = read_roster("x.xlsx", &bytes, &mut |_| std::ops::ControlFlow::Continue(()));
        assert_eq!(reading.failure, Some(ReadFailure::Encrypted));
    }
    println!("40 encrypted variants refused as encrypted");
}

#[test]
fn a_damaged_file_is_an_answer_and_never_the_end_of_the_program() {
    let mut rng = fastrand::Rng::with_seed(7);
    let mut refused = 0;
    for (name, bytes, _) in samples() {
        for _ in 0..12 {
            let mut bytes = bytes.clone();
            for _ in 0..rng.usize(1..6) {
                let at = rng.usize(..bytes.len());
                bytes[at] = rng.u8(..);
            }
            bytes.truncate(rng.usize(bytes.len() / 2..=bytes.len()));
            let reading = read_roster(&name, &bytes, &mut |_| std::ops::ControlFlow::Continue(()));
            assert_eq!(reading.failure.is_some(), reading.records.is_empty(), "{name}");
            refused += usize::from(reading.failure.is_some());
        }
    }
    assert!(refused > 20, "only {refused} of 120 were refused");
}
