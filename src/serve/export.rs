//! What visitors take home: the report as one file.

use std::fs;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use thermidor_core::Model;

use serde_json::Value as Json;

use thermidor_analysis::run::simulate_all;
use thermidor_analysis::study::Endpoint;
use thermidor_io::output::comparison;
use thermidor_io::output::comparison::Comparing;
use thermidor_io::output::manifest;
use thermidor_io::output::manifest::Asked;
use thermidor_io::output::run::Run;
use thermidor_io::output::staging::Unfinished;
use thermidor_io::output::{answer, run};
use thermidor_io::report;
use thermidor_io::report::Source;

/// A report in the making, in a directory that goes away with it.
pub struct Report {
    arms: Vec<Model>,
    on: Endpoint,
    directory: tempfile::TempDir,
    _unfinished: Unfinished,
    tables: Tables,
    done: u32,
    begun: Instant,
}

enum Tables {
    Run(Box<Run>),
    Compare(Box<Comparing>),
}

impl Report {
    /// Begins one.
    ///
    /// # Errors
    /// When its directory cannot be made.
    pub fn begin(mut arms: Vec<Model>, on: Endpoint) -> io::Result<Self> {
        if arms.len() > 1 && arms[0].name == arms[1].name {
            // A name that leaves no place for the number stays as it is.
            let second = arms[1].with(|arm| arm.name.push_str(" (2)"));
            arms[1] = second.unwrap_or_else(|_| arms[1].clone());
        }
        let directory = tempfile::Builder::new().prefix("thermidor-").tempdir()?;
        let path = directory.path().to_owned();
        // It goes before `directory` does, also where a signal ends the process.
        let unfinished = Unfinished::new(move || drop(fs::remove_dir_all(&path)));
        let tables = match arms.len() {
            1 => Tables::Run(Box::new(Run::begin(directory.path(), &arms[0], on, false)?)),
            _ => Tables::Compare(Box::new(Comparing::begin(directory.path(), &arms, on)?)),
        };
        Ok(Self { arms, on, directory, _unfinished: unfinished, tables, done: 0, begun: Instant::now() })
    }

    /// Runs that are still to be simulated.
    pub fn left(&self) -> u32 {
        self.arms[0].organizations - self.done
    }

    /// Simulates some of the runs, until `cancel` is set: then those that are done are kept.
    ///
    /// # Errors
    /// When a table cannot be written, or a run would take more than a world may.
    pub fn simulate(
        &mut self,
        runs: u32,
        threads: &rayon::ThreadPool,
        cancel: &AtomicBool,
    ) -> io::Result<()> {
        let (arms, numbers) = (&self.arms, self.done..self.done + runs);
        let one = |number| arms[0].run_unless(cancel, number);
        let ended = match &mut self.tables {
            Tables::Run(run) => simulate_all(&one, numbers, threads, cancel, &|| (), run.as_mut())?,
            Tables::Compare(comparing) => comparing.simulate(arms, numbers, threads, cancel, &|| ())?,
        };
        self.done += ended.map_or_else(|cancelled| cancelled.finished, |()| runs);
        Ok(())
    }

    /// The report, as a page of its own, until `gone` is set.
    ///
    /// # Errors
    /// When a file cannot be written, or nobody waits for it any more.
    pub fn finish(self, threads: &rayon::ThreadPool, gone: &AtomicBool) -> io::Result<String> {
        let go_on = || match gone.load(Ordering::Relaxed) {
            true => Err(io::Error::from(io::ErrorKind::Interrupted)),
            false => Ok(()),
        };
        let Self { arms, on, directory, _unfinished, tables, done, begun } = self;
        let place = directory.path();
        let asked = threads.install(|| match tables {
            Tables::Run(run) => {
                let summary = run.finish()?;
                go_on()?;
                let answer = answer::Answer::new(&arms[0], &summary);
                run::pages(place, &arms[0], &summary, &answer, true)?;
                io::Result::Ok(Asked::Run { on: on.name().to_owned(), precision: None, full: false })
            }
            Tables::Compare(comparing) => {
                let comparison = comparing.finish()?;
                go_on()?;
                let answer = comparison::Answer::new(&comparison);
                comparison::pages(place, &comparison, &answer, true)?;
                Ok(Asked::Compare { on: on.name().to_owned(), precision: None })
            }
        })?;
        go_on()?;
        manifest::write(place, asked, &arms, done, begun.elapsed().as_secs_f64())?;
        let manifest = manifest::read(place).map_err(io::Error::other)?;
        report::page(&[(place, Source::Result(Box::new(manifest)))]).map_err(io::Error::other)
    }
}

/// The name of a file for a scenario: letters and digits of its title.
pub fn file_name(scenario: &Json, ending: &str) -> String {
    let title = scenario["name"].as_str().unwrap_or("scenario").to_lowercase();
    let words = title.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.take(8).collect::<Vec<_>>().join("-");
    format!("{}.{ending}", if name.is_empty() { "scenario" } else { &name })
}
