/* Spans to marks: which stretches of the text belong to which records, and as what. */
import { TEXT, piecesOf } from "./data.js";
import { el, seen } from "./dom.js";
import { D } from "./given.js";
import { entryOf, state } from "./state.js";

const WIDTH = 8; /* marks are kept by stretches of 2 ** WIDTH units, so that those near a place are found at once */
let buckets = [];

/* A place that several records share (a merged unit cell) is one mark with all their ids. */
export function indexMarks() {
  buckets = [];
  for (const { id, record, item } of state.entries) {
    if (item.gone) continue;
    for (const span of piecesOf(record.location)) index(span, "task", id);
    eachSpan(record, (kind, span) => index(span, kind, id));
  }
}
function index([start, end], kind, id) {
  if (end <= start) return;
  const first = start >> WIDTH, known = buckets[first];
  if (known) for (const mark of known) if (mark.start === start && mark.end === end && mark.kind === kind) return mark.ids.push(id);
  const mark = { start, end, kind, ids: [id] };
  for (let at = first; at <= (end - 1) >> WIDTH; at++) (buckets[at] ||= []).push(mark);
}

const LISTED = [["actors", "actor"], ["times", "time"], ["targets", "target"], ["references", "reference"]];
export function eachSpan(record, run) {
  for (const unit of record.units) for (const span of unit.span || []) run(unit.role, span);
  for (const [name, kind] of LISTED) for (const value of record[name]) for (const span of value.span || []) run(kind, span);
}

export function marksIn(start, end) {
  const found = new Set();
  for (let at = start >> WIDTH; at <= (end - 1) >> WIDTH; at++)
    for (const mark of buckets[at] || []) if (mark.start < end && mark.end > start) found.add(mark);
  return [...found];
}

const ASIDES = D.asides.slice().sort((a, b) => a[1] - b[1]);
function asidesIn(start, end) {
  let low = 0, high = ASIDES.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    ASIDES[middle][2] <= start ? (low = middle + 1) : (high = middle);
  }
  const found = [];
  for (; low < ASIDES.length && ASIDES[low][1] < end; low++) found.push(ASIDES[low]);
  return found;
}

/* The gutter shows the worst that the records of a paragraph have come to. */
const WORST_FIRST = ["wrong", "open", "fixed", "added", "right"];
function toGutter(marks) {
  const ids = marks.filter((mark) => mark.kind === "task").flatMap((mark) => mark.ids);
  const verdicts = ids.map((id) => entryOf.get(id).verdict || "open");
  return WORST_FIRST.find((one) => verdicts.includes(one));
}

/* A box is a paragraph or a piece of one: {start, end, node, isPainted}. */
export function paint(box) {
  box.isPainted = true;
  const { start, end, node } = box, marks = marksIn(start, end), asides = asidesIn(start, end);
  const gutter = toGutter(marks);
  gutter ? (node.dataset.gutter = gutter) : delete node.dataset.gutter;
  const provisions = marks.filter((one) => one.kind === "task").flatMap((one) => one.ids);
  node.classList.toggle("provisions", provisions.length > 0 && provisions.every(isProvision));
  if (marks.length || asides.length) node.replaceChildren(...cut(start, end, marks, asides));
  else if (node.firstElementChild || !node.firstChild) node.replaceChildren(seen(TEXT.slice(start, end)));
}
const isProvision = (id) => entryOf.get(id).record.kind === "provision";

function cut(start, end, marks, asides) {
  const edges = [start, end, ...marks.flatMap((mark) => [mark.start, mark.end]), ...asides.flatMap((one) => [one[1], one[2]])];
  const cuts = [...new Set(edges.filter((at) => at >= start && at <= end))].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, i) => toPiece(from, cuts[i + 1], marks, asides));
}

function toPiece(from, to, marks, asides) {
  const words = seen(TEXT.slice(from, to)), on = marks.filter((mark) => mark.start <= from && mark.end >= to);
  if (on.length) return toMark(from, words, on);
  const aside = asides.find((one) => one[1] <= from && one[2] >= to);
  const isGrey = aside && (!aside[3] || aside[0] === "unassigned");
  return el(isGrey ? "i" : "span", { "data-s": from, class: isGrey && aside[0], "data-aside": aside?.[0] }, words);
}

/* The ids of values come before those of the task around them: a click finds the nearest. */
function toMark(from, words, on) {
  const byNearness = [...on.filter((mark) => mark.kind !== "task"), ...on.filter((mark) => mark.kind === "task")];
  const ids = [...new Set(byNearness.flatMap((mark) => mark.ids))], kinds = [...new Set(on.map((mark) => mark.kind))];
  const isOn = ids.includes(state.current);
  return el("mark", { "data-s": from, "data-ids": ids.join(" "), class: kinds.join(" ") + (isOn ? " on" : "") }, words);
}
