// The search of a hubgen site. A theme says where things stand, this finds them:
//
//   form[data-search]           the address of the index; fields q, type, tag, group, lang, when (coming, past)
//   [data-search-status]        what is said; data-none, data-one … data-other with % for the number, data-failed
//   [data-search-results]       the list, with a <template> of one result in it
//   [data-search-more]          the button for more
//   [data-result="link"] …      in the template: link, text, type, date, language, place (a heading that fits)
//
// Words are folded and stemmed by the tables of index.json, as the texts were. Nothing here writes HTML.

const within = (ranges, c) => ranges.some(([first, last]) => first <= c && c <= last);
const isWord = /[\p{Alphabetic}\p{N}]/u;

/** The words of a text, folded. */
export const words = (text, rules) => {
  const found = [];
  let word = "", run = 0;
  const end = () => {
    const all = [...word];
    if (run === 1 && (all.length > 1 || /^[0-9]$/.test(word))) found.push(all.slice(0, rules.longest).join(""));
    if (run === 2) found.push(...(all.length < 2 ? all : all.slice(1).map((c, i) => all[i] + c)));
    word = "";
  };
  for (const raw of text.normalize("NFKD")) {
    const point = raw.codePointAt(0);
    if (point > 127 && within(rules.marks, point)) continue;
    const next = !isWord.test(raw) ? 0 : point > 127 && within(rules.pairs, point) ? 2 : 1;
    if (next !== run) { end(); run = next }
    if (run) for (const c of raw.toLowerCase()) {
      const own = c.codePointAt(0), zero = own > 127 && rules.zeros.find(zero => own >= zero && own < zero + 10);
      if (own < 128 || !within(rules.marks, own)) word += Object.hasOwn(rules.letters, c) ? rules.letters[c] : zero ? own - zero : c;
    }
  }
  end();
  return found;
};

/** What a table leaves of a word. */
export const stem = (word, table) => {
  for (const { at, rules } of table.rounds) {
    const start = at === "start";
    const rule = rules.find(([affix, , least]) => word.length - affix.length >= least && (start ? word.startsWith(affix) : word.endsWith(affix)));
    if (rule) word = start ? rule[1] + word.slice(rule[0].length) : word.slice(0, word.length - rule[0].length) + rule[1];
  }
  return word;
};

const bones = (word, { skeleton }) => {
  const left = skeleton ? [...word].filter(c => !skeleton.drop.includes(c)).join("") : "";
  return left && left.length >= skeleton.least && /[^\0-\x7f]/.test(left) ? left : "";
};

/** An index, opened: asks for the files it needs, each once. */
const open = async (address, cache) => {
  const base = new URL(address, location.href), kept = new Map();
  const load = async (url, options) => {
    const answer = await fetch(url, options);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer.json();
  };
  const index = await load(base, { cache });
  const file = (name, read = x => x) => {
    if (!kept.has(name)) kept.set(name, load(new URL(`${name}.json`, base)).then(read));
    return kept.get(name);
  };
  const tables = Object.values(index.languages).map(language => language.stem).filter(Boolean);

  // Pairs of a first stem and a file: which of them may hold a stem.
  const place = term => {
    let low = 0, high = index.terms.length / 2;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (index.terms[2 * middle] <= term) low = middle + 1; else high = middle;
    }
    return low - 1;
  };
  const inPairs = list => new Map(Array.from({ length: list.length / 2 }, (_, i) => [list[2 * i], list[2 * i + 1]]));
  const shard = at => index.terms[2 * at + 1] ? file(index.terms[2 * at + 1], inPairs) : new Map();
  const exact = async term => (await shard(place(term))).get(term);
  const beginning = async word => {
    const from = Math.max(place(word), 0), found = [];
    for (let at = from; at < from + 3 && (at === from || index.terms[2 * at]?.startsWith(word)); at++)
      for (const [term, list] of await shard(at)) if (term.startsWith(word)) found.push([term, list]);
    return found.sort((a, b) => a[0].length - b[0].length).slice(0, 50);
  };

  /** What somebody asked: its words with all stems they may have been indexed by. */
  const read = text => {
    const all = words(text, index.fold), told = all.filter(word => !tables.some(table => table.stop.includes(word)));
    const asked = (told.length ? told : all).slice(0, 12).map(word => {
      const stems = [...new Set([word, ...tables.map(table => stem(word, table))])];
      return { word, stems, kin: [...new Set(tables.flatMap(table => stems.map(own => bones(own, table))).filter(Boolean))] };
    });
    const last = asked.at(-1);
    if (last && /[^\s\p{P}]$/u.test(text) && last.word === all.at(-1)) last.open = last.word.length > 1 || last.word > "\u0e00";
    return asked;
  };

  /** Articles with a word, by how much it says about them. */
  const weigh = async ({ word, stems, kin, open }) => {
    const lists = [], scores = new Map();
    const take = (worth, list) => { if (list) lists.push([worth, list]) };
    const some = async (worth, terms) => { for (const list of await Promise.all(terms.map(exact))) take(worth, list) };
    await some(1, stems);
    await some(0.35, (await Promise.all(kin.map(own => exact("~" + own)))).flat().filter(own => own && !stems.includes(own)));
    if (open) {
      for (const [term, list] of await beginning(word)) if (!stems.includes(term)) take(0.5 * word.length / term.length, list);
      // In the middle of an ending, the stem is shorter than what stands there.
      if (!lists.length) await some(0.4, [1, 2, 3].map(n => word.slice(0, -n)).filter(cut => cut.length > 3));
    }
    for (const [worth, list] of lists) {
      const rare = worth * Math.log(1 + 2 * index.count / list.length);
      for (let i = 0, article = 0; i < list.length; i += 2) {
        article += list[i];
        scores.set(article, Math.max(scores.get(article) ?? 0, rare * list[i + 1]));
      }
    }
    return scores;
  };

  const sum = list => { let last = 0; return list.map(difference => last += difference) };
  /** Articles that filters leave: article to the minute from which it is past, where that was asked. */
  const narrowed = async filters => {
    let left = null;
    const keep = entries => { left = new Map(entries.filter(([article]) => !left || left.has(article))) };
    for (const [name, value] of Object.entries(filters)) {
      if (name !== "when") {
        const values = await file(index.facets[name]);
        keep(sum(Object.hasOwn(values, value) ? values[value] : []).map(article => [article, 0]));
      }
    }
    if (filters.when) {
      const all = await file(index.facets.when), now = Date.now() / 6e4;
      const articles = sum(all.filter((_, i) => i % 2 === 0)), over = sum(all.filter((_, i) => i % 2));
      keep(articles.map((article, i) => [article, over[i]]).filter(([, minute]) => minute > now === (filters.when === "coming")));
    }
    return left;
  };

  /** Articles that answer, with a score, the best first. Those with all words stand before those with some. */
  const find = async (asked, filters) => {
    const [left, ...found] = await Promise.all([narrowed(filters), ...asked.map(weigh)]);
    if (!asked.length) {
      const order = filters.when === "past" ? (a, b) => b[1] - a[1] : (a, b) => a[1] - b[1];
      return [...left ?? []].sort((a, b) => order(a, b) || a[0] - b[0]).map(([article]) => [article, 0]);
    }
    const all = new Map();
    for (const scores of found) for (const [article, score] of scores) {
      const [times, so] = all.get(article) ?? [0, 0];
      if (!left || left.has(article)) all.set(article, [times + 1, so + score]);
    }
    // Words matter before scores, and no sum of scores is this large.
    return [...all].map(([article, [times, score]]) => [article, times * 1e6 + score]).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  };

  const record = async article => (await file(index.records[Math.floor(article / index.per)]))[article % index.per];
  const fits = (text, { word, stems, open }) => words(text, index.fold).some(own =>
    stems.includes(own) || open && own.startsWith(word) || tables.some(table => stems.includes(stem(own, table))));
  /** How well a title or heading answers: it has all the words, and perhaps no others. */
  const answers = (asked, text) => {
    if (!asked.length || !asked.every(word => fits(text, word))) return 0;
    const told = new Set(words(text, index.fold).filter(word => !tables.some(table => table.stop.includes(word))));
    return told.size <= asked.length ? 2 : 1;
  };
  /** The first of those found, with their records, in the order in which their titles and headings answer. */
  const first = async (asked, found, count) => {
    const some = await Promise.all(found.slice(0, count).map(async ([article, score]) => [score, await record(article)]));
    const best = ({ t, a = [] }) => Math.max(2 * answers(asked, t), ...a.slice(0, 40).map(([text]) => 1.5 * answers(asked, text)));
    const sorted = some.map(([score, record], n) => ({ record, n, all: Math.floor(score / 1e6), score: (score % 1e6) * (1 + 0.2 * best(record)) }));
    return sorted.sort((a, b) => b.all - a.all || b.score - a.score || a.n - b.n).map(({ record }) => record);
  };
  const direction = tag => index.languages[tag]?.dir;
  return { read, find, first, fits, direction };
};

const form = typeof document === "undefined" ? null : document.querySelector("form[data-search]");
if (form) {
  const status = document.querySelector("[data-search-status]"), list = document.querySelector("[data-search-results]");
  const more = document.querySelector("[data-search-more]"), pattern = list.querySelector("template");
  const field = form.elements.namedItem("q"), FILTERS = ["type", "tag", "group", "lang", "when"], PAGE = 10;
  const locale = form.dataset.searchLocale || document.documentElement.lang;
  const plural = new Intl.PluralRules(locale), number = new Intl.NumberFormat(locale), names = new Intl.DisplayNames(locale, { type: "language" });
  const date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  let index = null, run = 0, rest = [], asked = [];

  const filters = () => Object.fromEntries(FILTERS.map(name => [name, form.elements.namedItem(name)?.value]).filter(([, value]) => value));
  const say = text => { if (status && status.textContent !== text) status.textContent = text };
  const said = n => {
    const { none, other = "", [plural.select(n)]: own = other } = status?.dataset ?? {};
    return (n ? own : none ?? own).replace("%", number.format(n));
  };

  // Words that were asked for are marked; all of it goes in as text.
  const fill = (element, text) => element.replaceChildren(...text.split(/([\p{L}\p{M}\p{N}\u200c\u200d]+)/u).map((piece, i) =>
    i % 2 && piece.length < 40 && asked.some(word => index.fits(piece, word)) ? Object.assign(document.createElement("mark"), { textContent: piece }) : piece));

  const when = ({ p, d = [] }) => {
    const now = Date.now() / 6e4;
    for (let i = 0, day = 0, over = 0; i < d.length; i += 2) {
      day += d[i];
      over += d[i + 1];
      if (over > now || i + 2 === d.length) return [day, over <= now];
    }
    return [p, false];
  };

  const result = record => {
    const item = pattern.content.firstElementChild.cloneNode(true), { t, h, x = "", k, l, a = [] } = record, [day, past] = when(record);
    const part = name => item.querySelector(`[data-result="${name}"]`);
    const put = (name, text, set = element => { element.textContent = text }) => {
      const element = part(name);
      if (element) text ? set(element) : element.remove();
    };
    const abroad = element => { if (l) { element.lang = l; element.dir = index.direction(l) ?? "auto" } };
    const words = element => text => { fill(element, text); abroad(element) };
    put("link", t, link => { link.href = h; if (l) link.hreflang = l; words(link)(t) });
    put("text", x, element => words(element)(x));
    put("type", [...form.elements.namedItem("type")?.options ?? []].find(option => option.value === k)?.text);
    put("language", l && names.of(l));
    put("date", day == null ? "" : date.format(day * 864e5));
    const score = text => asked.filter(word => index.fits(text, word)).length;
    const [best] = a.map(([text, id]) => [score(text), text, id]).sort((a, b) => b[0] - a[0]);
    const place = best && best[0] > score(t) ? best : null;
    put("place", place?.[1], link => { link.href = `${h}#${encodeURIComponent(place[2])}`; if (l) link.hreflang = l; words(link)(place[1]) });
    item.toggleAttribute("data-past", past);
    return item;
  };

  const show = async mine => {
    const records = await index.first(asked, rest, PAGE);
    if (mine !== run) return;
    rest = rest.slice(PAGE);
    list.append(...records.map(result));
    if (more) more.hidden = !rest.length;
  };

  const search = async again => {
    const mine = ++run, query = field.value.trim(), own = filters();
    if (!query && !Object.keys(own).length) {
      list.replaceChildren(pattern);
      if (more) more.hidden = true;
      return say("");
    }
    try {
      index ??= await open(form.dataset.search, again ? "reload" : "default");
      const words = index.read(field.value), found = await index.find(words, own);
      if (mine !== run) return;
      const first = await index.first(words, found, PAGE);
      if (mine !== run) return;
      [asked, rest] = [words, found.slice(PAGE)];
      list.replaceChildren(pattern, ...first.map(result));
      if (more) more.hidden = !rest.length;
      say(said(found.length));
    } catch (error) {
      if (mine !== run) return;
      // The site may have been published anew since the page was opened: the index knows what its files are called now.
      index = null;
      if (!again) return search(true);
      list.replaceChildren(pattern);
      say(status?.dataset.failed ?? "");
      console.warn(error);
    }
  };

  // The query is in the address, for the way back and to hand on.
  const address = () => {
    const query = new URLSearchParams(Object.entries({ q: field.value.trim(), ...filters() }).filter(([, value]) => value)).toString();
    return location.pathname + (query && `?${query}`);
  };
  const arrive = () => {
    const query = new URLSearchParams(location.search);
    field.value = query.get("q") ?? "";
    for (const name of FILTERS) {
      const select = form.elements.namedItem(name);
      if (select) select.value = [...select.options].some(option => option.value === query.get(name)) ? query.get(name) : "";
    }
    search();
  };
  const leave = () => { if (address() !== location.pathname + location.search) history.pushState(null, "", address()) };
  let pause;
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => { history.replaceState(null, "", address()); search() }, 120);
  });
  form.addEventListener("submit", event => { event.preventDefault(); clearTimeout(pause); leave(); search() });
  form.addEventListener("change", event => { if (event.target !== field) { leave(); search() } });
  addEventListener("popstate", arrive);
  more?.addEventListener("click", async () => {
    const before = list.querySelectorAll('[data-result="link"]').length;
    await show(run);
    list.querySelectorAll('[data-result="link"]')[before]?.focus();
  });

  // `/` leads to the field, arrows lead through the results, Escape begins anew.
  addEventListener("keydown", event => {
    const { key, target } = event, links = [...list.querySelectorAll('[data-result="link"]')], at = links.indexOf(target);
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const go = element => { event.preventDefault(); element?.focus() };
    if (key === "/" && !target.closest("input, select, textarea, [contenteditable]")) { go(field); field.select() }
    else if (key === "ArrowDown" && (target === field || at >= 0)) go(links[at + 1]);
    else if (key === "ArrowUp" && at >= 0) go(at ? links[at - 1] : field);
    else if (key === "Escape" && at >= 0) go(field);
    else if (key === "Escape" && target === field && field.value) {
      event.preventDefault();
      field.value = "";
      history.replaceState(null, "", address());
      search();
    }
  });

  form.hidden = false;
  arrive();
}
