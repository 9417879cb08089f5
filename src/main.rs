//! The `thermidor` command.

fn main() -> std::process::ExitCode {
    thermidor::cli::main()
}
