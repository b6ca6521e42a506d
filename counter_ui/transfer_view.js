/** The dialog that sends a ticket on: to a service or to one counter, where in the line, with a note. */

import { h } from "/static/shared/dom.js";
import { inLanguage } from "/static/shared/format.js";
import { sheet } from "./dialogs.js";
import { button, field, warning } from "./parts.js";

const PLACES = ["by-time", "front", "back"];

export function transferView(state, say) {
  const { dialog } = state;
  const form = h(
    "form",
    { class: "transfer-form", id: "transfer", "data-form": "transfer", novalidate: true },
    h("div", { class: "targets" }, servicesView(state, say), countersView(state, say)),
    h(
      "div",
      { class: "how" },
      placesView(say),
      field("note", say.note, { maxlength: 200 }),
    ),
    h(
      "p",
      { class: "form-note bad", role: "alert", "data-role": "transfer-error" },
      dialog.error && [warning(), h("span", {}, say[dialog.error])],
    ),
  );
  return sheet("transfer", say.transferTitle(dialog.label), form, [
    h("button", { type: "submit", form: "transfer", class: "button leaf", "data-act": "transfer-go" }, say.transferGo),
    button("dialog-close", say.back),
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
      site.services.map((service) =>
        choice(`service:${service.id}`, [
          h("span", { class: "target-sign" }, service.prefix),
          h("span", { class: "target-name" }, inLanguage(service.short_name, lang)),
          counters.length > 0 && !works.has(service.id) && h("span", { class: "target-note" }, say.noOpenCounter),
        ]),
      ),
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
        return choice(
          `counter:${counter.number}`,
          [h("span", { class: "target-sign" }, `${counter.number}`), note && h("span", { class: "target-note" }, note)],
          `${say.counter(counter.number)}: ${inLanguage(counter.name, lang)}`,
        );
      }),
    ),
  );
}

function choice(value, content, title = null) {
  const id = `to-${value.replace(":", "-")}`;
  return h(
    "div",
    { class: "target", "data-key": value, title },
    h("input", { type: "radio", name: "to", value, id, "aria-label": title && [title, content.at(-1)?.textContent].filter(Boolean).join(", ") }),
    h("label", { for: id }, content),
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
