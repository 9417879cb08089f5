//! The core in plain Rust.

fn main() {
    peers::main(peers::plain::simulate);
}
