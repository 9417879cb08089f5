//! A narrative of one run, in order and in words: officeholders and how they came in, charters renewed unread,
//! the beginning of an emergency and the holders of its powers.

use std::fmt::Display;
use thermidor_core::Model;

use crate::study::capital;
use thermidor_core::history::{History, subject_name};
use thermidor_core::measures::position;
use thermidor_core::outcome::Condition;
use thermidor_core::scenario::start_month;
use thermidor_core::state::{Entry, Event, Exit, Mandate, What};

/// The subject of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "Subject"))]
pub enum About {
    /// A shock.
    Shock,
    /// The condition of the organization.
    Condition,
    /// Emergency powers.
    Powers,
    /// A safeguard.
    Safeguard,
    /// Officeholders.
    Office,
    /// Anything else in the chronicle.
    Other,
}

/// One line of the narrative.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "Entry"))]
pub struct Line {
    /// Month.
    pub tick: u32,
    /// Its subject.
    pub about: About,
    /// In words.
    #[serde(skip)]
    pub text: String,
    /// The same in few words, for charts; only where the line is one of those that matter most.
    #[serde(skip)]
    pub label: Option<String>,
    /// The same for other languages: phrases one after the other.
    pub phrases: Vec<Phrase>,
}

/// Part of a line that a language has its own words for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Phrase {
    /// Which words.
    pub key: &'static str,
    /// Values to fill in: numbers of members, bodies and months, names of shocks and safeguards.
    pub values: Vec<(&'static str, String)>,
}

fn phrase<const N: usize>(key: &'static str, values: [(&'static str, &dyn Display); N]) -> Phrase {
    Phrase { key, values: values.iter().map(|(name, value)| (*name, value.to_string())).collect() }
}

/// Tells a run; `offices` is whether every change in every body is told, and not only in the executive.
pub fn tell(scenario: &Model, history: &History, offices: bool) -> Vec<Line> {
    let mut story = Vec::new();
    shocks(scenario, history, &mut story);
    safeguards(scenario, history, &mut story);
    conditions(history, &mut story);
    powers(scenario, history, &mut story);
    for event in &history.events {
        let what = event_words(scenario, event);
        let reason = event.reason.map_or(String::new(), |reason| format!(": {}", reason.text()));
        let (about, phrases) = (about(event), event_phrases(event));
        let matters = matches!(about, About::Powers | About::Safeguard) || event.what == What::CharterRenewed;
        let (text, label) = (format!("{what}{reason}"), matters.then_some(what));
        story.push(Line { tick: event.tick, about, text, label, phrases });
    }
    seats(scenario, history, offices, &mut story);
    // Within a month: what comes from outside first, who holds office last.
    story.sort_by_key(|entry| (entry.tick, entry.about as u8));
    story
}

/// A narrative as text, a line an entry.
pub fn text(scenario: &Model, story: &[Line]) -> String {
    let mut text = String::new();
    for (i, entry) in story.iter().enumerate() {
        let month = month(scenario, entry.tick);
        let shown = if i > 0 && story[i - 1].tick == entry.tick { String::new() } else { month };
        text.push_str(&format!("{shown:>18}  {}\n", entry.text));
    }
    text
}

/// A month in words: its number, and its date where there is a calendar.
pub fn month(scenario: &Model, tick: u32) -> String {
    match start_month(&scenario.start) {
        Some((year, first)) => {
            let months = tick + first - 1;
            format!("month {tick} ({}-{:02})", year + (months / 12) as i32, months % 12 + 1)
        }
        None => format!("month {tick}"),
    }
}

/// The name of a body.
pub fn body_name(scenario: &Model, body: u32) -> String {
    let domains = scenario.organization.domains;
    match body {
        0 => "the executive".into(),
        body if body <= domains => format!("committee {body}"),
        body if body == domains + 1 => "the emergency command".into(),
        _ => "the parallel institution".into(),
    }
}

fn shocks(scenario: &Model, history: &History, story: &mut Vec<Line>) {
    let end = history.founded_at + history.ticks() as u32;
    for (name, _, timing) in scenario.shocks.timings() {
        let words = name.replace('_', " ");
        // Shocks that come at random are known by their rate alone.
        if timing.rate_per_year > 0.0 {
            continue;
        }
        let over = timing.over();
        let ends = [(timing.start_tick, "begins", "shock_begins"), (over, "is over", "shock_over")];
        for (tick, what, key) in ends {
            if tick >= history.founded_at && tick < end {
                let text = capital(&format!("{words} {what}"));
                let phrases = vec![phrase(key, [("shock", &name)])];
                story.push(Line { tick, about: About::Shock, text, label: None, phrases });
            }
        }
    }
}

fn safeguards(scenario: &Model, history: &History, story: &mut Vec<Line>) {
    let end = history.founded_at + history.ticks() as u32;
    for (tick, name, what) in scenario.safeguards.events(scenario.ticks) {
        if tick < end && (what == "begins" || what == "ends") {
            let text = capital(&format!("{} {what}", name.replace('_', " ")));
            let key = if what == "begins" { "safeguard_begins" } else { "safeguard_ends" };
            let phrases = vec![phrase(key, [("safeguard", &name)])];
            let label = Some(text.clone());
            story.push(Line { tick, about: About::Safeguard, text, label, phrases });
        }
    }
}

fn conditions(history: &History, story: &mut Vec<Line>) {
    if let Some(months) = history.outcome.split_at {
        let what = "most members have left with their locals";
        let (tick, text, label) =
            (history.founded_at + months - 1, capital(what), Some("has split".to_owned()));
        story.push(Line { tick, about: About::Condition, text, label, phrases: vec![phrase("split", [])] });
    }
    let share = |month: usize| position("central_share_stakes").map(|column| history.row(month)[column]);
    let mut before = None;
    let mut told: Option<u32> = None;
    for (month, condition) in history.conditions.iter().enumerate() {
        let tick = history.founded_at + month as u32;
        // To and fro between self-government and contest is told once a year.
        let minor = matches!(condition, Condition::SelfGoverning | Condition::Contested)
            && matches!(before, Some(Condition::SelfGoverning | Condition::Contested));
        let recent = told.is_some_and(|at| tick - at < 12);
        if before.is_some() && before != Some(*condition) && !(minor && recent) {
            let (what, why) = match condition {
                Condition::SelfGoverning => ("governs itself", String::new()),
                Condition::Contested => ("is contested", ": a sign of capture shows".to_owned()),
                Condition::Captured => ("is captured", settles(share(month))),
                Condition::Collapsed => ("has collapsed", String::new()),
            };
            let phrases = vec![phrase(condition.name(), [])];
            let (text, label) = (format!("The organization {what}{why}"), Some(what.to_owned()));
            story.push(Line { tick, about: About::Condition, text, label, phrases });
            told = Some(tick);
        }
        before = Some(*condition);
    }
}

/// The centre's share of the stakes, beside the word capture.
fn settles(share: Option<f32>) -> String {
    share.map_or(String::new(), |share| format!(": the centre settles {:.0} % of the stakes", 100.0 * share))
}

/// Emergency powers that outlast their cause, and their holders.
fn powers(scenario: &Model, history: &History, story: &mut Vec<Line>) {
    let Some(column) = position("emergency") else { return };
    let last_shock = scenario
        .shocks
        .timings()
        .into_iter()
        .filter(|(_, _, timing)| timing.rate_per_year == 0.0)
        .map(|(_, _, timing)| timing.over())
        .max();
    let mut since = None;
    for month in 0..history.ticks() {
        let tick = history.founded_at + month as u32;
        if history.row(month)[column] == 0.0 {
            since = None;
            continue;
        }
        let begun = *since.get_or_insert(tick);
        let (Some(over), months) = (last_shock.filter(|over| *over <= tick), tick - begun) else { continue };
        if months > 0 && months.is_multiple_of(12) {
            let (in_command, members) = holders(scenario, history, tick);
            let (who, key) = match in_command {
                true => (format!("the command is held by members {members}"), "kept_by_command"),
                false => (format!("in the executive sit members {members}"), "kept_by_executive"),
            };
            let after = match tick - over {
                0 => "as the shock ends".to_owned(),
                1 => "one month after the shock was over".to_owned(),
                months => format!("{months} months after the shock was over"),
            };
            let text = format!("Emergency powers are still in force after {months} months, {after}; {who}");
            let phrases = vec![
                phrase("kept", [("months", &months), ("after", &(tick - over))]),
                phrase(key, [("members", &members)]),
            ];
            story.push(Line { tick, about: About::Powers, text, label: None, phrases });
        }
    }
}

/// Whether the emergency command is held, and its holders; otherwise the members of the executive.
fn holders(scenario: &Model, history: &History, tick: u32) -> (bool, String) {
    let command = scenario.organization.domains + 1;
    let sits =
        |mandate: &&Mandate| mandate.from <= tick as i32 && mandate.left.is_none_or(|(left, _)| left > tick);
    let of = |body: u32| -> Vec<String> {
        let mandates = history.mandates.iter().filter(|mandate| u32::from(mandate.body) == body);
        mandates.filter(sits).map(|mandate| mandate.holder.to_string()).collect()
    };
    let command = of(command);
    if command.is_empty() { (false, of(0).join(", ")) } else { (true, command.join(", ")) }
}

fn about(event: &Event) -> About {
    match event.what {
        What::PowersRaised | What::PowersGivenUp | What::PowersRenewed | What::PowersLapsed => About::Powers,
        What::Repealed | What::RepealFailed | What::Adopted | What::AdoptionFailed => About::Safeguard,
        _ => About::Other,
    }
}

/// An event in words, without its reason.
fn event_words(scenario: &Model, event: &Event) -> String {
    let body = || body_name(scenario, event.subject);
    let who = event.who.map_or("somebody".to_owned(), |who| format!("member {who}"));
    let subject = subject_name(event).replace('_', " ");
    let text = match event.what {
        What::PowersRaised => "emergency powers are raised".to_owned(),
        What::PowersGivenUp => "emergency powers are given up by those who hold them".to_owned(),
        What::PowersRenewed => "emergency powers are put to the vote and renewed".to_owned(),
        What::PowersLapsed => "emergency powers lapse".to_owned(),
        What::CharterRenewed => format!("the charter of {} is renewed unread", body()),
        What::CharterRewritten => format!("the charter of {} is rewritten", body()),
        What::CharterExpired => format!("the charter of {} expires", body()),
        What::Recalled => format!("{who} is recalled from {}", body()),
        What::Expelled => format!("{who} is expelled from {}", body()),
        What::CoOpted => format!("an outside actor wins {who} in {}", body()),
        What::LeaderLost => format!("{who} of {} is lost", body()),
        What::Seceded => format!("{subject} leaves and becomes an organization of its own"),
        What::Suppressed => format!("{subject} wants to leave and is held down"),
        What::LocalFounded => format!("{subject} is founded"),
        What::Repealed => format!("{subject} is repealed by those it binds"),
        What::RepealFailed => format!("a motion to repeal {subject} fails"),
        What::Adopted => format!("{subject} is taken up by a vote"),
        What::AdoptionFailed => format!("a motion to take up {subject} fails"),
    };
    let votes = event.votes.map_or(String::new(), |(yes, no)| format!(" ({yes} for, {no} against)"));
    capital(&format!("{text}{votes}"))
}

fn event_phrases(event: &Event) -> Vec<Phrase> {
    let who = event.who.map_or(String::new(), |who| who.to_string());
    let (member, subject) = (("member", &who as &dyn Display), &event.subject as &dyn Display);
    let key = event.what.name();
    let mut phrases = vec![match event.what {
        What::PowersRaised | What::PowersGivenUp | What::PowersRenewed | What::PowersLapsed => {
            phrase(key, [])
        }
        What::CharterRenewed | What::CharterRewritten | What::CharterExpired => {
            phrase(key, [("body", subject)])
        }
        What::Recalled | What::Expelled | What::CoOpted | What::LeaderLost => {
            phrase(key, [("body", subject), member])
        }
        What::Seceded | What::Suppressed | What::LocalFounded => phrase(key, [("local", subject)]),
        What::Repealed | What::RepealFailed | What::Adopted | What::AdoptionFailed => {
            phrase(key, [("safeguard", &subject_name(event))])
        }
    }];
    if let Some((yes, no)) = event.votes {
        phrases.push(phrase("votes", [("yes", &yes), ("no", &no)]));
    }
    if let Some(reason) = event.reason {
        phrases.push(phrase("reason", [("reason", &reason.code())]));
    }
    phrases
}

fn seats(scenario: &Model, history: &History, all: bool, story: &mut Vec<Line>) {
    for (i, mandate) in history.mandates.iter().enumerate() {
        if (mandate.body > 0 && !all) || mandate.from <= history.founded_at as i32 {
            continue;
        }
        let same_seat = |other: &&Mandate| other.body == mandate.body && other.seat == mandate.seat;
        let before = history.mandates[..i].iter().rev().find(same_seat);
        let body = body_name(scenario, mandate.body.into());
        let who = mandate.holder;
        let stays = before.is_some_and(|before| {
            before.holder == who && before.left.is_some_and(|(at, _)| at as i32 == mandate.from)
        });
        let key = match (mandate.entry, stays) {
            (Entry::Holdover, _) => "holds_over",
            (Entry::Election, true) => "elected_again",
            (Entry::Appointment, true) => "kept_by_appointment",
            (Entry::Election, false) => "elected",
            (Entry::Appointment, false) => "appointed",
            (Entry::Lottery, _) => "drawn",
            (Entry::Shadow, _) => "elected_from_shadow",
        };
        let mut phrases = vec![phrase(key, [("member", &who), ("body", &mandate.body)])];
        let text = match (mandate.entry, stays) {
            (Entry::Holdover, _) => {
                format!("Nobody stands or too few come: member {who} stays in {body} past the mandate")
            }
            (Entry::Election, true) => format!("Member {who} is elected to {body} again"),
            (Entry::Appointment, true) => format!("Member {who} is kept in {body} by appointment"),
            (entry, _) => {
                let how = match entry {
                    Entry::Election => "is elected to",
                    Entry::Appointment => "is appointed to",
                    Entry::Lottery => "is drawn by lot into",
                    Entry::Shadow => "is elected out of the shadow office to",
                    Entry::Holdover => "stays in",
                };
                let place =
                    before.and_then(|before| replaced(before, mandate.from as u32, &history.mandates[..i]));
                let (place, followed) = place.unzip();
                phrases.extend(followed);
                format!("Member {who} {how} {body}{}", place.unwrap_or_default())
            }
        };
        story.push(Line { tick: mandate.from as u32, about: About::Office, text, label: None, phrases });
    }
}

/// Whom somebody follows in a seat.
fn replaced(before: &Mandate, tick: u32, earlier: &[Mandate]) -> Option<(String, Phrase)> {
    let (left, exit) = before.left.filter(|(left, _)| *left == tick)?;
    // Entries of one person in one seat follow each other without a gap.
    let mut since = before.from;
    for mandate in earlier.iter().rev() {
        let same =
            mandate.body == before.body && mandate.seat == before.seat && mandate.holder == before.holder;
        if same && mandate.left.is_some_and(|(left, _)| left as i32 == since) {
            since = mandate.from;
        }
    }
    let (why, key) = match exit {
        Exit::Term => ("after", "follows_term"),
        Exit::Expiry => ("whose body expired, after", "follows_expiry"),
        Exit::Recall => ("recalled after", "follows_recall"),
        Exit::Resignation => ("who left after", "follows_resignation"),
        Exit::Expulsion => ("expelled after", "follows_expulsion"),
        Exit::Loss => ("lost after", "follows_loss"),
    };
    let months = left as i32 - since;
    let words = format!(" in place of member {}, {why} {months} months", before.holder);
    Some((words, phrase(key, [("member", &before.holder), ("months", &months)])))
}
