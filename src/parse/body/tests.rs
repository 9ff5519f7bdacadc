//! What comes out, rule by rule. Unit tests of the small rules stand beside them.

use super::*;
use crate::model::body::{Hole, HoleKind, Target};
use std::sync::LazyLock;

fn settings(raw_html: RawHtml) -> Markdown {
    Markdown { raw_html, embed_hosts: vec!["video.example".into()] }
}

static SANITIZE: LazyLock<Renderer> = LazyLock::new(|| Renderer::new(&settings(RawHtml::Sanitize)));
static ALLOW: LazyLock<Renderer> = LazyLock::new(|| Renderer::new(&settings(RawHtml::Allow)));
static ESCAPE: LazyLock<Renderer> = LazyLock::new(|| Renderer::new(&settings(RawHtml::Escape)));

fn path() -> HubPath {
    HubPath::new("content/x.md").unwrap()
}

fn render(text: &str) -> (Body, Vec<Finding>) {
    SANITIZE.body(&path(), text, 0..text.len())
}

fn body(text: &str) -> Body {
    render(text).0
}

fn html(text: &str) -> String {
    body(text).html
}

/// Codes of what was found.
fn codes(text: &str) -> Vec<&'static str> {
    render(text).1.iter().map(|f| f.code.name).collect()
}

fn kinds(body: &Body) -> Vec<&HoleKind> {
    body.holes.iter().map(|h| &h.kind).collect()
}

#[track_caller]
fn table(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(html(text).trim_end(), *expected, "{text}");
    }
}

#[test]
fn common_mark() {
    table(&[
        ("a *b* **c** ~~d~~ `e<`", "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;</code></p>"),
        ("a  \nb\nc", "<p>a<br>\nb\nc</p>"),
        ("a\n\n---", "<p>a</p>\n<hr>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>"),
        ("\"a\" -- b...", "<p>\"a\" -- b...</p>"),
        ("&copy; &lt;b&gt; &amp;", "<p>© &lt;b&gt; &amp;</p>"),
        ("[x]: y\n\n[x] [z]", "<p><a href=\"y\">x</a> [z]</p>"),
        (
            "<https://example.org> <a@example.org>",
            "<p><a href=\"https://example.org\">https://example.org</a> <a href=\"mailto:a@example.org\">a@example.org</a></p>",
        ),
        ("[a](b \"c & d\")", "<p><a href=\"b\" title=\"c &amp; d\">a</a></p>"),
    ]);
}

#[test]
fn alerts() {
    table(&[(
        "> [!WARNING]\n> Mind the step.",
        "<div class=\"alert alert-warning\" role=\"note\"><p class=\"alert-title\">Warning</p>\n<p>Mind the step.</p>\n</div>",
    )]);
    let body = body("> [!NOTE]\n> x");
    assert_eq!(kinds(&body), [&HoleKind::Phrase("alert-note")]);
    assert_eq!(body.summary, "");
}

#[test]
fn tasks() {
    table(&[
        (
            "- [ ] a\n- [x] b\n- c",
            "<ul>\n<li class=\"task\"><span class=\"task-mark\" role=\"img\" aria-label=\"Open\">☐</span> a</li>\n\
             <li class=\"task task-done\"><span class=\"task-mark\" role=\"img\" aria-label=\"Done\">☑</span> b</li>\n<li>c</li>\n</ul>",
        ),
        (
            "- [ ] a\n\n- b",
            "<ul>\n<li class=\"task\"><p><span class=\"task-mark\" role=\"img\" aria-label=\"Open\">☐</span> a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>",
        ),
    ]);
    let body = body("- [ ] a\n- [x] b");
    assert_eq!(kinds(&body), [&HoleKind::Phrase("task-open"), &HoleKind::Phrase("task-done")]);
}

#[test]
fn tables() {
    table(&[
        (
            "|a|b|c|\n|:-|:-:|-:|\n|1|2|3|",
            "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n<thead>\n<tr>\
             <th scope=\"col\" class=\"align-start\">a</th><th scope=\"col\" class=\"align-center\">b</th><th scope=\"col\" class=\"align-end\">c</th></tr>\n</thead>\n\
             <tbody>\n<tr><td class=\"align-start\">1</td><td class=\"align-center\">2</td><td class=\"align-end\">3</td></tr>\n</tbody>\n</table></div>",
        ),
        (
            "|a|\n|-|",
            "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n<thead>\n<tr><th scope=\"col\">a</th></tr>\n</thead>\n</table></div>",
        ),
    ]);
}

#[test]
fn code() {
    table(&[
        ("```\n<a>\n```", "<pre class=\"code\" tabindex=\"0\"><code>&lt;a&gt;\n</code></pre>"),
        ("    a\n", "<pre class=\"code\" tabindex=\"0\"><code>a\n</code></pre>"),
        (
            "```Klingon x\na&b\n```",
            "<pre class=\"code\" tabindex=\"0\" data-lang=\"klingon\"><code class=\"language-klingon\">a&amp;b\n</code></pre>",
        ),
        (
            "```json\n1\n```",
            "<pre class=\"code\" tabindex=\"0\" data-lang=\"json\"><code class=\"language-json\"><span class=\"syn-number\">1\n</span></code></pre>",
        ),
        (
            "```x\"onclick=1\na\n```",
            "<pre class=\"code\" tabindex=\"0\" data-lang=\"xonclick1\"><code class=\"language-xonclick1\">a\n</code></pre>",
        ),
    ]);
}

#[test]
fn footnotes() {
    table(&[
        (
            "a[^x] b[^y] c[^x]\n\n[^y]: Y\n[^x]: X\n[^z]: Z",
            "<p>a<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1\">1</a></sup> b<sup class=\"footnote-ref\"><a href=\"#fn-2\" id=\"fnref-2\">2</a></sup> \
             c<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1-2\">1</a></sup></p>\n\
             <section class=\"footnotes\" role=\"doc-endnotes\"><h2 class=\"visually-hidden\" id=\"footnotes-label\">Footnotes</h2>\n<ol>\n\
             <li id=\"fn-1\"><p>X <a class=\"footnote-back\" href=\"#fnref-1\" aria-label=\"Back to the text\">↩</a></p></li>\n\
             <li id=\"fn-2\"><p>Y <a class=\"footnote-back\" href=\"#fnref-2\" aria-label=\"Back to the text\">↩</a></p></li>\n</ol></section>",
        ),
        ("a[^nobody]", "<p>a[^nobody]</p>"),
        ("a\n\n[^x]: unused", "<p>a</p>"),
    ]);
    let nested = html("a[^x]\n\n[^y]: Y\n\n[^x]: X[^y]\n");
    assert!(nested.contains("<li id=\"fn-2\"><p>Y "), "{nested}");
    assert_eq!(kinds(&body("a[^x]\n\n[^x]: X")), [&HoleKind::Phrase("footnotes"), &HoleKind::Phrase("footnote-back")]);
    assert_eq!(body("a[^x]\n\n[^x]: X").summary, "a");
    assert!(html("a[^x]\n\n[^x]:\n    ```\n    c\n    ```").contains("</code></pre>\n <a class=\"footnote-back\""));
}

#[test]
fn pictures() {
    table(&[
        ("![a *b*](c.png)", "<p><img src=\"c.png\" alt=\"a b\" loading=\"lazy\" decoding=\"async\"></p>"),
        (
            "![a](c.png \"T & U\")",
            "<figure><img src=\"c.png\" alt=\"a\" loading=\"lazy\" decoding=\"async\"><figcaption>T &amp; U</figcaption></figure>",
        ),
        ("![a](c.png \"T\") b", "<p><img src=\"c.png\" alt=\"a\" loading=\"lazy\" decoding=\"async\" title=\"T\"> b</p>"),
        ("![a ![b](x) @c](d)", "<p><img src=\"d\" alt=\"a b @c\" loading=\"lazy\" decoding=\"async\"></p>"),
    ]);
    let body = body("![a](c.png \"T\")");
    let Hole { range, kind: HoleKind::Image { src, target, place, sized } } = &body.holes[0] else { panic!("{:?}", body.holes) };
    assert_eq!(&body.html[range.clone()], "<img src=\"c.png\" alt=\"a\" loading=\"lazy\" decoding=\"async\">");
    assert_eq!(&body.html[src.clone()], "c.png");
    assert_eq!(**target, Target::Relative { path: "c.png".into(), query: None, fragment: None });
    assert_eq!((place.clone(), *sized), (0..15, false));
    assert_eq!(codes("![](x)"), ["image/alt"]);
    assert_eq!(codes("![ ](x)"), ["image/alt"]);
}

#[test]
fn links() {
    let text = "---\nx: y\n---\nsee [a](../b.md#c) x\n";
    let (body, findings) = SANITIZE.body(&path(), text, 13..text.len());
    assert!(findings.is_empty());
    let HoleKind::LinkOpen { href, target, place } = &body.holes[0].kind else { panic!("{:?}", body.holes) };
    assert_eq!(&body.html[body.holes[0].range.clone()], "<a href=\"../b.md#c\">");
    assert_eq!(&body.html[href.clone()], "../b.md#c");
    assert_eq!(**target, Target::Relative { path: "../b.md".into(), query: None, fragment: Some("c".into()) });
    assert_eq!(&text[place.clone()], "[a](../b.md#c)");
    assert_eq!(body.holes[1].kind, HoleKind::LinkClose);
    assert_eq!(&body.html[body.holes[1].range.clone()], "</a>");
}

#[test]
fn addresses_that_are_not_allowed() {
    for address in
        ["javascript:alert(1)", "//example.org", "data:x", "<java\\script:x>", "&#x6A;avascript:x", "java&#10;script:x"]
    {
        let text = format!("[a]({address}) ![b]({address})");
        let (body, findings) = render(&text);
        assert_eq!(findings.iter().map(|f| f.code.name).collect::<Vec<_>>(), ["link/unsafe"; 2], "{address}");
        assert!(body.html.starts_with("<p><a href=\"\">a</a> <img src=\"\" "), "{}", body.html);
        assert!(matches!(&body.holes[0].kind, HoleKind::LinkOpen { target, .. } if matches!(**target, Target::Unsafe(_))));
        assert!(findings.iter().all(|f| f.help.is_some() && f.place.as_ref().is_some_and(|p| p.at.is_some())));
    }
}

#[test]
fn mentions() {
    let names = |text: &str| -> Vec<String> {
        let body = body(text);
        let name = |h: &Hole| match &h.kind {
            HoleKind::Mention { name, place } => {
                assert_eq!(&body.html[h.range.clone()], &text[place.clone()]);
                Some(name.clone())
            }
            _ => None,
        };
        body.holes.iter().filter_map(name).collect()
    };
    for (text, expected) in [
        ("@amina and **@Bo_b**, _@c_", &["amina", "bo_b", "c"] as &[&str]),
        ("## By @amina", &["amina"]),
        ("- @amina\n\n> @bo", &["amina", "bo"]),
        ("|@a|\n|-|\n|@b|", &["a", "b"]),
        ("`@a` [@b](c) <x@example.org> ![@d](e)\n\n    @f", &[]),
        ("x@y \\@z", &[]),
        ("<b>@a</b> <code>@b</code> <a href=\"x\">@c</a>", &["a"]),
        ("<div title=\"@x\">\n@Amina &\n</div>", &["amina"]),
    ] {
        assert_eq!(names(text), expected, "{text}");
    }
}

#[test]
fn headings() {
    table(&[
        ("## Two @x\n", "<h2 id=\"two-x\">Two @x<a class=\"anchor\" href=\"#two-x\" aria-labelledby=\"two-x\"></a></h2>"),
        ("a\n\n# One", "<p>a</p>\n<h2 id=\"one\">One<a class=\"anchor\" href=\"#one\" aria-labelledby=\"one\"></a></h2>"),
        (
            "### A {#b .lead .evil onclick=x}",
            "<h3 id=\"b\" class=\"lead\">A<a class=\"anchor\" href=\"#b\" aria-labelledby=\"b\"></a></h3>",
        ),
    ]);
    let body = body("## A `b` ![c](d)\n## A b c\n## X {#a-b-c}\n#### Y {#ok}");
    let headings: Vec<_> = body.headings.iter().map(|h| (h.level, h.text.as_str(), h.id.as_str(), h.explicit)).collect();
    assert_eq!(
        headings,
        [(2, "A b c", "a-b-c", false), (2, "A b c", "a-b-c-2", false), (2, "X", "x", false), (4, "Y", "ok", true)]
    );
}

#[test]
fn the_first_heading_is_the_title() {
    for (text, title, html) in [
        ("# One *two* [x](y) @z\n\na", Some("One two x @z"), "<p>a</p>\n"),
        ("One\n===\na", Some("One"), "<p>a</p>\n"),
        ("<!-- c -->\n# One", Some("One"), ""),
        ("#\n", None, ""),
    ] {
        let body = body(text);
        assert_eq!((body.title.as_deref(), body.html.as_str()), (title, html), "{text}");
        assert!(body.holes.is_empty() && body.headings.is_empty());
    }
    assert_eq!(body("a\n\n# One").title, None);
    assert_eq!(body("> # One").title, None);
    assert_eq!(body("# One\n\n# Two").headings.len(), 1);
}

#[track_caller]
fn sections(text: &str) -> Vec<(String, String)> {
    let body = body(text);
    for pair in body.sections.windows(2) {
        assert_eq!(pair[0].whole.end, pair[1].whole.start);
    }
    let cut = |s: &crate::model::body::Section| {
        assert!(body.html[s.whole.clone()].starts_with("<h2"));
        assert_eq!((s.whole.end, body.headings[s.heading].level), (s.content.end, 2));
        (body.html[s.title.clone()].to_owned(), body.html[s.content.clone()].trim().to_owned())
    };
    body.sections.iter().map(cut).collect()
}

#[test]
fn sections_are_cut() {
    let expected =
        |all: &[(&str, &str)]| -> Vec<(String, String)> { all.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect() };
    for (text, all) in [
        (
            "a\n\n## B *c*\nd\n\n## E\n\n> ## F\n",
            &[
                ("B <em>c</em>", "<p>d</p>"),
                (
                    "E",
                    "<blockquote>\n<h2 id=\"f\">F<a class=\"anchor\" href=\"#f\" aria-labelledby=\"f\"></a></h2>\n</blockquote>",
                ),
            ] as &[(&str, &str)],
        ),
        ("## A\nb[^x]\n\n[^x]: n", &[("A", "<p>b<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1\">1</a></sup></p>")]),
        (
            "## A\n\n### B\n\nc",
            &[("A", "<h3 id=\"b\">B<a class=\"anchor\" href=\"#b\" aria-labelledby=\"b\"></a></h3>\n<p>c</p>")],
        ),
        (
            "## A <kbd>x</kbd>\n\nb[^1]\n\n## C\n\n<div>\n\nd\n\n[^1]: e",
            &[
                ("A <kbd>x</kbd>", "<p>b<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1\">1</a></sup></p>"),
                ("C", "<div>\n<p>d</p>\n</div>"),
            ],
        ),
    ] {
        assert_eq!(sections(text), expected(all), "{text}");
    }
}

#[test]
fn raw_html_is_cleaned() {
    table(&[
        ("a <kbd>b</kbd> <mark>c</mark>", "<p>a <kbd>b</kbd> <mark>c</mark></p>"),
        (
            "<details open>\n<summary>S</summary>\n\n*x*\n\n</details>",
            "<details open=\"\">\n<summary>S</summary>\n<p><em>x</em></p>\n</details>",
        ),
        ("a <b>c\n\nd", "<p>a <b>c</b></p>\n<p>d</p>"),
        ("a <script>alert(1)</script> b", "<p>a  b</p>"),
        ("b\n\n<script>\n<b>x</b>\n</script>", "<p>b</p>"),
        ("a <b onclick=\"x()\" style=\"y\" id=\"z\" name=z title='t\"'>c</b>", "<p>a <b id=\"z\" title=\"t&quot;\">c</b></p>"),
        ("<p class=\"lead evil\">x", "<p class=\"lead\">x</p>"),
        ("<h1>x</h1>", "<h2>x</h2>"),
        ("a <form><input><button>b</button></form>", "<p>a b</p>"),
        ("a </div> <!-- c --> b", "<p>a   b</p>"),
        ("<svg><script>x</script><b>c</b></svg>d", "<p>d</p>"),
        (
            "<b>x</b> <ruby>漢<rp>(</rp><rt>kan</rt></ruby> <bdi dir=\"rtl\">س</bdi>",
            "<p><b>x</b> <ruby>漢<rp>(</rp><rt>kan</rt></ruby> <bdi dir=\"rtl\">س</bdi></p>",
        ),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<table><tr><td colspan=2>a<td>b</table>", "<table><tbody><tr><td colspan=\"2\">a</td><td>b</td></tr></tbody></table>"),
        ("<table>a<tr>b</table>c", "<table></table>abc"),
        ("<tr><td>a", "a"),
        ("<div>\u{1b}&#27;\u{c}a</div>", "<div>\u{fffd}\u{fffd}\u{fffd}a</div>"),
        ("<table><tr><td><div>a<td>b</table>", "<table><tbody><tr><td><div>a</div></td><td>b</td></tr></tbody></table>"),
        ("a <i>b <div>c</div> d", "<p>a <i>b </i></p><div>c</div> d"),
        ("<iframe src=\"https://evil.example/\"></iframe>x", "x"),
        (
            "<iframe src=\"https://video.example/1?a=b&amp;c\" width=\"560\" onload=x>y</iframe>",
            "<iframe src=\"https://video.example/1?a=b&amp;c\" title=\"video.example\" width=\"560\" sandbox=\"allow-scripts allow-same-origin allow-presentation\" loading=\"lazy\" allowfullscreen></iframe>",
        ),
    ]);
}

#[test]
fn our_own_markup_survives_beside_raw_html() {
    for text in [
        "> [!TIP]\n> a @b",
        "- [ ] a\n\n- [x] b",
        "|a|\n|:-:|\n|[x](y)|",
        "```rust\nfn main() {}\n```",
        "a[^1] b[^1]\n\n[^1]: c",
        "![a](b \"c\")",
        "## A {#b}\n\n### C @d\n\ne *f* [g](h)",
        "1. a\n   - b\n2. c\n\n---\n\n`@x`",
    ] {
        let (plain, raw) = (body(&format!("x\n\n{text}")), body(&format!("<b>x</b>\n\n{text}")));
        assert_eq!(plain.html, raw.html.replace("<b>x</b>", "x"), "{text}");
        assert_eq!(plain.headings, raw.headings);
        assert_eq!(plain.sections.len(), raw.sections.len());
        let printed = |body: &Body| -> Vec<(String, std::mem::Discriminant<HoleKind>)> {
            body.holes.iter().map(|h| (body.html[h.range.clone()].to_owned(), std::mem::discriminant(&h.kind))).collect()
        };
        assert_eq!(printed(&plain), printed(&raw), "{text}");
    }
}

#[test]
fn raw_links_and_pictures_are_holes() {
    let text = "<div>\n<a href=\"../b.md?x&amp;y#c\" target=_blank>a</a> <img src='c.png' width=10 alt=d>\n</div>";
    let (body, findings) = render(text);
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(
        body.html,
        "<div>\n<a href=\"../b.md?x&amp;y#c\">a</a> <img src=\"c.png\" width=\"10\" alt=\"d\" loading=\"lazy\" decoding=\"async\">\n</div>"
    );
    let HoleKind::LinkOpen { target, place, .. } = &body.holes[0].kind else { panic!() };
    assert_eq!(**target, Target::Relative { path: "../b.md".into(), query: Some("x&y".into()), fragment: Some("c".into()) });
    assert_eq!(&text[place.clone()], "<a href=\"../b.md?x&amp;y#c\" target=_blank>");
    assert_eq!(body.holes[1].kind, HoleKind::LinkClose);
    let HoleKind::Image { sized, place, .. } = &body.holes[2].kind else { panic!() };
    assert!(sized);
    assert_eq!(&text[place.clone()], "<img src='c.png' width=10 alt=d>");

    assert_eq!(codes("<a href=\"javascript:x\">a</a>"), ["link/unsafe"]);
    assert_eq!(codes("<a href=\"&#106;avascript&colon;x\">a</a>"), ["link/unsafe"]);
    assert_eq!(codes("<a href=\"//x\">a</a> <img src=x>"), ["link/unsafe", "image/alt"]);
    assert_eq!(html("<a>a</a> <a href=\"data:x\">b</a>").trim(), "<p>a <a href=\"\">b</a></p>");
}

#[test]
fn everything_that_was_removed_is_said() {
    let text = "fine\n\nx <b onclick=\"y\">z</b> <script>a</script>";
    let findings = render(text).1;
    assert_eq!(findings.len(), 2);
    assert_eq!(findings[0].message, "`onclick` on `<b>` is not allowed here, and is taken out");
    assert_eq!(findings[1].message, "`<script>` is not allowed here, and is taken out");
    let at = findings[0].place.as_ref().unwrap().at.as_ref().unwrap();
    assert_eq!((at.line, at.column), (3, 6));
    assert_eq!(render("a <form>").1[0].message, "`<form>` is not allowed here, and is taken out");
    assert!(codes("a <!-- b --> <br> <b align=left>c</b>").is_empty());
    assert!(codes("<!-- b\n\nc -->\n").is_empty());
}

#[test]
fn numbers_of_ours_cannot_be_forged() {
    for text in [
        "<p m\u{fdd0}=0 class=x>a</p>\n\n## B {#c}",
        "<h2 m&#xFDD0;=\"0\">a</h2>\n\n## B {#c}",
        "<div title=\"\n\n## B {#c}\n\n\" m\u{fdd0}=0>",
        "<div\n\n## m\u{fdd0}=1 B {#c}",
        "&#xFDD0; \u{fdd0} <b title=\"&#xfdd0;\">x</b>\n\n## B {#c}",
    ] {
        let body = body(text);
        assert_eq!(body.html.matches("id=\"c\"").count(), 1, "{text}: {}", body.html);
        assert!(!body.html.contains("m\u{fdd0}"), "{}", body.html);
    }
}

#[test]
fn escaped_html_is_text() {
    let html = |text: &str| ESCAPE.body(&path(), text, 0..text.len()).0.html;
    assert_eq!(html("a <b>c</b>"), "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n");
    assert_eq!(html("<script>\nx\n</script>"), "<p>&lt;script&gt;\nx\n&lt;/script&gt;</p>\n");
}

#[test]
fn allowed_html_stays() {
    let render = |text: &str| ALLOW.body(&path(), text, 0..text.len()).0;
    let body = render("<script>x</script>\n\na <a href=\"/b.md\">c</a> <a name=d>e</a> [f](g) <a href='h'>i");
    assert_eq!(
        body.html,
        "<script>x</script>\n<p>a <a href=\"/b.md\">c</a> <a name=d>e</a> <a href=\"g\">f</a> <a href='h'>i</p>\n"
    );
    let opens = body.holes.iter().filter(|h| matches!(h.kind, HoleKind::LinkOpen { .. })).count();
    let closes = body.holes.iter().filter(|h| matches!(h.kind, HoleKind::LinkClose)).count();
    assert_eq!((opens, closes), (2, 2));
    assert_eq!(render("<a href=\"x\">@a</a> @b").holes.len(), 3);
}

#[test]
fn pieces_have_no_places() {
    let (body, findings) = SANITIZE.piece(&path(), "# A\n\n@b [c](javascript:x) <b>d</b>");
    assert!(body.html.starts_with("<h2>A</h2>\n<p>@b "), "{}", body.html);
    assert!(body.headings.is_empty() && body.title.is_none());
    assert!(body.holes.iter().any(|h| matches!(&h.kind, HoleKind::Mention { place, .. } if *place == (0..0))));
    assert_eq!(findings[0].place.as_ref().unwrap().at, None);
}

#[test]
fn words_and_summary() {
    let body =
        body("# Title here\n\n![x](y)\n\nOne *two*[^1] `three`\nfour.\n\n## Five six\n\n```\nnot counted\n```\n\n[^1]: seven");
    assert_eq!(body.words, 7);
    assert_eq!(body.summary, "One two three four.");
    assert_eq!(super::tests::body(&"word ".repeat(100)).summary.chars().count(), 160);
    assert_eq!(super::tests::body("- a\n\n> b\n\nc").summary, "c");
}

#[test]
fn too_deep_is_an_error() {
    for text in [
        ">".repeat(10_000),
        "- ".repeat(10_000),
        format!("{}x", "> - ".repeat(3_000)),
        "<div>".repeat(1_000),
        "**a ".repeat(3_000) + &"b** ".repeat(3_000),
    ] {
        let (body, findings) = render(&text);
        assert_eq!(findings.iter().filter(|f| f.code.name == "body/too-deep").count(), 1, "{}", &text[..20]);
        assert!(body.html.len() < 1_000_000);
    }
}

/// What every body must be, whatever came in.
fn check(body: &Body, text: &str) {
    let html = &body.html;
    let inside = |range: &Range<usize>| {
        assert!(range.start <= range.end && html.get(range.clone()).is_some(), "{range:?} of {text:?}\n{html}");
    };
    let mut end = 0;
    for hole in &body.holes {
        inside(&hole.range);
        assert!(hole.range.start >= end, "holes overlap: {text:?}\n{html}");
        end = hole.range.end;
        let printed = &html[hole.range.clone()];
        match &hole.kind {
            HoleKind::LinkOpen { href: inner, place, .. } | HoleKind::Image { src: inner, place, .. } => {
                inside(inner);
                assert!(hole.range.start <= inner.start && inner.end <= hole.range.end);
                assert!(printed.starts_with('<') && printed.ends_with('>'));
                assert!(text.get(place.clone()).is_some(), "{place:?} of {text:?}");
            }
            HoleKind::LinkClose => assert_eq!(printed, "</a>"),
            HoleKind::Mention { place, .. } => {
                assert!(printed.starts_with('@'));
                assert!(text.get(place.clone()).is_some());
            }
            HoleKind::Phrase(_) => {}
        }
    }
    let mut end = 0;
    for section in &body.sections {
        [&section.title, &section.whole, &section.content].into_iter().for_each(inside);
        assert!(section.whole.start >= end && section.heading < body.headings.len());
        end = section.whole.end;
    }
    let mut ids: Vec<&str> = body.headings.iter().map(|h| h.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), body.headings.len(), "an id comes twice: {text:?}");
}

/// What cleaned HTML must be besides: balanced, and without anything that runs.
fn check_clean(body: &Body, text: &str) {
    use super::tags::{Tags, Token};
    let html = &body.html;
    let mut open: Vec<&str> = Vec::new();
    for token in Tags::new(html, 0..html.len()) {
        match token {
            Token::Start(tag) => {
                let name = &html[tag.name.clone()];
                assert!(name == "iframe" || sanitised_element(name), "<{name}> of {text:?}\n{html}");
                for attribute in &tag.attributes {
                    let (name, value) = (&html[attribute.name.clone()], &html[attribute.value.clone()]);
                    let value = value.to_ascii_lowercase();
                    assert!(
                        !name.starts_with("on") && !matches!(name, "style" | "name" | "srcset" | "srcdoc") && name.is_ascii(),
                        "{name} of {text:?}\n{html}"
                    );
                    assert!(
                        !matches!(name, "href" | "src") || !(value.contains("javascript:") || value.starts_with("//")),
                        "{text:?}\n{html}"
                    );
                }
                if !matches!(name, "br" | "col" | "hr" | "img" | "wbr") {
                    open.push(name);
                }
            }
            Token::End(tag) => assert_eq!(open.pop(), Some(&html[tag.name]), "{text:?}\n{html}"),
            Token::Text(_) => {}
            Token::Comment(range) | Token::Junk(range) => panic!("{} of {text:?}", &html[range]),
        }
    }
    assert!(open.is_empty(), "{open:?} of {text:?}\n{html}");
}

fn sanitised_element(name: &str) -> bool {
    ammonia::Builder::default().clone_tags().contains(name) || matches!(name, "section" | "tfoot" | "address")
}

/// A browser's parser sees the elements that we wrote, no more: with everything of ours allowed, it takes nothing out.
fn check_parsed(body: &Body, text: &str) {
    let html = body.html.replace("allowfullscreen>", "allowfullscreen=\"\">");
    let mut builder = ammonia::Builder::default();
    let attributes = [
        "class",
        "id",
        "role",
        "tabindex",
        "aria-label",
        "aria-labelledby",
        "data-lang",
        "loading",
        "decoding",
        "scope",
        "open",
        "sandbox",
        "allowfullscreen",
        "width",
        "height",
        "reversed",
        "type",
        "value",
        "start",
        "dir",
        "datetime",
        "colspan",
        "rowspan",
        "span",
    ];
    builder.add_tags(["section", "iframe", "tfoot", "address"]).add_generic_attributes(attributes).link_rel(None);
    builder.add_tag_attributes("iframe", ["src"]).add_url_schemes(["matrix"]);
    let parsed = builder.clean(&html).to_string();
    let plain = |html: &str| html.replace("&nbsp;", "\u{a0}").replace("&quot;", "\"").replace('\u{feff}', "");
    assert_eq!(plain(&parsed), plain(&html), "{text:?}");
}

mod random {
    use super::*;
    use proptest::prelude::*;

    fn token() -> impl Strategy<Value = String> {
        let pieces = [
            "#",
            "## ",
            "\n",
            "\n\n",
            "> ",
            "- ",
            "1. ",
            "- [ ] ",
            "- [x] ",
            "*",
            "**",
            "_",
            "~~",
            "`",
            "```",
            "```rust\n",
            "|",
            "|-|\n",
            "|:-:|\n",
            "[",
            "]",
            "(",
            ")",
            "](",
            "](x)",
            "![",
            "![a](b \"c\")",
            "[a](b)",
            "[^1]",
            "[^1]: ",
            "[x]: y\n",
            "@amina",
            "@",
            "\\",
            "&amp;",
            "&#x6A;",
            "&colon;",
            "<",
            ">",
            "</",
            "/>",
            "<b>",
            "</b>",
            "<b title=\"",
            "<a href=\"javascript:x\">",
            "<a href=x>",
            "</a>",
            "<A HREF='//x'>",
            "<img src=x onerror=y>",
            "<script>",
            "</script>",
            "<svg>",
            "</svg>",
            "<math>",
            "<style>",
            "</style>",
            "<title>",
            "<textarea>",
            "<iframe src=\"https://video.example/\">",
            "</iframe>",
            "<div>",
            "<div ",
            "</div>",
            "<p>",
            "</p>",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<li>",
            "<ul>",
            "</ul>",
            "<details>",
            "<summary>",
            "</details>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?",
            "<!x",
            "<h2 id=main>",
            "</h2>",
            "<select>",
            "<option>",
            "<template>",
            "<noscript>",
            "<plaintext>",
            "<form>",
            "<b onclick=x>",
            " style=\"x\"",
            " m\u{fdd0}=0",
            " m\u{fdd0}=\"1\">",
            "&#xfdd0;",
            "\"",
            "'",
            "=",
            " ",
            "\t",
            "    ",
            "\r\n",
            "\u{0}",
            "{#id}",
            "{#main .lead}",
            "> [!NOTE]\n",
            "javascript:",
            "https://x.y",
            "<https://x.y>",
            "a",
            "word",
            "λόγος",
            "كلمة",
            "e\u{301}",
            "😀",
            "---",
            "===",
            "***",
            "+",
            "~~~\n",
        ];
        prop_oneof![9 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_makes_a_sound_body(tokens in prop::collection::vec(token(), 0..60)) {
            let text = tokens.concat();
            let (clean, _) = render(&text);
            check(&clean, &text);
            check_clean(&clean, &text);
            check_parsed(&clean, &text);
            let (escaped, _) = ESCAPE.body(&path(), &text, 0..text.len());
            check(&escaped, &text);
            check_clean(&escaped, &text);
            check(&ALLOW.body(&path(), &text, 0..text.len()).0, &text);
            check(&SANITIZE.piece(&path(), &text).0, &text);
        }
    }
}

#[test]
fn bare_addresses_are_links() {
    table(&[
        (
            "See https://example.org/x, www.example.org or me@example.org.",
            "<p>See <a href=\"https://example.org/x\">https://example.org/x</a>, <a href=\"http://www.example.org\">www.example.org</a> or \
             <a href=\"mailto:me@example.org\">me@example.org</a>.</p>",
        ),
        ("`https://example.org/x`", "<p><code>https://example.org/x</code></p>"),
        ("[https://example.org/x](/y.md)", "<p><a href=\"/y.md\">https://example.org/x</a></p>"),
        ("<a href=\"/y.md\">https://example.org/x</a>", "<p><a href=\"/y.md\">https://example.org/x</a></p>"),
        ("<code>https://example.org/x</code>", "<p><code>https://example.org/x</code></p>"),
        ("**https://example.org/x**", "<p><strong><a href=\"https://example.org/x\">https://example.org/x</a></strong></p>"),
        ("https://example.org/a_b_c", "<p><a href=\"https://example.org/a_b_c\">https://example.org/a_b_c</a></p>"),
        ("https://x.example/@y and @z", "<p><a href=\"https://x.example/@y\">https://x.example/@y</a> and @z</p>"),
        ("https://x.example:port/", "<p>https://x.example:port/</p>"),
    ]);
    let body = body("a https://x.example/ @z");
    assert_eq!(body.holes.len(), 3, "{:?}", body.holes);
    assert_eq!(body.words, 3);
}

#[test]
fn comments_are_never_content() {
    for text in [
        "a <!-- secret --> b",
        "<!-- secret\n\nsecret -->\n\nb",
        "<div>\n<!-- secret -->\nb\n</div>",
        "<div><!-- secret\nsecret --><p>b</p><!-- secret --></div>",
        "<div>b\n<!-- secret\n</div>",
        "> <!-- secret -->\n> b",
    ] {
        for renderer in [&SANITIZE, &ALLOW, &ESCAPE] {
            let html = renderer.body(&path(), text, 0..text.len()).0.html;
            assert!(!html.contains("secret") && !html.contains("--") && html.contains('b'), "{text}\n{html}");
        }
    }
}

#[test]
fn anchors_of_ones_own_stay() {
    table(&[
        ("<a id=\"x\"></a>a", "<p><a id=\"x\"></a>a</p>"),
        ("<a name=x></a>a", "<p><a id=\"x\"></a>a</p>"),
        ("<div id=\"review\">\n\na\n\n</div>", "<div id=\"review\">\n<p>a</p>\n</div>"),
        ("<h2 id=\"x\">a</h2>", "<h2 id=\"x\">a</h2>"),
        ("### <a id=\"cpp\"></a>C++", "<h3 id=\"cpp\">C++<a class=\"anchor\" href=\"#cpp\" aria-labelledby=\"cpp\"></a></h3>"),
        ("a <b id=\"main\">c</b>", "<p>a <b id=\"section-main\">c</b></p>"),
        ("a <b id=\"x y\">c</b>", "<p>a <b>c</b></p>"),
        ("a <b id=\"x\">c</b> <i id=\"x\">d</i>", "<p>a <b id=\"x\">c</b> <i>d</i></p>"),
    ]);
    let body = body("<img name=constructor alt=a src=/a.png> <a id=b name=c></a>\n\n## B");
    assert_eq!(body.anchor_id("constructor"), Some("section-constructor"));
    assert_eq!((body.anchor_id("b"), body.anchor_id("c"), body.anchor_id("d")), (Some("b"), None, None));
    assert!(!body.html.contains("name="), "{}", body.html);
    let body = ALLOW.body(&path(), "<div id=\"x\"></div>", 0..19).0;
    assert_eq!(body.anchor_id("x"), Some("x"));
    let piece = SANITIZE.piece(&path(), "a <b id=\"x\">c</b>").0;
    assert_eq!(piece.html.trim_end(), "<p>a <b>c</b></p>");
}
