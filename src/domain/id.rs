//! Short printable names of records and acts.

use std::cell::Cell;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a record is; its letter begins the printed id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    Area,
    Cell,
    Responder,
    Rules,
    Household,
    Matter,
    /// A person of a household; kept in the household's record.
    Member,
    /// A call at a door; kept in the household's record.
    Visit,
    /// What one keystroke or command recorded.
    Act,
    /// That people's data was shown in full, or written to a file for others.
    Disclosure,
}

impl RecordKind {
    pub const ALL: [Self; 10] = [
        Self::Area,
        Self::Cell,
        Self::Responder,
        Self::Rules,
        Self::Household,
        Self::Matter,
        Self::Member,
        Self::Visit,
        Self::Act,
        Self::Disclosure,
    ];

    pub fn letter(self) -> char {
        match self {
            Self::Area => 'g',
            Self::Cell => 'c',
            Self::Responder => 'r',
            Self::Rules => 'k',
            Self::Household => 'h',
            Self::Matter => 'm',
            Self::Member => 'p',
            Self::Visit => 'v',
            Self::Act => 'a',
            Self::Disclosure => 'd',
        }
    }

    /// The kind's number in stored keys.
    pub fn number(self) -> u8 {
        self as u8
    }

    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// The identity of a record, member, visit or act: 60 bits, drawn so that two devices never meet on one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Id(u64);

/// What was given as an id is not one.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub struct NotAnId;

const BITS: u32 = 60;
/// Ids of an act that are drawn each by itself.
const ALONE: u64 = 64;
/// Of the others, bits that count within a run. Runs are few, one per 65,536 records of an import: the bits left tell
/// them apart.
const RUN_BITS: u32 = 16;
/// Crockford's base 32: no letters that look like digits.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl Id {
    pub fn from_u64(number: u64) -> Self {
        Self(number & ((1 << BITS) - 1))
    }

    pub fn as_u64(self) -> u64 {
        self.0
    }

    /// The id that follows from what a thing is called, the same on every device: areas, cells, responders.
    pub fn named(kind: RecordKind, name: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[kind.number()]).update(name.as_bytes());
        Self::of_hash(&hasher.finalize())
    }

    fn of_hash(hash: &blake3::Hash) -> Self {
        let mut first = [0; 8];
        first.copy_from_slice(&hash.as_bytes()[..8]);
        Self::from_u64(u64::from_be_bytes(first))
    }

    /// The id as printed: the letter of its kind and twelve digits of base 32.
    pub fn show(self, kind: RecordKind) -> String {
        let mut text = String::with_capacity(13);
        text.push(kind.letter());
        text.push_str(&self.to_string());
        text
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in (0..BITS / 5).rev() {
            let digit = usize::try_from(self.0 >> (place * 5) & 31).unwrap_or(0);
            write!(f, "{}", char::from(DIGITS[digit]))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id {
    type Err = NotAnId;

    /// Reads an id as printed, with or without the letter of its kind, in either case.
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let text = text.trim().to_ascii_lowercase();
        let digits = match text.len() {
            12 => &text[..],
            13 if RecordKind::ALL.iter().any(|kind| text.starts_with(kind.letter())) => &text[1..],
            _ => return Err(NotAnId),
        };
        digits
            .bytes()
            .try_fold(0_u64, |sum, byte| Some(sum << 5 | DIGITS.iter().position(|digit| *digit == byte)? as u64))
            .map(Self)
            .ok_or(NotAnId)
    }
}

/// Draws the ids of what one act creates: distinct within the act, and never drawn again by any device.
#[derive(Debug)]
pub struct IdSource {
    seed: [u8; 32],
    drawn: Cell<u64>,
}

impl IdSource {
    /// `act_number` counts the acts of this device and epoch.
    pub fn new(device: u64, epoch: u16, act_number: u64) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&device.to_be_bytes()).update(&epoch.to_be_bytes()).update(&act_number.to_be_bytes());
        Self { seed: *hasher.finalize().as_bytes(), drawn: Cell::new(0) }
    }

    /// The next id. The first ones have nothing to do with each other; those of an act that makes many, an import,
    /// follow each other in runs, so that their rows are written side by side.
    pub fn draw(&self) -> Id {
        let number = self.drawn.get();
        self.drawn.set(number + 1);
        let of = |number: u64| Id::of_hash(&blake3::keyed_hash(&self.seed, &number.to_be_bytes()));
        if number < ALONE {
            return of(number);
        }
        let (run, place) = ((number - ALONE) >> RUN_BITS, (number - ALONE) & ((1 << RUN_BITS) - 1));
        Id(of(ALONE + run).0 >> RUN_BITS << RUN_BITS | place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_printed_with_or_without_its_letter() {
        let id = IdSource::new(7, 1, 3).draw();
        let shown = id.show(RecordKind::Matter);
        assert_eq!(shown.len(), 13);
        assert_eq!(shown.parse(), Ok(id));
        assert_eq!(shown[1..].to_uppercase().parse(), Ok(id));
        assert_eq!("m".parse::<Id>(), Err(NotAnId));
        assert_eq!("户户户户".parse::<Id>(), Err(NotAnId));
    }

    #[test]
    fn devices_and_acts_draw_different_ids() {
        let mut ids: Vec<Id> = [(1, 1, 1), (1, 1, 2), (1, 2, 1), (2, 1, 1)]
            .into_iter()
            .flat_map(|(device, epoch, act)| {
                let source = IdSource::new(device, epoch, act);
                (0..300).map(move |_| source.draw()).collect::<Vec<_>>()
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 1_200);
    }

    #[test]
    fn the_many_ids_of_one_act_follow_each_other_in_runs() {
        let source = IdSource::new(7, 1, 3);
        let ids: Vec<u64> = (0..200_000).map(|_| source.draw().as_u64()).collect();
        let distinct: std::collections::HashSet<&u64> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len());
        let jumps = ids[64..].windows(2).filter(|pair| pair[1] != pair[0] + 1).count();
        assert_eq!(jumps, 3);
        assert!(ids.iter().all(|id| id >> BITS == 0));
    }
}
