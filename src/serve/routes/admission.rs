//! Requests from where the server is open, and what browsers may do with an answer.

use std::net::{Ipv4Addr, Ipv6Addr};

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::refused::Refused;
use crate::serve::connections::{Connection, Held};
use crate::serve::refusal::Kind;

/// Who may ask what from where, and what browsers may do with an answer.
pub(super) async fn guard(request: Request, next: Next) -> Response {
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
