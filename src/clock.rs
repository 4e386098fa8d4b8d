//! The only place that asks the system what time it is.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::moment::Moment;

/// Names the moment that a command takes for now, when `--now` does not.
pub const VARIABLE: &str = "CHUANMEN_NOW";

/// What a command takes for now: the system's time, or a moment that was given and stands still.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    fixed: Option<Moment>,
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that always shows this moment.
    pub fn fixed(at: Moment) -> Self {
        Self { fixed: Some(at) }
    }

    /// To the second.
    pub fn now(self) -> Moment {
        self.fixed.unwrap_or_else(system_now)
    }
}

#[expect(clippy::disallowed_methods, reason = "every other module asks here")]
fn system_now() -> Moment {
    // A clock set before 1970 shows its first second; it is wrong in any case.
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::from_unix(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_moment_stands_still() {
        let at: Moment = "2026-11-21T09:00".parse().unwrap();
        assert_eq!(Clock::fixed(at).now(), at);
        assert!(Clock::system().now() > "2024-01-01".parse().unwrap());
    }
}
