//! The workshop: one command opens a page in the browser, and whoever is in the room can open it on a phone.
//!
//! The page (`web/`) is part of the program. Scenarios come in, pictures go out line by line; no path of this machine
//! can be named from outside, and nothing is fetched from anywhere.

mod cost;
mod finished;
mod inbox;
mod organization;
mod page;
mod picture;
mod queue;
mod refusal;
mod room;
mod routes;
mod takeaway;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub use cost::Limits;

use finished::Finished;
use queue::Queue;
use room::Room;

/// Connections open at once; more wait to be accepted.
const CONNECTIONS: usize = 512;
/// Whoever opens a connection must ask within this time.
const PATIENCE: Duration = Duration::from_secs(15);

/// How to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether others than this machine can open the page.
    pub room: bool,
    /// Where to listen; `None` takes [`PORT`] or, where that is taken, any that is free.
    pub port: Option<u16>,
    /// How much work a visitor may ask for.
    pub limits: Limits,
}

/// The port where nothing else is asked for: the year of the ninth of Thermidor.
pub const PORT: u16 = 1794;

/// What all visitors share.
struct Workshop {
    limits: Limits,
    queue: Queue,
    finished: Finished,
    /// Room for the values of all requests at work, in thousands.
    values: Arc<Semaphore>,
    room: Room,
    /// Addresses at which others can open the page; empty where only this machine can.
    addresses: Vec<String>,
}

impl Workshop {
    /// Waits until there is memory for so many values.
    async fn room_for(&self, values: u32) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.values).acquire_many_owned(values / 1000).await.ok()
    }
}

/// A server that listens and does not answer yet.
pub struct Server {
    runtime: tokio::runtime::Runtime,
    listener: TcpListener,
    workshop: Arc<Workshop>,
}

impl Server {
    /// Begins to listen; simulates on the threads given.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn open(options: &Options, threads: rayon::ThreadPool) -> io::Result<Self> {
        // Simulations run on threads of their own; these only carry what is asked and answered.
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_io()
            .enable_time()
            .build()?;
        let address = IpAddr::V4(if options.room { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST });
        let listen = |port| runtime.block_on(TcpListener::bind(SocketAddr::new(address, port)));
        let listener = match options.port {
            Some(port) => listen(port)?,
            None => listen(PORT).or_else(|_| listen(0))?,
        };
        let port = listener.local_addr()?.port();
        let addresses = if options.room { beyond(port) } else { Vec::new() };
        let queue = Queue::new(threads);
        let workshop = Arc::new(Workshop {
            limits: options.limits,
            queue,
            finished: Finished::default(),
            values: Arc::new(Semaphore::new(options.limits.values_in_all as usize / 1000)),
            room: Room::default(),
            addresses,
        });
        Ok(Self { runtime, listener, workshop })
    }

    /// The address for this machine.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn address(&self) -> io::Result<String> {
        Ok(format!("http://localhost:{}/", self.listener.local_addr()?.port()))
    }

    /// Addresses for the room.
    pub fn addresses(&self) -> &[String] {
        &self.workshop.addresses
    }

    /// Answers until the program ends.
    pub fn serve(self) {
        let Self { runtime, listener, workshop } = self;
        let app = routes::router(workshop);
        runtime.block_on(async move {
            let places = Arc::new(Semaphore::new(CONNECTIONS));
            loop {
                let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
                let Ok((stream, from)) = listener.accept().await else {
                    // Out of file handles, say: those who are here go first.
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                };
                let app = app.clone();
                tokio::spawn(async move {
                    answer(stream, from, app).await;
                    drop(place);
                });
            }
        });
    }
}

async fn answer(stream: TcpStream, from: SocketAddr, app: axum::Router) {
    // Lines are small and wanted at once.
    let _ = stream.set_nodelay(true);
    let app = app.layer(axum::Extension(routes::Visitor { address: from.ip() }));
    // Who goes away or sends garbage has ended the connection; there is nobody to tell.
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(app))
        .await;
}

/// Addresses of this machine in its networks.
fn beyond(port: u16) -> Vec<String> {
    let all = if_addrs::get_if_addrs().unwrap_or_default();
    let mut outside: Vec<Ipv4Addr> = all
        .iter()
        .filter_map(|interface| match interface.ip() {
            IpAddr::V4(address) if !address.is_loopback() && !address.is_link_local() => Some(address),
            _ => None,
        })
        .collect();
    // A room's own network first, then whatever else there is.
    outside.sort_by_key(|address| (!address.is_private(), *address));
    outside.iter().map(|address| format!("http://{address}:{port}/")).collect()
}

/// A QR code of an address, for a terminal: two rows a line.
///
/// # Errors
/// When the address is too long for one.
pub fn qr_for_terminal(address: &str) -> Result<String, String> {
    let code = qrcode::QrCode::new(address).map_err(|error| error.to_string())?;
    Ok(code.render::<qrcode::render::unicode::Dense1x2>().build())
}
