/* On paper: another document. A table of the records under their headings, what was found, and places to sign. */
import { actions } from "./cards.js";
import { ROLES } from "./data.js";
import { $, el, seen } from "./dom.js";
import { fileName } from "./frame.js";
import { D } from "./given.js";
import { lacksDate, state } from "./state.js";
import { toExact } from "./values.js";
import { remembered, t } from "./words.js";

const VERDICTS = { right: "right", wrong: "isWrong", fixed: "isFixed", added: "isAdded", gone: "isGone" };
const BLANK = "　　　　　";

function layPrint() {
  const printed = state.entries.filter((entry) => entry.flags.all), body = el("tbody");
  let last = "";
  for (const entry of printed) {
    const heading = entry.titles.join(" › ");
    if (heading && heading !== last) body.append(el("tr", { class: "heading" }, el("td", { colspan: 5 }, seen(heading))));
    last = heading;
    body.append(toRow(entry));
  }
  const heads = ["sequence", "text", "units", "times", "verdict"].map((name) => el("th", null, t(name)));
  const widths = ["n", "", "u", "d", "v"].map((kind) => el("col", { class: kind || null }));
  $("print").replaceChildren(el("h1", null, t("protocol")), toFacts(printed),
    el("table", null, el("colgroup", null, widths), el("thead", null, el("tr", null, heads)), body), toSignatures());
}

function toFacts(printed) {
  const count = (...verdicts) => printed.filter((entry) => verdicts.includes(entry.verdict)).length;
  const { title, doc_number, issuer, issued_on } = D.document;
  const facts = [["file", fileName()], ["", title], ["docNumber", doc_number], ["issuer", issuer], ["issued", issued_on]];
  const sums = t("sums", { n: printed.length, right: count("right"), fixed: count("fixed", "added", "gone"), wrong: count("wrong"), open: count("") });
  const shown = facts.filter(([, words]) => words).map(([name, words]) => el("span", null, (name ? `${t(name)}：` : "") + seen(words)));
  return el("div", { class: "facts" }, shown, el("span", null, sums));
}

function toRow({ number, record, base, item, verdict }) {
  const ofRole = (role) => record.units.filter((unit) => unit.role === role).map((unit) => unit.name).join("、");
  const units = ROLES.filter(ofRole).map((role) => el("div", null, `${t(role)}：${seen(ofRole(role))}`));
  const times = record.times.map((time) => el("div", null, seen(time.text), lacksDate(time) ? el("div", { class: "small" }, t("undated")) : toExact(time) !== time.text && el("div", { class: "exact" }, toExact(time))));
  const was = item.record && base && base.text !== record.text && el("div", { class: "small" }, `${t("was")}：${seen(base.text)}`);
  return el("tr", null, el("td", { class: "middle" }, String(number)), el("td", null, record.label || "", seen(record.text), was),
    el("td", null, units), el("td", null, times),
    el("td", { class: "middle" }, verdict ? t(VERDICTS[verdict]) : "□", item.note && el("div", { class: "small" }, seen(item.note))));
}

const toSignatures = () => el("div", { class: "sign" },
  [t("signReviewer") + (remembered("docx2tasks:who") || BLANK), t("signSecond") + BLANK, t("signDate") + BLANK].map((words) => el("span", null, words)));

addEventListener("beforeprint", layPrint);
Object.assign(actions, { print: () => print() });
