/* The words of the page, in Chinese and English; the language is remembered. */
import { D } from "./given.js";

const LANGUAGE = "docx2tasks:lang";

export function remembered(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}
export function remember(key, value) {
  try { localStorage.setItem(key, value); return true; } catch { return false; }
}

export const spoken = { language: remembered(LANGUAGE) === "en" ? "en" : "zh" };

export function t(key, values) {
  const words = D.words[spoken.language].page[key] ?? key;
  return values ? words.replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot) : words;
}
export const wordOf = (vocabulary, key) => D.words[spoken.language][vocabulary][key] ?? key;

export function changeLanguage() {
  spoken.language = spoken.language === "zh" ? "en" : "zh";
  remember(LANGUAGE, spoken.language);
}
