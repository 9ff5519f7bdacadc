//! Pictures on their way through: what strangers sent is made harmless, and what cameras and editors wrote into it about
//! people and places stays behind.

pub mod strip;
pub mod svg;
