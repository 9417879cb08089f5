//! `thermidor serve`: the page for a workshop.

use std::process::ExitCode;

use clap::Args;

use super::delivery::{Stop, pool};
use super::{interrupt, refuse};
use crate::serve::{Limits, Options, PORT, Server, qr_for_terminal};

/// Arguments of `thermidor serve`.
#[derive(Args)]
pub struct ServeArgs {
    /// A link that was taken away from a page, be it one that is not served any more: it is opened here.
    link: Option<String>,
    /// Let others in the same network open the page, too: listen on all addresses, and show one as a QR code.
    #[arg(long)]
    room: bool,
    /// The port to listen on [default: 1794, or one that is free].
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Do not open a browser.
    #[arg(long)]
    no_browser: bool,
    /// Threads that simulate [default and at most: one a core].
    #[arg(long, value_name = "T")]
    threads: Option<usize>,
    /// Seconds of one core that a single request may take.
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::default().core_seconds)]
    most: f64,
}

/// Runs the command.
pub fn run(args: ServeArgs) -> ExitCode {
    if !(args.most > 0.0 && args.most.is_finite()) {
        return refuse(format!(
            "error: --most {}: there is nothing to do in that time\n  help: use a number of seconds such as 120",
            args.most
        ));
    }
    let held = match args.link.as_deref().map(held) {
        None => "",
        Some(Ok(held)) => held,
        Some(Err(error)) => return refuse(error),
    };
    let (quick, slow) = match pools(args.threads) {
        Ok(pools) => pools,
        Err(stop) => return stop.tell(),
    };
    let options = Options {
        room: args.room,
        port: args.port,
        limits: Limits { core_seconds: args.most, ..Limits::default() },
    };
    let server = match Server::open(&options, quick, slow) {
        Ok(server) => server,
        Err(error) => {
            let port = args.port.unwrap_or(PORT);
            return refuse(format!(
                "error: cannot listen on port {port}: {error}\n  help: choose another one with --port, or leave it out"
            ));
        }
    };
    let address = match server.address() {
        Ok(address) => format!("{address}{held}"),
        Err(error) => return refuse(format!("error: cannot tell the address: {error}\n  help: try again")),
    };
    eprintln!("The page is at   {address}");
    match server.addresses() {
        [] if args.room => eprintln!("This machine is in no network, so nobody else can open it."),
        [] => eprintln!("Only this machine can open it; with --room others in the same network can."),
        [first, others @ ..] => {
            eprintln!("For the room     {first}");
            others.iter().for_each(|other| eprintln!("                 {other}"));
            if let Ok(code) = qr_for_terminal(first) {
                eprintln!("\n{code}");
            }
        }
    }
    eprintln!("Ctrl-C ends it; nothing is kept.");
    if !args.no_browser && open::that_detached(&address).is_err() {
        eprintln!("There is no browser to open; type the address into one.");
    }
    server.serve();
    ExitCode::SUCCESS
}

/// Threads for what is done soon and as many for what is not, so that no one waits behind a giant.
fn pools(threads: Option<usize>) -> Result<(rayon::ThreadPool, rayon::ThreadPool), Stop> {
    interrupt::end_at_once()?;
    let quick = pool(threads)?;
    let slow = thermidor_analysis::run::threads(Some(quick.current_num_threads()))?.0;
    Ok((quick, slow))
}

/// What a link holds: the part of the address that no server sees.
fn held(link: &str) -> Result<&str, String> {
    let at = link.find("#s=").filter(|at| {
        link[at + 3..].bytes().all(|letter| letter.is_ascii_alphanumeric() || b"-_".contains(&letter))
    });
    at.map(|at| &link[at..]).ok_or_else(|| {
        format!(
            "error: {} is not a link to a scenario\n  help: copy it from *Take away* on the page; it has #s= in it. A scenario file is opened on the page",
            thermidor_core::text::shown(&thermidor_core::text::cut(link, 60))
        )
    })
}
