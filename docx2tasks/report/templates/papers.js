/* Documents that need a look: those without tasks first, then by what is doubtful in them. */
import { D } from "./given.js";
import { papers } from "./data.js";
import { $, button, el, seen } from "./dom.js";
import { link } from "./drawing.js";
import { t, wordOf } from "./words.js";

const FEW_PAPERS = 15;
let isAll = false;
const percent = (share) => (share ? `${(100 * share).toFixed(1)}%` : "–");

export function drawPapers() {
  const shown = isAll ? D.urgent : D.urgent.slice(0, FEW_PAPERS), rest = D.urgent.length - FEW_PAPERS;
  if (!D.urgent.length) return $("papers").replaceChildren(el("p", { class: "note" }, t("nonePapers")));
  const heads = ["paper", "taskCount", "nounit", "unclear", "lost", "notes"];
  $("papers").replaceChildren(
    el("table", null,
      el("thead", null, el("tr", null, heads.map((name, at) => el("th", { scope: "col", class: at && at < 5 ? "r" : null }, t(name))))),
      el("tbody", null, shown.map(drawPaper))),
    rest > 0 ? button(isAll ? t("fewer") : t("morePapers", { n: rest }), "b more", turnPapers) : "",
    D.counts.urgent > D.urgent.length ? el("p", { class: "note" }, t("papersLeft", { n: D.counts.urgent - D.urgent.length })) : "");
}
function turnPapers() {
  isAll = !isAll;
  drawPapers();
  $("papers").querySelector(".more").focus();
}

function drawPaper(number) {
  const paper = papers[number], doc = String(number), name = seen(paper.title || paper.name);
  const flagged = (flag) => {
    const n = paper.flags[flag];
    return el("td", { class: "r" }, n ? link(String(n), { doc, flag }, { "aria-label": `${name} ${t(flag)} ${n}` }) : "–");
  };
  const said = Object.entries(paper.warnings).map(([code, n]) => wordOf("diagnostics", code) + (n > 1 ? ` ×${n}` : ""));
  return el("tr", null,
    el("th", { scope: "row" },
      paper.tasks ? link(name, { doc }) : name,
      el("span", { class: "file" }, seen(paper.name), paper.page && el("span", { class: "page" }, " · ", el("a", { href: paper.page }, t("review"))))),
    el("td", { class: "r" }, paper.tasks ? link(String(paper.tasks), { doc }, { "aria-label": `${name} ${paper.tasks}` }) : t("none")),
    flagged("nounit"), flagged("unclear"),
    el("td", { class: "r" }, percent(paper.lost)),
    el("td", null, said.join(t("semicolon")) || "–"));
}
