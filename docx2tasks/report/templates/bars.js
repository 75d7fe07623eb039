/* Roles, kinds, and where the text of the documents went. */
import { D } from "./given.js";
import { $, el, seen } from "./dom.js";
import { drawBars } from "./drawing.js";
import { t, wordOf } from "./words.js";

const SHOWN = 8, LOST = "unassigned";
const plain = (n) => n.toLocaleString("en-US");

export function drawRoles() {
  const rows = Object.entries(D.roles).map(([role, n]) => ({ words: t(role), value: n, shown: plain(n), filter: { role } }));
  const none = D.flags.nounit;
  if (none) rows.push({ words: t("nounit"), value: none, shown: plain(none), filter: { flag: "nounit" }, kind: "doubt" });
  drawOr("by-role", t("byRole"), rows);
}
export function drawKinds() {
  drawOr("by-kind", t("byKind"), Object.entries(D.kinds).map(([kind, n]) =>
    ({ words: t(kind), value: n, shown: plain(n), filter: { kind } })));
}
const drawOr = (id, name, rows) =>
  rows.length ? drawBars($(id), name, rows) : $(id).replaceChildren(el("p", { class: "note" }, t("nothing")));

export function drawCoverage() {
  const all = Object.values(D.characters).reduce((sum, n) => sum + n, 0);
  if (!all) return $("coverage").replaceChildren(el("p", { class: "note" }, t("noCoverage")));
  const kinds = Object.entries(D.characters).filter(([kind, n]) => n && kind !== LOST);
  const rest = kinds.slice(SHOWN).reduce((sum, [, n]) => sum + n, 0), lost = D.characters[LOST] || 0;
  const row = (words, n, kind) => ({
    words, value: n, shown: `${((100 * n) / all).toFixed(1)}%`, tip: t("characters", { n: plain(n) }), kind,
  });
  const rows = kinds.slice(0, SHOWN).map(([kind, n]) => row(wordOf("texts", kind), n));
  if (rest) rows.push(row(t("others"), rest));
  rows.push(row(t("lost"), lost, lost ? "doubt" : ""));
  drawBars($("coverage"), t("coverage"), rows);
}

/* What became of each file, and those that were not read by name. */
export function drawOutcomes() {
  const codes = Object.entries(D.outcomes).sort((one, other) => other[1] - one[1]);
  $("outcomes").replaceChildren(
    el("table", null, el("tbody", null, codes.map(([code, n]) =>
      el("tr", null, el("th", { scope: "row" }, nameOutcome(code)), el("td", { class: "r" }, plain(n)))))),
    D.unread.length ? el("details", null, el("summary", null, t("unread", { n: D.counts.unread })),
      el("ul", null, D.unread.map(([name, code, why]) =>
        el("li", null, seen(name), " ", el("code", null, code), ` ${seen(why)}`)),
        D.counts.unread > D.unread.length ? el("li", null, t("unreadLeft", { n: D.counts.unread - D.unread.length })) : "")) : "");
}
function nameOutcome(code) {
  const known = wordOf("outcomes", code);
  if (known !== code) return known;
  const meaning = wordOf("diagnostics", code);
  return meaning === code ? [t("refused"), " ", el("code", null, code)] : meaning;
}
