/* Charts as SVG at the width of their box, so that their text has one size everywhere; numbers as links. */
import { el, $ } from "./dom.js";
import { isAsked, toHash } from "./filter.js";

export function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes || {})) if (value != null) node.setAttribute(name, value);
  node.append(...children.flat().filter((child) => child != null));
  return node;
}

/* Everything that leads to tasks: `filters` knows which, to show what is chosen. */
const filters = new WeakMap();
function toLink(node, filter) {
  node.setAttribute("href", toHash(filter));
  node.classList.add("to");
  filters.set(node, filter);
  return node;
}
export const link = (words, filter, attributes) => toLink(el("a", attributes, words), filter);
export const drawnLink = (filter, tip, ...children) =>
  toLink(svg("a", { "aria-label": tip, "data-tip": tip }, ...children), filter);
export function showAsked() {
  for (const node of document.querySelectorAll(".to")) {
    if (isAsked(filters.get(node))) node.setAttribute("aria-current", "true");
    else node.removeAttribute("aria-current");
  }
}

/* What a number means, for whoever points at it or reaches it with the keyboard. */
function showTip(event) {
  const node = event.target.closest?.("[data-tip]"), tip = $("tip");
  tip.hidden = !node;
  if (!node) return;
  tip.textContent = node.dataset.tip;
  const box = node.getBoundingClientRect();
  const left = box.left + box.width / 2 - tip.offsetWidth / 2;
  tip.style.left = `${Math.max(8, Math.min(innerWidth - tip.offsetWidth - 8, left))}px`;
  tip.style.top = `${Math.max(4, box.top - tip.offsetHeight - 6)}px`;
}
export const hideTip = () => ($("tip").hidden = true);
document.addEventListener("mouseover", showTip);
document.addEventListener("focusin", showTip);
addEventListener("scroll", hideTip, true);

/* --- rows of bars --- */
const ROW = 28, NUMBER = 64, MOST_LABEL = 0.45; // of the width
const sizeOf = (words) => [...words].reduce((sum, sign) => sum + (sign > "\u2e7f" ? 12 : 7), 0); // in pixels, about
function shorten(words, room) {
  let short = words;
  while (short && sizeOf(short) > room) short = short.slice(0, -1);
  return short === words ? words : `${short.slice(0, -1)}…`;
}
export const widthOf = (box, least) => Math.max(least, box.clientWidth || 0);

/* `rows` are {words, value, shown, filter?, kind?}; a row without a filter leads nowhere. */
export function drawBars(box, name, rows) {
  const width = widthOf(box, 260), most = Math.max(1, ...rows.map((row) => row.value));
  const label = Math.min(width * MOST_LABEL, Math.max(...rows.map((row) => sizeOf(row.words))) + 12);
  const room = width - label - NUMBER;
  const lines = rows.map((row, number) => {
    const y = number * ROW, length = row.value && Math.max(2, (row.value / most) * room), tip = `${row.words}: ${row.tip || row.shown}`;
    const parts = [
      svg("rect", { class: "hit", x: 0, y, width, height: ROW, rx: 4 }),
      svg("text", { x: label - 10, y: y + 18, "text-anchor": "end", class: "name" }, shorten(row.words, label - 12)),
      svg("rect", { class: `bar ${row.kind || ""}`, x: label, y: y + 6, width: length, height: ROW - 12, rx: 2 }),
      svg("text", { x: label + length + 8, y: y + 18, class: "n" }, row.shown),
    ];
    return row.filter ? drawnLink(row.filter, tip, parts) : svg("g", { "data-tip": tip }, parts);
  });
  const height = rows.length * ROW;
  box.replaceChildren(svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": name }, lines));
}
