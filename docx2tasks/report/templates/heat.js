/* Units by months: who has how much to do by when. */
import { D } from "./given.js";
import { units } from "./data.js";
import { $, button, el, seen } from "./dom.js";
import { countIn, toHash, view } from "./filter.js";
import { link } from "./drawing.js";
import { chip, slots } from "./timeline.js";
import { t } from "./words.js";

const FEW = 20;
let isWhole = false;
const SHADES = 4;

export function wordRoles(filter) {
  const shown = view.r || "";
  $("roles").setAttribute("aria-label", t("role"));
  $("roles").replaceChildren(...["", ...Object.keys(D.roles)].map((role) =>
    chip(role ? t(role) : t("anyRole"), role === shown, toHash(filter, { ...view, r: role }))));
}

function rowsOf(columns, role) {
  const rows = units.map((unit) => {
    const months = unit.months[role] || {}, cells = columns.map((column) => countIn(months, column.filter));
    const total = role ? unit.roles[role] || 0 : unit.total;
    return { name: unit.name, cells, none: months[""] || 0, total, inSight: cells.reduce((sum, n) => sum + n, 0) };
  });
  return rows.filter((row) => row.total).sort((one, other) => other.inSight - one.inSight || other.total - one.total);
}

export function drawHeat() {
  const columns = slots(), role = view.r || "", rows = rowsOf(columns, role);
  const shown = isWhole ? rows : rows.slice(0, FEW), most = Math.max(1, ...shown.flatMap((row) => row.cells));
  const heads = [t("unitOf", { n: shown.length, all: rows.length }), t("total"), t("undated"), ...columns.map((one) => one.words)];
  const rest = rows.length - FEW;
  $("heat").replaceChildren(
    el("table", null,
      el("thead", null, el("tr", null, heads.map((words) => el("th", { scope: "col" }, words)))),
      el("tbody", null, shown.map((row) => drawRow(row, columns, role, most)))),
    rest > 0 ? button(isWhole ? t("fewUnits", { n: FEW }) : t("moreUnits", { n: rest }), "b more", turn) : "",
    D.counts.units > units.length ? el("p", { class: "note" }, t("unitsLeft", { n: D.counts.units - units.length })) : "");
}
function turn() {
  isWhole = !isWhole;
  drawHeat();
  $("heat").querySelector(".more").focus();
}

function drawRow(row, columns, role, most) {
  const own = role ? { unit: row.name, role } : { unit: row.name }, name = seen(row.name);
  const shade = (n) => `q${Math.min(SHADES, Math.ceil((SHADES * n) / most))}`;
  return el("tr", null,
    el("th", { scope: "row" }, link(name, own, { title: name })),
    el("td", { class: "sum" }, link(String(row.total), own, { "aria-label": t("cell", { unit: name, when: t("total"), n: row.total }) })),
    el("td", { class: "none" }, row.none ? link(String(row.none), { ...own, flag: "undated" }, {
      "aria-label": t("cell", { unit: name, when: t("undated"), n: row.none }) }) : ""),
    row.cells.map((n, at) => el("td", null, n ? link(String(n), { ...own, ...columns[at].filter }, {
      class: shade(n), "data-tip": t("cell", { unit: name, when: columns[at].full, n }),
      "aria-label": t("cell", { unit: name, when: columns[at].full, n }),
    }) : "")));
}
