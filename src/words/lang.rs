//! The two languages the program speaks, and how the world names them.

/// A language of the program's own words; runbook texts stay as they were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// 简体中文.
    ZhCn,
}

impl Lang {
    /// Every language there is.
    pub const ALL: [Self; 2] = [Self::En, Self::ZhCn];

    /// The BCP 47 tag: names the folder of its words and goes into pages.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
        }
    }

    /// Whether its letters are all ASCII.
    pub fn is_ascii(self) -> bool {
        match self {
            Self::En => true,
            Self::ZhCn => false,
        }
    }

    /// Whether whoever reads this language reads what is written in that one.
    pub fn reads(self, tag: &str) -> bool {
        Self::parse(tag) == Some(self)
    }

    /// Reads a tag or a locale: `zh`, `zh-Hans`, `zh_CN.UTF-8`, `en_US.UTF-8`, `C`; `None` for a language without words.
    ///
    /// Any Chinese is answered in the Chinese there is. `C` and `POSIX` are English.
    pub fn parse(tag: &str) -> Option<Self> {
        let language = tag.trim().split(['-', '_', '.', '@']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::ZhCn),
            "en" | "c" | "posix" => Some(Self::En),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language() {
        for tag in ["zh", "zh_CN.UTF-8", "zh-Hans", "zh-CN", "ZH_cn", "zh_TW.UTF-8@x"] {
            assert_eq!(Lang::parse(tag), Some(Lang::ZhCn), "{tag}");
        }
        for tag in ["en", "en_US.UTF-8", "C", "C.UTF-8", "POSIX", " en-GB "] {
            assert_eq!(Lang::parse(tag), Some(Lang::En), "{tag}");
        }
    }

    #[test]
    fn a_language_without_words_is_none() {
        for tag in ["", "fr_FR.UTF-8", "cs", "zhu"] {
            assert_eq!(Lang::parse(tag), None, "{tag}");
        }
    }

    #[test]
    fn a_tag_is_read_back() {
        for lang in Lang::ALL {
            assert_eq!(Lang::parse(lang.tag()), Some(lang));
        }
    }
}
