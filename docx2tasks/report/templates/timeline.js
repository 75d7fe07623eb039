/* Deadlines by month of a year, or by year. */
import { D } from "./given.js";
import { $, el } from "./dom.js";
import { countIn, toHash, view } from "./filter.js";
import { drawnLink, svg, widthOf } from "./drawing.js";
import { spoken, t } from "./words.js";

const perYear = new Map();
for (const [month, n] of Object.entries(D.months)) perYear.set(month.slice(0, 4), (perYear.get(month.slice(0, 4)) || 0) + n);
const years = [...perYear.keys()].sort();
const ALL = "all", MOST_CHIPS = 10;
const today = D.day.slice(0, 4);
const fullest = [...perYear].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))[0]?.[0] || ALL;
const usual = perYear.has(today) ? today : fullest;

/* The year that is shown; nothing for all years. */
export function shownYear() {
  const year = view.y || usual;
  return year === ALL || !perYear.has(year) ? "" : year;
}
/* The columns of both charts: what each counts, and its name. */
export function slots() {
  const year = shownYear();
  if (!year) return years.map((one) => ({ filter: { year: one }, words: one, full: t("yearName", { year: one }) }));
  return Array.from({ length: 12 }, (_, number) => {
    const month = `${year}-${String(number + 1).padStart(2, "0")}`;
    return { filter: { month }, words: shortMonth(month), full: monthName(month) };
  });
}
const ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
function shortMonth(month) {
  const n = Number(month.slice(5));
  return spoken.language === "zh" ? t("month", { n }) : ENGLISH[n - 1];
}
export const monthName = (month) => t("monthName", { year: month.slice(0, 4), month: shortMonth(month) });

export function chip(words, isOn, hash) {
  return el("a", { href: hash, class: "chip", "aria-current": isOn ? "true" : null }, words);
}
export function wordYears(filter) {
  const shown = shownYear(), least = D.counts.tasks / 400;
  const offered = years.filter((year) => perYear.get(year) >= least || year === shown).slice(-MOST_CHIPS);
  $("years").setAttribute("aria-label", t("year"));
  $("years").replaceChildren(
    chip(t("allYears"), !shown, toHash(filter, { ...view, y: ALL })),
    ...offered.map((year) => chip(year, year === shown, toHash(filter, { ...view, y: year }))));
  $("time-note").textContent = t("timeNote", { day: D.day });
}

const HEIGHT = 168, LEFT = 40, BELOW = 26, ABOVE = 24;
const stepOf = (most) => {
  for (let unit = 1; ; unit *= 10) for (const step of [1, 2, 5]) if (most / (step * unit) <= 4) return step * unit;
};
export function drawTimeline() {
  const box = $("time"), columns = slots(), width = widthOf(box, 300), wide = (width - LEFT) / Math.max(1, columns.length);
  const counts = columns.map((one) => countIn(D.months, one.filter)), most = Math.max(1, ...counts);
  const room = HEIGHT - BELOW - ABOVE, top = (value) => HEIGHT - BELOW - (value / most) * room;
  const chart = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "group", "aria-label": t("timeline") });
  for (let value = 0; value <= most; value += stepOf(most)) chart.append(...gridLine(value, top(value), width));
  chart.append(...drawToday(columns, wide));
  columns.forEach((column, number) => chart.append(...drawColumn(column, counts[number], {
    x: LEFT + number * wide, wide, top, isNamed: wide >= 26 || number % Math.ceil(26 / wide) === 0,
  })));
  box.replaceChildren(chart);
}
const gridLine = (value, y, width) => [
  svg("line", { class: value ? "grid" : "axis", x1: LEFT, x2: width, y1: y, y2: y }),
  svg("text", { x: LEFT - 8, y: y + 4, "text-anchor": "end" }, String(value)),
];
function drawColumn({ filter, words, full }, n, { x, wide, top, isNamed }) {
  const middle = x + wide / 2, name = isNamed && svg("text", { x: middle, y: HEIGHT - 7, "text-anchor": "middle" }, words);
  if (!n) return name ? [name] : [];
  const isPast = (filter.month || filter.year) < D.day.slice(0, filter.month ? 7 : 4);
  const bar = drawnLink(filter, t("due", { when: full, n }),
    svg("rect", { class: "hit", x, y: 0, width: wide, height: HEIGHT - BELOW, rx: 4 }),
    svg("rect", { class: isPast ? "bar past" : "bar", x: x + wide * 0.2, y: top(n), width: wide * 0.6, height: HEIGHT - BELOW - top(n), rx: 2 }),
    svg("text", { class: "n", x: middle, y: top(n) - 5, "text-anchor": "middle" }, String(n)));
  return name ? [bar, name] : [bar];
}
/* The report's day, as a line in its column. */
function drawToday(columns, wide) {
  const at = columns.findIndex(({ filter }) => D.day.startsWith(filter.month || filter.year));
  if (at < 0) return [];
  const month = Number(D.day.slice(5, 7)), day = Number(D.day.slice(8));
  const share = columns[at].filter.month ? (day - 1) / 31 : (month - 1) / 12 + day / 372, x = LEFT + (at + share) * wide;
  return [svg("line", { class: "today", x1: x, x2: x, y1: 4, y2: HEIGHT - BELOW, "aria-hidden": "true" })];
}
