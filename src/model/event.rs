//! When an event is over.

use super::{
    article::{Ending, Event},
    time::{Instant, When},
};

/// The instant from which an event is past. Where nobody said when it ends, its day has to be over.
pub fn over(event: &Event) -> Instant {
    match event.ending {
        Ending::At(end) => end.over(event.zone),
        Ending::After(length) => match event.start {
            When::Day(_) => event.start.over(event.zone).max(event.start.instant(event.zone) + length),
            start => start.instant(event.zone) + length,
        },
        Ending::Open => match event.start {
            When::Wall(_) | When::Exact(_) => When::Day(event.start.wall(event.zone).date()).over(event.zone),
            whole => whole.over(event.zone),
        },
    }
}
