/** The search page: one field, its keyboard, and what it finds. */

import { h } from "/static/shared/dom.js";
import { inLanguage, range } from "/static/shared/format.js";
import { icon } from "./icons.js";
import { keyboard } from "./keyboard.js";
import { button, heading, letter, serviceRow, skeleton } from "./parts.js";
import { serviceOf } from "./state.js";

export function searchPage(state, say) {
  const within = state.within && serviceOf(state, state.within);
  const title = within ? say.proceduresTitle(inLanguage(within.short_name, state.lang)) : say.searchTitle;
  return [
    h("div", { class: "ask" }, heading(title), field(state, say)),
    h("section", { class: "found scroll", "data-key": "found" }, told(state, say), outcome(state, say)),
    keyboard(say),
  ];
}

function field(state, say) {
  return h(
    "label",
    { class: "field" },
    icon("search"),
    h("span", { class: "visually-hidden" }, say.searchLabel),
    h("input", {
      id: "query",
      type: "text",
      inputmode: "none", // the page has its own keyboard
      autocomplete: "off",
      spellcheck: "false",
      placeholder: say.searchLabel,
      value: state.query,
    }),
  );
}

/** What a screen reader hears when a search ends. */
function told(state, say) {
  const text = state.searching ? say.searching : state.results ? found(state, say) : "";
  return h("p", { class: "visually-hidden", role: "status" }, text);
}

function found(state, say) {
  const services = servicesFound(state).length;
  const procedures = state.results.length;
  if (services + procedures === 0) return say.foundNothing;
  const parts = [
    services > 0 && say.foundServices(services),
    procedures > 0 && (state.cutShort ? say.foundNearest : say.found)(procedures),
  ];
  return parts.filter(Boolean).join(", ");
}

function servicesFound(state) {
  return state.foundServices.map((id) => serviceOf(state, id)).filter(Boolean);
}

function outcome(state, say) {
  if (state.searchTrouble) return h("p", { class: "empty" }, say.searchTrouble, allServices(state, say));
  if (!state.results) return state.searching ? skeleton(5) : examples(say);
  if (state.results.length > 0 || servicesFound(state).length > 0) return results(state, say);
  return h(
    "div",
    { class: "empty" },
    h("p", { class: "name" }, say.nothing(state.query.trim())),
    h("p", {}, say.nothingHint),
    allServices(state, say),
  );
}

function allServices(state, say) {
  return button("services", say.allServices(state.site.services.length), { kind: "quiet", after: "next" });
}

function examples(say) {
  const words = say.searchExamples.map((text) => h("li", {}, button(`example:${text}`, text, { lang: "vi" })));
  return h("div", { class: "examples" }, h("p", {}, say.examples), h("ul", { class: "chips" }, words));
}

function results(state, say) {
  return h(
    "ul",
    { class: state.searching ? "rows stale" : "rows" },
    servicesFound(state).map((service) => serviceRow(service, say, state.lang)),
    state.results.map((procedure) => result(procedure, state, say)),
  );
}

function result(procedure, state, say) {
  const service = serviceOf(state, procedure.service);
  const wait = service?.open ? range(service.estimated_wait_s, state.lang) : say.serviceClosed;
  return h(
    "li",
    { "data-key": procedure.code },
    h(
      "button",
      { type: "button", class: "row", "data-act": `procedure:${procedure.code}` },
      letter(service),
      h(
        "span",
        { class: "what" },
        h("span", { class: "name", lang: "vi" }, procedure.short_name || procedure.name),
        h("span", { class: "hint" }, service ? `${inLanguage(service.short_name, state.lang)} · ${wait}` : ""),
      ),
      icon("next"),
    ),
  );
}
