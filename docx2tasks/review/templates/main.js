/* The page is put together. */
import { choose, shown } from "./choose.js";
import { applyFilter, layChips, laySelections } from "./filters.js";
import { layDivider, layHead, layLegend, layNotes, layOrder, layTabs, showMeter, wordAll } from "./frame.js";
import { layCards, refill, refillAll } from "./list.js";
import { indexMarks } from "./marks.js";
import { layPaper, remark, repaint, wordPaper } from "./paper.js";
import { entryOf, load, onChange, state } from "./state.js";
import { changeLanguage } from "./words.js";

/* A verdict changes a card and a gutter; a correction the marks; a new record the list. */
onChange((ids, isReordered, moved, back) => {
  if (!entryOf.has(state.current)) state.current = null;
  if (isReordered) layCards();
  if (isReordered || moved.length) { remark(); laySelections(); }
  else repaint(ids.map((id) => entryOf.get(id).record));
  ids.forEach(refill);
  applyFilter();
  showMeter();
  if (back && entryOf.has(back)) choose(back, "both", true);
});

function draw() {
  wordAll();
  layHead(() => { changeLanguage(); draw(); });
  layLegend();
  layNotes();
  layTabs();
  layDivider();
  layOrder();
  layChips();
  laySelections();
  wordPaper();
  refillAll();
  applyFilter();
  showMeter();
}

function named() {
  try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; }
}
addEventListener("hashchange", () => choose(named(), "both", true));

load();
layPaper();
indexMarks();
layCards();
draw();
const first = entryOf.get(named()) || shown().find((entry) => entry.isOpen) || shown()[0] || state.entries[0];
if (first) choose(first.id, "both", true);
/* heights are guesses until the first frame was drawn: the place is looked for again */
requestAnimationFrame(() => requestAnimationFrame(() => {
  if (first) choose(first.id, "both", true);
  document.documentElement.dataset.ready = "yes";
}));
