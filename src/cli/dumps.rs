//! No core dumps: what is in memory, the key before all, must not land on the disk when the program breaks.

/// Has the system write none of this process, whatever happens to it.
#[cfg(unix)]
pub fn forbid() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    // Where this is refused the program still works; nothing better can be done.
    let _refused = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

#[cfg(not(unix))]
pub fn forbid() {}
