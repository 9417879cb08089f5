//! The server: one command opens a page in the browser, and whoever is in the room can open it on a phone.
//!
//! The page (`web/`) is part of the program. Scenarios come in, pictures go out line by line; no path of this machine
//! can be named from outside, and nothing is fetched from anywhere.

mod answers;
mod askers;
mod connections;
mod cost;
mod export;
mod organization;
mod page;
mod picture;
mod queue;
mod refusal;
mod requests;
mod responses;
mod room;
mod routes;
#[cfg(test)]
mod types;
mod values;
mod work;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::Semaphore;

pub use cost::Limits;

use answers::Answers;
use queue::Queue;
use room::Room;
use values::Values;

/// Whoever opens a connection must ask, and send what they ask, within this time.
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
struct Service {
    limits: Limits,
    queue: Queue,
    answers: Arc<Answers>,
    values: Values,
    /// The right to look into a large request.
    reading: Arc<Semaphore>,
    room: Arc<Room>,
    /// Addresses at which others can open the page; empty where only this machine can.
    addresses: Vec<String>,
}

/// A server that listens and does not answer yet.
pub struct Server {
    runtime: tokio::runtime::Runtime,
    listener: TcpListener,
    service: Arc<Service>,
}

impl Server {
    /// Begins to listen; simulates on the threads given, which are those for what is done soon and those for what is not.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn open(options: &Options, quick: rayon::ThreadPool, slow: rayon::ThreadPool) -> io::Result<Self> {
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
        let queue = Queue::new(quick, slow, options.limits.patience());
        let service = Arc::new(Service {
            limits: options.limits,
            queue,
            answers: Arc::default(),
            values: Values::new(options.limits.values_in_all),
            reading: Arc::new(Semaphore::new(1)),
            room: Arc::default(),
            addresses,
        });
        Ok(Self { runtime, listener, service })
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
        &self.service.addresses
    }

    /// Answers until the program ends.
    pub fn serve(self) {
        let Self { runtime, listener, service } = self;
        runtime.block_on(connections::answer(listener, routes::router(service)));
    }
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
