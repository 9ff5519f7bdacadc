//! (Hub, now) to Site.
