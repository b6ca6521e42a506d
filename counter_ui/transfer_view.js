/** The dialog that sends a ticket on: to a service or to one counter, where in the line, with a note. */

import { h } from "/static/shared/dom.js";
import { inLanguage } from "/static/shared/format.js";
import { button, errorNote, field, sheet } from "./parts.js";

const PLACES = ["by-time", "front", "back"];

export function transferView(state, say) {
  const { dialog } = state;
  const form = h(
    "form",
    { class: "transfer-form", id: "transfer", "data-form": "transfer", novalidate: true },
    h("div", { class: "targets" }, servicesView(state, say), countersView(state, say)),
    h("div", { class: "how" }, placesView(say), field("note", say.note, { maxlength: 200 })),
  );
  return sheet("transfer", say.transferTitle(dialog.label), form, [
    h("button", { type: "submit", form: "transfer", class: "button leaf", "data-act": "transfer-go" }, say.transferGo),
    button("dialog-close", say.back),
    errorNote(dialog, say, "transfer-error"),
  ]);
}

function servicesView({ site, lang, counters }, say) {
  const works = new Set(counters.filter((one) => one.state === "open").flatMap((one) => one.services));
  return h(
    "fieldset",
    {},
    h("legend", {}, say.toService),
    h(
      "div",
      { class: "target-services" },
      site.services.map((service, index) => {
        const note = counters.length > 0 && !works.has(service.id) ? say.noOpenCounter : null;
        const content = [
          h("span", { class: "target-sign" }, service.prefix),
          h("span", { class: "target-name" }, inLanguage(service.short_name, lang)),
          note && h("span", { class: "target-note" }, note),
        ];
        return choice(`service:${service.id}`, content, { autofocus: index === 0 });
      }),
    ),
  );
}

function countersView({ site, lang, counters, number }, say) {
  const states = new Map(counters.map((one) => [one.number, one.state]));
  return h(
    "fieldset",
    {},
    h("legend", {}, say.toCounter),
    h(
      "div",
      { class: "target-counters" },
      site.counters.map((counter) => {
        const state = states.get(counter.number);
        const note = counter.number === number ? say.thisCounter : state && state !== "open" ? say.states[state] : null;
        const name = `${say.counter(counter.number)}: ${inLanguage(counter.name, lang)}`;
        const content = [
          h("span", { class: "target-sign" }, `${counter.number}`),
          note && h("span", { class: "target-note" }, note),
        ];
        return choice(`counter:${counter.number}`, content, {
          title: name,
          "aria-label": note ? `${name}, ${note}` : name,
        });
      }),
    ),
  );
}

function choice(value, content, attributes) {
  const id = `to-${value.replace(":", "-")}`;
  return h(
    "div",
    { class: "target", "data-key": value },
    h("input", { type: "radio", name: "to", value, id, ...attributes }),
    h("label", { for: id, title: attributes.title }, content),
  );
}

function placesView(say) {
  return h(
    "fieldset",
    { class: "places" },
    h("legend", {}, say.place),
    PLACES.map((place, index) =>
      h(
        "div",
        { class: "target" },
        h("input", { type: "radio", name: "position", value: place, id: `place-${place}`, checked: index === 0 }),
        h("label", { for: `place-${place}` }, say.places[place]),
      ),
    ),
  );
}
