// `hubgen serve` as writers live with it: the real program, real saves, real browser windows.
//
//   preview.mjs HUBGEN HUB [--now T]
//
// HUB (example-site) is copied first; nothing is written to it.

import { appendFileSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync,
  writeSync } from "node:fs";
import { join } from "node:path";
import { launch } from "./browser.mjs";
import { ask, hold, overlay, pause, serve, shows, trouble, troubles, until, untouched } from "./serving.mjs";

const args = process.argv.slice(2);
const [hubgen, example] = args;
if (!example) {
  console.error("usage: preview.mjs HUBGEN HUB [--now T]");
  process.exit(2);
}
const at = await serve(hubgen, example, args.slice(2));
const { hub, base, origin, said, program } = at;
const saidSince = (mark, words) => said.slice(mark).some((line) => line.includes(words));

// --- files, as editors save them ---

const path = (name) => join(hub, name);
const read = (name) => readFileSync(path(name), "utf8");
const truncateAndWrite = (name, text) => writeFileSync(path(name), text);
const writeAndRename = (name, text) => {
  const beside = path(name.replace(/([^/]+)$/, ".$1.tmp"));
  writeFileSync(beside, text);
  renameSync(beside, path(name));
};
// vim with `backupcopy=no`: the file moves aside, a new one takes its place, the old one goes.
const vim = (name, text) => {
  writeFileSync(path(name.replace(/([^/]+)$/, ".$1.swp")), "swap");
  writeFileSync(path(name.replace(/[^/]+$/, "4913")), "");
  unlinkSync(path(name.replace(/[^/]+$/, "4913")));
  renameSync(path(name), path(`${name}~`));
  const file = openSync(path(name), "wx");
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  unlinkSync(path(`${name}~`));
  unlinkSync(path(name.replace(/([^/]+)$/, ".$1.swp")));
};
// VS Code truncates, writes in pieces, and syncs.
const code = (name, text) => {
  const file = openSync(path(name), "w");
  const half = Buffer.from(text);
  writeSync(file, half.subarray(0, half.length >> 1));
  writeSync(file, half.subarray(half.length >> 1));
  fsyncSync(file);
  closeSync(file);
};
// Emacs makes a lock and an autosave, copies to a backup, and writes over the file.
const emacs = (name, text) => {
  const auto = path(name.replace(/([^/]+)$/, "#$1#"));
  writeFileSync(auto, text);
  writeFileSync(path(`${name}~`), read(name));
  writeFileSync(path(name), text);
  unlinkSync(auto);
};

// --- windows ---

const browser = await launch();
const context = await browser.newContext({ viewport: { width: 900, height: 500 } });
async function open(address) {
  const tab = await context.newPage();
  tab.loads = 0;
  tab.on("load", () => { tab.loads += 1; });
  tab.on("pageerror", (error) => trouble(`${address}: ${error.message}`));
  await tab.goto(base + address, { waitUntil: "load" });
  await tab.evaluate(() => { window.untouched = true; });
  return tab;
}
const english = await open("welcome/");
const arabic = await open("ar/welcome/");
const home = await open("");
const lost = await open("no/such/page/");
const all = [english, arabic, home, lost];

// No request fails meanwhile, and none gets half a page.
let asked = 0;
let asking = true;
const failed = new Set();
const load = (async () => {
  const pages = ["", "events/", "ar/events/", "about/", "el/", "handbook/", "rss.xml", "events/events.ics", "ar/calendar/"];
  for (let i = 0; asking; i = (i + 1) % pages.length) {
    const answer = await fetch(base + pages[i]).catch((error) => ({ status: error.message, text: () => "" }));
    const text = await answer.text();
    const end = pages[i].endsWith("xml") ? "</rss>" : pages[i].endsWith("ics") ? "END:VCALENDAR" : "</html>";
    if (answer.status !== 200 || !text.trimEnd().endsWith(end)) failed.add(`${pages[i]}: ${answer.status}, ${text.length} characters`);
    asked += 1;
    await pause(5);
  }
})();

// --- a body: that page and no other ---

const times = [];
const savers = { truncateAndWrite, writeAndRename, vim, code, emacs };
for (const [name, save] of Object.entries(savers)) {
  for (const [tab, file] of [[english, "content/welcome.md"], [arabic, "content/welcome.ar.md"]]) {
    const words = `Saved by ${name} into ${file}.`;
    const began = Date.now();
    save(file, `${read(file)}\n${words}\n`);
    await until(`${name}: ${file} is shown`, () => shows(tab, words));
    times.push(Date.now() - began);
  }
}
hold("another page was loaded again with the edits", (await untouched(home)) && (await untouched(lost)));
hold(`a page loads once for each save: ${english.loads - 1}`, english.loads - 1 === Object.keys(savers).length);
hold(`an editor's own files were taken for content:\n${said.join("\n")}`, !saidSince(0, "error["));

// --- scroll position and open details ---

const faq = await open("handbook/themes/");
const topic = await open("faq/joining/");
for (const [tab, file] of [[faq, "content/handbook/themes.md"], [topic, "content/faq/joining.md"]]) {
  await tab.evaluate(() => {
    document.querySelectorAll("details").forEach((details, i) => { details.open = i % 2 === 0; });
    scrollTo({ top: 200, behavior: "instant" });
  });
  const before = await tab.evaluate(() => ({ y: scrollY, open: [...document.querySelectorAll("details")].map((d) => d.open) }));
  appendFileSync(path(file), "\nOne more line at the end.\n");
  await until(`${file} is shown`, async () =>
    (await untouched(tab)) === false && ask(tab, () => document.body.textContent.includes("One more line at the end.")));
  await pause(50);
  const after = await tab.evaluate(() => ({ y: scrollY, open: [...document.querySelectorAll("details")].map((d) => d.open) }));
  hold(`${file}: was ${JSON.stringify(before)}, is ${JSON.stringify(after)}`, before.y > 0 && JSON.stringify(before) === JSON.stringify(after));
}
await faq.close();
await topic.close();

// --- a style: no page loads ---

await Promise.all(all.map((tab) => tab.evaluate(() => { window.untouched = true; })));
const loads = all.map((tab) => tab.loads);
const style = readFileSync(new URL("../../themes/commons/assets/style.css", import.meta.url), "utf8");
const colour = (tab) => ask(tab, () => getComputedStyle(document.body).outlineColor);
for (const [rgb, rule] of [["rgb(1, 2, 3)", "#010203"], ["rgb(4, 5, 6)", "#040506"]]) {
  truncateAndWrite("assets/style.css", `${style}\nbody { outline-color: ${rule}; }\n`);
  for (const tab of all) await until(`the style ${rule} arrives`, async () => (await colour(tab)) === rgb);
}
await pause(200);
hold("a style edit loaded a page again", all.every((tab, i) => tab.loads === loads[i]));
for (const tab of all) {
  hold("a style edit lost a variable", await untouched(tab));
  const sheets = await ask(tab, () => document.querySelectorAll('link[rel~="stylesheet"]').length);
  hold(`old styles stay beside the new one: ${sheets}`, sheets === 1);
}
rmSync(path("assets/style.css"));
for (const tab of all) await until("the theme's own style is back", async () => !/rgb\([14], /.test(await colour(tab)));

// A script: what uses it loads again.
const script = readFileSync(new URL("../../themes/commons/assets/commons.js", import.meta.url), "utf8");
truncateAndWrite("assets/commons.js", `${script}\nwindow.mine = 1;\n`);
for (const tab of all) await until("a new script runs", async () => (await ask(tab, () => window.mine)) === 1);
rmSync(path("assets/commons.js"));
for (const tab of all) await until("the old script runs", async () => (await ask(tab, () => window.mine ?? 0)) === 0);

// --- a mistake, over every page, until it is mended ---

await Promise.all(all.map((tab) => tab.evaluate(() => { window.untouched = true; })));
const good = read("content/welcome.md");
let mark = said.length;
truncateAndWrite("content/welcome.md", `${good}\n[وصلة](nowhere.md)\n`);
const line = good.split("\n").length + 1;
for (const tab of all) {
  await until("the mistake is shown", async () => (await overlay(tab))?.includes(`content/welcome.md:${line}`));
  hold("the repair is missing", /link\/broken/.test((await overlay(tab)) ?? ""));
}
await until("the terminal says it too", () => saidSince(mark, `content/welcome.md:${line}`));
truncateAndWrite("content/welcome.md", `${good}\n\n[وصلة](nowhere.md)\n`);
await until("the new line is shown", async () => (await overlay(arabic))?.includes(`content/welcome.md:${line + 1}`));
hold("the terminal says the same again", said.slice(mark).filter((l) => l.includes("error[")).length === 1);
truncateAndWrite("content/welcome.md", good);
for (const tab of all) await until("the mistake goes", async () => (await overlay(tab))?.trim() === "");
for (const tab of all) hold("a mistake that was mended loaded a page again", await untouched(tab));
await until("the terminal says so", () => saidSince(mark, "No findings any more."));

// --- a fault of a template, on pages nobody looks at as well ---

mark = said.length;
mkdirSync(path("templates"));
truncateAndWrite("templates/guideline.html", "<!doctype html>\n<title>{{ page.titel }}</title>\n");
await until("the fault is shown", async () => (await overlay(home))?.includes("templates/guideline.html:2"));
await until("the terminal names its line", () => saidSince(mark, "templates/guideline.html:2"));
// What only printing shows.
truncateAndWrite("templates/guideline.html", "<!doctype html>\n\n{{ throw(message=page.title.text) }}\n");
await until("the terminal names template and page", () => saidSince(mark, "templates/guideline.html:3") && saidSince(mark, "while making /"));
rmSync(path("templates/guideline.html"));
await until("the fault goes", async () => (await overlay(home))?.trim() === "");

// --- the board of the plan ---

const board = await open("").then(async (tab) => { await tab.goto(`${origin}/_plan/`); return tab; });
await board.evaluate(() => { window.untouched = true; });
writeAndRename("content/calendar/2026-12-03-from-the-test.md", "---\ntitle: From the test\ndate: 2026-12-03\nstatus: idea\n---\nText.\n");
await until("the board shows a new entry", () => shows(board, "From the test"));
hold("the board links to no page", await board.evaluate(() => [...document.querySelectorAll("td a")].length > 3));
rmSync(path("content/calendar/2026-12-03-from-the-test.md"));
await until("the board forgets it", async () => !(await shows(board, "From the test")));
await board.close();

// --- names: new, renamed, deleted ---

writeAndRename("content/brand-new.md", "---\ntitle: Brand new\ndescription: x\n---\nHere.\n");
await until("a new page is there", async () => (await fetch(`${base}brand-new/`)).status === 200);
const moving = await open("brand-new/");
renameSync(path("content/brand-new.md"), path("content/renamed.md"));
await until("a renamed page is followed", () => moving.url().endsWith("/renamed/"));
await until("it is there", () => shows(moving, "Brand new"));
rmSync(path("content/renamed.md"));
await until("a deleted page says so", async () => (await overlay(moving))?.includes("This page is no more"));
writeAndRename("content/renamed.md", "---\ntitle: Brand new\ndescription: x\n---\nHere again.\n");
await until("a page that is back is shown", async () => (await shows(moving, "Here again.")) && (await overlay(moving))?.trim() === "");
await moving.close();

// --- a burst ---

await pause(300);
mark = said.length;
await Promise.all(all.map((tab) => tab.evaluate(() => { window.untouched = true; })));
for (let i = 0; i < 300; i += 1) writeFileSync(path(`content/burst-${i}.md`), `---\ntitle: Burst ${i}\ndescription: x\n---\n[next](burst-${(i + 1) % 300}.md)\n`);
await until("the last of a burst is there", async () => (await fetch(`${base}burst-299/`)).status === 200);
for (let i = 0; i < 300; i += 1) unlinkSync(path(`content/burst-${i}.md`));
await until("a burst is forgotten", async () => (await fetch(`${base}burst-0/`)).status === 404);
hold("pages that did not change were loaded again", (await untouched(english)) && (await untouched(arabic)));

// --- settings and the whole folder ---

mark = said.length;
renameSync(path("hub.yaml"), path("hub.yaml.aside"));
await until("the missing settings are named", async () => (await overlay(home))?.includes("hub.yaml"));
renameSync(path("hub.yaml.aside"), path("hub.yaml"));
await until("settings are back", async () => (await overlay(home))?.trim() === "");
renameSync(path("content"), path("aside"));
await until("the missing folder is named", async () => (await overlay(home))?.includes("content/"));
renameSync(path("aside"), path("content"));
await until("the folder is back", async () => (await overlay(home))?.trim() === "");

// --- the end ---

asking = false;
await load;
for (const what of failed) trouble(`a request failed: ${what}`);
hold(`hardly anything was asked: ${asked}`, asked > 100);
hold("the program ended by itself", !at.ended);
program.kill("SIGINT");
await until("Ctrl-C ends it", () => at.ended);
hold(`it ended with ${program.exitCode}`, program.exitCode === 0);
await browser.close();
at.clear();
times.sort((a, b) => a - b);
console.log(`from save to shown: ${times[times.length >> 1]} ms in the middle, ${times.at(-1)} ms at most; ${asked} requests meanwhile`);
console.log(`${troubles.length} troubles`);
process.exit(troubles.length > 0 ? 1 : 0);
