// The board as a pure value: snapshot + events → board. No DOM, no clock, no network.

const RECENT_CALLS = 8; // as many as the server keeps
const AT_A_COUNTER = new Set(["called", "serving"]);
const STATIC = ["name", "open", "takes_numbers", "closed_reason", "opens_at", "time_zone", "services", "announcements"];

/** The board of a snapshot frame. */
export function fromSnapshot(frame) {
  return { ...frame.board, seq: frame.seq };
}

/** The board after one event frame; an event that the board already holds changes nothing. */
export function fold(board, frame) {
  if (frame.seq <= board.seq) return board;
  const { event, data, at } = frame;
  let next = { ...board, seq: frame.seq };
  if (event.startsWith("ticket.")) next = withTicket(next, event, data, at);
  else if (event.startsWith("counter.")) next = withState(next, data);
  else if (event === "announcement.made") next.announcements = [...(board.announcements ?? []), noticeOf(data)];
  else if (event === "day.closed") next = { ...next, recent_calls: [], announcements: [] };
  return next;
}

/** The call that an event frame makes, or null when it calls nobody. */
export function callOf(frame) {
  if (frame.event !== "ticket.called" && frame.event !== "ticket.recalled") return null;
  const { label, counter, service, calls = 1 } = frame.data;
  const kind = frame.event === "ticket.recalled" ? "recall" : "call";
  return { seq: frame.seq, label, counter, service, calls, at: frame.at, kind };
}

/** Whether an event says that the page should ask for the whole board again. */
export const wantsReread = (frame) => frame.event === "site.configured" || frame.event === "day.closed";

/**
 * The board with what a re-read says about the site, its hours and notices.
 * What events move stays ours until they arrive, so that no call is skipped by a re-read that runs ahead of the feed.
 */
export function refreshed(board, fresh) {
  if (fresh.seq === board.seq) return fresh;
  const next = { ...board };
  for (const field of STATIC) next[field] = fresh[field];
  const ours = new Map(board.counters.map((counter) => [counter.number, counter]));
  next.counters = fresh.counters.map((counter) => {
    const { state, reason, ticket } = ours.get(counter.number) ?? counter;
    return { ...counter, state, reason, ticket };
  });
  return next;
}

/** Whether a call still stands: its ticket is called at that counter and has not been started, moved or ended. */
export function stands(board, call) {
  const ticket = board.counters.find((counter) => counter.number === call.counter)?.ticket;
  return ticket?.label === call.label && ticket.state === "called";
}

/** How many people wait, over all services of the board. */
export const waitingTotal = (board) => Object.values(board.waiting ?? {}).reduce((sum, n) => sum + n, 0);

/** Calls newest first, each label once: who was called twice stands where the last call was. */
export function eachOnce(calls) {
  const seen = new Set();
  return calls.filter(({ label }) => !seen.has(label) && seen.add(label));
}

/** The notices that still hold at a moment (ms since 1970). */
export const announcementsAt = (board, now) =>
  (board.announcements ?? []).filter(({ until }) => !until || Date.parse(until) > now);

/**
 * What the hall says about its hours: "open", "last-numbers" (open, gives no more numbers) or the reason why it is closed.
 */
export function opening(board) {
  if (board.open) return board.takes_numbers ? "open" : "last-numbers";
  return board.closed_reason ?? "after-hours";
}

/**
 * Counter numbers of a zone such as "1-7" or "1,2,9-12"; null (the whole hall) when it names none, or when a part of it
 * is not understood: a screen that leaves counters out by mistake would lose their calls.
 */
export function zoneOf(text) {
  const numbers = new Set();
  for (const part of (text ?? "").split(",").filter((one) => one.trim())) {
    const [, from, to = from] = /^\s*(\d{1,3})\s*(?:-\s*(\d{1,3})\s*)?$/.exec(part) ?? [];
    if (!(Number(from) <= Number(to))) return null;
    for (let n = Number(from); n <= Number(to); n += 1) numbers.add(n);
  }
  return numbers.size ? numbers : null;
}

/** The part of the board that a zone sees: its counters, their calls, and who waits for their services. */
export function within(board, zone) {
  if (!zone) return board;
  const counters = board.counters.filter(({ number }) => zone.has(number));
  const services = new Set(counters.flatMap((counter) => counter.services));
  return {
    ...board,
    counters,
    recent_calls: board.recent_calls.filter(({ counter }) => zone.has(counter)),
    waiting: Object.fromEntries(Object.entries(board.waiting ?? {}).filter(([id]) => services.has(id))),
  };
}

function withTicket(board, event, data, at) {
  const { label, service, counter: number, state } = data;
  let next = { ...board, waiting: { ...board.waiting, ...data.waiting } };
  if (event === "ticket.called" || event === "ticket.recalled") {
    const call = { label, counter: number, service, at, kind: event === "ticket.recalled" ? "recall" : "call" };
    next.recent_calls = [call, ...board.recent_calls].slice(0, RECENT_CALLS);
  }
  if (number == null) return next;
  const held = board.counters.find((counter) => counter.number === number)?.ticket;
  if (AT_A_COUNTER.has(state)) {
    const before = held?.label === label ? held : { calls: 0, called_at: null };
    const called_at = state === "called" ? at : before.called_at;
    next = withCounter(next, number, { ticket: { label, service, state, calls: data.calls ?? before.calls, called_at } });
  } else if (held?.label === label) {
    next = withCounter(next, number, { ticket: null });
  }
  return next;
}

const noticeOf = ({ text, until = null }) => ({ text, until });

const withState = (board, { counter, state, reason = null }) => withCounter(board, counter, { state, reason });

function withCounter(board, number, change) {
  const changed = (counter) => (counter.number === number ? { ...counter, ...change } : counter);
  return { ...board, counters: board.counters.map(changed) };
}
