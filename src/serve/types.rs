//! The page's types, from what the server reads and writes: `web/src/types.ts`.

use std::collections::BTreeMap;
use std::fs;

use ts_rs::{Config, TS, TypeVisitor};

use super::organization::One;
use super::picture::Line;
use super::refusal::Refusal;
use super::requests::{Asked, AskedCheck, AskedFile, AskedOne};
use super::responses::{About, Checked, Read};
use super::room::{Guess, Lead, Remove, Seen, View};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/web/src/types.ts");
const AGAIN: &str =
    "TYPES=write cargo test -p thermidor --lib types && (cd web && npx biome format --write src/types.ts)";
const BEGIN: &str = "// What the server is asked and what it answers. A test makes this file of the server's own types.\n\
                     import type { Schema, Table } from \"./json.ts\";\n";

/// Declarations by name.
struct Declared(Config, BTreeMap<String, String>);

impl TypeVisitor for Declared {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Numbers, lists and the like need no declaration.
        if T::output_path().is_none() || self.1.contains_key(&T::ident(&self.0)) {
            return;
        }
        let declared = format!("{}export {}\n", T::docs().unwrap_or_default(), T::decl(&self.0));
        self.1.insert(T::ident(&self.0), declared);
        T::visit_dependencies(self);
    }
}

fn types() -> String {
    let mut all = Declared(Config::new().with_large_int("number"), BTreeMap::new());
    all.visit::<About>();
    all.visit::<AskedCheck>();
    all.visit::<Checked>();
    all.visit::<AskedFile>();
    all.visit::<Read>();
    all.visit::<Asked>();
    all.visit::<Line>();
    all.visit::<AskedOne>();
    all.visit::<One>();
    all.visit::<View>();
    all.visit::<Guess>();
    all.visit::<Lead>();
    all.visit::<Seen>();
    all.visit::<Remove>();
    all.visit::<Refusal>();
    let declared: Vec<String> = all.1.into_values().collect();
    // A comment of one line takes one line.
    let declared = declared.join("\n").replace("/**\n * ", "/** ").replace("\n */\n", " */\n");
    format!("{BEGIN}\n{declared}")
}

/// A text without what the page's formatter sets as it likes.
fn unformatted(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && !"\"()".contains(*c)).collect();
    text.replace(';', ",").replace(",}", "}").replace(",]", "]").replace("=|", "=")
}

#[test]
fn the_page_has_the_types_of_the_server() {
    let now = types();
    if std::env::var_os("TYPES").is_some_and(|to| to == "write") {
        fs::write(FILE, &now).expect(FILE);
    }
    let written = fs::read_to_string(FILE).unwrap_or_default();
    assert!(unformatted(&written) == unformatted(&now), "web/src/types.ts is out of date; run {AGAIN}");
}
