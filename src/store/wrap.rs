//! Wrapping the data key: a passphrase or the printed recovery code opens it. The bytes are on the
//! [format page](super::format).
//!
//! Promises: a slot opens only with its own secret and only in the keyring of its own device; a passphrase typed with
//! full-width letters opens what half-width ones locked. Absent: slowing down wrong tries (see [`tries`](super::tries)).

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::format::keyring::{BOUND_LEN, Cost, Slot, SlotKind};
use super::pin;
use super::seal::{DataKey, SealFault};
use crate::domain::width::half_width;

/// Memory of a derivation: enough to make guessing on graphics cards dear, little enough for a weak laptop.
const MEMORY_KIB: u32 = 32 * 1024;
/// Fewest passes, however fast the machine.
const PASSES: u32 = 3;
/// How long a derivation shall take on the machine that sets the passphrase.
pub const PATIENCE: Duration = Duration::from_millis(500);
/// Passes that no keyring of ours asks for; a forged one could hold the program up for days.
const MOST_PASSES: u32 = 10_000;
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
/// What a passphrase weighs at least: a character of ASCII weighs one, any other two.
pub const LEAST_WEIGHT: usize = 8;

const RECOVERY_CONTEXT: &str = "chuanmen 2026 key of a recovery code";
/// Crockford's base 32.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Random digits of a recovery code: 130 bits.
const CODE_DIGITS: usize = 26;
/// Digits behind them that tell a slip of the pen.
const CHECK_DIGITS: usize = 2;

/// What opens the data.
#[derive(Clone, PartialEq, Eq)]
pub enum Secret {
    Passphrase(Zeroizing<String>),
    Recovery(RecoveryCode),
}

impl Secret {
    /// What a person typed: the recovery code where it is one, else a passphrase.
    pub fn typed(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::passphrase(text), Self::Recovery)
    }

    /// A passphrase, without a line break at its end and with full-width letters and digits as half-width ones: an
    /// input method that is on must not lock anybody out.
    pub fn passphrase(text: &str) -> Self {
        let text = text.trim_end_matches(['\r', '\n']);
        Self::Passphrase(Zeroizing::new(text.chars().map(half_width).collect()))
    }

    /// Whether it could be a PIN: where a PIN is asked for it would be taken for a wrong one.
    pub fn is_like_a_pin(&self) -> bool {
        matches!(self, Self::Passphrase(text) if pin::digits(text).is_some())
    }

    /// Whether it is long enough to be set: eight letters, or four Chinese characters.
    pub fn is_strong_enough(&self) -> bool {
        let weight = |c: char| if c.is_ascii() { 1 } else { 2 };
        match self {
            Self::Passphrase(text) => text.trim().chars().map(weight).sum::<usize>() >= LEAST_WEIGHT,
            Self::Recovery(_) => true,
        }
    }

    fn kind(&self) -> SlotKind {
        match self {
            Self::Passphrase(_) => SlotKind::Passphrase,
            Self::Recovery(_) => SlotKind::Recovery,
        }
    }

    fn derive(&self, cost: Cost, salt: &[u8; 16]) -> Result<Zeroizing<[u8; 32]>, SealFault> {
        match self {
            Self::Passphrase(text) => {
                let mut key = Zeroizing::new([0; 32]);
                let argon = argon(cost).ok_or(SealFault::Forged)?;
                argon.hash_password_into(text.as_bytes(), salt, key.as_mut_slice()).map_err(|_| SealFault::Forged)?;
                Ok(key)
            }
            // The code is drawn, not thought up: there is nothing to guess and nothing to slow down.
            Self::Recovery(code) => {
                let material = Zeroizing::new([salt.as_slice(), code.0.as_bytes()].concat());
                Ok(Zeroizing::new(blake3::derive_key(RECOVERY_CONTEXT, &material)))
            }
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(hidden)")
    }
}

fn argon(cost: Cost) -> Option<Argon2<'static>> {
    if cost.passes > MOST_PASSES || cost.memory_kib > MOST_MEMORY_KIB {
        return None;
    }
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The cost at which a derivation takes about as long as `patience` on this machine, never below three passes.
pub fn calibrated(patience: Duration) -> Cost {
    let once = Cost { memory_kib: MEMORY_KIB, passes: PASSES, lanes: 1 };
    let begun = Instant::now();
    // What comes out is of no interest, only how long it takes.
    let _key = Secret::passphrase("calibration").derive(once, &[0; 16]);
    let pass = (begun.elapsed() / PASSES).max(Duration::from_micros(1));
    let passes = u32::try_from(patience.as_micros() / pass.as_micros()).unwrap_or(MOST_PASSES);
    Cost { passes: passes.clamp(PASSES, MOST_PASSES), ..once }
}

/// Wraps the data key into a slot bound to a device (`head`). A recovery code takes no cost.
///
/// # Errors
/// [`SealFault::Random`] when the system gives no randomness.
pub fn wrap(key: &DataKey, secret: &Secret, cost: Cost, head: &[u8; BOUND_LEN]) -> Result<Slot, SealFault> {
    let (mut salt, mut nonce) = ([0; 16], [0; 24]);
    getrandom::fill(&mut salt).and_then(|()| getrandom::fill(&mut nonce)).map_err(|_| SealFault::Random)?;
    let cost = if secret.kind() == SlotKind::Recovery { Cost::default() } else { cost };
    let slot = Slot { kind: secret.kind(), cost, salt, nonce, sealed: [0; 48] };
    let derived = secret.derive(cost, &salt)?;
    let payload = Payload { msg: key.bytes(), aad: &[head.as_slice(), &slot.head()].concat() };
    let sealed = cipher(&derived).encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| SealFault::Large)?;
    Ok(Slot { sealed: sealed.try_into().map_err(|_| SealFault::Large)?, ..slot })
}

/// The data key out of the slot that fits the sort of secret.
///
/// # Errors
/// [`SealFault::Forged`] when the secret is not the one it was wrapped with.
pub fn unwrap(slots: &[Slot], secret: &Secret, head: &[u8; BOUND_LEN]) -> Result<DataKey, SealFault> {
    let slot = slots.iter().find(|slot| slot.kind == secret.kind()).ok_or(SealFault::Forged)?;
    let derived = secret.derive(slot.cost, &slot.salt)?;
    let payload = Payload { msg: &slot.sealed, aad: &[head.as_slice(), &slot.head()].concat() };
    let opened = cipher(&derived).decrypt(XNonce::from_slice(&slot.nonce), payload).map_err(|_| SealFault::Forged)?;
    let opened = Zeroizing::new(opened);
    let key: [u8; 32] = opened.as_slice().try_into().map_err(|_| SealFault::Forged)?;
    Ok(DataKey::from_bytes(key))
}

fn cipher(key: &Zeroizing<[u8; 32]>) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.as_slice().into())
}

/// The code on paper that opens the data when the passphrase is forgotten: 26 random digits of base 32 and two that tell
/// a slip, in groups of four.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<String>);

/// What was typed is no recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotACode;

impl RecoveryCode {
    /// # Errors
    /// [`SealFault::Random`] when the system gives no randomness.
    pub fn generate() -> Result<Self, SealFault> {
        let mut drawn = Zeroizing::new([0; CODE_DIGITS]);
        getrandom::fill(drawn.as_mut_slice()).map_err(|_| SealFault::Random)?;
        let mut digits = Zeroizing::new(String::with_capacity(CODE_DIGITS + CHECK_DIGITS));
        digits.extend(drawn.iter().map(|byte| digit(*byte)));
        let check = check(&digits);
        digits.extend(check);
        Ok(Self(digits))
    }

    /// In groups of four, as it is printed.
    pub fn shown(&self) -> Zeroizing<String> {
        let mut shown = Zeroizing::new(String::with_capacity(self.0.len() + self.0.len() / 4));
        for (at, c) in self.0.chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                shown.push('-');
            }
            shown.push(c);
        }
        shown
    }
}

fn digit(byte: u8) -> char {
    char::from(DIGITS[usize::from(byte % 32)])
}

fn check(digits: &str) -> [char; CHECK_DIGITS] {
    let hash = blake3::hash(digits.as_bytes());
    [digit(hash.as_bytes()[0]), digit(hash.as_bytes()[1])]
}

impl FromStr for RecoveryCode {
    type Err = NotACode;

    /// Spaces and dashes, small and full-width letters, and O, I, L for 0 and 1 are understood.
    fn from_str(text: &str) -> Result<Self, NotACode> {
        let plain = |c: char| match half_width(c).to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let mut digits = Zeroizing::new(String::with_capacity(text.len()));
        digits.extend(text.chars().map(plain).filter(|c| !c.is_whitespace() && !matches!(c, '-' | '—' | '－')));
        let all_known = digits.bytes().all(|byte| DIGITS.contains(&byte));
        if digits.len() != CODE_DIGITS + CHECK_DIGITS || !all_known {
            return Err(NotACode);
        }
        let (body, tail) = digits.split_at(CODE_DIGITS);
        if !tail.chars().eq(check(body)) {
            return Err(NotACode);
        }
        Ok(Self(digits))
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("RecoveryCode(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::format::keyring::bound_to;

    const QUICK: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

    #[test]
    fn a_slot_opens_with_its_own_secret_on_its_own_device_only() {
        let (key, head) = (DataKey::generate().unwrap(), bound_to(7));
        let code = RecoveryCode::generate().unwrap();
        let (words, paper) = (Secret::passphrase("走村串户又一年"), Secret::Recovery(code));
        let slots = [wrap(&key, &words, QUICK, &head).unwrap(), wrap(&key, &paper, QUICK, &head).unwrap()];
        for secret in [&words, &paper] {
            assert!(unwrap(&slots, secret, &head).unwrap() == key);
            assert_eq!(unwrap(&slots, secret, &bound_to(8)), Err(SealFault::Forged));
        }
        let others = [Secret::passphrase("走村串户又两年"), Secret::Recovery(RecoveryCode::generate().unwrap())];
        for secret in &others {
            assert_eq!(unwrap(&slots, secret, &head), Err(SealFault::Forged));
        }
        let mut cheaper = slots.clone();
        cheaper[0].cost.memory_kib = 32;
        assert_eq!(unwrap(&cheaper, &words, &head), Err(SealFault::Forged), "the cost is bound to the slot");
    }

    #[test]
    fn an_input_method_that_is_on_locks_nobody_out() {
        let (key, head) = (DataKey::generate().unwrap(), bound_to(7));
        let slot = wrap(&key, &Secret::passphrase("door 2026!"), QUICK, &head).unwrap();
        assert!(unwrap(&[slot], &Secret::passphrase("ｄｏｏｒ　２０２６！\n"), &head).unwrap() == key);
    }

    #[test]
    fn a_cost_out_of_all_proportion_is_refused() {
        let (key, head) = (DataKey::generate().unwrap(), bound_to(7));
        let words = Secret::passphrase("long enough");
        let mut slot = wrap(&key, &words, QUICK, &head).unwrap();
        slot.cost.memory_kib = u32::MAX;
        assert_eq!(unwrap(&[slot], &words, &head), Err(SealFault::Forged));
    }

    #[test]
    fn a_recovery_code_is_read_as_people_write_it_and_a_slip_is_told() {
        let code = RecoveryCode::generate().unwrap();
        let shown = code.shown();
        assert_eq!(shown.len(), 28 + 6);
        assert!(shown.parse::<RecoveryCode>() == Ok(code.clone()));
        let sloppy = shown.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert!(sloppy.parse::<RecoveryCode>() == Ok(code));
        let slips = shown.char_indices().filter(|(_, c)| *c != '-').map(|(at, c)| {
            let other = if c == 'Z' { "Y" } else { "Z" };
            [&shown[..at], other, &shown[at + 1..]].concat()
        });
        // One slip in a thousand has the same two digits behind it.
        let told = slips.filter(|slip| slip.parse::<RecoveryCode>().is_err()).count();
        assert!(told >= 25, "{told} of 28");
        assert!(matches!(Secret::typed("走村串户又一年"), Secret::Passphrase(_)));
        assert!(matches!(Secret::typed(&shown), Secret::Recovery(_)));
    }

    #[test]
    fn short_passphrases_are_too_weak() {
        for (text, enough) in
            [("1234567", false), ("12345678", true), ("走村串户", true), ("走村串", false), ("        ", false)]
        {
            assert_eq!(Secret::passphrase(text).is_strong_enough(), enough, "{text}");
        }
    }

    #[test]
    fn secrets_do_not_show_themselves() {
        let secret = Secret::Recovery(RecoveryCode::generate().unwrap());
        assert_eq!(format!("{secret:?}"), "Secret(hidden)");
    }

    #[test]
    fn the_cost_follows_the_patience() {
        let quick = calibrated(Duration::ZERO);
        assert_eq!((quick.memory_kib, quick.passes, quick.lanes), (MEMORY_KIB, PASSES, 1));
        assert!(calibrated(Duration::from_secs(20)).passes > PASSES);
    }
}
