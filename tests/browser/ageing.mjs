// How a page ages between builds: the same files, looked at days and weeks later, and from elsewhere.
//
//   ageing.mjs OUT --base-url U --now T
//
// OUT is example-site as of T. What is over has left "upcoming", what is on says so, a series moves on to its next date,
// and every time that the page stated still stands there.

import { launch, openSite, readArguments } from "./browser.mjs";

const { words: [out], options } = readArguments("ageing.mjs OUT --base-url U --now T", 1);
const base = options["base-url"];
const troubles = [];
const browser = await launch();

async function look(path, at, settings, see) {
  const context = await openSite(browser, out, base, settings, (text) => troubles.push(`${path}: ${text}`));
  await context.clock.setFixedTime(at);
  const tab = await context.newPage();
  tab.on("pageerror", (error) => troubles.push(`${path}: ${error.message}`));
  await tab.goto(base + path, { waitUntil: "load" });
  const seen = await tab.evaluate(see);
  await context.close();
  return seen;
}

function hold(what, is) {
  if (!is) troubles.push(what);
}

const rows = () => [...document.querySelectorAll(".upcoming > li")].map((li) => ({
  start: li.dataset.start, end: li.dataset.end ?? "", now: li.classList.contains("now"), text: li.innerText,
  shown: getComputedStyle(li).display !== "none",
}));
const over = (row, at) => new Date(row.end || row.start) < at;
const weeks = (n) => new Date(new Date(options.now).getTime() + n * 7 * 864e5);

for (const language of ["", "ar/", "el/"]) {
  const fresh = await look(`${language}events/`, weeks(0), {}, rows);
  hold(`${language}events/: nothing is upcoming`, fresh.length > 3);
  for (const n of [1, 3, 9]) {
    const aged = await look(`${language}events/`, weeks(n), {}, rows);
    const kept = fresh.filter((row) => row.end.includes("T") && !over(row, weeks(n))).map((row) => row.start);
    hold(`${language}events/ after ${n} weeks: something over is upcoming`, !aged.some((r) => r.end.includes("T") && over(r, weeks(n))));
    hold(`${language}events/ after ${n} weeks: something to come is missing`, kept.every((start) => aged.some((r) => r.start === start)));
    hold(`${language}events/ after ${n} weeks: nothing was over`, aged.length < fresh.length);
  }
  for (const n of [0, 1, 2]) {
    const shown = (await look(language, weeks(n), {}, rows)).filter((row) => row.shown);
    hold(`${language || "home"} after ${n} weeks shows ${shown.length} dates, not six`, shown.length === 6);
    hold(`${language || "home"} after ${n} weeks shows what is over`, !shown.some((r) => r.end.includes("T") && over(r, weeks(n))));
  }
}

// In the middle of an evening.
const circle = (await look("events/", weeks(0), {}, rows)).find((row) => row.text.includes("Mending circle"));
const during = new Date(new Date(circle.start).getTime() + 36e5);
const on = (await look("events/", during, {}, rows)).find((row) => row.start === circle.start);
hold("what is on is not marked", on?.now);

// A series moves on.
const next = (await look("events/mending-circle/", new Date(circle.end), {}, () => ({
  when: document.querySelector(".when").innerText, past: document.querySelectorAll(".all-dates > .past").length,
  stated: document.querySelector(".when time").dateTime,
})));
hold(`the page of a series does not name its next date: ${next.when}`, /Next date: \w+, \w+ \d+, 20\d\d/.test(next.when));
hold("the page of a series has lost the date it stated", next.stated === circle.start);

// Whose clock: online events show the reader's as well, a workshop the place's alone.
const clocks = () => [...document.querySelectorAll(".when")].map((el) => el.innerText).join();
const abroad = { timezoneId: "Asia/Kolkata" };
hold("online: the reader's own time is missing", (await look("events/monthly-ama/", weeks(0), abroad, clocks)).includes("your time"));
hold("online: the event's zone is missing", (await look("events/monthly-ama/", weeks(0), abroad, clocks)).includes("Casablanca"));
hold("in a place: a time that is not the place's", !(await look("events/mending-circle/", weeks(0), abroad, clocks)).includes("your time"));

// Without scripts the page is true as of the build.
const still = await look("events/", weeks(9), { javaScriptEnabled: false }, () => document.querySelectorAll(".upcoming > li").length);
hold("without scripts the list is not whole", still > 3);

await browser.close();
for (const trouble of troubles) console.log(trouble);
console.log(`${troubles.length} troubles`);
process.exit(troubles.length > 0 ? 1 : 0);
