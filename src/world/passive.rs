//! Which files beside articles only show something.
//!
//! Content is sent in by strangers: a page, a style or a script of theirs on the site's own address could do there
//! whatever the site can. What a drawing could do is taken out where it is made ready for readers.

/// Pictures, sound, films and documents; none of them is run by a browser at the address it is found under.
const PASSIVE: &[&str] = &[
    "avif", "bmp", "csv", "docx", "epub", "flac", "geojson", "gif", "gpx", "gz", "ico", "ics", "jpeg", "jpg", "json", "jxl",
    "m4a", "mp3", "mp4", "odp", "ods", "odt", "ogg", "opus", "pdf", "png", "pptx", "stl", "svg", "tiff", "txt", "vcf", "vtt",
    "wav", "webm", "webp", "xlsx", "zip",
];

/// Whether a file can do no more than be looked at, listened to or kept.
pub fn is_passive(extension: &str) -> bool {
    PASSIVE.contains(&extension)
}
