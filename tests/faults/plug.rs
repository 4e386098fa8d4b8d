//! A disk whose power can be cut: a file system on a drive that has a cache of its own.
//!
//! Two loop devices stand one upon the other. The file system is on the upper one. What it sends there goes into the
//! memory of the lower one, as into the cache of a drive, and from there into the file below when the file system
//! demands it, or when the kernel has time for it. So there are two pictures at every moment: what has *reached* the drive, and
//! what lies on its platter. After a real cut the disk has all of the platter, and of the rest any sectors or none.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output};

use tempfile::TempDir;

/// Bytes of the disk.
const SIZE: u64 = 40 << 20;
/// What a drive writes whole or not at all, in bytes.
const SECTOR: usize = 512;
/// Sectors of the block in which the file system says what it is.
const FIRST_BLOCK: usize = 8;

/// A mounted file system on a drive with a cache.
pub struct Disk {
    folder: TempDir,
    /// What the loop devices are called, the lower one first.
    devices: Vec<String>,
    mounted: bool,
}

/// A moment of a disk, and what of its cache a cut leaves.
#[derive(PartialEq)]
pub struct Moment {
    reached: Vec<u8>,
    platter: Vec<u8>,
}

impl Disk {
    /// An empty disk; where this machine does not let one be made, why.
    pub fn new() -> Result<Self, String> {
        let mut disk = Self { folder: memory(), devices: Vec::new(), mounted: false };
        let platter = disk.folder.path().join("platter");
        File::create(&platter).and_then(|file| file.set_len(SIZE)).map_err(|fault| fault.to_string())?;
        disk.add_device(&platter)?;
        let lower = PathBuf::from(&disk.devices[0]);
        disk.add_device(&lower)?;
        let upper = disk.devices[1].clone();
        done(Command::new("mkfs.ext4").args(["-q", "-F", "-b", "4096", "-J", "size=4", "-m", "0"]).arg(&upper))?;
        fs::create_dir(disk.path()).map_err(|fault| fault.to_string())?;
        // Nothing is written down by the clock: only what is asked for, or what there is no room for in memory.
        done(Command::new("mount").args(["-o", "noatime,commit=600"]).arg(&upper).arg(disk.path()))?;
        disk.mounted = true;
        Ok(disk)
    }

    fn add_device(&mut self, below: &Path) -> Result<(), String> {
        let output = done(Command::new("losetup").args(["--find", "--show"]).arg(below))?;
        self.devices.push(String::from_utf8_lossy(&output.stdout).trim().to_owned());
        Ok(())
    }

    /// Where it is mounted.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("mounted")
    }

    /// The disk as it is now. Whoever writes has to stand still.
    pub fn moment(&self) -> Moment {
        let mut moment = self.read();
        // The kernel may still be at work for who stands still: then the two pictures are not of one moment.
        loop {
            let again = self.read();
            if again == moment {
                return moment;
            }
            moment = again;
        }
    }

    fn read(&self) -> Moment {
        // Read the way the upper device writes: through the memory of the lower one.
        let mut reached = vec![0; usize::try_from(SIZE).unwrap()];
        File::open(&self.devices[0]).unwrap().read_exact_at(&mut reached, 0).unwrap();
        Moment { reached, platter: fs::read(self.folder.path().join("platter")).unwrap() }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.mounted {
            let _busy = done(Command::new("umount").arg(self.path()));
        }
        for device in self.devices.iter().rev() {
            let _busy = done(Command::new("losetup").arg("--detach").arg(device));
        }
    }
}

impl Moment {
    /// Sectors that have reached the drive and are not on its platter.
    pub fn at_stake(&self) -> usize {
        self.sectors().count()
    }

    fn sectors(&self) -> impl Iterator<Item = usize> {
        let sectors = self.reached.chunks(SECTOR).zip(self.platter.chunks(SECTOR)).enumerate();
        sectors.filter(|(_, (reached, platter))| reached != platter).map(|(number, _)| number)
    }

    /// The disk after the cut, of whose cache each sector was written with this likelihood; `look` sees it mounted again.
    pub fn cut<T>(&self, share: f64, random: &mut fastrand::Rng, look: impl FnOnce(&Path) -> T) -> T {
        let mut bytes = self.platter.clone();
        // The file system itself cannot do with half of its first block: it is written whole, as drives of today do it.
        let first = random.f64() < share;
        let written = |sector: &usize, random: &mut fastrand::Rng| {
            if *sector < FIRST_BLOCK { first } else { random.f64() < share }
        };
        for sector in self.sectors().filter(|sector| written(sector, random)) {
            let range = sector * SECTOR..(sector + 1) * SECTOR;
            bytes[range.clone()].copy_from_slice(&self.reached[range]);
        }
        let folder = memory();
        let (image, mounted) = (folder.path().join("image"), folder.path().join("mounted"));
        fs::write(&image, bytes).unwrap();
        fs::create_dir(&mounted).unwrap();
        done(Command::new("mount").args(["-o", "loop"]).arg(&image).arg(&mounted)).unwrap();
        let _mount = Mounted(&mounted);
        look(&mounted)
    }
}

struct Mounted<'p>(&'p Path);

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let _busy = done(Command::new("umount").arg(self.0));
    }
}

/// A folder that is in memory where that is possible.
fn memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// A command that has to succeed; else what it said.
pub fn done(command: &mut Command) -> Result<Output, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|fault| format!("{name}: {fault}"))?;
    if output.status.success() {
        return Ok(output);
    }
    Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim()))
}

/// A running command that ends with the test, so that nothing holds on to the disk.
pub struct Running(Child);

impl Running {
    pub fn start(command: &mut Command) -> Self {
        Self(command.spawn().unwrap())
    }

    /// Makes all its threads stand still; returns whether it was still there.
    pub fn stop(&mut self) -> bool {
        let process = self.0.id().to_string();
        let _ended = done(Command::new("kill").args(["-STOP", &process]));
        loop {
            if self.0.try_wait().unwrap().is_some() {
                return false;
            }
            let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
            let states = threads.filter_map(|thread| fs::read_to_string(thread.path().join("stat")).ok());
            // Behind the name, which is in brackets: T is stopped.
            let states = states.filter_map(|stat| stat.rsplit_once(") ").map(|(_, rest)| rest.starts_with('T')));
            if states.into_iter().all(|stopped| stopped) {
                return true;
            }
            std::thread::yield_now();
        }
    }

    /// Lets it go on that was stopped, to its end.
    pub fn ended(&mut self) -> ExitStatus {
        let _ended = done(Command::new("kill").args(["-CONT", &self.0.id().to_string()]));
        self.0.wait().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _ended = self.0.wait();
    }
}
