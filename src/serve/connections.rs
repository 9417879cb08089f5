//! Connections: how many there may be, and which are closed where others wait for one.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use hyper::body::{Frame, SizeHint};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep, timeout};
use tokio_io_timeout::TimeoutStream;

use super::{PATIENCE, routes};

/// Connections open at once; more wait until one of these is closed.
const CONNECTIONS: usize = 512;
/// Of these, those from one address: browsers open up to six, and a room behind one router has one address.
const CONNECTIONS_AN_ADDRESS: usize = 256;
/// Whoever reads nothing for so long is taken to have gone.
const STALLED: Duration = Duration::from_secs(30);
/// How long a connection that is closed for others may take to end, and to bring a request that is under way.
const GRACE: Duration = Duration::from_millis(100);
/// What is said to those who come from where there are too many already.
const TOO_MANY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// All connections, by their numbers.
#[derive(Clone, Default)]
struct Connections(Arc<Mutex<Known>>);

#[derive(Default)]
struct Known {
    next: u64,
    open: BTreeMap<u64, Open>,
}

struct Open {
    address: IpAddr,
    /// Requests that are worked on or answered; without any it is idle.
    busy: usize,
    /// Since when it is idle.
    since: Instant,
    /// It is being closed, so that it is in nobody's way.
    closing: bool,
    close: Arc<Notify>,
}

/// A connection, as the requests that it brings know it.
#[derive(Clone)]
pub struct Connection {
    all: Connections,
    number: u64,
}

/// A connection that counts, until it is dropped.
struct Counted {
    connection: Connection,
    close: Arc<Notify>,
    _place: OwnedSemaphorePermit,
}

/// A request that is worked on, or waits for its visitor, until it is dropped.
pub struct Phase {
    connection: Connection,
    is_busy: bool,
}

impl Connections {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts one more; it is idle until it brings a request.
    fn add(&self, address: IpAddr, place: OwnedSemaphorePermit) -> Counted {
        let (mut known, close) = (self.known(), Arc::new(Notify::new()));
        let number = known.next;
        known.next += 1;
        let open =
            Open { address, busy: 0, since: Instant::now(), closing: false, close: Arc::clone(&close) };
        known.open.insert(number, open);
        Counted { connection: Connection { all: self.clone(), number }, close, _place: place }
    }

    /// Whether one more may come from an address; where there are too many from there, the one that is idle for longest goes.
    fn admits(&self, address: IpAddr) -> bool {
        let mut known = self.known();
        known.from(address) < CONNECTIONS_AN_ADDRESS || known.close_one(|open| open.address == address)
    }

    /// Waits for a place; those who are idle leave theirs.
    async fn place(&self, places: &Arc<Semaphore>) -> Option<OwnedSemaphorePermit> {
        loop {
            if places.available_permits() == 0 {
                self.known().close_one(|_| true);
            }
            // The one that was idle may have brought a request just now.
            if let Ok(place) = timeout(2 * GRACE, Arc::clone(places).acquire_owned()).await {
                return place.ok();
            }
        }
    }
}

impl Known {
    /// Connections from an address.
    fn from(&self, address: IpAddr) -> usize {
        self.open.values().filter(|open| open.address == address && !open.closing).count()
    }

    /// Closes a connection that is idle: the one that is for longest, of the address that has most. Says whether there was
    /// one.
    fn close_one(&mut self, of: impl Fn(&Open) -> bool) -> bool {
        let mut counts: BTreeMap<IpAddr, usize> = BTreeMap::new();
        for open in self.open.values().filter(|open| !open.closing) {
            *counts.entry(open.address).or_default() += 1;
        }
        let idle = self.open.values_mut().filter(|open| open.busy == 0 && !open.closing && of(open));
        let longest = idle.min_by_key(|open| (usize::MAX - counts[&open.address], open.since));
        if let Some(open) = longest {
            open.closing = true;
            open.close.notify_one();
            return true;
        }
        false
    }
}

impl Connection {
    /// Works on a request, until what is given is dropped.
    pub fn work(&self) -> Phase {
        self.phase(true)
    }

    /// Waits for the rest of a request, until what is given is dropped.
    pub fn wait(&self) -> Phase {
        self.phase(false)
    }

    fn phase(&self, is_busy: bool) -> Phase {
        self.add(is_busy);
        Phase { connection: self.clone(), is_busy }
    }

    fn add(&self, more: bool) {
        if let Some(open) = self.all.known().open.get_mut(&self.number) {
            open.busy = if more { open.busy + 1 } else { open.busy.saturating_sub(1) };
            open.since = Instant::now();
        }
    }

    fn is_busy(&self) -> bool {
        self.all.known().open.get(&self.number).is_some_and(|open| open.busy > 0)
    }
}

impl Drop for Phase {
    fn drop(&mut self) {
        self.connection.add(!self.is_busy);
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.connection.all.known().open.remove(&self.connection.number);
    }
}

/// The body of an answer; its request is worked on until all of it is sent or nobody wants it.
pub struct Held {
    body: Body,
    _work: Option<Phase>,
}

impl Held {
    /// What is sent, and the request.
    pub fn new(body: Body, work: Option<Phase>) -> Self {
        Self { body, _work: work }
    }
}

impl hyper::body::Body for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Answers all who connect, until the program ends.
pub async fn answer(listener: TcpListener, app: axum::Router) {
    let (places, all) = (Arc::new(Semaphore::new(CONNECTIONS)), Connections::default());
    loop {
        let Ok((stream, from)) = listener.accept().await else {
            // Out of file handles, say: those who are here go first.
            sleep(GRACE).await;
            continue;
        };
        if !all.admits(from.ip()) {
            turn_away(stream);
            continue;
        }
        let Some(place) = all.place(&places).await else { return };
        let (counted, app) = (all.add(from.ip(), place), app.clone());
        tokio::spawn(one(stream, from, app, counted));
    }
}

/// Says so and lets go, without waiting for whether it is heard.
fn turn_away(mut stream: TcpStream) {
    tokio::spawn(async move {
        let _ = timeout(Duration::from_secs(1), stream.write_all(TOO_MANY)).await;
    });
}

async fn one(stream: TcpStream, from: SocketAddr, app: axum::Router, counted: Counted) {
    // Lines are small and wanted at once.
    let _ = stream.set_nodelay(true);
    // Whoever comes from an address of this machine is on it, whichever of its addresses that is.
    let is_host = from.ip().is_loopback() || stream.local_addr().is_ok_and(|to| to.ip() == from.ip());
    let visitor = routes::Visitor { address: from.ip(), is_host };
    let app = app.layer(axum::Extension(visitor)).layer(axum::Extension(counted.connection.clone()));
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALLED));
    let mut connection = pin!(
        hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(app))
    );
    // Who goes away or sends garbage has ended the connection; there is nobody to tell.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = counted.close.notified() => connection.as_mut().graceful_shutdown(),
    }
    // A request that came just now is answered.
    while timeout(GRACE, connection.as_mut()).await.is_err() && counted.connection.is_busy() {}
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::sync::Arc;

    use tokio::sync::Semaphore;

    use super::{CONNECTIONS, CONNECTIONS_AN_ADDRESS, Connections, Counted};

    const HOG: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));

    fn is_closing(one: &Counted) -> bool {
        one.connection.all.known().open[&one.connection.number].closing
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_takes_the_place_of_one_that_is_idle() {
        let (all, places) = (Connections::default(), Arc::new(Semaphore::new(3)));
        let mut open = Vec::new();
        for address in [OTHER, HOG, HOG] {
            open.push(all.add(address, all.place(&places).await.unwrap()));
            tokio::time::sleep(super::GRACE).await;
        }
        // One that is worked on stays, and so does that of the address with fewer, though it is idle for longest.
        let work = open[1].connection.work();
        let waits = all.place(&places);
        tokio::pin!(waits);
        assert!(tokio::time::timeout(super::GRACE, &mut waits).await.is_err());
        assert_eq!(open.iter().map(is_closing).collect::<Vec<_>>(), [false, false, true]);
        open.pop();
        open.push(all.add(OTHER, waits.await.unwrap()));
        // Whoever does not send the rest of a request is as idle.
        let rest = open[1].connection.wait();
        let busy = [open[0].connection.work(), open[2].connection.work()];
        assert!(all.known().close_one(|_| true) && is_closing(&open[1]));
        assert!(!all.known().close_one(|_| true), "there is no other");
        drop((rest, work, busy));
    }

    #[tokio::test]
    async fn an_address_has_a_number_of_them() {
        let (all, places) = (Connections::default(), Arc::new(Semaphore::new(CONNECTIONS)));
        let mut open = Vec::new();
        for _ in 0..CONNECTIONS_AN_ADDRESS {
            assert!(all.admits(HOG));
            open.push(all.add(HOG, all.place(&places).await.unwrap()));
        }
        assert!(all.admits(HOG) && is_closing(&open[0]), "the first is idle");
        open.push(all.add(HOG, all.place(&places).await.unwrap()));
        let _work: Vec<_> = open.iter().map(|one| one.connection.work()).collect();
        assert!(!all.admits(HOG) && all.admits(OTHER));
    }
}
