//! Site to Output.

pub mod view;
