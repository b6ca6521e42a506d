/** The left part: the ticket at the counter, or what the counter does without one. */

import { h } from "/static/shared/dom.js";
import { clock } from "/static/shared/format.js";
import { button, priorityName, serviceName } from "./parts.js";
import { usualMinutes } from "./state.js";
import { since, stopwatch, wait } from "./times.js";

const BAR_OF_USUAL = 1.5; // the bar is as long as one and a half times the usual

export function ticketView(state, say) {
  const { desk } = state;
  const face = !desk ? skeleton() : desk.ticket ? present(state, say, desk.ticket) : absent(state, say, desk);
  return h(
    "section",
    { class: "ticket", "aria-label": say.ticketPart, "data-role": "present", "data-state": faceOf(desk) },
    h("p", { class: "visually-hidden", role: "status" }, aloud(desk, say)),
    face,
  );
}

/** For those who hear the page: whose turn it is now. */
function aloud(desk, say) {
  if (!desk?.ticket) return "";
  return `${desk.ticket.state === "called" ? say.calling : say.serving}: ${desk.ticket.label}`;
}

/** In one word: "reading", the ticket's state, or the counter's state when it has no ticket. */
function faceOf(desk) {
  return desk ? (desk.ticket?.state ?? desk.counter.state) : "reading";
}

function skeleton() {
  return h("div", { class: "skeleton", "aria-hidden": "true" }, h("span"), h("span"), h("span"));
}

function present(state, say, ticket) {
  const { desk } = state;
  const priority = priorityName(state, ticket.priority);
  return [
    h(
      "p",
      { class: "tags" },
      h(
        "span",
        { class: `tag ${ticket.state}`, "data-role": "ticket-state" },
        say[ticket.state === "called" ? "calling" : "serving"],
      ),
      priority && h("span", { class: "tag priority", "data-role": "priority" }, say.priority(priority)),
      ticket.language === "en" && h("span", { class: "tag" }, say.prefersEnglish),
      desk.counter.state === "paused" && h("span", { class: "tag" }, say.pausedTag),
    ),
    h("h1", { class: "label", "data-role": "label" }, ticket.label),
    whatView(state, ticket),
    factsView(state, say, ticket),
    barView(state, say, ticket),
    hintView(state, say, ticket),
    notesView(state, say, desk.notes),
  ];
}

/** The procedure with its code; the service when the citizen chose no procedure, or the counter has several services. */
function whatView(state, ticket) {
  const found = state.procedures[ticket.procedure];
  const name = found?.short_name || found?.name;
  const service = serviceName(state, ticket.service);
  return h(
    "p",
    { class: "what", title: found?.name, "data-role": "procedure" },
    name ? h("span", { lang: "vi" }, name) : service,
    ticket.procedure && h("span", { class: "code" }, ` ${ticket.procedure}`),
    name && state.desk.counter.services.length > 1 && h("span", { class: "of-service" }, service),
  );
}

function factsView(state, say, ticket) {
  const called = ticket.state === "called";
  const usual = usualMinutes(state, ticket.service);
  const facts = [
    [
      called ? say.sinceCall : say.sinceStart,
      stopwatch(since(called ? ticket.called_at : ticket.started_at, state.now)),
      "elapsed",
    ],
    [say.usual, usual ? `≈ ${say.minutes(Math.round(usual))}` : "–", "usual"],
    [say.waited, wait(since(ticket.issued_at, Date.parse(ticket.called_at)), say), "waited"],
    [say.calls, say.callsOf(ticket.calls, state.site.calls_before_no_show), "calls"],
  ];
  return h(
    "dl",
    { class: "facts" },
    facts.map(([name, value, role]) => h("div", {}, h("dt", {}, name), h("dd", { "data-role": role }, value))),
  );
}

/** How far the service is against the usual time; empty while the citizen is still being called. */
function barView(state, say, ticket) {
  const usual = usualMinutes(state, ticket.service);
  const minutes = ticket.started_at ? since(ticket.started_at, state.now) / 60_000 : 0;
  const over = usual ? Math.floor(minutes - usual) : 0;
  const share = (n) => `${Math.min(100, (100 * n) / (usual * BAR_OF_USUAL)).toFixed(1)}%`;
  return h(
    "div",
    { class: "pace", hidden: !usual },
    h(
      "div",
      { class: "bar", "aria-hidden": "true" },
      usual && h("span", { class: "bar-done", style: { width: share(minutes) } }),
      usual && h("span", { class: "bar-usual", style: { left: share(usual) } }),
    ),
    h("p", { class: "pace-word", "data-role": "pace" }, over >= 1 ? say.over(over) : ""),
  );
}

function hintView(state, say, { state: at, calls }) {
  const most = state.site.calls_before_no_show;
  return at === "called" && calls >= most && h("p", { class: "hint" }, say.absentHint(calls));
}

function notesView(state, say, notes) {
  if (!notes.length) return null;
  return h(
    "ul",
    { class: "notes", "aria-label": say.notes, "data-role": "notes" },
    notes.map(({ text, at }) =>
      h("li", {}, h("span", { class: "note-at" }, clock(at, state.lang, state.site.time_zone)), ` ${text}`),
    ),
  );
}

function absent(state, say, { counter, waiting, waiting_total: total, last_served: last }) {
  const faces = {
    closed: () => [say.closedTitle, say.closedText(total), begin(say.verbs.open, "C")],
    paused: () => [say.pausedTitle, counter.reason || say.closedText(total), begin(say.verbs.resume, "P")],
    open: () => (total ? [say.freeTitle, say.freeText(total, waiting[0].label)] : [say.emptyTitle, say.emptyText]),
  };
  const [title, text, action] = faces[counter.state]();
  return h(
    "div",
    { class: "absent" },
    h("h1", { class: "absent-title" }, title),
    h("p", { class: "absent-text" }, text),
    action,
    last && lastServed(state, say, last),
  );
}

/** The next action when the counter cannot call: open it, or end the break. */
function begin(verb, key) {
  return button("begin", [h("span", {}, verb), h("kbd", {}, key)], { kind: "leaf large" });
}

function lastServed(state, say, { label, finished_at: at, rated }) {
  const told = say.lastServed(label, clock(at, state.lang, state.site.time_zone));
  return h("p", { class: "absent-last", "data-role": "last-served" }, rated ? `${told} ${say.rated}` : told);
}
