//! Makes a whole result again.

use std::io;
use std::path::Path;
use thermidor_core::Model;

use super::{Workers, not_replayed};
use crate::Error;
use crate::output::answer::Answer;
use crate::output::comparison;
use crate::output::comparison::Comparing;
use crate::output::manifest::{Asked, Manifest};
use crate::output::{ablation, replay, run};
use thermidor_analysis::run::simulate_all;
use thermidor_analysis::study::Endpoint;
use thermidor_analysis::study::ablation::{Ablation, Plan};

/// Makes all files of a result again in an empty directory; gives the scenarios that its manifest should name.
pub fn make(
    to: &Path,
    manifest: &Manifest,
    with_charts: bool,
    workers: &Workers,
) -> Result<Vec<Model>, Error> {
    let (scenario, n) = (&manifest.scenario, manifest.organizations);
    let endpoint = |on: &String| Endpoint::find(on).map_err(thermidor_analysis::Error::from);
    let unmade = |error: io::Error| unmade(to, error);
    let Workers { threads, cancel, progress, .. } = workers;
    (workers.begin)(u64::from(n), "organizations");
    let ended = match &manifest.asked {
        Asked::Run { on, full, .. } => {
            let made = run::Run::begin(to, scenario, endpoint(on)?, *full).map_err(unmade)?;
            let mut made = made.at(manifest.asked.level());
            let one = |number| scenario.run_unless(cancel, number);
            let ended = simulate_all(&one, 0..n, threads, cancel, progress, &mut made).map_err(unmade)?;
            let summary = made.finish().map_err(unmade)?;
            if ended.is_ok() {
                let answer = Answer::new(scenario, &summary);
                run::pages(to, scenario, &summary, &answer, with_charts).map_err(unmade)?;
            }
            ended
        }
        Asked::Compare { on, .. } => {
            let arms = manifest.arms();
            let made = Comparing::begin(to, &arms, endpoint(on)?).map_err(unmade)?;
            let mut made = made.at(manifest.asked.level());
            let ended = made.simulate(&arms, 0..n, threads, cancel, progress).map_err(unmade)?;
            if ended.is_ok() {
                let found = made.finish().map_err(unmade)?;
                comparison::pages(to, &found, &comparison::Answer::new(&found), with_charts)
                    .map_err(unmade)?;
            }
            ended
        }
        Asked::Ablate { on, more_is_better, .. } => {
            let plan = Plan::new(scenario, endpoint(on)?);
            if plan.names.is_empty() {
                return Err(Error::NothingAblated);
            }
            let mut made = Ablation::new(plan);
            made.level = manifest.asked.level();
            let ended = made.simulate(0..n, threads, cancel, progress).map_err(unmade)?;
            if ended.is_ok() {
                let answer = ablation::Answer::new(&made, *more_is_better);
                ablation::pages(to, &made, &answer, with_charts).map_err(unmade)?;
            }
            ended
        }
        Asked::Replay { organization, changes, offices } => {
            return replay::make(to, scenario, *organization, changes, *offices, cancel)
                .map(|(_, arms)| arms)
                .map_err(not_replayed);
        }
    };
    if ended.is_err() { Err(Error::Interrupted) } else { Ok(manifest.arms()) }
}

/// Why it could not be made again in a directory for a while.
pub fn unmade(directory: &Path, source: io::Error) -> Error {
    Error::NoRoom { directory: directory.to_owned(), source }
}
