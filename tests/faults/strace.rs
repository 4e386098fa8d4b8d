//! Striking a program at one call into the system, by `strace`.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Longer than any deed takes on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Calls that create, change, name or make durable what lies on the disk.
pub const CHANGING: &[&str] = &[
    "openat",
    "write",
    "pwrite64",
    "copy_file_range",
    "fdatasync",
    "fsync",
    "sync_file_range",
    "rename",
    "unlink",
    "unlinkat",
    "rmdir",
    "ftruncate",
    "mkdir",
    "flock",
];

/// One call of a run that was watched: the nth of its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    pub name: String,
    pub nth: usize,
    /// As strace wrote it.
    pub text: String,
}

/// What is done to a call.
#[derive(Clone, Copy, Debug)]
pub enum Blow {
    /// The process is killed on its way into it.
    Kill,
    /// It fails with this error.
    Once(&'static str),
    /// It fails with this error, and so do all of its name behind it.
    FromThenOn(&'static str),
}

/// Whether calls can be struck on this machine; else why not.
pub fn is_possible() -> Result<(), String> {
    if !cfg!(target_os = "linux") {
        return Err("there is no strace but on Linux".to_owned());
    }
    let tried =
        Command::new("strace").args(["-f", "-o", "/dev/null", "-e", "inject=getppid:error=EIO", "true"]).output();
    match tried {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!("strace may not: {}", String::from_utf8_lossy(&output.stderr).trim())),
        Err(fault) => Err(format!("no strace here: {fault}")),
    }
}

/// The command as it runs under strace.
fn under(command: &Command, arguments: &[&str], log: &Path) -> Command {
    let mut outer = Command::new("strace");
    outer.args(arguments).arg("-o").arg(log).arg("--").arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => outer.env(name, value),
            None => outer.env_remove(name),
        };
    }
    outer.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    outer
}

/// Runs a command and takes down the calls of its main thread that have to do with files below a folder.
pub fn watched(command: &Command, folder: &Path) -> (Output, Vec<Call>) {
    let log = folder.join("calls");
    let traced = format!("trace={}", CHANGING.join(","));
    let output = under(command, &["-y", "-s", "16", "-e", &traced], &log).output().unwrap();
    let text = fs::read_to_string(&log).unwrap();
    fs::remove_file(&log).unwrap();
    let mut calls: Vec<Call> = Vec::new();
    for line in text.lines() {
        let Some((name, _)) = line.split_once('(') else { continue };
        let nth = calls.iter().filter(|call| call.name == name).count() + 1;
        calls.push(Call { name: name.to_owned(), nth, text: line.to_owned() });
    }
    let folder = folder.display().to_string();
    calls.retain(|call| call.text.contains(&folder));
    (output, calls)
}

/// Runs a command whose call is struck: one of the main thread, or with `everywhere` of whatever thread comes to it.
pub fn struck(command: &Command, (name, nth): (&str, usize), blow: Blow, everywhere: bool) -> Output {
    let how = match blow {
        Blow::Kill => format!("signal=KILL:when={nth}"),
        Blow::Once(error) => format!("error={error}:when={nth}"),
        Blow::FromThenOn(error) => format!("error={error}:when={nth}+"),
    };
    let injected = format!("inject={name}:{how}");
    let traced = format!("trace={name}");
    let mut arguments = vec!["-e", &traced, "-e", &injected];
    if everywhere {
        arguments.push("-f");
    }
    let child = under(command, &arguments, Path::new("/dev/null")).process_group(0).spawn().unwrap();
    let group = format!("-{}", child.id());
    let (done, over) = mpsc::channel::<()>();
    let guard = thread::spawn(move || {
        let hangs = over.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout);
        if hangs {
            Command::new("kill").args(["-KILL", "--", &group]).status().unwrap();
        }
        hangs
    });
    let output = child.wait_with_output().unwrap();
    drop(done);
    assert!(!guard.join().unwrap(), "it hangs after {blow:?} of {name} {nth}");
    output
}
