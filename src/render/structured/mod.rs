//! Structured data (schema.org) as JSON-LD: what machines read of a page. It is made from what the page shows, and says
//! no more than that.

pub mod event;
mod pages;

use super::{
    view::{Html, Person, Shared},
    views::Desk,
};
use crate::model::path::BaseUrl;
use serde_json::{Value, json};

/// All that a page says of what is on it, ready to stand inside a script element: nothing in it ends the element or
/// begins a comment. `None` where it says nothing.
pub fn in_html(things: Vec<Value>) -> Option<Html> {
    let things: Vec<Value> = things.into_iter().filter(|thing| !thing.is_null()).collect();
    if things.is_empty() {
        return None;
    }
    let data = json!({"@context": "https://schema.org", "@graph": things});
    Some(Html::safe_string(&data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")))
}

impl Desk<'_> {
    /// The community, as far as other pages than its own name it.
    fn organization(&self) -> Value {
        let home = self.absolute(&self.below(""));
        json!({"@type": "Organization", "name": self.localized(&self.site.settings.title).text, "url": home})
    }
}

/// People as the page names them. Null where there are none.
fn named_people(people: &[Shared<Person>], base: &BaseUrl) -> Value {
    let person = |person: &Shared<Person>| {
        let url = person.href.as_deref().map(|href| base.with_host(href));
        without_nulls(json!({"@type": "Person", "name": person.name.text, "url": url}))
    };
    match people {
        [] => Value::Null,
        people => people.iter().map(person).collect(),
    }
}

pub fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(map.into_iter().filter(|(_, v)| !v.is_null()).collect()),
        other => other,
    }
}
