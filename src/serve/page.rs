//! The page, as it was built from `web/`, and the scenarios that come with the program.

use std::sync::LazyLock;

use serde::Serialize;
use serde_json::Value as Json;

use super::requests;
use thermidor_scenario::read;

/// A file of the page: its path, kind and content.
pub struct File {
    /// Path in the address.
    pub path: &'static str,
    /// What it is, for browsers.
    pub kind: &'static str,
    /// What is in it.
    pub content: &'static [u8],
}

macro_rules! files {
    ($($path:literal $name:literal $kind:literal),* $(,)?) => {
        /// All of them; what parameters are called is a file for each language.
        pub static FILES: &[File] = &[$(File {
            path: $path,
            kind: $kind,
            content: include_bytes!(concat!("../../web/dist/", $name)),
        }),*];
    };
}

files! {
    "/" "index.html" "text/html; charset=utf-8",
    "/page.js" "page.js" "text/javascript; charset=utf-8",
    "/page.css" "page.css" "text/css; charset=utf-8",
    "/icon.svg" "icon.svg" "image/svg+xml",
    "/licences.md" "licences.md" "text/plain; charset=utf-8",
    "/parameters.de.js" "parameters.de.js" "text/javascript; charset=utf-8",
    "/parameters.es.js" "parameters.es.js" "text/javascript; charset=utf-8",
    "/parameters.fr.js" "parameters.fr.js" "text/javascript; charset=utf-8",
    "/parameters.ru.js" "parameters.ru.js" "text/javascript; charset=utf-8",
}

/// A scenario that comes with the program.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Story {
    /// Name of its file, without the ending.
    pub name: &'static str,
    /// What of it is not at its default.
    #[cfg_attr(test, ts(type = "Table"))]
    pub scenario: Json,
}

macro_rules! stories {
    ($($name:literal),* $(,)?) => {
        /// Those that make a good beginning, in the order in which they are shown.
        pub static STORIES: LazyLock<Vec<Story>> = LazyLock::new(|| {
            [$(($name, include_str!(concat!("../../scenarios/", $name, ".toml")))),*]
                .into_iter()
                // A test sees to it that none is left out.
                .filter_map(|(name, text)| {
                    let scenario = read::parse(name, text, &[]).ok()?;
                    Some(Story { name, scenario: requests::named(&scenario) })
                })
                .collect()
        });

        #[cfg(test)]
        const NAMES: &[&str] = &[$($name),*];
    };
}

stories! {
    "default",
    "isolation",
    "red-october",
    "federation-under-siege",
    "federation-of-branches",
    "victorious-movement",
    "union-with-strong-locals",
    "large-union",
    "growing-co-operative",
    "small-co-operative",
    "housing-co-operative",
    "parallel-before",
    "parallel-after",
    "party-fused-with-state",
    "bought-from-outside",
    "too-many-too-fast",
    "splits-as-experiments",
    "world-of-allies",
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{FILES, NAMES, STORIES};

    #[test]
    fn every_file_of_the_page_is_served() {
        let built = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/web/dist")).unwrap();
        let built: BTreeSet<_> = built.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        let served = FILES.iter().map(|file| match file.path {
            "/" => "index.html".to_owned(),
            path => path[1..].to_owned(),
        });
        assert_eq!(served.collect::<BTreeSet<_>>(), built);
    }

    #[test]
    fn every_story_can_be_told() {
        assert_eq!(STORIES.iter().map(|story| story.name).collect::<Vec<_>>(), NAMES);
    }
}
