//! What submits a sweep to Slurm: a job array of shards, and a job that merges them.

use std::fs;
use std::io;
use std::path::Path;

use askama::Template;

use super::super::delivery::Stop;
use thermidor_io::output::manifest::quoted;
use thermidor_io::output::staging::Staging;
use thermidor_io::sweep::experiment::Sources;

#[derive(Template)]
#[template(path = "slurm/shards.sbatch", escape = "none")]
struct Shards<'a> {
    name: &'a str,
    program: &'a str,
    shards: u32,
    threads: usize,
}

#[derive(Template)]
#[template(path = "slurm/merge.sbatch", escape = "none")]
struct Merge<'a> {
    name: &'a str,
    program: &'a str,
}

#[derive(Template)]
#[template(path = "slurm/submit", escape = "none")]
struct Submit<'a> {
    name: &'a str,
    shards: u32,
}

/// Writes a directory from which a sweep is submitted, with the experiment and all that it refers to.
pub fn emit(sources: &Sources, name: &str, out: &Path, shards: u32, threads: usize) -> Result<(), Stop> {
    if out.exists() {
        return Err(Stop::Refused(format!(
            "error: {} exists\n  help: choose another place with --out",
            out.display()
        )));
    }
    // Names of jobs are words, whatever the experiment's file is called.
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let program = quoted(&std::env::current_exe()?.display().to_string());
    let (name, program) = (name.as_str(), program.as_str());
    let workshop = Staging::open(out)?;
    let directory = workshop.directory();
    let plan = directory.join("plan");
    fs::create_dir_all(&plan)?;
    for (file, text) in sources.files() {
        fs::write(plan.join(file), text)?;
    }
    let write = |file: &str, text: askama::Result<String>| {
        fs::write(directory.join(file), text.map_err(io::Error::other)? + "\n")
    };
    write("shards.sbatch", Shards { name, program, shards, threads }.render())?;
    write("merge.sbatch", Merge { name, program }.render())?;
    write("submit", Submit { name, shards }.render())?;
    executable(&directory.join("submit"))?;
    workshop.deliver()?;
    eprintln!("Look through {}, then submit it:", out.join("shards.sbatch").display());
    eprintln!("  {}", out.join("submit").display());
    Ok(())
}

#[cfg(unix)]
fn executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn executable(_: &Path) -> io::Result<()> {
    Ok(())
}
