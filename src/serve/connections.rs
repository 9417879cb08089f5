//! Connections: how many there may be, and how long each may keep others waiting.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;

use super::{PATIENCE, routes};

/// Connections open at once; more wait to be accepted.
const CONNECTIONS: usize = 512;
/// Of these, those from one address: browsers open up to six, and a room behind one router has one address.
const CONNECTIONS_AN_ADDRESS: usize = 256;
/// Whoever reads nothing for so long is taken to have gone.
const STALLED: Duration = Duration::from_secs(30);
/// What is said to those who come from where there are too many already.
const TOO_MANY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// How many there are from each address.
type Counts = Arc<Mutex<BTreeMap<IpAddr, usize>>>;

/// A connection that counts, until it is dropped.
struct Counted {
    counts: Counts,
    address: IpAddr,
    _place: OwnedSemaphorePermit,
}

impl Counted {
    fn new(counts: &Counts, address: IpAddr, place: OwnedSemaphorePermit) -> Option<Self> {
        let mut all = counts.lock().unwrap_or_else(PoisonError::into_inner);
        let here = all.entry(address).or_default();
        if *here >= CONNECTIONS_AN_ADDRESS {
            return None;
        }
        *here += 1;
        Some(Self { counts: Arc::clone(counts), address, _place: place })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut all = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(here) = all.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                all.remove(&self.address);
            }
        }
    }
}

/// Answers all who connect, until the program ends.
pub async fn answer(listener: TcpListener, app: axum::Router) {
    let (places, counts) = (Arc::new(Semaphore::new(CONNECTIONS)), Counts::default());
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let Ok((stream, from)) = listener.accept().await else {
            // Out of file handles, say: those who are here go first.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        match Counted::new(&counts, from.ip(), place) {
            Some(counted) => {
                let app = app.clone();
                tokio::spawn(async move {
                    one(stream, from, app).await;
                    drop(counted);
                });
            }
            None => turn_away(stream),
        }
    }
}

/// Says so and lets go, without waiting for whether it is heard.
fn turn_away(mut stream: TcpStream) {
    tokio::spawn(async move {
        let _ = tokio::time::timeout(Duration::from_secs(1), stream.write_all(TOO_MANY)).await;
    });
}

async fn one(stream: TcpStream, from: SocketAddr, app: axum::Router) {
    // Lines are small and wanted at once.
    let _ = stream.set_nodelay(true);
    // Whoever comes from an address of this machine is on it, whichever of its addresses that is.
    let is_host = from.ip().is_loopback() || stream.local_addr().is_ok_and(|to| to.ip() == from.ip());
    let app = app.layer(axum::Extension(routes::Visitor { address: from.ip(), is_host }));
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALLED));
    // Who goes away or sends garbage has ended the connection; there is nobody to tell.
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(app))
        .await;
}
