/* The keys of the page. Letters never fire in fields, nor while a Chinese input method is composing. */
import { $ } from "./dom.js";
import { actions } from "./cards.js";
import { drop, judge, leap, nextDoubtful, nextWhy, step } from "./choose.js";
import { help, showTab } from "./frame.js";
import { current, redo, state, undo } from "./state.js";

const always = {
  j: () => step(1), k: () => step(-1), x: () => judge("wrong"), d: drop, u: undo, U: redo, g: nextDoubtful, "?": help,
  w: () => current() && nextWhy(), e: () => actions.edit?.(), Enter: () => actions.edit?.(), "/": goToSearch,
};
/* those that scroll the paper while it has the focus */
const outsidePaper = { ArrowDown: () => step(1), ArrowUp: () => step(-1), " ": () => judge("right"), Home: () => leap(false), End: () => leap(true) };

function goToSearch() {
  showTab("r");
  $("search").focus();
  $("search").select();
}

const isField = (node) => /^(TEXTAREA|SELECT)$/.test(node?.tagName) || (node?.tagName === "INPUT" && node.type !== "file");
const takesKey = (node, sign) => (/^(BUTTON|A)$/.test(node?.tagName) && (sign === " " || sign === "Enter")) || node?.tagName === "SUMMARY";

function onEditing(event) {
  if (event.key === "Escape") actions.cancel();
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) actions.save();
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  const focused = document.activeElement;
  if (event.isComposing || event.keyCode === 229 || $("dialog").open) return;
  if (state.editing && onEditing(event)) return event.preventDefault();
  if (isField(focused) || event.ctrlKey || event.metaKey || event.altKey || takesKey(focused, event.key)) return;
  if (actions.pickByKey?.(event.key)) return event.preventDefault();
  const run = always[event.key] || (focused?.id !== "text" && outsidePaper[event.key]);
  if (!run) return;
  event.preventDefault();
  run();
});
