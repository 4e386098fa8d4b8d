//! The keyring: the data key, the device and its epoch in one small file beside the journal.
//!
//! Promises: the file is replaced whole or not at all; it holds two copies, and loading heals a damaged one from the
//! other. A wrapped key never stands bare on the disk again. The bytes are described in [`format`](super::format).

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::durable;
use super::format::FormatFault;
use super::format::keyring::{self, Cost, KeptKey, KeyringCopy, Slot};
use super::seal::{DataKey, SealFault};
use super::wrap::{self, RecoveryCode, Secret};

/// The file's name in the data folder.
pub const NAME: &str = "keyring";

/// An open keyring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyring {
    pub device: u64,
    pub epoch: u16,
    pub key: DataKey,
    /// What the key is wrapped by; a bare one stands in the file as it is.
    slots: Option<Box<[Slot; 2]>>,
}

/// A keyring as it lies on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    /// The key is bare: nothing is needed to open the data.
    Open(Keyring),
    Locked(Locked),
}

/// A keyring whose key is wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    device: u64,
    epoch: u16,
    slots: Box<[Slot; 2]>,
}

impl Stored {
    /// The keyring of a copy, as it lies on a disk or in a backup.
    pub fn of(copy: KeyringCopy) -> Self {
        let KeyringCopy { epoch, device, key } = copy;
        match key {
            KeptKey::Bare(key) => Self::Open(Keyring { device, epoch, key: DataKey::from_bytes(key), slots: None }),
            KeptKey::Wrapped(slots) => Self::Locked(Locked { device, epoch, slots }),
        }
    }

    /// Its bytes' fields; a bare key is bare in them.
    pub fn copy(&self) -> KeyringCopy {
        match self {
            Self::Open(keyring) => keyring.copy(),
            Self::Locked(Locked { device, epoch, slots }) => {
                KeyringCopy { epoch: *epoch, device: *device, key: KeptKey::Wrapped(slots.clone()) }
            }
        }
    }
}

impl Locked {
    /// Opens it; takes as long as was set.
    ///
    /// # Errors
    /// [`SealFault::Forged`] for a wrong secret.
    pub fn unlock(self, secret: &Secret) -> Result<Keyring, SealFault> {
        let Self { device, epoch, slots } = self;
        let key = wrap::unwrap(slots.as_slice(), secret, &keyring::bound_to(device))?;
        Ok(Keyring { device, epoch, key, slots: Some(slots) })
    }
}

impl Keyring {
    /// A keyring with a new, bare data key; not saved yet.
    ///
    /// # Errors
    /// [`SealFault::Random`] when the system gives no randomness.
    pub fn generate(device: u64, epoch: u16) -> Result<Self, SealFault> {
        Ok(Self { device, epoch, key: DataKey::generate()?, slots: None })
    }

    /// A keyring around a key that is in memory, to work with and never to be saved.
    pub(super) fn in_hand(device: u64, epoch: u16, key: DataKey) -> Self {
        Self { device, epoch, key, slots: None }
    }

    /// Whether a passphrase is needed to open it.
    pub fn is_wrapped(&self) -> bool {
        self.slots.is_some()
    }

    /// Wraps the key by a passphrase and by a new recovery code; not saved yet.
    ///
    /// # Errors
    /// [`SealFault::Random`] when the system gives no randomness.
    pub fn wrap(&mut self, passphrase: &Secret, cost: Cost) -> Result<RecoveryCode, SealFault> {
        let head = keyring::bound_to(self.device);
        let code = RecoveryCode::generate()?;
        let words = wrap::wrap(&self.key, passphrase, cost, &head)?;
        let paper = wrap::wrap(&self.key, &Secret::Recovery(code.clone()), cost, &head)?;
        self.slots = Some(Box::new([words, paper]));
        Ok(code)
    }

    /// Wraps the key by another passphrase; the recovery code stays. A bare key is left bare. Not saved yet.
    ///
    /// # Errors
    /// As [`Keyring::wrap`].
    pub fn rewrap(&mut self, passphrase: &Secret, cost: Cost) -> Result<(), SealFault> {
        let head = keyring::bound_to(self.device);
        let Some(slots) = &mut self.slots else { return Ok(()) };
        slots[0] = wrap::wrap(&self.key, passphrase, cost, &head)?;
        Ok(())
    }

    /// Wraps the key by a new recovery code; the old one opens nothing then. A bare key is left bare. Not saved yet.
    ///
    /// # Errors
    /// As [`Keyring::wrap`].
    pub fn recode(&mut self) -> Result<Option<RecoveryCode>, SealFault> {
        let head = keyring::bound_to(self.device);
        let Some(slots) = &mut self.slots else { return Ok(None) };
        let code = RecoveryCode::generate()?;
        slots[1] = wrap::wrap(&self.key, &Secret::Recovery(code.clone()), Cost::default(), &head)?;
        Ok(Some(code))
    }

    /// Loads `data`/keyring. The flag says that one copy, or what lies between them, was damaged; it has been written anew
    /// where the disk let it.
    ///
    /// # Errors
    /// [`KeyringFault`]; `Missing` when there is none.
    pub fn load(data: &Path) -> Result<(Stored, bool), KeyringFault> {
        let path = data.join(NAME);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Err(KeyringFault::Missing(path)),
            Err(fault) => return Err(KeyringFault::Io { path, fault }),
        };
        let first = from_copy(&bytes);
        let second = from_copy(bytes.get(keyring::SECOND..).unwrap_or_default());
        match (first, second) {
            (Ok(first), Ok(second)) if first == second => {
                let harmed = *bytes != *file_of(&first);
                Ok((mended(data, first, harmed), harmed))
            }
            // The file is replaced whole, so two good copies that differ cannot come from a torn write.
            (Ok(_), Ok(_)) => Err(KeyringFault::Differ(path)),
            (Err(CopyFault::Newer(number)), _) | (_, Err(CopyFault::Newer(number))) => {
                Err(KeyringFault::Newer { path, number })
            }
            (Ok(good), Err(_)) | (Err(_), Ok(good)) => Ok((mended(data, good, true), true)),
            (Err(_), Err(_)) => Err(KeyringFault::Damaged(path)),
        }
    }

    /// Writes `data`/keyring durably, in place of any other.
    ///
    /// # Errors
    /// [`KeyringFault::Io`]; the old keyring is still there then.
    pub fn save(&self, data: &Path) -> Result<(), KeyringFault> {
        write(data, &self.copy())
    }

    /// As [`Keyring::save`], in place of `before`, which is put back when the new one cannot be made durable.
    ///
    /// # Errors
    /// [`KeyringFault::Io`] when the one before holds on, [`KeyringFault::Unsure`] when that cannot be said.
    pub fn save_over(&self, before: &Self, data: &Path) -> Result<(), KeyringFault> {
        let Err(fault) = self.save(data) else { return Ok(()) };
        let before = Stored::of(before.copy());
        let holds = || Self::load(data).is_ok_and(|(stored, _)| stored == before);
        if holds() || write(data, &before.copy()).is_ok() {
            return Err(fault);
        }
        Err(if holds() { fault } else { KeyringFault::Unsure(data.join(NAME)) })
    }

    fn copy(&self) -> KeyringCopy {
        let key = match &self.slots {
            None => KeptKey::Bare(*self.key.bytes()),
            Some(slots) => KeptKey::Wrapped(slots.clone()),
        };
        KeyringCopy { epoch: self.epoch, device: self.device, key }
    }
}

fn from_copy(bytes: &[u8]) -> Result<KeyringCopy, CopyFault> {
    KeyringCopy::decode(bytes).map_err(|fault| match fault {
        FormatFault::Version(number) => CopyFault::Newer(number),
        _ => CopyFault::Damaged,
    })
}

/// What was loaded, with the file written anew where it was harmed.
fn mended(data: &Path, good: KeyringCopy, harmed: bool) -> Stored {
    if harmed {
        // A disk that is full or read-only keeps the one good copy, and the next opening tries again.
        let _later = write(data, &good);
    }
    Stored::of(good)
}

fn file_of(copy: &KeyringCopy) -> Zeroizing<Vec<u8>> {
    let copy = Zeroizing::new(copy.encode());
    let mut bytes = Zeroizing::new(vec![0; keyring::SECOND + copy.len()]);
    bytes[..copy.len()].copy_from_slice(copy.as_slice());
    bytes[keyring::SECOND..].copy_from_slice(copy.as_slice());
    bytes
}

fn write(data: &Path, copy: &KeyringCopy) -> Result<(), KeyringFault> {
    durable::replace(data, NAME, &file_of(copy)).map_err(|fault| KeyringFault::Io { path: data.join(NAME), fault })
}

enum CopyFault {
    Damaged,
    Newer(u16),
}

/// Why there is no keyring to work with. The paths name the file.
#[derive(Debug)]
pub enum KeyringFault {
    Missing(PathBuf),
    Io {
        path: PathBuf,
        fault: io::Error,
    },
    /// Both copies are damaged.
    Damaged(PathBuf),
    /// Both copies are whole but not the same.
    Differ(PathBuf),
    /// A format or a wrapping this program does not know, with its number.
    Newer {
        path: PathBuf,
        number: u16,
    },
    /// One was to be replaced, and the disk failed: which of the two lies there cannot be said.
    Unsure(PathBuf),
}

impl fmt::Display for KeyringFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeyringFault::Missing(path) => write!(out, "there is no keyring at {}", path.display()),
            KeyringFault::Io { path, fault } => write!(out, "cannot reach the keyring {}: {fault}", path.display()),
            KeyringFault::Damaged(path) => write!(out, "both copies in the keyring {} are damaged", path.display()),
            KeyringFault::Differ(path) => write!(out, "the two copies in the keyring {} differ", path.display()),
            KeyringFault::Unsure(path) => write!(out, "the keyring {} is the old or the new one", path.display()),
            KeyringFault::Newer { path, number } => {
                write!(out, "the keyring {} has format {number}; a newer program is needed", path.display())
            }
        }
    }
}

impl std::error::Error for KeyringFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            KeyringFault::Io { fault, .. } => Some(fault),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::format::keyring::{BARE_LEN, SECOND, WRAPPED_LEN};

    const QUICK: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

    fn saved(keyring: &Keyring) -> (tempfile::TempDir, Vec<u8>) {
        let data = tempfile::tempdir().unwrap();
        keyring.save(data.path()).unwrap();
        let bytes = fs::read(data.path().join(NAME)).unwrap();
        (data, bytes)
    }

    fn bare() -> Keyring {
        Keyring::generate(42, 3).unwrap()
    }

    fn wrapped() -> (Keyring, RecoveryCode) {
        let mut keyring = bare();
        let code = keyring.wrap(&Secret::passphrase("一二三四五"), QUICK).unwrap();
        (keyring, code)
    }

    #[test]
    fn a_saved_keyring_loads_as_it_was() {
        let keyring = bare();
        let (data, bytes) = saved(&keyring);
        assert_eq!(Keyring::load(data.path()).unwrap(), (Stored::Open(keyring), false));
        assert_eq!(bytes.len(), SECOND + BARE_LEN);
        assert!(!data.path().join("keyring.part").exists());
    }

    #[test]
    fn a_wrapped_key_is_not_in_the_file_and_opens_with_passphrase_and_paper() {
        let (keyring, code) = wrapped();
        let (data, bytes) = saved(&keyring);
        assert!(!bytes.windows(32).any(|window| window == keyring.key.bytes()));
        let (Stored::Locked(locked), false) = Keyring::load(data.path()).unwrap() else { panic!("it is locked") };
        for secret in [Secret::passphrase("一二三四五"), Secret::Recovery(code)] {
            assert_eq!(locked.clone().unlock(&secret).unwrap(), keyring);
        }
        assert_eq!(locked.unlock(&Secret::passphrase("一二三四六")), Err(SealFault::Forged));
    }

    #[test]
    fn another_passphrase_takes_the_place_of_the_first_and_the_paper_stays() {
        let (mut keyring, code) = wrapped();
        keyring.rewrap(&Secret::passphrase("六七八九十"), QUICK).unwrap();
        let (data, _) = saved(&keyring);
        let (Stored::Locked(locked), _) = Keyring::load(data.path()).unwrap() else { panic!("it is locked") };
        assert!(locked.clone().unlock(&Secret::passphrase("一二三四五")).is_err());
        assert!(locked.clone().unlock(&Secret::passphrase("六七八九十")).unwrap() == keyring);
        assert!(locked.unlock(&Secret::Recovery(code)).unwrap() == keyring);
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let (data, _) = saved(&bare());
        assert_eq!(fs::metadata(data.path().join(NAME)).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn either_copy_heals_the_other() {
        for (keyring, length) in [(bare(), BARE_LEN), (wrapped().0, WRAPPED_LEN)] {
            let (data, bytes) = saved(&keyring);
            let (stored, _) = Keyring::load(data.path()).unwrap();
            for begin in [0, SECOND] {
                for at in (begin..begin + length).step_by(7) {
                    let mut damaged = bytes.clone();
                    damaged[at] ^= 0x10;
                    fs::write(data.path().join(NAME), &damaged).unwrap();
                    assert_eq!(Keyring::load(data.path()).unwrap(), (stored.clone(), true), "byte {at}");
                    assert_eq!(fs::read(data.path().join(NAME)).unwrap(), bytes, "byte {at}");
                }
            }
            fs::write(data.path().join(NAME), &bytes[..SECOND + 5]).unwrap();
            assert_eq!(Keyring::load(data.path()).unwrap(), (stored, true));
        }
    }

    #[test]
    fn faults_are_told_apart() {
        let (data, bytes) = saved(&bare());
        let load = |bytes: &[u8]| {
            fs::write(data.path().join(NAME), bytes).unwrap();
            Keyring::load(data.path()).unwrap_err()
        };
        assert!(matches!(load(&[]), KeyringFault::Damaged(_)));
        let mut both = bytes.clone();
        both[30] ^= 1;
        both[SECOND + 30] ^= 1;
        assert!(matches!(load(&both), KeyringFault::Damaged(_)));
        let (_, other) = saved(&bare());
        let mixed = [&bytes[..SECOND], &other[SECOND..]].concat();
        assert!(matches!(load(&mixed), KeyringFault::Differ(_)));
        let mut newer = wrapped().0.copy().encode();
        newer.truncate(WRAPPED_LEN - 32);
        newer[10] = 9;
        newer.extend_from_slice(blake3::hash(&newer).as_bytes());
        assert!(matches!(load(&newer), KeyringFault::Newer { number: 9, .. }));
        fs::remove_file(data.path().join(NAME)).unwrap();
        assert!(matches!(Keyring::load(data.path()), Err(KeyringFault::Missing(_))));
    }
}
