//! Events of the Markdown parser to HTML, in the forms that themes style.

use super::{
    Renderer, Scope,
    anchors::Anchors,
    depth,
    draft::{Draft, Raw},
    escape,
    findings::Findings,
    highlight, links, mentions,
    words::{Words, shorten, squeeze},
};
use crate::model::{
    body::{Heading, Hole, HoleKind, Section, Target},
    settings::RawHtml,
};
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};
use std::{collections::HashMap, fmt::Write as _, mem, ops::Range};

/// What a description of an article may be long.
const SUMMARY: usize = 160;

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
        links: 0,
        image: None,
        code: None,
        block_html: None,
        table: Table::default(),
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
    links: usize,
    image: Option<OpenImage<'a>>,
    code: Option<OpenCode>,
    /// What the HTML block holds so far.
    block_html: Option<Vec<(CowStr<'a>, Range<usize>)>>,
    table: Table,
    notes: Notes<'a>,
    /// What colouring code may still cost.
    effort_left: u64,
}

struct OpenHeading<'a> {
    at: usize,
    level: u8,
    id: Option<CowStr<'a>>,
    classes: Vec<CowStr<'a>>,
    /// The first of the body: its title.
    is_title: bool,
}

/// A paragraph that may turn out to be a figure.
#[derive(Default)]
struct Paragraph {
    at: usize,
    /// The picture it begins with.
    picture: Option<Picture>,
    /// Where the last one ended.
    end: usize,
}

struct Picture {
    ends: usize,
    /// Where its `title` attribute begins.
    title_at: usize,
    title: String,
}

struct OpenImage<'a> {
    target: Target,
    address: CowStr<'a>,
    title: CowStr<'a>,
    place: Range<usize>,
    alt: String,
    /// Elements open within the words.
    depth: usize,
}

struct OpenCode {
    language: String,
    text: String,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_rows: bool,
}

type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// Footnotes are written after everything else, in the order in which they are first referred to.
#[derive(Default)]
struct Notes<'a> {
    /// The definitions that are being read.
    open: Vec<(CowStr<'a>, Events<'a>)>,
    definitions: HashMap<CowStr<'a>, Events<'a>>,
    /// Index into `referred` by label.
    numbers: HashMap<CowStr<'a>, usize>,
    /// Label, and how often it was referred to.
    referred: Vec<(CowStr<'a>, u32)>,
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
            Tag::Heading { level, id, classes, .. } => self.start_heading(level, id, classes),
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
                let target = links::classify_image(&dest_url);
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
                self.out.html.push_str("</tr>\n</thead>\n");
            }
            TagEnd::TableRow => self.out.html.push_str("</tr>\n"),
            TagEnd::TableCell => self.close_block(if self.table.in_head { "</th>" } else { "</td>" }),
            TagEnd::Emphasis => self.out.html.push_str("</em>"),
            TagEnd::Strong => self.out.html.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.html.push_str("</del>"),
            TagEnd::Link => {
                self.links -= 1;
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

    // Running text

    fn text_event(&mut self, text: CowStr<'a>, range: Range<usize>) {
        if let Some(code) = &mut self.code {
            return code.text.push_str(&text);
        }
        let as_written = self.text.get(range.clone()).is_some_and(|written| *written == *text);
        if !as_written {
            self.flush();
            return self.plain_text(&text);
        }
        match &mut self.pending {
            Some(pending) if pending.end == range.start => pending.end = range.end,
            _ => {
                self.flush();
                self.pending = Some(range);
            }
        }
    }

    /// Writes the text that was waiting.
    fn flush(&mut self) {
        let Some(range) = self.pending.take() else { return };
        let text = self.text;
        if self.image.is_some() || self.links > 0 {
            return self.plain_text(&text[range]);
        }
        self.count(&text[range.clone()]);
        let mut rest = range;
        while let Some(mention) = mentions::first(text, rest.clone()) {
            escape::text(&mut self.out.html, &text[rest.start..mention.at.start]);
            let place = self.findings.place_of(mention.at.clone());
            let printed = &text[mention.at.clone()];
            self.out.hole(HoleKind::Mention { name: mention.name, place }, |html| html.push_str(printed));
            rest.start = mention.at.end;
        }
        escape::text(&mut self.out.html, &text[rest]);
    }

    /// Text that names nobody.
    fn plain_text(&mut self, text: &str) {
        match &mut self.image {
            Some(image) => image.alt.push_str(text),
            None => {
                self.count(text);
                escape::text(&mut self.out.html, text);
            }
        }
    }

    fn count(&mut self, text: &str) {
        self.words.add(text);
        if let Some(captured) = &mut self.captured {
            captured.push_str(text);
        }
    }

    fn line_break(&mut self, html: &str) {
        self.words.pause();
        self.out.html.push_str(html);
        if let Some(captured) = &mut self.captured {
            captured.push(' ');
        }
    }

    // Paragraphs and quotes

    fn start_paragraph(&mut self) {
        self.paragraph = Paragraph { at: self.out.html.len(), ..Paragraph::default() };
        self.out.html.push_str("<p>");
        if self.out.summary.is_empty() && self.nesting == 0 {
            self.captured = Some(String::new());
        }
    }

    fn end_paragraph(&mut self) {
        if let Some(text) = self.captured.take() {
            self.out.summary = shorten(&text, SUMMARY);
        }
        match self.paragraph.picture.take() {
            Some(picture) if picture.ends == self.out.html.len() && !picture.title.is_empty() => self.figure(picture),
            _ => self.close_block("</p>\n"),
        }
        self.paragraph.end = self.out.html.len();
    }

    /// A paragraph that is one picture with a title: the title is its caption.
    fn figure(&mut self, picture: Picture) {
        let at = self.paragraph.at + "<p>".len();
        let img = format!("{}>", &self.out.html[at..picture.title_at]);
        let hole = self.out.holes.pop().map(|hole| Hole { range: at..at + img.len(), ..hole });
        self.out.truncate(self.paragraph.at);
        self.out.html.push_str("<figure>");
        self.out.copy(&img, hole.as_slice(), at);
        self.out.html.push_str("<figcaption>");
        escape::text(&mut self.out.html, &picture.title);
        self.out.html.push_str("</figcaption></figure>\n");
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>) {
        self.nesting += 1;
        let (class, phrase, printed) = match kind {
            None => return self.out.html.push_str("<blockquote>\n"),
            Some(BlockQuoteKind::Note) => ("alert-note", "alert-note", "Note"),
            Some(BlockQuoteKind::Tip) => ("alert-tip", "alert-tip", "Tip"),
            Some(BlockQuoteKind::Important) => ("alert-important", "alert-important", "Important"),
            Some(BlockQuoteKind::Warning) => ("alert-warning", "alert-warning", "Warning"),
            Some(BlockQuoteKind::Caution) => ("alert-caution", "alert-caution", "Caution"),
        };
        self.out.html.push_str("<div class=\"alert ");
        self.out.html.push_str(class);
        self.out.html.push_str("\" role=\"note\"><p class=\"alert-title\">");
        self.phrase(phrase, printed);
        self.out.html.push_str("</p>\n");
    }

    fn phrase(&mut self, key: &'static str, printed: &str) {
        self.out.hole(HoleKind::Phrase(key), |html| html.push_str(printed));
    }

    fn task(&mut self, done: bool) {
        let (class, phrase, printed, mark) = match done {
            true => (" class=\"task task-done\"", "task-done", "Done", "☑"),
            false => (" class=\"task\"", "task-open", "Open", "☐"),
        };
        self.out.insert(self.item_at + "<li".len(), class);
        self.paragraph.at += class.len();
        self.out.html.push_str("<span class=\"task-mark\" role=\"img\" aria-label=\"");
        self.phrase(phrase, printed);
        self.out.html.push_str("\">");
        self.out.html.push_str(mark);
        self.out.html.push_str("</span> ");
    }

    // Headings and sections

    fn start_heading(&mut self, level: HeadingLevel, id: Option<CowStr<'a>>, classes: Vec<CowStr<'a>>) {
        let nothing_yet = self.out.html.is_empty() && self.out.title.is_none() && self.out.headings.is_empty();
        let is_title = level == HeadingLevel::H1 && self.scope == Scope::Body && nothing_yet && self.nesting == 0;
        // The page has an `<h1>` of its own.
        let level = (level as u8).max(2);
        self.captured = Some(String::new());
        self.heading = Some(OpenHeading { at: self.out.html.len(), level, id, classes, is_title });
    }

    fn end_heading(&mut self) {
        self.words.pause();
        let text = self.captured.take().unwrap_or_default();
        let text = squeeze(&text).into_owned();
        match self.heading.take() {
            Some(heading) if heading.is_title => {
                self.out.truncate(heading.at);
                self.words.reset();
                self.out.title = (!text.is_empty()).then_some(text);
            }
            Some(heading) if self.scope == Scope::Piece => self.plain_heading(&heading),
            Some(heading) => self.anchored_heading(heading, text),
            None => {}
        }
    }

    fn plain_heading(&mut self, heading: &OpenHeading) {
        let tag = start_tag(heading, None);
        self.out.insert(heading.at, &tag);
        self.close_heading(heading.level);
    }

    fn anchored_heading(&mut self, heading: OpenHeading, text: String) {
        let explicit = heading.id.as_ref().and_then(|id| self.anchors.explicit(id));
        let is_explicit = explicit.is_some();
        let id = explicit.unwrap_or_else(|| self.anchors.of_text(&text));
        let tag = start_tag(&heading, Some(&id));
        self.out.insert(heading.at, &tag);
        let title = heading.at + tag.len()..self.out.html.len();
        self.anchor_link(&id);
        self.close_heading(heading.level);
        if heading.level == 2 && self.nesting == 0 {
            self.start_section(heading.at, title);
        }
        self.out.heading_at.push(heading.at);
        self.out.headings.push(Heading { level: heading.level, text, id, explicit: is_explicit });
    }

    fn anchor_link(&mut self, id: &str) {
        let start = self.out.html.len();
        let html = &mut self.out.html;
        html.push_str("<a class=\"anchor\" href=\"#");
        escape::attribute(html, id);
        html.push_str("\" aria-labelledby=\"");
        escape::attribute(html, id);
        html.push_str("\"></a>");
        let end = html.len();
        self.out.whole.push(start..end);
    }

    fn close_heading(&mut self, level: u8) {
        self.out.html.push_str("</h");
        self.out.html.push(char::from(b'0' + level));
        self.out.html.push_str(">\n");
    }

    fn start_section(&mut self, at: usize, title: Range<usize>) {
        self.end_section(at);
        let here = self.out.html.len();
        self.out.sections.push(Section { heading: self.out.headings.len(), title, whole: at..here, content: here..here });
    }

    fn end_section(&mut self, at: usize) {
        if let Some(section) = self.out.sections.last_mut() {
            section.whole.end = at;
            section.content.end = at;
        }
    }

    // Links and pictures

    fn start_link(&mut self, kind: LinkType, address: &str, title: &str, range: Range<usize>) {
        self.links += 1;
        let mail = (kind == LinkType::Email).then(|| format!("mailto:{address}"));
        let address = mail.as_deref().unwrap_or(address);
        let target = links::classify(address);
        if let Target::Unsafe(address) = &target {
            self.findings.unsafe_link(address, range.clone());
        }
        let place = self.findings.place_of(range);
        link_open(&mut self.out, address, target, place, |html| push_title(html, title));
    }

    /// The words of a picture are the plain text of what stands inside.
    fn within_image(&mut self, event: Event<'a>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Code(text) => image.alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            Event::Start(_) => image.depth += 1,
            Event::End(_) if image.depth > 0 => image.depth -= 1,
            Event::End(_) => {
                self.depth -= 1;
                self.end_image();
            }
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        let alt = squeeze(&image.alt);
        if alt.is_empty() {
            self.findings.image_without_words(image.place.clone());
        }
        if let Target::Unsafe(address) = &image.target {
            self.findings.unsafe_link(address, image.place.clone());
        }
        if let (Some(captured), Some(_)) = (&mut self.captured, &self.heading) {
            captured.push_str(&alt);
        }
        let begins = self.out.html.len() == self.paragraph.at + "<p>".len();
        let place = self.findings.place_of(image.place);
        let mut title_at = 0;
        let attributes = |html: &mut String| {
            html.push_str(" alt=\"");
            escape::attribute(html, &alt);
            html.push_str("\" loading=\"lazy\" decoding=\"async\"");
            title_at = html.len();
            push_title(html, &image.title);
        };
        picture(&mut self.out, &image.address, image.target, place, false, attributes);
        if begins {
            self.paragraph.picture = Some(Picture { ends: self.out.html.len(), title_at, title: image.title.into_string() });
        }
    }

    // Code

    fn code_block(&mut self) {
        let Some(OpenCode { language, text }) = self.code.take() else { return };
        let start = self.out.html.len();
        let html = &mut self.out.html;
        html.push_str("<pre class=\"code\" tabindex=\"0\"");
        match language.as_str() {
            "" => html.push_str("><code>"),
            language => {
                for part in [" data-lang=\"", language, "\"><code class=\"language-", language, "\">"] {
                    html.push_str(part);
                }
            }
        }
        if language.is_empty() || !self.renderer.highlighter().append(html, &language, &text, &mut self.effort_left) {
            escape::text(html, &text);
        }
        html.push_str("</code></pre>\n");
        let end = html.len() - 1;
        self.out.whole.push(start..end);
    }

    // Tables

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.table = Table { alignments, ..Table::default() };
        self.out.html.push_str("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"");
        self.phrase("table", "Table");
        self.out.html.push_str("\"><table>\n");
    }

    fn start_cell(&mut self) {
        self.out.html.push_str(if self.table.in_head { "<th scope=\"col\"" } else { "<td" });
        self.out.html.push_str(match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-start\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-end\">",
            Some(Alignment::None) | None => ">",
        });
        self.table.column += 1;
    }

    // HTML as typed

    fn inline_html(&mut self, html: CowStr<'a>, range: Range<usize>) {
        if is_comment(&html) && self.renderer.settings.raw_html != RawHtml::Escape {
            return;
        }
        match self.renderer.settings.raw_html {
            RawHtml::Escape => self.plain_text(&html),
            RawHtml::Sanitize | RawHtml::Allow => self.raw(&html, range, false),
        }
    }

    fn html_block(&mut self) {
        let lines = self.block_html.take().unwrap_or_default();
        if self.renderer.settings.raw_html == RawHtml::Escape {
            self.out.html.push_str("<p>");
            lines.iter().for_each(|(line, _)| self.plain_text(line));
            self.out.html.truncate(self.out.html.trim_end().len());
            return self.close_block("</p>\n");
        }
        if is_comment(&lines.iter().map(|(line, _)| &**line).collect::<String>()) {
            return;
        }
        for (line, range) in lines {
            self.raw(&line, range, true);
        }
    }

    fn raw(&mut self, html: &str, range: Range<usize>, block: bool) {
        let start = self.out.html.len();
        self.out.html.push_str(html);
        let source = (self.text.get(range.clone()) == Some(html)).then_some(range.start);
        self.out.raw.push(Raw { at: start..self.out.html.len(), source, block });
    }

    // Footnotes

    fn footnote_reference(&mut self, label: CowStr<'a>) {
        let next = self.notes.referred.len();
        let index = *self.notes.numbers.entry(label.clone()).or_insert(next);
        if index == next {
            self.notes.referred.push((label, 0));
        }
        let number = index + 1;
        let html = &mut self.out.html;
        let times = &mut self.notes.referred[index].1;
        *times += 1;
        let _ = write!(html, "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"fnref-{number}");
        if *times > 1 {
            let _ = write!(html, "-{times}");
        }
        let _ = write!(html, "\">{number}</a></sup>");
    }

    fn footnotes(&mut self) {
        self.end_section(self.out.html.len());
        if self.notes.referred.is_empty() {
            return;
        }
        self.out.footnotes_at = Some(self.out.html.len());
        self.out
            .html
            .push_str("<section class=\"footnotes\" role=\"doc-endnotes\"><h2 class=\"visually-hidden\" id=\"footnotes-label\">");
        self.phrase("footnotes", "Footnotes");
        self.out.html.push_str("</h2>\n<ol>\n");
        self.nesting += 1;
        let mut index = 0;
        // A note may be the first to refer to another.
        while let Some((label, _)) = self.notes.referred.get(index) {
            let events = self.notes.definitions.remove(label).unwrap_or_default();
            index += 1;
            self.footnote(index, events);
        }
        self.nesting -= 1;
        self.out.html.push_str("</ol></section>\n");
    }

    fn footnote(&mut self, number: usize, events: Events<'a>) {
        let _ = write!(self.out.html, "<li id=\"fn-{number}\">");
        for (event, range) in events {
            self.event(event, range);
        }
        self.flush();
        // The way back stands at the end of the last line, where the note ends in a paragraph.
        let last_line = self.paragraph.end == self.out.html.len() && self.out.html.ends_with("</p>\n");
        if last_line {
            self.out.html.truncate(self.out.html.len() - "</p>\n".len());
        }
        let _ = write!(self.out.html, " <a class=\"footnote-back\" href=\"#fnref-{number}\" aria-label=\"");
        self.phrase("footnote-back", "Back to the text");
        self.out.html.push_str(if last_line { "\">↩</a></p></li>\n" } else { "\">↩</a></li>\n" });
    }

    fn finish(mut self) -> Draft {
        self.flush();
        self.footnotes();
        self.out.words = self.words.count();
        self.out
    }
}

/// `<a …>` with what `attributes` adds, as a hole. An address that is not allowed is not printed.
pub fn link_open(out: &mut Draft, address: &str, target: Target, place: Range<usize>, attributes: impl FnOnce(&mut String)) {
    let start = out.html.len();
    out.html.push_str("<a href=\"");
    let href = push_address(out, address, &target);
    out.html.push('"');
    attributes(&mut out.html);
    out.html.push('>');
    out.holes.push(Hole { range: start..out.html.len(), kind: HoleKind::LinkOpen { href, target, place } });
}

/// `<img …>`, likewise.
pub fn picture(
    out: &mut Draft,
    address: &str,
    target: Target,
    place: Range<usize>,
    sized: bool,
    attributes: impl FnOnce(&mut String),
) {
    let start = out.html.len();
    out.html.push_str("<img src=\"");
    let src = push_address(out, address, &target);
    out.html.push('"');
    attributes(&mut out.html);
    out.html.push('>');
    out.holes.push(Hole { range: start..out.html.len(), kind: HoleKind::Image { src, target, place, sized } });
}

fn push_address(out: &mut Draft, address: &str, target: &Target) -> Range<usize> {
    let start = out.html.len();
    match target {
        Target::Unsafe(_) => {}
        Target::External(sound) => escape::attribute(&mut out.html, sound),
        _ => escape::attribute(&mut out.html, address),
    }
    start..out.html.len()
}

fn push_title(html: &mut String, title: &str) {
    if !title.is_empty() {
        html.push_str(" title=\"");
        escape::attribute(html, title);
        html.push('"');
    }
}

fn start_tag(heading: &OpenHeading, id: Option<&str>) -> String {
    let mut tag = String::with_capacity(32);
    tag.push_str("<h");
    tag.push(char::from(b'0' + heading.level));
    if let Some(id) = id {
        tag.push_str(" id=\"");
        escape::attribute(&mut tag, id);
        tag.push('"');
    }
    let classes: Vec<&str> = CLASSES.into_iter().filter(|c| heading.classes.iter().any(|own| &**own == *c)).collect();
    if !classes.is_empty() {
        tag.push_str(" class=\"");
        tag.push_str(&classes.join(" "));
        tag.push('"');
    }
    tag.push('>');
    tag
}

/// One comment and nothing else.
fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.find("-->").is_some_and(|end| end + "-->".len() == html.len())
}
