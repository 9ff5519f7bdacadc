use super::*;
use crate::model::{path::HubPath, theme::Template};

/// `file:line:column message | help`, one to a line.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let template = |(name, text): &(&str, &str)| {
        let path = HubPath::new(&format!("templates/{name}")).unwrap();
        ((*name).to_owned(), Template { path, text: (*text).into() })
    };
    let said = |finding: &Finding| {
        let place = finding.place.as_ref().unwrap();
        let at = place.at.as_ref().unwrap();
        let also = finding.also.first().map_or(String::new(), |(place, _)| format!(" (from {})", place.path.name()));
        let help = finding.help.as_deref().unwrap();
        format!("{}:{}:{} {}{also} | {help}", place.path.name(), at.line, at.column, finding.message)
    };
    asked(&Sources(files.iter().map(template).collect()), &["style.css"]).findings.iter().map(said).collect()
}

#[test]
fn what_is_none_is_told() {
    for (text, expected) in [
        ("{{ page.titel | words }}", "page.html:1:9 there is no `titel` in `page` | did you mean `title`?"),
        ("{% if artcle.toc %}x{% endif %}", "page.html:1:7 there is no `artcle` here | did you mean `article`?"),
        ("{% if event %}x{% endif %}", "page.html:1:7 there is no `event` here | only event.html is given that"),
        (
            "{% if not page.image and page.imgae %}x{% endif %}",
            "page.html:1:31 there is no `imgae` in `page` | did you mean `image`?",
        ),
        (
            "{% for x in article.tags %}{{ x.title }}{% endfor %}",
            "page.html:1:33 there is no `title` in `x` | a Label has: `href`, `id`, `text`",
        ),
        (
            "{% set first = article.authors | first %}{{ first.nam | name }}",
            "page.html:1:51 there is no `nam` in `first` | did you mean `name`?",
        ),
        ("{{ site['nam'] }}", "page.html:1:9 there is no `nam` in `site` | did you mean `nav`?"),
        (
            "{{ site.nav.label | words }}",
            "page.html:1:13 `site.nav` is a list of Link: there is no `label` in it | \
             write `{% for x in site.nav %}{{ x.label }}{% endfor %}`",
        ),
        ("{{ page.kind.x }}", "page.html:1:14 `page.kind` is a string: there is nothing in it | write `page.kind`"),
        ("{{ site.nav[0].lable | words }}", "page.html:1:16 there is no `lable` in `site.nav[0]` | did you mean `label`?"),
        ("{{ asset(path='styel.css') }}", "page.html:1:15 the theme has no asset `styel.css` | did you mean `style.css`?"),
        ("{{ t(key='x', n=page.titel) }}", "page.html:1:22 there is no `titel` in `page` | did you mean `title`?"),
        (
            "{{ [x.labl for x in site.nav] | length }}{{ y }}",
            "page.html:1:45 there is no `y` here | there is: `article`, `data`, `page`, `site`",
        ),
        (
            "{{ page.lang == 'en' and nothing }}",
            "page.html:1:26 there is no `nothing` here | there is: `article`, `data`, `page`, `site`",
        ),
        (
            "{% for x in site.nav %}{% endfor %}{{ x }}",
            "page.html:1:39 there is no `x` here | there is: `article`, `data`, `page`, `site`",
        ),
    ] {
        assert_eq!(told(&[("page.html", text)]), [expected], "{text}");
    }
}

#[test]
fn what_has_no_words_is_told() {
    for (text, expected) in [
        (
            "{{ article.title }}",
            "page.html:1:4 `article.title` is a Text, and would be printed with everything in it | write `{{ article.title | words }}`",
        ),
        (
            "{{ article.authors }}",
            "page.html:1:4 `article.authors` is a list of Person, and would be printed with everything in it | \
             write `{{ article.authors | people }}`",
        ),
        (
            "{{ article.date }}",
            "page.html:1:4 `article.date` is a Moment, and would be printed with everything in it | \
             write what of it is meant: `article.date.iso`, `article.date.date`, `article.date.short`, `article.date.day`",
        ),
        (
            "{{ site.nav }}",
            "page.html:1:4 `site.nav` is a list of Link, and would be printed with everything in it | \
             write `{% for x in site.nav %}…{% endfor %}`",
        ),
        (
            "{% for x in article.tags %}{{ x | words }}{% endfor %}",
            "page.html:1:35 `words` is for a Text, and `x` is a Label | write `x | label`",
        ),
        (
            "{{ page.description | words }}",
            "page.html:1:23 `words` is for a Text, and `page.description` is a string | print it as it is, without the filter",
        ),
        (
            "{{ site.nav | first | words }}",
            "page.html:1:23 `words` is for a Text, and `site.nav | first` is a Link | write `site.nav | first | link`",
        ),
    ] {
        assert_eq!(told(&[("page.html", text)]), [expected], "{text}");
    }
}

#[test]
fn what_is_not_certain_is_left_alone() {
    for text in [
        "{% if article.nothing is defined %}{{ site.extra.what.ever }}{% endif %}",
        "{% if article.nothing is not defined or x is undefined %}{% endif %}",
        "{{ page.nothing | default(value=page.lang) }}{{ site?.nothing }}",
        "{% set x = article.title %}{% if x %}{% set x = 'a' %}{% endif %}{{ x.what }}",
        "{{ data.members[0].name }}{{ {a: 1, b: page.lang}.a }}{{ article[page.lang] }}",
        "{% for k, v in article.extra %}{{ k }}{{ v.x }}{{ loop.index }}{% endfor %}",
        "{% for k, v in page %}{{ k }}: {{ v }}{% endfor %}",
        "{{ page.lang ~ ': ' ~ page.title.text if page.section else 'no' }}",
        "{{ site.nav | slice(start=1) | length }}{{ page.lang is starting_with(pat='a') }}",
        "{% set text %}{{ page.lang }}{% endset %}{{ text }}{% filter upper %}x{% endfilter %}",
        "{{ site.nav[1:3] | length < page.alternates | length }}",
        "{% block main %}{{ super() }}{% endblock main %}{{ 2 < 3 }}{{ __tera_context }}",
        "{% set x = article.title %}{% if x is string %}{{ x }}{% elif x is map %}{{ x.what }}{% endif %}",
        "{% if page is not map %}{{ page }}{% endif %}",
        "{# {{ nothing }} #}{% raw %}{{ nothing }}{% endraw %}",
    ] {
        assert_eq!(told(&[("page.html", text)]), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn components_are_looked_at_as_they_are_called() {
    let parts = "{% component card(x, level: string = 'h3', @lang, ...rest) %}{{ x.titel | words }}{{ level }}{{ rest }}{{ body }}\
                 {% endcomponent card %}{% component lonely(x) %}{{ site.lang }}{{ x.any }}{% endcomponent lonely %}";
    let page = "{% for x in article.sections %}{{ <card x={x}/> }}{% endfor %}{{ <card x={article}/> }}\
                {% <card x={site.extra}> %}{{ page.lnag }}{% </card> %}";
    assert_eq!(
        told(&[("page.html", page), ("parts.html", parts)]),
        [
            "page.html:1:123 there is no `lnag` in `page` | did you mean `lang`?",
            "parts.html:1:67 there is no `titel` in `x` (from page.html) | a Section has: `body`, `heading`, `id`, `number`, `text`",
            "parts.html:1:165 there is no `site` here | a component sees only what it is given: `x`",
        ]
    );
}

#[test]
fn templates_around_and_within_see_what_pages_have() {
    let files = [
        ("base.html", "{% if event %}{{ event.kind.id }}{% endif %}{% block main %}{% endblock main %}{{ member }}{{ list }}"),
        ("event.html", "{% extends 'base.html' %}{% block main %}{% set n = 1 %}{% include 'part.html' %}{% endblock main %}"),
        ("member.html", "{% extends 'base.html' %}"),
        ("part.html", "{{ n }}{{ event.hosts | length }}{{ event.hotss | length }}{{ member }}"),
        ("unused.html", "{{ terms.kind }}{{ nothing }}"),
    ];
    assert_eq!(
        told(&files),
        [
            "base.html:1:83 `member` is a Member, and would be printed with everything in it | print what it holds, one by one",
            "base.html:1:95 there is no `list` here | only list.html is given that",
            "part.html:1:43 there is no `hotss` in `event` | did you mean `hosts`?",
            "part.html:1:63 there is no `member` here | only member.html is given that",
            "unused.html:1:20 there is no `nothing` here | there is: `article`, `card`, `data`, `entry`, `event`, `faq`, `guideline`, `home`, `list`, `member`, … (8 more)",
        ]
    );
}

#[test]
fn phrases_are_known_by_their_first_place() {
    let files = [("a.html", "\n{{ t(n=1, key='one') }}"), ("b.html", "{{ t(key=\"one\") }}{{ t(key=page.kind) }}")];
    let template = |(name, text): &(&str, &str)| {
        ((*name).to_owned(), Template { path: HubPath::new(&format!("templates/{name}")).unwrap(), text: (*text).into() })
    };
    let asked = asked(&Sources(files.iter().map(template).collect()), &[]);
    let phrases: Vec<String> =
        asked.phrases.iter().map(|phrase| format!("{} {:?} {}", phrase.key, phrase.given, phrase.place.path.name())).collect();
    assert_eq!(phrases, ["one [\"n\"] a.html", "one [] b.html"]);
}

#[test]
fn parts_of_a_name_may_be_turned_round() {
    let said = told(&[("event.html", "{{ event.dates_past | length }}")]);
    assert_eq!(said, ["event.html:1:10 there is no `dates_past` in `event` | did you mean `past_dates`?"]);
}

#[test]
fn html_that_does_nothing_is_told() {
    let part = ("part.html", "{% component row(x) %}{{ x }}{% endcomponent row %}");
    for (text, expected) in [
        (
            "<p style=\"a\">",
            "page.html:1:4 the page's policy forbids `style=` | give it a class, and say in a style sheet what that looks like",
        ),
        (
            "<p onclick='a()'>",
            "page.html:1:4 the page's policy forbids `onclick=` | write it into a file of assets/: `<script type=\"module\" src=\"{{ asset(path=\"mine.js\") }}\"></script>`",
        ),
        (
            "<script>x</script>",
            "page.html:1:1 the page's policy forbids scripts inside a page | \
             write it into a file of assets/: `<script type=\"module\" src=\"{{ asset(path=\"mine.js\") }}\"></script>`",
        ),
        (
            "<style>",
            "page.html:1:1 the page's policy forbids styles inside a page | \
             write it into a file of assets/: `<link rel=\"stylesheet\" href=\"{{ asset(path=\"style.css\") }}\">`",
        ),
        (
            "<img src=\"https://x.example/a.png\">",
            "page.html:1:11 the page's policy lets nothing come from another host | put the file into assets/, and write `{{ asset(path=\"…\") }}`",
        ),
        (
            "<link href=/assets/style.css rel=stylesheet>",
            "page.html:1:12 the address of style.css is written by hand | put it into assets/, and write `{{ asset(path=\"style.css\") }}`: \
             sites lie below a path, and names change with the content",
        ),
        (
            "<row x={page} />",
            "page.html:1:1 the component `row` stands in the text, and is not called | put braces around it: `{{ <row … /> }}`",
        ),
        (
            "<a title=\"{{ page.title | words }}\">",
            "page.html:1:27 `words` makes HTML, and this is an attribute | write `{{ page.title.text }}`",
        ),
        (
            "{{ page.languages | join(sep=', ') }}",
            "page.html:1:4 `page.languages` is a list of Link, and `join` would print them with everything in them | \
             write `{% for x in page.languages %}…{% endfor %}`",
        ),
    ] {
        assert_eq!(told(&[("page.html", text), part]), [expected], "{text}");
    }
    for text in [
        "<a href=\"https://x.example/\" title=\"{{ page.title.text }}\">{{ page.title | words }}</a>",
        "<script type=\"application/ld+json\">{{ page.structured }}</script><script src=\"{{ asset(path='style.css') }}\"></script>",
        "<link rel=\"canonical\" href=\"https://x.example/\"><!-- <style> --><img src=\"{{ page.url }}\" alt=\"a > b\">",
        "{{ <row x={page.lang} /> }}<row><row x=\"{{ page.lang }}\">{% if page.lang < page.dir %}{% endif %}{# <p style=\"\"> #}<p one=1 data-on-x",
    ] {
        assert_eq!(told(&[("page.html", text), part]), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn components_may_call_each_other_for_ever() {
    let one = |n: usize| format!("{{% component c{n}(x) %}}{{{{ <c{} x={{x}}/> }}}}{{% endcomponent c{n} %}}", (n + 1) % 20_000);
    let parts: String = (0..20_000).map(one).collect();
    let page = "{{ <c0 x={page.title}/> }}{{ <self x={article}/> }}{% component self(x) %}{{ <self x={x.title}/> }}{% endcomponent self %}";
    let said = told(&[("page.html", page), ("parts.html", &parts)]);
    assert_eq!(said, ["page.html:1:89 there is no `title` in `x` (from page.html) | a Text has: `dir`, `lang`, `text`"]);
}

#[test]
fn any_bytes_are_read() {
    for text in [
        "{{",
        "{% for",
        "{% for x in",
        "{{ a[ }}",
        "{{ <a b= }}",
        "{% component",
        "{% component a(",
        "{{ a.",
        "{{ a | ",
        "{% set",
        "{% include",
        "{{ a is",
        "{{ t( }}",
        "{{ (( }}{% endfor %}",
    ] {
        told(&[("page.html", text)]);
    }
}
