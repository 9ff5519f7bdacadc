//! What the terminal has been told: nobody wants to read it twice.

use crate::diagnostic::{Finding, in_order};
use std::collections::BTreeSet;

/// What is wrong now, by where it is noticed, and what was said of it.
#[derive(Debug, Default)]
pub struct Said {
    /// Noticed while the hub was understood and planned.
    pub prepared: Vec<Finding>,
    /// While pages were made.
    pub faults: Vec<Finding>,
    /// When all of them had been.
    pub remarks: Vec<Finding>,
    said: BTreeSet<String>,
}

/// What there is to say.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct News {
    pub new: Vec<Finding>,
    /// How many are no more.
    pub mended: usize,
    pub left: usize,
}

impl Said {
    /// What was not said yet.
    pub fn news(&mut self) -> News {
        let all = in_order([&self.prepared[..], &self.faults, &self.remarks].concat());
        let mut now = BTreeSet::new();
        let mut new = Vec::new();
        for finding in all {
            let name = known_by(&finding);
            // The same mistake may be made twice.
            let name = (1..).map(|n| format!("{n} {name}")).find(|name| !now.contains(name)).unwrap_or(name);
            if !self.said.contains(&name) {
                new.push(finding);
            }
            now.insert(name);
        }
        let mended = self.said.difference(&now).count();
        self.said = now;
        News { new, mended, left: self.said.len() }
    }
}

/// What a finding is known by when lines are added above it, or the page it was noticed on is another.
fn known_by(finding: &Finding) -> String {
    let place = finding.place.as_ref();
    let path = place.map_or("", |place| place.path.as_str());
    let what = match place.and_then(|place| place.at.as_ref()) {
        Some(spot) => format!("{} {}", spot.column, spot.text),
        None => finding.message.clone(),
    };
    format!("{} {path} {what}", finding.code.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::{Place, catalogue as code},
        model::path::HubPath,
    };

    fn wrong(text: &str, at: usize) -> Finding {
        let path = HubPath::new("content/a.md").unwrap();
        Finding::new(&code::LINK_BROKEN, Place::bytes(&path, text, at..at + 1), "nothing there")
    }

    #[test]
    fn each_mistake_is_said_once_until_it_is_mended() {
        let mut said = Said { prepared: vec![wrong("x\nx", 0), wrong("x\nx", 2)], ..Said::default() };
        assert_eq!(said.news().new.len(), 2, "the same twice is two mistakes");
        said.prepared = vec![wrong("new\nx\nx", 4), wrong("new\nx\nx", 6)];
        assert_eq!(said.news(), News { left: 2, ..News::default() }, "a line above makes no new mistake");
        said.prepared.pop();
        assert_eq!(said.news(), News { mended: 1, left: 1, ..News::default() });
        said.prepared.clear();
        said.faults = vec![wrong("y", 0)];
        let news = said.news();
        assert_eq!((news.new.len(), news.mended, news.left), (1, 1, 1));
    }
}
