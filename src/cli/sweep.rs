//! `thermidor sweep`: a scenario at many points, into a store that survives being killed.

use std::cell::RefCell;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::ProgressBar;

use super::Format;
use super::delivery::{Stop, free, progress_bar, stem, workers};
use super::interrupt;
use super::merge::conclude;
use thermidor_core::Model;
use thermidor_core::text::grouped;
use thermidor_io::output::staging::is_taken;
use thermidor_io::sweep::experiment::{Keep, Resolved, Sources, schema};
use thermidor_io::sweep::plan::Stage;
use thermidor_io::sweep::probe;
use thermidor_io::sweep::probe::settings;
use thermidor_io::sweep::store;
use thermidor_io::sweep::store::{Begin, Shard};
use thermidor_io::sweep::work::Work;

mod slurm;

/// Arguments of `thermidor sweep`.
#[derive(Args)]
#[command(after_help = "\
An experiment file names a scenario and what of it varies; docs/sweeps.md has all of it.

Examples:
  thermidor sweep scenarios/sweeps/siege-and-lottery.toml --dry-run
  thermidor sweep scenarios/sweeps/siege-and-lottery.toml
  thermidor sweep scenarios/sweeps/siege-and-lottery.toml --resume
  thermidor sweep scenarios/sweeps/siege-and-lottery.toml --shard 1/4 --out outputs/shard-1")]
pub struct SweepArgs {
    /// The experiment file.
    #[arg(required_unless_present = "schema")]
    experiment: Option<PathBuf>,
    /// Print the JSON Schema of experiment files.
    #[arg(long, exclusive = true)]
    schema: bool,
    /// Where the results are [default: outputs/NAME, with a number where that exists].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Go on where the sweep in --out was stopped or killed, or begin it.
    #[arg(long)]
    resume: bool,
    /// Add the replicates and points that the experiment has more than the finished sweep in --out.
    #[arg(long, conflicts_with_all = ["resume", "retry_failed", "dry_run", "shard"])]
    extend: bool,
    /// Go on as --resume does, and make the parts again in which runs failed.
    #[arg(long)]
    retry_failed: bool,
    /// Make only every N-th part, beginning with the I-th; `thermidor merge` puts all together.
    #[arg(long, value_name = "I/N", value_parser = shard)]
    shard: Option<Shard>,
    /// Say how many points and runs there are and what they will cost, and simulate nothing else.
    #[arg(long)]
    dry_run: bool,
    /// Write what submits the sweep to a cluster, and simulate nothing.
    #[arg(long, value_enum, requires = "shards")]
    emit: Option<Scheduler>,
    /// How many shards to submit.
    #[arg(long, value_name = "N", requires = "emit", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    shards: Option<u32>,
    /// Override a parameter of the scenario at every point; can be repeated.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Replicates, in place of the experiment's number.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    replicates: Option<u32>,
    /// Seed of all random streams, in place of the scenario's seed.
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Threads [default and at most: one a core]; the results are the same with any number.
    #[arg(long, value_name = "T")]
    threads: Option<usize>,
    /// How to tell what is done: a bar, plain lines, or JSON lines on standard output [default: a bar on a terminal].
    #[arg(long, value_enum)]
    progress: Option<Progress>,
    /// Draw no charts.
    #[arg(long)]
    no_charts: bool,
    /// How to print the answer: text on standard error, or JSON on standard output.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl SweepArgs {
    fn experiment(&self) -> &Path {
        // Only --schema does without.
        self.experiment.as_deref().unwrap_or(Path::new(""))
    }
}

/// How progress is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Progress {
    Bar,
    Lines,
    Json,
    None,
}

/// What submits shards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Scheduler {
    /// A job array of Slurm.
    Slurm,
}

fn shard(text: &str) -> Result<Shard, String> {
    let how = || "write it as I/N with I from 1 to N, as in 1/4 for the first of four".to_owned();
    let (number, of) = text.split_once('/').ok_or_else(how)?;
    let number: u32 = number.trim().parse().map_err(|_| how())?;
    let of: u32 = of.trim().parse().map_err(|_| how())?;
    if number == 0 || number > of { Err(how()) } else { Ok(Shard { number, of }) }
}

/// Runs the command.
pub fn run(args: SweepArgs) -> ExitCode {
    if args.schema {
        say!("{}", schema().trim_end());
        return ExitCode::SUCCESS;
    }
    match sweep(&args) {
        Ok(code) => code,
        Err(stop) => stop.tell(),
    }
}

fn sweep(args: &SweepArgs) -> Result<ExitCode, Stop> {
    let resolved = resolve(args)?;
    // Those of a cluster's machines are not this one's.
    let (threads, cancel) = workers(args.threads.filter(|threads| args.emit.is_none() || *threads == 0))?;
    let shard = args.shard.unwrap_or(Shard::ALL);
    let how = if args.extend {
        Begin::Extend
    } else if args.resume || args.retry_failed {
        Begin::Resume
    } else {
        Begin::New
    };
    if args.dry_run || args.emit.is_some() {
        let stage = Stage::after(&[], resolved)?;
        probe::possible(&stage, &threads)?.iter().for_each(|note| eprintln!("{note}"));
        if let (Some(Scheduler::Slurm), Some(shards)) = (args.emit, args.shards) {
            let (name, out) = (stem(args.experiment()), place(args, true));
            slurm::emit(&stage.resolved.sources, &name, &out, shards, args.threads.unwrap_or(1))?;
        } else {
            dry_run(&stage, shard, &threads, &cancel)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let (out, store, note) = begin(args, resolved, shard, how, &threads)?;
    note.iter().for_each(|note| eprintln!("{note}"));
    if args.retry_failed {
        let failed = store.forget_failed()?;
        let runs = if failed == 1 { "run" } else { "runs" };
        eprintln!("{failed} {runs} had failed; the parts of failed runs are made again.");
    }
    let missing = store.missing()?;
    let total = store.runs(&store.parts());
    let teller = Teller::new(args.progress, total, total - store.runs(&missing));
    let progress = |failed| teller.run(failed);
    let work = Work {
        threads: &threads,
        cancel: &cancel,
        progress: &progress,
        note: &|note| eprintln!("{note}"),
        simulate: &Model::run_unless,
    };
    for part in missing {
        let made = store.make(part, &work);
        if made.as_ref().is_ok_and(Result::is_err) || cancel.load(Ordering::Relaxed) {
            teller.end();
            eprintln!("Interrupted; all finished runs are kept. Go on with --resume --out {}", out.display());
            return Ok(interrupt::code());
        }
        made.map_err(|error| {
            Stop::Refused(format!(
                "error: {} cannot be written: {error}\n  help: make room, and go on with --resume --out {}; all finished runs are kept",
                out.display(),
                out.display()
            ))
        })?.ok();
    }
    teller.end();
    conclude(&store, !args.no_charts, args.format)?;
    Ok(ExitCode::SUCCESS)
}

/// What the experiment file and the options mean.
fn resolve(args: &SweepArgs) -> Result<Resolved, Stop> {
    let sources = Sources::load(args.experiment(), |experiment| {
        experiment.set.extend(args.set.iter().cloned());
        experiment.replicates = args.replicates.unwrap_or(experiment.replicates);
        experiment.seed = args.seed.or(experiment.seed);
    });
    Ok(sources.and_then(Sources::resolve)?)
}

/// Opens the store; where another sweep has taken its default name meanwhile, under the next one.
fn begin(
    args: &SweepArgs,
    resolved: Resolved,
    shard: Shard,
    how: Begin,
    threads: &rayon::ThreadPool,
) -> Result<(PathBuf, store::Store, Option<String>), Stop> {
    let out = place(args, how == Begin::New);
    match store::begin(&out, resolved, shard, how, threads) {
        Ok((store, note)) => Ok((out, store, note)),
        Err(_) if args.out.is_none() && how == Begin::New && is_taken(&out) => {
            begin(args, resolve(args)?, shard, how, threads)
        }
        Err(error) => Err(error.into()),
    }
}

/// Where the results are; `new` is whether that must be a place where there is nothing.
fn place(args: &SweepArgs, new: bool) -> PathBuf {
    if let Some(out) = &args.out {
        return out.clone();
    }
    let name = stem(args.experiment());
    if new { free(&name) } else { Path::new("outputs").join(&name) }
}

/// Says what a sweep would be.
fn dry_run(
    stage: &Stage,
    shard: Shard,
    threads: &rayon::ThreadPool,
    cancel: &std::sync::atomic::AtomicBool,
) -> Result<(), Stop> {
    let experiment = &stage.resolved.sources.experiment;
    let cost = probe::cost(stage, threads, cancel)?;
    if cancel.load(Ordering::Relaxed) {
        return Err(Stop::Interrupted);
    }
    say!(
        "{}: {} points, {} runs, {} parts",
        experiment.name,
        grouped(stage.units.len() as u64),
        grouped(stage.runs()),
        stage.parts()
    );
    let kept = match experiment.trajectories {
        Keep::Quantiles => format!("quantiles of every {} months a point", experiment.every_ticks),
        Keep::Thinned => format!("every {} months of every organization", experiment.every_ticks),
        Keep::Full => "every month of every organization".into(),
        Keep::None => "none".into(),
    };
    say!("trajectories: {kept}");
    if let Some(note) = stage.few_fates() {
        say!("{note}");
    }
    let share = if shard == Shard::ALL { 1.0 } else { 1.0 / f64::from(shard.of) };
    let of =
        if shard == Shard::ALL { String::new() } else { format!(" for shard {}/{}", shard.number, shard.of) };
    say!(
        "about {}{of} on {} threads ({:.1} ms a run), about {} on the disk; told from {} runs",
        time(cost.seconds * share),
        threads.current_num_threads(),
        cost.seconds_a_run * 1e3,
        size(cost.bytes * share),
        cost.probed
    );
    say!("the first points, in the order in which they are simulated:");
    for unit in stage.units.iter().take(5) {
        say!("  point {:>6}: {}", unit.point, settings(stage, unit));
    }
    Ok(())
}

/// A length of time, roughly.
fn time(seconds: f64) -> String {
    match seconds {
        s if s < 90.0 => format!("{s:.0} s"),
        s if s < 5400.0 => format!("{:.0} min", s / 60.0),
        s if s < 172_800.0 => format!("{:.1} h", s / 3600.0),
        s => format!("{:.1} days", s / 86_400.0),
    }
}

fn size(bytes: f64) -> String {
    match bytes {
        b if b < 1e6 => format!("{:.0} kB", b / 1e3),
        b if b < 1e9 => format!("{:.1} MB", b / 1e6),
        b => format!("{:.1} GB", b / 1e9),
    }
}

/// Tells how far a sweep is.
struct Teller {
    how: Progress,
    bar: ProgressBar,
    begun: Instant,
    total: u64,
    state: RefCell<State>,
}

struct State {
    done: u64,
    /// Done in this process.
    here: u64,
    failed: u64,
    told: Instant,
}

impl Teller {
    fn new(how: Option<Progress>, total: u64, done: u64) -> Self {
        let how = how.unwrap_or(if io::stderr().is_terminal() { Progress::Bar } else { Progress::Lines });
        let bar = if how == Progress::Bar { progress_bar(total, "runs") } else { ProgressBar::hidden() };
        bar.set_position(done);
        bar.reset_eta();
        let state = State { done, here: 0, failed: 0, told: Instant::now() };
        let teller = Self { how, bar, begun: Instant::now(), total, state: RefCell::new(state) };
        if done > 0 {
            let rest = if done < total {
                " in whole parts; runs of other parts that had finished are not made again"
            } else {
                ""
            };
            eprintln!("{} of {} runs are there{rest}.", grouped(done), grouped(total));
        }
        teller
    }

    fn run(&self, failed: bool) {
        let mut state = self.state.borrow_mut();
        state.done += 1;
        state.here += 1;
        state.failed += u64::from(failed);
        self.bar.inc(1);
        if failed && self.how == Progress::Bar {
            self.bar.set_message(format!(", {} failed", state.failed));
        }
        let pause = if self.how == Progress::Json { Duration::from_secs(1) } else { Duration::from_secs(10) };
        if state.told.elapsed() >= pause {
            state.told = Instant::now();
            self.tell(&state);
        }
    }

    fn tell(&self, state: &State) {
        let rate = state.here as f64 / self.begun.elapsed().as_secs_f64().max(1e-9);
        let left = (self.total - state.done.min(self.total)) as f64 / rate.max(1e-9);
        match self.how {
            Progress::Lines => eprintln!(
                "{} of {} runs, {rate:.0} a second, {} to go, {} failed",
                grouped(state.done),
                grouped(self.total),
                time(left),
                state.failed
            ),
            Progress::Json => say!(
                "{}",
                serde_json::json!({
                    "done": state.done, "total": self.total, "failed": state.failed,
                    "per_second": rate, "seconds_to_go": left,
                })
            ),
            Progress::Bar | Progress::None => {}
        }
    }

    fn end(&self) {
        self.bar.finish_and_clear();
        self.tell(&self.state.borrow());
    }
}
