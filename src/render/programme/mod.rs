//! The content plan in the forms that a team takes away. They hold owners and ideas, and are no part of a site.

pub mod board;
pub mod calendar;
pub mod table;
