//! The clock of one matter: the allowance it was given, its pauses and its one extension.

use serde::{Deserialize, Serialize};

use super::{Allowance, Due, Explanation, Moment, Pause, Workdays, due, explain};

/// A clock that runs from receipt to its due moment.
///
/// The due moment is stored: a newer table of holidays moves it only where it was provisional.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineClock {
    /// What was given at first.
    pub allowance: Allowance,
    /// When it was said (the visit), not when it was typed.
    pub received: Moment,
    /// In the order they were recorded; only the last may be going on.
    pub pauses: Vec<Pause>,
    /// When it is due, as counted when the clock was last touched.
    pub due: Due,
    /// The one extension, once given.
    pub extension: Option<Extension>,
}

/// More time, given once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// What was given, counted from `at`.
    pub allowance: Allowance,
    /// When it was given.
    pub at: Moment,
}

/// Why a clock is left as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockRefusal {
    /// A date that a person fixed cannot be paused.
    FixedDate,
    /// It is paused already.
    Paused,
    /// It is not paused.
    NotPaused,
    /// Its time is up: it can neither be extended nor paused.
    Expired(Due),
    /// It was extended before; that happens once.
    ExtendedBefore(Extension),
    /// The new due moment is not later than the present one.
    NotLater {
        /// What holds now.
        present: Due,
        /// What was asked for.
        asked: Due,
    },
}

impl DeadlineClock {
    /// A clock that begins to run at `received`.
    pub fn start(allowance: Allowance, received: Moment, workdays: &Workdays) -> Self {
        let due = due(allowance, received, workdays);
        Self { allowance, received, pauses: Vec::new(), due, extension: None }
    }

    /// The allowance that holds and the moment it counts from: the extension's once there is one.
    pub fn counts(&self) -> (Allowance, Moment) {
        self.extension.map_or((self.allowance, self.received), |extension| (extension.allowance, extension.at))
    }

    /// Whether the household is being waited for.
    pub fn is_paused(&self) -> bool {
        self.pauses.last().is_some_and(|pause| pause.to.is_none())
    }

    /// Whether its one extension was given.
    pub fn is_extended(&self) -> bool {
        self.extension.is_some()
    }

    /// The days that lead to the due moment by this calendar.
    pub fn explain(&self, workdays: &Workdays) -> Explanation {
        let (allowance, from) = self.counts();
        explain(allowance, from, &self.pauses, workdays)
    }

    /// When it is due by this calendar: counted anew only where the stored moment is provisional.
    pub fn current_due(&self, workdays: &Workdays) -> Due {
        if self.due.provisional { self.explain(workdays).due } else { self.due }
    }

    /// Whether its time is up at `now`: the due moment has passed and it is not paused.
    pub fn is_late(&self, now: Moment, workdays: &Workdays) -> bool {
        !self.is_paused() && now > self.current_due(workdays).at
    }

    /// Begins to wait for the household.
    ///
    /// # Errors
    /// [`ClockRefusal::FixedDate`], [`ClockRefusal::Paused`], or [`ClockRefusal::Expired`]: waiting begun after the
    /// time was up would hide that it was.
    pub fn pause(&mut self, at: Moment, workdays: &Workdays) -> Result<(), ClockRefusal> {
        if matches!(self.counts().0, Allowance::Until(_)) {
            return Err(ClockRefusal::FixedDate);
        }
        if self.is_paused() {
            return Err(ClockRefusal::Paused);
        }
        self.in_time(at, workdays)?;
        self.pauses.push(Pause { from: at, to: None });
        Ok(())
    }

    /// Ends the wait. The due moment moves by the days (or, for hours, the time) that were waited, if any;
    /// an end before the beginning, as clocks of two devices may give, takes nothing.
    ///
    /// # Errors
    /// [`ClockRefusal::NotPaused`].
    pub fn resume(&mut self, at: Moment, workdays: &Workdays) -> Result<(), ClockRefusal> {
        let before = self.explain(workdays).due;
        let pause = self.pauses.last_mut().filter(|pause| pause.to.is_none()).ok_or(ClockRefusal::NotPaused)?;
        pause.to = Some(at);
        let waited = self.explain(workdays).due;
        // A wait that took nothing is no occasion for a newer table to move a date that was certain.
        if waited != before {
            self.due = waited;
        }
        Ok(())
    }

    /// Gives more time, counted from `at`.
    ///
    /// # Errors
    /// [`ClockRefusal::ExtendedBefore`], [`ClockRefusal::Expired`], [`ClockRefusal::NotLater`], or
    /// [`ClockRefusal::FixedDate`] when a paused clock would get a date that cannot be paused.
    pub fn extend(&mut self, allowance: Allowance, at: Moment, workdays: &Workdays) -> Result<(), ClockRefusal> {
        if let Some(extension) = self.extension {
            return Err(ClockRefusal::ExtendedBefore(extension));
        }
        if self.is_paused() && matches!(allowance, Allowance::Until(_)) {
            return Err(ClockRefusal::FixedDate);
        }
        self.in_time(at, workdays)?;
        let (present, asked) = (self.current_due(workdays), due(allowance, at, workdays));
        if asked.at <= present.at {
            return Err(ClockRefusal::NotLater { present, asked });
        }
        self.extension = Some(Extension { allowance, at });
        self.due = asked;
        Ok(())
    }

    fn in_time(&self, at: Moment, workdays: &Workdays) -> Result<(), ClockRefusal> {
        if self.is_late(at, workdays) { Err(ClockRefusal::Expired(self.current_due(workdays))) } else { Ok(()) }
    }
}
