/* What was done as lines of corrections.jsonl, and back: one line a change, its spans counted in characters. */
import { KNOWN, LISTS, RECORDS, TEXT, piecesOf } from "./data.js";
import { clone, fold, same } from "./dom.js";
import { D } from "./given.js";

const CHANGEABLE = ["text", "label", "number", "part", "kind", "path", ...LISTS, "location"];
const WIDE = /[\ud800-\udbff][\udc00-\udfff]/;

/* Offsets of characters and of UTF-16 units differ behind a character that takes two. */
const isWide = WIDE.test(TEXT);
const toCharacters = (at) => (isWide ? [...TEXT.slice(0, at)].length : at);
const toUnits = (at) => (isWide ? [...TEXT].slice(0, at).join("").length : at);

const mapSpans = (value, run) => {
  if (!value || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((one) => mapSpans(one, run));
  const spans = ["span", "pieces"].filter((name) => value[name]);
  const moved = { ...value, ...Object.fromEntries(spans.map((name) => [name, value[name].map((span) => span.map(run))])) };
  if ("start" in moved && typeof moved.start === "number") Object.assign(moved, { start: run(moved.start), end: run(moved.end) });
  return moved;
};

/* A value as a record has it: a cited document is its name alone, and nothing says where it is. */
export const outside = (name, value) => (name === "references" ? value.map((one) => one.text) : mapSpans(value, toCharacters));
function inside(name, value, record) {
  if (name === "references") return value.map((text) => ({ text, span: findSpan(text, record) }));
  return mapSpans(value, toUnits);
}
function findSpan(text, record) {
  for (const [start, end] of piecesOf(record.location)) {
    const at = TEXT.indexOf(text, start);
    if (at >= 0 && at + text.length <= end) return [[at, at + text.length]];
  }
  return [];
}

const outsideRecord = (record) => {
  const values = Object.fromEntries(LISTS.map((name) => [name, outside(name, record[name])]));
  return { ...mapSpans(record, toCharacters), ...values, path: mapSpans(record.path, toCharacters) };
};
/* A record that was added in a workbook says only its words: it stands where they do. */
function insideRecord(values) {
  const at = TEXT.indexOf(values.text);
  if (!values.location && at < 0) return null;
  const empty = { label: null, number: null, part: null, kind: "measure", confidence: null, evidence: [], path: [] };
  const record = { ...empty, ...Object.fromEntries(LISTS.map((name) => [name, []])), ...mapSpans(values, toUnits) };
  record.location ||= { start: at, end: at + values.text.length };
  for (const name of LISTS) record[name] = inside(name, values[name] || [], record);
  return record;
}

export function itemToLines(id, item) {
  const base = KNOWN.get(id), record = item.record || base;
  const head = { sha256: D.source.sha256, task: id, text: fold((base || record)?.text || "").slice(0, 60) };
  const tail = { who: item.who || null, when: item.at || null };
  const toLine = (field, old, now, more) => ({ ...head, field, old, new: now, ...more, ...tail });
  if (item.added) return item.gone ? [] : [toLine("task", null, outsideRecord(record))];
  if (item.gone) return [toLine("task", base?.text ?? null, null)];
  const lines = item.record && base ? CHANGEABLE.filter((name) => !same(base[name], record[name])).map((name) =>
    toLine(name, outside(name, base[name]) ?? null, outside(name, record[name]) ?? null)) : [];
  if (item.verdict) lines.push(toLine("verdict", null, item.verdict, item.note ? { note: item.note } : {}));
  return lines;
}

/* A line that was made for another version of the file: about the record with its id, else with its first words; where
   its values stand is looked up again. */
export function realign(line) {
  const opening = fold(line.text || ""), alike = opening ? RECORDS.filter((record) => fold(record.text).startsWith(opening)) : [];
  const task = !KNOWN.has(line.task) && alike.length === 1 ? alike[0].id : line.task, record = KNOWN.get(task);
  if (line.field === "location") return { ...line, field: "" };
  if (line.field === "task") return line.new ? { ...line, new: { ...withoutSpans(line.new), location: null } } : { ...line, task };
  if (!record || !Array.isArray(line.new) || line.field === "references") return { ...line, task };
  const placed = line.new.map((value) => ({ ...value, span: findSpan(value.name ?? value.title ?? value.text, record) }));
  return { ...line, task, new: mapSpans(placed, toCharacters) };
}
const withoutSpans = (value) => Object.fromEntries(Object.entries(value).map(([name, list]) =>
  [name, Array.isArray(list) ? list.map((one) => (one && typeof one === "object" ? { ...one, span: [] } : one)) : list]));

/* Whether it fits: a line about a record that is not here does not. */
export function applyLine(items, line) {
  const base = KNOWN.get(line.task), isAdded = line.field === "task" && line.new;
  if (!line.field || !base && !isAdded && !items[line.task]?.added) return false;
  const record = isAdded && insideRecord({ ...line.new, id: line.task });
  if (isAdded && !record) return false;
  const item = (items[line.task] ||= {});
  Object.assign(item, { at: line.when || undefined, who: line.who || undefined });
  if (isAdded) Object.assign(item, { added: true, record });
  else if (line.field === "task") item.gone = true;
  else if (line.field === "verdict") Object.assign(item, { verdict: line.new === "wrong" ? "wrong" : "right" }, line.note && { note: String(line.note) });
  else {
    item.record ||= clone(base);
    item.record[line.field] = inside(line.field, line.new, item.record);
  }
  return true;
}

/* The records as they stand now, in the form that scores are counted against. */
export function toGold(entries) {
  const pick = (values, names) => values.map((value) => Object.fromEntries(names.map((name) => [name, value[name] ?? null])));
  const toRecord = ({ record }) => ({
    number: record.number, label: record.label, path: pick(record.path, ["label", "number", "title"]), kind: record.kind, text: record.text,
    units: pick(record.units, ["name", "role", "inherited"]), actors: pick(record.actors, ["name"]),
    times: pick(record.times, ["text", "kind", "start", "end", "every"]), targets: pick(record.targets, ["text", "operator", "value", "unit"]),
    references: record.references.map((one) => one.text), optional: false,
  });
  const kept = entries.filter((entry) => !entry.item.gone), isTask = (entry) => entry.record.kind !== "provision";
  return { document: D.document, tasks: kept.filter(isTask).map(toRecord), provisions: kept.filter((entry) => !isTask(entry)).map(toRecord) };
}
