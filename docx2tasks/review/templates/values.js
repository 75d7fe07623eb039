/* A record's values as chips, and the reason of each. */
import { RULES, TEXT } from "./data.js";
import { el, seen } from "./dom.js";
import { D } from "./given.js";
import { lacksDate } from "./state.js";
import { spoken, t, wordOf } from "./words.js";

/* {kind, name, text, exact, value, span, rules, isMissing, isDoubtful} in the order they are shown */
export function toChips(entry) {
  const { record, flags } = entry;
  const chips = [];
  if (record.kind !== "measure") chips.push(toKindChip(record));
  chips.push(...record.units.map((unit) => toChip(unit.role, t(unit.role), unit.name, unit)));
  if (flags.nounit) chips.push(toMissing("nounit"));
  chips.push(...record.actors.map((actor) => toChip("actor", t("actor"), actor.name, actor)));
  chips.push(...record.times.map(toTimeChip));
  if (flags.notime) chips.push(toMissing("notime"));
  chips.push(...record.targets.map(toTargetChip));
  chips.push(...record.references.map((one) => toChip("reference", t("reference"), one.text, one)));
  return chips;
}

const toChip = (kind, name, text, value) => ({ kind, name, text, value, span: value.span?.[0], rules: value.rule ? [value.rule] : [] });
/* What is not there has a reason, too: where it was looked for. */
const toMissing = (word) => ({ kind: "missing", name: "", text: t(word), note: t(`${word}Why`), rules: [] });
const toKindChip = (record) => ({
  kind: "kind", name: t("kind"), text: t(record.kind), value: record, rules: record.evidence,
  span: [record.location.start, record.location.end],
});
function toTimeChip(time) {
  return { ...toChip("time", t(time.kind), time.text, time), exact: toExact(time), isDoubtful: lacksDate(time) };
}
function toTargetChip(target) {
  const sign = { ">=": "≥", "<=": "≤" }[target.operator] || target.operator;
  return { ...toChip("target", t("target"), target.text, target), exact: `${sign} ${target.value ?? "?"}${target.unit}` };
}

/* 6月底前 is ≤ 2022-06-30, 自9月起 is 2022-09-01 →, 每季度 is 每3个月 */
export function toExact(time) {
  if (time.kind === "recurring") return toInterval(time.every);
  if (time.kind === "deadline") return time.end ? `≤ ${time.end}` : "?";
  if (time.kind === "start") return time.start ? `${time.start} →` : "?";
  return time.start === time.end ? time.start || "?" : `${time.start || "?"} – ${time.end || "?"}`;
}

function toInterval(every) {
  const parts = /^P(\d+)([YMWD])$/.exec(every || "");
  if (!parts) return every || "?";
  const n = Number(parts[1]);
  return t(n === 1 ? `every1${parts[2]}` : `every${parts[2]}`, { n });
}

/* --- why -------------------------------------------------------------------------------------------- */
export function toReason(entry, chip) {
  if (chip.note) return el("div", { class: "why", role: "note" }, chip.note);
  const rows = [...ruleRows(chip), ...stateRows(entry, chip)];
  rows.push([t("place"), toPlace(entry.record.location)]);
  if (chip.span) rows.push([t("source"), toQuote(chip.span)]);
  if (entry.record.confidence != null) rows.push([t("confidence"), entry.record.confidence.toFixed(2)]);
  const listed = rows.map(([name, ...words]) => [el("dt", null, name), el("dd", null, words)]);
  return el("div", { class: "why", role: "note" }, el("dl", null, listed));
}

function ruleRows(chip) {
  if (!chip.rules.length) return [[t("rule"), chip.kind === "reference" && chip.span ? t("cited") : t("byHand")]];
  return chip.rules.map((id) => {
    if (id === "corrected") return [t("rule"), t("byHand")];
    const [, file, line, english, chinese] = RULES.get(id) || [];
    const reason = (spoken.language === "zh" && chinese) || english;
    const where = file && el("span", { class: "where" }, ` ${file}:${line}`);
    return [t("rule"), el("code", null, id), ` ${reason || t("builtIn")}`, where || ""];
  });
}

function stateRows(entry, chip) {
  const rows = [];
  if (chip.value.inherited) rows.push(["", t("inherited")]);
  if (chip.isDoubtful) rows.push(["", t("undated")]);
  return rows;
}

export function toPlace(place) {
  const names = ["page", "table", "row", "column", place.line ? "line" : place.table ? "" : "block"];
  const known = names.filter((name) => place[name]).map((name) => t(`at_${name}`, { n: place[name] }));
  return known.join(spoken.language === "zh" ? "，" : ", ") || t("at_character", { n: place.start });
}

const AROUND = 28;
export function toQuote([start, end]) {
  const from = Math.max(TEXT.lastIndexOf("\n", start - 1) + 1, start - AROUND);
  const stop = TEXT.indexOf("\n", end), to = Math.min(stop < 0 ? TEXT.length : stop, end + AROUND);
  const shown = end - start > 200 ? `${TEXT.slice(start, start + 200)}…` : TEXT.slice(start, end);
  return el("q", null, "…", seen(TEXT.slice(from, start)), el("b", null, seen(shown)), seen(TEXT.slice(end, to)), "…");
}

export const toDoubts = (codes) => codes.map((code) => wordOf("diagnostics", code)).join(spoken.language === "zh" ? "；" : "; ");
