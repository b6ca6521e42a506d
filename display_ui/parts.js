// Parts that the screens share: two languages, an arrow, a line that fits, painting only what changed.

import { h, s } from "/static/shared/dom.js";

/** Two spans, the first language strong, the second quiet; a second text that is missing or the same is left out. */
export function inTwo(languages, textOf) {
  const [first, second] = languages.map((language) => textOf(language) ?? "");
  const spans = [h("span", { class: "first", lang: languages[0] }, first || second)];
  if (first && second && second !== first) spans.push(h("span", { class: "second", lang: languages[1] }, second));
  return spans;
}

/** A word of the catalogue, which may be a text or a function of `args`. */
export const word = (entry, args = []) => (typeof entry === "function" ? entry(...args) : entry);

/** An arrow, as wide as its CSS says. */
export function arrow(className) {
  const shape = { viewBox: "0 0 48 24", class: className, "aria-hidden": "true", focusable: "false" };
  return s("svg", shape, s("path", { d: "M1 12h44M35 2l10 10-10 10", fill: "none", stroke: "currentColor", "stroke-width": 3 }));
}

/** Set a text, touching the page only when it differs. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Set a line smaller that is longer than any hall should have, until it fits; `size_rem` is its size in the CSS. */
export function fit(line, size_rem) {
  if (!line) return;
  line.style.fontSize = "";
  const over = line.scrollWidth / line.clientWidth;
  if (over > 1) line.style.fontSize = `calc(${size_rem}rem / ${over})`;
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

const SLIDE = { duration: 300, easing: "ease-out" };
const GLOW = { duration: 8000, easing: "cubic-bezier(.5,0,.8,.4)" }; // bright for long, then gone; it never blinks
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Move something in from above, once; not for those who asked for a calm screen. */
export function slideIn(element, from) {
  if (element && !calm()) element.animate([{ transform: `translateY(${from})` }, { transform: "none" }], SLIDE);
}

/** Let a light fade out over 8 s: this is new. */
export function glow(light) {
  if (!calm()) light.animate([{ opacity: 1 }, { opacity: 0 }], GLOW);
}
