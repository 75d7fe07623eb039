/* The form in a card: every value of a record by hand; splitting a record in two, joining it with the next. */
import { LISTS, OPERATORS, RECORD_KINDS, ROLES, TIME_KINDS, printed } from "./data.js";
import { button, clone, el, fold, key, same, toast } from "./dom.js";
import { actions, fill } from "./cards.js";
import { choose } from "./choose.js";
import { cardOf } from "./list.js";
import { isDate, isInterval } from "./shapes.js";
import { change, current, state, touch, undo } from "./state.js";
import { t } from "./words.js";

const FIELDS = ["text", "kind", "path", ...LISTS];

/* A heading as one writes it: 一、优化服务 is the mark 一、, the number 1 and the words. */
const MARK = /^\s*((?:第[〇一二三四五六七八九十百\d]+[章节条款]|[（(][〇一二三四五六七八九十百\d]{1,4}[）)]|[〇一二三四五六七八九十百]{1,4}、|\d{1,3}[.．、])\s*)(?=\S)/;
const DIGITS = "〇一二三四五六七八九";
export function toNumber(mark) {
  const arabic = /\d+/.exec(mark);
  if (arabic) return Number(arabic[0]);
  const signs = /[〇一二三四五六七八九十百]+/.exec(mark)?.[0];
  if (!signs) return null;
  const [high, low] = signs.includes("十") ? signs.split("十") : ["0", signs];
  const digit = (sign, none) => (sign ? DIGITS.indexOf(sign) : none);
  return signs.includes("十") ? digit(high, 1) * 10 + digit(low, 0) : DIGITS.indexOf(low);
}
export function partMark(words) {
  const mark = MARK.exec(words);
  if (!mark) return { label: null, number: null, words: fold(words) };
  return { label: mark[1].trim(), number: toNumber(mark[1]), words: fold(words.slice(mark[0].length)) };
}

export function edit() {
  const entry = current();
  if (!entry || entry.item.gone) return;
  state.editing = clone(Object.fromEntries(FIELDS.map((name) => [name, entry.record[name]])));
  choose(entry.id, "both");
  cardOf(entry.id).querySelector("textarea").focus();
}
export function cancel() {
  state.editing = null;
  const card = cardOf(state.current);
  fill(card);
  card.focus({ preventScroll: true });
}

/* What was written: blanks folded, rows without words left out. */
function toFields(draft) {
  const named = (values, name) => values.map((value) => ({ ...value, [name]: fold(value[name] || "") })).filter((value) => value[name]);
  return {
    text: fold(draft.text), kind: draft.kind, path: named(draft.path, "title"),
    units: named(draft.units, "name"), actors: named(draft.actors, "name"), times: named(draft.times, "text"),
    targets: named(draft.targets, "text"), references: named(draft.references, "text"),
  };
}

/* A record that says what the file says is no correction; a correction is a verdict, so that wrong is done with. */
export function correct(entry, fields) {
  change([entry.id], () => {
    const item = touch(entry.id), record = { ...clone(entry.record), ...fields };
    if (entry.base && same(record, { ...entry.base })) delete item.record;
    else item.record = record;
    if (item.verdict === "wrong") { delete item.verdict; delete item.note; }
  });
}

/* What cannot be written down as a record is said, and the form stays. */
function findFault({ text, times, targets }) {
  if (!text) return "noText";
  if (times.some((time) => time.every != null && !isInterval(time.every))) return "noInterval";
  if (times.some((time) => ![time.start, time.end].every((day) => day == null || isDate(day)))) return "noDate";
  return targets.some((target) => !Number.isFinite(target.value)) ? "noValue" : null;
}

export function save() {
  const entry = current(), fields = toFields(state.editing);
  const fault = findFault(fields);
  if (fault) return toast(t(fault));
  state.editing = null;
  correct(entry, fields);
  choose(entry.id, "both", true);
  toast(t("saved"), { words: t("undo"), run: undo });
}

/* --- the form ---------------------------------------------------------------------------------------- */
function toForm(entry) {
  const draft = state.editing;
  const area = el("textarea", { spellcheck: "false", dir: "auto", "aria-label": t("text"), on: { input: (event) => (draft.text = event.target.value) } });
  area.value = draft.text;
  const submit = (event) => { event.preventDefault(); save(); };
  return el("form", { class: "form", on: { submit } }, area,
    el("fieldset", null, el("legend", null, t("kind")), choice(draft, "kind", RECORD_KINDS, t("kind"))),
    valueRows(draft.path, "path", toStepRow, () => ({ label: null, number: null, title: "", span: [] })),
    valueRows(draft.units, "unit", toUnitRow, () => ({ name: "", role: "responsible", inherited: false, span: [], rule: null })),
    valueRows(draft.actors, "actor", (actor) => [field(actor, "name", "wide", t("actor"))], () => ({ name: "", span: [], rule: null })),
    valueRows(draft.times, "time", toTimeRow, () => ({ text: "", kind: "deadline", start: null, end: null, every: null, span: [], rule: null })),
    valueRows(draft.targets, "target", toTargetRow, () => ({ text: "", operator: ">=", value: null, unit: "", span: [], rule: null })),
    valueRows(draft.references, "reference", (one) => [field(one, "text", "wide", t("reference"))], () => ({ text: "", span: [] })),
    el("div", { class: "do" },
      el("button", { type: "submit", class: "b main" }, t("save"), key("Ctrl ⏎")),
      button([t("cancel"), key("Esc")], "b", cancel), el("span", { class: "space" }),
      entry.record.text && button(t("split"), "b quiet", () => split(area.selectionStart))));
}

/* A group of rows, each with a button that takes it away, and one that adds another. */
function valueRows(values, name, toRow, make) {
  const body = el("div"), group = el("fieldset", null, el("legend", null, t(name)), body);
  const lay = () => body.replaceChildren(...values.map(toLine), button(`＋ ${t(name)}`, "add", add));
  const toLine = (value, i) => el("div", { class: "line" }, toRow(value),
    button("×", "away", () => { values.splice(i, 1); lay(); body.lastChild.focus(); }, { "aria-label": t("remove") }));
  function add() {
    values.push(make());
    lay();
    [...body.querySelectorAll(".line")].at(-1).querySelector("input").focus();
  }
  lay();
  return group;
}

/* What somebody wrote is no longer where the rule found it. */
function field(value, name, kind, label, type = "text") {
  const isOwn = name === "name" || name === "text" || name === "title";
  const input = (event) => {
    const written = event.target.value;
    value[name] = type === "number" ? (written === "" ? null : Number(written)) : written || (isOwn || name === "unit" ? "" : null);
    if (isOwn) Object.assign(value, { span: [] }, "rule" in value && { rule: null }, "canonical" in value && { canonical: null });
  };
  const more = type === "number" ? { step: "any" } : type === "text" ? { placeholder: label } : {};
  return el("input", { type, class: kind, value: value[name] ?? "", "aria-label": label, ...more, on: { input } });
}
function choice(value, name, options, label, then) {
  const signs = { ">=": "≥", "<=": "≤" };
  const pick = (event) => { value[name] = event.target.value; then?.(); };
  const listed = options.map((one) => el("option", { value: one, selected: value[name] === one }, signs[one] || (OPERATORS.includes(one) ? one : t(one))));
  return el("select", { "aria-label": label, on: { change: pick } }, listed);
}

function toStepRow(step) {
  const input = (event) => {
    const { label, number, words } = partMark(event.target.value);
    Object.assign(step, { label, number, title: words, span: [] });
  };
  return el("input", { type: "text", class: "wide", value: (step.label || "") + step.title, "aria-label": t("path"), placeholder: t("path"), on: { input } });
}
const toUnitRow = (unit) => [choice(unit, "role", ROLES, t("role")), field(unit, "name", "wide", t("unit"))];
function toTargetRow(target) {
  return [field(target, "text", "wide", t("target")), choice(target, "operator", OPERATORS, t("operator")),
    field(target, "value", "short", t("value"), "number"), field(target, "unit", "short", t("measureUnit"))];
}

/* A deadline has an end, a beginning a start, a period both; what recurs has an interval. */
function toTimeRow(time) {
  const rest = el("span", { class: "line wide" });
  const lay = () => rest.replaceChildren(field(time, "text", "wide", t("time")), ...(time.kind === "recurring"
    ? [field(time, "every", "short", "P3M")]
    : [time.kind !== "deadline" && field(time, "start", "", t("from"), "date"), time.kind !== "start" && field(time, "end", "", t("to"), "date")].filter(Boolean)));
  const settle = () => {
    if (time.kind === "recurring") time.start = time.end = null;
    else time.every = null;
    if (time.kind === "deadline") time.start = null;
    if (time.kind === "start") time.end = null;
    lay();
  };
  lay();
  return [choice(time, "kind", TIME_KINDS, t("kind"), settle), rest];
}

/* --- split and join ----------------------------------------------------------------------------------- */
export const newId = () => `+${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

/* Where a record's text is parted in the paper, if its words stand there as they are. */
function partPlace(record, at) {
  const place = record.location, isPlain = !place.pieces && printed(place) === record.text;
  const cut = isPlain ? place.start + at : Math.min(place.end - 1, place.start + Math.max(1, at));
  const parts = [[place.start, cut], [cut, place.end]];
  return parts.map(([start, end]) => ({ ...place, start, end, pieces: undefined }));
}

/* Both parts keep the units; times and targets go where they stand. */
function split(at) {
  const entry = current(), { record } = entry, fields = toFields(state.editing), written = state.editing.text;
  const words = [fold(written.slice(0, at)), fold(written.slice(at))];
  if (!words[0] || !words[1]) return toast(t("splitWhere"));
  const [first, second] = partPlace(record, at), id = newId();
  const within = (part, values) => values.filter((value) => part.includes(value.text));
  const own = (part) => ({ times: within(part, fields.times), targets: within(part, fields.targets), references: within(part, fields.references) });
  state.editing = null;
  change([entry.id, id], () => {
    touch(entry.id).record = { ...clone(record), ...fields, ...own(words[0]), text: words[0], location: first };
    const { label, number, words: rest } = partMark(words[1]);
    const made = { ...clone(record), ...clone(fields), ...own(words[1]), id, label, number, text: rest, location: second };
    Object.assign(touch(id), { added: true, record: made });
  });
  choose(id, "both", true);
  toast(t("splitDone"), { words: t("undo"), run: undo });
}

/* The next record's words and values are added, units once for each name and role; the next one is deleted. */
export function join() {
  const entry = current(), place = state.entries.indexOf(entry);
  const next = state.entries.slice(place + 1).find((one) => !one.item.gone && one.record.kind === entry.record.kind);
  if (!next) return toast(t("noNext"));
  const mine = entry.record, theirs = next.record;
  const pieces = [mine, theirs].flatMap(({ location }) => location.pieces || [[location.start, location.end]]);
  const toName = (value) => `${value.role || ""} ${value.name ?? ""}`;
  const named = (name) => [...new Map([...mine[name], ...theirs[name]].reverse().map((one) => [toName(one), one])).values()].reverse();
  change([entry.id, next.id], () => {
    touch(entry.id).record = clone({
      ...mine, text: mine.text + theirs.text, units: named("units"), actors: named("actors"), times: [...mine.times, ...theirs.times],
      targets: [...mine.targets, ...theirs.targets], references: [...mine.references, ...theirs.references],
      location: { ...mine.location, end: Math.max(mine.location.end, theirs.location.end), pieces },
    });
    touch(next.id).gone = true;
  });
  choose(entry.id, "both", true);
  toast(t("joined"), { words: t("undo"), run: undo });
}

Object.assign(actions, { edit, cancel, save, join, form: toForm });
