/* The tasks behind the number that was chosen last, each with the way to its place on the review page. */
import { D } from "./given.js";
import { isSummed, papers } from "./data.js";
import { $, button, el, seen } from "./dom.js";
import { asked, countOf, findTasks, toHash, wordsOf } from "./filter.js";
import { toCommand } from "./command.js";
import { link, showAsked } from "./drawing.js";
import { monthName } from "./timeline.js";
import { t } from "./words.js";

const STEP = 200, MOST_PRINTED = 2000;
let most = STEP;
const plainly = (n) => n.toLocaleString("en-US");

function wordsOfFilter({ doc, unit, role, month, year, flag, kind, q }) {
  return [
    doc && seen(papers[doc].name), unit && seen(unit), role && t(role), month && monthName(month),
    year && t("yearName", { year }), flag && t(flag), kind && t(kind), q && t("quoted", { words: seen(q) }),
  ].filter(Boolean).join(" · ");
}

export function drawList() {
  const found = findTasks(asked), words = wordsOfFilter(asked), all = isSummed ? countOf(asked) : found.length;
  $("which").textContent = (words ? `${words}${t("colon")}` : "") + sumUp(found.length, all);
  $("clear").hidden = !words;
  $("clear").href = toHash({});
  $("clear").textContent = t("clear");
  $("rows").replaceChildren(...found.slice(0, most).map(drawTask));
  if (found.length > most) $("rows").append(el("li", { class: "more" }, button(t("more", { n: Math.min(2 * STEP, found.length - most), all: found.length }), "b", showMore)));
  $("empty").hidden = found.length > 0;
  $("empty").textContent = t("noTasks");
  const command = isSummed ? toCommand(asked) : "";
  $("command").hidden = !command;
  $("command").replaceChildren(t("allOfThem"), " ", el("code", null, command));
  $("tasks").classList.toggle("unasked", !words);
  showAsked();
}
function sumUp(listed, all) {
  if (all === null) return t("amongListed", { n: plainly(listed) });
  return listed < all ? t("firstOf", { n: plainly(all), listed: plainly(listed) }) : t("count", { n: plainly(all) });
}
function showMore() {
  const from = most;
  most += 2 * STEP;
  drawList();
  $("rows").children[from]?.focus();
}
export function listAnew() {
  most = STEP;
  drawList();
  $("list").scrollTop = 0;
}
/* On paper there is nothing to scroll: all that was asked for is printed. */
addEventListener("beforeprint", () => { most = MOST_PRINTED; drawList(); });
addEventListener("afterprint", listAnew);

function drawTask(task) {
  const paper = papers[task.paper], by = Map.groupBy ? Map.groupBy(task.bodies, (one) => one.role) : group(task.bodies);
  const day = task.ends && (task.starts && task.starts !== task.ends ? `${task.starts} → ${task.ends}` : task.ends);
  const href = paper.page && `${paper.page}#${encodeURIComponent(task.id)}`;
  return el("li", { tabindex: "-1" },
    el("p", { class: "source" }, link(seen(paper.title || paper.name), { doc: String(task.paper) }), task.path.map((one) => ` › ${seen(one)}`)),
    el("p", { class: "text" }, task.label && `${seen(task.label)} `, mark(seen(task.text))),
    el("p", { class: "values" },
      [...by].map(([role, bodies]) => el("span", { class: role }, el("b", null, t(role)), bodies.map((one) => seen(one.name)).join("、"))),
      task.time && el("span", { class: "time" }, el("b", null, day || t("undatedTime")), seen(task.time))),
    el("p", { class: "source" }, seen(paper.name), placeOf(task.place),
      href && el("span", { class: "page" }, " · ", el("a", { href }, t("reviewTask")))));
}
function group(bodies) {
  const found = new Map();
  for (const one of bodies) found.set(one.role, [...(found.get(one.role) || []), one]);
  return found;
}
const placeOf = (place) => place.map(([name, n]) => ` · ${t(`at_${name}`, { n })}`).join("");

/* The words that were searched for, marked. */
function mark(words) {
  const low = words.toLowerCase(), marked = [];
  if (low.length !== words.length) return [words]; // İ is longer in small letters: places would be others
  for (const word of wordsOf(asked)) {
    for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, at + word.length)) marked.push([at, at + word.length]);
  }
  const parts = [];
  let from = 0;
  for (const [start, end] of marked.sort((one, other) => one[0] - other[0])) {
    if (start < from) continue;
    parts.push(words.slice(from, start), el("mark", null, words.slice(start, end)));
    from = end;
  }
  return [...parts, words.slice(from)];
}
