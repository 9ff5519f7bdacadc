// A built site in Chromium, at the very addresses it was built for.
//
// No server runs: requests below the base URL are answered from the folder, all others are refused and remembered.
// So absolute addresses, the 404 page at any depth and the site's own security policy behave as when published.

import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { delimiter, join, posix } from "node:path";
import { chromium } from "playwright-core";

export const SCHEMES = ["light", "dark"];
export const WIDTHS = [1280, 360];

const TYPES = {
  html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", mjs: "text/javascript",
  json: "application/json", svg: "image/svg+xml", png: "image/png", jpg: "image/jpeg", webp: "image/webp",
  avif: "image/avif", ico: "image/x-icon", woff2: "font/woff2", wasm: "application/wasm", xml: "application/xml",
  ics: "text/calendar", txt: "text/plain; charset=utf-8", webmanifest: "application/manifest+json",
};

/** `SCRIPT OUT [WORD…] --base-url U [--name value…]` as {words, options}. */
export function readArguments(usage, words) {
  const args = process.argv.slice(2);
  const given = { words: [], options: {} };
  while (args.length > 0) {
    const arg = args.shift();
    if (arg.startsWith("--")) given.options[arg.slice(2)] = args.shift();
    else given.words.push(arg);
  }
  if (given.words.length !== words || !given.options["base-url"]?.endsWith("/")) {
    console.error(`usage: ${usage}\n(the base URL ends with a slash)`);
    process.exit(2);
  }
  return given;
}

export function launch() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const places = (process.env.PATH ?? "").split(delimiter);
  const executablePath =
    process.env.CHROMIUM || names.flatMap((name) => places.map((place) => join(place, name))).find(isProgram);
  if (!executablePath) throw new Error("no Chromium: set CHROMIUM to its path");
  const args = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"];
  // Chromium refuses to start its sandbox as root, which is what containers run as.
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  return chromium.launch({ executablePath, headless: true, args });
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A browser context that knows only this site. `trouble(text)` hears of refused and dead requests. */
export async function openSite(browser, out, baseUrl, options, trouble = () => {}) {
  const context = await browser.newContext({ reducedMotion: "reduce", serviceWorkers: "block", ...options });
  const base = new URL(baseUrl);
  await context.route("**/*", (route) => {
    const url = new URL(route.request().url());
    if (url.origin !== base.origin) {
      trouble(`asks another host: ${url}`);
      return route.abort();
    }
    const inside = url.pathname.startsWith(base.pathname);
    let file = join(out, decodeURIComponent(inside ? url.pathname.slice(base.pathname.length) : "404.html"));
    if (url.pathname.endsWith("/")) file = join(file, "index.html");
    if (inside && existsSync(file) && statSync(file).isFile())
      return route.fulfill({ path: file, contentType: TYPES[file.split(".").pop()] ?? "application/octet-stream" });
    if (!route.request().isNavigationRequest()) trouble(`asks for what is not there: ${url}`);
    const page = join(out, "404.html");
    return route.fulfill({ status: 404, contentType: TYPES.html, body: existsSync(page) ? readFileSync(page) : "" });
  });
  return context;
}

/** One page of each kind in each language, the longest of its kind: [{kind, language, direction, address}]. */
export function representatives(out, baseUrl) {
  const best = new Map();
  for (const name of readdirSync(out, { recursive: true }).map((name) => name.split(/[\\/]/).join("/"))) {
    if (!name.endsWith(".html")) continue;
    const text = readFileSync(join(out, name), "utf8");
    if (/http-equiv="?refresh/i.test(text)) continue;
    const language = /<html[^>]*\slang="?([^"\s>]+)/i.exec(text)?.[1] ?? "none";
    const kind = kindOf(name, language);
    // A page that does not exist stands for 404.html: a browser never asks for the file by its name.
    const path = kind === "404" ? "no/such/page/" : name.replace(/(^|\/)index\.html$/, "$1");
    const direction = /<html[^>]*\sdir="?rtl/i.test(text) ? "rtl" : "ltr";
    const page = { kind, language, direction, size: text.length, address: new URL(encodeURI(path), baseUrl).href };
    const key = `${kind} ${language}`;
    if (!(best.get(key)?.size >= page.size)) best.set(key, page);
  }
  return [...best.values()].sort((a, b) => (a.kind + a.language < b.kind + b.language ? -1 : 1));
}

/** "ar/events/monthly-ama/index.html" is an `events/x`, "calendar/2026/12/index.html" a `calendar/0/0`. */
function kindOf(name, language) {
  const parts = posix.dirname(name).split("/").filter((part) => part !== ".");
  if (parts[0] === language.toLowerCase()) parts.shift();
  if (posix.basename(name) !== "index.html") return posix.basename(name, ".html");
  if (parts.length === 0) return "home";
  const last = parts.at(-1);
  if (parts.length > 1 && !/^\d+$/.test(last) && last !== "past") parts[parts.length - 1] = "x";
  return parts.join("/").replace(/\b\d+\b/g, "0");
}

/** Runs inside the page: how wide it is, and by what, if it scrolls sideways. */
export function sideways() {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return null;
  const over = [...document.body.querySelectorAll("*")].filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    return right > clientWidth + 1 || left < -1;
  });
  return `${scrollWidth} px wide, by ${over.at(-1)?.outerHTML.slice(0, 120) ?? "nothing visible"}`;
}
