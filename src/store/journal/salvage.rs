//! What can still be read of damaged frames: which events stood in them, not what they said.

use super::{Damage, Journal, file};
use crate::store::format::{ALGORITHMS, ENVELOPE_LEN, FRAME_HEAD_LEN, FRAME_TAIL_LEN, HEADER_LEN, Header};

impl Journal {
    /// The headers of events that stood in damaged places, as far as they read one after the other. Nothing but their form
    /// is checked: whoever uses them compares with what is known.
    pub fn headers_in(&self, damage: &[Damage]) -> Vec<Header> {
        let mut found = Vec::new();
        for Damage { file, frame, resumed, .. } in damage {
            let Ok(Some(bytes)) = file::read(&self.data, *file, 0) else { continue };
            let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
            let (from, to) = (place(frame + FRAME_HEAD_LEN as u64), place(*resumed).saturating_sub(FRAME_TAIL_LEN));
            found.extend(headers(bytes.get(from..to).unwrap_or_default()));
        }
        found
    }
}

fn headers(mut bytes: &[u8]) -> Vec<Header> {
    let mut found = Vec::new();
    while let Some(head) = bytes.first_chunk::<ENVELOPE_LEN>() {
        let mut fields = [0; HEADER_LEN];
        fields.copy_from_slice(&head[..HEADER_LEN]);
        let header = Header::decode(&fields);
        let mut length = [0; 4];
        length.copy_from_slice(&head[ENVELOPE_LEN - 4..]);
        let next = ENVELOPE_LEN.saturating_add(u32::from_be_bytes(length) as usize);
        if header.alg != ALGORITHMS || header.seq == 0 || next > bytes.len() {
            break;
        }
        found.push(header);
        bytes = &bytes[next..];
    }
    found
}
