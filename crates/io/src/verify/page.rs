//! Is this page what `report` makes? All its results are made again, and the page of them.

use super::{Question, Verdict, Workers, again, for_a_while};
use crate::Error;
use crate::output::{difference, manifest};
use crate::report::{self, Source};
use thermidor_scenario::text;

/// What differs in a page.
pub fn verify(args: &Question, workers: &Workers) -> Result<Verdict, Error> {
    let text = text::whole(args.result).map_err(|error| super::unreadable(args.result, error))?;
    let manifests =
        report::manifests(&text).map_err(|why| Error::NoPage { path: args.result.to_owned(), why })?;
    const ALL: u32 = 1_000_000;
    if args.sample.of(ALL) < ALL as usize {
        return Err(Error::NoSample { path: args.result.to_owned() });
    }
    let mut verdict = Verdict::default();
    let mut made = Vec::new();
    for (number, manifest) in (1..).zip(manifests) {
        let place = for_a_while()?;
        let with_charts = manifest.files.keys().any(|name| name.starts_with("charts/"));
        let arms = again::make(place.path(), &manifest, with_charts, workers)?;
        super::said(&manifest, &arms, &mut verdict);
        let files = manifest::hashes(place.path()).map_err(|error| again::unmade(place.path(), error))?;
        for (name, hash) in &manifest.files {
            if files.get(name) != Some(hash) {
                verdict.differences.push(format!(
                    "differs: the hash of {name} in result {number} is not that of the file that the program makes"
                ));
            }
        }
        made.push((place, manifest));
    }
    let n = made.len();
    let sources: Vec<_> = made
        .iter()
        .map(|(place, manifest)| (place.path(), Source::Result(Box::new(manifest.clone()))))
        .collect();
    let again = report::page(&sources)?;
    if again != text {
        verdict.differences.push(format!("differs: the page {}", difference::different_line(&text, &again)));
    }
    verdict.certified = format!(
        "Certified: {} made again, and the page of them is byte for byte the same.",
        if n == 1 { "its result was".to_owned() } else { format!("all {n} results were") }
    );
    Ok(verdict)
}
