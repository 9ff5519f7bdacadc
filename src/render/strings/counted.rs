//! Phrases that count something nobody has counted yet: a script does, in the reader's browser.

use super::{Arg, Numbers, Strings};
use crate::model::language::LangId;
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use unic_langid::LanguageIdentifier;

/// Forms of the plural as CLDR and browsers call them.
pub const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Every form that a language has for whole numbers comes with one of these, or is that of nearly all numbers.
const NUMBERS: std::ops::RangeInclusive<i64> = 0..=120;

impl Strings {
    /// The phrase for nothing, then for each of `FORMS`; `%` stands for `$n`. A form that no number has is that of a
    /// hundred.
    pub fn counted(&self, lang: LangId, tag: &str, key: &str) -> [String; 7] {
        let numbers = Numbers::new(tag);
        let said = |n: i64| self.get(lang, key, &[("n", Arg::Number(n))]).replacen(&numbers.grouped(n), "%", 1);
        let rules = rules(tag);
        let form = |n: i64| rules.as_ref().and_then(|rules| rules.select(n as usize).ok()).map_or("other", word);
        // From above: a form that a phrase has for one number alone (`[2]`) is not that of its plural.
        let of = |wanted: &str| said(NUMBERS.rev().find(|n| form(*n) == wanted).unwrap_or(100));
        let [zero, one, two, few, many, other] = FORMS.map(of);
        [said(0), zero, one, two, few, many, other]
    }
}

fn rules(tag: &str) -> Option<PluralRules> {
    let locale: LanguageIdentifier = tag.split("-u-").next()?.parse().ok()?;
    let language = LanguageIdentifier::from_parts(locale.language, None, None, &[]);
    let of = |locale| PluralRules::create(locale, PluralRuleType::CARDINAL).ok();
    of(locale).or_else(|| of(language))
}

fn word(form: PluralCategory) -> &'static str {
    FORMS[match form {
        PluralCategory::ZERO => 0,
        PluralCategory::ONE => 1,
        PluralCategory::TWO => 2,
        PluralCategory::FEW => 3,
        PluralCategory::MANY => 4,
        PluralCategory::OTHER => 5,
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        memo::Memo,
        model::{
            language::{Language, Languages},
            path::HubPath,
            theme::{Template, Theme},
        },
    };

    #[test]
    fn every_form_is_said_with_a_sign_for_the_number() {
        let english = "found = { $n ->\n    [0] none\n    [one] { $n } result\n   *[other] { $n } results\n}\n";
        let arabic = "found = { $n ->\n    [zero] لا شيء\n    [one] نتيجة\n    [two] نتيجتان\n    [few] { $n } نتائج\n    \
                      [many] { $n } نتيجةً\n   *[other] { $n } نتيجة\n}\n";
        let mut theme = Theme::default();
        for (tag, text) in [("en", english), ("ar", arabic)] {
            let file = Template { path: HubPath::new(&format!("i18n/{tag}.ftl")).unwrap(), text: text.into() };
            theme.strings.insert(tag.to_owned(), vec![file]);
        }
        let languages = Languages(["en-GB", "ar-EG"].map(|tag| Language::new(tag).unwrap()).into());
        let (strings, _) = Strings::compile(&theme, &languages, &Memo::forgetful());
        let [none, _, one, .., other] = strings.counted(LangId(0), "en-GB", "found");
        assert_eq!([none, one, other], ["none", "% result", "% results"]);
        let all = strings.counted(LangId(1), "ar-EG", "found");
        assert_eq!(all, ["لا شيء", "لا شيء", "نتيجة", "نتيجتان", "% نتائج", "% نتيجةً", "% نتيجة"]);
    }
}
