/* Elements, and text of strangers: it reaches the page through text nodes and attributes, never as markup. */
export const $ = (id) => document.getElementById(id);

export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const name in attributes) {
    const value = attributes[name];
    if (value == null || value === false) continue;
    if (name === "on") for (const event in value) node.addEventListener(event, value[event]);
    else node.setAttribute(name, value === true ? "" : value);
  }
  children.forEach((child) => put(node, child));
  return node;
}
function put(node, child) {
  if (Array.isArray(child)) child.forEach((one) => put(node, one));
  else if (child != null && child !== false) node.append(child);
}
export const button = (words, kind, run, more) =>
  el("button", { type: "button", class: kind, on: { click: run }, ...more }, words);
export const key = (sign) => el("kbd", { "aria-hidden": "true" }, sign);

/* Signs that turn the writing or cannot be seen are shown as a box, one unit for one: offsets stay what they are. */
const TURNING = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
export const seen = (words) =>
  words.replace(TURNING, (sign) => "\u2422".repeat(sign.length)).replace(CONTROL, "\u2421");

export const fold = (words) => words.replace(/\s+/g, " ").trim();
export const clone = (value) => JSON.parse(JSON.stringify(value));
export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
export const byCss = (id) => CSS.escape(id);

export function say(words) { $("live").textContent = words; }

let vanishing;
export function toast(words, action) {
  const node = $("toast");
  const act = action && button(action.words, "", () => { node.hidden = true; action.run(); });
  node.replaceChildren(words, ...(act ? [act] : []));
  node.hidden = false;
  clearTimeout(vanishing);
  vanishing = setTimeout(() => (node.hidden = true), 4200);
}
