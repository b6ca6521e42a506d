// One ticket as its holder follows it: live, or by asking again while there is no live feed.

import { api, Offline, Problem } from "/static/shared/api.js";
import { follow } from "/static/shared/live.js";

const POLL_MS = 5000;
const ENDED = new Set(["served", "cancelled", "expired"]); // nothing more will come

/**
 * Follow a ticket by its token until it has ended.
 *
 * `onTicket(ticket)`: it, whole. `onGone()`: nobody knows this token (any more). `onLost()`: neither the feed nor a
 * question was answered; what stands on the page gets old. `site` may be "": then it is only asked for.
 */
export function followTicket({ site, token, onTicket, onGone, onLost }) {
  let ticket = null;
  let feed = null;
  let live = false;
  let gone = false;
  let lost = false;

  function take(fresh) {
    lost = false;
    ticket = { ahead_at_issue: ticket?.ahead_at_issue, counters: ticket?.counters, ...fresh };
    onTicket(ticket);
    if (ENDED.has(ticket.state)) stop();
  }

  async function ask() {
    try {
      const { data } = await api("GET", `/tickets/${encodeURIComponent(token)}`);
      take(data);
    } catch (error) {
      if (error instanceof Problem && error.status === 404) {
        gone = true;
        stop();
        onGone();
      } else if (error instanceof Offline || error instanceof Problem) {
        if (live) return;
        lost = true;
        onLost();
      } else throw error;
    }
  }

  function stop() {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", wake);
    feed?.close();
    feed = null;
  }

  // A phone that was in a pocket asks at once when it is looked at.
  function wake() {
    if (document.visibilityState === "visible" && !gone) ask();
  }

  const timer = setInterval(() => !live && ask(), POLL_MS);
  document.addEventListener("visibilitychange", wake);
  ask().then(listen); // an ended or unknown ticket needs no feed

  function listen() {
    if (!site || gone || ENDED.has(ticket?.state)) return;
    feed = follow({
      site,
      topics: [`ticket:${token}`],
      onSnapshot: (frame) => take(frame.ticket),
      onFrame: (frame) => frame.type === "ticket" && take(frame.ticket),
      onEvent({ data }) {
        if (!ticket) return;
        take({ ...ticket, state: data.state ?? ticket.state, counter: data.counter ?? ticket.counter, calls: data.calls ?? ticket.calls });
        if (!ENDED.has(ticket.state)) ask(); // the event says what happened, the answer says all that follows from it
      },
      onState(state) {
        live = state === "live";
        if ((!live || lost) && !gone) ask();
      },
    });
  }

  return { take };
}
