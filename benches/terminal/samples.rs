//! Samples by name, and the table they make.

use std::collections::BTreeMap;
use std::time::Duration;

/// What was measured, in milliseconds (or bytes, or MB), by what it is.
#[derive(Default)]
pub struct Samples(BTreeMap<&'static str, Vec<f64>>);

impl Samples {
    pub fn add(&mut self, what: &'static str, sample: f64) {
        self.0.entry(what).or_default().push(sample);
    }

    pub fn time(&mut self, what: &'static str, sample: Duration) {
        self.add(what, sample.as_secs_f64() * 1e3);
    }

    pub fn median(&self, what: &str) -> f64 {
        self.share(what, 50)
    }

    pub fn p99(&self, what: &str) -> f64 {
        self.share(what, 99)
    }

    /// The sample that so many percent are not above.
    fn share(&self, what: &str, percent: usize) -> f64 {
        let mut sorted = self.0.get(what).cloned().unwrap_or_default();
        sorted.sort_by(f64::total_cmp);
        sorted.get((sorted.len().saturating_sub(1) * percent).div_ceil(100)).copied().unwrap_or(f64::NAN)
    }
}

/// A row of the table of aims.
pub struct Aim {
    pub number: &'static str,
    pub what: String,
    /// What the app takes.
    pub app: f64,
    pub p99: f64,
    /// What it is compared with.
    pub floor: f64,
    /// The largest ratio of the two that is aimed at.
    pub most: f64,
}

impl Aim {
    /// A row of a Markdown table.
    pub fn row(&self) -> String {
        let Self { number, what, app, p99, floor, most } = self;
        let ratio = app / floor;
        let met = if ratio <= *most { "yes" } else { "**no**" };
        format!("| {number} | {what} | {app:.2} | {p99:.2} | {floor:.2} | {ratio:.2} | {most:.2} | {met} |")
    }
}

pub const HEAD: &str =
    "| aim | what | app, median | app, p99 | against | ratio | aim | met |\n|---|---|---|---|---|---|---|---|";
