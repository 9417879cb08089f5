//! Requests at work: what is simulated for a picture, for a look at one organization, for a report.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use thermidor_core::Model;

use axum::body::Bytes;

use super::answers::Making;
use super::cost::Cost;
use super::export::Report;
use super::picture::{Futures, Line};
use super::queue::{Job, Load, Slice};
use super::refusal::{Kind, Refusal};
use super::values::Taken;
use super::{Service, organization};
use thermidor_analysis::study::Endpoint;
use thermidor_core::budget::Stopped;

/// Runs after which there is a picture; the last one is of all.
const PICTURES: [u32; 4] = [8, 25, 100, 400];
/// The end of a report with more values takes more than a moment: 40 million take 1.3 s.
const LARGE: u32 = 5_000_000;
/// A request may take this many times as long as was thought, since thinking can be wrong and machines are busy.
const SLACK: f64 = 3.0;

/// A request that is worked on.
pub struct Work {
    /// What all visitors share.
    pub service: Arc<Service>,
    /// Who hears of it.
    pub making: Making,
    /// What it is thought to cost.
    pub cost: Cost,
}

impl Work {
    /// Simulates until there are pictures of all, or nobody waits for them any more.
    pub async fn pictures(self, arms: Vec<Model>, on: Endpoint, columns: Vec<usize>) {
        let of = arms[0].organizations;
        // The first picture is due soon, however many futures there are.
        let [first, later @ ..] = PICTURES;
        let stops = [(first / arms.len() as u32).max(1)].into_iter().chain(later);
        let stops: Vec<u32> = stops.filter(|stop| *stop < of).chain([of]).collect();
        let unwanted = || self.making.unwanted();
        let Some(values) = self.room().await else { return };
        // They take memory from here on.
        let mut futures = Futures::new(arms, on);
        let mut job = self.service.queue.begin(&self.making.askers, self.load(of));
        for (stage, stop) in stops.into_iter().enumerate() {
            while futures.done() < stop {
                let (before, runs) = (futures.done(), job.runs(stop - futures.done()));
                let columns = columns.clone();
                let slice = job.slice(stage as u32, unwanted(), move |threads, cancel| {
                    let begun = Instant::now();
                    let ended = futures.simulate(runs, threads, cancel);
                    let seconds = begun.elapsed().as_secs_f64();
                    let line = (futures.done() == stop).then(|| futures.picture(of, &columns));
                    (futures, ended, seconds, line.map(|picture| bytes(&Line::Picture(Box::new(picture)))))
                });
                let (made, is_long) = match slice.await {
                    Slice::Done(made) | Slice::Slow(made) => (made, false),
                    Slice::Long(made) => (made, true),
                    Slice::Unwanted => return,
                    Slice::Failed => return self.making.end(Err(failed())),
                };
                let (more, ended, seconds, line) = made;
                futures = more;
                if let Err(error) = ended {
                    return self.making.end(Err(error.into()));
                }
                job.learn(futures.done() - before, seconds, of - futures.done());
                if let Err(refused) = self.go_on(&job, is_long && futures.done() == before) {
                    return self.making.end(Err(refused));
                }
                if let Some(line) = line {
                    self.making.push(line);
                }
            }
        }
        drop(values);
        self.making.end(Ok(()));
    }

    /// Looks at one organization: a line that is all of the answer.
    pub async fn organization(self, scenario: Model, run: u32) {
        let mut job = self.service.queue.begin(&self.making.askers, self.load(1));
        loop {
            let scenario = scenario.clone();
            let one = job.slice(0, self.making.unwanted(), move |threads, cancel| {
                let one = threads.install(|| organization::one(&scenario, run, cancel));
                one.map(|one| serde_json::to_vec(&one))
            });
            match one.await {
                Slice::Slow(Err(Stopped::Cancelled)) => {}
                Slice::Done(Ok(Ok(one))) | Slice::Slow(Ok(Ok(one))) | Slice::Long(Ok(Ok(one))) => {
                    self.making.push(one.into());
                    return self.making.end(Ok(()));
                }
                Slice::Done(Err(stopped)) | Slice::Slow(Err(stopped)) => {
                    return self.making.end(Err(stopped.into()));
                }
                Slice::Long(_) => return self.making.end(Err(self.service.limits.long_run())),
                Slice::Unwanted => return,
                Slice::Done(Ok(Err(_))) | Slice::Slow(Ok(Err(_))) | Slice::Failed => {
                    return self.making.end(Err(failed()));
                }
            }
        }
    }

    /// Makes a report: a line that is all of it.
    pub async fn report(self, arms: Vec<Model>, on: Endpoint) {
        let stage = PICTURES.len() as u32;
        let of = arms[0].organizations;
        let unwanted = || self.making.unwanted();
        let Some(values) = self.room().await else { return };
        let mut report = match Report::begin(arms, on) {
            Ok(report) => report,
            Err(error) => return self.making.end(Err(error.into())),
        };
        let mut job = self.service.queue.begin(&self.making.askers, self.load(of));
        while report.left() > 0 {
            let (before, runs) = (report.left(), job.runs(report.left()));
            let slice = job.slice(stage, unwanted(), move |threads, cancel| {
                let begun = Instant::now();
                let ended = report.simulate(runs, threads, cancel);
                (report, ended, begun.elapsed().as_secs_f64())
            });
            let ((more, ended, seconds), is_long) = match slice.await {
                Slice::Done(made) | Slice::Slow(made) => (made, false),
                Slice::Long(made) => (made, true),
                Slice::Unwanted => return,
                Slice::Failed => return self.making.end(Err(failed())),
            };
            report = more;
            if let Err(error) = ended {
                return self.making.end(Err(error.into()));
            }
            job.learn(before - report.left(), seconds, report.left());
            if let Err(refused) = self.go_on(&job, is_long && report.left() == before) {
                return self.making.end(Err(refused));
            }
        }
        if self.cost.values > LARGE {
            job.slowly();
        }
        // Time does not break it off, since it cannot go on in the other lane.
        let left = Arc::new(AtomicBool::new(false));
        let ends = Arc::clone(&left);
        let gone = async {
            unwanted().await;
            left.store(true, Ordering::Relaxed);
        };
        let page = job.slice(stage, gone, move |threads, _| report.finish(threads, &ends));
        let page = match page.await {
            Slice::Done(page) | Slice::Slow(page) | Slice::Long(page) => page,
            Slice::Unwanted => return,
            Slice::Failed => return self.making.end(Err(failed())),
        };
        drop(values);
        match page {
            Ok(page) => {
                self.making.push(page.into());
                self.making.end(Ok(()));
            }
            Err(error) => self.making.end(Err(error.into())),
        }
    }

    /// Waits for room for the values; `None` where nobody waits for them any more.
    async fn room(&self) -> Option<Taken> {
        tokio::select! {
            biased;
            () = self.making.unwanted() => None,
            values = self.service.values.room_for(&self.making.askers, self.cost.values) => values,
        }
    }

    fn load(&self, runs: u32) -> Load {
        self.cost.load(runs, &self.service.limits)
    }

    /// Whether a request may go on that has not come far in its time.
    fn go_on(&self, job: &Job, is_stuck: bool) -> Result<(), Refusal> {
        if is_stuck {
            return Err(self.service.limits.long_run());
        }
        let seconds = job.core_seconds();
        let most = self.service.limits.core_seconds * SLACK;
        if seconds <= most {
            return Ok(());
        }
        let error = format!(
            "error: this has taken {seconds:.0} seconds of work and is not done; this page takes on up to {most:.0}\n  \
             help: use fewer organizations, fewer members or fewer months"
        );
        Err(Refusal::new(Kind::TookLong, error).with([("seconds", seconds), ("most", most)]))
    }
}

/// A line of an answer.
pub fn bytes(line: &Line) -> Bytes {
    let mut text = serde_json::to_vec(line).unwrap_or_default();
    text.push(b'\n');
    text.into()
}

/// What nobody foresaw.
pub fn failed() -> Refusal {
    let error =
        "error: this scenario made the program fail\n  help: take its file away and report it as a bug";
    Refusal::new(Kind::Failed, error)
}
