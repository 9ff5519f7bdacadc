//! Random numbers with a fixed seed, and what they do to text and bytes.

/// SplitMix64: a few lines, the same numbers on every machine.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64, target: &str, run: u64) -> Random {
        let mut state = seed ^ run.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for byte in target.bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        let mut random = Random(state);
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 where that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.next() % end as u64) as usize }
    }

    pub fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// Letters of every width, marks, joiners, directions, blanks and digits that are not ASCII.
const LETTERS: [&str; 48] = [
    "κ",
    "λ",
    "φου",
    "Καφές",
    "ς",
    "ΐ",
    "İ",
    "ı",
    "ß",
    "ẞ",
    "ﬁ",
    "é",
    "e\u{301}",
    "ق",
    "لا",
    "قهوة",
    "لاحق",
    "ً",
    "ـ",
    "٣",
    "۴",
    "२",
    "日",
    "日本",
    "한",
    "ไทย",
    "🎉",
    "👩‍👩‍👧",
    "🇬🇷",
    "❤️",
    "\u{200d}",
    "\u{200e}",
    "\u{200f}",
    "\u{202e}",
    "\u{2066}",
    "\u{a0}",
    "\u{2003}",
    "\u{3000}",
    "\u{feff}",
    "\u{301}",
    "\u{ad}",
    "\u{85}",
    "\u{2028}",
    "\u{1}",
    "−",
    "–",
    "’",
    "\u{10ffff}",
];

/// Marks that some reader takes for the beginning or end of something.
const MARKS: [&str; 78] = [
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "  ",
    "---\n",
    "+++\n",
    "...\n",
    "- ",
    "? ",
    ": ",
    ":",
    "#",
    "&a ",
    "*a",
    "<<: *a",
    "!!binary ",
    "|\n",
    ">\n",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "\"",
    "'",
    "`",
    "```\n",
    "~~~\n",
    "$",
    "*",
    "**",
    "_",
    "~~",
    "|",
    "\\",
    "\\\n",
    "&",
    "&amp;",
    "&#x1f389;",
    "&#0;",
    "<",
    ">",
    "<a href=",
    "<a id=\"x\">",
    "</a>",
    "<!--",
    "-->",
    "<script>",
    "<svg>",
    "](",
    "![",
    "[^1]",
    "> [!NOTE]\n",
    "@amina",
    "@",
    "%",
    "%2e",
    "%D0",
    "%ff",
    "/",
    "//",
    "../",
    "./",
    ".md",
    ".MD",
    ".ar",
    "javascript:",
    "mailto:",
    "https://",
    "://",
    ";",
];

/// Numbers, dates and words at the ends of what is possible.
const ENDS: [&str; 32] = [
    "0",
    "-1",
    "00",
    "1e309",
    "18446744073709551616",
    "-9223372036854775808",
    "0x10",
    "1.5",
    ".",
    "9999-12-31",
    "0000-01-01",
    "-0001-01-01",
    "10000-01-01",
    "2026-02-30",
    "2026-11-31T25:61",
    "2026-03-29T02:30",
    "2026-10-25T02:30+02:00",
    "2026-12-31T23:59:60Z",
    "262143-12-31",
    "P999999999W",
    "999999d",
    "-1h",
    "COUNT=0",
    "COUNT=4294967296",
    "INTERVAL=0",
    "BYDAY=54MO",
    "BYSETPOS=-367",
    "UNTIL=00000000",
    "Pacific/Apia",
    "Africa/Casablanca",
    "null",
    "true",
];

/// A piece that trips readers up.
pub fn stone(random: &mut Random) -> &'static str {
    match random.below(5) {
        0 | 1 => random.pick(&LETTERS),
        2 | 3 => random.pick(&MARKS),
        _ => random.pick(&ENDS),
    }
}

/// Words and marks of a text, none of them lost.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let of_word = |c: char| c.is_alphanumeric() || c == '_';
        let end = match of_word(first) {
            true => rest.find(|c| !of_word(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (token, after) = rest.split_at(end);
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// Harms a text a few times, between its words and lines. `other` is text of the same kind to take pieces from.
pub fn text(random: &mut Random, text: &str, other: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..=random.below(4) {
        text = match random.below(10) {
            0 | 1 => lines(random, &text, other),
            _ => words(random, &text, other),
        };
    }
    text
}

fn words(random: &mut Random, text: &str, other: &str) -> String {
    let mut all: Vec<&str> = tokens(text);
    let at = random.below(all.len() + 1);
    let end = (at + 1 + random.below(6)).min(all.len());
    let replaced = end.min(at + 1);
    match random.below(8) {
        0 | 1 => all.insert(at, stone(random)),
        2 => drop(all.splice(at..replaced, [stone(random)])),
        3 => drop(all.drain(at.min(end)..end)),
        4 => {
            let others = tokens(other);
            let from = random.below(others.len());
            let to = (from + 1 + random.below(8)).min(others.len());
            all.splice(at..replaced, others.get(from..to).unwrap_or_default().iter().copied());
        }
        5 => {
            let again = all.get(at..end).unwrap_or_default().repeat(1 + random.below(40));
            all.splice(at..at, again);
        }
        6 => all.truncate(at),
        _ => {
            let with = random.below(all.len());
            if at < all.len() {
                all.swap(at, with);
            }
        }
    }
    all.concat()
}

fn lines(random: &mut Random, text: &str, other: &str) -> String {
    let mut all: Vec<&str> = text.split_inclusive('\n').collect();
    let at = random.below(all.len());
    match random.below(5) {
        0 if !all.is_empty() => drop(all.remove(at)),
        1 if !all.is_empty() => all.insert(at, all[at]),
        2 if !all.is_empty() => {
            let with = random.below(all.len());
            all.swap(at, with);
        }
        3 => return text.replace('\n', "\r\n"),
        _ => {
            let others: Vec<&str> = other.split_inclusive('\n').collect();
            let from = random.below(others.len());
            all.splice(at..at, others.get(from).copied());
        }
    }
    all.concat()
}

/// Harms bytes a few times. Most of it is done near the beginning, where headers are.
pub fn bytes(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(6) {
        let reach = if random.chance(2) { bytes.len().min(64) } else { bytes.len() };
        let at = random.below(reach);
        let end = (at + 1 + random.below(8)).min(bytes.len());
        match random.below(7) {
            0 | 1 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = random.below(256) as u8),
            2 => bytes.iter_mut().skip(at).take(4).for_each(|byte| *byte = random.pick(&[&0u8, &0xff, &0x7f, &0x80]).to_owned()),
            3 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << random.below(8)),
            4 => bytes.truncate(at),
            5 => drop(bytes.drain(at.min(end)..end)),
            _ => {
                let again = bytes.get(at..end).unwrap_or_default().repeat(1 + random.below(20));
                bytes.splice(at..at, again);
            }
        }
    }
    bytes
}

/// An address as people and programs write them, right and wrong.
pub fn address(random: &mut Random, known: &[&str]) -> String {
    let mut address = String::new();
    if random.chance(3) {
        address.push_str(random.pick(&[
            "/",
            "//",
            "../",
            "../../",
            "./",
            "https://",
            "mailto:",
            "/ar/",
            "/content/",
            "/static/",
            "www.",
        ]));
    }
    for part in 0..=random.below(3) {
        if part > 0 && random.chance(2) {
            address.push('/');
        }
        address.push_str(match random.below(6) {
            0 => stone(random),
            1 | 2 => random.pick(&LETTERS),
            _ => random.pick(known),
        });
    }
    address.push_str(random.pick(&[
        "",
        "",
        "",
        "/",
        ".md",
        ".MD",
        ".Md",
        ".html",
        ".png",
        "index.html",
        "?q",
        "#",
        "#πότε",
        "#top-of-it",
        "é",
        "#%CF",
    ]));
    address
}
