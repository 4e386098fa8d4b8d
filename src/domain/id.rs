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
    /// What was promised to a household.
    Promise,
}

impl RecordKind {
    pub const ALL: [Self; 11] = [
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
        Self::Promise,
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
            Self::Promise => 'n',
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
/// Bits that count the ids of an act, and those that count the acts of an era; the others are the era's own.
const OF_ACT: u32 = 12;
const OF_ERA: u32 = 16;
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
///
/// Ids that a device draws one after another follow each other, so that rows that are new lie side by side: their first
/// bits are those of an era of 65,536 acts, 32 bits drawn for a device, epoch and era; then follow the act's number in
/// its era and the id's number in its act. Beyond 4,096 ids an act goes on in runs with 48 bits of their own.
#[derive(Debug)]
pub struct IdSource {
    device: u64,
    epoch: u16,
    act_number: u64,
    drawn: Cell<u64>,
}

impl IdSource {
    /// `act_number` counts the acts of this device and epoch.
    pub fn new(device: u64, epoch: u16, act_number: u64) -> Self {
        Self { device, epoch, act_number, drawn: Cell::new(0) }
    }

    /// The next id.
    pub fn draw(&self) -> Id {
        let number = self.drawn.get();
        self.drawn.set(number + 1);
        let (run, place) = (number >> OF_ACT, number & ((1 << OF_ACT) - 1));
        let first = if run == 0 {
            let (era, act) = (self.act_number >> OF_ERA, self.act_number & ((1 << OF_ERA) - 1));
            let own = self.hash(&[b"era".as_slice(), &era.to_be_bytes()].concat());
            own.0 >> (OF_ERA + OF_ACT) << OF_ERA | act
        } else {
            let words = [b"run".as_slice(), &self.act_number.to_be_bytes(), &run.to_be_bytes()];
            self.hash(&words.concat()).0 >> OF_ACT
        };
        Id(first << OF_ACT | place)
    }

    /// The first id of the act as earlier versions drew it: what they recorded is still known by it.
    pub fn first_as_before(&self) -> Id {
        let mut seed = blake3::Hasher::new();
        seed.update(&self.device.to_be_bytes())
            .update(&self.epoch.to_be_bytes())
            .update(&self.act_number.to_be_bytes());
        Id::of_hash(&blake3::keyed_hash(seed.finalize().as_bytes(), &0_u64.to_be_bytes()))
    }

    fn hash(&self, words: &[u8]) -> Id {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.device.to_be_bytes()).update(&self.epoch.to_be_bytes()).update(words);
        Id::of_hash(&hasher.finalize())
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
    fn ids_drawn_one_after_another_follow_each_other() {
        let of_acts: Vec<Id> = (1..300).map(|act| IdSource::new(7, 1, act).draw()).collect();
        assert!(of_acts.is_sorted(), "from act to act");
        let source = IdSource::new(7, 1, 3);
        let ids: Vec<u64> = (0..200_000).map(|_| source.draw().as_u64()).collect();
        let distinct: std::collections::HashSet<&u64> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len());
        let jumps = ids.windows(2).filter(|pair| pair[1] != pair[0] + 1).count();
        assert_eq!(jumps, 48);
        assert!(ids.iter().all(|id| id >> BITS == 0));
        assert!(Id(ids[4_095]) < IdSource::new(7, 1, 4).draw());
    }

    #[test]
    fn another_device_epoch_or_era_draws_elsewhere() {
        let first = |device, epoch, act| IdSource::new(device, epoch, act).draw().as_u64() >> 28;
        let eras = [first(1, 1, 5), first(2, 1, 5), first(1, 2, 5), first(1, 1, 5 + 65_536)];
        assert_eq!(eras.iter().collect::<std::collections::HashSet<_>>().len(), 4);
        assert_eq!(first(1, 1, 65_535), eras[0]);
    }

    #[test]
    fn acts_of_earlier_versions_are_known_by_the_ids_they_drew() {
        assert_eq!(IdSource::new(7, 1, 3).first_as_before().to_string(), "qf6kank3x5db");
    }
}
