//! The server as a browser meets it: what it answers, what it refuses, and that nothing makes it fall over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use assert_cmd::Command;
use rand::{Rng, RngExt, SeedableRng};
use serde_json::{Value as Json, json};
use thermidor::run::simulate;
use thermidor::scenario::read;
use thermidor::serve::{Limits, Options, Server};
use thermidor::study::story::tell;

/// Panics of any thread: one that answers a visitor would only end a connection.
static PANICS: AtomicUsize = AtomicUsize::new(0);

/// One server for all tests, as it is for a room.
static PORT: LazyLock<u16> = LazyLock::new(begin);

/// Begins a server; gives its port.
fn begin() -> u16 {
    let options = Options { room: false, port: Some(0), limits: Limits::default() };
    let threads = || thermidor::run::threads(Some(2)).expect("threads").0;
    let server = Server::open(&options, threads(), threads()).unwrap();
    let address = server.address().unwrap();
    std::thread::spawn(|| server.serve());
    address.trim_end_matches('/').rsplit_once(':').unwrap().1.parse().unwrap()
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

fn url(path: &str) -> String {
    format!("http://localhost:{}{path}", *PORT)
}

fn post(path: &str, body: &Json) -> (u16, String) {
    let request = agent().post(url(path)).header("content-type", "application/json");
    let mut response = request.send(body.to_string()).unwrap();
    (response.status().as_u16(), response.body_mut().read_to_string().unwrap())
}

fn get(path: &str) -> (u16, String) {
    let mut response = agent().get(url(path)).call().unwrap();
    (response.status().as_u16(), response.body_mut().read_to_string().unwrap())
}

/// Sends bytes as they are, and gives what comes back until the connection ends. Whoever is not `whole` goes away with
/// half a request sent.
fn raw(bytes: &[u8], whole: bool) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", *PORT)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(3))).unwrap();
    let _ = stream.write_all(bytes);
    if !whole {
        let _ = stream.shutdown(std::net::Shutdown::Write);
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn siege() -> Json {
    json!({
        "name": "A siege", "ticks": 60, "organizations": 40, "seed": 7,
        "organization": {"members": 80, "local_size": 20},
        "shocks": {"isolation": [{"start_tick": 12, "duration_ticks": 24}]},
    })
}

fn pictures(arms: &[Json]) -> Vec<Json> {
    let (status, text) =
        post("/api/simulate", &json!({"arms": arms, "measures": ["participation"], "visitor": "t"}));
    assert_eq!(status, 200, "{text}");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|line: &Json| line["kind"] == "picture")
        .collect()
}

#[test]
fn the_numbers_on_the_page_are_those_of_the_command() {
    let pictures = pictures(&[siege()]);
    assert_eq!(pictures.iter().map(|one| one["done"].as_u64().unwrap()).collect::<Vec<_>>(), [8, 25, 40]);
    let last = &pictures.last().unwrap()["arms"][0];

    // The scenario file that the page hands out is what the command is given.
    let (_, checked) = post("/api/check", &json!({"scenario": siege()}));
    let checked: Json = serde_json::from_str(&checked).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join(checked["file"].as_str().unwrap());
    fs::write(&file, checked["toml"].as_str().unwrap()).unwrap();
    let out = directory.path().join("out");
    let mut command = Command::cargo_bin("thermidor").unwrap();
    command.args(["run", "--no-charts", "--format", "json", "--out"]).arg(&out).arg(&file);
    let done = command.assert().success();
    let answer: Json = serde_json::from_slice(&done.get_output().stdout).unwrap();
    assert_eq!(last["answer"], answer);

    let mut compared = 0;
    for record in thermidor::output::tables::records(&out.join("trajectories.csv")).unwrap() {
        let record = record.unwrap();
        let fan = &last["fans"][&record["measure"]];
        let tick: usize = record["tick"].parse().unwrap();
        for (line, name) in ["p05", "p25", "p50", "p75", "p95"].iter().enumerate() {
            let (page, table) = (fan[line][tick].as_f64().unwrap(), record[*name].parse::<f64>().unwrap());
            assert_eq!(page as f32, table as f32, "{record:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, 60 * 5 * thermidor::measures::MEASURES.len());
    assert_eq!(
        pictures.iter().map(|one| one["arms"][0]["fates"].as_array().unwrap().len()).sum::<usize>(),
        40
    );
}

#[test]
fn who_asks_again_gets_the_same_bytes() {
    let mut with = siege();
    with["name"] = json!("With recall");
    with["safeguards"] = json!({"recall": {}});
    let ask = |port: u16, measure: &str| {
        let body = json!({"arms": [siege(), with], "measures": [measure], "visitor": "again"});
        let request = agent()
            .post(format!("http://localhost:{port}/api/simulate"))
            .header("content-type", "application/json");
        let text = request.send(body.to_string()).unwrap().body_mut().read_to_string().unwrap();
        let is_picture = |line: &&str| !line.contains("\"kind\":\"queued\"");
        text.lines().filter(is_picture).map(str::to_owned).collect::<Vec<_>>()
    };
    let first = ask(*PORT, "quality");
    assert_eq!(first.len(), 3);
    assert_eq!(ask(*PORT, "quality"), first, "kept");
    assert_eq!(ask(begin(), "quality"), first, "simulated afresh");
    // Another measure is another question.
    let other = ask(*PORT, "voice");
    assert!(other[0] != first[0] && other[2] == first[2]);
}

#[test]
fn a_change_is_compared_as_the_command_compares_it() {
    let mut with = siege();
    with["name"] = json!("With a lottery");
    with["safeguards"] = json!({"lottery": {"share": 0.5}});
    let pictures = pictures(&[siege(), with.clone()]);
    let page = &pictures.last().unwrap()["contrast"];

    let directory = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for (number, scenario) in [siege(), with].iter().enumerate() {
        let (_, checked) = post("/api/check", &json!({"scenario": scenario}));
        let checked: Json = serde_json::from_str(&checked).unwrap();
        files.push(directory.path().join(format!("{number}.toml")));
        fs::write(&files[number], checked["toml"].as_str().unwrap()).unwrap();
    }
    let out = directory.path().join("out");
    let mut command = Command::cargo_bin("thermidor").unwrap();
    command
        .args(["compare", "--no-charts", "--format", "json", "--out"])
        .arg(&out)
        .args(&files)
        .assert()
        .success();
    let table: Json = serde_json::from_str(&fs::read_to_string(out.join("summary.json")).unwrap()).unwrap();
    assert_eq!(page["endings"], table["contrasts"][0]["endings"]);
    assert_eq!(page["measures"], table["contrasts"][0]["measures"]);
}

#[test]
fn one_organization_is_told_and_drawn() {
    let (status, text) = post("/api/organization", &json!({"scenario": siege(), "run": 3}));
    assert_eq!(status, 200, "{text}");
    let one: Json = serde_json::from_str(&text).unwrap();
    assert_eq!(one["conditions"].as_array().unwrap().len(), 60);
    let begins = json!([{"key": "shock_begins", "values": [["shock", "isolation"]]}]);
    assert!(one["story"].as_array().unwrap().iter().any(|line| line["phrases"] == begins));
    assert_eq!(one["frames"].as_array().unwrap().last().unwrap()["tick"], 59);
}

/// Keys and texts of one part of the page's words.
fn words(part: &str) -> BTreeMap<String, String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/src/texts/en.ts");
    let texts = fs::read_to_string(file).unwrap();
    let from = texts.split_once(&format!("\n  {part}: {{\n")).unwrap().1;
    let entries = from.split_once("\n  },\n").unwrap().0;
    let entry = |line: &str| {
        let (key, text) = line.trim().trim_end_matches(',').split_once(": ").unwrap();
        (key.trim_matches('"').to_owned(), text.trim_matches('"').to_owned())
    };
    // Long texts stand on a line of their own.
    entries.replace(":\n", ":").replace(":      ", ": ").lines().map(entry).collect()
}

#[test]
fn the_page_has_words_for_all_that_a_chronicle_says() {
    let (happened, reasons) = (words("happened"), words("reasons"));
    let mut met = BTreeSet::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    for directory in [root.clone(), root.join("backfires")] {
        for file in fs::read_dir(directory).unwrap().map(|file| file.unwrap().path()) {
            if file.extension().is_none_or(|ending| ending != "toml") {
                continue;
            }
            let Ok(scenario) = read::load(&file, &["organization.members=200".to_owned()]) else { continue };
            for run in 0..3 {
                let history = simulate(&scenario, run).unwrap();
                for phrase in tell(&scenario, &history, true).into_iter().flat_map(|line| line.phrases) {
                    let text =
                        happened.get(phrase.key).unwrap_or_else(|| panic!("no words for {}", phrase.key));
                    for (name, value) in &phrase.values {
                        assert!(
                            text.contains(&format!("{{{name}}}")),
                            "{}: {text} has no {name}",
                            phrase.key
                        );
                        assert!(*name != "reason" || reasons.contains_key(value), "no words for {value}");
                    }
                    assert_eq!(text.matches('{').count(), phrase.values.len(), "{}: {text}", phrase.key);
                    met.insert(phrase.key);
                }
            }
        }
    }
    let unmet: Vec<&String> = happened.keys().filter(|key| !met.contains(key.as_str())).collect();
    assert!(unmet.len() <= 5, "never said: {unmet:?}");
}

#[test]
fn the_report_is_one_file_with_everything_in_it() {
    let mut with = siege();
    with["safeguards"] = json!({"rotation": {}});
    for arms in [json!([siege()]), json!([siege(), with])] {
        let (status, page) = post("/api/report", &json!({"arms": arms}));
        assert_eq!(status, 200, "{page}");
        assert!(page.contains("<svg") && page.contains("A siege"));
        assert!(
            !page.contains("src=\"http") && !page.contains("href=\"http"),
            "it asks the network for something"
        );
    }
}

#[test]
fn what_is_wrong_is_said_and_what_is_too_big_is_refused_with_its_cost() {
    let wrong = json!({"scenario": {"safeguards": {"lotery": {}}, "ticks": 0}});
    let (status, text) = post("/api/check", &wrong);
    assert_eq!(status, 422);
    assert!(text.contains("did you mean") && text.contains("ticks"), "{text}");
    assert_eq!(serde_json::from_str::<Json>(&text).unwrap()["kind"], "scenario");
    let (status, text) = post("/api/simulate", &json!({"arms": [{"organizations": 10_000_000}]}));
    assert_eq!(status, 422);
    assert!(text.contains("member-months") && text.contains("use at most"), "{text}");
    // The same for a page in another language, before it asks for it and when it does.
    let refused: Json = serde_json::from_str(&text).unwrap();
    assert_eq!((&refused["kind"], &refused["values"]["most"]), (&json!("much_work"), &json!(120.0)));
    let (_, checked) = post("/api/check", &json!({"scenario": {"organizations": 10_000_000}}));
    assert_eq!(serde_json::from_str::<Json>(&checked).unwrap()["refused"], refused);
    let (status, text) = post("/api/simulate", &json!({"arms": [{"seed": 1}, {"seed": 2}]}));
    assert!(status == 422 && text.contains("luck"), "{text}");
    let (status, text) = post("/api/read", &json!({"toml": "ticks = 5\nseed ="}));
    assert!(status == 422 && text.contains("scenario.toml:2"), "{text}");
    let (status, _) =
        post("/api/organization", &json!({"scenario": {"organization": {"members": 10_000_000}}, "run": 0}));
    assert_eq!(status, 422);
}

#[test]
fn browsers_are_told_what_a_page_may_do_and_paths_of_this_machine_are_none_here() {
    let response = agent().get(url("/")).call().unwrap();
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    let (_, page) = get("/");
    assert!(!page.contains("<style") && !page.contains("https://") && !page.contains("onload"));
    for path in [
        "/etc/passwd",
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/api/../../etc/passwd",
        "/page.js/..",
        "//etc/passwd",
    ] {
        let answer = raw(
            format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").as_bytes(),
            true,
        );
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
    }
    let elsewhere = raw(b"GET /api/about HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n", true);
    assert!(elsewhere.starts_with("HTTP/1.1 403"), "{elsewhere}");
    let (status, _) = get("/api/qr.svg");
    assert_eq!(status, 404, "there is no room to invite to");
}

#[test]
fn the_room_hears_of_guesses() {
    let mut stream = TcpStream::connect(("127.0.0.1", *PORT)).unwrap();
    stream.write_all(b"GET /api/room HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut lines = BufReader::new(stream).lines();
    let mut view = || -> Json {
        let data =
            lines.by_ref().map(Result::unwrap).find_map(|line| Some(line.strip_prefix("data: ")?.to_owned()));
        serde_json::from_str(&data.unwrap()).unwrap()
    };
    assert_eq!(view()["guesses"].as_array().unwrap().len(), 6);
    let (status, _) = post("/api/room/guess", &json!({"visitor": "somebody", "station": 3, "guess": 41}));
    assert_eq!(status, 204);
    assert_eq!(view()["guesses"][2], json!([41]));
    let (status, _) = post("/api/room/lead", &json!({"station": 4}));
    assert_eq!((status, view()["station"].as_u64()), (204, Some(4)));
    assert_eq!(post("/api/room/guess", &json!({"visitor": "x", "station": 9, "guess": 1})).0, 422);
}

/// Requests that are nearly right, and some that are nothing at all; whether all was sent that was announced.
fn garbage(dice: &mut impl Rng) -> (Vec<u8>, bool) {
    const ROUTES: [&str; 10] = [
        "/api/check",
        "/api/read",
        "/api/simulate",
        "/api/organization",
        "/api/report",
        "/api/room/guess",
        "/api/room/lead",
        "/api/room/clear",
        "/api/about",
        "/",
    ];
    let small = json!({"ticks": 3, "organizations": 2, "organization": {"members": 20, "local_size": 5}});
    let bodies = [
        json!({"scenario": small}),
        json!({"toml": "ticks = 3\n[shocks]\n"}),
        json!({"arms": [small], "measures": ["quality"]}),
        json!({"scenario": small, "run": 1}),
        json!({"visitor": "v", "station": 1, "guess": 50}),
        json!({"station": 1}),
        json!({"arms": [small, small]}),
        json!([[[[[[]]]]]]),
        json!({"scenario": {"shocks": {"isolation": [{"start_tick": -1e308}]}}}),
    ];
    let mut body = bodies[dice.random_range(0..bodies.len())].to_string().into_bytes();
    for _ in 0..dice.random_range(0..6) {
        let at = dice.random_range(0..body.len().max(1));
        match dice.random_range(0..5) {
            0 if at < body.len() => body[at] = dice.random(),
            1 if at < body.len() => drop(body.remove(at)),
            2 => body.insert(at.min(body.len()), b"{}[]\",:0-9eE\\\0"[dice.random_range(0..14)]),
            3 => body.truncate(at),
            _ => {
                let twice = body[at.min(body.len())..].to_vec();
                body.extend(twice);
            }
        }
    }
    let route = ROUTES[dice.random_range(0..ROUTES.len())];
    let method = ["POST", "POST", "POST", "GET", "PUT", "DELETE", "\0", "OPTIONS"][dice.random_range(0..8)];
    let kind = ["application/json", "application/json", "application/json", "text/plain", "\u{fffd}"]
        [dice.random_range(0..5)];
    let draw = dice.random_range(0..12);
    let length = match draw {
        0 => "99999999999999999999".to_owned(),
        1 => "-1".to_owned(),
        2 => (body.len() + 10).to_string(),
        _ => body.len().to_string(),
    };
    let mut request = format!(
        "{method} {route} HTTP/1.1\r\nhost: localhost\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    )
    .into_bytes();
    request.extend(body);
    if dice.random_range(0..10) == 0 {
        let at = dice.random_range(0..request.len());
        request[at] = dice.random();
    }
    (request, draw > 2)
}

#[test]
fn no_garbage_makes_it_fall_over() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::Relaxed);
        usual(panic);
    }));
    let mut dice = rand_xoshiro::Xoshiro256PlusPlus::seed_from_u64(1794);
    let mut statuses = std::collections::BTreeMap::new();
    for _ in 0..1500 {
        let (request, whole) = garbage(&mut dice);
        let answer = raw(&request, whole);
        let status = answer.get(9..12).unwrap_or("none").to_owned();
        assert!(
            !status.starts_with('5') || status == "503",
            "{answer}\n{}",
            String::from_utf8_lossy(&request)
        );
        *statuses.entry(status).or_insert(0) += 1;
    }
    // The corpus reaches both sides: some of it is answered, some refused for what it says, some for what it is.
    for status in ["200", "204", "400", "405", "415", "422"] {
        assert!(statuses.contains_key(status), "{statuses:?}");
    }
    assert_eq!(get("/api/about").0, 200);
    assert_eq!(PANICS.load(Ordering::Relaxed), 0);
}
