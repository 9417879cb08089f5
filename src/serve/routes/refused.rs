//! Requests that are not answered.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::serve::refusal::{Kind, Refusal};

/// A request that is not answered, and why.
pub(super) struct Refused(StatusCode, Refusal);

impl Refused {
    pub(super) fn new(status: StatusCode, kind: Kind, error: impl Into<String>) -> Self {
        Self(status, Refusal::new(kind, error))
    }

    pub(super) fn busy() -> Self {
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
