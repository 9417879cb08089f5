//! Scenarios: what there is to choose from, what one does and costs, and one of a file.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use thermidor_analysis::study::COSTS;
use thermidor_core::outcome::Condition;
use thermidor_core::safeguards::Safeguards;
use thermidor_core::scenario::Scenario;
use thermidor_scenario::{read, schema, write};

use super::body::Told;
use super::refused::Refused;
use super::{Shared, Visitor};
use crate::serve::cost;
use crate::serve::export::file_name;
use crate::serve::page::STORIES;
use crate::serve::requests::{self, AskedCheck, AskedFile};
use crate::serve::responses::{About, Checked, Measure, Read, templates};
use crate::serve::room::STATIONS;

pub(super) async fn about(State(service): Shared, Extension(visitor): Extension<Visitor>) -> Response {
    let mut every = Scenario::default();
    every.safeguards = Safeguards::every();
    Json(About {
        version: env!("CARGO_PKG_VERSION"),
        schema: schema::value(),
        defaults: Scenario::default(),
        measures: Measure::all(),
        conditions: Condition::ALL,
        costs: COSTS.iter().map(|(name, _)| *name).collect(),
        safeguards: every.safeguards.entries(&every.setting()),
        sentences: templates(),
        shocks: thermidor_core::shocks::NAMES,
        stories: &STORIES,
        stations: STATIONS,
        is_host: visitor.is_host,
        addresses: &service.addresses,
    })
    .into_response()
}

pub(super) async fn check(
    State(service): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(asked, _turn): Told<AskedCheck>,
) -> Result<Response, Refused> {
    let scenario = requests::scenario(&asked.scenario)?;
    let (toml, arms) = match asked.pinned.filter(|pinned| !pinned.is_null()) {
        None => (requests::text(&asked.scenario)?, vec![scenario.clone()]),
        Some(pinned) => {
            let pinned = requests::scenario(&pinned)?;
            (write::to_toml_with(&pinned, &scenario), vec![pinned, scenario.clone()])
        }
    };
    let cost = cost::cost(&arms, scenario.organizations);
    let load = cost.load(scenario.organizations, &service.limits);
    Ok(Json(Checked {
        safeguards: scenario.safeguards.entries(&scenario.setting()),
        shocks: scenario.shocks.entries(),
        cost,
        wait: service.queue.wait(visitor.address, load, None),
        refused: service.limits.admit(&arms, scenario.organizations).err(),
        toml,
        file: file_name(&asked.scenario, "toml"),
    })
    .into_response())
}

pub(super) async fn read_file(Told(asked, _turn): Told<AskedFile>) -> Result<Response, Refused> {
    let study = read::parse_study("scenario.toml", &asked.toml, &[], &[])?;
    // A variant is what was changed; what it was changed from is what it is compared with.
    let told = match &study.variants[..] {
        [] => Read { scenario: requests::named(&study.base), pinned: None, left_out: None },
        [first, more @ ..] => Read {
            scenario: requests::named(first),
            pinned: Some(requests::named(&study.base)),
            left_out: Some(more.len()),
        },
    };
    Ok(Json(told).into_response())
}
