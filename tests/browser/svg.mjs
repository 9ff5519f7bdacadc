// Drawings that strangers sent in, opened in Chromium as documents of their own: nothing in them runs, asks for anything
// or leads away, however they are touched; and neither where a page holds them as HTML.
//
//   svg.mjs OUT --base-url U --hub HUB
//
// OUT is what hubgen made of HUB. Every drawing of HUB is opened as it was sent in as well: one that does no harm there
// would prove nothing, and is reported.

import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { launch, openSite, readArguments } from "./browser.mjs";

const { words: [out], options } = readArguments("svg.mjs OUT --base-url U --hub HUB", 1);
const base = options["base-url"];

const AT_ONCE = 4;
const SVG = "http://www.w3.org/2000/svg";
const SETTLE = 100; // what animations and timers need to begin

const drawings = (folder) => readdirSync(folder, { recursive: true })
  .map((name) => name.split(/[\\/]/).join("/")).filter((name) => name.endsWith(".svg")).sort();
const cleaned = drawings(out);
const sent = options.hub ? drawings(join(options.hub, "content")) : [];
const troubles = [];
const browser = await launch();
const queue = [[asHtml, cleaned], ...cleaned.map((name) => [mended, name]), ...sent.map((name) => [asSent, name])];
await Promise.all(Array.from({ length: AT_ONCE }, async () => {
  for (let task; (task = queue.shift()); ) await task[0](task[1]);
}));
await browser.close();

const names = new Set(cleaned.map((name) => basename(name)));
const gone = sent.filter((name) => !names.has(basename(name)));
// A drawing may be refused, where a writer can mend it; a test of nothing but refusals is none.
if (gone.length * 4 > sent.length) troubles.push(`${gone.length} of ${sent.length} drawings are not published: ${gone.join(", ")}`);
for (const trouble of troubles) console.log(trouble);
console.log(`${cleaned.length} drawings, ${sent.length} as they were sent in: ${troubles.length || "no"} troubles`);
process.exit(troubles.length > 0 || cleaned.length === 0 ? 1 : 0);

async function mended(name) {
  const say = (text) => troubles.push(`${name}: ${text}`);
  const text = readFileSync(join(out, name), "utf8");
  if (/evil/i.test(text)) say("still says evil");
  const address = new URL(encodeURI(name), base).href;
  for (const found of await harm(address, out, structure)) say(found);
}

/** All of them in one page; where that does harm, half of them, until it is known which does. */
async function asHtml(names) {
  const texts = names.map((name) => readFileSync(join(out, name), "utf8"));
  const page = new URL("holds-drawings.html", base).href;
  const found = await harm(page, out, null, `<!DOCTYPE html><title>x</title><body>${texts.join("\n")}</body>`, 0);
  if (found.length === 0) return;
  if (names.length === 1) return troubles.push(...found.map((text) => `${names[0]}, as HTML: ${text}`));
  const half = Math.ceil(names.length / 2);
  await asHtml(names.slice(0, half));
  await asHtml(names.slice(half));
}

async function asSent(name) {
  const address = new URL(encodeURI(name), base).href;
  if ((await harm(address, join(options.hub, "content"), null, null, 1)).length === 0) troubles.push(`${name}: does no harm as it is`);
}

/** What a document does when it is opened and touched. `inspect` looks into it; `html` stands in for a file; it is not
 *  touched any more when `enough` is found. */
async function harm(address, folder, inspect, html, enough = Infinity) {
  const found = new Set();
  const context = await openSite(browser, folder, base, { viewport: { width: 200, height: 200 } });
  // Routes that are added later are asked first.
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url !== address) {
      if (!url.endsWith("/favicon.ico")) found.add(`asks for ${url}`);
      return route.abort();
    }
    return html ? route.fulfill({ contentType: "text/html; charset=utf-8", body: html }) : route.fallback();
  });
  await context.exposeFunction("evil", () => found.add("runs a script"));
  const tab = await context.newPage();
  context.on("page", (opened) => opened !== tab && found.add(`opens ${opened.url()}`));
  tab.on("dialog", (dialog) => (found.add("opens a dialog"), dialog.dismiss()));
  tab.on("pageerror", (error) => found.add(`script error: ${error.message}`));
  tab.on("framenavigated", (frame) => {
    if (frame.url().split("#")[0] !== address && frame.url() !== "about:blank") found.add(`leads to ${frame.url()}`);
  });
  try {
    await tab.goto(address, { waitUntil: "load" });
    if (inspect) for (const text of await tab.evaluate(inspect, SVG)) found.add(text);
    if (found.size < enough) await touch(tab);
  } catch (error) {
    found.add(`cannot be opened: ${error.message.split("\n")[0]}`);
  }
  await context.close();
  return [...found];
}

async function touch(tab) {
  await tab.waitForTimeout(SETTLE);
  for (const [x, y] of [[100, 100], [60, 60]]) await tab.mouse.click(x, y);
  for (let i = 0; i < 2; i += 1) {
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Enter");
  }
  await tab.waitForTimeout(SETTLE);
}

/** Runs inside the drawing: what should not be there, as the browser understood it. */
function structure(svg) {
  const found = [];
  if (document.documentElement.namespaceURI !== svg || document.querySelector("parsererror")) return ["is no drawing"];
  for (const element of document.querySelectorAll("*")) {
    if (element.namespaceURI !== svg) found.push(`an element of ${element.namespaceURI}`);
    if (/^(a|script|foreignObject|animate.*|set|discard|handler)$/i.test(element.localName)) found.push(`<${element.localName}>`);
    for (const { name } of element.attributes) if (/^on|:on/i.test(name)) found.push(`a handler ${name}`);
  }
  return found;
}
