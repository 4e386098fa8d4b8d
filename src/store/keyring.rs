//! The keyring: the data key, the device and its epoch in one small file beside the journal.
//!
//! Promises: the file is replaced whole or not at all; it holds two copies, and loading heals a damaged one from the other.
//! Absent: wrapping by a passphrase. The bytes are described in [`format`](super::format).

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::durable;
use super::format::{FormatFault, KEYRING_LEN, KEYRING_SECOND, KeyringCopy};
use super::seal::{DataKey, SealFault};

const NAME: &str = "keyring";
const UNWRAPPED: u8 = 0;

/// What the keyring holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyring {
    pub device: u64,
    pub epoch: u16,
    pub key: DataKey,
}

impl Keyring {
    /// A keyring with a new data key; not saved yet.
    ///
    /// # Errors
    /// [`SealFault::Random`] when the system gives no randomness.
    pub fn generate(device: u64, epoch: u16) -> Result<Self, SealFault> {
        Ok(Self { device, epoch, key: DataKey::generate()? })
    }

    /// Loads `data`/keyring. The flag says that one copy was damaged and has been written anew.
    ///
    /// # Errors
    /// [`KeyringFault`]; `Missing` when there is none.
    pub fn load(data: &Path) -> Result<(Self, bool), KeyringFault> {
        let path = data.join(NAME);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Err(KeyringFault::Missing(path)),
            Err(fault) => return Err(KeyringFault::Io { path, fault }),
        };
        let first = Self::from_copy(&bytes);
        let second = Self::from_copy(bytes.get(KEYRING_SECOND..).unwrap_or_default());
        match (first, second) {
            (Ok(first), Ok(second)) if first == second => Ok((first, false)),
            // The file is replaced whole, so two good copies that differ cannot come from a torn write.
            (Ok(_), Ok(_)) => Err(KeyringFault::Differ(path)),
            (Err(CopyFault::Newer(number)), _) | (_, Err(CopyFault::Newer(number))) => {
                Err(KeyringFault::Newer { path, number })
            }
            (Ok(good), Err(_)) | (Err(_), Ok(good)) => {
                good.save(data)?;
                Ok((good, true))
            }
            (Err(_), Err(_)) => Err(KeyringFault::Damaged(path)),
        }
    }

    fn from_copy(bytes: &[u8]) -> Result<Self, CopyFault> {
        match KeyringCopy::decode(bytes) {
            Ok(KeyringCopy { wrap: UNWRAPPED, epoch, device, key }) => {
                Ok(Self { device, epoch, key: DataKey::from_bytes(key) })
            }
            Ok(KeyringCopy { wrap, .. }) => Err(CopyFault::Newer(u16::from(wrap))),
            Err(FormatFault::Version(number)) => Err(CopyFault::Newer(number)),
            Err(_) => Err(CopyFault::Damaged),
        }
    }

    /// Writes `data`/keyring durably, in place of any other.
    ///
    /// # Errors
    /// [`KeyringFault::Io`]; the old keyring is still there then.
    pub fn save(&self, data: &Path) -> Result<(), KeyringFault> {
        durable::replace(data, NAME, &self.encode()).map_err(|fault| KeyringFault::Io { path: data.join(NAME), fault })
    }

    fn encode(&self) -> Zeroizing<Vec<u8>> {
        let copy = KeyringCopy { wrap: UNWRAPPED, epoch: self.epoch, device: self.device, key: *self.key.bytes() };
        let copy = Zeroizing::new(copy.encode());
        let mut bytes = Zeroizing::new(vec![0; KEYRING_SECOND + KEYRING_LEN]);
        bytes[..KEYRING_LEN].copy_from_slice(copy.as_slice());
        bytes[KEYRING_SECOND..].copy_from_slice(copy.as_slice());
        bytes
    }
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
}

impl fmt::Display for KeyringFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeyringFault::Missing(path) => write!(out, "there is no keyring at {}", path.display()),
            KeyringFault::Io { path, fault } => write!(out, "cannot reach the keyring {}: {fault}", path.display()),
            KeyringFault::Damaged(path) => write!(out, "both copies in the keyring {} are damaged", path.display()),
            KeyringFault::Differ(path) => write!(out, "the two copies in the keyring {} differ", path.display()),
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

    fn saved() -> (tempfile::TempDir, Keyring, Vec<u8>) {
        let data = tempfile::tempdir().unwrap();
        let keyring = Keyring::generate(42, 3).unwrap();
        keyring.save(data.path()).unwrap();
        let bytes = fs::read(data.path().join(NAME)).unwrap();
        (data, keyring, bytes)
    }

    #[test]
    fn a_saved_keyring_loads_as_it_was() {
        let (data, keyring, bytes) = saved();
        assert_eq!(Keyring::load(data.path()).unwrap(), (keyring, false));
        assert_eq!(bytes.len(), 4_184);
        assert!(!data.path().join("keyring.part").exists());
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let (data, ..) = saved();
        assert_eq!(fs::metadata(data.path().join(NAME)).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn either_copy_heals_the_other() {
        let (data, keyring, bytes) = saved();
        for begin in [0, KEYRING_SECOND] {
            for at in (begin..begin + KEYRING_LEN).step_by(7) {
                let mut damaged = bytes.clone();
                damaged[at] ^= 0x10;
                fs::write(data.path().join(NAME), &damaged).unwrap();
                assert_eq!(Keyring::load(data.path()).unwrap(), (keyring.clone(), true), "byte {at}");
                assert_eq!(fs::read(data.path().join(NAME)).unwrap(), bytes, "byte {at}");
            }
        }
        fs::write(data.path().join(NAME), &bytes[..KEYRING_SECOND + 5]).unwrap();
        assert_eq!(Keyring::load(data.path()).unwrap(), (keyring, true));
    }

    #[test]
    fn faults_are_told_apart() {
        let (data, _, bytes) = saved();
        let load = |bytes: &[u8]| {
            fs::write(data.path().join(NAME), bytes).unwrap();
            Keyring::load(data.path()).unwrap_err()
        };
        assert!(matches!(load(&[]), KeyringFault::Damaged(_)));
        let mut both = bytes.clone();
        both[30] ^= 1;
        both[KEYRING_SECOND + 30] ^= 1;
        assert!(matches!(load(&both), KeyringFault::Damaged(_)));
        let other = Keyring::generate(42, 3).unwrap().encode();
        let mixed = [&bytes[..KEYRING_SECOND], &other[KEYRING_SECOND..]].concat();
        assert!(matches!(load(&mixed), KeyringFault::Differ(_)));
        let wrapped = KeyringCopy { wrap: 1, epoch: 1, device: 1, key: [0; 32] }.encode();
        assert!(matches!(load(&wrapped), KeyringFault::Newer { number: 1, .. }));
        fs::remove_file(data.path().join(NAME)).unwrap();
        assert!(matches!(Keyring::load(data.path()), Err(KeyringFault::Missing(_))));
    }
}
