//! Threads to work on: no more than the machine has.

use std::thread::available_parallelism;

use crate::Error;

/// Threads to work on: one a core where no number is wanted, and no more than that. Also gives what the user should know
/// where there are fewer than were wanted.
///
/// # Errors
/// Where none are wanted, or where they cannot be started.
pub fn threads(wanted: Option<usize>) -> Result<(rayon::ThreadPool, Option<String>), Error> {
    let cores = available_parallelism().map_or(1, std::num::NonZero::get);
    let number = match wanted {
        Some(0) => return Err(Error::NoThreads),
        Some(wanted) => wanted.min(cores),
        None => cores,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(number).build();
    let pool = pool.map_err(|error| Error::ThreadsNotStarted { number, why: error.to_string() })?;
    let note = wanted.filter(|wanted| *wanted > number).map(|wanted| {
        let of = if cores == 1 { "thread" } else { "threads" };
        format!("note: this machine runs {cores} {of} at once, so {number} are used and not {wanted}; results are the same")
    });
    Ok((pool, note))
}

#[cfg(test)]
mod tests {
    use super::{available_parallelism, threads};

    #[test]
    fn threads_are_at_least_one_and_no_more_than_the_machine_has() {
        let cores = available_parallelism().unwrap().get();
        let (pool, note) = threads(None).unwrap();
        assert_eq!((pool.current_num_threads(), note), (cores, None));
        let (pool, note) = threads(Some(1)).unwrap();
        assert_eq!((pool.current_num_threads(), note), (1, None));
        for many in [cores + 1, 100_000, usize::MAX] {
            let (pool, note) = threads(Some(many)).unwrap();
            assert_eq!(pool.current_num_threads(), cores);
            assert!(note.unwrap().contains(&format!("not {many}")));
        }
        assert!(threads(Some(0)).err().unwrap().to_string().contains("at least 1"));
    }
}
