//! Which elements a rule may be about (Selectors Level 4), as far as that bounds how much is drawn.

use super::super::tree::Whom;
use cssparser::{Parser, Token};

/// One answer for each selector of the list. It may be about fewer elements than that, never about others.
pub fn whom(parser: &mut Parser) -> Vec<Whom> {
    let mut found = Vec::new();
    let mut subject = Whom::Anything;
    // A blank ends a compound only where another one follows.
    let mut blank = false;
    loop {
        let Ok(token) = parser.next_including_whitespace().cloned() else { break };
        match &token {
            Token::WhiteSpace(_) => {
                blank = true;
                continue;
            }
            Token::Comma => {
                found.push(std::mem::replace(&mut subject, Whom::Anything));
                blank = false;
                continue;
            }
            Token::Delim('>' | '+' | '~') => subject = Whom::Anything,
            _ if blank => subject = Whom::Anything,
            _ => {}
        }
        blank = false;
        match &token {
            Token::IDHash(id) | Token::Hash(id) => subject = Whom::Id(id.to_string()),
            Token::Ident(name) if subject == Whom::Anything => subject = Whom::Name(name.to_string()),
            Token::Delim('.') => {
                if let Ok(Token::Ident(class)) = parser.next_including_whitespace()
                    && !matches!(subject, Whom::Id(_))
                {
                    subject = Whom::Class(class.to_string());
                }
            }
            // What follows a colon is a state, not a name.
            Token::Colon => while matches!(parser.next_including_whitespace(), Ok(Token::Colon)) {},
            // And what stands before a bar is a namespace.
            Token::Delim('|') => subject = Whom::Anything,
            _ => {}
        }
    }
    found.push(subject);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_compound_says_whom() {
        for (selector, expected) in [
            ("path", vec![Whom::Name("path".into())]),
            (".a.b", vec![Whom::Class("b".into())]),
            ("g .a > path:hover ", vec![Whom::Name("path".into())]),
            ("path#x.a", vec![Whom::Id("x".into())]),
            ("path.a , #y", vec![Whom::Class("a".into()), Whom::Id("y".into())]),
            (".a *", vec![Whom::Anything]),
            (":is(.a, #b)", vec![Whom::Anything]),
            ("g:not(.a)", vec![Whom::Name("g".into())]),
            (".a ~ :hover", vec![Whom::Anything]),
            ("::before", vec![Whom::Anything]),
            (".\\61", vec![Whom::Class("a".into())]),
            ("[id=x]", vec![Whom::Anything]),
            ("a|b", vec![Whom::Name("b".into())]),
        ] {
            assert_eq!(whom(&mut Parser::new(selector)), expected, "{selector}");
        }
    }
}
