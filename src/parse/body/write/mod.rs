//! Events of the Markdown parser to HTML, in the forms that themes style.

mod blocks;
mod code;
mod headings;
mod links;
mod notes;
mod text;

pub use links::{link_open, picture};

use super::{
    Renderer, Scope, anchors::Anchors, depth, draft::Draft, escape, findings::Findings, foreign, highlight, words::Words,
};
use crate::model::body::HoleKind;
use blocks::{Paragraph, Table};
use code::OpenCode;
use headings::OpenHeading;
use links::OpenImage;
use notes::Notes;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};
use std::{fmt::Write as _, mem, ops::Range};

/// Classes that content may give to its own headings and elements; a theme styles them.
pub const CLASSES: [&str; 14] = [
    "align-start",
    "align-center",
    "align-end",
    "lead",
    "small",
    "wide",
    "columns",
    "button",
    "alert",
    "alert-note",
    "alert-tip",
    "alert-important",
    "alert-warning",
    "alert-caution",
];

/// Writes the events of `text[range]`.
pub fn write<'a>(
    renderer: &'a Renderer,
    text: &'a str,
    range: Range<usize>,
    scope: Scope,
    events: impl Iterator<Item = (Event<'a>, Range<usize>)>,
    findings: &mut Findings<'a>,
) -> Draft {
    let mut writer = Writer {
        renderer,
        text,
        base: range.start,
        scope,
        findings,
        out: Draft { html: String::with_capacity(range.len() + range.len() / 2), ..Draft::default() },
        pending: None,
        depth: 0,
        skipped: 0,
        nesting: 0,
        anchors: Anchors::default(),
        words: Words::default(),
        captured: None,
        heading: None,
        paragraph: Paragraph::default(),
        item_at: 0,
        foreign: Vec::new(),
        links: 0,
        link: (0, 0..0),
        quoted: false,
        image: None,
        code: None,
        block_html: None,
        table: Table::default(),
        table_typed: None,
        notes: Notes::default(),
        effort_left: highlight::EFFORT,
    };
    for (event, range) in events {
        writer.sort(event, range);
    }
    writer.finish()
}

struct Writer<'a, 'f> {
    renderer: &'a Renderer,
    /// The whole file.
    text: &'a str,
    /// Where the Markdown begins in it.
    base: usize,
    scope: Scope,
    findings: &'f mut Findings<'a>,
    out: Draft,
    /// Running text of the file that is not written yet: the parser hands it over in pieces that end at every sign
    /// that might have meant something, and a mention or a word may go on beyond them.
    pending: Option<Range<usize>>,
    /// Elements that are open.
    depth: usize,
    /// Elements that are open and left out, for being too deep.
    skipped: usize,
    /// Containers around the block: quotes, lists, footnotes.
    nesting: usize,
    anchors: Anchors,
    words: Words,
    /// The plain text of the heading or paragraph that is being written.
    captured: Option<String>,
    heading: Option<OpenHeading<'a>>,
    paragraph: Paragraph,
    /// Where the last `<li>` began.
    item_at: usize,
    /// Kinds of syntax of other programs that were reported.
    foreign: Vec<foreign::Kind>,
    links: usize,
    /// Where the words of the last link begin, and where it stands in the file.
    link: (usize, Range<usize>),
    /// Within a link or code that was typed as HTML.
    quoted: bool,
    image: Option<OpenImage<'a>>,
    code: Option<OpenCode>,
    /// What the HTML block holds so far.
    block_html: Option<Vec<(CowStr<'a>, Range<usize>)>>,
    table: Table,
    /// Where a table typed as HTML begins that has no heading so far.
    table_typed: Option<Range<usize>>,
    notes: Notes<'a>,
    /// What colouring code may still cost.
    effort_left: u64,
}

impl<'a> Writer<'a, '_> {
    /// Keeps the definitions of footnotes for later and writes all else.
    fn sort(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => self.notes.open.push((label, Vec::new())),
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some((label, events)) = self.notes.open.pop() {
                    self.notes.definitions.entry(label).or_insert(events);
                }
            }
            event => match self.notes.open.last_mut() {
                Some((_, events)) => events.push((event, range)),
                None => self.event(event, range),
            },
        }
    }

    /// Writes one event. `range` is relative to the Markdown.
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        let range = self.base + range.start..self.base + range.end;
        if self.skipped > 0 {
            match event {
                Event::Start(_) => self.skipped += 1,
                Event::End(_) => self.skipped -= 1,
                _ => {}
            }
            return;
        }
        if let Event::Text(text) = event {
            return self.text_event(text, range);
        }
        self.flush();
        if self.image.is_some() {
            return self.within_image(event);
        }
        match event {
            Event::Start(_) if self.depth >= depth::LIMIT => {
                self.findings.too_deep(range);
                self.skipped = 1;
            }
            Event::Start(tag) => {
                self.depth += 1;
                self.start(tag, range);
            }
            Event::End(tag) => {
                self.depth -= 1;
                self.end(tag);
            }
            other => self.leaf(other, range),
        }
    }

    fn leaf(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Code(code) => {
                self.count(&code);
                self.out.html.push_str("<code>");
                escape::text(&mut self.out.html, &code);
                self.out.html.push_str("</code>");
            }
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("<br>\n"),
            Event::Rule => self.out.html.push_str("<hr>\n"),
            Event::Html(html) | Event::InlineHtml(html) => match &mut self.block_html {
                Some(lines) => lines.push((html, range)),
                None => self.inline_html(html, range),
            },
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::TaskListMarker(done) => self.task(done),
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::Text(_) | Event::Start(_) | Event::End(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.start_paragraph(),
            Tag::Heading { level, id, classes, .. } => self.start_heading(level, id, classes, range),
            Tag::BlockQuote(kind) => self.start_quote(kind),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => highlight::language(&info),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some(OpenCode { language, text: String::new() });
            }
            Tag::HtmlBlock => self.block_html = Some(Vec::new()),
            Tag::List(first) => {
                self.nesting += 1;
                match first {
                    None => self.out.html.push_str("<ul>\n"),
                    Some(1) => self.out.html.push_str("<ol>\n"),
                    Some(n) => {
                        // Writing to a string cannot fail, here and below.
                        let _ = writeln!(self.out.html, "<ol start=\"{n}\">");
                    }
                }
            }
            Tag::Item => {
                self.item_at = self.out.html.len();
                self.out.html.push_str("<li>");
            }
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                self.table.head = range;
                self.out.html.push_str("<thead>\n<tr>");
            }
            Tag::TableRow => {
                self.table.column = 0;
                let first = !mem::replace(&mut self.table.has_rows, true);
                self.out.html.push_str(if first { "<tbody>\n<tr>" } else { "<tr>" });
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.out.html.push_str("<em>"),
            Tag::Strong => self.out.html.push_str("<strong>"),
            Tag::Strikethrough => self.out.html.push_str("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, &dest_url, &title, range),
            Tag::Image { dest_url, title, .. } => {
                let target = super::links::classify_image(&dest_url);
                let (place, alt) = (range, String::new());
                self.image = Some(OpenImage { target, address: dest_url, title, place, alt, depth: 0 });
            }
            // Kept for later, or not among our options.
            Tag::FootnoteDefinition(_) | Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => {}
            Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(kind) => {
                self.nesting -= 1;
                self.out.html.push_str(if kind.is_some() { "</div>\n" } else { "</blockquote>\n" });
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::HtmlBlock => self.html_block(),
            TagEnd::List(ordered) => {
                self.nesting -= 1;
                self.out.html.push_str(if ordered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => self.close_block("</li>\n"),
            TagEnd::Table => {
                self.out.html.push_str(if self.table.has_rows { "</tbody>\n</table></div>\n" } else { "</table></div>\n" })
            }
            TagEnd::TableHead => {
                self.table.in_head = false;
                if self.table.nameless {
                    self.findings.table_without_headings(self.table.head.clone());
                }
                self.out.html.push_str("</tr>\n</thead>\n");
            }
            TagEnd::TableRow => self.out.html.push_str("</tr>\n"),
            TagEnd::TableCell if self.table.in_head => {
                self.end_heading_cell();
                self.close_block("</th>");
            }
            TagEnd::TableCell => self.close_block("</td>"),
            TagEnd::Emphasis => self.out.html.push_str("</em>"),
            TagEnd::Strong => self.out.html.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.html.push_str("</del>"),
            TagEnd::Link => {
                self.links -= 1;
                self.end_link();
                self.out.hole(HoleKind::LinkClose, |html| html.push_str("</a>"));
            }
            TagEnd::Image | TagEnd::FootnoteDefinition | TagEnd::Superscript | TagEnd::Subscript | TagEnd::MetadataBlock(_) => {}
            TagEnd::DefinitionList | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => {}
        }
    }

    fn close_block(&mut self, tag: &str) {
        self.words.pause();
        self.out.html.push_str(tag);
    }

    fn finish(mut self) -> Draft {
        self.flush();
        self.footnotes();
        self.out.words = self.words.count();
        self.out
    }
}
