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

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

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

use super::answers::{Follow, Making};
use super::connections::{Connection, Held};
use super::cost::Cost;
use super::inbox::{self, Asked, AskedCheck, AskedFile, AskedOne};
use super::page::{FILES, STORIES};
use super::picture::Line;
use super::queue::{Load, Place, Wait};
use super::refusal::{Kind, Refusal};
use super::room::{Guess, Lead, Remove, STATIONS};
use super::takeaway::file_name;
use super::work::{Work, bytes, failed};
use super::{PATIENCE, Workshop, cost};
use thermidor_analysis::study::{COSTS, Endpoint};
use thermidor_core::measures::MEASURES;
use thermidor_core::outcome::Condition;
use thermidor_core::safeguards::Safeguards;
use thermidor_core::scenario::Scenario;
use thermidor_scenario::read;
use thermidor_scenario::schema;
use thermidor_scenario::write;

/// Largest request: no scenario comes near it.
const LARGEST: usize = 256 * 1024;
/// Scenarios of this size are read in no time.
const USUAL: usize = 16 * 1024;
/// How often those who wait for a first picture are told how long.
const TELL: Duration = Duration::from_secs(2);

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
        .route("/api/about", get(about))
        .route("/api/check", post(check))
        .route("/api/read", post(read_file))
        .route("/api/simulate", post(simulate))
        .route("/api/organization", post(organization))
        .route("/api/report", post(report))
        .route("/api/room", get(room))
        .route("/api/room/guess", post(guess))
        .route("/api/room/lead", post(lead))
        .route("/api/room/people", get(people))
        .route("/api/room/remove", post(remove))
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
        let status = match refusal.kind {
            Kind::Failed => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self(status, refusal)
    }
}

impl From<thermidor_scenario::Error> for Refused {
    fn from(error: thermidor_scenario::Error) -> Self {
        Refusal::from(error).into()
    }
}

impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Self {
        Refusal::from(error).into()
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
        // What was not read of a request is in the way of the next one.
        let close = (self.0 == StatusCode::REQUEST_TIMEOUT).then_some([(header::CONNECTION, "close")]);
        let retry = (self.0 == StatusCode::SERVICE_UNAVAILABLE).then_some([(header::RETRY_AFTER, "2")]);
        (self.0, retry, close, Json(self.1)).into_response()
    }
}

/// A body of JSON, refused in our words. A large one comes with the right to be looked into, which takes a while: one
/// after the other, so that others are answered meanwhile.
struct Told<T>(T, Option<OwnedSemaphorePermit>);

impl<T: DeserializeOwned + Send> FromRequest<Arc<Workshop>> for Told<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, workshop: &Arc<Workshop>) -> Result<Self, Refused> {
        let length = request.headers().get(header::CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        let waits = request.extensions().get::<Connection>().map(Connection::wait);
        let body = tokio::time::timeout(PATIENCE, Json::from_request(request, workshop)).await;
        drop(waits);
        let Ok(body) = body else {
            let error =
                "error: the rest of this request did not come\n  help: send all of it within 15 seconds";
            return Err(Refused::new(StatusCode::REQUEST_TIMEOUT, Kind::Request, error));
        };
        let body = body?.0;
        // Nobody closes it.
        let turn = match length {
            Some(length) if length <= USUAL => None,
            _ => Arc::clone(&workshop.reading).acquire_owned().await.ok(),
        };
        Ok(Self(body, turn))
    }
}

/// Who may ask what from where, and what browsers may do with an answer.
async fn guard(request: Request, next: Next) -> Response {
    let work = request.extensions().get::<Connection>().map(Connection::work);
    let response = match admits(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refused) => refused.into_response(),
    };
    let mut response = response.map(|body| Body::new(Held::new(body, work)));
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
    // A second one, or one of other letters, is no browser's.
    let only = |name| {
        let mut all = headers.get_all(name).iter();
        (all.next().map(|value| value.to_str().ok()), all.next().is_none())
    };
    let is_admitted = match (only(header::HOST), only(header::ORIGIN)) {
        ((Some(Some(host)), true), (None, true)) => is_address(host),
        ((Some(Some(host)), true), (Some(Some(origin)), true)) => {
            let from = origin.strip_prefix("http://");
            is_address(host) && from.is_some_and(|from| from.eq_ignore_ascii_case(host))
        }
        _ => false,
    };
    if is_admitted {
        return Ok(());
    }
    Err(Refused::new(
        StatusCode::FORBIDDEN,
        Kind::Elsewhere,
        "error: this address is not one of this server\n  help: open it by the address that it printed",
    ))
}

/// Whether it is `localhost` or an address in numbers, with or without a port: a name can be made to point anywhere.
fn is_address(host: &str) -> bool {
    let is_port = |port: &str| (1..=5).contains(&port.len()) && port.bytes().all(|c| c.is_ascii_digit());
    let (name, is_port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, is_port(port)),
        _ => (host, true),
    };
    let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let is_number = match inner {
        Some(inner) => inner.parse::<Ipv6Addr>().is_ok(),
        None => name.parse::<Ipv4Addr>().is_ok(),
    };
    is_port && (is_number || name.eq_ignore_ascii_case("localhost"))
}

async fn about(State(workshop): Shared, Extension(visitor): Extension<Visitor>) -> Response {
    let every = Scenario { safeguards: Safeguards::every(), ..Scenario::default() };
    Json(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "schema": schema::value(),
        "defaults": Scenario::default(),
        "measures": MEASURES.iter().map(|measure| json!({
            "name": measure.name, "label": measure.label, "unit": measure.unit, "doc": measure.doc,
            "share": measure.range == (0.0, 1.0),
        })).collect::<Vec<_>>(),
        "conditions": Condition::ALL.map(Condition::name),
        "costs": COSTS.map(|(name, _)| name),
        "safeguards": every.safeguards.entries(&every.setting()),
        "shocks": thermidor_core::shocks::NAMES,
        "stories": *STORIES,
        "stations": STATIONS,
        "is_host": visitor.is_host,
        "addresses": workshop.addresses,
    }))
    .into_response()
}

async fn check(
    State(workshop): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(asked, _turn): Told<AskedCheck>,
) -> Result<Response, Refused> {
    let scenario = inbox::scenario(&asked.scenario)?;
    let (toml, arms) = match asked.pinned.filter(|pinned| !pinned.is_null()) {
        None => (inbox::text(&asked.scenario)?, vec![scenario.clone()]),
        Some(pinned) => {
            let pinned = inbox::scenario(&pinned)?;
            (write::to_toml_with(&pinned, &scenario), vec![pinned, scenario.clone()])
        }
    };
    let cost = cost::cost(&arms, scenario.organizations);
    let load = cost.load(scenario.organizations, &workshop.limits);
    Ok(Json(json!({
        "safeguards": scenario.safeguards.entries(&scenario.setting()),
        "shocks": scenario.shocks.entries(),
        "cost": cost,
        "wait": workshop.queue.wait(visitor.address, load, None),
        "refused": workshop.limits.admit(&arms, scenario.organizations).err(),
        "toml": toml,
        "file": file_name(&asked.scenario, "toml"),
    }))
    .into_response())
}

async fn read_file(Told(asked, _turn): Told<AskedFile>) -> Result<Response, Refused> {
    let study = read::parse_study("scenario.toml", &asked.toml, &[], &[])?;
    // A variant is what was changed; what it was changed from is what it is compared with.
    let told = match &study.variants[..] {
        [] => json!({"scenario": inbox::named(&study.base)}),
        [first, more @ ..] => json!({
            "scenario": inbox::named(first),
            "pinned": inbox::named(&study.base),
            "left_out": more.len(),
        }),
    };
    Ok(Json(told).into_response())
}

async fn simulate(
    State(workshop): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(asked, turn): Told<Asked>,
) -> Result<Response, Refused> {
    let (arms, columns) = (asked.scenarios()?, asked.columns()?);
    drop(turn);
    let on = Endpoint::find("captured_at_end").map_err(std::io::Error::other)?;
    let cost = workshop.limits.admit(&arms, arms[0].organizations)?;
    let question = serde_json::to_string(&("pictures", &arms, &columns)).map_err(std::io::Error::other)?;
    let place = workshop.queue.enter(visitor.address, &asked.visitor, asked.at).ok_or_else(Refused::busy)?;
    let load = cost.load(arms[0].organizations, &workshop.limits);
    let (follow, making) = workshop.answers.ask(question, visitor.address);
    let queue = workshop.queue.clone();
    // Work that somebody else has asked for is under way.
    let more = if making.is_some() { load } else { Load { core_seconds: 0.0, ..load } };
    let first = queue.wait(visitor.address, more, None);
    begin(&workshop, making, cost, |work| work.pictures(arms, on, columns));
    let (send, lines) = mpsc::channel(2);
    let askers = follow.asker.askers.clone();
    let wait = move || queue.wait(visitor.address, load, Some(&askers));
    tokio::spawn(tell(follow, place, send, first, wait));
    let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
    let body = Body::from_stream(ReceiverStream::new(lines).map(Ok::<_, Infallible>));
    Ok((kind, body).into_response())
}

/// Begins to make an answer, where nobody makes it yet.
fn begin<F: Future<Output = ()> + Send + 'static>(
    workshop: &Arc<Workshop>,
    making: Option<Making>,
    cost: Cost,
    work: impl FnOnce(Work) -> F,
) {
    match making {
        Some(making) => {
            let workshop = Arc::clone(workshop);
            tokio::spawn(work(Work { workshop, making, cost }));
        }
        // It may wait for room that the address of one more asker has.
        None => workshop.values.let_in(),
    }
}

/// Tells one visitor an answer as it comes, until they go away or ask for something else.
async fn tell(
    mut follow: Follow,
    mut place: Place,
    send: mpsc::Sender<Bytes>,
    first: Wait,
    wait: impl Fn() -> Wait,
) {
    let (progress, mut told, mut said) = (&mut follow.progress, 0, first);
    let mut clock = tokio::time::interval(TELL);
    clock.tick().await;
    loop {
        let now = progress.borrow_and_update().clone();
        // Nobody is told of a queue who has a picture already.
        let queued =
            (now.lines.is_empty() && now.end.is_none() && said.ahead > 0).then(|| bytes(&Line::Queued(said)));
        let stopped = match &now.end {
            Some(Err(refused)) => Some(bytes(&Line::Stopped { refused: refused.clone() })),
            _ => None,
        };
        for line in queued.into_iter().chain(now.lines.into_iter().skip(told)).chain(stopped) {
            let is_picture = line.starts_with(br#"{"kind":"picture""#);
            tokio::select! {
                biased;
                _ = &mut place.replaced => return,
                sent = send.send(line) => if sent.is_err() { return },
            }
            told += usize::from(is_picture);
        }
        if now.end.is_some() {
            return;
        }
        tokio::select! {
            biased;
            _ = &mut place.replaced => return,
            () = send.closed() => return,
            changed = progress.changed() => if changed.is_err() {
                let _ = send.send(bytes(&Line::Stopped { refused: failed() })).await;
                return;
            },
            _ = clock.tick() => {}
        }
        said = wait();
    }
}

/// Waits for an answer of one line.
async fn whole(mut follow: Follow) -> Result<Bytes, Refused> {
    let ended = follow.progress.wait_for(|progress| progress.end.is_some()).await;
    let Ok(ended) = ended else { return Err(failed().into()) };
    match &ended.end {
        Some(Err(refused)) => Err(refused.clone().into()),
        _ => Ok(ended.lines.first().cloned().unwrap_or_default()),
    }
}

async fn organization(
    State(workshop): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(asked, turn): Told<AskedOne>,
) -> Result<Response, Refused> {
    let scenario = inbox::scenario(&asked.scenario)?;
    drop(turn);
    let (run, most) = (asked.run, scenario.organizations);
    if run >= most {
        let error =
            format!("error: there is no organization {run}\n  help: use a number from 0 to {}", most - 1);
        return Err(Refusal::new(Kind::Request, error).into());
    }
    let cost = workshop.limits.admit(std::slice::from_ref(&scenario), 1)?;
    let question = serde_json::to_string(&("organization", &scenario, run)).map_err(std::io::Error::other)?;
    let _place = workshop.queue.enter(visitor.address, "", 0).ok_or_else(Refused::busy)?;
    let (follow, making) = workshop.answers.ask(question, visitor.address);
    begin(&workshop, making, cost, |work| work.organization(scenario, run));
    Ok(([(header::CONTENT_TYPE, "application/json")], whole(follow).await?).into_response())
}

async fn report(
    State(workshop): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(asked, turn): Told<Asked>,
) -> Result<Response, Refused> {
    let arms = asked.scenarios()?;
    drop(turn);
    let on = Endpoint::find("captured_at_end").map_err(std::io::Error::other)?;
    let cost = workshop.limits.admit(&arms, arms[0].organizations)?;
    let question = serde_json::to_string(&("report", &arms)).map_err(std::io::Error::other)?;
    let _place = workshop.queue.enter(visitor.address, "", 0).ok_or_else(Refused::busy)?;
    let name = file_name(asked.arms.last().unwrap_or_default(), "html");
    let (follow, making) = workshop.answers.ask(question, visitor.address);
    begin(&workshop, making, cost, |work| work.report(arms, on));
    let page = whole(follow).await?;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let saved =
        HeaderValue::try_from(format!("attachment; filename=\"{name}\"")).map_err(std::io::Error::other)?;
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, saved)], page).into_response())
}

async fn room(State(workshop): Shared, Extension(visitor): Extension<Visitor>) -> Result<Response, Refused> {
    let watcher = Arc::clone(&workshop.room).watch(visitor.address).ok_or_else(Refused::busy)?;
    let news = WatchStream::new(watcher.news.clone());
    let events = news.map(move |view| {
        // Whoever watches is counted for as long as the stream is there.
        let _ = &watcher;
        Event::default().json_data(view)
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

async fn guess(
    State(workshop): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(told, _): Told<Guess>,
) -> Result<StatusCode, Refused> {
    workshop.room.guess(visitor.address, &told)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn lead(
    State(workshop): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(told, _): Told<Lead>,
) -> Result<StatusCode, Refused> {
    host_only(visitor)?;
    workshop.room.lead(&told)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn people(
    State(workshop): Shared,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Refused> {
    host_only(visitor)?;
    Ok(Json(workshop.room.people()).into_response())
}

async fn remove(
    State(workshop): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(told, _): Told<Remove>,
) -> Result<StatusCode, Refused> {
    host_only(visitor)?;
    workshop.room.remove(&told);
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
    if visitor.is_host {
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
        assert!(ask("LOCALHOST:1794", Some("http://localhost:1794")));
        for odd in
            ["localhost:1794@evil", "127.0.0.1:1794, evil", "[127.0.0.1", "]127.0.0.1[", "localhost:", "::1"]
        {
            assert!(!ask(odd, None), "{odd}");
        }
        let mut twice = HeaderMap::new();
        twice.append(header::HOST, HeaderValue::from_static("localhost"));
        twice.append(header::ORIGIN, HeaderValue::from_bytes(b"http://evil\xff").unwrap());
        assert!(admits(&twice).is_err(), "an origin that cannot be read is none of ours");
        twice.insert(header::ORIGIN, HeaderValue::from_static("http://localhost"));
        assert!(admits(&twice).is_ok());
        twice.append(header::ORIGIN, HeaderValue::from_static("http://evil.example"));
        assert!(admits(&twice).is_err());
        twice.remove(header::ORIGIN);
        twice.append(header::HOST, HeaderValue::from_static("evil.example"));
        assert!(admits(&twice).is_err());
    }
}
