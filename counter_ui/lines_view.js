/** The right part: who waits for this counter, who is held, who was missed. Each row opens what can be done with it. */

import { h } from "/static/shared/dom.js";
import { button, priorityName } from "./parts.js";
import { since, wait } from "./times.js";

export function linesView(state, say) {
  const { desk } = state;
  return h(
    "section",
    { class: "lines", "aria-label": say.linePart },
    desk && [waitingView(state, say), heldView(state, say), missedView(state, say)],
  );
}

function waitingView(state, say) {
  const { waiting, waiting_total: total } = state.desk;
  const oldest = Math.max(0, ...waiting.map((ticket) => since(ticket.issued_at, state.now)));
  const sum = total ? `${say.people(total)} · ${say.longest(wait(oldest, say))}` : "";
  const rows = waiting.map((ticket) =>
    row(ticket, whyHere(state, say, ticket), wait(since(ticket.issued_at, state.now), say)),
  );
  if (total > waiting.length)
    rows.push(h("li", { class: "more", "data-key": "more" }, say.more(total - waiting.length)));
  return list("waiting", say.waiting, sum, rows, say.nobody);
}

function heldView(state, say) {
  const rows = state.desk.on_hold.map((ticket) =>
    row(ticket, whyHere(state, say, ticket), say.heldFor(wait(since(ticket.held_at, state.now), say))),
  );
  return list("held", say.onHold, rows.length || "", rows, say.nobodyHeld);
}

function missedView(state, say) {
  const rows = state.desk.no_shows.map((ticket) => {
    const times = ticket.calls ? say.calledTimes(ticket.calls) : "";
    return row(ticket, whyHere(state, say, ticket) || times, "", reinstate(say, ticket));
  });
  return list("missed", say.noShows, rows.length || "", rows, say.nobodyMissed);
}

function reinstate(say, { id, label }) {
  return button(`reinstate:${id}`, say.verbs.reinstate, {
    kind: "plain",
    "aria-label": `${say.verbs.reinstate} ${label}`,
  });
}

function list(name, title, sum, rows, none) {
  const id = `list-${name}`;
  return h(
    "section",
    { class: `list ${name}`, "aria-labelledby": id, "data-role": `list-${name}` },
    h(
      "p",
      { class: "list-top" },
      h("span", { class: "list-title", id, role: "heading", "aria-level": "2" }, title),
      h("span", { class: "list-sum", "data-role": `sum-${name}` }, `${sum}`),
    ),
    rows.length ? h("ul", { class: "rows" }, rows) : h("p", { class: "none" }, none),
  );
}

function row(ticket, what, time, beside) {
  return h(
    "li",
    { "data-key": ticket.id, class: "line-row" },
    h(
      "button",
      { type: "button", class: "line-open", "data-act": `ticket:${ticket.id}`, "data-label": ticket.label },
      h("span", { class: "line-label" }, ticket.label),
      h("span", { class: "line-what" }, what),
      time && h("span", { class: "line-time" }, time),
    ),
    beside,
  );
}

/** The one thing that tells a row from the others: its priority, its place, or the note that came with it. */
function whyHere(state, say, ticket) {
  const note = ticket.notes?.at(-1)?.text;
  const place = { front: say.turnFront, counter: say.turnCounter }[ticket.turn_kind];
  const told = [place, note].filter(Boolean).join(" · ");
  if (!priorityName(state, ticket.priority)) return told;
  return [h("strong", { class: "line-priority" }, say.priorityShort), told && ` · ${told}`];
}
