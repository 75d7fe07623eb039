/* What stands in a row: a task of either side, its words with their marks, its values. */
import { el, seen } from "./dom.js";
import { t } from "./words.js";

const ROLES = ["lead", "responsible", "support", "oversee"];

/* The words of one side; `side` 1 is the old one, 2 the new one. */
export function toWords(stretches, side) {
  return stretches.filter((one) => one[side]).map((one) => (one[0] ? seen(one[side]) : el(side === 1 ? "del" : "ins", null, seen(one[side]))));
}
export function toPair(old, now) {
  return [old && el("del", null, seen(old)), old && now ? " → " : "", now && el("ins", null, seen(now))];
}

export function toCell(row, side) {
  const tasks = side === 1 ? row.o : row.n, name = side === 1 ? "old" : "new";
  if (!tasks.length) return el("div", { class: `cell none ${name}` }, t(row.c[0] === "gap" ? "noCounterpart" : side === 1 ? "notBefore" : "notNow"));
  return el("div", { class: `cell ${name}` }, tasks.map((task, at) => toTask(row, task, side, at)));
}

function toTask(row, task, side, at) {
  const said = [task.l, t("taskNumber", { n: task.i }), task.k === "provision" && t("provision"), row.alike && side === 2 && t("alike", { n: row.alike[at] })];
  return el("div", { class: "task" },
    el("p", { class: "number" }, el("span", { class: "only" }, t(side === 1 ? "oldSide" : "newSide")), said.filter(Boolean).map(seen).join(" · ")),
    el("p", { class: "text" }, toText(row, task, side)),
    el("p", { class: "values" }, toUnits(row, task, side), toTimes(row, task, side)));
}

/* Tasks that were split or joined are compared as one: the marks of all are cut where each ends. */
function toText(row, task, side) {
  const tasks = side === 1 ? row.o : row.n;
  if (!row.w) return seen(task.t); /* a task that is new or gone has a sign and an edge: struck through, it could not be read */
  const start = tasks.slice(0, tasks.indexOf(task)).reduce((sum, one) => sum + one.t.length, 0);
  return toWords(cut(row.w, side, start, start + task.t.length), side);
}
function cut(stretches, side, start, end) {
  const found = [];
  let at = 0;
  for (const one of stretches) {
    const from = Math.max(start, at), to = Math.min(end, at + one[side].length);
    if (to > from) found.push([one[0], ...[1, 2].map((each) => (each === side ? one[side].slice(from - at, to - at) : ""))]);
    at += one[side].length;
  }
  return found;
}

function toUnits(row, task, side) {
  const changed = new Set(row.f?.units?.[side - 1]), turned = new Set((row.f?.roles?.[side - 1] || []).map((one) => one.split(" ")[0]));
  return ROLES.map((role) => {
    const names = (task.u || []).filter((unit) => unit[1] === role);
    return names.length && el("span", { class: role }, el("b", null, t(role)), names.map(([name], at) => [at ? "、" : "", toValue(name, changed.has(name) || turned.has(name), side)]));
  }).filter(Boolean);
}
function toTimes(row, task, side) {
  const changed = new Set(row.f?.times?.[side - 1]);
  return task.d && el("span", { class: "time" }, el("b", null, t("time")), task.d.map((words, at) => [at ? "、" : "", toValue(words, changed.has(words), side)]));
}
const toValue = (words, isChanged, side) => (isChanged ? el(side === 1 ? "del" : "ins", null, seen(words)) : seen(words));
