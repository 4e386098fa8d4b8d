//! `completions`: a script by which a shell completes commands and options.

use clap_complete::Shell;

use super::call::Call;
use crate::failure::Failure;

/// Print a script by which a shell completes commands and options
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    shell: Shell,
}

impl Args {
    pub fn run(self, call: &Call) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::definition(), "chuanmen", &mut script);
        call.text("completions", &String::from_utf8_lossy(&script))
    }
}
