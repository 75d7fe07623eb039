/* The page is put together. */
import { D } from "./given.js";
import { $, button, el, key, seen } from "./dom.js";
import { toPair } from "./cells.js";
import { forget } from "./rows.js";
import { apply, counts, go, layChips, state, step } from "./filter.js";
import { changeLanguage, spoken, t } from "./words.js";

function wordHead() {
  document.documentElement.lang = spoken.language === "zh" ? "zh-CN" : "en";
  document.title = $("title").textContent = t(`${D.mode}Title`);
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = t(node.dataset.word);
  $("verdict").textContent = toVerdict();
  $("search").placeholder = t("search");
  $("acts").replaceChildren(
    button([t("previous"), key("k")], "b quiet", () => step(-1)), button([t("next"), key("j")], "b", () => step(1)),
    button(t("print"), "b quiet", () => print()),
    button(t("language"), "b quiet", turnLanguage, { lang: spoken.language === "zh" ? "en" : "zh-CN" }));
}
function toVerdict() {
  if (D.mode === "levels") {
    const gaps = counts.gap || 0, total = gaps + (counts.covered || 0);
    return t(gaps ? "covers" : "coversAll", { total, covered: total - gaps, gaps });
  }
  return t(counts.changed ? "differ" : "noDifference", { n: counts.changed, total: counts.every });
}
function turnLanguage() {
  changeLanguage();
  forget();
  draw();
  $("acts").lastElementChild.focus();
}

function laySides() {
  $("sides").replaceChildren(...D.sides.map((side, at) => el("div", null,
    el("p", null, t(D.mode === "levels" ? ["upper", "lower"][at] : ["oldSide", "newSide"][at])),
    el("h2", null, side.names.length === 1 ? seen(side.title || side.names[0]) : t("papers", { n: side.names.length })),
    el("p", null, [side.number, side.date, side.names.length === 1 && side.names[0]].filter(Boolean).map(seen).join(" · ")))));
}
function layFacts() {
  const changed = D.papers.flatMap((paper) => [
    ...(paper.facts || []).map(([name, old, now]) => [t(name), old, now]), ...(paper.headings || []).map(([old, now]) => [t("heading"), old, now])]);
  $("facts").hidden = !changed.length;
  $("facts").replaceChildren(el("h2", null, t("ofPapers")), el("dl", null, changed.map(([name, old, now]) => [el("dt", null, name), el("dd", null, toPair(old, now))])));
}

function draw() {
  wordHead();
  laySides();
  layFacts();
  layChips();
  apply();
}

let typed;
$("search").addEventListener("input", () => {
  clearTimeout(typed);
  typed = setTimeout(() => { state.words = $("search").value.trim().toLowerCase(); apply(); }, 120);
});
const KEYS = { j: () => step(1), n: () => step(1), k: () => step(-1), p: () => step(-1), Home: () => go(0), End: () => go(-1), "/": () => $("search").focus() };
addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input")) {
    if (event.key === "Escape") { event.target.value = state.words = ""; apply(); event.target.blur(); }
    return;
  }
  const run = KEYS[event.key];
  if (!run) return;
  event.preventDefault();
  run();
});
draw();
document.documentElement.dataset.ready = "yes";
