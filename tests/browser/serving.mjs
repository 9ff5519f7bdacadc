// What the checks of the preview share: the program at work on a copy of a hub, and judging what browsers show.

import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export const troubles = [];
export const trouble = (what) => {
  console.log(what);
  troubles.push(what);
};
export const hold = (what, is) => is || trouble(what);
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Waits until `see` says so. Nothing takes nearly as long; a machine with much else to do may. */
export const until = async (what, see, ms = 20000) => {
  const end = Date.now() + ms;
  for (;;) {
    if (await see()) return true;
    if (Date.now() > end) return hold(`never happened: ${what}`, false);
    await pause(10);
  }
};

/** `hubgen serve` on a copy of the hub `example`. */
export async function serve(hubgen, example, args) {
  const folder = mkdtempSync(join(tmpdir(), "hubgen-preview-"));
  const hub = join(folder, "hub");
  cpSync(example, hub, { recursive: true });
  const program = spawn(hubgen, ["serve", hub, "--port", "0", ...args], { stdio: ["ignore", "ignore", "pipe"] });
  const at = { hub, program, said: [], ended: false };
  createInterface({ input: program.stderr }).on("line", (line) => at.said.push(line));
  program.on("exit", () => { at.ended = true; });
  process.on("exit", () => program.kill("SIGKILL"));
  await until("the program starts", () => at.ended || at.said.some((line) => line.startsWith("The site is at")), 60000);
  at.base = at.said.map((line) => /http:\/\/[^ ]+\//.exec(line)?.[0]).find(Boolean);
  at.origin = new URL(at.base).origin;
  at.clear = () => rmSync(folder, { recursive: true });
  return at;
}

// A page may be on its way while it is asked.
export const ask = async (tab, see, given) => { try { return await tab.evaluate(see, given); } catch { return undefined; } };
export const untouched = (tab) => ask(tab, () => window.untouched === true);
export const shows = async (tab, words) => (await ask(tab, (words) => document.body.innerText.includes(words), words)) === true;
/** What the preview has laid over a page. */
export const overlay = (tab) => ask(tab, () =>
  [...document.body.children].map((el) => el.shadowRoot?.textContent ?? "").join("\n"));
