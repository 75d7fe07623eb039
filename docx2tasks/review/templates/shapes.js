/* What a line of corrections may hold. Files come from anywhere: a line of another shape would break the page for good. */
import { OPERATORS, RECORD_KINDS, ROLES, TIME_KINDS } from "./data.js";

/* An id that the program gave, or this page: nothing that an object has by itself (__proto__, constructor). */
const ID = /^(?:[0-9a-f]{6,64}(?:-\d{1,6})?|\+[0-9a-z]{1,40})$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/, INTERVAL = /^P[1-9]\d{0,2}[YMWD]$/;

const isText = (value) => typeof value === "string";
const isWords = (value) => isText(value) && value.trim() !== "";
const isOr = (check) => (value) => value == null || check(value);
const isSpan = (span) => Array.isArray(span) && span.length === 2 && span.every((at) => Number.isInteger(at) && at >= 0);
const isSpans = (value) => value === undefined || (Array.isArray(value) && value.every(isSpan));
const isOne = (words) => (value) => words.includes(value);
const isList = (check) => (value) => Array.isArray(value) && value.every(check);
const isObject = (checks) => (value) =>
  value !== null && typeof value === "object" && Object.entries(checks).every(([name, check]) => check(value[name]));

export const isInterval = (value) => isText(value) && INTERVAL.test(value);
export const isDate = (value) => isText(value) && DATE.test(value);
const place = { start: Number.isInteger, end: Number.isInteger, pieces: isOr(isSpans) };
const isInOrder = (value) => value.start >= 0 && value.end > value.start;

const SHAPES = {
  text: isWords, label: isOr(isText), number: isOr(Number.isInteger), part: isOr(isText), kind: isOne(RECORD_KINDS),
  path: isList(isObject({ label: isOr(isText), number: isOr(Number.isInteger), title: isText, span: isSpans })),
  units: isList(isObject({ name: isWords, role: isOne(ROLES), span: isSpans })),
  actors: isList(isObject({ name: isWords, span: isSpans })),
  times: isList(isObject({ text: isWords, kind: isOne(TIME_KINDS), start: isOr(isDate), end: isOr(isDate), every: isOr(isInterval), span: isSpans })),
  targets: isList(isObject({ text: isWords, operator: isOne(OPERATORS), value: Number.isFinite, unit: isText, span: isSpans })),
  references: isList(isWords),
  location: (value) => isObject(place)(value) && isInOrder(value),
  verdict: isOne(["right", "wrong"]),
};
const RECORD = ["label", "number", "part", "kind", "path", "units", "actors", "times", "targets", "references"];
const isRecord = (value) => isObject({ text: isWords, location: isOr(SHAPES.location) })(value) &&
  RECORD.every((name) => value[name] === undefined || SHAPES[name](value[name]));

export function isLine(line) {
  if (!line || typeof line !== "object" || !isText(line.task) || !ID.test(line.task)) return false;
  if (![line.who, line.when, line.note].every(isOr(isText))) return false;
  if (line.field === "task") return line.new === null || isRecord(line.new);
  return Object.hasOwn(SHAPES, line.field) && SHAPES[line.field](line.new);
}
