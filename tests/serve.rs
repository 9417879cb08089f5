//! The server as a browser meets it: what it answers, what it refuses, and that nothing makes it fall over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use assert_cmd::Command;
use rand::{Rng, RngExt, SeedableRng};
use serde_json::{Value as Json, json};
use thermidor::serve::{Limits, Options, Server};
use thermidor_analysis::study::narrative::tell;
use thermidor_core::history::simulate;
use thermidor_scenario::read;

/// Panics of any thread: one that answers a visitor would only end a connection.
static PANICS: AtomicUsize = AtomicUsize::new(0);

/// One server for all tests, as it is for a room.
static PORT: LazyLock<u16> = LazyLock::new(begin);

/// Begins a server; gives its port.
fn begin() -> u16 {
    let options = Options { room: false, port: Some(0), limits: Limits::default() };
    let threads = || thermidor_analysis::run::threads(Some(2)).expect("threads").0;
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
    for record in thermidor_io::output::tables::records(&out.join("trajectories.csv")).unwrap() {
        let record = record.unwrap();
        let fan = &last["fans"][&record["measure"]];
        let tick: usize = record["tick"].parse().unwrap();
        for (line, name) in ["p05", "p25", "p50", "p75", "p95"].iter().enumerate() {
            let (page, table) = (fan[line][tick].as_f64().unwrap(), record[*name].parse::<f64>().unwrap());
            assert_eq!(page as f32, table as f32, "{record:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, 60 * 5 * thermidor_core::measures::MEASURES.len());
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
fn of_few_organizations_all_are_simulated() {
    for (organizations, lines) in [(1, 1), (2, 1), (5, 2), (8, 2), (9, 2), (26, 3)] {
        let mut with = siege();
        with["organizations"] = json!(organizations);
        let other = with.clone();
        with["safeguards"] = json!({"recall": {}});
        let found = pictures(&[other, with]);
        assert_eq!(found.last().unwrap()["done"], organizations);
        assert_eq!(found.len(), lines, "{organizations}");
    }
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
    let large = json!({"ticks": 1, "organizations": 2, "organization": {"members": 2_000_000}, "deference": {"ties": 64}});
    let (_, checked) = post("/api/check", &json!({"scenario": large}));
    let checked: Json = serde_json::from_str(&checked).unwrap();
    assert_eq!(checked["refused"]["kind"], "much_memory", "{checked}");
    assert!(checked["cost"]["bytes"].as_u64().unwrap() > 800_000_000, "{checked}");
    assert_eq!(post("/api/organization", &json!({"scenario": large, "run": 0})).0, 422);
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
fn who_comes_takes_the_place_of_a_connection_that_is_idle() {
    let port = begin();
    let idle: Vec<TcpStream> = (0..256).map(|_| connected([127, 0, 0, 7], port)).collect();
    let mut one = connected([127, 0, 0, 7], port);
    one.write_all(b"GET /api/room HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    let mut told = [0; 12];
    one.read_exact(&mut told).unwrap();
    assert_eq!(&told, b"HTTP/1.1 200");
    // The one that was idle for longest is closed, and no other.
    let mut ends = |stream: &TcpStream| {
        stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
        matches!((&mut &*stream).read(&mut told), Ok(0))
    };
    assert!(ends(&idle[0]) && !ends(&idle[1]));
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

/// Whoever comes from this address is somebody else than those who come from others; all of them are on this machine.
fn from(address: [u8; 4]) -> TcpStream {
    connected(address, *PORT)
}

fn connected(address: [u8; 4], port: u16) -> TcpStream {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    socket.bind(&SocketAddr::from((address, 0)).into()).unwrap();
    socket.connect(&SocketAddr::from(([127, 0, 0, 1], port)).into()).unwrap();
    let stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

fn request(route: &str, body: &Json) -> String {
    let body = body.to_string();
    format!(
        "POST {route} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A small question that nobody has asked before.
fn question() -> Json {
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let mut scenario = siege();
    scenario["seed"] = json!(1_000_000 + ASKED.fetch_add(1, Ordering::Relaxed));
    json!({"arms": [scenario], "measures": []})
}

/// Somebody asks, and has a first picture, while something is going on.
fn is_served_beside(something: &str) {
    let mut stream = from([127, 0, 0, 99]);
    stream.write_all(request("/api/simulate", &question()).as_bytes()).unwrap();
    let first = BufReader::new(stream)
        .lines()
        .map_while(Result::ok)
        .find(|line| line.contains(r#"{"kind":"picture""#) || line.contains(r#"{"kind":"stopped""#));
    assert!(first.is_some_and(|line| line.contains("picture")), "beside {something}");
}

#[test]
fn those_who_ask_the_same_at_once_are_told_from_one_computation() {
    let mut scenario = siege();
    scenario["seed"] = json!(77);
    scenario["organizations"] = json!(1500);
    let body = json!({"arms": [scenario], "measures": ["voice"]});
    // On a server of their own, where nobody else asks.
    let port = begin();
    let mut at_work = Vec::new();
    let answers: Vec<Vec<String>> = std::thread::scope(|scope| {
        let asks: Vec<_> = (1..=31)
            .map(|i| {
                let mut stream = connected([127, 0, 2, i], port);
                stream.write_all(request("/api/simulate", &body).as_bytes()).unwrap();
                scope.spawn(move || {
                    let lines = BufReader::new(stream).lines().map_while(Result::ok);
                    let pictures = lines.filter(|line| line.starts_with(r#"{"kind":"picture""#));
                    pictures.take(5).collect::<Vec<_>>()
                })
            })
            .collect();
        while !asks.iter().all(|one| one.is_finished()) {
            let asked = json!({"scenario": siege()}).to_string();
            let address = format!("http://localhost:{port}/api/check");
            let mut response =
                agent().post(address).header("content-type", "application/json").send(asked).unwrap();
            let checked: Json = serde_json::from_str(&response.body_mut().read_to_string().unwrap()).unwrap();
            at_work.push(checked["wait"]["ahead"].as_u64().unwrap());
        }
        asks.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(answers[0].len(), 5);
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(at_work.iter().max(), Some(&1), "more than one computation: {at_work:?}");
}

#[test]
fn no_scenario_is_without_end_and_no_visitor_in_the_way_of_others() {
    let small = |shocks: Json| json!({"ticks": 120, "organizations": 5, "organization": {"members": 20, "local_size": 10}, "shocks": shocks});
    let windfall = json!({"start_tick": 0, "attempts": 1000});
    let victory = json!({"start_tick": 0});
    for shocks in [json!({"windfall": vec![windfall; 3]}), json!({"victory": vec![victory; 16]})] {
        let (status, text) = post("/api/check", &json!({"scenario": small(shocks.clone())}));
        assert!(status == 422 && text.contains("overlapping shocks"), "{text}");
        assert_eq!(post("/api/simulate", &json!({"arms": [small(shocks)]})).0, 422);
    }
    // Each as large as may be asked for, and none is waited for.
    let hogs: Vec<TcpStream> = (0..24)
        .map(|seed| {
            let large = json!({"seed": seed, "organizations": 20, "organization": {"members": 100_000, "local_size": 50}});
            let mut stream = from([127, 0, 0, 3]);
            stream.write_all(request("/api/simulate", &json!({"arms": [large]})).as_bytes()).unwrap();
            stream
        })
        .collect();
    is_served_beside("24 large requests");
    drop(hogs);
    let halves: Vec<TcpStream> = (0..512)
        .filter_map(|_| {
            let mut stream = from([127, 0, 0, 4]);
            let half = b"POST /api/check HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{";
            stream.write_all(half).is_ok().then_some(stream)
        })
        .collect();
    is_served_beside("512 connections with half a body");
    let mut answer = String::new();
    // The first ones had to leave their places to the last.
    let _ = (&mut halves.last().unwrap()).read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 408"), "what does not come is not waited for: {answer}");
    drop(halves);
    let mut streams: Vec<TcpStream> = Vec::new();
    for _ in 0..130 {
        let mut stream = from([127, 0, 0, 5]);
        stream.write_all(b"GET /api/room HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
        streams.push(stream);
    }
    is_served_beside("130 streams");
    let status = |mut stream: &TcpStream| {
        let mut head = [0; 12];
        stream.read_exact(&mut head).unwrap();
        String::from_utf8_lossy(&head[9..]).into_owned()
    };
    assert_eq!(status(&streams[0]), "200");
    assert_eq!(status(&streams[129]), "503");
    let mut other = from([127, 0, 0, 6]);
    other.write_all(b"GET /api/room HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    assert_eq!(status(&other), "200");
}

#[test]
fn what_is_taken_away_has_both_futures_and_comes_back() {
    let mut with = siege();
    with["name"] = json!("With a lottery");
    with["safeguards"] = json!({"lottery": {"share": 0.25}});
    let (_, checked) = post("/api/check", &json!({"scenario": with, "pinned": siege()}));
    let checked: Json = serde_json::from_str(&checked).unwrap();
    let (status, read) = post("/api/read", &json!({"toml": checked["toml"]}));
    let read: Json = serde_json::from_str(&read).unwrap();
    assert_eq!(status, 200, "{read}");
    assert_eq!(read["scenario"]["safeguards"]["lottery"]["share"], 0.25);
    assert_eq!((&read["pinned"]["name"], &read["pinned"]["safeguards"]), (&json!("A siege"), &Json::Null));
    // And the command compares them.
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("both.toml");
    fs::write(&file, checked["toml"].as_str().unwrap()).unwrap();
    let mut command = Command::cargo_bin("thermidor").unwrap();
    command.args(["compare", "--no-charts", "--format", "json", "--out"]).arg(directory.path().join("out"));
    let done = command.arg(&file).assert().success();
    let answer: Json = serde_json::from_slice(&done.get_output().stdout).unwrap();
    let last = &pictures(&[siege(), with])[2]["contrast"];
    assert_eq!(answer["contrasts"][0]["endings"], last["endings"]);
}

#[test]
fn an_organization_that_is_none_of_them_is_not_told() {
    let (status, text) = post("/api/organization", &json!({"scenario": siege(), "run": 40}));
    assert!(status == 422 && text.contains("from 0 to 39"), "{text}");
    assert_eq!(post("/api/organization", &json!({"scenario": siege(), "run": 1_000_000_000})).0, 422);
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
