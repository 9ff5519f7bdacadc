//! "Did you mean": the nearest of the names there are.

/// More slips than this are another name.
const MOST_SLIPS: usize = 4;

/// `name` as the nearest of `known`, for "did you mean": close enough to be a slip, not merely the least different.
/// The first part of a name means the only one that goes on from there: `tip` is `tip-tuesday`. The same parts in
/// another order mean the same: `dates_past` is `past_dates`.
///
/// Costs a look at every known name. Where many names may be wrong in a list of thousands, bound how many are looked up.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = Wanted::of(name);
    let known: Vec<&str> = known.into_iter().collect();
    let near = known.iter().filter_map(|k| Some((wanted.slips(k)?, *k))).min().map(|(_, k)| k);
    let begun = || {
        let mut all = known.iter().copied().filter(|k| wanted.begins(k));
        all.next().filter(|_| all.next().is_none())
    };
    let turned = || known.iter().copied().find(|k| wanted.has_parts_of(k));
    near.or_else(begun).or_else(turned)
}

/// "did you mean `x`?" where something is near, else the names there are to choose from.
pub fn suggest<'a>(name: &str, known: impl IntoIterator<Item = &'a str> + Clone, noun: &str) -> Option<String> {
    if let Some(near) = nearest(name, known.clone()) {
        return Some(format!("did you mean `{near}`?"));
    }
    let mut all: Vec<&str> = known.into_iter().collect();
    all.sort_unstable();
    all.dedup();
    let quoted = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match all.len() {
        0 => None,
        1..=12 => Some(format!("{noun}: {}", quoted(&all))),
        more => Some(format!("{noun}: {}, … ({} more)", quoted(&all[..10]), more - 10)),
    }
}

/// A name that does not exist, taken apart once.
struct Wanted {
    lower: Vec<char>,
    letters: u64,
    parts: Vec<String>,
}

impl Wanted {
    fn of(name: &str) -> Wanted {
        let lower: Vec<char> = lower(name).collect();
        Wanted { letters: letters(lower.iter().copied()), parts: parts(name), lower }
    }

    /// How many slips lie between it and a known name; `None` where they are too many.
    fn slips(&self, known: &str) -> Option<usize> {
        let (mut length, mut letters) = (0, 0);
        for c in lower(known) {
            length += 1;
            letters |= bit(c);
        }
        let longest = self.lower.len().max(length);
        let most = (1 + longest.saturating_sub(1) / 4).min(MOST_SLIPS);
        // A slip adds or takes one letter at most, or puts one in place of another.
        if self.lower.len().abs_diff(length) > most || (self.letters ^ letters).count_ones() as usize > 2 * most {
            return None;
        }
        let other: Vec<char> = lower(known).collect();
        // The same at both ends changes nothing, and paths have much of it.
        let begin = self.lower.iter().zip(&other).take_while(|(a, b)| a == b).count();
        let (own, other) = (self.lower.get(begin..)?, other.get(begin..)?);
        let end = own.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
        let (own, other) = (own.get(..own.len() - end)?, other.get(..other.len() - end)?);
        let slips = strsim::damerau_levenshtein(&own.iter().collect::<String>(), &other.iter().collect::<String>());
        (slips <= most).then_some(slips)
    }

    /// Whether a known name goes on from it.
    fn begins(&self, known: &str) -> bool {
        let mut rest = lower(known);
        self.lower.iter().map(|c| c.len_utf8()).sum::<usize>() > 2
            && self.lower.iter().all(|c| rest.next() == Some(*c))
            && rest.next().is_some_and(|c| BETWEEN.contains(&c))
    }

    fn has_parts_of(&self, known: &str) -> bool {
        self.parts.len() > 1 && letters(lower(known)) == self.letters && parts(known) == self.parts
    }
}

const BETWEEN: [char; 3] = ['-', '_', ' '];

fn lower(name: &str) -> impl Iterator<Item = char> {
    name.chars().flat_map(char::to_lowercase)
}

fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = name.to_lowercase().split(BETWEEN).map(str::to_owned).collect();
    parts.sort_unstable();
    parts
}

/// Which letters there are, each as one of 64 bits: names that share few bits share few letters.
fn letters(name: impl Iterator<Item = char>) -> u64 {
    name.fold(0, |all, c| all | bit(c))
}

fn bit(c: char) -> u64 {
    1 << ((c as u32).wrapping_mul(0x9e37_79b1) >> 26)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted_as_before_the_filters() {
        let names = [
            "events/ama.md",
            "Καφές",
            "καφεσ",
            "about",
            "abuot",
            "tips",
            "monthly-ama",
            "السوق",
            "p7/p7123.md",
            "p7/p7999.md",
            "",
            "a",
        ];
        for name in names {
            for known in names {
                let (a, b) = (name.to_lowercase(), known.to_lowercase());
                let slips = strsim::damerau_levenshtein(&a, &b);
                let longest = a.chars().count().max(b.chars().count());
                let expected = Some(slips).filter(|slips| *slips <= (1 + longest.saturating_sub(1) / 4).min(MOST_SLIPS));
                assert_eq!(Wanted::of(name).slips(known), expected, "{name} {known}");
            }
        }
    }

    #[test]
    fn beginnings_and_turned_parts_are_near() {
        assert_eq!(nearest("tip", ["tip-tuesday", "toptip"]), Some("tip-tuesday"));
        assert_eq!(nearest("tip", ["tip-tuesday", "tip-friday"]), None);
        assert_eq!(nearest("dates_past", ["dates", "past_dates"]), Some("past_dates"));
    }
}
