//! What is told the household about a matter, as card and page of the matter both show it.

use crate::domain::event::Event;
use crate::domain::fact::{Fact, MatterFact};
use crate::domain::history::History;
use crate::domain::matter::Matter;
use crate::domain::reader::Read;
use crate::i18n::Lang;
use crate::i18n::tell::{Telling, tell};
use crate::tui::sight::Sight;

use super::row::MatterRow;

/// What the sentence needs beside the matter itself.
#[derive(Debug)]
pub struct Told {
    /// The matter that this voice is joined to, and who has that in hand.
    pub lead: Option<(Matter, String)>,
    /// What was written last of how it goes; a voice's is its lead's.
    progress: Option<String>,
}

impl Told {
    /// Reads it; `events` are the matter's own.
    pub fn read(matter: &Matter, events: &[Event], sight: &Sight<'_>) -> Read<Self> {
        let lead = matter.lead.map_or(Ok(None), |id| sight.reader.matter(id))?;
        let lead = lead.map(|lead| sight.assignee(&lead).map(|who| (lead, who))).transpose()?;
        let progress = match &lead {
            Some((lead, _)) => progress(&sight.reader.history(lead.id)?),
            None => progress(events),
        };
        Ok(Self { lead, progress })
    }

    /// The matter that an open voice waits for.
    pub fn waits_for(&self, matter: &Matter) -> Option<&(Matter, String)> {
        self.lead.as_ref().filter(|_| matter.is_open())
    }

    /// What to say at the door, as it stands.
    pub fn sentence(&self, matter: &Matter, row: &MatterRow, sight: &Sight<'_>, lang: Lang) -> String {
        let lead = self.waits_for(matter);
        let telling = Telling {
            matter: lead.map_or(matter, |(lead, _)| lead),
            is_shared: lead.is_some() || row.voices > 0 && matter.is_open(),
            with: lead.map_or(row.who.as_str(), |(_, who)| who.as_str()),
            progress: self.progress.as_deref(),
            now: sight.now,
            workdays: &sight.rules.workdays,
        };
        tell(&telling, lang)
    }
}

/// What was written last of how it goes and was not taken back.
fn progress(events: &[Event]) -> Option<String> {
    let history = History::new(events);
    let mut live = history.iter().rev().filter(|(_, live)| *live);
    live.find_map(|(event, _)| match &event.fact {
        Fact::Matter(MatterFact::Noted { text } | MatterFact::Mediated { text }) => Some(text.clone()),
        _ => None,
    })
}
