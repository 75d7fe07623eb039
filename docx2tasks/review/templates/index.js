/* The index of a folder of pages: what needs a look in each, and how far its check has come on this machine. */
import { $, el, seen } from "./dom.js";
import { D } from "./given.js";
import { changeLanguage, remembered, spoken, t } from "./words.js";

/* A page keeps what its reviewer did under the sha256 of its paper. */
function countChecked({ sha256, ids }) {
  let items;
  try { items = JSON.parse(remembered(`docx2tasks:review:${sha256}`) || "{}").items || {}; } catch { items = {}; }
  return ids.filter((id) => items[id]?.verdict || items[id]?.record || items[id]?.gone).length;
}

const toNumber = (n) => el("td", { class: n ? "n some" : "n" }, String(n));
function toRow(paper) {
  const done = countChecked(paper), total = paper.ids.length, bar = el("i");
  bar.style.width = `${total ? (100 * done) / total : 0}%`;
  const href = paper.page.split("/").map(encodeURIComponent).join("/");
  return el("tr", null,
    el("td", null, el("a", { href }, seen(paper.title || paper.name)), el("span", { class: "file" }, seen(paper.name))),
    el("td", { class: "n" }, String(total)), toNumber(paper.doubtful), toNumber(paper.nounit), toNumber(paper.notime),
    toNumber(paper.lost ? `${(100 * paper.lost).toFixed(1)}%` : 0),
    el("td", { class: "n" }, `${done} / ${total}`, el("div", { class: "bar", "aria-hidden": "true" }, bar)));
}

function draw() {
  const wanted = $("search").value.trim().toLowerCase();
  const shown = D.papers.filter((paper) => `${paper.title}\n${paper.name}`.toLowerCase().includes(wanted));
  const heads = ["paper", "tasks", "doubtful", "nounit", "notime", "lost", "checked"];
  document.documentElement.lang = spoken.language === "zh" ? "zh-CN" : "en";
  document.title = $("title").textContent = t("title");
  $("search").placeholder = $("search-label").textContent = t("search");
  $("language").textContent = t("language");
  $("language").lang = spoken.language === "zh" ? "en" : "zh-CN";
  const tasks = D.papers.reduce((sum, paper) => sum + paper.ids.length, 0);
  $("sums").textContent = t("sums", { papers: D.papers.length, tasks, unread: D.unread.length });
  $("papers").replaceChildren(
    el("thead", null, el("tr", null, heads.map((name) => el("th", { scope: "col" }, t(name))))),
    el("tbody", null, shown.map(toRow)));
  $("unread").hidden = !D.unread.length;
  $("unread").replaceChildren(el("h2", null, t("unread")), el("ul", null, D.unread.map((one) =>
    el("li", null, seen(one.name), " ", el("code", null, one.code), ` ${seen(one.what)}; ${seen(one.hint)}`))));
}

$("search").addEventListener("input", draw);
$("language").addEventListener("click", () => {
  changeLanguage();
  draw();
});
addEventListener("storage", draw);
addEventListener("focus", draw);
draw();
document.documentElement.dataset.ready = "yes";
