/** The page of priority classes: one is chosen, changed or taken back, and nothing has to be proved here. */

import { h } from "/static/shared/dom.js";
import { inLanguage } from "/static/shared/format.js";
import { icon } from "./icons.js";
import { heading } from "./parts.js";

export function priorityPage(state, say) {
  const classes = state.site.priority_classes.map(({ id, name }) =>
    choice(`priority-class:${id}`, inLanguage(name, state.lang), id === state.priority),
  );
  const none = choice("no-priority", say.noPriority, state.priority === null);
  return [
    heading(say.priorityTitle, { id: "priority-title" }),
    h("p", { class: "note" }, say.priorityNote),
    h("ul", { class: "rows classes", "aria-labelledby": "priority-title" }, classes, none),
  ];
}

function choice(act, text, chosen) {
  return h(
    "li",
    { "data-key": act },
    h(
      "button",
      { type: "button", class: "row", "data-act": act, "aria-pressed": `${chosen}` },
      h("span", { class: "mark" }, chosen && icon("check")),
      h("span", { class: "what" }, h("span", { class: "name" }, text)),
    ),
  );
}
