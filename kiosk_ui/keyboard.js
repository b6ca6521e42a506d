/** The kiosk's own keyboard: plain letters, since the search ignores accents; đ, digits and the point of codes. */

import { h } from "/static/shared/dom.js";
import { icon } from "./icons.js";

const ROWS = ["1234567890", "qwertyuiop", "asdfghjklđ", "zxcvbnm."];

export function keyboard(say) {
  const rows = ROWS.map((row) => [...row].map(key));
  rows.at(-1).push(
    h("button", { type: "button", class: "key wide", "data-act": "erase", "aria-label": say.erase }, icon("erase")),
  );
  rows.push([
    h("button", { type: "button", class: "key word", "data-act": "clear" }, say.clear),
    h("button", { type: "button", class: "key space", "data-act": "space" }, say.space),
  ]);
  return h(
    "div",
    { class: "keyboard", role: "group", "aria-label": say.keyboard },
    rows.map((row) => h("div", { class: "keys" }, row)),
  );
}

function key(letter) {
  return h("button", { type: "button", class: "key", "data-act": `key:${letter}`, lang: "vi" }, letter);
}
