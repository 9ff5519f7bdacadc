// Everything here only adds: without it the pages are whole.
const root = document.documentElement, lang = root.lang, words = document.body.dataset;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// Paper: light, dark, or as the device.
const key = "hub-paper", paper = document.getElementById("_paper");
const recall = () => { try { return localStorage.getItem(key) } catch { return null } };
const wear = choice => {
  if (choice === "light" || choice === "dark") root.dataset.theme = choice; else delete root.dataset.theme;
  for (const b of all("button", paper ?? undefined)) if (b.value) b.setAttribute("aria-pressed", String(b.value === (choice || "auto")));
};
wear(recall());
if (paper) {
  paper.hidden = false;
  paper.addEventListener("click", ({ target }) => {
    const b = target.closest("button");
    if (!b) return;
    try { b.value === "auto" ? localStorage.removeItem(key) : localStorage.setItem(key, b.value) } catch { /* a private window forgets */ }
    wear(b.value);
  });
}
addEventListener("storage", e => { if (e.key === key) wear(e.newValue) });

// Time. A month or a day alone is the reader's; a date with time and offset is an instant.
const now = new Date(), hour = 36e5;
const instant = iso => iso ? new Date(iso.length === 7 ? iso + "-01T00:00" : iso.length === 10 ? iso + "T00:00" : iso) : null;
const over = (start, end) => {
  if (start.length === 7) { const d = instant(start); d.setMonth(d.getMonth() + 1); return d }
  if (end?.length === 10 || start.length === 10) { const d = instant(end || start); d.setDate(d.getDate() + 1); return d }
  return end ? instant(end) : new Date(+instant(start) + 3 * hour);
};
const say = (tag, name, text) => {
  const el = Object.assign(document.createElement(tag), { className: name, textContent: text });
  el.dataset.script = "";
  return el;
};
const midnight = d => new Date(d.getFullYear(), d.getMonth(), d.getDate());
const soon = start => {
  const days = Math.round((midnight(start) - midnight(now)) / (24 * hour));
  return days < 0 || days > 21 ? "" : new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(days < 14 ? days : Math.round(days / 7), days < 14 ? "day" : "week");
};

for (const el of all("[data-start]")) {
  const { start, end } = el.dataset, begins = instant(start), ends = over(start, end);
  if (isNaN(begins)) continue;
  const list = el.closest(".upcoming");
  if (ends <= now) {
    if (list) {
      el.remove();
      if (!list.children.length) {
        if (list.previousElementSibling?.matches(".month-title")) list.previousElementSibling.remove();
        list.remove();
      }
    } else if (el.matches(".when")) {
      // Of a series, the next date is still to come.
      const next = all(".all-dates > li").find(li => over(li.dataset.start, li.dataset.end) > now && !li.matches(".cancelled, .postponed"));
      const text = next?.querySelector("time").textContent;
      el.querySelector("p").after(say("p", "soon", text ? words.next + " " + text : words.over));
    } else el.classList.add("past");
    continue;
  }
  if (start.length === 7 || el.matches(".past, .cancelled, .postponed, .cancelled *, .postponed *")) continue;
  const on = begins <= now, text = on ? words.now : soon(begins);
  el.classList.toggle("now", on);
  if (!text) continue;
  if (el.matches(".when")) el.querySelector("p").after(say("p", "soon", text));
  else (el.querySelector(".clock, .facts") ?? el.querySelector(".what"))?.append(" ", say("span", "soon", text));
}
if (!document.querySelector(".upcoming")) for (const p of all(".nothing[hidden]")) p.hidden = false;

// The reader's own clock, beside the event's.
for (const el of all("time[data-zone]")) {
  const at = instant(el.dateTime), { zone, end } = el.dataset, mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!el.dateTime.includes("T") || isNaN(at)) continue;
  const clock = (timeZone, d = at) => new Intl.DateTimeFormat(lang, { timeZone, dateStyle: "short", timeStyle: "short" }).format(d);
  try { if (clock(zone) === clock(mine)) continue } catch { continue }
  const there = new Intl.DateTimeFormat("en", { timeZone: zone, dateStyle: "short" }).format(at), here = new Intl.DateTimeFormat("en", { timeZone: mine, dateStyle: "short" }).format(at);
  const f = new Intl.DateTimeFormat(lang, { hour: "numeric", minute: "2-digit", ...(there === here ? {} : { weekday: "long" }) });
  const until = instant(end), text = until && until - at < 12 * hour ? f.formatRange(at, until) : f.format(at);
  (el.closest(".hours") ?? el).after(" ", say("span", "local", "(" + words.local.replace("%", text) + ")"));
}

// Today, in a month.
const iso = new Date(now - now.getTimezoneOffset() * 6e4).toISOString().slice(0, 10);
document.querySelector(`td[data-date="${iso}"]:not(.outside)`)?.setAttribute("aria-current", "date");

// Questions: open by address, open all, all open on paper.
const questions = all(".questions > details"), openAll = document.querySelector(".open-all");
const arrive = () => {
  let id = location.hash.slice(1);
  try { id = decodeURIComponent(id) } catch { /* as it stands */ }
  const asked = id && document.getElementById(id)?.closest("details");
  if (asked) { asked.open = true; asked.scrollIntoView() }
};
arrive();
addEventListener("hashchange", arrive);
if (openAll && questions.length > 1) {
  const b = openAll.firstElementChild, tell = () => { b.textContent = questions.every(q => q.open) ? b.dataset.close : b.dataset.open };
  openAll.hidden = false;
  b.addEventListener("click", () => { const open = !questions.every(q => q.open); for (const q of questions) q.open = open });
  for (const q of questions) q.addEventListener("toggle", tell);
  tell();
}
let shut = [];
addEventListener("beforeprint", () => { shut = all(".questions > details, .later").filter(q => !q.open); for (const q of shut) q.open = true });
addEventListener("afterprint", () => { for (const q of shut) q.open = false });

// Rules and answers: their address, to paste elsewhere.
if (navigator.clipboard) for (const el of all("[data-copy] .address")) {
  const { copy, copied } = el.closest("[data-copy]").dataset, b = Object.assign(say("button", "", copy), { type: "button", ariaLive: "polite" });
  b.addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(el.querySelector("a").href); b.textContent = copied } catch { return }
    setTimeout(() => { b.textContent = copy }, 3000);
  });
  el.append(" ", b);
}
