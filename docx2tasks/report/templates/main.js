/* The page is put together. */
import { D } from "./given.js";
import { drawCoverage, drawKinds, drawOutcomes, drawRoles } from "./bars.js";
import { $, button, el, seen } from "./dom.js";
import { drawHeat, wordRoles } from "./heat.js";
import { hideTip, link, showAsked } from "./drawing.js";
import { asked, readAddress, toHash, view } from "./filter.js";
import { listAnew } from "./list.js";
import { drawPapers } from "./papers.js";
import { drawTimeline, wordYears } from "./timeline.js";
import { isSummed, tasks } from "./data.js";
import { changeLanguage, spoken, t } from "./words.js";

const number = (n) => n.toLocaleString("en-US");

function wordHead() {
  document.documentElement.lang = spoken.language === "zh" ? "zh-CN" : "en";
  document.title = $("title").textContent = t("title");
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = t(node.dataset.word);
  const { papers, tasks: all, units } = D.counts;
  $("facts").textContent = [t("facts", { papers: number(papers), tasks: number(all), units: number(units) }), t("dayIs", { day: D.day }), ...conditions()].join(" · ");
  $("search").placeholder = t("search");
  $("acts").replaceChildren(
    button(t("language"), "b quiet", turnLanguage, { lang: spoken.language === "zh" ? "en" : "zh-CN" }),
    button(t("print"), "b", () => print()));
  $("summed").hidden = !isSummed;
  $("summed").textContent = isSummed ? t("summed", { tasks: number(all), first: D.first, listed: number(tasks.length) }) : "";
}
/* The conditions that the report was made with. */
function conditions() {
  const { words = [], units = [], roles = [], kinds = [], before, after, overdue_on: overdue } = D.selection;
  return [
    ...words.map((one) => t("quoted", { words: seen(one) })), ...units.map(seen), ...[...roles, ...kinds].map((one) => t(one)),
    before && t("before", { day: before }), after && t("after", { day: after }), overdue && t("overdue"),
  ].filter(Boolean);
}
function turnLanguage() {
  changeLanguage();
  drawAll();
  $("acts").querySelector("button").focus();
}

function drawSums() {
  const { tasks: all } = D.counts, { dated, overdue, soon, nounit, unclear } = D.flags;
  const rows = [
    [all, "sumTasks", {}], [dated, "dated", { flag: "dated" }], [overdue, "overdue", { flag: "overdue" }, "doubt"],
    [soon, "soon", { flag: "soon" }], [nounit, "nounit", { flag: "nounit" }, "doubt"], [unclear, "unclear", { flag: "unclear" }, "doubt"],
  ];
  $("sums").replaceChildren(...rows.map(([n, words, filter, kind]) =>
    el("li", { class: n ? kind : null }, link([el("b", null, number(n)), el("span", null, t(words))], filter))));
}

function drawCharts() {
  drawTimeline();
  drawRoles();
  drawKinds();
  drawCoverage();
  showAsked();
}
function drawFigures() {
  wordYears(asked);
  wordRoles(asked);
  drawSums();
  drawHeat();
  drawPapers();
  drawOutcomes();
  drawCharts();
}
function drawAll() {
  wordHead();
  drawFigures();
  listAnew();
}

/* The address changed: by a link, by the search, by going back. */
function follow() {
  const before = JSON.stringify(view);
  readAddress();
  if ($("search").value.trim() !== (asked.q || "")) $("search").value = asked.q || "";
  if (JSON.stringify(view) !== before) keepFocus(drawFigures);
  else { wordYears(asked); wordRoles(asked); }
  listAnew();
  hideTip();
}
/* A chip that was used is drawn again, and stays the one that keys act on. */
function keepFocus(draw) {
  const box = document.activeElement?.closest(".chips"), words = document.activeElement?.textContent;
  draw();
  if (box) [...box.children].find((one) => one.textContent === words)?.focus();
}
addEventListener("hashchange", follow);

/* A number chosen where there is one column: the list is below, out of sight. */
document.addEventListener("click", (event) => {
  if (event.target.closest?.(".to") && $("tasks").offsetTop > 600) requestAnimationFrame(() => $("tasks").scrollIntoView());
});

let waiting;
$("search").addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    history.replaceState(null, "", toHash({ ...asked, q: event.target.value.trim() }));
    follow();
  }, 120);
});

function walk(step) {
  const rows = [...$("rows").children], at = rows.indexOf(document.activeElement?.closest("#rows > li"));
  rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.focus();
}
const KEYS = { "/": () => $("search").focus(), j: () => walk(1), k: () => walk(-1), Escape: () => { hideTip(); location.hash = toHash({}); } };
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input")) { if (event.key === "Escape") event.target.blur(); return; }
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address is the report's
  $("tasks").focus();
});
readAddress();
$("search").value = asked.q || "";
drawAll();
new ResizeObserver(drawCharts).observe($("time"));
document.documentElement.dataset.ready = "yes";
