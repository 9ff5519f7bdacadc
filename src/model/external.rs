//! Addresses of other hosts: who names them, and what came of asking there.

use crate::diagnostic::Place;
use url::Url;

/// An address of another host that the site leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// What is asked for: normalized, without the fragment, which no host is told.
    pub address: Url,
    /// As it is first written.
    pub written: String,
    /// Every place that names it, in order.
    pub places: Vec<Place>,
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Works,
    /// It works, and its host says that from now on it is found here.
    Moved(Url),
    /// Nobody finds anything there: what is to be said after the address.
    Gone(String),
    /// Nobody knows: what is to be said after "could not be asked".
    Unsure(String),
}
