/* What the page is about: the document's text, its blocks, and the records as they were read. */
import { D } from "./given.js";

export const TEXT = D.text;
export const ROLES = ["lead", "support", "responsible", "oversee"];
export const TIME_KINDS = ["deadline", "period", "start", "recurring", "mention"];
export const OPERATORS = [">=", "<=", ">", "<", "="];
export const RECORD_KINDS = ["measure", "request", "provision"];
export const MARKS = ["lead", "responsible", "support", "oversee", "actor", "time", "target", "reference"];
export const LISTS = ["units", "actors", "times", "targets", "references"];

export const piecesOf = (place) => place.pieces || [[place.start, place.end]];
export const printed = (place) => piecesOf(place).map(([start, end]) => TEXT.slice(start, end)).join("");

/* Rows to values: what was left out at the end of a row is empty. */
const EMPTY = { inherited: false };
export const RULES = new Map(D.rules.map((rule) => [rule[0], rule]));
const toSpans = (flat) => {
  const spans = [];
  for (let i = 0; i < (flat || []).length; i += 2) spans.push([flat[i], flat[i + 1]]);
  return spans;
};
function toValues(rows, name) {
  const names = D.fields[name], isRuled = name !== "steps";
  return (rows || []).map((row) => {
    const value = {};
    names.forEach((field, i) => (value[field] = row[i + 2] ?? EMPTY[field] ?? null));
    value.span = toSpans(row[1]);
    if (isRuled) value.rule = row[0] == null ? null : D.rules[row[0]][0];
    return value;
  });
}
function toLocation(row, pieces) {
  const place = {};
  D.fields.location.forEach((field, i) => row[i] != null && (place[field] = row[i]));
  if (pieces) place.pieces = toSpans(pieces);
  return place;
}
const STEPS = toValues(D.steps, "steps");

/* A record as the file has it: what was left out because it is absent, or stands in the text, is put back. */
function restore(row) {
  const location = toLocation(row.location, row.pieces);
  return {
    id: row.id, label: row.label ?? null, number: row.number ?? null, part: row.part ?? null, confidence: row.confidence ?? null,
    kind: row.kind || "measure", text: row.text ?? printed(location), location,
    evidence: (row.evidence || []).map((number) => D.rules[number][0]), path: (row.path || []).map((number) => STEPS[number]),
    units: toValues(row.units, "units"), actors: toValues(row.actors, "actors"), times: toValues(row.times, "times"),
    targets: toValues(row.targets, "targets"), references: (row.references || []).map(([text, span]) => ({ text, span: toSpans(span) })),
  };
}

export const RECORDS = D.records.map(restore);
export const KNOWN = new Map(RECORDS.map((record) => [record.id, record]));
