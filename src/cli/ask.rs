//! Questions to whoever sits at the terminal, where a command was given nothing to go by.
#![allow(clippy::disallowed_methods)]

use super::report;
use crate::world::Failure;
use std::io::{self, IsTerminal};

/// Somebody who can be asked.
pub trait Person {
    fn say(&mut self, text: &str);
    /// A line of theirs; `None` when they have gone.
    fn answer(&mut self) -> Option<String>;
}

/// Whoever sits at the terminal.
pub struct Terminal;

impl Terminal {
    /// The terminal, where there is one: questions go out on stderr and answers come in on stdin.
    pub fn present() -> Option<Terminal> {
        (io::stdin().is_terminal() && io::stderr().is_terminal()).then_some(Terminal)
    }
}

impl Person for Terminal {
    fn say(&mut self, text: &str) {
        report::aside(text);
    }

    fn answer(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = io::stdin().read_line(&mut line).ok()?;
        (read > 0).then_some(line)
    }
}

/// Asks until the answer can be used. An empty one stands for `usual`.
pub fn ask<T>(
    person: &mut dyn Person,
    question: &str,
    usual: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<T, Failure> {
    loop {
        let shown = if usual.is_empty() { String::new() } else { format!(" [{usual}]") };
        person.say(&format!("{question}{shown}: "));
        let Some(line) = person.answer() else {
            person.say("\n");
            return Err(Failure::Usage("nobody answered, so nothing was written".into()));
        };
        let answer = line.trim();
        match read(if answer.is_empty() { usual } else { answer }) {
            Ok(value) => return Ok(value),
            Err(why) => person.say(&format!("  {why}\n")),
        }
    }
}

/// Yes or no.
pub fn agreed(text: &str) -> Result<bool, String> {
    match text.to_lowercase().as_str() {
        "y" | "yes" | "نعم" | "ναι" => Ok(true),
        "n" | "no" | "لا" | "όχι" => Ok(false),
        _ => Err("answer yes or no".into()),
    }
}

/// Something, in words.
pub fn something(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("a word or two are needed here".into()) } else { Ok(text.trim().to_owned()) }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Somebody who has made up their mind.
    pub struct Decided {
        pub answers: Vec<&'static str>,
        pub heard: String,
    }

    impl Decided {
        pub fn with(answers: &[&'static str]) -> Decided {
            Decided { answers: answers.iter().rev().copied().collect(), heard: String::new() }
        }
    }

    impl Person for Decided {
        fn say(&mut self, text: &str) {
            self.heard.push_str(text);
        }

        fn answer(&mut self) -> Option<String> {
            self.answers.pop().map(|answer| format!("{answer}\n"))
        }
    }

    #[test]
    fn a_question_is_asked_until_it_is_answered() {
        let mut person = Decided::with(&["perhaps", "yes"]);
        assert!(ask(&mut person, "Agreed?", "no", agreed).unwrap());
        assert_eq!(person.heard, "Agreed? [no]:   answer yes or no\nAgreed? [no]: ");
        assert!(!ask(&mut Decided::with(&[""]), "Agreed?", "no", agreed).unwrap(), "the usual answer");
        assert!(matches!(ask(&mut Decided::with(&[]), "Agreed?", "no", agreed), Err(Failure::Usage(_))));
    }
}
