//! Sentences in English and Chinese for everything the program says.
