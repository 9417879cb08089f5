//! Where results go: made in a hidden directory beside their place, and moved there when they are whole.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use thermidor_core::Model;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::{interrupt, refuse};
use thermidor_core::budget::{Excess, Stopped};
use thermidor_core::footprint::{history_bytes, world_bytes};
use thermidor_io::output::manifest;
use thermidor_io::output::manifest::Asked;
use thermidor_io::output::replay::Unmade;
use thermidor_io::output::staging::{Replace, Staging, is_taken, is_there};

/// Arguments of every command that writes a result.
#[derive(Args)]
pub struct Where {
    /// Where to put the results [default: outputs/NAME, with a number where that exists].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace the result in --out, if there is one, when the new one is whole.
    #[arg(long, requires = "out")]
    force: bool,
    /// Threads [default and at most: one a core]; the results are the same with any number.
    #[arg(long, value_name = "T")]
    threads: Option<usize>,
}

/// Why a run did not finish.
pub enum Stop {
    Interrupted,
    Refused(String),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        // A run that was too large has ended the work as a disk that is full does.
        let error = match error.downcast::<Excess>() {
            Ok(excess) => return Stopped::Exceeded(excess).into(),
            Err(error) => error,
        };
        Self::Refused(format!(
            "error: the results cannot be written: {error}\n  help: nothing is left half-written; make room or choose another place with --out"
        ))
    }
}

impl From<Stopped> for Stop {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Cancelled => Self::Interrupted,
            Stopped::Exceeded(excess) => Self::Refused(format!("error: {excess}\n  help: {}", excess.help())),
        }
    }
}

impl From<thermidor_io::Error> for Stop {
    fn from(error: thermidor_io::Error) -> Self {
        match error {
            thermidor_io::Error::Interrupted => Self::Interrupted,
            other => Self::Refused(other.to_string()),
        }
    }
}

impl From<thermidor_analysis::Error> for Stop {
    fn from(error: thermidor_analysis::Error) -> Self {
        thermidor_io::Error::from(error).into()
    }
}

impl From<thermidor_scenario::Error> for Stop {
    fn from(error: thermidor_scenario::Error) -> Self {
        thermidor_io::Error::from(error).into()
    }
}

impl From<Unmade> for Stop {
    fn from(why: Unmade) -> Self {
        match why {
            Unmade::Refused(error) => error.into(),
            Unmade::Unwritten(error) => error.into(),
            Unmade::Stopped(stopped) => stopped.into(),
        }
    }
}

impl Stop {
    /// Tells the user, and gives the exit code.
    pub fn tell(self) -> ExitCode {
        match self {
            Self::Interrupted => {
                eprintln!("Interrupted; nothing was written.");
                interrupt::code()
            }
            Self::Refused(message) => refuse(message),
        }
    }
}

/// A result in the making.
pub struct Job {
    /// Where it is to be.
    place: PathBuf,
    workshop: Staging,
    begun: Instant,
    /// Threads to work on.
    pub threads: rayon::ThreadPool,
    /// Set when the user asks to stop.
    pub cancel: Arc<AtomicBool>,
}

impl Where {
    /// Opens a job; `name` is what the directory is called where --out does not say. The place is its own from now on.
    pub fn open(&self, name: &str) -> Result<Job, Stop> {
        let (threads, cancel) = workers(self.threads)?;
        let replace = if self.force { Replace::Result } else { Replace::Nothing };
        let (place, workshop) = claim(self.out.as_deref(), replace, name, "")?;
        Ok(Job { place, workshop, begun: Instant::now(), threads, cancel })
    }

    /// Refuses to replace what is read.
    pub fn spare(&self, read: &Path) -> Result<(), Stop> {
        let full = |path: &Path| fs::canonicalize(path).ok();
        match self.out.as_deref().and_then(full).zip(full(read)) {
            Some((out, read)) if self.force && read.starts_with(&out) => {
                Err(kept(&out, Replace::Result, "it is what is read"))
            }
            _ => Ok(()),
        }
    }
}

/// Takes the place of --out or, where that is not given, the first free name in `outputs`: `NAME`, `NAME-2` and so on,
/// each with the ending.
pub fn claim(
    out: Option<&Path>,
    replace: Replace,
    name: &str,
    ending: &str,
) -> Result<(PathBuf, Staging), Stop> {
    let refused = |place: &Path, error: io::Error| match error.kind() {
        ErrorKind::AlreadyExists => exists(place),
        ErrorKind::InvalidInput if replace != Replace::Nothing && is_there(place) => {
            kept(place, replace, error)
        }
        _ => unwritable(place, error),
    };
    if let Some(out) = out {
        let workshop = Staging::open_for(out, replace).map_err(|error| refused(out, error))?;
        return Ok((out.to_owned(), workshop));
    }
    for number in 1u32.. {
        let place = numbered(name, ending, number);
        match Staging::open(&place) {
            Ok(workshop) => return Ok((place, workshop)),
            // The next name may be free.
            Err(error) if matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::ResourceBusy) => {}
            Err(error) => return Err(refused(&place, error)),
        }
    }
    Err(exists(Path::new("outputs")))
}

/// A name in `outputs`.
fn numbered(name: &str, ending: &str, number: u32) -> PathBuf {
    let number = if number == 1 { String::new() } else { format!("-{number}") };
    Path::new("outputs").join(format!("{name}{number}{ending}"))
}

/// The first name in `outputs` that nobody has.
pub fn free(name: &str) -> PathBuf {
    let mut all = (1..).map(|number| numbered(name, "", number));
    all.find(|place| !is_taken(place)).unwrap_or_else(|| numbered(name, "", 1))
}

fn exists(place: &Path) -> Stop {
    Stop::Refused(format!(
        "error: {} exists\n  help: choose another place with --out, or replace it with --force",
        place.display()
    ))
}

fn kept(place: &Path, replace: Replace, why: impl std::fmt::Display) -> Stop {
    let what =
        if replace == Replace::Page { "a report or an empty file" } else { "a result or an empty directory" };
    Stop::Refused(format!(
        "error: {} is not replaced: {why}\n  help: --force replaces {what} and nothing else; choose another place with --out",
        place.display()
    ))
}

fn unwritable(place: &Path, why: impl std::fmt::Display) -> Stop {
    Stop::Refused(format!(
        "error: {} cannot be written: {why}\n  help: choose another place with --out",
        place.display()
    ))
}

/// Threads to work on, and what is set when the user asks to stop.
pub fn workers(threads: Option<usize>) -> Result<(rayon::ThreadPool, Arc<AtomicBool>), Stop> {
    Ok((pool(threads)?, interrupt::listen()?))
}

/// Threads to work on; where they are fewer than were wanted, the user is told.
pub fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool, Stop> {
    let (pool, note) = thermidor_analysis::run::threads(threads)?;
    note.iter().for_each(|note| eprintln!("{note}"));
    Ok(pool)
}

/// Bytes of memory that this machine has, where it tells.
fn memory() -> Option<u64> {
    let told = fs::read_to_string("/proc/meminfo").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

/// What the user should know where runs of these scenarios on so many threads can take more memory than there is.
fn much_memory(arms: &[Model], threads: usize, memory: u64) -> Option<String> {
    let worlds = arms.iter().map(|arm| world_bytes(arm)).max()?;
    let one = arms.iter().map(|arm| history_bytes(arm)).sum::<u64>().saturating_add(worlds);
    if one.saturating_mul(threads as u64) <= memory {
        return None;
    }
    let gigabytes = |bytes: u64| format!("{:.1} GB", bytes as f64 / 1e9);
    let fit = memory / one.max(1);
    let help = match fit {
        0 => "use fewer members or ties, larger locals or a smaller membership.size_max".to_owned(),
        _ => format!("use --threads {fit}, or fewer members"),
    };
    let each = if threads == 1 { "a run" } else { "each of the runs at work at once" };
    Some(format!(
        "note: {each} can take {} of memory, {} on {threads} threads; this machine has {}\n  help: {help}",
        gigabytes(one),
        gigabytes(one.saturating_mul(threads as u64)),
        gigabytes(memory)
    ))
}

impl Job {
    /// Tells the user beforehand where these scenarios can take more memory than the machine has.
    pub fn foresee(&self, arms: &[Model]) {
        let note = memory().and_then(|memory| much_memory(arms, self.threads.current_num_threads(), memory));
        note.iter().for_each(|note| eprintln!("{note}"));
    }

    /// Where the files are written until they are delivered.
    pub fn directory(&self) -> &Path {
        self.workshop.directory()
    }

    /// Writes the manifest and moves the finished result to its place.
    pub fn deliver(self, asked: Asked, arms: &[Model], organizations: u32) -> Result<PathBuf, Stop> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(Stop::Interrupted);
        }
        let seconds = self.begun.elapsed().as_secs_f64();
        manifest::write(self.directory(), asked, arms, organizations, seconds)?;
        if let Some(beside) = self.workshop.deliver_near()? {
            eprintln!(
                "note: {} is something else's by now; the results are in {}",
                self.place.display(),
                beside.display()
            );
            return Ok(beside);
        }
        Ok(self.place)
    }
}

/// What a result is called after: the stem of a file.
pub fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| "run".into(), |stem| stem.to_string_lossy().into_owned())
}

/// What a result is called after another one: the name of its directory, however it was written.
pub fn name(result: &Path) -> String {
    let full = fs::canonicalize(result).unwrap_or_else(|_| result.to_owned());
    full.file_name().map_or_else(|| "result".into(), |name| name.to_string_lossy().into_owned())
}

/// A bar for `count` pieces of work, named in the plural; its message stands at the end.
pub fn progress_bar(count: u64, what: &str) -> ProgressBar {
    let template = format!("{{bar:40}} {{pos}}/{{len}} {what}, {{per_sec}}, {{eta}} to go{{msg}}");
    let bar = ProgressBar::new(count);
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

#[cfg(test)]
mod tests {
    use super::much_memory;
    use thermidor_core::Model;
    use thermidor_core::scenario::Scenario;

    #[test]
    fn more_memory_than_there_is_is_told_beforehand() {
        let mut scenario = Scenario::default();
        let model = |scenario: &Scenario| Model::new(scenario.clone()).unwrap();
        assert_eq!(much_memory(&[model(&scenario)], 64, 4 << 30), None);
        scenario.organization.members = 6_000_000;
        (scenario.organization.local_size, scenario.deference.ties) = (Some(5), 64);
        (scenario.membership.entry, scenario.organization.domains) = (0.0, 16);
        // 7.5 GB were measured, of three months of one organization.
        let note = much_memory(&[model(&scenario)], 4, 16 << 30).unwrap();
        assert!(
            note.contains("can take 7.") && note.contains("on 4 threads; this machine has 17.2 GB"),
            "{note}"
        );
        assert!(note.ends_with("use --threads 2, or fewer members"), "{note}");
        let note = much_memory(&[model(&scenario)], 4, 4 << 30).unwrap();
        assert!(note.contains("help: use fewer members or ties"), "{note}");
    }
}
