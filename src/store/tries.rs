//! Wrong passphrases, counted over restarts, so that whoever guesses at the keyboard is slowed down.
//!
//! Promises: the count survives the process. Absent: any hold on somebody who copies the disk and guesses elsewhere; that
//! is what the cost of a derivation is for.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use super::durable;

const NAME: &str = "tries";
/// Slips that cost nothing.
const FREE: u32 = 3;
const LONGEST: Duration = Duration::from_secs(60);

/// Wrong tries since the last right one; a count that cannot be read is none.
pub fn count(data: &Path) -> u32 {
    fs::read_to_string(data.join(NAME)).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
}

/// Counts one more; returns how many there are now.
///
/// # Errors
/// When the file cannot be written; a try must not go uncounted.
pub fn wrong(data: &Path) -> io::Result<u32> {
    let now = count(data).saturating_add(1);
    durable::replace(data, NAME, format!("{now}\n").as_bytes())?;
    Ok(now)
}

/// After a right one.
pub fn forget(data: &Path) {
    // A count left behind only makes the next slip dearer.
    let _gone = fs::remove_file(data.join(NAME));
}

/// How long to wait before the next try: nothing after three slips, then a second, doubling up to a minute.
pub fn pause(wrong: u32) -> Duration {
    match wrong.checked_sub(FREE) {
        None | Some(0) => Duration::ZERO,
        Some(over) => Duration::from_secs(1 << (over - 1).min(6)).min(LONGEST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_are_counted_over_restarts_until_a_right_one() {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(count(data.path()), 0);
        for number in 1..=4 {
            assert_eq!(wrong(data.path()).unwrap(), number);
        }
        forget(data.path());
        assert_eq!(count(data.path()), 0);
    }

    #[test]
    fn pauses_grow_to_a_minute_and_no_further() {
        let seconds: Vec<u64> = (0..12).map(|wrong| pause(wrong).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(pause(u32::MAX), LONGEST);
    }
}
