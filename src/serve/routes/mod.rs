//! What can be asked, and how it is answered.
//!
//! | route | asked | answered |
//! |---|---|---|
//! | `GET /` and its files | | the page |
//! | `GET /api/about` | | version, schema, measures, safeguards, stories, limits, addresses |
//! | `POST /api/check` | `{scenario}` | what each part does, what it costs, its file; or what is wrong |
//! | `POST /api/read` | `{toml}` | the scenario of a file; or what is wrong |
//! | `POST /api/simulate` | `{arms, measures, visitor, at}` | lines of JSON ([`Line`]) until all is simulated |
//! | `POST /api/organization` | `{scenario, run}` | one organization: chronicle, people, bodies |
//! | `POST /api/report` | `{arms}` | the self-contained report |
//! | `GET /api/room` | | an event for everything that changes in the room |
//! | `POST /api/room/guess` | `{visitor, station, guess}` | 204 |
//! | `GET /api/room/people`, `POST /api/room/lead`, `remove`, `clear` | | from this machine only |
//! | `GET /api/qr.svg` | | a QR code of the room's address |
//!
//! Whatever is wrong with a request is 4xx with a [`Refusal`]; 503 asks to come back.

mod admission;
mod body;
mod refused;
mod room;
mod scenario;
mod simulation;

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware;
use axum::routing::{get, post};

use super::Workshop;
use super::page::FILES;
use super::refusal::Kind;
use refused::Refused;

/// Largest request: no scenario comes near it.
const LARGEST: usize = 256 * 1024;

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub struct Visitor {
    /// Where from.
    pub address: IpAddr,
    /// It is the machine that serves.
    pub is_host: bool,
}

type Shared = State<Arc<Workshop>>;

/// All routes.
pub fn router(workshop: Arc<Workshop>) -> Router {
    let mut router = Router::new();
    for file in FILES {
        let kind = HeaderValue::from_static(file.kind);
        router = router
            .route(file.path, get(move || async move { ([(header::CONTENT_TYPE, kind)], file.content) }));
    }
    router
        .route("/api/about", get(scenario::about))
        .route("/api/check", post(scenario::check))
        .route("/api/read", post(scenario::read_file))
        .route("/api/simulate", post(simulation::simulate))
        .route("/api/organization", post(simulation::organization))
        .route("/api/report", post(simulation::report))
        .route("/api/room", get(room::room))
        .route("/api/room/guess", post(room::guess))
        .route("/api/room/lead", post(room::lead))
        .route("/api/room/people", get(room::people))
        .route("/api/room/remove", post(room::remove))
        .route("/api/room/clear", post(room::clear))
        .route("/api/qr.svg", get(room::qr))
        .fallback(|| async {
            Refused::new(StatusCode::NOT_FOUND, Kind::Request, "error: there is nothing here\n  help: open /")
        })
        .method_not_allowed_fallback(|| async {
            Refused::new(
                StatusCode::METHOD_NOT_ALLOWED,
                Kind::Request,
                "error: this is not asked like that\n  help: see docs/workshop.md",
            )
        })
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(middleware::from_fn(admission::guard))
        .with_state(workshop)
}
