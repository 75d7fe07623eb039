/* What is asked for, kept in the address so that it can be sent; and how many tasks that is, from the figures. */
import { D } from "./given.js";
import { hayOf, tasks, units } from "./data.js";

const CONDITIONS = ["unit", "role", "month", "year", "doc", "flag", "kind", "q"];
const VIEWS = ["y", "r"]; // the year and the role that the charts show
export let asked = {};
export let view = {};

const present = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value));
const pick = (values, names) => present(Object.fromEntries(names.map((name) => [name, values[name]])));
export const toHash = (filter, shown = view) =>
  `#${new URLSearchParams({ ...pick(filter, CONDITIONS), ...(pick(shown, VIEWS)) })}`;
const nameOf = (filter) => JSON.stringify(pick(filter, CONDITIONS));
export const isAsked = (filter) => nameOf(filter) === nameOf(asked);

export function readAddress() {
  const given = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  asked = pick(given, CONDITIONS);
  if (asked.doc && !D.papers[asked.doc]?.length) delete asked.doc;
  view = pick(given, VIEWS);
}

/* Words are taken apart by blanks, as `find` takes them; each has to be there. */
export const wordsOf = (filter) => (filter.q || "").toLowerCase().split(/\s+/).filter(Boolean);

function fitsBodies(task, { unit, role }) {
  if (!unit && !role) return true;
  return task.bodies.some((one) => (!unit || one.name === unit) && (!role || one.role === role));
}
export function findTasks(filter) {
  const words = wordsOf(filter);
  return tasks.filter((task) =>
    fitsBodies(task, filter)
    && (!filter.month || task.month === filter.month)
    && (!filter.year || task.year === filter.year)
    && (!filter.doc || task.paper === Number(filter.doc))
    && (!filter.flag || task.flags.includes(filter.flag))
    && (!filter.kind || task.kind === filter.kind)
    && words.every((word) => hayOf(task).includes(word)));
}

/* --- figures --- */
const ofYear = (months, year) =>
  Object.entries(months || {}).reduce((sum, [month, n]) => sum + (month.slice(0, 4) === year ? n : 0), 0);
export const countIn = (months, { month, year }) => (month ? months?.[month] || 0 : ofYear(months, year));

function countOfUnit({ unit, role = "", month, year, flag }) {
  const found = units.find((one) => one.name === unit);
  if (!found) return null;
  if (flag) return flag === "undated" ? found.months[role]?.[""] || 0 : null;
  if (month || year) return countIn(found.months[role], { month, year });
  return role ? found.roles[role] || 0 : found.total;
}
/* How many tasks a number of the page counts; null for what only the listed tasks can tell. */
export function countOf(filter) {
  const names = Object.keys(filter), [name] = names;
  if (!names.length) return D.counts.tasks;
  if (filter.unit) return names.some((one) => ["doc", "kind", "q"].includes(one)) ? null : countOfUnit(filter);
  if (filter.doc) return countOfPaper(filter, names);
  if (names.length > 1) return null;
  if (name === "month" || name === "year") return countIn(D.months, filter);
  return { role: D.roles, flag: D.flags, kind: D.kinds }[name]?.[filter[name]] ?? null;
}
function countOfPaper({ doc, flag }, names) {
  const [, , total, flags] = D.papers[doc];
  if (names.length === 1) return total;
  return names.length === 2 && flag ? flags[flag] || 0 : null;
}
