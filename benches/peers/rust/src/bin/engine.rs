//! The core as thermidor runs it.

fn main() {
    peers::main(peers::engine::prepare());
}
