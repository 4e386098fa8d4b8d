//! The PIN: digits that reopen the screens while the data key is still in memory.
//!
//! Promises: what is kept of it can be checked only with the data key, and lies on the sealed desk. Absent: any strength of
//! its own; whoever has the key does not need it.

use crate::domain::desk::Pin;
use crate::domain::width::half_width;

use super::seal::{DataKey, SealFault};

const PURPOSE: &str = "chuanmen 2026 PIN of a device";
/// Fewest and most digits of a PIN.
pub const DIGITS: std::ops::RangeInclusive<usize> = 4..=8;
/// Wrong tries after which only the passphrase opens.
pub const TRIES: u8 = 5;

/// What was typed, as digits: full-width ones are the same. `None` where it is no PIN.
pub fn digits(typed: &str) -> Option<zeroize::Zeroizing<String>> {
    let mut digits = zeroize::Zeroizing::new(String::with_capacity(typed.len()));
    digits.extend(typed.trim().chars().map(half_width));
    let all = digits.bytes().all(|byte| byte.is_ascii_digit());
    (all && DIGITS.contains(&digits.len())).then_some(digits)
}

/// What is kept of a PIN.
///
/// # Errors
/// [`SealFault::Random`] when the system gives no randomness.
pub fn keep(key: &DataKey, digits: &str) -> Result<Pin, SealFault> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| SealFault::Random)?;
    Ok(Pin { salt, hash: hash(key, &salt, digits), wrong: 0 })
}

/// Whether it is the PIN.
pub fn is_right(key: &DataKey, pin: &Pin, digits: &str) -> bool {
    // Hashes are compared in constant time.
    blake3::Hash::from_bytes(pin.hash) == blake3::Hash::from_bytes(hash(key, &pin.salt, digits))
}

fn hash(key: &DataKey, salt: &[u8; 16], digits: &str) -> [u8; 32] {
    let content = zeroize::Zeroizing::new([salt.as_slice(), digits.as_bytes()].concat());
    key.keyed_hash(PURPOSE, &content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_four_to_eight_digits_of_any_width() {
        for (typed, meant) in
            [("1234", Some("1234")), ("１２３４５", Some("12345")), (" 12345678 ", Some("12345678")), ("123", None)]
        {
            assert_eq!(digits(typed).as_deref().map(String::as_str), meant, "{typed}");
        }
        for typed in ["123456789", "12a4", "一二三四", ""] {
            assert!(digits(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn only_the_same_digits_under_the_same_key_are_right() {
        let (key, other) = (DataKey::from_bytes([1; 32]), DataKey::from_bytes([2; 32]));
        let pin = keep(&key, "2468").unwrap();
        assert!(is_right(&key, &pin, "2468"));
        assert!(!is_right(&key, &pin, "2469") && !is_right(&other, &pin, "2468"));
        assert_ne!(pin.hash, keep(&key, "2468").unwrap().hash, "salted");
    }
}
