//! Ctrl-C, SIGTERM and SIGHUP: the work stops, and what is half-made goes.

use std::io;
use std::process::{ExitCode, exit};
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::delivery::Stop;
use thermidor_io::output::staging::abandon;

/// How long work that looks for the flag has to stop by itself; a single run may take longer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often signals are looked for.
const PAUSE: Duration = Duration::from_millis(50);

/// The last signal.
static HEARD: OnceLock<Arc<AtomicUsize>> = OnceLock::new();

/// What is set when the user or the system asks to stop. Work that has not stopped soon after, or when it is asked a
/// second time, ends with the process.
pub fn listen() -> Result<Arc<AtomicBool>, Stop> {
    watch(PATIENCE)
}

/// For work that does not look whether it is asked to stop: the process ends when it is.
pub fn end_at_once() -> Result<(), Stop> {
    watch(Duration::ZERO).map(drop)
}

fn watch(patience: Duration) -> Result<Arc<AtomicBool>, Stop> {
    let (cancel, news) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let heard = HEARD.get_or_init(Arc::default);
    let register = || -> io::Result<()> {
        for signal in [SIGINT, SIGTERM].into_iter().chain(hangup()) {
            flag::register_usize(signal, Arc::clone(heard), signal as usize)?;
            flag::register(signal, Arc::clone(&cancel))?;
            flag::register(signal, Arc::clone(&news))?;
        }
        let watcher = thread::Builder::new().name("signals".into());
        watcher.spawn(move || end_after(&news, patience)).map(drop)
    };
    register().map_err(|error| {
        Stop::Refused(format!("error: cannot listen for signals: {error}\n  help: run it again"))
    })?;
    Ok(cancel)
}

fn end_after(news: &AtomicBool, patience: Duration) {
    let asked = || {
        thread::sleep(PAUSE);
        news.swap(false, Ordering::Relaxed)
    };
    while !asked() {}
    let since = Instant::now();
    while since.elapsed() < patience && !asked() {}
    let _nothing_more_is_written = abandon();
    eprintln!("Interrupted.");
    exit(number().into());
}

/// SIGHUP, unless it is ignored: then the user wants the program to go on without a terminal, as `nohup` does. Where the
/// system does not tell, the signal keeps the meaning that it has.
#[cfg(unix)]
fn hangup() -> Option<i32> {
    use signal_hook::consts::SIGHUP;
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    let ignored = u64::from_str_radix(ignored.trim(), 16).ok()?;
    (ignored & (1 << (SIGHUP - 1)) == 0).then_some(SIGHUP)
}

#[cfg(not(unix))]
fn hangup() -> Option<i32> {
    None
}

/// The exit code of what was interrupted: 130 by ctrl-C, and as shells count it by other signals.
pub fn code() -> ExitCode {
    ExitCode::from(number())
}

fn number() -> u8 {
    let signal = HEARD.get().map_or(0, |heard| heard.load(Ordering::Relaxed));
    128 + if signal == 0 { SIGINT as u8 } else { signal as u8 }
}
