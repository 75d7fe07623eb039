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
export const tasks = D.tasks.map(([paper, id, label, text, path, kind, bodies, starts, ends, time, place, flags]) => ({
  paper, id, label, text, path: D.headings[path], kind, bodies: bodiesOf(bodies), starts, ends, time, place,
  flags: flagsOf(flags), month: ends.slice(0, 7), year: ends.slice(0, 4),
}));
export const units = D.units.map(([name, total, roles, months]) => ({ name, total, roles, months }));
export const isSummed = D.first !== null;

/* What a search looks through, made when it is first needed. */
export function hayOf(task) {
  const paper = papers[task.paper];
  task.hay ??= [task.label + task.text, ...task.path, ...task.bodies.map((one) => one.name), paper.title, paper.name]
    .join("\n").toLowerCase();
  return task.hay;
}
