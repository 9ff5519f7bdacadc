// Searches the example hub as its readers would: by address, by keyboard, in three languages.
//
//   search.mjs OUT --base-url U --now T [--queries no]
//
// Every line of queries.tsv is asked; what it expects comes first. words.tsv holds texts with the stems that hubgen makes
// of them; the script makes the same. Then what a hand at the keyboard does, and what is loaded for it.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { SCHEMES, WIDTHS, launch, openSite, readArguments, sideways } from "./browser.mjs";

const { words: [out], options } = readArguments("search.mjs OUT --base-url U --now T [--queries no]", 1);
const base = options["base-url"];
const table = (name) => readFileSync(new URL(name, import.meta.url), "utf8").split("\n")
  .filter((line) => line && !line.startsWith("#")).map((line) => line.split("\t"));
const troubles = [];
const hold = (what, is) => is || troubles.push(what);
const browser = await launch();

async function openTab(settings = {}) {
  const context = await openSite(browser, out, base, { viewport: { width: 1280, height: 900 }, ...settings },
    (text) => troubles.push(text));
  await context.clock.setFixedTime(options.now);
  const tab = await context.newPage();
  tab.on("pageerror", (error) => troubles.push(error.message));
  tab.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  return tab;
}

const root = (language) => base + (language === "en" ? "" : `${language}/`);
const links = '[data-search-results] [data-result="link"]';
const status = (tab) => tab.textContent("[data-search-status]");
async function ask(tab, language, query) {
  await tab.goto(`${root(language)}search/?${new URLSearchParams(query)}`, { waitUntil: "load" });
  await tab.waitForFunction(() => document.querySelector("[data-search-status]").textContent);
  return tab.$$eval(links, (all) => all.map((link) => link.href));
}

const tab = await openTab();
const hits = new Map();
for (const [language, query, address] of options.queries === "no" ? [] : table("queries.tsv")) {
  const found = await ask(tab, language, { q: query });
  const place = found.indexOf(base + address);
  const [first, all] = hits.get(language) ?? [0, 0];
  hits.set(language, [first + (place === 0), all + 1]);
  hold(`${language}: "${query}" finds ${found[0]?.slice(base.length) ?? "nothing"} first; ${address} is ${place < 0 ? "not among ten" : `number ${place + 1}`}`, place === 0);
}

await ask(tab, "en", { q: "lamps" });

// Both sides of the index take words apart alike.
const script = await tab.getAttribute('script[src*="/search."]', "src");
for (const [language, text, expected] of table("words.tsv")) {
  const made = await tab.evaluate(async ([script, index, language, text]) => {
    const [{ words, stem }, { fold, languages }] = await Promise.all([import(script), fetch(index).then((r) => r.json())]);
    const table = languages[language]?.stem;
    return words(text, fold).map((word) => (table ? stem(word, table) : word)).join(" ");
  }, [script, `${base}search/index.json`, language, text]);
  hold(`${language}: the script makes "${made}" of "${text}", hubgen "${expected}"`, made === expected);
}

// By keyboard: `/` and a word, down to the second result and back, Escape.
await tab.goto(`${root("en")}search/`, { waitUntil: "load" });
await tab.keyboard.press("/");
await tab.keyboard.type("lamps", { delay: 20 });
await tab.waitForSelector(links);
await tab.waitForURL(`${root("en")}search/?q=lamps`);
hold(`the number is not said: ${await status(tab)}`, /^\d+ results$/.test(await status(tab)));
hold("the status is not announced", (await tab.getAttribute("[data-search-status]", "role")) === "status");
const focused = () => tab.evaluate((links) => [...document.querySelectorAll(links)].indexOf(document.activeElement), links);
await tab.keyboard.press("ArrowDown");
await tab.keyboard.press("ArrowDown");
hold("arrows do not lead to the second result", (await focused()) === 1);
await tab.keyboard.press("ArrowUp");
await tab.keyboard.press("ArrowUp");
hold("arrows do not lead back", await tab.evaluate(() => document.activeElement.name === "q"));
await tab.keyboard.press("Enter");
await tab.keyboard.press("ArrowDown");
await tab.keyboard.press("Enter");
await tab.waitForURL((url) => !url.pathname.endsWith("/search/"));
await tab.goBack();
await tab.waitForSelector(links);
hold("the way back has lost the query", (await tab.inputValue("[name=q]")) === "lamps");
await tab.keyboard.press("/");
await tab.keyboard.press("Escape");
hold("Escape leaves something", (await tab.inputValue("[name=q]")) === "" && (await tab.$$(links)).length === 0);
const marked = async (language, q) => {
  await ask(tab, language, { q });
  return (await tab.$$eval("[data-search-results] mark", (all) => all.map((mark) => mark.textContent))).join(" ");
};
hold("words are not marked", /Mending/.test(await marked("en", "mends")));
hold("words are not marked in Arabic", /الدرّاجات/.test(await marked("ar", "دراجة")));
hold("words are not marked in Greek", /Κόμποι|κόμποι/.test(await marked("el", "κομπος")));

// Ten at a time; the button leads to the eleventh.
await ask(tab, "en", { q: "lamps" });
hold("ten results are not enough, and there is no button", await tab.isVisible("[data-search-more]"));
await tab.click("[data-search-more]");
await tab.waitForFunction((links) => document.querySelectorAll(links).length === 20, links);
hold("the button does not lead to what it brought", (await focused()) === 10);
await ask(tab, "en", { q: "Desmond Clarke", type: "member" });
hold("there is a button for nothing more", !(await tab.isVisible("[data-search-more]")));

// Half a word is the beginning of one.
for (const half of ["sharpe", "sharpeni", "sharpenin"])
  hold(`${half} finds nothing`, (await ask(tab, "en", { q: half }))[0]?.endsWith("/sharpening-sunday/"));
// A plural from within.
hold("كتب finds no كتاب, or the like", (await ask(tab, "ar", { q: "قوارب" })).length > 0);

// Filters, alone and together; what is to come is decided by the reader's clock.
const only = async (language, query, fits) => {
  const found = await ask(tab, language, query);
  hold(`${language} ${JSON.stringify(query)}: ${found}`, found.length > 0 && found.every(fits));
  return found.length;
};
await only("en", { type: "member" }, (href) => href.includes("/members/"));
await only("en", { q: "lamp", type: "event" }, (href) => href.includes("/events/"));
await only("ar", { q: "إصلاح", type: "faq" }, (href) => href.includes("/faq/"));
await only("el", { lang: "en" }, (href) => !href.includes("/el/"));
await only("en", { type: "event", group: "piraeus" }, (href) => href.includes("/events/"));
await only("en", { tag: "lamps" }, (href) => href.startsWith(base));
const coming = await only("en", { when: "coming" }, (href) => href.includes("/events/"));
const past = await only("en", { when: "past" }, (href) => href.includes("/events/"));
hold("nothing is both", coming > 0 && past > 0);
await tab.context().clock.setFixedTime("2027-12-01T12:00:00Z");
await ask(tab, "en", { q: "lantern walk", when: "past" });
hold("a year later the walk is not past", (await tab.$$(links)).length > 0);
await tab.context().clock.setFixedTime(options.now);
await ask(tab, "en", { q: "xyzzyq" });
hold(`nothing found: ${await status(tab)}`, (await status(tab)).startsWith("Nothing found"));
await ask(tab, "ar", { q: "ستافروس فلاخوس", type: "member" });
hold(`Arabic counts: ${await status(tab)}`, /نتيجة واحدة|نتيجتان|نتائج|نتيجةً/.test(await status(tab)));
// A heading that answers is a way of its own.
await ask(tab, "en", { q: "what does it cost" });
const place = await tab.getAttribute('[data-result="place"]', "href");
hold(`the question is not linked: ${place}`, place?.endsWith("/faq/joining/#what-does-it-cost"));
// What is foreign says so.
await ask(tab, "en", { q: "κόμποι" });
hold("a foreign result has no language", (await tab.getAttribute(links, "lang")) === "el" && (await tab.getAttribute(links, "hreflang")) === "el");

// What a first search loads, compressed, and that nothing of it is asked for elsewhere.
const loaded = async (path) => {
  const fresh = await openTab();
  let bytes = 0, files = 0;
  fresh.on("response", async (response) => {
    if (!/\/search[./]/.test(new URL(response.url()).pathname) || response.url().includes("/search/?")) return;
    files += 1;
    bytes += gzipSync(await response.body()).length;
  });
  await fresh.goto(base + path, { waitUntil: "networkidle" });
  await fresh.context().close();
  return [files, bytes];
};
hold("the home page loads the search", (await loaded(""))[0] === 0);
const first = [];
for (const [path, query] of [["", "lamp"], ["ar/", "مصباح"], ["el/", "λάμπες"]]) {
  const [files, bytes] = await loaded(`${path}search/?q=${encodeURIComponent(query)}`);
  first.push(`${(bytes / 1024).toFixed(1)} KB in ${files} files`);
  hold(`a first search loads ${bytes} bytes`, bytes < 60 * 1024);
}

// Results are as good to read as pages are.
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
for (const [language, q] of [["en", "lamps"], ["ar", "إصلاح"], ["el", "κόμποι"]]) {
  await ask(tab, language, { q });
  await tab.evaluate(AXE);
  for (const width of WIDTHS) for (const colorScheme of SCHEMES) {
    await tab.setViewportSize({ width, height: 900 });
    await tab.emulateMedia({ colorScheme });
    const seen = await tab.evaluate(async () => (await axe.run(document, { resultTypes: ["violations"],
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })).violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`));
    hold(`${language}, ${width} px, ${colorScheme}: axe ${seen}`, seen.length === 0);
    const wide = await tab.evaluate(sideways);
    hold(`${language}, ${width} px: scrolls sideways, ${wide}`, !wide);
  }
}

// A newer site: what the old index names is gone.
const stale = await openTab();
let old = true;
await stale.route("**/search/index.json", async (route) => {
  if (!old) return route.fallback();
  old = false;
  const index = JSON.parse(readFileSync(`${out}/search/index.json`, "utf8"));
  index.terms = index.terms.map((entry, n) => (n % 2 ? "0000000000" : entry));
  return route.fulfill({ json: index });
});
await stale.route("**/search/0000000000.json", (route) => route.fulfill({ status: 404, body: "" }));
stale.removeAllListeners("console");
await stale.goto(`${base}search/?q=lamp`, { waitUntil: "load" });
await stale.waitForSelector(links, { timeout: 10_000 }).catch(() => troubles.push("an old index is not asked for anew"));

// Without scripts the page says so.
const plain = await openTab({ javaScriptEnabled: false });
await plain.goto(`${base}search/`, { waitUntil: "load" });
const noted = await plain.innerText("main");
hold("without scripts nothing is said", noted.includes("JavaScript") && noted.includes("Guidelines"));
hold("without scripts there is a form that does nothing", !(await plain.isVisible("form")));

await browser.close();
for (const trouble of troubles) console.log(trouble);
const share = [...hits].map(([language, [right, all]]) => `${language} ${right} of ${all}`).join(", ");
console.log(`first hits: ${share}; a first search: ${first.join(", ")}`);
console.log(`${troubles.length} troubles`);
process.exit(troubles.length > 0 ? 1 : 0);
