// All this only adds: without it pages are whole, and true as of their day.
const now = new Date(), { lang } = document.documentElement, say = document.body.dataset;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const made = (tag, className, textContent) => {
  const el = Object.assign(document.createElement(tag), { className, textContent });
  el.dataset.script = "";
  return el;
};

// A day alone is the reader's own; a date with time and offset is one moment for all.
const moment = iso => new Date(/T/.test(iso) ? iso : `${iso.length < 8 ? iso + "-01" : iso}T00:00`);
const ends = ({ start, end }) => {
  const d = moment(end || start), [y, m, day] = [d.getFullYear(), d.getMonth(), d.getDate()];
  if (start.length < 8) return new Date(y, m + 1);
  if ((end || start).length < 11) return new Date(y, m, day + 1);
  return end ? d : new Date(+d + 108e5);
};
const midnight = d => new Date(d).setHours(0, 0, 0, 0);
const distance = start => {
  const days = Math.round((midnight(start) - midnight(now)) / (864e5)), f = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  return days < 0 || days > 20 ? "" : days < 14 ? f.format(days, "day") : f.format(Math.round(days / 7), "week");
};
const off = ".cancelled, .postponed, .cancelled *, .postponed *";

// What is over leaves the board; what is on says so; what is near says how near.
for (const el of all("[data-start]")) {
  const begins = moment(el.dataset.start), when = el.matches(".when"), board = el.closest(".upcoming");
  if (isNaN(begins)) continue;
  if (ends(el.dataset) <= now) {
    if (when) {
      const next = all(".all-dates li").find(li => ends(li.dataset) > now && !li.matches(off));
      const date = next && new Intl.DateTimeFormat(lang, { dateStyle: "full" }).format(moment(next.dataset.start));
      el.querySelector("p").before(made("p", "soon", date ? `${say.next}: ${date}` : say.over));
    } else if (board) {
      el.remove();
      const title = board.previousElementSibling;
      if (!board.children.length) { board.remove(); if (title?.matches(".month-title")) title.remove() }
    } else el.classList.add("past");
  } else if (el.dataset.start.length > 7 && !el.matches(off)) {
    const on = begins <= now, text = on ? say.now : distance(begins);
    el.classList.toggle("now", on);
    if (text) (when ? el.querySelector(".large") : el.querySelector(".clock")).append(" ", made("span", "soon", text));
  }
}
if (!document.querySelector(".upcoming")) for (const p of all(".nothing[hidden]")) p.hidden = false;

// Online, the reader's own clock counts as well.
for (const el of all("time[data-zone]")) {
  const at = moment(el.dateTime), put = (options, l = lang) => new Intl.DateTimeFormat(l, options).format(at);
  const clock = timeZone => put({ timeZone, dateStyle: "short", timeStyle: "short" }, "en");
  try {
    const there = clock(el.dataset.zone), here = clock(), day = s => s.split(",")[0];
    if (there === here) continue;
    const mine = put({ hour: "numeric", minute: "2-digit", ...(day(there) === day(here) ? {} : { weekday: "long" }) });
    el.closest(".hours").append(" ", made("span", "local", say.mine.replace("%", mine)));
  } catch { /* a zone unknown here */ }
}

// Today, in a month.
const today = new Date(now - now.getTimezoneOffset() * 6e4).toISOString();
document.querySelector(`td[data-date="${today.slice(0, 10)}"]`)?.setAttribute("aria-current", "date");

// Questions open by address where browsers do not do it themselves; on paper everything is open.
const arrive = () => {
  let id = location.hash.slice(1);
  try { id = decodeURIComponent(id) } catch { /* as it stands */ }
  const target = id && document.getElementById(id), fold = target && target.closest("details");
  if (fold && !fold.open) { fold.open = true; target.scrollIntoView() }
};
arrive();
addEventListener("hashchange", arrive);
let opened = [];
addEventListener("beforeprint", () => { for (const d of opened = all("main details:not([open])")) d.open = true });
addEventListener("afterprint", () => { for (const d of opened) d.open = false });
