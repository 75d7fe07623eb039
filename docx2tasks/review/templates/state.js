/* What the reviewer did. Only what differs from the file is kept, under the file's sha256; every step can be undone. */
import { RECORDS } from "./data.js";
import { clone, same, toast } from "./dom.js";
import { D } from "./given.js";
import { remember, remembered, t } from "./words.js";

const STORED = `docx2tasks:review:${D.source.sha256}`;
const MOST_STEPS = 500;

/* items: id -> {verdict, record, gone, added, note, who, at}; entries: what is shown, in order of the text */
export const state = { items: {}, entries: [], current: null, why: null, editing: null, doubtfulFirst: true };
export const entryOf = new Map();
const past = [], future = [], listeners = [];
let canStore = true;

export const onChange = (run) => listeners.push(run);
export const current = () => entryOf.get(state.current);
export const live = () => state.entries.filter((entry) => !entry.item.gone);

export function load() {
  try { localStorage.getItem(STORED); } catch { canStore = false; }
  state.doubtfulFirst = remembered("docx2tasks:order") !== "text";
  try {
    state.items = JSON.parse(remembered(STORED) || "{}").items || {};
    collect();
  } catch { /* what is kept is not ours: it stays until something is done here */
    state.items = {};
    collect();
  }
}

function store() {
  const words = JSON.stringify({ version: 1, name: D.source.path, saved: now(), items: state.items });
  if (!remember(STORED, words) && canStore) { canStore = false; toast(t("store")); }
}

/* Another window of the same document: its work is taken over. */
addEventListener("storage", (event) => {
  if (event.key !== STORED || !event.newValue) return;
  state.items = JSON.parse(event.newValue).items || {};
  past.length = future.length = 0;
  collect();
  listeners.forEach((run) => run([...entryOf.keys()], true));
});

function toEntry(id, base) {
  const item = state.items[id] || {}, record = item.record || base;
  return { id, base, item, record, hidden: false, ...derive(record, base, item) };
}

function collect() {
  const bases = RECORDS.map((base) => [base.id, base]);
  const added = Object.entries(state.items).filter(([, item]) => item.added && item.record).map(([id]) => [id, null]);
  state.entries = [...bases, ...added].map(([id, base]) => toEntry(id, base));
  state.entries.forEach((entry, place) => (entry.place = place));
  state.entries.sort((a, b) => a.record.location.start - b.record.location.start || a.place - b.place);
  entryOf.clear();
  state.entries.forEach((entry) => entryOf.set(entry.id, entry));
  number();
}

/* As explain counts: tasks in order of the text, provisions behind them. */
function number() {
  const [tasks, others] = [true, false].map((isTask) => state.entries.filter((entry) => entry.flags.all === isTask));
  [...tasks, ...others].forEach((entry, place) => (entry.number = place + 1));
}

export const lacksDate = (time) =>
  (time.kind === "deadline" && !time.end) || (time.kind === "period" && !(time.start && time.end)) ||
  (time.kind === "start" && !time.start) || (time.kind === "recurring" && !time.every);

export function verdictOf(item) {
  if (item.gone) return "gone";
  if (item.added) return "added";
  return item.verdict === "wrong" ? "wrong" : item.record ? "fixed" : item.verdict || "";
}

function derive(record, base, item) {
  const verdict = verdictOf(item), isOpen = !verdict, codes = D.doubts[record.id] || [];
  const isDoubtful = item.record ? record.times.some(lacksDate) : codes.length > 0;
  const isProvision = record.kind === "provision";
  const flags = {
    all: !isProvision, doubt: isDoubtful, todo: isOpen && !isProvision, done: !isOpen, provision: isProvision,
    nounit: !isProvision && !record.units.length,
    notime: !isProvision && !record.times.some((time) => time.kind !== "mention"),
    wrong: item.verdict === "wrong", changed: Boolean(item.record || item.gone), unlike: Boolean(D.score?.unlike[record.id]),
  };
  const titles = record.path.map((step) => (step.label || "") + step.title);
  const months = record.times.filter((time) => time.end && time.kind !== "mention").map((time) => time.end.slice(0, 7));
  return { verdict, isOpen, flags, codes, titles, months, words: null };
}

/* What a search looks in. */
export function wordsOf(entry) {
  const { record, titles } = entry;
  return (entry.words ??= [record.label || "", record.text, ...titles, ...record.units.map((unit) => unit.name),
    ...record.actors.map((actor) => actor.name), ...record.times.flatMap((time) => [time.text, time.end])].join("\n").toLowerCase());
}

/* --- steps ---------------------------------------------------------------------------------------- */
const snapshot = (ids) => Object.fromEntries(ids.map((id) => [id, state.items[id] ? clone(state.items[id]) : null]));
const now = () => `${new Date().toISOString().slice(0, 19)}Z`;

export function touch(id) {
  const item = (state.items[id] ||= {});
  item.at = now();
  item.who = remembered("docx2tasks:who") || undefined;
  return item;
}

export function change(ids, run) {
  past.push({ before: snapshot(ids), current: state.current });
  if (past.length > MOST_STEPS) past.shift();
  future.length = 0;
  run();
  settle(ids);
}

function goBack(from, to, words) {
  const step = from.pop();
  if (!step) return toast(t("nothing"));
  const ids = Object.keys(step.before);
  to.push({ before: snapshot(ids), current: state.current });
  for (const [id, item] of Object.entries(step.before)) item ? (state.items[id] = item) : delete state.items[id];
  state.editing = null;
  settle(ids, step.current);
  toast(words);
}
export const undo = () => goBack(past, future, t("undone"));
export const redo = () => goBack(future, past, t("redone"));

const isEmpty = (item) => !item.verdict && !item.record && !item.gone && !item.added && !item.note;
const shape = (item) => [item.record, item.gone, item.added];

/* Brings entries up to date with the items; listeners hear which, whether the order is another, what is in view. */
function settle(ids, back) {
  let isReordered = false;
  const moved = ids.filter((id) => !same(shape(entryOf.get(id)?.item || {}), shape(state.items[id] || {})));
  for (const id of ids) {
    if (state.items[id] && isEmpty(state.items[id])) delete state.items[id];
    const entry = entryOf.get(id), item = state.items[id];
    const start = (item?.record || entry?.base)?.location.start;
    if (!entry || (!entry.base && !item) || start !== entry.record.location.start) isReordered = true;
    else Object.assign(entry, toEntry(id, entry.base), { hidden: entry.hidden });
  }
  if (isReordered) collect();
  else if (moved.length) number();
  store();
  listeners.forEach((run) => run(ids, isReordered, moved, back));
}
