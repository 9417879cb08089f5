//! Where results go: made in a hidden directory beside their place, and moved there when they are whole.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::refuse;
use crate::output::manifest::{self, Kind};
use crate::output::workshop::Workshop;
use crate::scenario::Scenario;

/// Arguments of every command that writes a result.
#[derive(Args)]
pub struct Where {
    /// Where to put the results [default: outputs/NAME, with a number where that exists].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace the directory of --out if it exists.
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
        Self::Refused(format!(
            "error: the results cannot be written: {error}\n  help: nothing is left half-written; make room or choose another place with --out"
        ))
    }
}

impl Stop {
    /// Tells the user, and gives the exit code.
    pub fn tell(self) -> ExitCode {
        match self {
            Self::Interrupted => {
                eprintln!("Interrupted; nothing was written.");
                ExitCode::from(130)
            }
            Self::Refused(message) => refuse(message),
        }
    }
}

/// A result in the making.
pub struct Job {
    /// Where it is to be.
    place: PathBuf,
    workshop: Workshop,
    replace: bool,
    begun: Instant,
    /// Threads to work on.
    pub threads: rayon::ThreadPool,
    /// Set when the user asks to stop.
    pub cancel: Arc<AtomicBool>,
}

impl Where {
    /// Opens a job; `name` is what the directory is called where --out does not say.
    pub fn open(&self, name: &str) -> Result<Job, Stop> {
        let place = self.place(name)?;
        let (threads, cancel) = workers(self.threads)?;
        let workshop = Workshop::open(&place)?;
        Ok(Job { place, workshop, replace: self.force, begun: Instant::now(), threads, cancel })
    }

    /// Where the results go; an existing directory is never written over unless told.
    fn place(&self, name: &str) -> Result<PathBuf, Stop> {
        if let Some(out) = &self.out {
            if out.exists() && !self.force {
                return Err(Stop::Refused(format!(
                    "error: {} exists\n  help: choose another place with --out, or replace it with --force",
                    out.display()
                )));
            }
            return Ok(out.clone());
        }
        let numbered = |n: u32| {
            PathBuf::from("outputs").join(if n == 1 { name.to_owned() } else { format!("{name}-{n}") })
        };
        (1..)
            .map(numbered)
            .find(|path| !path.exists())
            .ok_or_else(|| Stop::Refused("error: outputs is full\n  help: choose a place with --out".into()))
    }
}

/// Threads to work on, and what is set when the user asks to stop.
pub fn workers(threads: Option<usize>) -> Result<(rayon::ThreadPool, Arc<AtomicBool>), Stop> {
    let pool = pool(threads)?;
    let cancel = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cancel);
    ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed)).map_err(|error| {
        Stop::Refused(format!("error: cannot listen for ctrl-C: {error}\n  help: run it again"))
    })?;
    Ok((pool, cancel))
}

/// Threads to work on; where they are fewer than were wanted, the user is told.
pub fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool, Stop> {
    let (pool, note) = crate::run::threads(threads).map_err(Stop::Refused)?;
    note.iter().for_each(|note| eprintln!("{note}"));
    Ok(pool)
}

impl Job {
    /// Where the files are written until they are delivered.
    pub fn directory(&self) -> &Path {
        self.workshop.directory()
    }

    /// Writes the manifest and moves the finished result to its place. `again` is the command that makes it again from
    /// `scenario.toml` (and `variant-1.toml` …), which stand for the arms.
    pub fn deliver(
        self,
        kind: Kind,
        arms: &[Scenario],
        organizations: u32,
        again: String,
    ) -> Result<PathBuf, Stop> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(Stop::Interrupted);
        }
        let seconds = self.begun.elapsed().as_secs_f64();
        manifest::write(self.directory(), kind, arms, organizations, again, seconds)?;
        self.workshop.deliver(&self.place, self.replace)?;
        Ok(self.place)
    }
}

/// What a result is called after: the stem of a file.
pub fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| "run".into(), |stem| stem.to_string_lossy().into_owned())
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
