// Texts in the two languages of the hall: its own first and strong, the other beside it and quiet.

import { h } from "./dom.js";

/** Two spans; `textOf(language)` gives each text, and a second that is missing or the same is left out. */
export function inTwo(languages, textOf) {
  const [first, second] = languages.map((language) => textOf(language) ?? "");
  const spans = [h("span", { class: "first", lang: languages[0] }, first || second)];
  if (first && second && second !== first) spans.push(h("span", { class: "second", lang: languages[1] }, second));
  return spans;
}

/** Paint only what changed: calls `build(value)` when the value differs from the last one. */
export function onChange(build) {
  let last;
  return (value) => {
    const key = JSON.stringify(value);
    if (key === last) return;
    last = key;
    build(value);
  };
}

/** Whether the person or the machine asked for a calm screen. */
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
