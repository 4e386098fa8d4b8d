//! The rules in force: deadline policy and calendar, the township's own or the embedded ones.

use std::sync::{Arc, LazyLock};

use super::policy::Policy;
use super::workdays::Workdays;

/// Policy and calendar, with a version that changes whenever anything derived from them may.
#[derive(Clone, Debug)]
pub struct Rules {
    pub policy: Arc<Policy>,
    pub workdays: Arc<Workdays>,
    pub version: u64,
}

/// Raised when other rows are derived from the same record: by `facets`, or by the store from those.
const FACETS_VERSION: u64 = 5;

impl Rules {
    /// The embedded policy and calendar.
    pub fn embedded() -> Self {
        // Read once: a start asks for them several times.
        static EMBEDDED: LazyLock<Rules> = LazyLock::new(|| Rules::read(None, None));
        EMBEDDED.clone()
    }

    /// The embedded rules, replaced by the township's own texts where those can be read. A text was checked when it
    /// was loaded; one that a newer version of the app wrote and this one cannot read leaves the embedded rule.
    pub fn with(policy_toml: Option<&str>, workdays_tsv: Option<&str>) -> Self {
        match (policy_toml, workdays_tsv) {
            (None, None) => Self::embedded(),
            (policy, workdays) => Self::read(policy, workdays),
        }
    }

    fn read(policy_toml: Option<&str>, workdays_tsv: Option<&str>) -> Self {
        let policy = policy_toml.and_then(|toml| Policy::from_toml(toml).ok()).unwrap_or_else(Policy::embedded);
        let embedded = Workdays::embedded();
        let workdays = match workdays_tsv.and_then(|tsv| Workdays::from_tsv(tsv).ok()) {
            Some(newer) => embedded.extended_with(&newer),
            None => embedded,
        };
        let mut hasher = blake3::Hasher::new();
        hasher.update(&FACETS_VERSION.to_be_bytes());
        for text in [policy_toml, workdays_tsv] {
            hasher.update(blake3::hash(text.unwrap_or_default().as_bytes()).as_bytes());
        }
        // The embedded data are part of the version too: a new release may bring a new calendar.
        hasher.update(include_bytes!("workdays.tsv")).update(include_bytes!("policy.toml"));
        let mut first = [0; 8];
        first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        Self { policy: Arc::new(policy), workdays: Arc::new(workdays), version: u64::from_be_bytes(first) }
    }
}
