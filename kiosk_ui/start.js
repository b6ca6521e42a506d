/** The first page: the question, search, the services, priority; and the page of all services. */

import { h } from "/static/shared/dom.js";
import { inLanguage } from "/static/shared/format.js";
import { icon } from "./icons.js";
import { button, heading, serviceRow } from "./parts.js";

/** As many services as fit; when not all do, a way to all of them. */
export function startPage(state, say) {
  const { services } = state.site;
  const shown = services.length <= state.rows ? services : services.slice(0, Math.max(state.rows, 1));
  return [
    h("div", { class: "ask" }, heading(say.question), searchField(say)),
    h(
      "section",
      { class: "offer", "aria-label": say.services },
      services.length === 0 && h("p", { class: "empty" }, say.noServices),
      h("ul", { class: "rows" }, shown.map((service) => serviceRow(service, say, state.lang))),
      shown.length < services.length &&
        button("services", say.allServices(services.length), { kind: "plain", after: "next" }),
    ),
    priorityRow(state, say),
  ];
}

/** It looks like the field that it opens, and is a button: the keyboard comes with its page. */
function searchField(say) {
  return h(
    "button",
    { type: "button", class: "field", "data-act": "search" },
    icon("search"),
    h("span", { class: "placeholder" }, say.searchHint),
  );
}

function priorityRow(state, say) {
  const classes = state.site.priority_classes;
  if (classes.length === 0) return null;
  const chosen = classes.find(({ id }) => id === state.priority);
  const names = classes.map(({ name }) => inLanguage(name, state.lang)).map(inSentence).join(", ");
  return h(
    "button",
    { type: "button", class: chosen ? "band chosen" : "band", "data-act": "priority" },
    icon(chosen ? "check" : "priority"),
    h(
      "span",
      { class: "what" },
      h("span", { class: "name" }, chosen ? inLanguage(chosen.name, state.lang) : say.priority),
      h("span", { class: "hint" }, chosen ? `${say.priorityIs} · ${say.change}` : names),
    ),
    icon("next"),
  );
}

/** "Người từ 60 tuổi, người khuyết tật": only the first of a list has a capital. */
function inSentence(name, index) {
  return index === 0 ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

export function servicesPage(state, say) {
  const { services } = state.site;
  return [
    heading(say.servicesTitle(services.length)),
    h("ul", { class: "rows columns" }, services.map((service) => serviceRow(service, say, state.lang))),
  ];
}
