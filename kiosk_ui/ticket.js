/** The last page: the number, where to sit, what happens next, and the slip or what stands for it. */

import { h } from "/static/shared/dom.js";
import { inLanguage, range } from "/static/shared/format.js";
import { qrOf } from "./farewell.js";
import { icon } from "./icons.js";
import { button, ring } from "./parts.js";
import { serviceOf } from "./state.js";

export function ticketPage(state, say) {
  const { ticket, slip } = state;
  return [
    h("div", { class: "number" }, number(ticket, say), named(state)),
    h("div", { class: "then" }, next(state, say)),
    h("div", { class: "slip", "aria-live": "polite" }, slip?.onScreen ? screen(state, say) : paper(slip, say)),
    end(state, say),
  ];
}

function number(ticket, say) {
  return h(
    "h1",
    { class: "your-number", tabindex: "-1" },
    h("span", { class: "lead" }, say.yourNumber),
    h("span", { class: "label", style: { "--width": `${widthOf(ticket.label)}` } }, ticket.label),
  );
}

/** The width of a label in its own size (em), so that it fills its line and never breaks it. */
function widthOf(label) {
  const em = [...label].reduce((sum, sign) => sum + (/[0-9]/.test(sign) ? 0.6 : /[MW]/.test(sign) ? 0.88 : 0.68), 0);
  return Math.max(em, 2.4);
}

/** What the number is for; the catalogue of procedures is in Vietnamese alone. */
function named(state) {
  const procedure = state.procedure?.short_name;
  if (procedure) return h("p", { class: "for", lang: "vi" }, procedure);
  return h("p", { class: "for" }, inLanguage(serviceOf(state, state.ticket.service)?.short_name, state.lang));
}

function next(state, say) {
  const { ticket, site } = state;
  const counters = ticket.counters ?? [];
  const where = counters.length > 0 && counters.length < 6 ? say.sit(say.near(counters)) : say.sitAnywhere;
  const wait = ticket.estimated_wait_s ? `, ${range(ticket.estimated_wait_s, state.lang)}` : "";
  return [
    h("p", { class: "sit" }, where),
    ticket.position !== null && h("p", {}, `${say.aheadOfYou(ticket.position)}${ticket.position ? wait : ""}.`),
    h("p", {}, say.next),
    site?.calls_before_no_show && h("p", { class: "small" }, say.missed(site.calls_before_no_show)),
  ];
}

function paper(slip, say) {
  const printed = slip?.state === "printed";
  return h(
    "p",
    { class: printed ? "paper ready" : "paper" },
    icon(printed ? "take" : "printer"),
    h("span", {}, printed ? say.printed : say.printing),
  );
}

function screen(state, say) {
  const { ticket, slip } = state;
  return h(
    "div",
    { class: "screen" },
    h("img", { class: "qr", src: qrOf(ticket), alt: say.qr(ticket.label) }),
    h(
      "div",
      { class: "photo" },
      slip.state === "late" && h("p", { class: "paper ready" }, icon("take"), h("span", {}, say.lateSlip)),
      slip.state === "failed" && h("p", { class: "trouble" }, icon("trouble"), h("span", {}, say.noPaper)),
      h("p", { class: "photograph" }, say.photograph),
      h("p", {}, say.photographHint),
    ),
  );
}

function end(state, say) {
  const { left, slip, printer } = state;
  const again = slip?.state === "failed" && printer && !printer.problem;
  return h(
    "div",
    { class: left ? "end" : "end waits" },
    left ? ring(left) : h("span", { class: "ring" }),
    h("p", { class: "closes" }, left ? say.closesIn(left.seconds) : ""),
    again && button("reprint", say.reprint, { sign: "printer" }),
    button("more-time", say.moreTime, { disabled: !left }),
    button("done", say.done, { kind: "main" }),
  );
}
