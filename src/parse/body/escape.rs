//! Text as HTML.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

/// What stands for each byte of text, where it may not stand for itself: HTML's own characters, and control
/// characters, which no HTML document may hold (WHATWG HTML, section 13.2.3.5). A carriage return is half a line break.
const fn table(quote: bool) -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 0x20 {
        if !matches!(byte as u8, b'\t' | b'\n' | b'\r') {
            table[byte] = 5;
        }
        byte += 1;
    }
    table[b'\r' as usize] = 6;
    table[0x7f] = 5;
    table[b'&' as usize] = 1;
    table[b'<' as usize] = 2;
    table[b'>' as usize] = 3;
    if quote {
        table[b'"' as usize] = 4;
    }
    table
}

static TEXT: [u8; 256] = table(false);
static ATTRIBUTE: [u8; 256] = table(true);
static ENTITY: [&str; 7] = ["", "&amp;", "&lt;", "&gt;", "&quot;", "\u{fffd}", ""];

/// Appends `text` as the content of an element.
pub fn text(out: &mut String, text: &str) {
    escape(out, text, &TEXT);
}

/// Appends `text` as the content of a double-quoted attribute.
pub fn attribute(out: &mut String, text: &str) {
    escape(out, text, &ATTRIBUTE);
}

fn escape(out: &mut String, text: &str, table: &[u8; 256]) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = table[byte as usize];
        if entity != 0 {
            out.push_str(&text[done..at]);
            out.push_str(ENTITY[entity as usize]);
            done = at + 1;
        }
    }
    out.push_str(&text[done..]);
}

#[cfg(test)]
mod tests {
    #[test]
    fn html_is_escaped() {
        for (text, content, attribute) in [
            ("", "", ""),
            ("plain", "plain", "plain"),
            ("a < b & \"c\" > d", "a &lt; b &amp; \"c\" &gt; d", "a &lt; b &amp; &quot;c&quot; &gt; d"),
            ("ναι & نعم", "ναι &amp; نعم", "ναι &amp; نعم"),
            ("a\r\nb", "a\nb", "a\nb"),
            ("a\u{1b}[0m\u{c}", "a\u{fffd}[0m\u{fffd}", "a\u{fffd}[0m\u{fffd}"),
        ] {
            let mut out = String::new();
            super::text(&mut out, text);
            assert_eq!(out, content);
            out.clear();
            super::attribute(&mut out, text);
            assert_eq!(out, attribute);
        }
    }
}
