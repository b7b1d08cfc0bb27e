# The full-screen terminal.
