//! Has the program built again when a bundled runbook changes: `include_dir` does not tell cargo what it read.

fn main() {
    println!("cargo::rerun-if-changed=runbooks");
}
