// Reads calendars with ical.js: prints every occurrence as file, UID, start, end and status, tab between.
//
//     node ical.mjs FROM TO FILE…        FROM and TO in seconds since 1970

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

// tests/run installs it beside the tools of the browser tests.
const require = createRequire(new URL("../../browser/package.json", import.meta.url));
const { default: ICAL } = await import(pathToFileURL(require.resolve("ical.js")));

const [from, to] = process.argv.slice(2, 4).map(Number);
const SLACK = 800 * 86400; // an override may move a date into the time that is asked for

for (const file of process.argv.slice(4)) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const components = calendar.getAllSubcomponents("vevent");
  const uid = (component) => component.getFirstPropertyValue("uid");
  for (const component of components) {
    if (component.hasProperty("recurrence-id")) continue;
    // Left to itself, it takes the exceptions of every event of the file for those of this one.
    const exceptions = components.filter((c) => c.hasProperty("recurrence-id") && uid(c) === uid(component));
    const event = new ICAL.Event(component, { exceptions });
    if (!event.isRecurring()) {
      print(file, event, event.startDate, event.endDate);
      continue;
    }
    const dates = event.iterator();
    for (let next = dates.next(); next && next.toUnixTime() < to + SLACK; next = dates.next()) {
      const { item, startDate, endDate } = event.getOccurrenceDetails(next);
      print(file, item, startDate, endDate);
    }
  }
}

function print(file, event, start, end) {
  if (start.toUnixTime() < from - 2 * 86400 || start.toUnixTime() >= to + 2 * 86400) return;
  const status = event.component.getFirstPropertyValue("status");
  console.log([file, event.uid, moment(start), moment(end), status].join("\t"));
}

function moment(time) {
  if (time.isDate) return time.toString();
  if (time.zone === ICAL.Timezone.localTimezone) throw new Error(`${time} is in no zone`);
  return String(time.toUnixTime());
}
