//! Windows: disk, clock, server.
