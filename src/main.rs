//! The program: hands its arguments to the command line, which opens the app when no command is named.

use std::process::ExitCode;

fn main() -> ExitCode {
    chuanmen::cli::run(std::env::args_os())
}
