//! What a body says, without its markup.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

use crate::model::{
    body::{Body, HoleKind},
    site::Closed,
};

/// The words of a body as readers see them, on one line. Whom it mentions is left out where she has no page.
pub fn of_body(body: &Body, closed: &[Closed]) -> String {
    let mut out = String::with_capacity(body.html.len() / 2);
    let mut html = Reader::default();
    let mut at = 0;
    for (n, hole) in body.holes.iter().enumerate() {
        html.read(&body.html[at..hole.range.start], &mut out);
        if matches!((&hole.kind, closed.get(n)), (HoleKind::Mention { .. }, Some(Closed::Link { .. }))) {
            html.read(&body.html[hole.range.clone()], &mut out);
        }
        at = hole.range.end;
    }
    html.read(&body.html[at..], &mut out);
    out
}

/// Reads HTML piece by piece; no piece ends inside a tag.
#[derive(Default)]
struct Reader {
    /// Inside an element whose text is not for readers.
    inside: Option<&'static str>,
}

/// Elements that run on in the middle of a word.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "u",
];

impl Reader {
    fn read(&mut self, html: &str, out: &mut String) {
        let mut rest = html;
        while let Some(at) = memchr::memchr2(b'<', b'&', rest.as_bytes()) {
            self.put(&rest[..at], out);
            rest = &rest[at..];
            let length = match rest.as_bytes()[0] {
                b'&' => self.entity(rest, out),
                _ => self.tag(rest, out),
            };
            rest = &rest[length..];
        }
        self.put(rest, out);
    }

    fn put(&self, text: &str, out: &mut String) {
        if self.inside.is_none() {
            out.push_str(text);
        }
    }

    fn tag(&mut self, html: &str, out: &mut String) -> usize {
        if let Some(comment) = html.strip_prefix("<!--") {
            return comment.find("-->").map_or(html.len(), |end| end + 7);
        }
        let close = html.starts_with("</");
        let after = &html[1 + usize::from(close)..];
        let name = &after[..after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len())];
        if name.is_empty() {
            self.put("<", out);
            return 1;
        }
        match self.inside {
            Some(hidden) if close && name.eq_ignore_ascii_case(hidden) => self.inside = None,
            None if !close => {
                self.inside = ["script", "style", "template"].into_iter().find(|own| name.eq_ignore_ascii_case(own))
            }
            _ => {}
        }
        if !INLINE.iter().any(|own| name.eq_ignore_ascii_case(own)) && !out.ends_with(' ') {
            out.push(' ');
        }
        end_of_tag(html)
    }

    fn entity(&self, html: &str, out: &mut String) -> usize {
        let end = html.bytes().take(12).position(|byte| byte == b';');
        let Some(end) = end else {
            self.put("&", out);
            return 1;
        };
        let number = |text: &str| match text.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
            None => text.parse().ok(),
        };
        let c = match &html[1..end] {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            other => other.strip_prefix('#').and_then(number).and_then(char::from_u32).unwrap_or(' '),
        };
        self.put(c.encode_utf8(&mut [0; 4]), out);
        end + 1
    }
}

/// Where a tag ends; what stands in quotes does not end it.
fn end_of_tag(html: &str) -> usize {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(html: &str) -> String {
        let body = Body { html: html.into(), ..Body::default() };
        of_body(&body, &[]).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_stay_and_markup_goes() {
        for (html, text) in [
            ("<p>one<em>two</em></p><p>three</p>", "onetwo three"),
            ("a<br>b<img alt=\"a > b\" src=x>c", "a b c"),
            ("<pre class='code'><code>let <span class=\"syn-variable\">x</span>;</code></pre>", "let x;"),
            ("Tom &amp; Ana&#39;s &lt;b&gt; &nbsp;&#x41; &bogus", "Tom & Ana's <b> A &bogus"),
            ("a<!-- <p>no</p> -->b<script>no</script>c<STYLE>no</STYLE>d 1 < 2", "ab c d 1 < 2"),
            ("<p title=\"unclosed", ""),
            ("&", "&"),
        ] {
            assert_eq!(plain(html), text, "{html}");
        }
    }
}
