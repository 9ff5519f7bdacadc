// Opens a page of every kind in every language and asks what a reader would: can I read it in light and dark, on a
// telephone and at a desk, with assistive technology, without scripts, and does it leave me alone?

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { SCHEMES, WIDTHS, launch, openSite, readArguments, representatives, sideways } from "./browser.mjs";

const { words, options } = readArguments("pages.mjs OUT --base-url U [--now T] [--only KIND] [--languages en,ar]", 1);
const [out] = words;
const baseUrl = options["base-url"];

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const AT_ONCE = 2;

// Scripts may tell the time, offer buttons and answer questions. All else must be there without them.
const ADDED_BY_SCRIPTS = "time, button, form, dialog, output, [role=status], [role=search], [aria-live], [data-script]";

const faults = new Map();
const pages = representatives(out, baseUrl).filter((page) => page.kind.includes(options.only ?? "") &&
  (options.languages?.split(",").includes(page.language) ?? true));
const browser = await launch();
const queue = [...pages];
await Promise.all(Array.from({ length: AT_ONCE }, async () => {
  for (let page; (page = queue.shift()); ) await checkPage(page);
}));
await browser.close();

for (const [fault, where] of faults)
  console.log(`${where[0]}${where.length > 1 ? ` and ${where.length - 1} more` : ""}: ${fault}`);
const kinds = new Set(pages.map((page) => page.kind)).size;
const languages = [...new Set(pages.map((page) => page.language))].join(", ");
console.log(`${pages.length} pages of ${kinds} kinds in ${languages}: ${faults.size || "no"} faults`);
process.exit(faults.size > 0 || pages.length === 0 ? 1 : 0);

async function checkPage({ kind, language, address }) {
  let view = "";
  const fault = (text) => {
    if (!faults.has(text)) faults.set(text, []);
    faults.get(text).push(address + view);
  };
  const scripted = await openTab(address, {}, fault);
  const policy = await scripted.evaluate(() => document.querySelector('meta[http-equiv="Content-Security-Policy" i]')?.content);
  if (!policy || /'unsafe-(inline|eval)'|\*/.test(policy)) fault(`has no strict Content-Security-Policy: ${policy}`);

  const shown = await scripted.evaluate(visibleWords, ADDED_BY_SCRIPTS);
  await scripted.evaluate(AXE);
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      view = ` (${width} px, ${colorScheme})`;
      await scripted.setViewportSize({ width, height: 900 });
      await scripted.emulateMedia({ colorScheme });
      await scripted.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      for (const { id, target, summary } of await scripted.evaluate(askAxe, RULES))
        fault(`axe ${id}: ${target}  ${summary.replaceAll(/\s+/g, " ")}`);
    }
    const wide = await scripted.evaluate(sideways);
    if (wide) fault(`scrolls sideways at ${width} px: ${wide}`);
  }
  await scripted.context().close();

  view = " (no scripts)";
  const plain = await openTab(address, { javaScriptEnabled: false }, fault);
  const readable = await plain.evaluate(visibleWords, "none");
  await plain.context().close();
  const missing = without(shown, readable);
  if (missing.length > 0) fault(`lacks text without scripts: ${missing.slice(0, 12).join(" ")}`);
  if (readable.length === 0) fault(`has no text (${kind}, ${language})`);
}

async function openTab(address, contextOptions, fault) {
  const viewport = { width: WIDTHS[0], height: 900 };
  const context = await openSite(browser, out, baseUrl, { viewport, ...contextOptions }, fault);
  if (options.now) await context.clock.setFixedTime(options.now);
  const tab = await context.newPage();
  tab.on("pageerror", (error) => fault(`script error: ${error.message}`));
  tab.on("console", (message) => {
    // That the page asked for is not there is what a 404 page is about; all else dead is heard of in openSite.
    const dead = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !dead) fault(`console: ${message.text()}`);
  });
  await tab.goto(address, { waitUntil: "load" });
  return tab;
}

function without(words, others) {
  const left = new Map();
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1);
  return words.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count <= 0;
  });
}

// The functions below run inside the page.

function visibleWords(except) {
  const main = document.querySelector("main") ?? document.body;
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const seen = parent.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (seen && !parent.closest(except)) found.push(...walker.currentNode.data.split(/\s+/).filter(Boolean));
  }
  return found;
}

async function askAxe(rules) {
  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map((node) => ({ id, target: node.target.join(" "), summary: node.failureSummary })));
}
