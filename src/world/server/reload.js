// The preview's own script: keeps the page as the hub is, and shows what is wrong with it.
// It is added by `hubgen serve` on the way out and is no part of what is published.
(() => {
  "use strict";
  const mine = { ...document.currentScript.dataset };
  let events = null;
  let panel = null;
  let notice = null;

  const STYLE = `
    :host { all: initial; }
    section { position: fixed; inset: auto 0 0 0; max-block-size: 70vh; overflow: auto; z-index: 2147483647;
      background: #fff; color: #1c1a17; border-block-start: 4px solid #b3261e; padding: 1rem clamp(1rem, 4vw, 3rem) 1.5rem;
      font: 16px/1.5 system-ui, sans-serif; box-shadow: 0 -8px 32px rgb(0 0 0 / .25); }
    h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
    article { border-block-start: 1px solid #ddd6cc; padding-block: .75rem; }
    p { margin: 0 0 .25rem; }
    .where { font-size: .875rem; color: #5c554c; }
    bdi { background: #f5f1ea; padding-inline: .2em; }
    .where, pre, bdi { font-family: ui-monospace, "Cascadia Mono", Menlo, monospace; }
    pre { margin: .35rem 0; padding: .5rem .75rem; background: #f5f1ea; overflow-x: auto; font-size: .9rem;
      white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
    mark { background: #ffd9d4; color: inherit; border-block-end: 2px solid #b3261e; }
    @media (prefers-color-scheme: dark) {
      section { background: #1c1a17; color: #f2ede4; border-color: #f2b8b5; }
      article { border-color: #4a443b; } .where { color: #b8afa2; } pre, bdi { background: #2a2621; }
      mark { background: #5c1d18; border-color: #f2b8b5; }
    }`;

  // Everything a hub says is text, never markup.
  const make = (name, text, attributes = {}) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  // Messages are English and quote what writers wrote, in any script, between backticks.
  const words = (name, text, attributes) => {
    const element = make(name, "", attributes);
    text.split("`").forEach((part, i, parts) => {
      const quoted = i % 2 === 1 && i < parts.length - 1;
      element.append(quoted ? make("bdi", part) : part);
    });
    return element;
  };

  const line = (finding) => {
    const letters = [...finding.text];
    const from = Math.min(finding.column - 1, letters.length);
    const to = Math.min(finding.end_column - 1, letters.length);
    const pre = make("pre", letters.slice(0, from).join(""), { dir: "auto" });
    pre.append(make("mark", letters.slice(from, to).join("") || " "), letters.slice(to).join(""));
    return pre;
  };

  const article = (finding) => {
    const element = make("article", "");
    element.append(words("p", finding.message));
    if (finding.file) {
      const place = [finding.file, finding.line, finding.column].filter((part) => part !== null).join(":");
      element.append(make("p", `${place}  ${finding.code}`, { class: "where", dir: "ltr" }));
    }
    if (finding.text) element.append(line(finding));
    if (finding.help) element.append(words("p", finding.help));
    for (const also of finding.also || []) {
      const place = [also.file, also.line].filter((part) => part !== null).join(":");
      element.append(make("p", `${also.message}: ${place}`, { class: "where", dir: "ltr" }));
    }
    if (finding.more) finding.more.split("\n").forEach((more) => element.append(words("p", more, { class: "more" })));
    return element;
  };

  // Something of the preview's own over the page, out of reach of its styles.
  const over = (role, ...children) => {
    const host = make("div", "");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const section = make("section", "", { role, lang: "en", dir: "ltr" });
    section.append(...children);
    root.append(section);
    document.body.append(host);
    return host;
  };

  const showFindings = async (said) => {
    let findings = [];
    if (said) findings = await (await fetch("/_hubgen/findings", { cache: "no-store" })).json();
    panel?.remove();
    panel = null;
    if (findings.length === 0) return;
    const all = findings.reduce((sum, finding) => sum + 1 + (finding.hidden || 0), 0);
    const count = all === 1 ? "One error" : `${all} errors`;
    const behind = mine.name ? "; behind this is the last page without any" : "";
    panel = over("alert", make("h2", count + behind), ...findings.map(article));
  };

  const showGone = (gone) => {
    notice?.remove();
    notice = gone
      ? over("status", make("h2", "This page is no more"), make("p", "Its file was deleted or has another name. What you see is how it was."))
      : null;
  };

  // --- going on where the reader was ---

  const KEY = `hubgen ${location.pathname}`;

  const keep = () => {
    const open = [...document.querySelectorAll("details")].map((details) => details.open);
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ x: scrollX, y: scrollY, open }));
    } catch { /* a browser that keeps nothing begins at the top */ }
  };

  const goOn = () => {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
    } catch { /* as if nothing had been kept */ }
    if (!kept) return;
    const all = [...document.querySelectorAll("details")];
    if (all.length === kept.open.length) all.forEach((details, i) => { details.open = kept.open[i]; });
    const back = () => scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
    back();
    // Pictures may have moved everything meanwhile.
    if (document.readyState !== "complete") addEventListener("load", back, { once: true });
  };

  const plain = (link) => new URL(link.href).pathname.replace(/\.[0-9a-f]{10}(?=\.css$)/, "");
  const sheetLinks = () => [...document.querySelectorAll('link[rel~="stylesheet"][href]')];

  // The old sheet goes when the new one is there, so that the page is never without.
  const restyle = (sheets) => {
    const newest = new Map(sheetLinks().map((link) => [plain(link), link]));
    for (const [name, link] of newest) {
      const url = new URL(link.href);
      if (url.origin !== location.origin || !sheets[name] || sheets[name] === url.pathname) continue;
      const next = link.cloneNode();
      next.href = sheets[name];
      next.onload = () => {
        for (const old of sheetLinks()) {
          if (old === next) break;
          if (plain(old) === name) old.remove();
        }
      };
      next.onerror = () => next.remove();
      link.after(next);
    }
  };

  const hear = (told) => {
    if (told.page === "changed") {
      silence();
      keep();
      location.reload();
      return;
    }
    if (told.page === "moved") {
      silence();
      location.replace(told.to + location.hash);
      return;
    }
    if (told.page === "restyled") {
      restyle(told.sheets);
      mine.styles = told.styles;
    }
    if ((told.page === "gone") !== (notice !== null)) showGone(told.page === "gone");
    showFindings(told.findings).catch(() => {});
  };

  const listen = () => {
    const query = Object.entries({ page: location.pathname, ...mine }).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
    events = new EventSource(`/_hubgen/events?${query.join("&")}`);
    events.onmessage = (event) => hear(JSON.parse(event.data));
  };

  // A page that nobody sees holds no connection: browsers allow six to a host, and the seventh tab would never load.
  // It hears what became of it when somebody comes back.
  const silence = () => {
    events?.close();
    events = null;
  };
  const attend = () => {
    if (document.hidden) silence();
    else if (!events) listen();
  };

  addEventListener("pagehide", silence);
  addEventListener("pageshow", attend);
  document.addEventListener("visibilitychange", attend);
  goOn();
  attend();
})();
