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
//! | `POST /api/room/guess`, `lead`, `clear` | | 204; the last two from this machine only |
//! | `GET /api/qr.svg` | | a QR code of the room's address |
//!
//! Whatever is wrong with a request is 4xx with a [`Refusal`]; 503 asks to come back.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use serde::de::DeserializeOwned;
use serde_json::json;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::{ReceiverStream, WatchStream};

use super::finished::Answer;
use super::inbox::{self, Asked, AskedCheck, AskedFile, AskedOne};
use super::page::{FILES, STORIES};
use super::picture::{Futures, Line};
use super::queue::Place;
use super::refusal::{Kind, Refusal};
use super::room::{Guess, Lead, STATIONS};
use super::takeaway::{Report, file_name};
use super::{Workshop, cost};
use crate::measures::MEASURES;
use crate::measures::outcome::Condition;
use crate::safeguards::Safeguards;
use crate::scenario::Scenario;
use crate::scenario::read::{self, BadInput};
use crate::study::{COSTS, Endpoint};

/// Largest request: no scenario comes near it.
const LARGEST: usize = 256 * 1024;
/// Runs after which there is a picture; the last one is of all.
const PICTURES: [u32; 4] = [8, 25, 100, 400];
/// How long a slice of work may take before others have their turn.
const SLICE: Duration = Duration::from_millis(150);

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub struct Visitor {
    /// Where from.
    pub address: IpAddr,
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
        .route("/api/about", get(about))
        .route("/api/check", post(check))
        .route("/api/read", post(read_file))
        .route("/api/simulate", post(simulate))
        .route("/api/organization", post(organization))
        .route("/api/report", post(report))
        .route("/api/room", get(room))
        .route("/api/room/guess", post(guess))
        .route("/api/room/lead", post(lead))
        .route("/api/room/clear", post(clear))
        .route("/api/qr.svg", get(qr))
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
        .layer(middleware::from_fn(guard))
        .with_state(workshop)
}

/// A request that is not answered, and why.
struct Refused(StatusCode, Refusal);

impl Refused {
    fn new(status: StatusCode, kind: Kind, error: impl Into<String>) -> Self {
        Self(status, Refusal::new(kind, error))
    }

    fn busy() -> Self {
        let error = "error: there are too many visitors just now\n  help: try again in a few seconds";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, Kind::Busy, error)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(StatusCode::UNPROCESSABLE_ENTITY, refusal)
    }
}

impl From<BadInput> for Refused {
    fn from(bad: BadInput) -> Self {
        Refusal::from(bad).into()
    }
}

impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Self {
        let error = format!("error: {error}\n  help: tell whoever started the server");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, Kind::Failed, error)
    }
}

impl From<JsonRejection> for Refused {
    fn from(rejection: JsonRejection) -> Self {
        let error = format!("error: {}\n  help: see docs/workshop.md", rejection.body_text());
        Self::new(rejection.status(), Kind::Request, error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let retry = (self.0 == StatusCode::SERVICE_UNAVAILABLE).then_some([(header::RETRY_AFTER, "2")]);
        (self.0, retry, Json(self.1)).into_response()
    }
}

/// A body of JSON, refused in our words.
struct Told<T>(T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Told<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        Ok(Self(Json::from_request(request, state).await?.0))
    }
}

/// Who may ask what from where, and what browsers may do with an answer.
async fn guard(request: Request, next: Next) -> Response {
    let mut response = match admits(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refused) => refused.into_response(),
    };
    for (name, value) in [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A page of somebody else must not use a visitor's browser to ask here, be it under a name that it made point here.
fn admits(headers: &HeaderMap) -> Result<(), Refused> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).unwrap_or("");
    let name =
        host.rsplit_once(':').map_or(host, |(name, port)| if port.ends_with(']') { host } else { name });
    let is_ours = name == "localhost" || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    let is_own = text(header::ORIGIN).is_none_or(|origin| origin.strip_prefix("http://") == Some(host));
    if is_ours && is_own {
        return Ok(());
    }
    Err(Refused::new(
        StatusCode::FORBIDDEN,
        Kind::Elsewhere,
        "error: this address is not one of this server\n  help: open it by the address that it printed",
    ))
}

async fn about(State(workshop): Shared, Extension(visitor): Extension<Visitor>) -> Response {
    let every = Scenario { safeguards: Safeguards::every(), ..Scenario::default() };
    Json(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "schema": read::schema_value(),
        "defaults": Scenario::default(),
        "measures": MEASURES.iter().map(|measure| json!({
            "name": measure.name, "label": measure.label, "unit": measure.unit, "doc": measure.doc,
            "share": measure.range == (0.0, 1.0),
        })).collect::<Vec<_>>(),
        "conditions": Condition::ALL.map(Condition::name),
        "costs": COSTS.map(|(name, _)| name),
        "safeguards": every.safeguards.entries(&every),
        "shocks": crate::shocks::NAMES,
        "stories": *STORIES,
        "stations": STATIONS,
        "is_host": visitor.address.is_loopback(),
        "addresses": workshop.addresses,
    }))
    .into_response()
}

async fn check(State(workshop): Shared, Told(asked): Told<AskedCheck>) -> Result<Response, Refused> {
    let toml = inbox::text(&asked.scenario)?;
    let scenario = inbox::scenario(&asked.scenario)?;
    let arms = std::slice::from_ref(&scenario);
    Ok(Json(json!({
        "safeguards": scenario.safeguards.entries(&scenario),
        "shocks": scenario.shocks.entries(),
        "cost": cost::cost(arms, scenario.organizations),
        "refused": workshop.limits.admit(arms, scenario.organizations).err(),
        "toml": toml,
        "file": file_name(&asked.scenario, "toml"),
    }))
    .into_response())
}

async fn read_file(Told(asked): Told<AskedFile>) -> Result<Response, Refused> {
    let scenario = read::parse("scenario.toml", &asked.toml, &[])?;
    Ok(Json(json!({"scenario": inbox::named(&scenario)})).into_response())
}

async fn simulate(
    State(workshop): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(asked): Told<Asked>,
) -> Result<Response, Refused> {
    let (arms, columns) = (asked.scenarios()?, asked.columns()?);
    let on = Endpoint::find("captured_at_end").map_err(std::io::Error::other)?;
    let cost = workshop.limits.admit(&arms, arms[0].organizations)?;
    let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
    let question = serde_json::to_string(&(&arms, &columns)).map_err(std::io::Error::other)?;
    if let Some(answer) = workshop.finished.find(&question) {
        let lines = tokio_stream::iter(answer.lines()).map(Ok::<_, Infallible>);
        return Ok((kind, Body::from_stream(lines)).into_response());
    }
    let place = workshop.queue.enter(visitor.address, &asked.visitor, asked.at).ok_or_else(Refused::busy)?;
    let (send, lines) = mpsc::channel(2);
    let futures = Futures::new(arms, on);
    let answer = Answer::default();
    let work = Work { workshop, question, answer, futures, values: cost.values, columns, place, send };
    tokio::spawn(work.all());
    let body = Body::from_stream(ReceiverStream::new(lines).map(Ok::<_, Infallible>));
    Ok((kind, body).into_response())
}

/// A request that is worked on.
struct Work {
    workshop: Arc<Workshop>,
    /// What is asked: the scenarios as they were read, and the measures.
    question: String,
    /// The pictures so far, for whoever asks the same later.
    answer: Answer,
    futures: Futures,
    /// Values that the pictures may come to.
    values: u32,
    columns: Vec<usize>,
    place: Place,
    send: mpsc::Sender<Bytes>,
}

impl Work {
    /// Works until all is simulated, the page is closed, or the visitor asks for something else.
    async fn all(mut self) {
        let of = self.futures.organizations();
        let arms = self.futures.arms();
        let mut stops: Vec<u32> = PICTURES.into_iter().filter(|stop| *stop < of).chain([of]).collect();
        // The first picture is due soon, however many futures there are.
        stops[0] = (stops[0] / arms).max(1);
        let ahead = self.workshop.queue.waiting();
        if ahead > 0 && !self.say(&Line::Queued { ahead }).await {
            return;
        }
        let Some(_values) = self.room_for_values().await else { return };
        let mut pace = None;
        for (stage, stop) in stops.into_iter().enumerate() {
            while self.futures.done() < stop {
                let Some(turn) = self.turn(stage as u32).await else { return };
                let left = stop - self.futures.done();
                let runs = pace.map_or(left.min(PICTURES[0]), |pace: f64| {
                    left.min((SLICE.as_secs_f64() / pace) as u32).max(1)
                });
                let Self { workshop, mut futures, .. } = self;
                let threads = Arc::clone(&workshop.queue.threads);
                let columns = self.columns;
                let slice = tokio::task::spawn_blocking(move || {
                    let begun = Instant::now();
                    futures.simulate(runs, &threads);
                    let pace = begun.elapsed().as_secs_f64() / f64::from(runs);
                    let line = (futures.done() == stop).then(|| futures.picture(of, &columns));
                    drop(turn);
                    (futures, columns, pace, line.map(|picture| bytes(&Line::Picture(Box::new(picture)))))
                });
                let Ok((futures, columns, took, line)) = slice.await else {
                    let error = "error: this scenario made the program fail\n  help: take its file away and report it as a bug";
                    let refused = Refusal::new(Kind::Failed, error);
                    let _ = self.send.send(bytes(&Line::Stopped { refused })).await;
                    return;
                };
                self = Self { workshop, futures, columns, ..self };
                pace = Some(took);
                if let Some(line) = line {
                    self.answer.push(line.clone());
                    if self.send.send(line).await.is_err() {
                        return;
                    }
                }
            }
        }
        self.workshop.finished.keep(self.question, self.answer);
    }

    /// Waits until there is memory for what is asked; `None` when nobody waits for the result any more.
    async fn room_for_values(&mut self) -> Option<OwnedSemaphorePermit> {
        tokio::select! {
            biased;
            _ = self.send.closed() => None,
            _ = &mut self.place.replaced => None,
            values = self.workshop.room_for(self.values) => values,
        }
    }

    /// Waits for a turn; `None` when nobody waits for the result any more.
    async fn turn(&mut self, stage: u32) -> Option<super::queue::Turn> {
        tokio::select! {
            biased;
            _ = self.send.closed() => None,
            _ = &mut self.place.replaced => None,
            turn = self.workshop.queue.turn(stage) => Some(turn),
        }
    }

    async fn say(&self, line: &Line) -> bool {
        self.send.send(bytes(line)).await.is_ok()
    }
}

fn bytes(line: &Line) -> Bytes {
    let mut text = serde_json::to_vec(line).unwrap_or_default();
    text.push(b'\n');
    text.into()
}

async fn organization(
    State(workshop): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(asked): Told<AskedOne>,
) -> Result<Response, Refused> {
    let scenario = inbox::scenario(&asked.scenario)?;
    workshop.limits.admit(std::slice::from_ref(&scenario), 1)?;
    let _place = workshop.queue.enter(visitor.address, "", 0).ok_or_else(Refused::busy)?;
    let turn = workshop.queue.turn(0).await;
    let one = tokio::task::spawn_blocking(move || {
        let one = super::organization::one(&scenario, asked.run);
        drop(turn);
        one
    });
    Ok(Json(one.await.map_err(std::io::Error::other)?).into_response())
}

async fn report(
    State(workshop): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(asked): Told<Asked>,
) -> Result<Response, Refused> {
    let arms = asked.scenarios()?;
    let on = Endpoint::find("captured_at_end").map_err(std::io::Error::other)?;
    let cost = workshop.limits.admit(&arms, arms[0].organizations)?;
    let _place = workshop.queue.enter(visitor.address, "", 0).ok_or_else(Refused::busy)?;
    let _values = workshop.room_for(cost.values).await;
    let name = file_name(asked.arms.last().unwrap_or_default(), "html");
    let mut report = Report::begin(arms, on)?;
    loop {
        let turn = workshop.queue.turn(PICTURES.len() as u32).await;
        let queue = workshop.queue.clone();
        let slice = tokio::task::spawn_blocking(move || {
            let more = report.go_on(&queue);
            drop(turn);
            more.map(|more| (report, more))
        });
        let (partial, more) = slice.await.map_err(std::io::Error::other)??;
        report = partial;
        if !more {
            break;
        }
    }
    let turn = workshop.queue.turn(PICTURES.len() as u32).await;
    let queue = workshop.queue.clone();
    let page = tokio::task::spawn_blocking(move || {
        let page = report.finish(&queue);
        drop(turn);
        page
    });
    let page = page.await.map_err(std::io::Error::other)??;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let saved =
        HeaderValue::try_from(format!("attachment; filename=\"{name}\"")).map_err(std::io::Error::other)?;
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, saved)], page).into_response())
}

async fn room(State(workshop): Shared) -> Result<Response, Refused> {
    let news = workshop.room.watch().ok_or_else(Refused::busy)?;
    let events = WatchStream::new(news).map(|view| Event::default().json_data(view));
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

async fn guess(State(workshop): Shared, Told(told): Told<Guess>) -> Result<StatusCode, Refused> {
    workshop.room.guess(&told)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn lead(
    State(workshop): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(told): Told<Lead>,
) -> Result<StatusCode, Refused> {
    host_only(visitor)?;
    workshop.room.lead(&told)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn clear(
    State(workshop): Shared,
    Extension(visitor): Extension<Visitor>,
) -> Result<StatusCode, Refused> {
    host_only(visitor)?;
    workshop.room.clear();
    Ok(StatusCode::NO_CONTENT)
}

fn host_only(visitor: Visitor) -> Result<(), Refused> {
    if visitor.address.is_loopback() {
        return Ok(());
    }
    Err(Refused::new(
        StatusCode::FORBIDDEN,
        Kind::HostOnly,
        "error: only whoever started the server can do that\n  help: do it on the machine that runs it",
    ))
}

async fn qr(State(workshop): Shared) -> Result<Response, Refused> {
    let address = workshop.addresses.first().ok_or_else(|| {
        Refused::new(
            StatusCode::NOT_FOUND,
            Kind::NoRoom,
            "error: only this machine can open the page\n  help: start it with `thermidor serve --room`",
        )
    })?;
    let code = qrcode::QrCode::new(address).map_err(std::io::Error::other)?;
    let svg = code.render::<qrcode::render::svg::Color>().min_dimensions(240, 240).build();
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::admits;

    #[test]
    fn other_pages_and_other_names_are_turned_away() {
        let ask = |host: &str, origin: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
            }
            admits(&headers).is_ok()
        };
        assert!(ask("localhost:1794", None) && ask("192.168.1.4:1794", Some("http://192.168.1.4:1794")));
        assert!(ask("[::1]:1794", None) && ask("[::1]", None) && ask("127.0.0.1", None));
        assert!(!ask("evil.example:1794", None), "a name that was made to point here");
        assert!(!ask("localhost:1794", Some("http://evil.example")), "a page of somebody else");
        assert!(!ask("localhost:1794", Some("null")) && !ask("", None));
    }
}
