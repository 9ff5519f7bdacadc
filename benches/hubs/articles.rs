//! The hub that is built: the same articles from the same seed each time, whatever program they are then written for.

/// The moment of every build. What is dated later is not public.
pub const TODAY: &str = "2026-12-01";

/// The languages of the hub; the first is the default, whose files have no suffix.
pub const LANGUAGES: [&str; 3] = ["en", "ar", "el"];

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Event,
    Post,
    Person,
    Question,
    Guideline,
}

impl Kind {
    /// The folder of `content/`, and what it is called in each of [`LANGUAGES`].
    pub const SECTIONS: [(Kind, &str, [&str; 3]); 5] = [
        (Kind::Event, "events", ["Events", "الفعاليات", "Εκδηλώσεις"]),
        (Kind::Post, "calendar", ["Calendar", "التقويم", "Ημερολόγιο"]),
        (Kind::Person, "members", ["Members", "الأعضاء", "Μέλη"]),
        (Kind::Question, "faq", ["Questions", "الأسئلة", "Ερωτήσεις"]),
        (Kind::Guideline, "guidelines", ["Guidelines", "القواعد", "Κανόνες"]),
    ];

    /// 40% events, 30% posts, 15% people, 10% questions, 5% guidelines.
    fn of(number: usize) -> Kind {
        match number % 20 {
            0..8 => Kind::Event,
            8..14 => Kind::Post,
            14..16 | 19 => Kind::Person,
            16 | 17 => Kind::Question,
            _ => Kind::Guideline,
        }
    }
}

pub struct Article {
    pub number: usize,
    pub kind: Kind,
    /// One of [`LANGUAGES`]; there are no translations.
    pub language: &'static str,
    pub title: String,
    /// Of a post: when it is published; of an event: when it takes place, at 18:00 for two hours. `2026-12-01`
    pub day: String,
    pub tag: String,
    /// Markdown.
    pub body: String,
}

impl Article {
    pub fn section(&self) -> &'static str {
        Kind::SECTIONS.iter().find(|(kind, ..)| *kind == self.kind).expect("every kind has a section").1
    }

    /// The file's name without language and extension.
    pub fn slug(&self) -> String {
        let Article { number, day, .. } = self;
        match self.kind {
            Kind::Event => format!("event-{number}"),
            Kind::Post => format!("{day}-post-{number}"),
            Kind::Person => format!("person-{number}"),
            Kind::Question => format!("topic-{number}"),
            Kind::Guideline => format!("rule-{number}"),
        }
    }

    /// Its file below `content/`: `events/event-7.ar.md`. All three programs know translations by the same suffix.
    pub fn file(&self) -> String {
        let suffix = if self.language == LANGUAGES[0] { String::new() } else { format!(".{}", self.language) };
        format!("{}/{}{suffix}.md", self.section(), self.slug())
    }

    pub fn is_public(&self) -> bool {
        self.kind != Kind::Post || self.day.as_str() <= TODAY
    }

    /// The number of the person who stands behind it: of an event a neighbour, of a post always the same.
    pub fn person(&self) -> Option<usize> {
        match self.kind {
            Kind::Event => Some(self.number / 20 * 20 + 15),
            Kind::Post => Some(15),
            _ => None,
        }
    }

    /// The first words without marks, for front matter that has to state them.
    pub fn description(&self) -> String {
        let paragraph = self.body.split("\n\n").nth(1).unwrap_or_default();
        let plain = |word: &'_ str| word.trim_matches(['*', '[']).split(']').next().unwrap_or_default().to_owned();
        paragraph.split_whitespace().take(24).map(plain).collect::<Vec<_>>().join(" ")
    }
}

/// A hub of so many articles.
pub fn articles(count: usize) -> Vec<Article> {
    let mut dice = Dice(7);
    (0..count).map(|number| article(&mut dice, number)).collect()
}

/// The article that is edited again and again: an event in the default language, whose address all programs agree on.
pub fn saved(articles: &[Article]) -> &Article {
    let event = |article: &&Article| article.kind == Kind::Event && article.language == LANGUAGES[0];
    articles.iter().find(event).expect("some event is in the default language")
}

fn article(dice: &mut Dice, number: usize) -> Article {
    // A sixth of all articles each are Arabic and Greek alone.
    let voice = [0, 0, 0, 0, 1, 2][dice.roll(6)];
    let words = WORDS[voice];
    let title = format!("{} {} {number}", dice.pick(words), dice.pick(words));
    let day = format!("20{}-{:02}-{:02}", 24 + dice.roll(4), 1 + dice.roll(12), 1 + dice.roll(28));
    let tag = format!("tag-{}", dice.roll(30));
    // Who wrote every post has a page in the default language.
    let language = if number == 15 { LANGUAGES[0] } else { LANGUAGES[voice] };
    Article { number, kind: Kind::of(number), language, title, day, tag, body: body(dice, words) }
}

/// About 300 words in three sections.
fn body(dice: &mut Dice, words: &[&str]) -> String {
    let mut text = String::new();
    for section in 0..3 {
        text.push_str(&format!("## {} {}\n\n", dice.pick(words), dice.pick(words)));
        for _ in 0..2 {
            for n in 0..50 {
                match dice.roll(25) {
                    0 => text.push_str(&format!("**{}** ", dice.pick(words))),
                    1 => text.push_str(&format!("[{}](https://example.org/{n}) ", dice.pick(words))),
                    _ => text.push_str(&format!("{} ", dice.pick(words))),
                }
            }
            text.push_str("\n\n");
        }
        if section == 1 && dice.roll(10) < 3 {
            text.push_str(CODE);
        }
    }
    text
}

/// Numbers that look random and are the same each time (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }
}

/// By language.
#[rustfmt::skip]
const WORDS: [&[&str]; 3] = [
    &["harbour", "bench", "thread", "solder", "rope", "sail", "wheel", "lamp", "tide", "engine", "table", "evening", "neighbour",
      "tool", "repair"],
    &["ميناء", "طاولة", "خيط", "لحام", "حبل", "شراع", "عجلة", "مصباح", "مد", "محرك", "مساء", "جار", "أداة", "إصلاح"],
    &["λιμάνι", "πάγκος", "κλωστή", "κόλληση", "σκοινί", "πανί", "τροχός", "λάμπα", "μηχανή", "τραπέζι", "βράδυ", "γείτονας",
      "εργαλείο"],
];

const CODE: &str = "```python\ndef tide(hour):\n    # metres above the mark\n    return 1.2 + 0.8 * sin(hour / 6.2)\n```\n\n";
