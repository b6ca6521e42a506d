// What the phone shows for each state of a ticket: plain functions from what is known to elements.

import { h } from "/static/shared/dom.js";
import { clock, inLanguage, minutes, range } from "/static/shared/format.js";
import { face } from "./faces.js";

const MOST_SEGMENTS = 12; // more are too thin to count at arm's length
const LONG_WAIT_MIN = 120; // beyond it a time of day would promise too much
const MINUTE_MS = 60000;
const ROUND_MS = 5 * MINUTE_MS;

/** The page of a ticket: `{ticket, site, lang, text, alert, rating, opened, heardAt}`. */
export function view(page) {
  const { ticket } = page;
  return (VIEWS[ticket.state] ?? VIEWS.waiting)(page);
}

/** The page while nothing is known yet, and when nobody knows the ticket. */
export const loading = ({ text }) => [h("p", { class: "title" }, text.phoneLoading)];
export const notFound = ({ text }) => [h("h1", { class: "title" }, text.notFound), h("p", { class: "hint" }, text.notFoundHint)];

/** The sentence that matters now, for those who hear the page. */
export function sentence({ ticket, text }) {
  if (ticket.state === "called") return `${text.comeTo} ${ticket.counter}`;
  if (ticket.state === "waiting") return ahead(ticket.position, text);
  return text[SENTENCES[ticket.state]];
}

const SENTENCES = {
  serving: "servingTitle",
  on_hold: "held",
  no_show: "noShow",
  served: "served",
  cancelled: "cancelled",
  expired: "expired",
};

const VIEWS = {
  waiting: (page) => [label(page), where(page), ...turn(page), more(page), acts(page)],
  called,
  serving,
  served,
  on_hold: (page) => [label(page), title(page.text.held), hint(page.text.heldHint), guide(page), cancel(page)],
  no_show: (page) => [label(page), title(page.text.noShow), hint(page.text.noShowHint), guide(page)],
  cancelled: (page) => [label(page), title(page.text.cancelled), hint(page.text.cancelledHint)],
  expired: (page) => [label(page), title(page.text.expired), hint(page.text.expiredHint)],
};

function label({ ticket, text }) {
  const hidden = h("span", { class: "visually-hidden" }, `${text.yourNumber}: `);
  return h("h1", { class: "label", "data-role": "label", "data-size": ticket.label.length }, hidden, ticket.label);
}

const title = (words) => h("h2", { class: "title", "data-role": "sentence" }, words);
const hint = (words) => h("p", { class: "hint" }, words);

function guide({ site, lang }) {
  const desk = inLanguage(site?.guide_desk, lang);
  return desk && h("p", { class: "guide" }, desk);
}

function where({ ticket, text, lang, site }) {
  const service = site?.services.find(({ id }) => id === ticket.service);
  const name = service && inLanguage(service.short_name ?? service.name, lang);
  const counters = ticket.counters?.length ? text.atWhichCounters(ticket.counters) : null;
  return h("p", { class: "where", "data-role": "where" }, [name, counters].filter(Boolean).join(" · "));
}

function turn({ ticket, text, lang, site, heardAt }) {
  const { position } = ticket;
  const lines = [title(ahead(position, text))];
  if (position === 0) lines.push(hint(text.aheadNoneHint));
  else {
    const expected = wait(ticket.estimated_wait_s, { text, lang, heardAt, timeZone: site?.time_zone });
    lines.push(h("p", { class: "wait", "data-role": "wait" }, expected));
  }
  if (Number.isInteger(position)) lines.push(bar(position, Math.max(ticket.ahead_at_issue ?? position, position), text));
  return lines;
}

function ahead(position, text) {
  if (!Number.isInteger(position)) return text.aheadUnknown;
  return position === 0 ? text.aheadNone : text.ahead(position);
}

function wait(estimate, { text, lang, heardAt, timeZone }) {
  const span = minutes(estimate);
  if (!span) return text.waitUnknown;
  if (span.low === 0) return text.waitUnder(span.high);
  const about = text.wait(range(estimate, lang).replace("≈ ", ""));
  if (span.high >= LONG_WAIT_MIN) return about;
  const from = Math.round((heardAt + span.low * MINUTE_MS) / ROUND_MS) * ROUND_MS;
  const to = from + (span.high - span.low) * MINUTE_MS;
  return about + text.between(clock(from, lang, timeZone), clock(to, lang, timeZone));
}

/** The people of the line: those already called, those still ahead, and the holder. */
function bar(left, total, text) {
  const parts = Math.min(total, MOST_SEGMENTS);
  const open = left === 0 ? 0 : Math.max(1, Math.round((parts * left) / total));
  const people = Array.from({ length: parts }, (_, i) => h("span", { class: i < parts - open ? "person called" : "person" }));
  const drawn = { class: "people", "data-role": "people", role: "img", "aria-label": text.barSays(total - left, total) };
  return h(
    "div",
    { class: "line" },
    h("div", drawn, people, h("span", { class: "person you" })),
    h("p", { class: "line-words", "aria-hidden": "true" }, h("span", {}, text.barStart(total)), h("span", {}, text.barYou)),
  );
}

function more({ text, site, lang, opened }) {
  const desk = inLanguage(site?.guide_desk, lang);
  const question = (name, asked, ...answer) =>
    h("details", { "data-role": name, open: opened.has(name) }, h("summary", {}, asked), h("p", {}, ...answer));
  return h(
    "div",
    { class: "more" },
    question("why", text.whyTitle, text.why),
    question("late", text.lateTitle, text.late(site?.calls_before_no_show), desk && ` ${desk}.`),
  );
}

function acts({ text, alert }) {
  return h(
    "div",
    { class: "acts" },
    alert && h("p", { class: "alert-hint" }, text.alertHint),
    act({ class: "main-act", "data-act": "alert", "data-on": String(alert) }, alert ? text.alertOn : text.alertOff),
    cancel({ text }),
  );
}

const act = (attributes, ...words) => h("button", { type: "button", ...attributes }, ...words);
const cancel = ({ text }) => act({ class: "quiet-act", "data-act": "cancel" }, text.cancel);

function called({ ticket, text, site, lang }) {
  const desk = inLanguage(site?.guide_desk, lang);
  return [
    h("p", { class: "called-label", "data-role": "label" }, text.number(ticket.label)),
    h("h1", { class: "called-title", "data-role": "sentence" }, h("span", {}, text.comeTo), " ", number(ticket.counter)),
    h("p", { class: "called-times", "data-role": "calls" }, text.calledTimes(ticket.calls)),
    h("p", { class: "called-late" }, text.late(site?.calls_before_no_show), desk && ` ${desk}.`),
  ];
}

function serving(page) {
  return [label(page), title(page.text.servingTitle), h("p", { class: "wait" }, page.text.servingAt(page.ticket.counter))];
}

function number(counter) {
  const shown = String(counter);
  return h("span", { class: "called-counter", "data-role": "counter", "data-size": shown.length }, shown);
}

function served({ text, rating, ticket }) {
  const done = { sent: [text.thanks, text.thanksHint], closed: [text.served, text.rateClosed] }[rating];
  if (done) return [h("h1", { class: "title", "data-role": "thanks", tabindex: "-1" }, done[0]), hint(done[1])];
  return [
    h("p", { class: "served", "data-role": "label" }, `${text.number(ticket.label)} · ${text.served}`),
    h("h1", { class: "title", "data-role": "sentence" }, text.rateAsk),
    h(
      "div",
      { class: "faces" },
      [5, 4, 3, 2, 1].map((score) => act(rateBy(score, rating), face(score), h("span", {}, text.faces[score - 1]))),
    ),
    rating === "failed" && h("p", { class: "trouble", role: "alert" }, text.rateFailed),
    h("p", { class: "private" }, text.ratePrivate),
  ];
}

function rateBy(score, rating) {
  return { class: "rate", "data-act": "rate", "data-score": score, "aria-disabled": rating === "sending" && "true" };
}
