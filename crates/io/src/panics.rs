//! A panic as a message: a run that fails does not take the others with it.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static CATCHING: Cell<bool> = const { Cell::new(false) };
    static REASON: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs something; a panic becomes its message with its place, and nothing is printed.
pub(crate) fn caught<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if CATCHING.get() {
                let payload = info.payload();
                let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
                let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
                let what = text.unwrap_or_else(|| "it panicked".to_owned());
                let place = info.location().map_or_else(String::new, |place| {
                    // The same on every machine, wherever its libraries are.
                    let file = place.file().rsplit_once("src/").map_or(place.file(), |(_, file)| file);
                    format!(" ({file}:{})", place.line())
                });
                REASON.set(format!("{what}{place}"));
            } else {
                usual(info);
            }
        }));
    });
    CATCHING.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    CATCHING.set(false);
    result.map_err(|_| REASON.take())
}
