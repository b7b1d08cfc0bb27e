//! The thin binary: arguments in, exit code out. Everything else is the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    runsheet::cli::main(std::env::args_os()).into()
}
