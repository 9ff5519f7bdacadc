//! Code, coloured by classes.
//!
//! syntect tells hundreds of scopes apart; a theme wants a dozen classes. What nobody colours (variables, brackets)
//! gets none, and neighbours of one class share a `<span>`, so that a page does not grow by its colours.

use super::escape;
use std::{collections::HashMap, ops::Range};
use syntect::parsing::{ParseState, Scope, ScopeStackOp, SyntaxReference, SyntaxSet};

/// Larger blocks are shown without colours.
const LARGEST_BLOCK: usize = 64 << 10;
/// What the grammars may cost in one body. Some of them take time in the cube of a line's length (measured: a line of
/// 1,000 `!` in a Makefile, nine seconds), so that is what a line costs: this is some thousand lines of code, or one of
/// 800 bytes.
pub const EFFORT: u64 = 1 << 29;

type Class = &'static str;

/// By the beginning of a scope; the longest that fits counts. The empty class stops the search: what stands in a
/// string to be computed is no string.
#[rustfmt::skip]
const CLASSES: &[(&str, Class)] = &[
    ("comment", "syn-comment"),
    ("string", "syn-string"),
    ("string.unquoted.argument", ""),
    ("markup.raw", "syn-string"),
    ("markup.underline.link", "syn-string"),
    ("constant", "syn-constant"),
    ("constant.numeric", "syn-number"),
    ("support.constant", "syn-constant"),
    ("keyword", "syn-keyword"),
    ("keyword.operator", "syn-operator"),
    ("keyword.operator.word", "syn-keyword"),
    ("keyword.operator.logical.python", "syn-keyword"),
    ("keyword.operator.new", "syn-keyword"),
    ("storage", "syn-keyword"),
    ("variable.language", "syn-variable"),
    ("variable.function", "syn-function"),
    ("entity.name", "syn-type"),
    ("entity.name.function", "syn-function"),
    ("entity.name.label", "syn-constant"),
    ("entity.name.constant", "syn-constant"),
    ("entity.name.tag", "syn-tag"),
    ("entity.name.section", "syn-heading"),
    ("entity.other.inherited-class", "syn-type"),
    ("entity.other.attribute-name", "syn-attribute"),
    ("support.function", "syn-function"),
    ("support.macro", "syn-function"),
    ("support.type", "syn-type"),
    ("support.class", "syn-type"),
    ("support.type.property-name", "syn-attribute"),
    ("markup.heading", "syn-heading"),
    ("meta.diff.range", "syn-heading"),
    ("markup.inserted", "syn-inserted"),
    ("markup.deleted", "syn-deleted"),
    ("meta.interpolation", ""),
    ("meta.template.expression", ""),
    ("source", ""),
    ("text", ""),
];

/// Names people write that no grammar goes by.
const ALIASES: &[(&str, &str)] = &[
    ("shell", "sh"),
    ("shellscript", "sh"),
    ("fish", "sh"),
    ("golang", "go"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("ts", "js"),
    ("tsx", "js"),
    ("jsx", "js"),
    ("mjs", "js"),
    ("typescript", "js"),
    ("svg", "xml"),
    ("docker", "dockerfile"),
    ("patch", "diff"),
    ("csharp", "cs"),
    ("objc", "m"),
    ("plist", "xml"),
    ("latex", "tex"),
    ("py3", "py"),
    ("python3", "py"),
];

/// The grammars.
pub struct Highlighter {
    set: SyntaxSet,
    /// Index of a grammar by its name and extensions, in lower case.
    by_token: HashMap<String, usize>,
    /// Longest first.
    classes: Vec<(Scope, Class)>,
}

impl Highlighter {
    pub fn new() -> Highlighter {
        let set = SyntaxSet::load_defaults_newlines();
        let mut by_token = HashMap::new();
        for (index, syntax) in set.syntaxes().iter().enumerate().filter(|(_, s)| s.name != "Plain Text") {
            for token in syntax.file_extensions.iter().chain([&syntax.name]) {
                by_token.entry(token.to_ascii_lowercase()).or_insert(index);
            }
        }
        for (alias, token) in ALIASES {
            if let (false, Some(&index)) = (by_token.contains_key(*alias), by_token.get(*token)) {
                by_token.insert((*alias).to_owned(), index);
            }
        }
        let mut classes: Vec<_> = CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect();
        classes.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
        Highlighter { set, by_token, classes }
    }

    /// Appends `code` as HTML. False, and nothing appended, where there is no grammar, or it would cost more than the
    /// effort that is left.
    pub fn append(&self, out: &mut String, language: &str, code: &str, effort_left: &mut u64) -> bool {
        let Some(syntax) = self.syntax(language) else { return false };
        let effort = code.split('\n').map(|line| (line.len() as u64).saturating_pow(3)).fold(0, u64::saturating_add);
        if code.len() > LARGEST_BLOCK || effort > *effort_left {
            return false;
        }
        *effort_left -= effort;
        let start = out.len();
        let done = self.append_lines(out, syntax, code);
        if done.is_none() {
            out.truncate(start);
        }
        done.is_some()
    }

    fn syntax(&self, language: &str) -> Option<&SyntaxReference> {
        self.by_token.get(language).and_then(|&index| self.set.syntaxes().get(index))
    }

    fn append_lines(&self, out: &mut String, syntax: &SyntaxReference, code: &str) -> Option<()> {
        let mut state = ParseState::new(syntax);
        let mut scopes = Scopes { classes: &self.classes, stack: Vec::new(), cleared: Vec::new() };
        let mut spans = Spans { out, open: "" };
        for line in code.split_inclusive('\n') {
            let mut done = 0;
            for (at, op) in state.parse_line(line, &self.set).ok()? {
                spans.push(line, done..at, scopes.class());
                done = at.max(done);
                scopes.apply(&op);
            }
            spans.push(line, done..line.len(), scopes.class());
        }
        spans.close();
        Some(())
    }
}

/// The classes of the scopes around a place; `None` where a scope says nothing.
struct Scopes<'a> {
    classes: &'a [(Scope, Class)],
    stack: Vec<Option<Class>>,
    cleared: Vec<Vec<Option<Class>>>,
}

impl Scopes<'_> {
    /// The innermost that says something.
    fn class(&self) -> Class {
        self.stack.iter().rev().find_map(|c| *c).unwrap_or("")
    }

    fn apply(&mut self, op: &ScopeStackOp) {
        use syntect::parsing::ClearAmount;
        match op {
            ScopeStackOp::Push(scope) => self.stack.push(self.class_of(*scope)),
            ScopeStackOp::Pop(count) => self.stack.truncate(self.stack.len().saturating_sub(*count)),
            ScopeStackOp::Clear(amount) => {
                let keep = match amount {
                    ClearAmount::TopN(count) => self.stack.len().saturating_sub(*count),
                    ClearAmount::All => 0,
                };
                self.cleared.push(self.stack.split_off(keep));
            }
            ScopeStackOp::Restore => self.stack.extend(self.cleared.pop().unwrap_or_default()),
            ScopeStackOp::Noop => {}
        }
    }

    fn class_of(&self, scope: Scope) -> Option<Class> {
        self.classes.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, class)| *class)
    }
}

/// Writes `<span class="…">`, one for each run of a class.
struct Spans<'a> {
    out: &'a mut String,
    open: Class,
}

impl Spans<'_> {
    fn push(&mut self, line: &str, range: Range<usize>, class: Class) {
        let Some(text) = line.get(range).filter(|t| !t.is_empty()) else { return };
        // White space shows no colour: it may stay in the span that is open.
        if class != self.open && !text.bytes().all(|b| b.is_ascii_whitespace()) {
            self.close();
            if !class.is_empty() {
                self.out.push_str("<span class=\"");
                self.out.push_str(class);
                self.out.push_str("\">");
            }
            self.open = class;
        }
        escape::text(self.out, text);
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.out.push_str("</span>");
        }
        self.open = "";
    }
}

/// The language a block says it is in: the first word of its info string, as far as a class and an attribute can hold
/// it. Empty where it says none.
pub fn language(info: &str) -> String {
    let word = info.trim_start_matches(['{', '.', ' ']).split([' ', '\t', ',', '{', '}', ':', ';']).next().unwrap_or("");
    let sound = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_' | '.');
    word.chars().filter(sound).take(32).collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(language: &str, code: &str) -> Option<String> {
        let mut out = String::new();
        Highlighter::new().append(&mut out, language, code, &mut EFFORT.clone()).then_some(out)
    }

    #[test]
    fn code_is_coloured_sparingly() {
        for (language, code, expected) in [
            (
                "rust",
                "let x = \"a<b\"; // c\n",
                "<span class=\"syn-keyword\">let</span> x <span class=\"syn-operator\">= </span>\
                 <span class=\"syn-string\">\"a&lt;b\"</span>; <span class=\"syn-comment\">// c\n</span>",
            ),
            ("diff", "+a\n-b\n", "<span class=\"syn-inserted\">+a\n</span><span class=\"syn-deleted\">-b\n</span>"),
            (
                "html",
                "<p id=\"x\">",
                "&lt;<span class=\"syn-tag\">p </span><span class=\"syn-attribute\">id</span>=<span class=\"syn-string\">\"x\"</span>&gt;",
            ),
            ("json", "[1, true]", "[<span class=\"syn-number\">1</span>, <span class=\"syn-constant\">true</span>]"),
        ] {
            assert_eq!(html(language, code).as_deref(), Some(expected), "{code}");
        }
    }

    #[test]
    fn what_we_do_not_know_or_cannot_afford_is_left() {
        assert_eq!(html("klingon", "x"), None);
        assert_eq!(html("text", "x"), None);
        assert!(html("rust", &"x".repeat(800)).is_some());
        assert_eq!(html("rust", &"x".repeat(900)), None);
        assert_eq!(html("rust", &"x\n".repeat(LARGEST_BLOCK)), None);
        let mut left = 8;
        assert!(Highlighter::new().append(&mut String::new(), "rust", "ab", &mut left));
        assert!(!Highlighter::new().append(&mut String::new(), "rust", "ab", &mut left));
        assert!(html("typescript", "let a").is_some());
    }

    #[test]
    fn every_class_has_a_sound_scope() {
        assert_eq!(Highlighter::new().classes.len(), CLASSES.len());
    }

    #[test]
    fn the_language_is_the_first_word() {
        for (info, language) in [
            ("", ""),
            ("rust", "rust"),
            ("Rust,ignore", "rust"),
            ("  sh title=x", "sh"),
            ("{.python .x}", "python"),
            ("c++", "c++"),
            ("\"><script>", "script"),
            ("ελ", ""),
        ] {
            assert_eq!(super::language(info), language, "{info}");
        }
    }
}
