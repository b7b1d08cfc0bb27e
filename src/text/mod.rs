//! Printable text: the one gate for everything that comes from outside, and its measures in columns.
