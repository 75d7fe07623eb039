/* Export, import, and what two reviewers see differently. */
import { actions } from "./cards.js";
import { choose } from "./choose.js";
import { KNOWN } from "./data.js";
import { $, button, clone, el, seen, toast } from "./dom.js";
import { fileName, openDialog } from "./frame.js";
import { D } from "./given.js";
import { applyLine, itemToLines, realign, toGold } from "./lines.js";
import { isLine } from "./shapes.js";
import { change, state, undo } from "./state.js";
import { remember, remembered, t } from "./words.js";

const WHO = "docx2tasks:who";

function download(name, words) {
  const address = URL.createObjectURL(new Blob([words], { type: "application/octet-stream" }));
  const link = el("a", { href: address, download: name.replace(/[<>:"|?*\u0000-\u001f]/g, "_") });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 2000);
}

function exportCorrections() {
  const lines = Object.entries(state.items).flatMap(([id, item]) => itemToLines(id, item));
  const named = lines.map((line) => JSON.stringify({ ...line, who: line.who || remembered(WHO) }));
  download(`${fileName()}.corrections.jsonl`, named.map((line) => `${line}\n`).join(""));
}
const exportGold = () => download(`${fileName()}.gold.json`, JSON.stringify(toGold(state.entries), null, 1));

function clearAll() {
  change(Object.keys(state.items), () => { state.items = {}; });
  $("dialog").close();
  choose(state.entries[0]?.id, "both");
  toast(t("cleared"), { words: t("undo"), run: undo });
}

function exportDialog() {
  const who = el("input", { type: "text", value: remembered(WHO) || "", autocomplete: "name", on: { input: (event) => remember(WHO, event.target.value) } });
  const offer = (words, more, run, attributes) => button([words, el("small", null, more)], "b offer", run, attributes);
  openDialog(t("export"), [
    el("label", null, t("who"), who),
    offer(t("exportCorrections"), t("exportCorrectionsMore"), exportCorrections),
    offer(t("exportGold"), t("exportGoldMore"), exportGold),
    offer(t("clearAll"), t("clearAllMore"), clearAll, { disabled: !Object.keys(state.items).length }),
  ], [button(t("undo"), "b narrow", undo), actions.print && button(t("print"), "b narrow", printAlone), button(t("import"), "b", importDialog)]);
}
function printAlone() {
  $("dialog").close();
  actions.print();
}

/* --- import -------------------------------------------------------------------------------------------- */
function importDialog() {
  const field = el("input", { type: "file", accept: ".jsonl,.json", multiple: true });
  field.addEventListener("change", async () => {
    $("dialog").close();
    importWords((await Promise.all([...field.files].map((file) => file.text()))).join("\n"));
  });
  field.click();
}

function readLines(words) {
  try {
    const lines = words.split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));
    return lines.every(isLine) ? lines : null;
  } catch { return null; }
}

/* Lines of several reviewers are laid over what is here; what contradicts it is asked about. */
export function importWords(words) {
  const given = readLines(words), isOther = (line) => Boolean(line.sha256) && line.sha256 !== D.source.sha256;
  if (!given) return toast(t("unreadable"));
  const lines = given.map((line) => (isOther(line) ? realign(line) : line));
  const items = clone(state.items), conflicts = [], report = { taken: 0, unfit: 0, isOther: given.some(isOther) };
  for (const line of lines) {
    const own = findOwn(items, line);
    if (own && isSame(own, line)) report.taken++;
    else if (own) conflicts.push({ own, line });
    else applyLine(items, line) ? report.taken++ : report.unfit++;
  }
  layOver(items, lines);
  conflicts.length ? askAbout(conflicts, report) : tell(report);
}

/* Where a value stands, and what found it, is no matter of opinion; a workbook says neither. */
const APART = ["span", "rule", "canonical", "inherited", "location", "evidence"];
const bare = (value) => JSON.stringify(value, (name, one) => {
  if (APART.includes(name) || one == null) return undefined;
  return typeof one === "object" && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one;
});
const isSame = (one, other) => one.field === other.field && bare(one.new) === bare(other.new);

/* The line of ours that a line of theirs contradicts, or says again: the same field, a deletion, another verdict. */
function findOwn(items, line) {
  if (!items[line.task]) return null;
  const mine = itemToLines(line.task, items[line.task]);
  return mine.find((one) => one.field === line.field) ||
    mine.find((one) => one.field === "task" || line.field === "task") ||
    (line.field === "verdict" && line.new === "right" ? mine.find((one) => one.field !== "verdict") : null) ||
    (line.field !== "verdict" ? mine.find((one) => one.field === "verdict" && one.new === "right") : null);
}

function layOver(items, lines) {
  const ids = [...new Set(lines.map((line) => line.task))];
  change(ids, () => { for (const id of ids) if (items[id]) state.items[id] = items[id]; });
}

function tell({ taken, unfit, isOther }) {
  const words = [isOther && t("otherFile"), t("imported", { n: taken }), unfit > 0 && t("unfit", { n: unfit })];
  toast(words.filter(Boolean).join(" "), { words: t("undo"), run: undo });
}

/* --- conflicts ------------------------------------------------------------------------------------------ */
function lineToWords({ field, new: value, note }) {
  if (field === "verdict") return t(value === "right" ? "right" : "isWrong") + (note ? `：${note}` : "");
  if (field === "task") return value ? `${t("isAdded")}：${value.text}` : t("isGone");
  if (!Array.isArray(value)) return typeof value === "object" && value ? `${value.start}–${value.end}` : String(value ?? "—");
  const one = (part) => typeof part === "string" ? part
    : [part.role && t(part.role), part.kind && t(part.kind), part.label, part.name ?? part.title ?? part.text, part.end, part.every].filter(Boolean).join(" ");
  return value.map(one).join("；") || "—";
}

function askAbout(conflicts, report) {
  const toRow = ({ own, line }, i) => {
    const title = KNOWN.get(line.task)?.text || line.text || line.task;
    const offer = (value, of, isChecked) => el("label", { class: "radio" },
      el("input", { type: "radio", name: `c${i}`, value, checked: isChecked }), `${of.who || t(value === "own" ? "here" : "imported1")}：`, el("b", null, t(of.field)), " ", seen(lineToWords(of)).slice(0, 200));
    return el("fieldset", { class: "conflict" }, el("legend", null, seen(title).slice(0, 60)), offer("own", own, true), offer("other", line, false));
  };
  const apply = () => {
    const wanted = conflicts.filter((_, i) => $("dialog").querySelector(`input[name=c${i}][value=other]`).checked).map(({ line }) => line);
    $("dialog").close();
    replace(wanted);
    tell({ ...report, taken: report.taken + wanted.length });
  };
  openDialog(t("conflicts", { n: conflicts.length }), [el("p", { class: "hint" }, t("conflictsMore")), ...conflicts.map(toRow)], [button(t("apply"), "b main", apply)]);
}

/* Their line in place of ours: what it contradicts goes first. */
function replace(lines) {
  if (!lines.length) return;
  const items = clone(state.items);
  for (const line of lines) {
    const item = items[line.task];
    if (line.field === "task" || item?.gone) delete items[line.task];
    else if (line.field === "verdict" && line.new === "right") { delete item.record; delete item.verdict; delete item.note; }
    else if (line.field !== "verdict" && item?.verdict === "right") delete item.verdict;
    applyLine(items, line);
  }
  layOver(items, lines);
}

Object.assign(actions, { exportDialog, importDialog });
