// All of this only adds: without it the pages are whole, and true as of their day.
const now = new Date(), { lang } = document.documentElement, say = document.body.dataset, hour = 36e5, day = 24 * hour;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const made = (tag, name, text) => {
  const el = document.createElement(tag);
  el.className = name;
  el.textContent = text;
  el.dataset.script = "";
  return el;
};

// A month or a day alone is the reader's own; a date with time and offset is one moment for all.
const moment = iso => new Date(/T/.test(iso) ? iso : `${iso.length === 7 ? iso + "-01" : iso}T00:00`);
const ends = ({ start, end }) => {
  if (start.length === 7) { const d = moment(start); return new Date(d.getFullYear(), d.getMonth() + 1) }
  const last = end || start, d = moment(last);
  if (last.length === 10) return new Date(d.getFullYear(), d.getMonth(), d.getDate() + 1);
  return end ? d : new Date(+d + 3 * hour);
};
const whole = d => new Date(d.getFullYear(), d.getMonth(), d.getDate());
const distance = start => {
  const days = Math.round((whole(start) - whole(now)) / day), f = new Intl.RelativeTimeFormat(lang, { numeric: "auto" });
  return days < 0 || days > 20 ? "" : days < 14 ? f.format(days, "day") : f.format(Math.round(days / 7), "week");
};

// What is over leaves the board; what is on says so; what is near says how near.
for (const el of all("[data-start]")) {
  const begins = moment(el.dataset.start), when = el.matches(".when"), board = el.closest(".upcoming");
  if (isNaN(begins) || el.matches(".cancelled *, .postponed *, .cancelled, .postponed") && ends(el.dataset) > now) continue;
  if (ends(el.dataset) <= now) {
    if (when) {
      const next = all(".all-dates li").find(li => ends(li.dataset) > now && !li.matches(".cancelled, .postponed"));
      const date = next && new Intl.DateTimeFormat(lang, { dateStyle: "full" }).format(moment(next.dataset.start));
      el.querySelector("p").before(made("p", "soon", date ? `${say.next}: ${date}` : say.over));
    } else if (board) {
      el.remove();
      if (!board.children.length) {
        if (board.previousElementSibling?.matches(".month-title")) board.previousElementSibling.remove();
        board.remove();
      }
    } else el.classList.add("past");
  } else if (el.dataset.start.length > 7) {
    const on = begins <= now, text = on ? say.now : distance(begins);
    el.classList.toggle("now", on);
    if (text && when) all("p", el).find(p => p.matches(".large")).after(made("p", "soon", text));
    else if (text) el.querySelector(".clock")?.append(" ", made("span", "soon", text));
  }
}
if (!document.querySelector(".upcoming")) for (const p of all(".nothing[hidden]")) p.hidden = false;

// Online, the reader's own clock counts as well.
for (const el of all("time[data-zone]")) {
  const at = moment(el.dateTime), mine = new Intl.DateTimeFormat(lang, { hour: "numeric", minute: "2-digit" });
  const clock = timeZone => new Intl.DateTimeFormat("en", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at);
  try { if (clock(el.dataset.zone) === clock()) continue } catch { continue }
  const otherDay = clock(el.dataset.zone).split(",")[0] !== clock().split(",")[0];
  const text = (otherDay ? new Intl.DateTimeFormat(lang, { weekday: "long" }).format(at) + " " : "") + mine.format(at);
  el.closest(".hours").append(" ", made("span", "local", say.mine.replace("%", text)));
}

// Today, in a month.
const today = new Date(now - now.getTimezoneOffset() * 6e4).toISOString().slice(0, 10);
document.querySelector(`td[data-date="${today}"]`)?.setAttribute("aria-current", "date");

// Questions open by address also where browsers do not do it by themselves, and on paper.
const arrive = () => {
  let id = location.hash.slice(1);
  try { id = decodeURIComponent(id) } catch { /* as it stands */ }
  const target = id && document.getElementById(id), fold = target && target.closest("details");
  if (fold && !fold.open) { fold.open = true; target.scrollIntoView() }
};
arrive();
addEventListener("hashchange", arrive);
let opened = [];
addEventListener("beforeprint", () => { for (const d of opened = all("details:not([open])", document.querySelector("main"))) d.open = true });
addEventListener("afterprint", () => { for (const d of opened) d.open = false });
