/* Which records are shown: chips with counts, words, and choices. */
import { choose, shown } from "./choose.js";
import { ROLES, TEXT } from "./data.js";
import { $, button, el, seen, say, toast } from "./dom.js";
import { D } from "./given.js";
import { focusCurrent, showFiltered } from "./list.js";
import { bring, rangeOf } from "./paper.js";
import { entryOf, state, wordsOf } from "./state.js";
import { toQuote } from "./values.js";
import { remember, t, wordOf } from "./words.js";

const CHIPS = ["all", "doubt", "todo", "done", "nounit", "notime", "wrong", "changed", "unlike", "absent", "provision", "lost"];
const ALWAYS = ["all", "todo", "done"];
const MOST_HITS = 300, MOST_TITLES = 400;
const ABSENT = D.score?.missing || []; /* what gold has and no record says */
const LOST = D.asides.filter(([kind]) => kind === "unassigned");
const filter = { chip: "all", words: "", unit: "", role: "", kind: "", month: "", title: "", code: "" };
let hits = [], hit = -1;

/* id of the choice -> what a record must hold, and all the records' values */
const CHOICES = {
  unit: { values: (entry) => entry.record.units.map((unit) => unit.name), byCount: true },
  month: { values: (entry) => entry.months },
  role: { values: (entry) => entry.record.units.map((unit) => unit.role), word: t, order: ROLES },
  kind: { values: (entry) => [entry.record.kind], word: t },
  title: { values: (entry) => entry.titles, inText: true },
  code: { values: (entry) => entry.codes, word: (code) => wordOf("diagnostics", code) },
};

export function laySelections() {
  for (const [name, choice] of Object.entries(CHOICES)) {
    const node = $(`by-${name}`), kept = node.value;
    let listed = countValues(choice.values);
    if (choice.byCount) listed.sort((a, b) => b[1] - a[1]);
    else if (!choice.inText) listed.sort();
    if (choice.inText) listed = listed.filter(([, count]) => count > 1).slice(0, MOST_TITLES);
    const toOption = ([value, count]) => el("option", { value }, `${seen((choice.word || String)(value)).slice(0, 28)}  ${count}`);
    node.replaceChildren(el("option", { value: "" }, t(`any_${name}`)), ...listed.map(toOption));
    node.value = kept;
    node.disabled = !listed.length;
    node.setAttribute("aria-label", t(`by_${name}`));
  }
}

export function layChips() {
  $("chips").setAttribute("aria-label", t("records"));
  $("chips").replaceChildren(...CHIPS.map((chip) =>
    el("button", { type: "button", "data-chip": chip, class: chip, on: { click: () => pickChip(chip) } }, t(chip), el("b", null, "0"))));
}
function pickChip(chip) {
  filter.chip = filter.chip === chip ? "all" : chip;
  applyFilter();
  goToFirst();
}

/* What a record must hold: made once for all of them. */
function toTests() {
  const words = filter.words.trim().toLowerCase();
  const chosen = Object.entries(CHOICES).filter(([name]) => filter[name]);
  const tests = chosen.map(([name, choice]) => (entry) => choice.values(entry).includes(filter[name]));
  return words ? [(entry) => wordsOf(entry).includes(words), ...tests] : tests;
}

/* What belongs to the chip "all" is what is asked of somebody; provisions come where they are asked for. */
const isIn = (entry, chip) =>
  chip === "all" && (filter.kind || filter.words) ? true : entry.flags[chip];

export function applyFilter() {
  const counts = Object.fromEntries(CHIPS.map((chip) => [chip, 0])), tests = toTests();
  let count = 0;
  for (const entry of state.entries) {
    const isHeld = tests.every((holds) => holds(entry));
    if (isHeld) for (const chip of CHIPS) if (isIn(entry, chip)) counts[chip]++;
    entry.hidden = !(isHeld && isIn(entry, filter.chip));
    count += !entry.hidden;
  }
  counts.lost = LOST.length;
  counts.absent = ABSENT.length;
  showCounts(counts);
  showFiltered();
  showOthers({ lost: () => LOST.map(toLost), absent: () => ABSENT.map(toAbsent) }[filter.chip]?.());
  showEmpty(count === 0 && !["lost", "absent"].includes(filter.chip));
}

/* How many records hold each value: a value that a record holds twice counts once. */
function countValues(valuesOf) {
  const counts = new Map(), last = new Map();
  state.entries.forEach((entry, i) => {
    for (const value of valuesOf(entry)) {
      if (last.get(value) === i) continue;
      last.set(value, i);
      counts.set(value, (counts.get(value) || 0) + 1);
    }
  });
  return [...counts];
}

function showCounts(counts) {
  for (const node of $("chips").children) {
    const { chip } = node.dataset;
    node.setAttribute("aria-pressed", String(chip === filter.chip));
    node.lastChild.textContent = counts[chip];
    node.hidden = !counts[chip] && !ALWAYS.includes(chip) && chip !== filter.chip;
  }
}

function showEmpty(isEmpty) {
  $("empty").hidden = !isEmpty;
  if (isEmpty) $("empty").replaceChildren(`${t("none")} `, button(t("clear"), "b", clearFilter));
}

/* Text that went nowhere, and text that only gold has, is shown in place of records: each stretch leads to its place. */
function showOthers(rows) {
  $("lost").hidden = !rows;
  $("rows").hidden = Boolean(rows);
  if (rows) $("lost").replaceChildren(...rows);
}
const toOther = (words, start, end) =>
  el("li", { class: "record lost" }, el("div", { class: "words" }, words), start >= 0 && button(t("show"), "b", () => jump(start, end)));
const toLost = ([, start, end]) => toOther(toQuote([start, end]), start, end);
function toAbsent(text) {
  const start = TEXT.indexOf(text);
  return toOther(seen(text), start, start + text.length);
}

export function jump(start, end) {
  bring(start, end, true);
  paintHits([[start, end]]);
  setTimeout(() => paintHits(hits), 2400);
  const own = state.entries.find(({ record }) => record.location.start < end && record.location.end > start);
  if (own && !own.hidden) choose(own.id, "list");
}

function goToFirst() {
  const first = shown()[0];
  if (first && entryOf.get(state.current)?.hidden !== false) choose(first.id, "both");
}

export function clearFilter() {
  Object.assign(filter, { chip: "all", words: "", unit: "", role: "", kind: "", month: "", title: "", code: "" });
  $("search").value = "";
  for (const name of Object.keys(CHOICES)) $(`by-${name}`).value = "";
  findHits("");
  applyFilter();
  if (state.current) choose(state.current, "both", true);
}

/* --- search: records are filtered, places in the paper are marked ----------------------------------- */
function findHits(words) {
  hits = [];
  hit = -1;
  for (let at = words ? TEXT.indexOf(words) : -1; at >= 0 && hits.length < MOST_HITS; at = TEXT.indexOf(words, at + words.length))
    hits.push([at, at + words.length]);
  paintHits(hits);
}
function paintHits(spans) {
  if (!CSS.highlights) return;
  const ranges = spans.map(([start, end]) => rangeOf(start, end)).filter(Boolean);
  ranges.length ? CSS.highlights.set("hit", new Highlight(...ranges)) : CSS.highlights.delete("hit");
}
function nextHit(by) {
  if (hits.length) {
    hit = (hit + by + hits.length) % hits.length;
    bring(...hits[hit], true);
  }
  const words = hits.length ? t("hits", { n: hits.length, i: hit + 1 }) : t("noHits");
  say(words);
  toast(words);
}

export function search(words) {
  filter.words = words;
  applyFilter();
  findHits(words.trim());
}

let waiting;
$("search").addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => search(event.target.value), 90);
});
$("search").addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const run = { Enter: () => nextHit(event.shiftKey ? -1 : 1), Escape: () => leaveSearch(event.target), ArrowDown: goDown }[event.key];
  if (!run) return;
  event.preventDefault();
  event.stopPropagation();
  run();
});
function goDown() {
  const first = shown()[0];
  if (first) choose(first.id, "both", true);
}
function leaveSearch(field) {
  if (field.value) { field.value = ""; search(""); }
  else focusCurrent();
}

for (const name of Object.keys(CHOICES))
  $(`by-${name}`).addEventListener("change", (event) => {
    filter[name] = event.target.value;
    applyFilter();
    goToFirst();
  });
$("more").addEventListener("click", () => {
  const isOpen = $("more-row").hidden;
  $("more-row").hidden = !isOpen;
  $("more").setAttribute("aria-expanded", String(isOpen));
});
export function rememberOrder() { remember("docx2tasks:order", state.doubtfulFirst ? "doubt" : "text"); }
