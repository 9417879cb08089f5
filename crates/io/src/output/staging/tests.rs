use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::claim::{GONE, LOCK, OLD, WHOLE};
use super::{Replace, Staging, is_taken, is_there};

fn result(place: &Path, file: &str) {
    fs::create_dir_all(place).unwrap();
    fs::write(place.join("outcomes.csv"), file).unwrap();
    let told = r#"{"program":"thermidor","kind":"run","files":{"outcomes.csv":"?"}}"#;
    fs::write(place.join("manifest.json"), told).unwrap();
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_name_is_taken_from_the_beginning_and_free_again_at_the_end() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("deep/inside/result");
    let first = Staging::open(&place).unwrap();
    let kind = |replace| Staging::open_for(&place, replace).err().unwrap().kind();
    assert_eq!(kind(Replace::Nothing), ErrorKind::ResourceBusy);
    assert_eq!(kind(Replace::Result), ErrorKind::ResourceBusy);
    assert!(is_taken(&place) && !is_there(&place));
    drop(first);
    assert!(!is_taken(&place));
    assert_eq!(names(home.path()), [""; 0]);
    let second = Staging::open(&place).unwrap();
    fs::write(second.directory().join("file"), "x").unwrap();
    second.deliver().unwrap();
    assert_eq!(names(place.parent().unwrap()), ["result"]);
    assert_eq!(names(&place), ["file"]);
    assert_eq!(kind(Replace::Nothing), ErrorKind::AlreadyExists);
}

#[test]
fn what_a_killed_process_left_goes_and_what_it_had_moved_away_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let (place, hidden) = (home.path().join("result"), home.path().join(".result.partial"));
    result(&hidden.join(OLD), "old");
    result(&hidden.join(WHOLE), "half");
    fs::write(hidden.join(LOCK), "").unwrap();
    assert_eq!(Staging::open(&place).err().unwrap().kind(), ErrorKind::AlreadyExists);
    assert_eq!(fs::read_to_string(place.join("outcomes.csv")).unwrap(), "old");
    assert_eq!(names(home.path()), ["result"]);
    // Where something has come to its place meanwhile, it is kept beside that; what was being removed goes.
    result(&hidden.join(OLD), "older");
    result(&hidden.join(GONE), "oldest");
    drop(Staging::open_for(&place, Replace::Result).unwrap());
    assert_eq!(fs::read_to_string(place.join("outcomes.csv")).unwrap(), "old");
    assert_eq!(fs::read_to_string(home.path().join("result-2/outcomes.csv")).unwrap(), "older");
    fs::remove_dir_all(home.path().join("result-2")).unwrap();
    assert_eq!(names(home.path()), ["result"]);
    // A directory of somebody else's with this name loses nothing.
    fs::create_dir(&hidden).unwrap();
    fs::write(hidden.join("mine"), "").unwrap();
    drop(Staging::open_for(&place, Replace::Result).unwrap());
    assert_eq!(names(&hidden), ["mine"]);
}

#[test]
fn the_old_result_stands_until_the_new_one_is_there_and_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("result");
    result(&place, "old");
    let staging = Staging::open_for(&place, Replace::Result).unwrap();
    assert_eq!(fs::read_to_string(place.join("outcomes.csv")).unwrap(), "old");
    // Something takes away what is to be moved, so that the move fails.
    fs::remove_dir(staging.directory()).unwrap();
    assert!(staging.deliver().is_err());
    assert_eq!(fs::read_to_string(place.join("outcomes.csv")).unwrap(), "old");
    let staging = Staging::open_for(&place, Replace::Result).unwrap();
    result(staging.directory(), "new");
    staging.deliver().unwrap();
    assert_eq!(fs::read_to_string(place.join("outcomes.csv")).unwrap(), "new");
    assert_eq!(names(home.path()), ["result"]);
}

#[test]
fn only_results_and_what_is_empty_are_replaced() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("place");
    let why = || match Staging::open_for(&place, Replace::Result) {
        Err(error) => (error.kind(), error.to_string()),
        Ok(_) => (ErrorKind::Other, String::new()),
    };
    let kept = |what: &str| {
        let (kind, said) = why();
        assert!(kind == ErrorKind::InvalidInput && said.contains(what), "{kind}: {said}");
    };
    fs::write(&place, "notes").unwrap();
    kept("is no directory");
    fs::remove_file(&place).unwrap();
    fs::create_dir(&place).unwrap();
    assert_eq!(why().1, "");
    fs::write(place.join("precious"), "").unwrap();
    kept("no manifest.json of this program");
    fs::write(place.join("manifest.json"), r#"{"program":"other","kind":"run"}"#).unwrap();
    kept("no manifest.json of this program");
    result(&place, "");
    kept("holds precious");
    fs::remove_file(place.join("precious")).unwrap();
    fs::create_dir(place.join("mine")).unwrap();
    fs::write(place.join("mine/notes"), "").unwrap();
    kept("holds mine/notes");
    fs::remove_file(place.join("mine/notes")).unwrap();
    fs::write(place.join(".DS_Store"), "").unwrap();
    assert_eq!(why().1, "");
    // A sweep at which somebody works.
    let lock = fs::File::create(place.join(".lock")).unwrap();
    lock.lock().unwrap();
    kept("another process is at work");
    drop(lock);
    assert_eq!(why().1, "");
    assert!(place.join("outcomes.csv").exists());
}

#[test]
fn places_without_a_name_and_names_that_are_too_long_are_refused_at_once() {
    let home = tempfile::tempdir().unwrap();
    let refused = |place: &Path| {
        for replace in [Replace::Nothing, Replace::Result] {
            let error = Staging::open_for(place, replace).err().unwrap();
            assert!(error.kind() != ErrorKind::ResourceBusy, "{}: {error}", place.display());
        }
        assert_eq!(names(home.path()), [""; 0]);
    };
    for place in ["", "/", "/..", ".", "..", "no-such-place/..", "Cargo.toml/inside"] {
        refused(Path::new(place));
    }
    refused(&home.path().join("x".repeat(250)));
    refused(&home.path().join("x".repeat(300)));
    refused(&home.path().join("y".repeat(300)).join("x"));
    let deep: std::path::PathBuf = std::iter::repeat_n("d".repeat(200), 20).collect();
    refused(&home.path().join(&deep));
    assert!(!is_there(Path::new("no-such-place")));
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_one_that_leads_nowhere_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let (place, link) = (home.path().join("result"), home.path().join("link"));
    std::os::unix::fs::symlink(&place, &link).unwrap();
    assert_eq!(Staging::open(&link).err().unwrap().kind(), ErrorKind::InvalidInput);
    result(&place, "old");
    let staging = Staging::open_for(&link, Replace::Result).unwrap();
    assert_eq!(Staging::open_for(&place, Replace::Result).err().unwrap().kind(), ErrorKind::ResourceBusy);
    result(staging.directory(), "new");
    staging.deliver().unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(place.join("outcomes.csv")).unwrap(), "new");
}

#[test]
fn finished_work_goes_beside_what_came_to_its_place_meanwhile() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("result");
    let staging = Staging::open(&place).unwrap();
    result(staging.directory(), "new");
    fs::create_dir(&place).unwrap();
    fs::write(place.join("mine"), "").unwrap();
    assert!(staging.deliver_near().unwrap().unwrap().ends_with("result-2"));
    assert_eq!(names(home.path()), ["result", "result-2"]);
    assert_eq!(names(&place), ["mine"]);
}
