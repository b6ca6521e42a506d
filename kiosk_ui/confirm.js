/** The page before the number: for what, how many wait, how long, where; one large action. */

import { h } from "/static/shared/dom.js";
import { clock, inLanguage, range } from "/static/shared/format.js";
import { icon } from "./icons.js";
import { button, fact, heading, letter } from "./parts.js";
import { serviceOf } from "./state.js";

export function confirmPage(state, say) {
  const service = serviceOf(state, state.service);
  if (!service) return [heading(say.taking)];
  return [
    h("div", { class: "chosen-service" }, title(service, state, say), service.open && facts(service, state, say)),
    service.open && h("div", { class: "details" }, procedure(state, say), priority(state, say), early(state, say)),
    action(service, state, say),
  ];
}

function title(service, state, say) {
  return h(
    "h1",
    { class: "chosen-name", tabindex: "-1" },
    h("span", { class: "lead" }, say.confirmTitle),
    h("span", { class: "service" }, letter(service), h("span", {}, inLanguage(service.name, state.lang))),
  );
}

function facts(service, state, say) {
  const counters = service.counters.length > 0 ? compact(service.counters) : say.counterNone;
  return h(
    "dl",
    { class: "facts" },
    fact(say.ahead, say.peopleFact(state.priority ? service.priority_ahead : service.waiting)),
    fact(say.wait, range(state.priority ? service.priority_wait_s : service.estimated_wait_s, state.lang).replace("≈ ", "")),
    fact(say.counterFact(service.counters.length), counters),
  );
}

/** [6, 7, 8] → "6 · 7 · 8"; runs of many counters are joined: "4–9 · 12". */
export function compact(numbers) {
  if (numbers.length <= 4) return numbers.join(" · ");
  const runs = [];
  for (const number of numbers) {
    if (runs.at(-1)?.at(-1) === number - 1) runs.at(-1).push(number);
    else runs.push([number]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}–${run.at(-1)}` : run.join(" · "))).join(" · ");
}

function procedure(state, say) {
  const busy = working(state);
  const chosen = state.procedure;
  if (!chosen) return option("procedures", say.chooseProcedure, null, busy);
  const row = option("procedures", chosen.short_name || chosen.name, `${say.procedure} · ${say.change}`, busy);
  row.querySelector(".name").lang = "vi";
  return row;
}

function priority(state, say) {
  const classes = state.site.priority_classes;
  if (classes.length === 0) return null;
  const chosen = classes.find(({ id }) => id === state.priority);
  const busy = working(state);
  if (!chosen) return option("priority", say.priority, null, busy);
  return h(
    "div",
    { class: "with-remove" },
    option("priority", inLanguage(chosen.name, state.lang), say.priorityFirst, busy, "check"),
    button("no-priority", say.remove, { disabled: busy }),
  );
}

function option(act, name, hint, disabled, sign) {
  return h(
    "button",
    { type: "button", class: "row option", "data-act": act, disabled },
    sign && icon(sign),
    h("span", { class: "what" }, h("span", { class: "name" }, name), hint && h("span", { class: "hint" }, hint)),
    icon("next"),
  );
}

function early(state, say) {
  const { open, opens_at: opens, time_zone: zone } = state.site;
  return !open && opens ? h("p", { class: "note" }, say.early(clock(opens, state.lang, zone))) : null;
}

function working(state) {
  return Boolean(state.issue) && state.issue.state !== "refused";
}

function action(service, state, say) {
  const { issue } = state;
  const refusal = issue?.state === "refused" ? issue.code : service.open ? null : "service-closed";
  const final = refusal === "service-closed" || refusal === "hall-closed";
  const slow = issue?.state === "slow" || issue?.state === "retrying";
  const text = slow ? say.taking : refusal ? say.again : say.take;
  return h(
    "div",
    { class: "action" },
    status(issue, say),
    refusal && trouble(say.refusals[refusal] ?? say.refusals.other),
    final
      ? button("restart", say.otherService, { kind: "main" })
      : button("confirm", text, { kind: "main", disabled: working(state), "aria-busy": `${working(state)}` }),
  );
}

/** The button already shows that a number is being taken; a screen reader has to be told. */
function status(issue, say) {
  if (issue?.state === "retrying") return h("p", { class: "told", role: "status" }, say.retrying);
  return h("p", { class: "told quiet", role: "status" }, issue?.state === "slow" ? say.taking : "");
}

function trouble(text) {
  return h("p", { class: "trouble", role: "alert" }, icon("trouble"), h("span", {}, text));
}
