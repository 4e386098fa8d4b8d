//! The desk in one small sealed file beside the journal.
//!
//! Promises: the file is replaced whole or not at all; what cannot be read is moved aside, never deleted, and named.
//! Neither its name nor its bytes say anything of a person. The bytes are described in [`format`](super::format).

use std::fs;
use std::io;
use std::path::Path;

use super::durable;
use super::format::{DESK_MAGIC, DESK_VERSION};
use super::seal::{DataKey, SealFault, open_file, seal_file};
use crate::domain::desk::{Desk, DeskAside, DeskFault};

/// The file's name in the data folder.
pub const NAME: &str = "desk";
/// Bytes before the sealed ones: magic and version.
const HEAD: usize = DESK_MAGIC.len() + 1;

/// The desk of a data folder; an empty one where none was written. One that cannot be read is moved into `quarantine`.
///
/// # Errors
/// When the file system refuses; the file is where it was then.
pub fn load(data: &Path, key: &DataKey, quarantine: &Path) -> io::Result<(Desk, Option<DeskAside>)> {
    let path = data.join(NAME);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok((Desk::default(), None)),
        Err(fault) => return Err(fault),
    };
    match decode(key, &bytes) {
        Ok(desk) => Ok((desk, None)),
        Err(why) => {
            let aside = durable::free_name(quarantine, NAME)?;
            fs::rename(&path, &aside)?;
            durable::sync_folder(data)?;
            durable::sync_folder(quarantine)?;
            Ok((Desk::default(), Some(DeskAside { why, aside })))
        }
    }
}

/// Writes the desk of a data folder durably, in place of the one before.
///
/// # Errors
/// When the file system refuses or gives no randomness; the one before is still there then.
pub fn save(data: &Path, key: &DataKey, desk: &Desk) -> io::Result<()> {
    durable::replace(data, NAME, &encode(key, desk).map_err(io::Error::other)?)
}

fn encode(key: &DataKey, desk: &Desk) -> Result<Vec<u8>, SealFault> {
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(desk).expect("text, numbers and lists of them"));
    let head = head(DESK_VERSION);
    let sealed = seal_file(key, &head, &plain)?;
    Ok([head.as_slice(), &sealed].concat())
}

fn decode(key: &DataKey, bytes: &[u8]) -> Result<Desk, DeskFault> {
    let (written, sealed) = bytes.split_at_checked(HEAD).ok_or(DeskFault::Damaged)?;
    let version = written[HEAD - 1];
    if written != head(version) {
        return Err(DeskFault::Damaged);
    }
    if version > DESK_VERSION {
        return Err(DeskFault::Newer(version));
    }
    let plain = open_file(key, written, sealed).map_err(|_| DeskFault::Damaged)?;
    serde_json::from_slice(&zeroize::Zeroizing::new(plain)).map_err(|_| DeskFault::Damaged)
}

fn head(version: u8) -> [u8; HEAD] {
    let mut head = [version; HEAD];
    head[..DESK_MAGIC.len()].copy_from_slice(&DESK_MAGIC);
    head
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::domain::id::Id;
    use crate::domain::moment::Moment;
    use crate::domain::scope::Scope;

    const WORDS: &str = "门前路坑洼";

    fn key() -> DataKey {
        DataKey::from_bytes([7; 32])
    }

    fn full() -> Desk {
        let at: Moment = "2026-11-23T09:12".parse().unwrap();
        let cell: Scope = "150826102207-003".parse().unwrap();
        let mut desk = Desk::default();
        desk.me = Some("陈强".to_owned());
        desk.cells.push(cell);
        desk.keep_draft(Some(Id::from_u64(7)), (WORDS, ""), at);
        desk.keep_draft(None, ("wxy 诉求", ""), at);
        desk.park(Id::from_u64(9), at);
        desk.columns.insert("户主姓名".to_owned(), "head".to_owned());
        desk
    }

    fn kept() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let data = tempfile::tempdir().unwrap();
        save(data.path(), &key(), &full()).unwrap();
        let (file, quarantine) = (data.path().join(NAME), data.path().join("quarantine"));
        (data, file, quarantine)
    }

    #[test]
    fn a_kept_desk_is_there_again_and_the_first_is_empty() {
        let (data, _, quarantine) = kept();
        assert_eq!(load(data.path(), &key(), &quarantine).unwrap(), (full(), None));
        let fresh = tempfile::tempdir().unwrap();
        assert_eq!(load(fresh.path(), &key(), &quarantine).unwrap(), (Desk::default(), None));
        assert!(!quarantine.exists());
    }

    #[test]
    fn nothing_of_a_person_stands_in_the_folder() {
        let (data, ..) = kept();
        for entry in fs::read_dir(data.path()).unwrap() {
            let entry = entry.unwrap();
            assert!(entry.file_name().to_str().unwrap().is_ascii());
            let bytes = fs::read(entry.path()).unwrap();
            for words in [WORDS, "陈强", "户主", "drafts", "head"] {
                let utf16: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
                let gbk = encoding_rs::GBK.encode(words).0.into_owned();
                for written in [words.as_bytes().to_vec(), utf16, gbk] {
                    assert!(!bytes.windows(written.len()).any(|window| window == written), "{words}");
                }
            }
        }
    }

    #[test]
    fn a_damaged_desk_lies_aside_as_it_was() {
        let (data, file, quarantine) = kept();
        let whole = fs::read(&file).unwrap();
        for (number, at) in (0..whole.len()).step_by(5).enumerate() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x20;
            fs::write(&file, &damaged).unwrap();
            let (desk, aside) = load(data.path(), &key(), &quarantine).unwrap();
            let aside = aside.unwrap();
            assert_eq!((desk, fs::read(&aside.aside).unwrap()), (Desk::default(), damaged), "byte {at}");
            assert!(!file.exists() && aside.aside.ends_with(format!("desk-{:04}", number + 1)), "{aside:?}");
        }
        for cut in [0, 3, HEAD, whole.len() - 1] {
            fs::write(&file, &whole[..cut]).unwrap();
            assert_eq!(load(data.path(), &key(), &quarantine).unwrap().1.unwrap().why, DeskFault::Damaged);
        }
    }

    #[test]
    fn a_newer_desk_lies_aside_and_says_so() {
        let (data, file, quarantine) = kept();
        let mut newer = fs::read(&file).unwrap();
        newer[HEAD - 1] = DESK_VERSION + 1;
        fs::write(&file, &newer).unwrap();
        let (_, aside) = load(data.path(), &key(), &quarantine).unwrap();
        assert_eq!(aside.unwrap().why, DeskFault::Newer(DESK_VERSION + 1));
    }

    #[test]
    fn a_desk_without_a_field_and_with_an_unknown_one_reads() {
        let plain = r#"{"me":"陈强","colour":"blue"}"#;
        let head = head(DESK_VERSION);
        let bytes = [head.as_slice(), &seal_file(&key(), &head, plain.as_bytes()).unwrap()].concat();
        let desk = decode(&key(), &bytes).unwrap();
        assert_eq!((desk.me.as_deref(), desk.parked()), (Some("陈强"), &[][..]));
    }

    #[test]
    fn half_a_new_desk_beside_it_loses_nothing() {
        let (data, file, quarantine) = kept();
        let whole = fs::read(&file).unwrap();
        fs::write(data.path().join("desk.part"), &whole[..20]).unwrap();
        assert_eq!(load(data.path(), &key(), &quarantine).unwrap(), (full(), None));
        save(data.path(), &key(), &Desk::default()).unwrap();
        assert_eq!(load(data.path(), &key(), &quarantine).unwrap(), (Desk::default(), None));
    }
}
