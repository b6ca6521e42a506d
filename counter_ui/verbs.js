/** What an officer can do: the key of each verb, and when it does not apply. The server decides; this only explains. */

export const KEYS = {
  " ": "call-next",
  r: "recall",
  s: "start",
  f: "finish",
  n: "no-show",
  p: "pause",
  b: "return",
  h: "hold",
  t: "transfer",
  c: "close",
  "?": "keys",
};

// The states of the counter's ticket from which a verb moves it; the contract's table, as far as a counter needs it.
const FROM = {
  recall: ["called"],
  start: ["called"],
  finish: ["called", "serving"],
  "no-show": ["called"],
  return: ["called"],
  hold: ["called", "serving"],
  transfer: ["called", "serving"],
};

/** Two buttons change with the counter's state: `pause` is `resume` in a break, `close` is `open` when closed. */
export function present(verb, desk) {
  const state = desk?.counter.state;
  if (verb === "pause" && state === "paused") return "resume";
  if (verb === "close" && state === "closed") return "open";
  return verb;
}

const JUST_CALLED_MS = 5000; // a nervous second press comes within this time, and nobody reaches the counter sooner

/** The label that a second "call next" would end unseen, because it has only just been called; else null. */
export function justCalled({ desk, now }) {
  const ticket = desk?.ticket;
  if (ticket?.state !== "called") return null;
  return now - Date.parse(ticket.called_at) < JUST_CALLED_MS ? ticket.label : null;
}

/** Why a verb does not apply now, as a word of `why` with its arguments; null when it does. */
export function whyNot(verb, { desk, live }) {
  if (verb === "keys") return null;
  if (live === "offline") return ["offline"];
  if (!desk) return ["reading"];
  return ofCounter(verb, desk) ?? ofTicket(verb, desk.ticket);
}

function ofCounter(verb, { counter, ticket }) {
  if (verb === "call-next" || verb === "call") {
    if (counter.state === "closed") return ["counter-closed"];
    if (counter.state === "paused") return ["counter-paused"];
  }
  if (verb === "pause" && counter.state === "closed") return ["closed"];
  if (verb === "close" && ticket) return ["counter-busy", ticket.label];
  return null;
}

function ofTicket(verb, ticket) {
  const from = FROM[verb];
  if (!from) return null;
  if (!ticket) return ["no-ticket"];
  return from.includes(ticket.state) ? null : ["serving", ticket.label];
}
