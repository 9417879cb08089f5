//! `thermidor scenario`: check, list, schema, explain.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use thermidor_core::Model;

use clap::{Args, Subcommand};

use super::{Format, refuse};
use thermidor_scenario::Error;
use thermidor_scenario::schema;
use thermidor_scenario::{explain, parameters, read};

/// Arguments of `thermidor scenario`.
#[derive(Args)]
pub struct ScenarioArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say whether a scenario can be run, and everything that is wrong with it if not.
    Check(File),
    /// Say in plain words what a scenario assumes and does.
    Explain(File),
    /// List the scenarios of a directory.
    List {
        /// The directory.
        #[arg(default_value = "scenarios")]
        directory: PathBuf,
        /// How to print the list.
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Print the JSON Schema of scenario files, for editors.
    Schema,
    /// Print a table of all parameters, in Markdown.
    Parameters,
}

#[derive(Args)]
struct File {
    /// The scenario file.
    file: PathBuf,
    /// Override a parameter, as in --set safeguards.rotation.term_ticks=12.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    set: Vec<String>,
}

impl File {
    fn load(&self) -> Result<Model, Error> {
        read::load(&self.file, &self.set)
    }
}

/// Runs the command.
pub fn run(args: ScenarioArgs) -> ExitCode {
    match args.command {
        Command::Check(file) => match file.load() {
            Ok(_) => {
                eprintln!("{} is a valid scenario.", file.file.display());
                ExitCode::SUCCESS
            }
            Err(error) => refuse(error),
        },
        Command::Explain(file) => match file.load() {
            Ok(scenario) => {
                say!("{}", explain::explain(&scenario).trim_end());
                ExitCode::SUCCESS
            }
            Err(error) => refuse(error),
        },
        Command::List { directory, format } => list(&directory, format),
        Command::Parameters => {
            say!("{}", parameters::table().trim_end());
            ExitCode::SUCCESS
        }
        Command::Schema => {
            say!("{}", schema::text().trim_end());
            ExitCode::SUCCESS
        }
    }
}

fn list(directory: &Path, format: Format) -> ExitCode {
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) => {
            return refuse(format!(
                "error: cannot read {}: {error}\n  help: name a directory of scenario files",
                directory.display()
            ));
        }
    };
    let mut files = match entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<PathBuf>>>() {
        Ok(files) => files,
        Err(error) => {
            return refuse(format!(
                "error: cannot read all of {}: {error}\n  help: look whether its disk or network is there, and try again",
                directory.display()
            ));
        }
    };
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let scenarios: Vec<(PathBuf, Result<Model, Error>)> =
        files.into_iter().map(|path| (path.clone(), read::load(&path, &[]))).collect();
    if format == Format::Json {
        let rows: Vec<_> = scenarios
            .iter()
            .map(|(path, scenario)| match scenario {
                Ok(s) => serde_json::json!({ "file": path, "name": s.name, "description": s.description }),
                Err(error) => serde_json::json!({ "file": path, "error": error.to_string() }),
            })
            .collect();
        say!("{}", serde_json::Value::Array(rows));
        return ExitCode::SUCCESS;
    }
    for (path, scenario) in &scenarios {
        match scenario {
            Ok(scenario) => say!("{}\n    {}: {}", path.display(), scenario.name, scenario.description),
            Err(_) => say!("{}\n    cannot be used; see `thermidor scenario check`", path.display()),
        }
    }
    ExitCode::SUCCESS
}
