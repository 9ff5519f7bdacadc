// What readers do with a built site, whatever its theme: walk it by keyboard, change the language, the size of the text
// and the paper, open questions by address, print them, look a month up on a telephone, wait on a slow line.
//
//   reading.mjs OUT --base-url U --now T [--only KIND] [--languages en,ar]
//
// Nothing here knows a class of a theme. What a theme may do without, as a switch of paper, is asked where there is one.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { launch, openSite, readArguments, representatives, sideways } from "./browser.mjs";

const { words: [out], options } = readArguments("reading.mjs OUT --base-url U --now T [--only KIND] [--languages en,ar]", 1);
const base = options["base-url"];

const AT_ONCE = 2;
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };
const ZOOMED = { width: 320, height: 256 }; // a desk at 400 %
const SLOW = 150;
const HOME_WEIGHS = 60_000;
const SCRIPTS_WEIGH = 10_000;
const TOOLS = [called, inSight, box, marks, shown, tabStops, clipped];
const GIVE_TOOLS = `Object.assign(globalThis, {${TOOLS.map((tool) => `${tool.name}: ${tool}`)}})`;

const everything = representatives(out, base);
const languages = [...new Set(everything.map((page) => page.language))];
const first = everything.find((page) => page.address === base);
const second = everything.find((page) => page.direction !== first.direction);
const pages = everything.filter((page) => page.kind.includes(options.only ?? "") &&
  (options.languages?.split(",").includes(page.language) ?? true));
const inPair = ({ language }) => language === first.language || language === second?.language;

const faults = new Map();
const browser = await launch();
let stops = 0;
const queue = pages.map((page) => [page, look]);
const ask = (check, kinds, which = () => true) =>
  queue.push(...pages.filter((page) => kinds.includes(page.kind) && which(page)).map((page) => [page, check]));
ask(questions, ["faq/x"]);
ask(month, ["calendar/0/0"]);
ask(paper, ["home"]);
ask(weight, ["home"]);
ask(shift, ["home", "events/x", "calendar/x", "calendar/0/0"], inPair);
if (!options.only)
  for (const kind of ["home", "events/x", "calendar/x", "calendar/0/0", "faq/x"])
    if (!pages.some((page) => page.kind === kind)) complain(base, `there is no page of the kind ${kind}`);
await Promise.all(Array.from({ length: AT_ONCE }, async () => {
  for (let task; (task = queue.shift()); ) {
    const [page, check] = task;
    // A browser on a busy machine may be late with a frame: what is wrong is wrong twice.
    const first = await troublesOf(check, page);
    const again = first.length > 0 ? await troublesOf(check, page) : [];
    for (const text of first.filter((text) => again.includes(text))) complain(page.address, text);
  }
}));
await browser.close();

for (const [fault, where] of faults)
  console.log(`${where[0]}${where.length > 1 ? ` and ${where.length - 1} more` : ""}: ${fault}`);
console.log(`${pages.length} pages in ${languages.join(", ")}, ${stops} stops of the keyboard: ${faults.size || "no"} troubles`);
process.exit(faults.size > 0 || pages.length === 0 ? 1 : 0);

async function troublesOf(check, page) {
  const found = [];
  try {
    await check(page, (text) => found.push(text));
  } catch (error) {
    found.push(`${check.name}: ${error.message}`);
  }
  return found;
}

function complain(address, text) {
  if (!faults.has(text)) faults.set(text, []);
  if (!faults.get(text).includes(address)) faults.get(text).push(address);
}

async function open(address, trouble, settings = {}) {
  const context = await openSite(browser, out, base, { viewport: DESK, ...settings }, trouble);
  if (options.now) await context.clock.setFixedTime(options.now);
  const tab = await context.newPage();
  tab.on("pageerror", (error) => trouble(`script error: ${error.message}`));
  await tab.goto(address, { waitUntil: "load" });
  await tab.evaluate(GIVE_TOOLS);
  return tab;
}

async function look(page, trouble) {
  const tab = await open(page.address, trouble);
  await switchOfLanguage(tab, page.kind, trouble);
  if (inPair(page)) {
    await motion(tab, trouble);
    await keyboard(tab, "", trouble);
    await forcedColours(tab, trouble);
    if (page.kind === "home") {
      const links = await tab.evaluate(linksInSight);
      await tab.setViewportSize(PHONE);
      await fromTheTop(tab);
      await keyboard(tab, ` (${PHONE.width} px)`, trouble);
      await unfold(tab, links, trouble);
    }
  }
  await sizes(tab, trouble);
  await tab.context().close();
}

// --- keyboard ---------------------------------------------------------------------------------------------------------

async function keyboard(tab, view, trouble) {
  const say = (text) => trouble(`keyboard: ${text}${view}`);
  const expected = await tab.evaluateHandle(() => tabStops());
  const count = await tab.evaluate((list) => list.length, expected);
  const met = [];
  for (;;) {
    await tab.keyboard.press("Tab");
    const seen = await tab.evaluate(whereFocusIs, expected);
    // After the last stop a browser leaves the page, or begins again at the first.
    if (!seen || (seen.index === 0 && met.length > 1)) break;
    stops += 1;
    if (met.length === 0 && !seen.skips) return say(`the first stop is not a link to the main part, but ${seen.what}`);
    if (!seen.forward) return say(`goes back, or no further, at ${seen.what}`);
    if (seen.index < 0 && !seen.scrolls) say(`stops at ${seen.what}, which is nothing to press`);
    if (!seen.inSight) say(`focus is out of sight on ${seen.what}`);
    if (!seen.shown) say(`focus is not shown on ${seen.what}`);
    met.push(seen.index);
  }
  for (const what of await tab.evaluate(left, { expected, met })) say(`does not reach ${what}`);
  if (count < 2) say("there is nothing to reach");

  await fromTheTop(tab);
  await tab.keyboard.press("Tab");
  await tab.keyboard.press("Enter");
  if (!(await tab.evaluate(arrivedInMain))) await tab.keyboard.press("Tab");
  if (!(await tab.evaluate(arrivedInMain))) say("the first link does not lead to the main part");
}

// Where focus starts from is where it was last, even if it was taken away: only a new page begins at the top.
async function fromTheTop(tab) {
  const address = tab.url().replace(/#.*/, "");
  await tab.goto("about:blank");
  await tab.goto(address, { waitUntil: "load" });
  await tab.evaluate(GIVE_TOOLS);
}

// On a telephone, what the desk shows is there as well, if need be behind a button.
async function unfold(tab, links, trouble) {
  const missing = async () => {
    const here = await tab.evaluate(linksInSight);
    return links.filter((link) => !here.includes(link));
  };
  let lacking = await missing();
  if (lacking.length > 0) {
    for (const button of await tab.locator("button:visible, summary:visible").all()) {
      if (await button.evaluate((el) => el.hasAttribute("aria-pressed") || el.closest("main"))) continue;
      await button.press("Enter");
      const now = await missing();
      lacking = lacking.filter((link) => now.includes(link));
      await tab.keyboard.press("Escape");
    }
  }
  for (const link of lacking) trouble(`keyboard: no way to ${link} at ${PHONE.width} px`);
}

// --- language ---------------------------------------------------------------------------------------------------------

async function switchOfLanguage(tab, kind, trouble) {
  const links = await tab.evaluate(() => [...document.querySelectorAll("a[hreflang]")].map((a) =>
    ({ href: a.href, language: a.hreflang, around: !a.closest("main"), seen: inSight(a) })));
  for (const { href, language } of links) {
    if (!href.startsWith(base)) continue;
    const file = join(out, decodeURIComponent(new URL(href).pathname.slice(new URL(base).pathname.length)));
    const page = href.endsWith("/") || new URL(href).pathname.endsWith("/") ? join(file, "index.html") : file;
    const is = existsSync(page) && page.endsWith(".html") ? languageOf(page) : existsSync(page) ? language : "nothing";
    if (is !== language) trouble(`language: the link to ${href} says ${language} and leads to ${is}`);
  }
  // What is not there is said in every language at once.
  for (const language of kind === "404" ? [] : languages)
    if (languages.length > 1 && !links.some((link) => link.around && link.seen && link.language === language))
      trouble(`language: no link leads to ${language}`);
}

function languageOf(file) {
  return /<html[^>]*\slang="?([^"\s>]+)/i.exec(readFileSync(file, "utf8"))?.[1];
}

// --- less motion, forced colours, large text --------------------------------------------------------------------------

async function motion(tab, trouble) {
  for (const what of await tab.evaluate(whatMoves)) trouble(`motion: ${what} moves for readers who asked for less`);
}

async function forcedColours(tab, trouble) {
  await tab.emulateMedia({ forcedColors: "active" });
  for (const { what, unmarked } of await tab.evaluate(inForcedColours))
    trouble(`forced colours: ${unmarked ? "focus is not shown on" : "text is as its ground in"} ${what}`);
  await tab.emulateMedia({ forcedColors: "none" });
}

async function sizes(tab, trouble) {
  const before = await tab.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
  for (const [view, viewport, size] of [
    ["text at 200 %, 1280 px", DESK, "200%"], ["text at 200 %, 360 px", PHONE, "200%"], ["zoomed to 400 %", ZOOMED, ""],
  ]) {
    await tab.setViewportSize(viewport);
    await tab.evaluate((size) => { document.documentElement.style.fontSize = size; }, size);
    await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const wide = await tab.evaluate(sideways);
    if (wide) trouble(`${view}: scrolls sideways: ${wide}`);
    for (const what of await tab.evaluate(() => clipped())) trouble(`${view}: cuts off ${what}`);
    const after = await tab.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));
    if (size && after < before * 1.7) trouble(`${view}: the text grows from ${before} to ${after} px only`);
  }
}

// --- questions --------------------------------------------------------------------------------------------------------

async function questions(page, trouble) {
  for (const javaScriptEnabled of [true, false]) {
    const say = (text) => trouble(`questions: ${text}${javaScriptEnabled ? "" : " (no scripts)"}`);
    const tab = await open(page.address, say, { javaScriptEnabled });
    const ids = await tab.evaluate(() => [...document.querySelectorAll("main details")].map((fold) =>
      (fold.id ? fold : fold.querySelector("[id]"))?.id));
    if (ids.length === 0) say("there are none");
    if (ids.includes(undefined)) say("one has no address");
    for (const id of new Set([ids[0], ids.at(-1)].filter(Boolean))) {
      const hash = `#${encodeURIComponent(id)}`;
      await tab.goto("about:blank");
      await tab.goto(page.address + hash, { waitUntil: "load" });
      await tab.evaluate(GIVE_TOOLS);
      if (!(await answers(tab, id))) say(`${hash} by address shows no answer`);
      await tab.goto(page.address, { waitUntil: "load" });
      await tab.evaluate(GIVE_TOOLS);
      await tab.evaluate((hash) => {
        const link = Object.assign(document.createElement("a"), { href: hash, textContent: "go there" });
        document.querySelector("main").prepend(link);
      }, hash);
      await tab.click(`main > a[href="${hash}"]`);
      if (!(await answers(tab, id))) say(`${hash} by a link shows no answer`);
    }
    await tab.goto(page.address, { waitUntil: "load" });
    await tab.emulateMedia({ media: "print" });
    await tab.evaluate(GIVE_TOOLS);
    await tab.evaluate(() => dispatchEvent(new Event("beforeprint")));
    for (const what of await tab.evaluate(unprinted)) say(`an answer is not printed: ${what}`);
    await tab.context().close();
  }
}

// What opens a question may come a moment after the click.
async function answers(tab, id) {
  return tab.waitForFunction(answerInSight, id, { timeout: 10_000, polling: 50 }).then(() => true, () => false);
}

// --- month, paper -----------------------------------------------------------------------------------------------------

async function month(page, trouble) {
  const tab = await open(page.address, trouble, { viewport: PHONE });
  const wide = await tab.evaluate(sideways);
  if (wide) trouble(`month: scrolls sideways: ${wide}`);
  const entries = await tab.evaluate(entriesOfMonth, page.language);
  if (entries.length === 0) trouble("month: nothing happens in it");
  for (const { what, seen, dated } of entries) {
    if (!seen) trouble(`month: cannot be read at ${PHONE.width} px: ${what}`);
    else if (!dated) trouble(`month: neither weekday nor date is said at ${PHONE.width} px: ${what}`);
  }
  await tab.context().close();
}

async function paper(page, trouble) {
  const tab = await open(page.address, trouble, { colorScheme: "light" });
  const switches = tab.locator("button[aria-pressed]:visible:not(main *)");
  const count = await switches.count();
  const papers = new Set();
  for (let n = 0; n < count; n += 1) {
    const one = switches.nth(n);
    const before = await one.getAttribute("aria-pressed");
    await one.click();
    const pressed = await switches.evaluateAll((all) => all.map((b) => b.ariaPressed === "true"));
    if (count > 1 ? pressed.filter(Boolean).length !== 1 || !pressed[n] : String(pressed[0]) === before)
      trouble("paper: aria-pressed does not follow the switch");
    const worn = await tab.evaluate(groundAndInk);
    await tab.reload({ waitUntil: "load" });
    const later = await switches.evaluateAll((all) => all.map((b) => b.ariaPressed === "true"));
    if (worn !== (await tab.evaluate(groundAndInk)) || String(later) !== String(pressed)) trouble("paper: is forgotten by the next page");
    papers.add(worn);
  }
  if (count > 0 && papers.size < 2) trouble("paper: the switch changes no colour");
  await tab.context().close();
}

// --- weight and shift -------------------------------------------------------------------------------------------------

async function weight(page, trouble) {
  const asked = new Map();
  const context = await openSite(browser, out, base, { viewport: DESK }, trouble);
  const tab = await context.newPage();
  tab.on("request", (request) => asked.set(request.url().replace(/#.*/, ""), request.resourceType()));
  await tab.goto(page.address, { waitUntil: "load" });
  const icons = await tab.evaluate(async () => {
    const pictures = [...document.images];
    for (const picture of pictures) picture.loading = "eager";
    await Promise.all(pictures.map((picture) => picture.decode().catch(() => {})));
    return [...document.querySelectorAll('link[rel~="icon"]')].map((link) => link.href);
  });
  for (const icon of icons) asked.set(icon, "icon");
  const weighs = (...types) => [...asked].filter(([, type]) => types.length === 0 || types.includes(type))
    .map(([url]) => gzipSync(readFileSync(fileOf(url)), { level: 9 }).length).reduce((a, b) => a + b, 0);
  const sheets = [...asked.values()].filter((type) => type === "stylesheet").length;
  if (weighs() > HOME_WEIGHS) trouble(`weight: ${weighs()} bytes to show the page, more than ${HOME_WEIGHS}`);
  if (weighs("script") >= SCRIPTS_WEIGH) trouble(`weight: ${weighs("script")} bytes of scripts`);
  if (sheets !== 1) trouble(`weight: ${sheets} style sheets`);
  await context.close();
}

function fileOf(url) {
  const path = decodeURIComponent(new URL(url).pathname.slice(new URL(base).pathname.length));
  return join(out, path.endsWith("/") || path === "" ? `${path}index.html` : path);
}

async function shift(page, trouble) {
  for (const viewport of [DESK, PHONE]) {
    const context = await openSite(browser, out, base, { viewport }, trouble);
    await context.clock.setFixedTime(options.now);
    // What comes at once moves nothing: pictures, faces and scripts take their time here.
    await context.route(/\.(png|jpe?g|webp|avif|svg|gif|woff2?|js|mjs)$/, async (route) => {
      await new Promise((done) => setTimeout(done, SLOW));
      await route.fallback();
    });
    const tab = await context.newPage();
    await tab.goto(page.address, { waitUntil: "load" });
    for (const moved of await tab.evaluate(whatShifts, SLOW)) trouble(`shift: ${moved} (${viewport.width} px)`);
    await context.close();
  }
}

// --- The functions below run inside the page; those in TOOLS are there for the others. ----------------------------------

function called(el) {
  const words = (el.innerText || el.ariaLabel || el.textContent || "").replaceAll(/\s+/g, " ").trim().slice(0, 40);
  return `<${el.localName}${el.className && typeof el.className === "string" ? ` class="${el.className}"` : ""}> ${words}`.trim();
}

/** Is it there for eyes, and not a pixel for screen readers alone? */
function inSight(el) {
  if (!el.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  for (let up = el; up; up = up.parentElement) {
    const { overflowX, clipPath, position } = getComputedStyle(up);
    if (clipPath.startsWith("inset(50%") || (position === "absolute" && overflowX !== "visible" && up.offsetWidth <= 1)) return false;
  }
  return box(el).width > 1 && box(el).height > 1;
}

function box(el) {
  const range = document.createRange();
  range.selectNodeContents(el);
  const inner = range.getBoundingClientRect();
  return inner.width > 0 ? inner : el.getBoundingClientRect();
}

function marks(el) {
  const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor, backgroundImage, ...rest } = getComputedStyle(el);
  const outline = outlineStyle === "none" || parseFloat(outlineWidth) === 0 ? "none" : `${outlineStyle} ${outlineWidth} ${outlineColor}`;
  const sides = ["Top", "Right", "Bottom", "Left"].map((side) => {
    const s = getComputedStyle(el);
    return parseFloat(s[`border${side}Width`]) > 0 ? s[`border${side}Style`] + s[`border${side}Width`] + s[`border${side}Color`] : "";
  });
  return [outline, boxShadow, backgroundColor, backgroundImage, ...sides].join("|");
}

function shown(el, plain) {
  return marks(el) !== plain && !/^\w+ [\d.]+px rgba\(.*, 0\)/.test(marks(el));
}

function tabStops() {
  const can = "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  return [...document.querySelectorAll(can)].filter((el) =>
    el.tabIndex >= 0 && !el.disabled && !el.closest("[inert]") && el.checkVisibility({ visibilityProperty: true }) &&
    (el.localName !== "summary" || el === el.parentElement.querySelector(":scope > summary")))
    .map((el) => ({ el, plain: marks(el) }));
}

function clipped() {
  return [...document.querySelectorAll("html, body, body *")].filter((el) => {
    const { overflowX, overflowY, display, clipPath } = getComputedStyle(el);
    if (display === "inline" || el.matches("img, svg, svg *, video, canvas") || !el.innerText?.trim()) return false;
    if (clipPath.startsWith("inset(50%") || el.clientWidth <= 1 || !el.checkVisibility()) return false;
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    return (hides(overflowX) && el.scrollWidth > el.clientWidth + 1) || (hides(overflowY) && el.scrollHeight > el.clientHeight + 1);
  }).map(called);
}

function whereFocusIs(expected) {
  const stop = document.activeElement, before = expected.last;
  if (!stop || stop === document.body || stop === document.documentElement) return null;
  expected.last = stop;
  const index = expected.findIndex(({ el }) => el === stop);
  const points = [...stop.getClientRects()].flatMap(({ left, top, width, height }) =>
    [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]].map(([x, y]) => [left + width * x, top + height * y]));
  const { overflowX, overflowY } = getComputedStyle(stop);
  return {
    index, what: called(stop),
    skips: stop.matches('a[href*="#"]') && !!document.getElementById(stop.hash.slice(1))?.closest("main"),
    forward: !before || !!(before.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING),
    // Chromium lets the keyboard scroll what scrolls.
    scrolls: /auto|scroll/.test(overflowX + overflowY),
    inSight: stop.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      points.some(([x, y]) => stop.contains(document.elementFromPoint(x, y))),
    shown: index < 0 || shown(stop, expected[index].plain),
  };
}

function left({ expected, met }) {
  return expected.filter((_, n) => !met.includes(n)).map(({ el }) => called(el));
}

function arrivedInMain() {
  return document.activeElement !== document.body && document.querySelector("main").contains(document.activeElement);
}

function linksInSight() {
  return [...new Set([...document.querySelectorAll("a[href]")].filter((a) => !a.closest("main") && inSight(a)).map((a) => a.href))];
}

function whatMoves() {
  const long = (list) => list.split(",").some((time) => parseFloat(time) > 0);
  const found = document.getAnimations().map((animation) => called(animation.effect.target));
  for (const el of document.querySelectorAll("*"))
    for (const part of [null, "::before", "::after"]) {
      const { transitionDuration, animationName, animationDuration, scrollBehavior } = getComputedStyle(el, part);
      if (long(transitionDuration) || (animationName !== "none" && long(animationDuration)) || scrollBehavior === "smooth")
        found.push(called(el) + (part ?? ""));
    }
  return [...new Set(found)].slice(0, 5);
}

function inForcedColours() {
  const found = [];
  for (const { el } of tabStops()) {
    el.focus({ focusVisible: true, preventScroll: true });
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(el);
    if (document.activeElement === el && (outlineStyle === "none" || parseFloat(outlineWidth) === 0 || /, 0\)$/.test(outlineColor)))
      found.push({ what: called(el), unmarked: true });
    el.blur();
  }
  for (const el of document.querySelectorAll("body *")) {
    if (![...el.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) || !inSight(el)) continue;
    let under = el;
    while (under && /, 0\)$/.test(getComputedStyle(under).backgroundColor)) under = under.parentElement;
    if (under && getComputedStyle(under).backgroundColor === getComputedStyle(el).color) found.push({ what: called(el) });
  }
  return found.slice(0, 10);
}

function answerInSight(id) {
  const target = document.getElementById(id), fold = target?.closest("details");
  const answer = fold && [...fold.children].find((el) => el.localName !== "summary");
  if (!answer?.checkVisibility({ visibilityProperty: true })) return false;
  const { top, bottom } = answer.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
}

function unprinted() {
  return [...document.querySelectorAll("main details")].filter((fold) => {
    const answer = [...fold.children].find((el) => el.localName !== "summary");
    const words = answer?.querySelector("p, li") ?? answer;
    return !words || !inSight(words) || box(words).bottom > fold.getBoundingClientRect().bottom + 1;
  }).map((fold) => called(fold.querySelector("summary")));
}

function entriesOfMonth(language) {
  const read = (el) => {
    let text = "";
    const walker = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (inSight(walker.currentNode.parentElement)) text += ` ${walker.currentNode.data}`;
    return text;
  };
  return [...document.querySelectorAll("main li")].filter((li) => li.closest(":has(time[datetime])") && !li.closest("nav")).flatMap((li) => {
    const day = [...document.querySelectorAll("main time[datetime]")].filter((time) =>
      time.dateTime.length === 10 && (time.contains(li) || time.parentElement.contains(li)))[0];
    if (!day) return [];
    const date = new Date(`${day.dateTime}T12:00Z`), say = (what) => new Intl.DateTimeFormat(language, { ...what, timeZone: "UTC" }).format(date);
    const words = li.querySelector("a") ?? li, { left, right } = words.getBoundingClientRect();
    const said = read(day.parentElement);
    return [{
      what: called(li), seen: inSight(words) && read(words).trim() !== "" && left >= -1 && right <= innerWidth + 1,
      dated: said.includes(say({ weekday: "long" })) || said.includes(say({ month: "long" })),
    }];
  });
}

function groundAndInk() {
  const [body, html] = [document.body, document.documentElement].map((el) => getComputedStyle(el));
  return [html.backgroundColor, body.backgroundColor, body.color].join();
}

async function whatShifts(wait) {
  const found = [];
  const observer = new PerformanceObserver((list) => found.push(...list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  for (let y = 0; y <= document.documentElement.scrollHeight; y += innerHeight) {
    scrollTo({ top: y, behavior: "instant" });
    await new Promise((done) => setTimeout(done, wait + 50));
  }
  return found.filter((entry) => entry.value > 0).map(({ value, sources }) =>
    `${value.toFixed(4)} by ${sources.map(({ node }) => (node?.localName ? `<${node.localName}>` : node?.nodeName)).join(", ")}`);
}
