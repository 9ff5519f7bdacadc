// Holds every piece of structured data (JSON-LD) of a built site against the vocabulary of schema.org.
//
//   structured.mjs OUT --base-url U
//
// schema-dts has schema.org as TypeScript types, and the compiler knows nothing of hubgen: a property that the type does
// not have, a value of another type and a word that is none of an enumeration are its errors.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { readArguments } from "./browser.mjs";

const require = createRequire(import.meta.url);
const ts = require("typescript");
const { words: [out], options } = readArguments("structured.mjs OUT --base-url U", 1);

const pages = readdirSync(out, { recursive: true }).filter((name) => name.endsWith(".html")).sort();
const script = /<script type="application\/ld\+json">(.*?)<\/script>/gs;
const troubles = [];
const pieces = [];
for (const page of pages) {
  for (const [, text] of readFileSync(join(out, page), "utf8").matchAll(script)) {
    try {
      const { "@context": context, "@graph": things } = JSON.parse(text);
      for (const thing of things) pieces.push({ page, data: { "@context": context, ...thing } });
    } catch (error) {
      troubles.push(`${page}: no JSON: ${error.message}`);
    }
  }
}

// What the types cannot say: addresses are the site's own, and times say their offset.
for (const { page, data } of pieces) {
  for (const [way, value] of walk(data, [])) {
    const name = way.at(-1);
    if (["url", "@id"].includes(name) && way.length === 1 && !value.startsWith(options["base-url"]))
      troubles.push(`${page}: ${name} is not of this site: ${value}`);
    if (/Date$/.test(name) && !/^\d{4}-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?)?$/.test(value))
      troubles.push(`${page}: ${way.join(".")} is no date, or a time without offset: ${value}`);
  }
}

// Nothing is said to machines alone: what they read in words stands on the page.
const WORDS = ["name", "headline", "version", "text", "keywords", "knowsAbout", "knowsLanguage", "award"];
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" };
const plain = (html) => html.replace(/<(script|style|head)\b.*?<\/\1>/gs, " ").replace(/<[^>]*>/g, "")
  .replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name) => ENTITIES[name]).replace(/\s+/g, " ").trim();
const shown = new Map();
for (const { page, data } of pieces) {
  const html = readFileSync(join(out, page), "utf8");
  if (!shown.has(page)) shown.set(page, plain(html));
  for (const [way, value] of walk(data, [])) {
    const name = way.findLast((step) => !/^\d+$/.test(step));
    if (WORDS.includes(name) && !shown.get(page).includes(plain(value))) troubles.push(`${page}: ${way.join(".")} is not on the page: ${value}`);
  }
}

// What an action wants to be told is said beside its properties (schema.org, "Potential actions"), and is in no type.
const typed = (name, value) => (name.endsWith("-input") ? undefined : value);
// The compiler need not read two pieces that differ in words alone.
const shape = (name, value) => typeof value === "string" && name !== "@type" && !value.startsWith("https://schema.org") ? "" : value;
const shapes = [...new Map(pieces.map((piece) => [JSON.stringify(piece.data, shape), piece])).values()];
const source = shapes.map(({ data }, n) => `export const x${n}: WithContext<Thing> = ${JSON.stringify(data, typed)};`);
const file = join(dirname(new URL(import.meta.url).pathname), "_structured.ts");
const text = ['import type { Thing, WithContext } from "schema-dts";', ...source].join("\n");
const compilerOptions = { strict: true, noEmit: true, skipLibCheck: true, types: [], module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler };
const host = ts.createCompilerHost(compilerOptions);
const { getSourceFile, fileExists } = host;
host.getSourceFile = (name, ...rest) =>
  name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.Latest) : getSourceFile.call(host, name, ...rest);
host.fileExists = (name) => name === file || fileExists.call(host, name);
const program = ts.createProgram([file], compilerOptions, host);
for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
  const line = diagnostic.file === undefined ? 0 : diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start).line;
  troubles.push(`${shapes[line - 1]?.page}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n  ").slice(0, 2000)}`);
}

function* walk(value, way) {
  if (typeof value === "string") yield [way, value];
  else if (value && typeof value === "object") for (const [name, inner] of Object.entries(value)) yield* walk(inner, [...way, name]);
}

for (const trouble of troubles.slice(0, 50)) console.log(trouble);
const kinds = new Map();
for (const { data } of pieces) kinds.set(data["@type"], (kinds.get(data["@type"]) ?? 0) + 1);
console.log(`${relative(process.cwd(), out)}: ${[...kinds].map(([kind, n]) => `${kind} ${n}`).join(", ") || "no structured data"}`);
console.log(`${troubles.length} troubles`);
if (pieces.length === 0 || !existsSync(out) || troubles.length > 0) process.exit(1);
