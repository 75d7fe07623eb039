/* Words that are selected in the paper become a value of the chosen record, or a record of their own. */
import { ROLES, TEXT } from "./data.js";
import { $, button, clone, fold, key, toast } from "./dom.js";
import { actions } from "./cards.js";
import { choose } from "./choose.js";
import { correct, newId, partMark } from "./form.js";
import { sheet, stretchesAround } from "./paper.js";
import { change, current, state, touch, undo } from "./state.js";
import { t } from "./words.js";

const PICKS = [["n", "asRecord"], ["1", "lead"], ["2", "support"], ["3", "responsible"], ["4", "time"], ["5", "target"],
  ["6", "oversee"], ["7", "actor"], ["8", "reference"]];

/* Where a point of the selection is in the text. */
function toOffset(node, at) {
  const holder = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-s]");
  if (node.nodeType === Node.TEXT_NODE) return holder && Number(holder.dataset.s) + at;
  const child = node.childNodes[at], inside = child?.nodeType === Node.ELEMENT_NODE && (child.matches("[data-s]") ? child : child.querySelector("[data-s]"));
  if (inside) return Number(inside.dataset.s);
  return holder && Number(holder.dataset.s) + (at > 0 ? holder.textContent.length : 0);
}

export function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!sheet.contains(range.commonAncestorContainer)) return null;
  let start = toOffset(range.startContainer, range.startOffset), end = toOffset(range.endContainer, range.endOffset);
  if (start == null || end == null || end === false || start === false) return null;
  while (start < end && /\s/.test(TEXT[start])) start++;
  while (end > start && /\s/.test(TEXT[end - 1])) end--;
  return end > start ? { start, end, place: range.getBoundingClientRect() } : null;
}

function showBar() {
  const bar = $("pick"), found = selected();
  bar.hidden = !found || Boolean(state.editing);
  if (bar.hidden) return;
  $("tip").hidden = true;
  const offered = PICKS.filter(([, kind]) => kind === "asRecord" || state.current);
  bar.setAttribute("aria-label", t("asRecord"));
  bar.replaceChildren(...offered.map(([sign, kind]) => button([t(kind), key(sign)], "", () => take(kind))));
  const { place } = found, left = place.left + place.width / 2 - bar.offsetWidth / 2, above = place.top - bar.offsetHeight - 8;
  bar.style.left = `${Math.max(8, Math.min(innerWidth - bar.offsetWidth - 8, left))}px`;
  bar.style.top = `${above < 60 ? place.bottom + 8 : above}px`;
}
let barWaiting;
document.addEventListener("selectionchange", () => {
  clearTimeout(barWaiting);
  barWaiting = setTimeout(showBar, 160);
});
$("text").addEventListener("scroll", () => ($("pick").hidden = true), { passive: true });

function pickByKey(sign) {
  if (!selected() || state.editing) return false;
  if (sign === "Escape") { letGo(); return true; }
  const pick = PICKS.find(([own]) => own === sign);
  if (pick) take(pick[1]);
  return Boolean(pick);
}
function letGo() {
  getSelection().removeAllRanges();
  $("pick").hidden = true;
}

function take(kind) {
  const found = selected();
  if (!found) return;
  letGo();
  const words = fold(TEXT.slice(found.start, found.end)), span = [[found.start, found.end]];
  if (kind === "asRecord") return addRecord(found, words);
  const entry = current();
  if (!entry || entry.item.gone) return;
  if (kind === "target" && !/\d/.test(words)) return toast(t("noValue"));
  correct(entry, toChange(clone(entry.record), kind, words, span));
  choose(entry.id, "list", true);
  toast(`${t(kind)}：${words.slice(0, 20)}`, { words: t("undo"), run: undo });
}

function toChange(record, kind, words, span) {
  if (ROLES.includes(kind)) {
    const others = record.units.filter((unit) => unit.name !== words);
    return { units: [...others, { name: words, role: kind, inherited: false, span, rule: null }] };
  }
  if (kind === "actor") return { actors: [...record.actors.filter((actor) => actor.name !== words), { name: words, span, rule: null }] };
  if (kind === "reference") return { references: [...record.references.filter((one) => one.text !== words), { text: words, span }] };
  if (kind === "time") return { times: [...record.times, toTime(words, span)] };
  return { targets: [...record.targets, toTarget(words, span)] };
}

/* Only a date that is written whole is filled in; what has to be inferred is left to people. */
function toTime(words, span) {
  const date = /(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?/.exec(words);
  const time = { text: words, kind: "deadline", start: null, end: null, every: null, span, rule: null };
  if (!date) return time;
  const month = Number(date[2] || 12), day = Number(date[3]) || new Date(Number(date[1]), month, 0).getDate();
  return { ...time, end: `${date[1]}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}` };
}
const AT_MOST = /不超|不高于|以内|以下|(?<!不)低于/, AT_LEAST = /以上|不低于|不少于|达到|超过/;
function toTarget(words, span) {
  const amount = /(\d+(?:\.\d+)?)(.*)$/.exec(words);
  const operator = AT_MOST.test(words) ? "<=" : AT_LEAST.test(words) ? ">=" : "=";
  return { text: words, operator, value: amount ? Number(amount[1]) : null, unit: amount ? amount[2].replace(/以上|以下|以内|左右/g, "") : "", span, rule: null };
}

/* The units of its row or paragraph, and the times of its row's own column. */
function valuesAround(start) {
  const { spans, isRow } = stretchesAround(start), isIn = ([from, to]) => spans.some((one) => one[0] <= from && one[1] >= to);
  const found = state.entries.filter((entry) => !entry.item.gone).map((entry) => entry.record);
  const own = found.filter(({ location }) => isIn([location.start, location.start]));
  const units = [...own.flatMap((record) => record.units), ...found.flatMap((record) => record.units.filter((unit) => (unit.span || []).some(isIn)))];
  const isBeside = ({ location }) => ({ span }) => (span || []).some((one) => isIn(one) && (one[1] <= location.start || one[0] >= location.end));
  const times = isRow ? found.flatMap((record) => record.times.filter(isBeside(record))) : [];
  const once = (values, toName) => clone([...new Map(values.map((value) => [toName(value), value])).values()]);
  return { units: once(units, (unit) => `${unit.role} ${unit.name}`), times: once(times, (time) => time.text) };
}

/* In its place of the order, below the headings of the record before it. */
function addRecord({ start, end }, selectedWords) {
  const before = state.entries.filter((entry) => entry.record.location.start <= start).at(-1)?.record;
  const { label, number, words } = partMark(selectedWords), id = newId();
  const record = {
    id, label, number, part: before?.part ?? null, path: clone(before?.path || []), kind: "measure", text: words, evidence: [], confidence: null,
    ...valuesAround(start), actors: [], targets: [], references: (words.match(/《[^《》]{2,60}》/g) || []).map((text) => ({ text, span: [] })), location: { start, end },
  };
  change([id], () => Object.assign(touch(id), { added: true, record }));
  choose(id, "both", true);
  toast(t("recordAdded"), { words: t("undo"), run: undo });
}

Object.assign(actions, { pickByKey });
