/* A record as a card; the chosen one is open, and says more. */
import { button, el, key, seen } from "./dom.js";
import { D } from "./given.js";
import { entryOf, state } from "./state.js";
import { toChips, toDoubts, toReason } from "./values.js";
import { t } from "./words.js";

const CLOSED = 160, OPENED = 1200, MOST_CHIPS = 40; /* characters of a closed and an open card; values shown */
const SIGNS = { right: "✓", wrong: "✗", fixed: "改", added: "新", gone: "删" };
/* what the actions on a card do; set where the actions are */
export const actions = { judge: null, edit: null, drop: null, join: null, note: null, form: null };

export const isAway = (entry) => entry.hidden && entry.id !== state.current;

export function toCard(entry) {
  const card = el("li", { "data-id": entry.id, tabindex: "-1" });
  dress(card, entry);
  card.hidden = isAway(entry);
  if (!card.hidden) fill(card);
  return card;
}

/* What a card shows before it is filled. */
export function dress(card, { id, number, verdict }) {
  card.className = `record ${verdict} ${id === state.current ? "current" : ""}`;
  card.dataset.number = number;
}

export function fill(card) {
  const entry = entryOf.get(card.dataset.id);
  if (!entry) return;
  const isOpen = entry.id === state.current;
  card.isFilled = true;
  dress(card, entry);
  card.tabIndex = isOpen ? 0 : -1;
  isOpen ? card.setAttribute("aria-current", "true") : card.removeAttribute("aria-current");
  const isEdited = isOpen && state.editing;
  card.replaceChildren(...toHead(entry), ...(isEdited ? [actions.form(entry)] : [...toBody(entry, isOpen)]));
}

const verdictWord = (verdict) => (verdict ? t({ right: "right", wrong: "isWrong", fixed: "isFixed", added: "isAdded", gone: "isGone" }[verdict]) : "");

function toHead({ number, verdict }) {
  return [
    el("span", { class: "number", "aria-hidden": "true" }, String(number)),
    el("span", { class: "verdict", "aria-hidden": "true", title: verdictWord(verdict) || null }, SIGNS[verdict] || ""),
    el("span", { class: "unseen" }, `${number} ${verdictWord(verdict)} `),
  ];
}

function* toBody(entry, isOpen) {
  const { record, item } = entry, chips = toChips(entry);
  const crumbs = [record.part, ...entry.titles].filter(Boolean).join(" › ");
  if (crumbs) yield el("div", { class: "crumbs", dir: "auto" }, seen(crumbs));
  yield toText(record, isOpen);
  yield toChipRow(chips, isOpen);
  if (isOpen && entry.codes.length && entry.flags.doubt) yield el("div", { class: "doubts" }, t("doubtful", { why: toDoubts(entry.codes) }));
  if (isOpen && chips[state.why]) yield toReason(entry, chips[state.why]);
  if (isOpen && item.record && entry.base) yield* toEarlier(entry);
  if (entry.flags.unlike) yield* toUnlike(entry);
  if (item.verdict === "wrong") yield isOpen ? toNote(entry) : el("div", { class: "earlier" }, seen(item.note || ""));
  if (isOpen) yield toActions(entry);
}

function toText(record, isOpen) {
  const most = isOpen ? OPENED : CLOSED, isCut = isOpen && record.text.length > OPENED;
  return el("div", { class: "words" },
    record.label && el("span", { class: "label" }, seen(record.label)), seen(record.text.slice(0, most)),
    isCut && el("span", { class: "label" }, ` … ${t("length", { n: record.text.length.toLocaleString() })}`));
}

/* A value of the chosen record is a button that says why; the others only show. */
function toChipRow(chips, isOpen) {
  const more = chips.length - MOST_CHIPS;
  return el("div", { class: "values" }, chips.slice(0, MOST_CHIPS).map((chip, i) => toChipNode(chip, i, isOpen)),
    more > 0 && el("span", { class: "value missing" }, `+${more}`));
}
function toChipNode(chip, i, isOpen) {
  const isButton = isOpen;
  const kind = ["value", chip.kind, chip.isDoubtful && "doubtful", chip.value?.inherited && "inherited"].filter(Boolean).join(" ");
  const attributes = isButton
    ? { type: "button", "aria-expanded": String(state.why === i), on: { click: () => actions.why(state.why === i ? null : i) } } : {};
  return el(isButton ? "button" : "span", { class: kind, "data-i": i, ...attributes },
    chip.name && el("em", null, chip.name), seen(chip.text), chip.exact && chip.exact !== chip.text && el("span", { class: "exact" }, chip.exact));
}

/* What gold says instead; roles and kinds in the words of the page. */
const NAMES = /\b(?:lead|support|responsible|oversee|deadline|period|start|recurring|measure|request|provision)\b/g;
function* toUnlike({ id }) {
  const seenIn = (said) => seen((said || "—").replace(NAMES, (name) => t(name)));
  for (const [kind, read, gold] of D.score.unlike[id])
    yield el("div", { class: "earlier" }, kind === "spurious" || (kind === "provisions" && !gold) ? t("notInGold") : [
      `${t(kind)} `, read && el("del", null, seenIn(read)), " ", el("ins", null, t("gold"), " ", seenIn(gold))]);
}

/* What a corrected record said before. */
function* toEarlier({ base, record }) {
  for (const name of ["text", "kind", "path", "units", "actors", "times", "targets", "references"])
    if (brief(base, name) !== brief(record, name))
      yield el("div", { class: "earlier" }, `${t(name)} ${t("was")} `, el("del", null, seen(brief(base, name) || "—")));
}
export function brief(record, name) {
  if (name === "text") return record.text;
  if (name === "kind") return t(record.kind);
  if (name === "path") return record.path.map((step) => (step.label || "") + step.title).join(" › ");
  const toWords = (value) => [value.role && t(value.role), value.kind && t(value.kind), value.name ?? value.text,
    value.operator && `${value.operator} ${value.value}${value.unit}`, value.start, value.end, value.every].filter(Boolean).join(" ");
  return record[name].map(toWords).join("；");
}

function toNote({ id, item }) {
  const leave = (event) => {
    const card = event.target.closest(".record");
    if ((event.key === "Enter" && !event.isComposing) || event.key === "Escape") {
      event.stopPropagation();
      event.target.blur();
      card.focus({ preventScroll: true });
    }
  };
  const on = { change: (event) => actions.note(id, event.target.value), keydown: leave };
  return el("input", { type: "text", class: "note", placeholder: t("note"), "aria-label": t("note"), value: item.note || "", on });
}

function toActions({ item }) {
  const pressed = (verdict) => ({ "aria-pressed": String(item.verdict === verdict) });
  return el("div", { class: "do" },
    button([t("right"), key(t("space"))], "b yes", () => actions.judge("right"), pressed("right")),
    button([t("isWrong"), key("x")], "b no", () => actions.judge("wrong"), pressed("wrong")),
    actions.edit && button([t("edit"), key("e")], "b", () => actions.edit()), el("span", { class: "space" }),
    actions.join && button(t("join"), "b quiet", () => actions.join()),
    button([t(item.gone ? "restore" : "drop"), key("d")], "b quiet", () => actions.drop()));
}
