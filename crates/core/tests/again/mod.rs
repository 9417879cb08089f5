//! Runs a test of this program again at each width of vector registers that the machine has: kernels of other widths are
//! other code.

use std::process::Command;

use thermidor_core::simd::{VARIABLE, widths};

/// Asserts that a test passes at every width.
pub fn at_every_width(test: &str) {
    let program = std::env::current_exe().expect("a path");
    for width in widths() {
        let output = Command::new(&program).args(["--exact", test]).env(VARIABLE, width.name).output();
        let output = output.expect("the test runs");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && text.contains("1 passed"), "{}: {text}", width.name);
    }
}
