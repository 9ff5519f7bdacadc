// Pictures of a page of every kind, in every language, scheme and width, for people to look at:
// DIR/events-x.ar.dark.360.png, and so on.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { SCHEMES, WIDTHS, launch, openSite, readArguments, representatives } from "./browser.mjs";

const { words, options } = readArguments("screenshots.mjs OUT DIR --base-url U [--now T] [--only KIND]", 2);
const [out, folder] = words;
const baseUrl = options["base-url"];

mkdirSync(folder, { recursive: true });
const browser = await launch();
const context = await openSite(browser, out, baseUrl, {}, console.error);
if (options.now) await context.clock.setFixedTime(options.now);
const tab = await context.newPage();
let taken = 0;
for (const { kind, language, address } of representatives(out, baseUrl)) {
  if (!kind.includes(options.only ?? "")) continue;
  await tab.goto(address, { waitUntil: "load" });
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      await tab.setViewportSize({ width, height: width === 360 ? 740 : 900 });
      await tab.emulateMedia({ colorScheme });
      const path = join(folder, `${kind.replaceAll("/", "-")}.${language}.${colorScheme}.${width}.png`);
      await tab.screenshot({ path, fullPage: true });
      taken += 1;
    }
  }
}
await browser.close();
console.log(`${taken} pictures in ${folder}`);
