/** The pieces of which the console's pages are made. */

import { h, s } from "/static/shared/dom.js";
import { inLanguage } from "/static/shared/format.js";
import { serviceOf } from "./state.js";

/** A button; `kind` "leaf" for the one next action, "quiet" for the others, "plain" for words that act. */
export function button(act, text, { kind = "quiet", ...attributes } = {}) {
  return h("button", { type: "button", class: `button ${kind}`, "data-act": act, ...attributes }, text);
}

/** A sign that says "trouble" without colour. */
export function warning() {
  const shape = { viewBox: "0 0 24 24", class: "sign", "aria-hidden": "true", focusable: "false" };
  return s("svg", shape, s("path", { d: "M12 3 1.5 21h21L12 3Zm0 6v6m0 2.2v1.3" }));
}

/** A field with its label above. */
export function field(name, label, attributes = {}) {
  const input = { id: `field-${name}`, name, class: "field", autocomplete: "off", ...attributes };
  return h("p", { class: "labelled" }, h("label", { for: input.id }, label), h("input", input));
}

/** What a dialog holds: a heading, what belongs to it, and a row of actions, the last of which leaves it. */
export function sheet(key, title, content, actions) {
  return h(
    "div",
    { class: `sheet-in in-${key}`, "data-key": key, "data-role": `dialog-${key}` },
    h("h2", { id: "dialog-title", tabindex: "-1" }, title),
    content,
    h("p", { class: "dialog-acts" }, actions),
  );
}

/** Why a dialog cannot be sent now; empty while it can. */
export function errorNote({ error }, say, role) {
  const content = error && [warning(), h("span", {}, sentence(error, say))];
  return h("span", { class: "form-note bad", role: "alert", "data-role": role }, content);
}

/** The sentence of a notice: `[word, …arguments]`; reasons and problems are words within words. */
export function sentence([name, ...args], say) {
  if (name === "why") return told(say.why[args[0]], args.slice(1));
  if (name === "problems") return told(say.problems[args[0]] ?? say.problems.unknown, [args[1], say]);
  return told(say[name], [...args, say]);
}

const told = (word, args) => (typeof word === "function" ? word(...args) : word);

/** The short name of a service in the page's language; its id when the site has it no more. */
export function serviceName(state, id) {
  const service = serviceOf(state, id);
  return inLanguage(service?.short_name, state.lang) || inLanguage(service?.name, state.lang) || id;
}

/** The name of a priority class, or null for a normal ticket. */
export function priorityName(state, id) {
  if (!id || id === "normal") return null;
  const found = state.site?.priority_classes.find((one) => one.id === id);
  return inLanguage(found?.name, state.lang) || id;
}

/** A counter as the site has it, or null. */
export function counterOf(state, number) {
  return state.site?.counters.find((counter) => counter.number === number) ?? null;
}
