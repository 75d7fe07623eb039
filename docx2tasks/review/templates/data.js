/* What the page is about: the document's text, its blocks, and the records as they were read. */
import { D } from "./given.js";

export const TEXT = D.text;
export const ROLES = ["lead", "support", "responsible", "oversee"];
export const TIME_KINDS = ["deadline", "period", "start", "recurring", "mention"];
export const OPERATORS = [">=", "<=", ">", "<", "="];
export const RECORD_KINDS = ["measure", "request", "provision"];
export const MARKS = ["lead", "responsible", "support", "oversee", "actor", "time", "target", "reference"];
export const LISTS = ["units", "actors", "times", "targets", "references"];

/* What a value has where the document says nothing of it; of the file it is left out. */
const EMPTY = {
  units: { canonical: null }, actors: {}, times: { start: null, end: null, every: null }, targets: {}, references: {},
};
const STEPS = D.steps.map((step) => ({ label: null, number: null, ...step }));
const ABSENT = { label: null, number: null, part: null, confidence: null, evidence: [] };

export const piecesOf = (place) => place.pieces || [[place.start, place.end]];
export const printed = (place) => piecesOf(place).map(([start, end]) => TEXT.slice(start, end)).join("");

/* A record as the file has it: what was left out because it is absent, or stands in the text, is put back. */
function restore(record) {
  const lists = Object.fromEntries(LISTS.map((name) => [name, (record[name] || []).map((value) => ({ ...EMPTY[name], ...value }))]));
  const path = (record.path || []).map((number) => STEPS[number]);
  return { ...ABSENT, text: printed(record.location), ...record, ...lists, path };
}

export const RECORDS = D.records.map(restore);
export const KNOWN = new Map(RECORDS.map((record) => [record.id, record]));
