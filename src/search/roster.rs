//! Every household's search text in memory.

use std::thread;

use super::block::Damaged;
use super::part::{Part, Place};
use super::{Entry, Found};

/// Households from which on a part is worth a thread of its own.
const WORTH: usize = 8_000;

/// The search text of all households that are at hand, scanned as a whole by each query. It lies in one part or in
/// several, each read by a thread; they are scanned at the same time.
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
        let answers = self.each_part(|part| part.search(query, scope, limit));
        let numbered = answers.iter().enumerate();
        let mut places: Vec<(Place, usize)> =
            numbered.flat_map(|(part, answer)| answer.places.iter().map(move |place| (*place, part))).collect();
        places.sort_unstable();
        if limit > 0 {
            places.truncate(limit);
        }
        let hit = |(place, part): (Place, usize)| self.parts[part].hit(place, &answers[part].query);
        Found { hits: places.into_iter().map(hit).collect(), total: answers.iter().map(|answer| answer.total).sum() }
    }

    /// What each part answers; all but the first are asked on threads of their own where they are large.
    fn each_part<T: Send>(&self, ask: impl Fn(&Part) -> T + Sync) -> Vec<T> {
        let (first, others) = (&self.parts[0], &self.parts[1..]);
        if others.iter().all(|part| part.len() < WORTH) {
            return self.parts.iter().map(ask).collect();
        }
        thread::scope(|scope| {
            let asked: Vec<_> = others.iter().map(|part| scope.spawn(|| ask(part))).collect();
            let mut answers = vec![ask(first)];
            answers.extend(asked.into_iter().map(|answer| answer.join().expect("a part's answer panics nowhere else")));
            answers
        })
    }
}
