/* The rows: both sides of a task next to each other, with the headings above them. A row is built when it is first shown. */
import { D } from "./given.js";
import { el, seen } from "./dom.js";
import { toCell, toPair } from "./cells.js";
import { t } from "./words.js";

const SIGNS = { added: "+", dropped: "−", gap: "−", own: "+", split: "⋔", joined: "⋎" };
const MOVED = ["path", "order", "targets", "kind", "actors"]; /* what no cell shows by itself */

/* All rows of all papers with the headings and papers that they begin. */
export const rows = D.papers.flatMap((paper, number) => {
  let above = ["", ""];
  return paper.rows.map((row, at) => {
    const paths = [row.o, row.n].map((tasks, side) => (tasks.length ? (tasks[0].p || []).join(" › ") : above[side]));
    const entry = { row, number, isFirst: at === 0, steps: paths, node: null, heads: null, words: toSearched(row) };
    above = paths;
    return entry;
  });
});
function toSearched(row) {
  return [...row.o, ...row.n].map((task) => [task.t, ...(task.u || []).map((unit) => unit[0]), ...(task.p || [])].join("\n")).join("\n").toLowerCase();
}

export function nodeOf(entry) {
  return (entry.node ||= toRow(entry));
}
export function forget() {
  for (const entry of rows) entry.node = null;
}

function toRow({ row }) {
  const shape = row.c.find((one) => SIGNS[one]), kind = row.c.length ? shape || (row.c[0] === "covered" ? "covered" : "changed") : "same";
  const sign = SIGNS[shape] || (kind === "changed" ? "≠" : kind === "covered" ? "→" : "=");
  return el("li", { class: `row ${kind}`, tabindex: "-1" },
    toCell(row, 1), el("div", { class: "sign", title: t(kind), "aria-label": t(kind), role: "img" }, sign), toCell(row, 2), toTags(row));
}
function toTags(row) {
  const names = row.c.filter((one) => one !== "covered" && one !== "own");
  const isDetailed = (one) => (MOVED.includes(one) && row.f?.[one]) || (one === "later" && row.later);
  const tags = names.filter((one) => !isDetailed(one)).map((one) => el("span", { class: "tag" }, t(one)));
  const details = MOVED.filter((one) => row.f?.[one]).map((one) => {
    const [old, now] = row.f[one].map((values) => values.map((value) => (one === "kind" ? t(value) : value)).join(one === "path" ? " › " : "、"));
    return el("span", null, el("span", { class: "tag" }, t(one)), " ", toPair(old || t("nothing"), now || t("nothing")));
  });
  const later = row.later && el("span", null, el("span", { class: "tag" }, t("later")), " ", toPair(...row.later));
  return names.length ? el("p", { class: "tags" }, tags, details, later) : null;
}

/* What stands above a row that is shown: its paper where there are several, its headings where they are new. */
export function headsOf(entry, before) {
  const heads = [], paper = D.papers[entry.number];
  if (D.papers.length > 1 && before?.number !== entry.number) {
    const names = [paper.old, paper.new].filter(Boolean);
    heads.push(el("li", { class: "paper" }, [...new Set(names)].map(seen).join(" → "), names.length < 2 ? ` · ${t(paper.old ? "paperDropped" : "paperAdded")}` : ""));
    before = null;
  }
  if (!before || entry.steps.some((step, side) => step !== before.steps[side])) {
    const [old, now] = entry.steps;
    if (old || now) heads.push(el("li", { class: "step" }, [old, now].map((words) => el(words ? "h3" : "span", null, seen(words)))));
  }
  return heads;
}
