/** Two languages at once: who stands before the pad is not asked which is his. */

import { h } from "/static/shared/dom.js";
import { words } from "./words.js";

export const vi = words.vi.pad;
const en = words.en.pad;

/** A text in Vietnamese, large, and in English, small beneath. `pick` takes it from the words of a language. */
export function two(tag, attributes, pick) {
  return h(
    tag,
    attributes,
    h("span", { class: "vi", lang: "vi" }, pick(vi)),
    h("span", { class: "en", lang: "en" }, pick(en)),
  );
}
