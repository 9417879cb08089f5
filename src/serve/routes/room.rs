//! The room: its news, its guesses, what whoever leads it may do, and its address as a picture.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::WatchStream;

use super::body::Told;
use super::refused::Refused;
use super::{Shared, Visitor};
use crate::serve::refusal::Kind;
use crate::serve::room::{Guess, Lead, Remove};

pub(super) async fn room(
    State(service): Shared,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Refused> {
    let watcher = Arc::clone(&service.room).watch(visitor.address).ok_or_else(Refused::busy)?;
    let news = WatchStream::new(watcher.news.clone());
    let events = news.map(move |view| {
        // Whoever watches is counted for as long as the stream is there.
        let _ = &watcher;
        Event::default().json_data(view)
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

pub(super) async fn guess(
    State(service): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(told, _): Told<Guess>,
) -> Result<StatusCode, Refused> {
    service.room.guess(visitor.address, &told)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn lead(
    State(service): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(told, _): Told<Lead>,
) -> Result<StatusCode, Refused> {
    host_only(visitor)?;
    service.room.lead(&told)?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn people(
    State(service): Shared,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Refused> {
    host_only(visitor)?;
    Ok(Json(service.room.people()).into_response())
}

pub(super) async fn remove(
    State(service): Shared,
    Extension(visitor): Extension<Visitor>,
    Told(told, _): Told<Remove>,
) -> Result<StatusCode, Refused> {
    host_only(visitor)?;
    service.room.remove(&told);
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn clear(
    State(service): Shared,
    Extension(visitor): Extension<Visitor>,
) -> Result<StatusCode, Refused> {
    host_only(visitor)?;
    service.room.clear();
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

pub(super) async fn qr(State(service): Shared) -> Result<Response, Refused> {
    let address = service.addresses.first().ok_or_else(|| {
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
