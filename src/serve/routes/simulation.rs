//! Simulations: pictures line by line, one organization, a report.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use thermidor_analysis::study::Endpoint;
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use super::body::Told;
use super::refused::Refused;
use super::{Shared, Visitor};
use crate::serve::Service;
use crate::serve::answers::{Follow, Making};
use crate::serve::cost::Cost;
use crate::serve::export::file_name;
use crate::serve::picture::Line;
use crate::serve::queue::{Load, Place, Wait};
use crate::serve::refusal::{Kind, Refusal};
use crate::serve::requests::{self, Asked, AskedOne};
use crate::serve::work::{Work, bytes, failed};

/// How often those who wait for a first picture are told how long.
const TELL: Duration = Duration::from_secs(2);

pub(super) async fn simulate(
    State(service): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(asked, turn): Told<Asked>,
) -> Result<Response, Refused> {
    let (arms, columns) = (asked.scenarios()?, asked.columns()?);
    drop(turn);
    let on = Endpoint::find("captured_at_end").map_err(std::io::Error::other)?;
    let cost = service.limits.admit(&arms, arms[0].organizations)?;
    let question = serde_json::to_string(&("pictures", &arms, &columns)).map_err(std::io::Error::other)?;
    let place = service.queue.enter(visitor.address, &asked.visitor, asked.at).ok_or_else(Refused::busy)?;
    let load = cost.load(arms[0].organizations, &service.limits);
    let (follow, making) = service.answers.ask(question, visitor.address);
    let queue = service.queue.clone();
    // Work that somebody else has asked for is under way.
    let more = if making.is_some() { load } else { Load { core_seconds: 0.0, ..load } };
    let first = queue.wait(visitor.address, more, None);
    begin(&service, making, cost, |work| work.pictures(arms, on, columns));
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
    service: &Arc<Service>,
    making: Option<Making>,
    cost: Cost,
    work: impl FnOnce(Work) -> F,
) {
    match making {
        Some(making) => {
            let service = Arc::clone(service);
            tokio::spawn(work(Work { service, making, cost }));
        }
        // It may wait for room that the address of one more asker has.
        None => service.values.let_in(),
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

pub(super) async fn organization(
    State(service): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(asked, turn): Told<AskedOne>,
) -> Result<Response, Refused> {
    let scenario = requests::scenario(&asked.scenario)?;
    drop(turn);
    let (run, most) = (asked.run, scenario.organizations);
    if run >= most {
        let error =
            format!("error: there is no organization {run}\n  help: use a number from 0 to {}", most - 1);
        return Err(Refusal::new(Kind::Request, error).into());
    }
    let cost = service.limits.admit(std::slice::from_ref(&scenario), 1)?;
    let question = serde_json::to_string(&("organization", &scenario, run)).map_err(std::io::Error::other)?;
    let _place = service.queue.enter(visitor.address, "", 0).ok_or_else(Refused::busy)?;
    let (follow, making) = service.answers.ask(question, visitor.address);
    begin(&service, making, cost, |work| work.organization(scenario, run));
    Ok(([(header::CONTENT_TYPE, "application/json")], whole(follow).await?).into_response())
}

pub(super) async fn report(
    State(service): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(asked, turn): Told<Asked>,
) -> Result<Response, Refused> {
    let arms = asked.scenarios()?;
    drop(turn);
    let on = Endpoint::find("captured_at_end").map_err(std::io::Error::other)?;
    let cost = service.limits.admit(&arms, arms[0].organizations)?;
    let question = serde_json::to_string(&("report", &arms)).map_err(std::io::Error::other)?;
    let _place = service.queue.enter(visitor.address, "", 0).ok_or_else(Refused::busy)?;
    let name = file_name(asked.arms.last().unwrap_or_default(), "html");
    let (follow, making) = service.answers.ask(question, visitor.address);
    begin(&service, making, cost, |work| work.report(arms, on));
    let page = whole(follow).await?;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    let saved =
        HeaderValue::try_from(format!("attachment; filename=\"{name}\"")).map_err(std::io::Error::other)?;
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, saved)], page).into_response())
}
