//! The routes. `docs/workshop.md` has what each takes and answers; the types are in [`requests`](super::requests),
//! [`responses`](super::responses) and beside what makes them. A bad request is 4xx with a [`Refusal`](super::refusal::Refusal); 503 asks to come
//! back.

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

use super::Service;
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

type Shared = State<Arc<Service>>;

/// All routes.
pub fn router(service: Arc<Service>) -> Router {
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
            Refused::new(StatusCode::NOT_FOUND, Kind::Request, "error: there is no such page\n  help: open / for the page, and docs/workshop.md for what programs can ask")
        })
        .method_not_allowed_fallback(|| async {
            Refused::new(
                StatusCode::METHOD_NOT_ALLOWED,
                Kind::Request,
                "error: this address takes another method\n  help: docs/workshop.md has the method of each address, such as POST for /api/simulate",
            )
        })
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(middleware::from_fn(admission::guard))
        .with_state(service)
}
