// Two hundred edits of all kinds by the real program, with pages open in Chromium: after each, every screen shows the
// truth. Says how long it took from the edit to the event on the wire, and to the screen; no time is ever a trouble.
//
//   edits.mjs HUBGEN HUB [--edits N] [--now T]

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { launch } from "./browser.mjs";
import { ask, hold, overlay, serve, shows, trouble, troubles, until, untouched } from "./serving.mjs";

const args = process.argv.slice(2);
const [hubgen, example] = args;
if (!example) {
  console.error("usage: edits.mjs HUBGEN HUB [--edits N] [--now T]");
  process.exit(2);
}
const asked = args.indexOf("--edits");
const edits = asked < 0 ? 200 : Number(args.splice(asked, 2)[1]);
const at = await serve(hubgen, example, args.slice(2));
const { hub, base, origin } = at;

const path = (name) => join(hub, name);
const read = (name) => readFileSync(path(name), "utf8");
const write = (name, text) => {
  mkdirSync(dirname(path(name)), { recursive: true });
  writeFileSync(path(name), text);
};
const theme = (name) => readFileSync(new URL(`../../themes/commons/${name}`, import.meta.url), "utf8");

// --- windows, and an ear on the wire ---

const browser = await launch();
const context = await browser.newContext({ viewport: { width: 900, height: 500 } });
async function open(address) {
  const tab = await context.newPage();
  tab.on("pageerror", (error) => trouble(`${address}: ${error.message}`));
  await tab.goto(base + address, { waitUntil: "load" });
  return tab;
}
const mark = (...tabs) => Promise.all(tabs.map((tab) => ask(tab, () => { window.untouched = true; })));

/** Listens as a window would that shows the page at `address` now; `heard()` is when it next has something new to hear. */
async function listen(address) {
  const page = await (await fetch(base + address)).text();
  const known = ["name", "mark", "styles"].map((key) => [key, new RegExp(`data-${key}="([^"]*)"`).exec(page)?.[1] ?? ""]);
  const query = new URLSearchParams([["page", new URL(base + address).pathname], ...known]);
  const stop = new AbortController();
  const answer = await fetch(`${origin}/_hubgen/events?${String(query).replaceAll("+", "%20")}`, { signal: stop.signal });
  const pieces = answer.body.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  const next = async () => {
    for (;;) {
      const { value, done } = await pieces.next();
      if (done || value.startsWith("data:")) return performance.now();
    }
  };
  await next();
  return { heard: next, close: () => stop.abort() };
}

const toEvent = [];
const toScreen = [];

/** Makes an edit and waits until `see` holds for what is on the screen. `address`: the page that has to hear of it. */
async function edit(what, address, make, see) {
  const ear = await listen(address);
  const began = performance.now();
  let event = null;
  ear.heard().then((time) => { event = time; }, () => {});
  make();
  if (await until(what, see)) {
    toScreen.push(performance.now() - began);
    if (await until(`the event of ${what}`, () => event !== null)) toEvent.push(event - began);
  }
  ear.close();
}

// --- the edits ---

// As a writer found them; `welcome` gets other titles.
const good = Object.fromEntries(["content/welcome.ar.md", "hub.yaml", "content/faq/joining.md"].map((n) => [n, read(n)]));
let welcome = read("content/welcome.md");
// A template that shows data, which the theme's own pages do not.
write("data/counter.yaml", "n: start\n");
write("templates/page.html", theme("templates/page.html").replace('<div class="prose">', '<div class="prose"><p id="counter">{{ data.counter.n }}</p>'));

const english = await open("welcome/");
const arabic = await open("ar/welcome/");
const home = await open("");
const faq = await open("faq/joining/");
const all = [english, arabic, home, faq];
await until("data are shown", async () => (await ask(english, () => document.querySelector("#counter")?.textContent)) === "start");

const clear = async (tab) => (await overlay(tab))?.trim() === "";
const everywhere = async (see) => (await Promise.all(all.map(see))).every(Boolean);
const place = () => ({ y: scrollY, open: [...document.querySelectorAll("details")].map((details) => details.open) });

/** What can be done, one after the other; `n` is a number that was never used before. */
const kinds = [
  async function body(n) {
    await mark(arabic, home);
    await edit("a body", "welcome/", () => write("content/welcome.md", `${welcome}\nWords ${n}.\n`),
      () => shows(english, `Words ${n}.`));
    hold(`${n}: a body loaded other pages`, (await untouched(arabic)) && (await untouched(home)));
  },
  async function translation(n) {
    await mark(english, home);
    await edit("a translation", "ar/welcome/", () => write("content/welcome.ar.md", `${good["content/welcome.ar.md"]}\nكلمات ${n}.\n`),
      () => shows(arabic, `كلمات ${n}.`));
    hold(`${n}: a translation loaded other pages`, (await untouched(english)) && (await untouched(home)));
  },
  async function title(n) {
    welcome = welcome.replace(/^title: .*/m, `title: Title ${n}`);
    await edit("a title", "welcome/", () => write("content/welcome.md", welcome),
      async () => (await ask(english, () => document.querySelector("h1")?.innerText))?.includes(`Title ${n}`));
    hold(`${n}: the window has another title`, (await english.title()).includes(`Title ${n}`));
  },
  // Somebody waits at the address of a page that is not there yet; it has another name soon, and goes.
  async function comings(n) {
    const tab = await open(`page-${n}/`);
    await edit("a new file", `page-${n}/`, () => write(`content/page-${n}.md`, `---\ntitle: Page ${n}\n---\nNew.\n`), () => shows(tab, `Page ${n}`));
    await edit("another name", `page-${n}/`, () => renameSync(path(`content/page-${n}.md`), path(`content/moved-${n}.md`)),
      async () => tab.url().endsWith(`/moved-${n}/`) && (await shows(tab, `Page ${n}`)));
    await edit("a file that goes", `moved-${n}/`, () => rmSync(path(`content/moved-${n}.md`)),
      async () => (await overlay(tab))?.includes("This page is no more"));
    await edit("a file that comes again", `moved-${n}/`, () => write(`content/moved-${n}.md`, `---\ntitle: Again ${n}\n---\nBack.\n`),
      async () => (await shows(tab, `Again ${n}`)) && (await clear(tab)));
    await tab.close();
    rmSync(path(`content/moved-${n}.md`));
    await until("it goes", async () => (await fetch(`${base}moved-${n}/`)).status === 404);
  },
  async function fields(n) {
    await mark(...all);
    const before = read("content/welcome.md");
    await edit("broken fields", "", () => write("content/welcome.md", before.replace(/^title: /m, `titel${n}: `)),
      () => everywhere(async (tab) => (await overlay(tab))?.includes(`titel${n}`)));
    await edit("mended fields", "", () => write("content/welcome.md", before), () => everywhere(clear));
    hold(`${n}: a mistake that was mended loaded a page`, await everywhere(untouched));
  },
  async function style(n) {
    await mark(...all);
    const colour = `rgb(${n % 256}, ${n >> 8}, 7)`;
    await edit("a style", "", () => write("assets/style.css", `${theme("assets/style.css")}\nbody { outline-color: ${colour}; }\n`),
      () => everywhere(async (tab) => (await ask(tab, () => getComputedStyle(document.body).outlineColor)) === colour));
    hold(`${n}: a style loaded a page`, await everywhere(untouched));
    await until("the old style goes", () => everywhere(async (tab) => (await ask(tab, () => document.querySelectorAll('link[rel~="stylesheet"]').length)) === 1));
  },
  async function template(n) {
    const before = read("templates/page.html");
    await edit("a broken template", "welcome/", () => write("templates/page.html", `${before}{{ nothing_${n} }}{% if %}`),
      () => everywhere(async (tab) => (await overlay(tab))?.includes("templates/page.html")));
    hold(`${n}: the page behind is gone`, await ask(english, () => document.querySelector("#counter") !== null));
    await edit("a mended template", "welcome/", () => write("templates/page.html", before.replace("<p id=", `<p data-n="${n}" id=`)),
      async () => (await everywhere(clear)) && (await ask(english, (n) => document.querySelector("#counter")?.dataset.n === n, String(n))));
    write("templates/page.html", before);
    await until("it is as it was", () => ask(english, () => document.querySelector("#counter")?.dataset.n === undefined));
  },
  async function settings(n) {
    await edit("settings", "", () => write("hub.yaml", good["hub.yaml"].replace("en: Harbour Makers", `en: Harbour ${n}`)),
      async () => (await english.title().catch(() => "")).includes(`Harbour ${n}`) && (await home.title().catch(() => "")).includes(`Harbour ${n}`));
    await edit("settings away", "", () => renameSync(path("hub.yaml"), path("aside.yaml")),
      () => everywhere(async (tab) => (await overlay(tab))?.includes("hub.yaml")));
    await edit("settings back", "", () => renameSync(path("aside.yaml"), path("hub.yaml")), () => everywhere(clear));
  },
  async function data(n) {
    await mark(home);
    await edit("data", "welcome/", () => write("data/counter.yaml", `n: count ${n}\n`),
      async () => (await ask(english, () => document.querySelector("#counter")?.textContent)) === `count ${n}`);
    hold(`${n}: data loaded a page that shows none`, await untouched(home));
  },
  // Over to the other language and back, as readers do; what is edited meanwhile is shown where one is.
  async function language(n) {
    await Promise.all([english.waitForURL("**/ar/welcome/"), english.click('nav.languages a[hreflang="ar"]')]);
    await edit("a body after a switch of language", "ar/welcome/", () => write("content/welcome.ar.md", `${good["content/welcome.ar.md"]}\nبعد ${n}.\n`),
      async () => (await shows(english, `بعد ${n}.`)) && (await shows(arabic, `بعد ${n}.`)));
    hold(`${n}: it is written from the right`, (await ask(english, () => document.documentElement.dir)) === "rtl");
    await Promise.all([english.waitForURL((url) => url.pathname === "/welcome/"), english.click('nav.languages a[hreflang="en"]')]);
  },
  async function draft(n) {
    const ribbon = (is) => async () => (await ask(english, () => document.querySelector(".ribbon") !== null)) === is;
    const before = read("content/welcome.md");
    await edit("a draft", "welcome/", () => write("content/welcome.md", before.replace(/^---\n/, "---\ndraft: true\n")), ribbon(true));
    await edit("no draft", "welcome/", () => write("content/welcome.md", before), ribbon(false));
  },
  async function reading(n) {
    await faq.evaluate((n) => {
      document.querySelectorAll("details").forEach((details, i) => { details.open = i % 2 === n % 2; });
      scrollTo({ top: 100 + (n % 100), behavior: "instant" });
    }, n);
    const was = JSON.stringify(await faq.evaluate(place));
    await mark(faq);
    await edit("a body under a reader's eyes", "faq/joining/", () => write("content/faq/joining.md", `${good["content/faq/joining.md"]}\nMore ${n}.\n`),
      async () => (await untouched(faq)) === false && (await ask(faq, (n) => document.body.textContent.includes(`More ${n}.`), n)));
    await until(`${n}: the reader is where they were, ${was}`, async () => JSON.stringify(await ask(faq, place)) === was);
  },
];

let n = 0;
while (toScreen.length < edits && troubles.length === 0 && !at.ended) {
  n += 1;
  await kinds[n % kinds.length](n);
}

// --- the end ---

hold(`only ${toScreen.length} edits`, toScreen.length >= edits);
hold("the program ended by itself", !at.ended);
hold(`the terminal tells of a panic:\n${at.said.join("\n")}`, !at.said.some((line) => line.includes("panicked")));
// What is made of pictures is kept; nothing else is anybody's but the writer's.
hold("serve wrote to the hub", !existsSync(path("public")));
at.program.kill("SIGINT");
await until("Ctrl-C ends it", () => at.ended);
await browser.close();
at.clear();
const told = (times) => {
  const sorted = [...times].sort((a, b) => a - b);
  const of = (part) => `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))])} ms`;
  return `${of(0.5)} in the middle, ${of(0.99)} at the 99th of a hundred`;
};
console.log(`${toScreen.length} edits; to the event: ${told(toEvent)}; to the screen: ${told(toScreen)}`);
console.log(`${troubles.length} troubles`);
process.exit(troubles.length > 0 ? 1 : 0);
