/* Which rows are shown: by kind of change, by words. */
import { D } from "./given.js";
import { $, el, say } from "./dom.js";
import { headsOf, nodeOf, rows } from "./rows.js";
import { t } from "./words.js";

const KINDS = D.mode === "levels"
  ? ["gap", "later", "uncertain", "covered", "own"]
  : ["added", "dropped", "split", "joined", "text", "units", "roles", "times", "targets", "actors", "kind", "path", "order"];
export const counts = {};
for (const { row } of rows) {
  for (const kind of row.c) counts[kind] = (counts[kind] || 0) + 1;
  if (!row.c.length) counts.same = (counts.same || 0) + 1;
}
counts.every = rows.length;
counts.changed = rows.length - (counts.same || 0);

const asksForAll = D.mode === "levels" || !counts.changed;
export const state = { kind: asksForAll ? "every" : "changed", words: "" };
export let shown = [];

const fits = ({ row, words }) =>
  (state.kind === "every" || (state.kind === "changed" ? row.c.length > 0 : state.kind === "same" ? !row.c.length : row.c.includes(state.kind))) &&
  (!state.words || words.includes(state.words));

export function apply() {
  shown = rows.filter(fits);
  const nodes = [];
  shown.forEach((entry, at) => nodes.push(...headsOf(entry, shown[at - 1]), nodeOf(entry)));
  $("rows").replaceChildren(...nodes);
  $("empty").hidden = shown.length > 0;
  $("empty").textContent = t(rows.length ? "nothingFits" : "noTasks");
  for (const chip of $("chips").children) chip.setAttribute("aria-pressed", String(chip.dataset.kind === state.kind));
}

export function layChips() {
  const kinds = [...(D.mode === "levels" ? [] : ["changed"]), ...KINDS.filter((kind) => counts[kind]), ...(counts.same ? ["same"] : []), "every"];
  $("chips").setAttribute("aria-label", t("changes"));
  $("chips").replaceChildren(...kinds.map((kind) =>
    el("button", { type: "button", class: "chip", "data-kind": kind, "aria-pressed": "false", on: { click: () => choose(kind) } }, t(kind), el("b", null, String(counts[kind])))));
}
function choose(kind) {
  state.kind = kind;
  apply();
  say(t("shown", { n: shown.length }));
}

/* The next row, or the one before; Home and End the first and last. */
export function step(by) {
  const at = shown.findIndex((entry) => entry.node === document.activeElement?.closest(".row"));
  const near = at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.max(0, Math.min(shown.length - 1, at + by));
  go(near);
}
export function go(at) {
  const node = shown.at(at)?.node;
  node?.focus({ preventScroll: true });
  node?.scrollIntoView({ block: "center" });
}
