/* Choosing a record, from either side, and saying what it is: right, wrong, deleted. */
import { $, say, toast } from "./dom.js";
import { actions, fill } from "./cards.js";
import { cardOf, inOrder, refill, showCard, showFiltered } from "./list.js";
import { bring, lightUp, lightValue, sheet } from "./paper.js";
import { change, current, entryOf, state, touch, undo } from "./state.js";
import { toChips } from "./values.js";
import { t } from "./words.js";

/* where: "paper", "list", "both" or nothing: what is scrolled to the record */
export function choose(id, where, isFocused) {
  if (!entryOf.has(id)) return;
  const old = state.current, isNew = old !== id;
  if (isNew) state.editing = null;
  state.current = id;
  state.why = null;
  if (isNew && old) refill(old);
  if (isNew && [old, id].some((one) => entryOf.get(one)?.hidden)) showFiltered(); /* such a record shows only while it is chosen */
  const card = cardOf(id);
  fill(card);
  lightUp(id);
  const { start, end } = entryOf.get(id).record.location;
  if (where === "paper" || where === "both") bring(start, end);
  if (where === "list" || where === "both") showCard(card);
  if (isFocused) card.focus({ preventScroll: true });
}

export const shown = () => inOrder().filter((entry) => !entry.hidden);

export function step(by) {
  const entries = shown(), at = entries.findIndex((entry) => entry.id === state.current);
  const next = at < 0 ? entries[0] : entries[Math.max(0, Math.min(entries.length - 1, at + by))];
  if (next) choose(next.id, "both", true);
}
export function leap(isLast) {
  const entry = isLast ? shown().at(-1) : shown()[0];
  if (entry) choose(entry.id, "both", true);
}
export function nextDoubtful() {
  const ordered = inOrder(), isNext = (entry) => entry.flags.doubt && entry.isOpen;
  const next = ordered.slice(ordered.indexOf(current()) + 1).find(isNext) || ordered.find(isNext);
  if (next) choose(next.id, "both", true);
}

/* --- why: the focus stays on the record, so that the next key still means the record ---------------- */
export function setWhy(number) {
  const entry = current();
  if (!entry) return;
  const chips = toChips(entry), card = cardOf(entry.id);
  const wasOnChip = document.activeElement?.closest?.(".value");
  state.why = chips[number] ? number : null;
  fill(card);
  ((wasOnChip && card.querySelector(`.value[data-i="${number}"]`)) || card).focus({ preventScroll: true });
  showCard(card);
  lightValue(entry.id, state.why === null ? null : chips[number].span);
  if (state.why !== null) say(card.querySelector(".why").textContent);
}
/* Those in doubt come first: why they are is what is asked. */
export function nextWhy() {
  const chips = toChips(current());
  const known = [...chips.keys()];
  known.sort((one, other) => !!chips[other].isDoubtful - !!chips[one].isDoubtful);
  if (known.length) setWhy(known[(known.indexOf(state.why) + 1) % (known.length + 1)] ?? null);
}

/* --- verdicts --------------------------------------------------------------------------------------- */
export function judge(verdict) {
  const entry = current();
  if (!entry || entry.item.gone) return;
  const isBack = entry.item.verdict === verdict && verdict === "wrong";
  change([entry.id], () => {
    const item = touch(entry.id);
    isBack ? delete item.verdict : (item.verdict = verdict);
    if (item.verdict !== "wrong") delete item.note;
  });
  const left = state.entries.filter((one) => one.flags.all && one.isOpen).length;
  const word = isBack ? t("todo") : t(verdict === "right" ? "right" : "isWrong");
  say(`${t("marked", { n: entry.number, word })} ${t("left", { n: left })}`);
  if (verdict === "right") goOn(entry.id);
}

/* To the next open record of those shown; after the last one back to what was passed over. */
function goOn(id) {
  const ordered = inOrder(), place = ordered.findIndex((entry) => entry.id === id);
  const isNext = (entry) => entry.isOpen && !entry.hidden;
  const next = ordered.slice(place + 1).find(isNext) || ordered.find(isNext);
  choose(next ? next.id : id, "both", true);
  if (!next) toast(t("allDone"), actions.exportDialog && { words: t("export"), run: actions.exportDialog });
}

export function drop() {
  const entry = current();
  if (!entry) return;
  change([entry.id], () => {
    const item = touch(entry.id);
    item.gone ? delete item.gone : (item.gone = true);
  });
  if (entryOf.get(entry.id)?.item.gone) toast(t("dropped"), { words: t("undo"), run: undo });
  choose(entry.id, "both", true);
}

Object.assign(actions, {
  judge, drop, why: setWhy,
  note: (id, words) => change([id], () => { touch(id).note = words || undefined; }),
});

/* --- clicks ----------------------------------------------------------------------------------------- */
sheet.addEventListener("click", (event) => {
  const mark = event.target.closest("mark[data-ids]");
  if (!mark || !getSelection().isCollapsed) return;
  const ids = mark.dataset.ids.split(" ");
  choose(ids[(ids.indexOf(state.current) + 1) % ids.length], "list");
  actions.showTab?.("r");
});
$("rows").addEventListener("click", (event) => {
  const card = event.target.closest(".record");
  const isOwn = event.target.closest("button,form,input") || !card?.isConnected; /* a click that rebuilt the list still arrives here */
  if (card && !isOwn && card.dataset.id !== state.current) choose(card.dataset.id, "paper", true);
});
$("rows").addEventListener("dblclick", (event) => {
  if (event.target.closest(".words")) actions.edit?.();
});
