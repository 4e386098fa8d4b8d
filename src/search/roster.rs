//! Every household's search text in memory.

use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::LazyLock;
use std::thread;

use super::block::Damaged;
use super::part::{Part, Place};
use super::{Entry, Found};

/// Households from which on threads are worth their beginning.
const WORTH: usize = 8_000;

/// The search text of all households that are at hand, scanned as a whole by each query. It lies in one part or in
/// several, each read by a thread; several threads scan it at the same time.
#[derive(Debug)]
pub struct Roster {
    /// Never empty; blocks are added to the first.
    parts: Vec<Part>,
}

impl Default for Roster {
    fn default() -> Self {
        Self { parts: vec![Part::default()] }
    }
}

impl Roster {
    /// How many households it holds.
    pub fn len(&self) -> usize {
        self.parts.iter().map(Part::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds the households of a block as [`super::encode_block`] wrote it. Each household may lie in one block only.
    ///
    /// # Errors
    /// When it is no such block; nothing was added.
    pub fn push_block(&mut self, bytes: &[u8]) -> Result<(), Damaged> {
        self.parts[0].push_block(bytes)
    }

    /// Adds a household.
    pub fn add(&mut self, entry: &Entry) {
        self.parts[0].add(entry);
    }

    /// Adds the households of another roster; those of a cell are to be in one of the two.
    pub fn join(&mut self, other: Self) {
        self.parts.extend(other.parts.into_iter().filter(|part| part.len() > 0));
    }

    /// The text of one household.
    pub fn entry(&self, household: u64) -> Option<Entry> {
        self.parts.iter().find_map(|part| part.entry(household))
    }

    /// Households that fit a query, in a cell or below an area (`scope` is the beginning of a cell's code): the best
    /// `limit` of them (0 = all) and how many there are. A query without a letter or digit finds nothing.
    pub fn search(&self, query: &str, scope: Option<&str>, limit: usize) -> Found {
        let scope = scope.unwrap_or_default();
        let answers = self.each_stretch(|part, among| self.parts[part].search(among, query, scope, limit));
        let numbered = answers.iter().enumerate();
        let mut places: Vec<(Place, usize)> =
            numbered.flat_map(|(answer, (_, found))| found.places.iter().map(move |place| (*place, answer))).collect();
        places.sort_unstable();
        if limit > 0 {
            places.truncate(limit);
        }
        let hit = |(place, answer): (Place, usize)| {
            let (part, found) = &answers[answer];
            self.parts[*part].hit(place, &found.query)
        };
        let total = answers.iter().map(|(_, found)| found.total).sum();
        Found { hits: places.into_iter().map(hit).collect(), total }
    }

    /// What is answered for all households, in stretches of the parts of which all but the first are looked through by
    /// threads of their own where there are many; with the number of its part.
    fn each_stretch<T: Send>(&self, ask: impl Fn(usize, Range<usize>) -> T + Sync) -> Vec<(usize, T)> {
        let threads = if self.len() < WORTH { 1 } else { threads() };
        let most = self.len().div_ceil(threads).max(1);
        let mut stretches = Vec::new();
        for (number, part) in self.parts.iter().enumerate() {
            let starts = (0..part.len()).step_by(most);
            stretches.extend(starts.map(|start| (number, start..part.len().min(start + most))));
        }
        if threads == 1 {
            return stretches.into_iter().map(|(part, among)| (part, ask(part, among))).collect();
        }
        let ask = &ask;
        thread::scope(|scope| {
            let others = stretches.split_off(1.min(stretches.len())).into_iter();
            let asked: Vec<_> = others.map(|(part, among)| (part, scope.spawn(move || ask(part, among)))).collect();
            let mut answers: Vec<_> = stretches.into_iter().map(|(part, among)| (part, ask(part, among))).collect();
            for (part, answer) in asked {
                answers.push((part, answer.join().unwrap_or_else(|panic| resume_unwind(panic))));
            }
            answers
        })
    }
}

/// How many threads work at the same time here.
fn threads() -> usize {
    static THREADS: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, usize::from));
    *THREADS
}
