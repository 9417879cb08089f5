//! The page, as it was built from `web/`, and the scenarios that come with the program.

use std::sync::LazyLock;

use serde::Serialize;
use serde_json::Value as Json;

use super::inbox;
use crate::scenario::read;

/// A file of the page: its path, kind and content.
pub struct File {
    /// Path in the address.
    pub path: &'static str,
    /// What it is, for browsers.
    pub kind: &'static str,
    /// What is in it.
    pub content: &'static [u8],
}

/// All of them.
pub static FILES: &[File] = &[
    File {
        path: "/",
        kind: "text/html; charset=utf-8",
        content: include_bytes!("../../web/dist/index.html"),
    },
    File {
        path: "/page.js",
        kind: "text/javascript; charset=utf-8",
        content: include_bytes!("../../web/dist/page.js"),
    },
    File {
        path: "/page.css",
        kind: "text/css; charset=utf-8",
        content: include_bytes!("../../web/dist/page.css"),
    },
    File { path: "/icon.svg", kind: "image/svg+xml", content: include_bytes!("../../web/dist/icon.svg") },
];

/// A scenario that comes with the program.
#[derive(Serialize)]
pub struct Story {
    /// Name of its file, without the ending.
    pub name: &'static str,
    /// What of it is not at its default.
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
                    Some(Story { name, scenario: inbox::named(&scenario) })
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
    "victorious-movement",
    "union-with-strong-locals",
    "growing-co-operative",
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
    use super::{NAMES, STORIES};

    #[test]
    fn every_story_can_be_told() {
        assert_eq!(STORIES.iter().map(|story| story.name).collect::<Vec<_>>(), NAMES);
    }
}
