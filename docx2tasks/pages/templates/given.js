/* What the page was given: `words` in each language, and what else its room needs. */
export const D = JSON.parse(document.getElementById("data").textContent);
