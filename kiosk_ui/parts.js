/** The pieces of which the kiosk's pages are made. */

import { h, s } from "/static/shared/dom.js";
import { inLanguage, range } from "/static/shared/format.js";
import { icon } from "./icons.js";

/** A page's heading; it takes the focus when the page opens. */
export function heading(text, attributes = {}) {
  return h("h1", { class: "question", tabindex: "-1", ...attributes }, text);
}

/** A button with a sign before (`sign`) or after (`after`) its words. */
export function button(act, text, { kind = "quiet", sign, after, ...attributes } = {}) {
  const parts = [sign && icon(sign), h("span", {}, text), after && icon(after)];
  return h("button", { type: "button", class: `button ${kind}`, "data-act": act, ...attributes }, parts);
}

/** The letter of a service's numbers, in its square. */
export function letter(service) {
  return h("span", { class: "letter", "aria-hidden": "true" }, service?.prefix ?? "");
}

/** One service as a large row: letter, name and hint, expected wait and people waiting. */
export function serviceRow(service, say, lang) {
  const row = { type: "button", class: "row", "data-act": `service:${service.id}`, "data-key": service.id };
  return h(
    "li",
    { "data-key": service.id, class: service.open ? null : "shut" },
    h(
      "button",
      row,
      letter(service),
      h(
        "span",
        { class: "what" },
        h("span", { class: "name" }, inLanguage(service.short_name, lang) || inLanguage(service.name, lang)),
        h("span", { class: "hint" }, inLanguage(service.hint, lang)),
      ),
      service.open
        ? h(
            "span",
            { class: "load" },
            h("span", { class: service.estimated_wait_s ? "wait" : "wait none" }, range(service.estimated_wait_s, lang)),
            h("span", { class: "people" }, say.people(service.waiting)),
          )
        : h("span", { class: "load" }, h("span", { class: "wait none" }, say.serviceClosed)),
    ),
  );
}

/** Grey rows where rows will be; CSS keeps them unseen for the first 300 ms. */
export function skeleton(rows) {
  const bars = Array.from({ length: rows }, () => h("li", {}, h("span", { class: "letter" }), h("span", { class: "bar" })));
  return h("ul", { class: "rows skeleton", "aria-hidden": "true" }, bars);
}

/** A fact: a small word above a large one. */
export function fact(name, value, attributes = {}) {
  return h("div", { class: "fact", ...attributes }, h("dt", {}, name), h("dd", {}, value));
}

const AROUND = 2 * Math.PI * 44;

/** A ring that empties, with the seconds in it: `{seconds, of}`. The words beside it say the same to a reader. */
export function ring({ seconds, of }) {
  const gone = { "stroke-dasharray": `${AROUND}px`, "stroke-dashoffset": `${(AROUND * (of - seconds)) / of}px` };
  return s(
    "svg",
    { class: "ring", viewBox: "0 0 100 100", "aria-hidden": "true" },
    s("circle", { class: "track", cx: 50, cy: 50, r: 44 }),
    s("circle", { class: "rest", cx: 50, cy: 50, r: 44, style: gone }),
    s("text", { x: 50, y: 50 }, `${seconds}`),
  );
}
