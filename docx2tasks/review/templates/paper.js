/* The paper: blocks as elements, by leaves that the browser lays out when they come near the view, and that are
   painted then; places of the text as ranges on the screen. */
import { TEXT } from "./data.js";
import { $, button, byCss, el, seen } from "./dom.js";
import { D } from "./given.js";
import { eachSpan, indexMarks, paint } from "./marks.js";
import { state } from "./state.js";
import { t } from "./words.js";

const LONG = 3000, PIECE = 2000, SENTENCE = 600; /* a paragraph of a million characters takes 20 s to lay out whole */
const FOLDED = ["hidden", "navigation", "footer", "share", "related", "spam", "form"];
const NEAR = "900px 0px";
const BLOCKS = 40, LENGTH = 6000, ROWS = 20; /* blocks and characters of a leaf; rows of a table painted together */
const LINE = 29, INDENTED = 112, CHARACTER = 16; /* pixels of a line, beside the words, and of a character */
const boxes = [];
export const sheet = $("sheet");

const nearPaper = new IntersectionObserver((seenNow) => {
  for (const { target } of seenNow.filter((one) => one.isIntersecting)) {
    for (const box of target.boxes) if (!box.isPainted) paint(box);
    nearPaper.unobserve(target);
  }
}, { root: $("text"), rootMargin: NEAR });
function watch(node, own) {
  node.boxes = own;
  nearPaper.observe(node);
}

export function layPaper() {
  const folded = D.blocks.filter((block) => FOLDED.includes(block[0] ? block[2] : block[4])).length;
  const perLine = Math.max(8, Math.floor((sheet.clientWidth - INDENTED) / CHARACTER));
  sheet.replaceChildren(...(folded ? [toFold(folded)] : []), ...toPaperLeaves(perLine));
  boxes.sort((a, b) => a.start - b.start);
}

/* What is out of sight costs nothing but a guess at its height. */
function* toPaperLeaves(perLine) {
  let leaf = [], length = 0;
  for (const node of toParts()) {
    const own = node.box ? node.box.end - node.box.start : node.matches(".table") ? LENGTH : 0;
    if (leaf.length && (leaf.length >= BLOCKS || length + own > LENGTH)) {
      yield toLeaf(leaf, perLine);
      leaf = [];
      length = 0;
    }
    leaf.push(node);
    length += own;
  }
  if (leaf.length) yield toLeaf(leaf, perLine);
}
function* toParts() {
  let page = 0;
  for (const block of D.blocks) {
    const own = block.at(-1);
    if (own > page) { page = own; yield el("div", { class: "pagehead", "data-page": page }); }
    yield* toNodes(block);
  }
}
function toLeaf(nodes, perLine) {
  const leaf = el("div", { class: "leaf" }, nodes), lines = nodes.reduce((sum, node) => sum + countLines(node, perLine), 0);
  leaf.style.containIntrinsicBlockSize = `auto ${lines * LINE}px`;
  watch(leaf, nodes.map((node) => node.box).filter(Boolean));
  return leaf;
}
function countLines({ box, dataset, firstChild }, perLine) {
  if (FOLDED.includes(dataset.aside)) return 0;
  if (box) return Math.ceil((box.end - box.start) / perLine) || 1;
  return dataset.page ? 2 : firstChild.querySelectorAll("tr").length * 2;
}

function toNodes(block) {
  if (block[0]) return [toTable(block)];
  const [, start, end, look, aside, number] = block;
  const looks = { t: "c title", 1: "h1", 2: "h2", c: "c" };
  const kind = [looks[look], aside && `aside ${aside}`].filter(Boolean).join(" ");
  return [...cutLong(start, end)].map(([from, to], i) =>
    toBox(from, to, { "data-n": (i === 0 && number) || null, class: kind + (i ? " goes-on" : "") || null, "data-aside": aside || null }));
}

function toTable([, rows, aside, number]) {
  const body = el("tbody", null, rows.map((row) => el("tr", null, row.map(toCell))));
  for (let at = 0; at < rows.length; at += ROWS) {
    const own = [...body.children].slice(at, at + ROWS).flatMap((row) => [...row.querySelectorAll("p")]);
    watch(body.children[at], own.map((node) => node.box));
  }
  const attributes = { class: "table" + (aside ? ` aside ${aside}` : ""), "data-n": number || null, "data-aside": aside || null };
  return el("div", attributes, el("div", { class: "sideways" }, el("table", null, body)));
}

const toCell = ([isHeader, rowspan, colspan, blocks]) =>
  el(isHeader ? "th" : "td", { rowspan: rowspan > 1 && rowspan, colspan: colspan > 1 && colspan }, blocks.map(toNodes));

function* cutLong(start, end) {
  while (end - start > LONG) {
    let to = start + PIECE;
    const stop = /[。；！？\n]/.exec(TEXT.slice(to, to + SENTENCE));
    to += stop ? stop.index + 1 : 0;
    if (/[\udc00-\udfff]/.test(TEXT[to])) to++;
    yield [start, to];
    start = to;
  }
  yield [start, end];
}

function toBox(start, end, attributes) {
  const node = el("p", attributes, seen(TEXT.slice(start, end)));
  node.dataset.s = start;
  node.box = { start, end, node, isPainted: false };
  boxes.push(node.box);
  return node;
}

/* --- what is folded away at first: menus, hidden words, advertising ------------------------------- */
function toFold(count) {
  sheet.classList.add("folded");
  return button("", "fold", () => setFolded(!sheet.classList.contains("folded")), { "data-count": count });
}
function setFolded(isFolded) {
  sheet.classList.toggle("folded", isFolded);
  wordPaper();
}
export function wordPaper() {
  const node = sheet.querySelector(".fold"), isFolded = sheet.classList.contains("folded");
  if (node) {
    node.textContent = t(isFolded ? "unfold" : "fold", { n: node.dataset.count });
    node.setAttribute("aria-expanded", String(!isFolded));
  }
  for (const head of sheet.querySelectorAll(".pagehead")) head.textContent = t("pageNumber", { n: head.dataset.page });
}

/* --- marks that changed ---------------------------------------------------------------------------- */
export function repaint(records) {
  const spans = records?.map(({ location }) => [location.start, location.end]);
  for (const record of records || []) eachSpan(record, (_, span) => spans.push(span));
  for (const box of boxes)
    if (box.isPainted && (!spans || spans.some(([start, end]) => start < box.end && end > box.start))) paint(box);
}
export function remark(records) { indexMarks(); repaint(records); }

export function lightUp(id) {
  for (const mark of sheet.querySelectorAll("mark.on,mark.lit")) mark.classList.remove("on", "lit");
  for (const mark of marksOf(id)) mark.classList.add("on");
}
export function lightValue(id, span) {
  for (const mark of sheet.querySelectorAll("mark.lit")) mark.classList.remove("lit");
  if (!span) return;
  bring(span[0], span[1]);
  for (const mark of marksOf(id)) if (Number(mark.dataset.s) >= span[0] && Number(mark.dataset.s) < span[1]) mark.classList.add("lit");
}
const marksOf = (id) => sheet.querySelectorAll(`mark[data-ids~="${byCss(id)}"]`);

/* --- places ---------------------------------------------------------------------------------------- */
function boxAt(at) {
  let low = 0, high = boxes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    boxes[middle].start <= at ? (low = middle + 1) : (high = middle);
  }
  return boxes[low - 1];
}

/* The stretches around a place that belong together: its paragraph, or its row with the merged cells beside it. */
export function stretchesAround(at) {
  const box = boxAt(at), row = box?.node.closest("tr");
  if (!row) return { spans: box ? [[box.start, box.end]] : [], isRow: false };
  const rows = [...row.parentElement.children], place = rows.indexOf(row);
  const cells = rows.slice(0, place + 1).flatMap((one, i) => [...one.cells].filter((cell) => i + cell.rowSpan > place));
  return { spans: cells.flatMap((cell) => [...cell.querySelectorAll("p")]).map((node) => [node.box.start, node.box.end]), isRow: true };
}

function toPoint(box, at) {
  if (!box.isPainted) paint(box);
  const leaf = [...box.node.children].filter((one) => Number(one.dataset.s) <= at).pop() || box.node;
  const node = leaf.firstChild;
  return node?.nodeType === Node.TEXT_NODE ? [node, Math.min(Math.max(at - Number(leaf.dataset.s), 0), node.length)] : null;
}

export function rangeOf(start, end) {
  const first = boxAt(start), last = boxAt(Math.max(start, end - 1));
  const from = first && toPoint(first, start), to = last && toPoint(last, end);
  if (!from || !to) return null;
  const range = document.createRange();
  range.setStart(...from);
  range.setEnd(...to);
  return range;
}

/* Scrolls only where the place is out of sight, or far is asked for; twice, as heights out of view are guesses. */
export function bring(start, end, isFar) {
  const box = boxAt(start), pane = $("text");
  if (!box || !pane.clientHeight) return;
  if (FOLDED.includes(box.node.dataset.aside)) setFolded(false);
  for (let turn = 0; turn < 2; turn++) {
    const place = (rangeOf(start, Math.min(end, start + 200)) || box.node).getBoundingClientRect();
    const view = pane.getBoundingClientRect();
    if (isFar || place.top < view.top + 24 || place.bottom > view.bottom - 24)
      pane.scrollTop += place.top - view.top - view.height * 0.28;
  }
}
