//! What strangers may try. Each attempt carries the word `evil` where it would run or fetch; none may get it through.

use super::clean;
use proptest::prelude::*;
use resvg::usvg::roxmltree::{Document, Node};

const HEAD: &str = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \
                    xmlns:s='http://www.w3.org/2000/svg' xmlns:h='http://www.w3.org/1999/xhtml'";

fn svg(inside: &str) -> String {
    format!("{HEAD}>{inside}</svg>")
}

/// Elements and attributes that run or fetch, wherever they stand.
const ELEMENTS: [&str; 33] = [
    "<script>evil()</script>",
    "<script href='//evil.example'/>",
    "<s:script>evil()</s:script>",
    "<h:script>evil()</h:script>",
    "<x xmlns='http://www.w3.org/2000/svg' xmlns:y='http://www.w3.org/2000/svg'><y:script>evil()</y:script></x>",
    "<g xmlns='http://www.w3.org/1999/xhtml'><script>evil()</script></g>",
    "<script xmlns='http://www.w3.org/2000/sv&#103;'>evil()</script>",
    "<script xmlns:s='http://www.w3.org/2000/svg '>evil()</script>",
    "<foreignObject><h:iframe src='//evil.example'/></foreignObject>",
    "<foreignObject><h:body onload='evil()'/></foreignObject>",
    "<switch><foreignObject><h:img src='x' onerror='evil()'/></foreignObject><text>x</text></switch>",
    "<h:img src='//evil.example'/>",
    "<title><h:style>@import '//evil.example'</h:style></title>",
    "<desc><script>evil()</script></desc>",
    "<metadata><a>evil</a></metadata>",
    "<handler type='application/ecmascript'>evil()</handler>",
    "<a href='javascript:evil()'><text>x</text></a>",
    "<a xlink:href='&#x6A;avascript:evil()'><text>x</text></a>",
    "<a href='java&#10;script:evil()'><text>x</text></a>",
    "<text><a href='//evil.example'>x</a></text>",
    "<a id='a'/><set href='#a' attributeName='href' to='javascript:evil()'/>",
    "<a><animate attributeName='xlink:href' values='javascript:evil()'/><rect/></a>",
    "<image><animate attributeName='href' to='//evil.example'/></image>",
    "<rect><set attributeName='onclick' to='evil()'/></rect>",
    "<rect><animateTransform onbegin='evil()'/><animateMotion onend='evil()'/></rect>",
    "<discard onend='evil()'/>",
    "<cursor xlink:href='//evil.example'/>",
    "<font-face-src><font-face-uri xlink:href='//evil.example'/></font-face-src>",
    "<tref xlink:href='//evil.example'/>",
    "<link xmlns='http://www.w3.org/1999/xhtml' rel='stylesheet' href='//evil.example'/>",
    "<audio src='//evil.example'/><h:video src='//evil.example'/>",
    "<g><!-- evil --><?xml-stylesheet href='//evil.example'?><?evil?></g>",
    "<sodipodi:namedview xmlns:sodipodi='http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd' docname='evil'/>",
];

const ATTRIBUTES: [&str; 41] = [
    "onload='evil()'",
    "ONLOAD='evil()'",
    "s:onload='evil()'",
    "onclick = \"evil()\"",
    "xmlns:on='evil' on:load='evil()'",
    "xml:base='http://evil.example/'",
    "href='//evil.example/#a'",
    "xlink:href='evil.svg#a'",
    "href='#a' xlink:href='//evil.example'",
    "href='data:image/svg+xml;base64,ZXZpbA==#evil'",
    "href='data:text/html,evil'",
    "href='DATA:image/svg+xml,evil'",
    "href='#a evil'",
    "href='#xpointer(evil)'",
    "href='&#1;javascript:evil()'",
    "xlink:show='embed' xlink:actuate='onLoad' xlink:role='evil'",
    "fill='url(//evil.example)'",
    "fill='url(evil.svg#a)'",
    "fill='\\75rl(//evil.example)'",
    "fill='u\\72l(//evil.example)'",
    "fill='u/**/rl(//evil.example)'",
    "fill='URL( \"//evil.example\" )'",
    "fill='url(&#47;/evil.example)'",
    "fill='url(\"#a\" evil)'",
    "cursor='url(//evil.example), auto'",
    "filter='src(\"//evil.example\")'",
    "mask='image-set(\"//evil.example\" 1x)'",
    "clip-path='-webkit-image-set(\"//evil.example\" 1x)'",
    "font-family='expression(evil())'",
    "style='fill:url(//evil.example)'",
    "style='background:ur\\6c(//evil.example)'",
    "style='background:ur\\00006C (//evil.example)'",
    "style='--x:url(#a);--y:url(//evil.example)'",
    "style='fill:red;}@import \"//evil.example\";x{'",
    "style='-moz-binding:url(#evil)'",
    "style='behavior:url(#evil)'",
    "style='-inkscape-evil:1'",
    "style='background:image(\"//evil.example\")'",
    "style='width:expre/**/ssion(evil())'",
    "style='/* evil */fill:red'",
    "data-x='evil' sodipodi='evil' xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:label='evil'",
];

const SHEETS: [&str; 22] = [
    "@import '//evil.example';",
    "@im\\70ort '//evil.example';",
    "@import url(//evil.example) screen;",
    "@charset 'evil';",
    "@namespace url(//evil.example);",
    "@font-face{font-family:evil;src:url(//evil.example)}",
    "@font-face{src:local(evil)}",
    "@media screen{@import '//evil.example';}",
    "@document url(//evil.example){g{fill:red}}",
    "g{fill:url(//evil.example)}",
    "g{fill:\\75rl(//evil.example)}",
    "g{fill:u/**/rl(//evil.example)}",
    "g{fill:url(/*)*///evil.example)}",
    "g{background:url(\"\n//evil.example)}",
    "/* evil */",
    "<!-- evil -->{}",
    "g{}</style><script>evil()</script><style>",
    "<![CDATA[@import '//evil.example';]]>",
    "g{fill:red;<![CDATA[background:]]>url(//evil.example)}",
    "&#64;import '//evil.example';",
    "@keyframes k{to{background:url(//evil.example)}}",
    "g:has(evil){cursor:image-set('//evil.example' 1x)}",
];

fn documents() -> Vec<String> {
    let elements = ["g", "svg", "use", "image", "feImage", "text", "textPath", "linearGradient", "a", "style", "view"];
    let mut all: Vec<String> = ELEMENTS.iter().map(|element| svg(element)).collect();
    all.extend(ELEMENTS.iter().map(|element| svg(&format!("<defs><text>x{element}y</text><title>{element}</title></defs>"))));
    for attribute in ATTRIBUTES {
        all.extend(elements.iter().map(|name| svg(&format!("<{name} {attribute}/>"))));
        all.push(format!("{HEAD} {attribute}/>"));
    }
    all.extend(SHEETS.iter().map(|sheet| svg(&format!("<style>{sheet}</style>"))));
    all.extend(SHEETS.iter().map(|sheet| svg(&format!("<style type='text/css'>rect{{fill:red}}{sheet} rect{{x:1}}</style>"))));
    all.push(svg("<style type='text/evil'>evil</style>"));
    all.push(format!("<?xml-stylesheet href='//evil.example'?>{}<?evil?><!-- evil -->", svg("")));
    all.push(format!("<!DOCTYPE svg PUBLIC 'evil' '//evil.example' [<!ATTLIST svg onload CDATA 'evil()'>]>{}", svg("<g/>")));
    all.push(format!("<!DOCTYPE svg [<!ENTITY % evil SYSTEM '//evil.example'> %evil; ]>{}", svg("<g/>")));
    all
}

/// What a reader of XML that shares no code with ours finds in what is written.
fn assert_harmless(written: &[u8], of: &str) {
    let text = std::str::from_utf8(written).unwrap();
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{of}\n{text}"));
    for node in document.descendants() {
        assert!(!node.is_comment() && !node.is_pi(), "{text}");
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(!name.to_ascii_lowercase().starts_with("on"), "{text}");
            assert!(name != "href" || value.starts_with('#') || value.starts_with("data:image/"), "{text}");
            // What stands in quotes is no address.
            let bare = value.replace("\\\"", "").split('"').step_by(2).collect::<String>();
            let are_parts = bare.match_indices("url(").all(|(at, _)| bare[at..].starts_with("url(#"));
            assert!(are_parts || !matches!(name, "style" | "fill" | "filter" | "mask"), "{text}");
            assert!(attribute.namespace().is_none_or(|n| n == "http://www.w3.org/XML/1998/namespace"), "{text}");
        }
        assert!(!node.is_element() || node.tag_name().namespace() == Some("http://www.w3.org/2000/svg"), "{text}");
    }
    let scripts =
        |node: Node| matches!(node.tag_name().name(), "script" | "foreignObject" | "a" | "set" | "animate" | "metadata");
    assert!(!document.descendants().any(scripts), "{text}");
}

#[test]
fn nothing_evil_comes_through() {
    let mut written = 0;
    for document in documents() {
        if let Ok(bytes) = clean(document.as_bytes()) {
            assert!(!String::from_utf8_lossy(&bytes).contains("evil"), "{document}");
            assert_harmless(&bytes, &document);
            assert_eq!(clean(&bytes).as_deref(), Ok(&bytes[..]), "{document}");
            written += 1;
        }
    }
    // What is not XML at all proves nothing.
    assert!(written > 500, "{written}");
}

#[test]
fn what_stands_beside_it_stays() {
    for (dirty, kept) in [
        ("<a href='//evil'><rect/></a>", "<g><rect/></g>"),
        ("<text>a <a href='//evil'>b</a> c</text>", "<text>a <tspan>b</tspan> c</text>"),
        ("<text>a<!-- x -->b<script/>c &lt;&#x26;</text>", "<text>abc &lt;&amp;</text>"),
        ("<rect style='fill:url(//evil);stroke:red'/>", "<rect style=\"stroke:red\"/>"),
        ("<style>@import 'evil';.a>b{fill:url( \"#x\" )}</style>", "<style>.a&gt;b{fill:url(#x)}</style>"),
        ("<style><![CDATA[@media (width<9px){a{x:1;y:url(evil)}}]]></style>", "<style>@media (width&lt;9px){a{x:1}}</style>"),
        ("<use xlink:href='#b' href='#a'/><use xlink:href='#b'/>", "<use href=\"#a\"/><use href=\"#b\"/>"),
        ("<s:g xmlns:s='http://www.w3.org/2000/svg'><s:path d='M0 0'/></s:g>", "<g><path d=\"M0 0\"/></g>"),
        ("<text xml:space='preserve' xml:lang='el'> a\n </text>", "<text xml:space=\"preserve\" xml:lang=\"el\"> a\n </text>"),
    ] {
        let written = String::from_utf8(clean(svg(dirty).as_bytes()).unwrap()).unwrap();
        assert_eq!(written, format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{kept}</svg>"));
    }
}

/// Pieces of hostile drawings, put together at random.
fn soup() -> impl Strategy<Value = String> {
    let pieces: Vec<String> = [
        "<g>",
        "</g>",
        "<g",
        "/>",
        ">",
        "'",
        "\"",
        "&",
        ";",
        "&lt;",
        "&#0;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<style>",
        "</style>",
        "<text>",
        "</text>",
        "{",
        "}",
        "(",
        ")",
        "url(",
        "#a",
        "/*",
        "*/",
        "\\",
        "@media",
        ":",
        ",",
        "!",
        "<",
        "--",
        "-",
        "1",
        "e",
        "%",
        "=",
        " ",
        "\n",
        "x",
        "é",
        "\u{0}",
        "id='a'",
        "href='#a'",
        "fill='url(#a)'",
        "style='",
        "xmlns='",
        "<use",
    ]
    .into_iter()
    .chain(ELEMENTS)
    .chain(ATTRIBUTES)
    .chain(SHEETS)
    .map(str::to_owned)
    .collect();
    prop::collection::vec(prop::sample::select(pieces), 0..24).prop_map(|pieces| pieces.concat())
}

/// Cleaned once, harmless; cleaned twice, the same.
fn assert_settled(document: &[u8]) {
    if let Ok(once) = clean(document) {
        assert_harmless(&once, &String::from_utf8_lossy(document));
        assert_eq!(clean(&once).as_deref().map(String::from_utf8_lossy), Ok(String::from_utf8_lossy(&once)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_drawing_or_a_fault(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        _ = clean(&bytes);
        _ = clean(&[HEAD.as_bytes(), &bytes].concat());
    }

    #[test]
    fn what_is_clean_stays_as_it_is(soup in soup()) {
        assert_settled(svg(&soup).as_bytes());
        assert_settled(format!("{HEAD} {soup}/>").as_bytes());
    }

    #[test]
    fn sheets_too(soup in soup()) {
        let escaped = soup.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;").replace('\0', "");
        assert_settled(svg(&format!("<style>{escaped}</style>")).as_bytes());
        assert_settled(svg(&format!("<g style=\"{escaped}\" fill=\"{escaped}\"/>")).as_bytes());
    }
}
