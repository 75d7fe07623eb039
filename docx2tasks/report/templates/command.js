/* The call that lists all tasks of a number, where the page cannot. */
import { D } from "./given.js";

const PLAIN = /^[\w./\u4e00-\u9fff-]+$/;
const quote = (words) => (PLAIN.test(words) ? words : `'${words.replaceAll("'", "'\\''")}'`);
const dayBefore = (day) => new Date(Date.parse(`${day}T00:00:00Z`) - 864e5).toISOString().slice(0, 10);
const OVERDUE = (day) => ["--before", dayBefore(day)];

function conditionsOf({ unit, role, month, year, flag, kind, q }) {
  const when = month || year;
  return [
    ...(q ? q.split(/\s+/).filter(Boolean) : []),
    ...(unit ? ["--unit", unit] : []), ...(role ? ["--role", role] : []), ...(kind ? ["--kind", kind] : []),
    ...(when ? ["--after", when, "--before", when] : []), ...(flag ? OVERDUE(D.day) : []),
  ];
}
/* Nothing where `find` has no option for it, or where the report was given conditions of its own. */
export function toCommand(filter) {
  const isKnown = !filter.doc && (!filter.flag || filter.flag === "overdue") && !Object.keys(D.selection).length;
  if (!isKnown || D.sources.includes("-")) return "";
  const sources = D.sources.flatMap((source) => ["--in", source]);
  return ["docx2tasks", "find", ...conditionsOf(filter), ...sources].map(quote).join(" ");
}
