/* The list of records by leaves: the cards of a leaf are made when it comes near the view; far away it is a height. */
import { dress, fill, isAway, toCard } from "./cards.js";
import { $, el } from "./dom.js";
import { entryOf, state } from "./state.js";
import { t } from "./words.js";

const LEAF = 20, HEIGHT = 110; /* records of a leaf; pixels of a card that was not made */
const list = $("list"), rows = $("rows");
const cards = new Map(), leafOf = new Map();

const nearList = new IntersectionObserver((seenNow) => {
  for (const { target, isIntersecting } of seenNow) {
    target.isNear = isIntersecting;
    if (isIntersecting) layLeaf(target);
  }
}, { root: list, rootMargin: "900px 0px" });

/* In order of the text, or those in doubt when the page was opened before the others. */
export function inOrder() {
  if (!state.doubtfulFirst) return state.entries;
  const isFirst = (entry) => entry.codes.length > 0;
  return [...state.entries.filter(isFirst), ...state.entries.filter((entry) => !isFirst(entry))];
}

export function layCards() {
  cards.clear();
  leafOf.clear();
  nearList.disconnect();
  const ordered = inOrder(), rest = state.doubtfulFirst ? ordered.findIndex((entry) => !entry.codes.length) : 0;
  if (rest > 0) rows.replaceChildren(toGroup("doubtful"), ...toLeaves(ordered.slice(0, rest)), toGroup("rest"), ...toLeaves(ordered.slice(rest)));
  else rows.replaceChildren(...toLeaves(ordered));
  rows.querySelectorAll(".leaf").forEach((leaf) => nearList.observe(leaf));
  showFiltered();
}
const toGroup = (group) => el("p", { class: "group", "data-group": group });

function* toLeaves(entries) {
  for (let at = 0; at < entries.length; at += LEAF) {
    const leaf = el("ol", { class: "leaf" });
    leaf.entries = entries.slice(at, at + LEAF);
    leaf.isNear = at === 0; /* a group's first is made with the page */
    for (const { id } of leaf.entries) leafOf.set(id, leaf);
    yield leaf;
  }
}

function layLeaf(leaf) {
  if (leaf.isLaid) return;
  leaf.isLaid = true;
  leaf.style.minHeight = "";
  leaf.replaceChildren(...leaf.entries.map(toCard));
  for (const card of leaf.children) cards.set(card.dataset.id, card);
}
function clearLeaf(leaf, count) {
  leaf.style.minHeight = `${count * HEIGHT}px`;
  if (!leaf.isLaid) return;
  leaf.isLaid = false;
  leaf.replaceChildren();
  for (const { id } of leaf.entries) cards.delete(id);
}

const FEW = 100; /* records whose cards are made at once */

/* Hidden is what the filter hides, but for the chosen record. */
export function showFiltered() {
  const isFew = state.entries.filter((entry) => !entry.hidden).length <= FEW;
  for (const leaf of rows.querySelectorAll(".leaf")) {
    const shown = leaf.entries.map((entry) => !isAway(entry)), key = shown.join();
    if (leaf.key === key) continue;
    leaf.key = key;
    leaf.hidden = !shown.includes(true);
    if (isFew || leaf.isNear || leafOf.get(state.current) === leaf) settleLeaf(leaf);
    else clearLeaf(leaf, shown.filter(Boolean).length);
  }
  wordGroups();
}
function settleLeaf(leaf) {
  if (!leaf.isLaid) return layLeaf(leaf);
  for (const card of leaf.children) {
    card.hidden = isAway(entryOf.get(card.dataset.id));
    if (!card.hidden && !card.isFilled) fill(card);
  }
}

/* A heading of the only group that is shown would say nothing. */
function wordGroups() {
  const shown = state.entries.filter((entry) => !entry.hidden), doubtful = shown.filter((entry) => entry.codes.length).length;
  for (const group of rows.querySelectorAll(".group")) {
    const isDoubtful = group.dataset.group === "doubtful", n = isDoubtful ? doubtful : shown.length - doubtful;
    group.textContent = t(isDoubtful ? "groupDoubtful" : "groupRest", { n });
    group.hidden = !n || n === shown.length;
  }
}

/* The card of a record, made if need be. */
export function cardOf(id) {
  if (leafOf.has(id)) layLeaf(leafOf.get(id));
  return cards.get(id);
}
export function refill(id) {
  const card = cards.get(id);
  if (card) card.hidden ? hollow(card) : fill(card);
}
export function refillAll() { cards.forEach((_, id) => refill(id)); }
function hollow(card) {
  card.isFilled = false;
  dress(card, entryOf.get(card.dataset.id));
}

export function focusCurrent() { cards.get(state.current)?.focus({ preventScroll: true }); }

/* Three times, as heights out of view are guesses. */
export function showCard(card) {
  const view = list.getBoundingClientRect();
  for (let turn = 0; turn < 3; turn++) {
    const place = card.getBoundingClientRect();
    if (place.top < view.top + 8) list.scrollTop += place.top - view.top - 8;
    else if (place.bottom > view.bottom - 8) list.scrollTop += Math.min(place.bottom - view.bottom + 24, place.top - view.top - 8);
  }
}
