/* The tasks as objects: rows name documents, headings and units by number. */
import { D } from "./given.js";

const flagsOf = (bits) => D.allFlags.filter((_, number) => bits & (1 << number));
function bodiesOf(numbers) {
  const found = [];
  for (let i = 0; i < numbers.length; i += 2) found.push({ name: D.names[numbers[i]], role: D.allRoles[numbers[i + 1]] });
  return found;
}

export const papers = D.papers.map(([name, title, tasks, flags, lost, warnings, page] = []) =>
  ({ name, title, tasks, flags, lost, warnings, page }));
const PLACES = ["page", "table", "row", "line"];
export const tasks = D.tasks.map(([paper, id, label, text, path, kind, bodies, starts, ends, time, place, flags]) => ({
  paper, id, label, text: typeof text === "number" ? D.tasks[text][3] : text, // a number: the words of that task
  path: D.headings[path], kind: D.allKinds[kind], bodies: bodiesOf(bodies), starts, ends, time,
  place: PLACES.map((name, at) => [name, place[at]]).filter(([, n]) => n),
  flags: flagsOf(flags), month: ends.slice(0, 7), year: ends.slice(0, 4),
}));
/* By role and month; what has one role only is the same for any role. */
export const units = D.units.map(([name, total, roles, months]) =>
  ({ name, total, roles, months: { "": Object.values(months)[0], ...months } }));
export const isSummed = D.first !== null;

/* What a search looks through, made when it is first needed. */
export function hayOf(task) {
  const paper = papers[task.paper];
  task.hay ??= [task.label + task.text, ...task.path, ...task.bodies.map((one) => one.name), paper.title, paper.name]
    .join("\n").toLowerCase();
  return task.hay;
}
