/* What stands around paper and records: head, legend, notes, tabs, divider, dialogs, the reason under the pointer. */
import { actions } from "./cards.js";
import { choose } from "./choose.js";
import { MARKS, RECORDS, TEXT } from "./data.js";
import { $, button, el, key, say, seen } from "./dom.js";
import { applyFilter, jump, rememberOrder } from "./filters.js";
import { D } from "./given.js";
import { focusCurrent, layCards } from "./list.js";
import { sheet } from "./paper.js";
import { entryOf, state, undo } from "./state.js";
import { toChips } from "./values.js";
import { remember, remembered, spoken, t, wordOf } from "./words.js";

const baseName = (path) => (path || "").split(/[\\/]/).pop();
export const fileName = () => baseName(D.source.path) || "document";

/* --- head ------------------------------------------------------------------------------------------- */
export function layHead(redraw) {
  const facts = D.document;
  $("title").textContent = $("title").title = seen(facts.title || fileName());
  const shown = [facts.doc_number, facts.issuer, facts.issued_on, baseName(D.source.path)].filter(Boolean);
  $("facts").replaceChildren(...shown.map((words) => el("span", null, seen(words))));
  const other = spoken.language === "zh" ? "en" : "zh";
  $("acts").replaceChildren(
    button(t("undo"), "b quiet wide", undo, { title: "u" }),
    actions.print ? button(t("print"), "b quiet wide", actions.print) : "",
    actions.importDialog ? button(t("import"), "b quiet widest", actions.importDialog) : "",
    actions.exportDialog ? button(t("export"), "b main", actions.exportDialog) : "",
    button(t("language"), "b quiet", redraw, { lang: other === "zh" ? "zh-CN" : "en" }),
    button("?", "b quiet", help, { "aria-label": t("help"), title: t("help") }));
}

export function showMeter() {
  const counted = state.entries.filter((entry) => entry.flags.all), counts = {};
  for (const { verdict } of counted) counts[verdict] = (counts[verdict] || 0) + 1;
  const done = counted.filter((entry) => !entry.isOpen).length, total = counted.length;
  const widths = [counts.right, (counts.fixed || 0) + (counts.added || 0) + (counts.gone || 0), counts.wrong];
  [...$("meter").querySelectorAll("i")].forEach((bar, i) => (bar.style.width = `${total ? (100 * (widths[i] || 0)) / total : 0}%`));
  $("meter").setAttribute("aria-valuemax", total);
  $("meter").setAttribute("aria-valuenow", done);
  $("meter").setAttribute("aria-label", `${t("checked")} ${done} / ${total}`);
  $("count").replaceChildren(`${t("checked")} `, el("b", null, String(done)), ` / ${total}`);
}

/* --- legend: a kind of mark can be switched off ------------------------------------------------------ */
export function layLegend() {
  const isUsed = { time: "times", target: "targets", actor: "actors", reference: "references" };
  const has = (kind) => RECORDS.some((one) => (isUsed[kind] ? one[isUsed[kind]].length : one.units.some((unit) => unit.role === kind)));
  const toSwitch = (kind) => {
    const flip = (event) => event.currentTarget.setAttribute("aria-pressed", String(!sheet.classList.toggle(`no-${kind}`)));
    return el("button", { type: "button", "aria-pressed": String(!sheet.classList.contains(`no-${kind}`)), on: { click: flip } }, el("mark", { class: kind }, t(kind)));
  };
  $("legend").setAttribute("aria-label", t("paper"));
  $("legend").replaceChildren(...MARKS.filter(has).map(toSwitch));
}

/* --- notes: what the reader has to say of the whole document ----------------------------------------- */
export function layNotes() {
  const notes = D.diagnostics.filter((one) => one.level !== "info");
  $("notes").hidden = !notes.length;
  if (!notes.length) return;
  const toNote = (one) => el("li", null, toWords(one), one.location?.end > one.location?.start && toPlaceNote(one.location));
  $("notes").replaceChildren(el("details", null, el("summary", null, t("notes", { n: notes.length })), el("ul", null, notes.map(toNote))));
}
const toWords = (one) => (spoken.language === "zh" ? wordOf("diagnostics", one.code) : seen(one.message));
const toPlaceNote = ({ start, end }) => [
  el("span", null, ` “${seen(TEXT.slice(start, Math.min(end, start + 24)))}” `),
  button(t("show"), "", () => { showTab("t"); jump(start, end); }),
];

/* --- tabs of narrow screens, the divider of wide ones ------------------------------------------------- */
export function showTab(tab) {
  $("main").className = tab;
  [...$("tabs").children].forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.tab === tab)));
}
export function layTabs() {
  const tabs = [["t", "paper"], ["r", "records"]], shown = $("main").className || "r";
  $("tabs").replaceChildren(...tabs.map(([tab, word]) => button(t(word), "", () => goToTab(tab), { "data-tab": tab })));
  showTab(shown);
}
function goToTab(tab) {
  showTab(tab);
  if (state.current) choose(state.current, "both");
}
actions.showTab = showTab;

const divider = $("divider"), USUAL = 52;
export function setSplit(percent) {
  const kept = Math.max(25, Math.min(75, percent));
  $("main").style.setProperty("--split", `${kept}fr`);
  $("main").style.setProperty("--rest", `${100 - kept}fr`);
  divider.setAttribute("aria-valuenow", Math.round(kept));
  remember("docx2tasks:split", kept);
}
export const layDivider = () => { divider.setAttribute("aria-label", t("resize")); setSplit(Number(remembered("docx2tasks:split")) || USUAL); };
const drag = (event) => setSplit((100 * event.clientX) / innerWidth);
divider.addEventListener("pointerdown", (event) => { divider.setPointerCapture(event.pointerId); divider.addEventListener("pointermove", drag); });
divider.addEventListener("pointerup", () => divider.removeEventListener("pointermove", drag));
divider.addEventListener("dblclick", () => setSplit(USUAL));
divider.addEventListener("keydown", (event) => {
  const by = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
  if (!by) return;
  event.preventDefault();
  event.stopPropagation();
  setSplit(Number(divider.getAttribute("aria-valuenow")) + by);
});

/* --- order of the list -------------------------------------------------------------------------------- */
export function layOrder() {
  const isOfUse = state.entries.some((entry) => entry.codes.length);
  $("order").hidden = !isOfUse;
  $("order").textContent = t("doubtfulFirst");
  $("order").setAttribute("aria-pressed", String(state.doubtfulFirst));
}
$("order").addEventListener("click", () => {
  state.doubtfulFirst = !state.doubtfulFirst;
  rememberOrder();
  layOrder();
  layCards();
  applyFilter();
  if (state.current) choose(state.current, "both");
});

/* --- dialogs ------------------------------------------------------------------------------------------- */
export function openDialog(title, children, ends = []) {
  const dialog = $("dialog");
  dialog.replaceChildren(el("h2", { id: "dialog-title" }, title), ...children,
    el("div", { class: "end" }, ...ends, button(t("close"), "b", () => dialog.close())));
  dialog.onclose = focusCurrent;
  if (!dialog.open) dialog.showModal();
}
export function help() {
  const keys = t("keys").split("\n").map((line) => line.split("\t"));
  openDialog(t("help"), [el("div", { class: "grid" }, keys.map(([signs, words]) => [el("kbd", null, signs), el("span", null, words)]))]);
}

/* --- the reason under the pointer: what a stretch was taken for --------------------------------------- */
function toTip(node) {
  if (!node.matches("mark")) return t("aside", { kind: wordOf("leftovers", node.dataset.aside) });
  const at = Number(node.dataset.s), entries = node.dataset.ids.split(" ").map((id) => entryOf.get(id)).filter(Boolean);
  const holdsPlace = (chip) => chip.value?.span?.some?.(([start, end]) => start <= at && end > at);
  const chips = entries.slice(0, 4).flatMap((entry) => toChips(entry).filter((chip) => chip.kind !== "kind" && holdsPlace(chip)));
  const words = [...new Set(chips.map((chip) => [chip.name, chip.text, chip.exact].filter(Boolean).join(" ")))];
  const numbers = entries.slice(0, 3).map((entry) => entry.number).join("、");
  return `${words.slice(0, 3).join("\n") || t(entries[0]?.record.kind || "measure")}  #${numbers}${entries.length > 3 ? "…" : ""}`;
}
function showTip(node) {
  const tip = $("tip"), place = node.getClientRects()[0] || node.getBoundingClientRect();
  tip.textContent = seen(toTip(node));
  tip.hidden = false;
  tip.style.left = `${Math.max(8, Math.min(innerWidth - tip.offsetWidth - 8, place.left))}px`;
  tip.style.top = `${place.top > 48 ? place.top - tip.offsetHeight - 6 : place.bottom + 6}px`;
}
const hideTip = () => ($("tip").hidden = true);
sheet.addEventListener("mouseover", (event) => {
  const node = event.target.closest("mark[data-ids],[data-aside]");
  node && getSelection().isCollapsed ? showTip(node) : hideTip();
});
sheet.addEventListener("click", (event) => {
  const node = event.target.closest("mark[data-ids],[data-aside]");
  if (node && !node.matches("mark")) { showTip(node); say($("tip").textContent); }
});
sheet.addEventListener("mouseleave", hideTip);
$("text").addEventListener("scroll", hideTip, { passive: true });

export function wordAll() {
  document.documentElement.lang = spoken.language === "zh" ? "zh-CN" : "en";
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = t(node.dataset.word);
  $("search").placeholder = t("search");
}
