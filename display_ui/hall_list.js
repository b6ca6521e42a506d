// The last calls below the hero; a new hero slides them down by one, once.

import { h } from "/static/shared/dom.js";
import { arrow, inTwo, onChange, slideIn } from "./parts.js";
import { words } from "./words.js";

const SHOWN = 3;

/** The list of the last three calls, newest first. */
export function createList(languages) {
  const rows = h("ol", { class: "past" });
  const title = h("h2", { class: "visually-hidden" }, words[languages[0]].recentCalls);
  const element = h("section", { class: "past-calls", "data-role": "past-calls" }, title, rows);

  function row({ label, counter, names, stands }) {
    return h(
      "li",
      { class: "past-call", "data-role": "past-call", "data-label": label, "data-state": stands ? "called" : "answered" },
      h("span", { class: "past-label" }, label),
      arrow("past-arrow"),
      h("span", { class: "past-service" }, ...inTwo(languages, (language) => (names.short_name ?? names.name)[language])),
      stands && h("span", { class: "past-state" }, words[languages[0]].called),
      h("span", { class: "past-counter" }, h("span", { class: "visually-hidden" }, words[languages[0]].counter), String(counter)),
    );
  }

  return {
    element,
    paint: onChange((calls) => {
      element.hidden = calls.length === 0;
      rows.replaceChildren(...calls.slice(0, SHOWN).map(row));
    }),
    slide() {
      for (const row of rows.children) slideIn(row, "-100%");
    },
  };
}
