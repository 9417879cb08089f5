//! Bodies of requests: read within a time, and large ones one after the other.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use serde::de::DeserializeOwned;
use tokio::sync::OwnedSemaphorePermit;

use super::refused::Refused;
use crate::serve::connections::Connection;
use crate::serve::refusal::Kind;
use crate::serve::{PATIENCE, Service};

/// Scenarios of this size are read in no time.
const USUAL: usize = 16 * 1024;

/// A body of JSON, refused in our words. A large one comes with the right to be looked into, which takes a while: one
/// after the other, so that others are answered meanwhile.
pub(super) struct Told<T>(pub(super) T, pub(super) Option<OwnedSemaphorePermit>);

impl<T: DeserializeOwned + Send> FromRequest<Arc<Service>> for Told<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, service: &Arc<Service>) -> Result<Self, Refused> {
        let length = request.headers().get(header::CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        let waits = request.extensions().get::<Connection>().map(Connection::wait);
        let body = tokio::time::timeout(PATIENCE, Json::from_request(request, service)).await;
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
            _ => Arc::clone(&service.reading).acquire_owned().await.ok(),
        };
        Ok(Self(body, turn))
    }
}
