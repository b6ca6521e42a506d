/** Taking a number: one act of confirming makes one ticket, whatever the finger, the network or the page does. */

import { api, newKey, Offline, Problem } from "/static/shared/api.js";

const STORED = "kiosk.act";
const SLOW_MS = 300; // sooner, a changed word would only flicker
const RETRY_MS = { first: 500, most: 4000 };
const GIVE_UP_MS = 25_000; // then the visitor decides
const ACT_COUNTS_MS = 120_000; // an act older than this belongs to nobody who still stands here

/**
 * `onTicket(ticket)` is called with the answer, `onUnknown()` when this device no longer counts. The act in hand lies in the session's storage until its ticket was
 * seen: a reload asks again with the same key and gets the same ticket.
 */
export function createTaking(store, site, { onTicket, onUnknown }) {
  let attempt = 0; // changes when the visitor leaves: what an older attempt hears then is not shown

  function confirm() {
    const { state } = store;
    if (["sending", "slow", "retrying"].includes(state.issue?.state)) return; // the second tap of a double tap
    if (state.ticket) return;
    const body = { service: state.service, language: state.lang };
    if (state.procedure) body.procedure = state.procedure.code;
    if (state.priority) body.priority = state.priority;
    send(actFor(body));
  }

  /** After a reload: go on with the act that was in hand. */
  function resume() {
    const act = stored();
    if (!act) return;
    store.set({ service: act.body.service, lang: act.body.language, priority: act.body.priority ?? null });
    send(act);
  }

  async function send(act) {
    attempt += 1;
    const mine = attempt;
    store.set({ issue: { state: "sending" } });
    const slow = setTimeout(() => mine === attempt && store.set({ issue: { state: "slow" } }), SLOW_MS);
    try {
      const ticket = await ask(act, () => mine === attempt);
      if (mine !== attempt) return;
      keep({ ...act, answered: true });
      onTicket(ticket);
    } catch (error) {
      if (mine === attempt) refused(error);
    } finally {
      clearTimeout(slow);
    }
  }

  async function ask(act, wanted) {
    const until = Date.now() + GIVE_UP_MS;
    for (let pause = RETRY_MS.first; ; pause = Math.min(pause * 2, RETRY_MS.most)) {
      try {
        return (await api("POST", `/sites/${site}/tickets`, act.body, { key: act.key })).data;
      } catch (error) {
        if (!unanswered(error) || !wanted() || Date.now() > until) throw error;
      }
      store.set({ issue: { state: "retrying" } });
      await new Promise((resume) => setTimeout(resume, pause));
    }
  }

  function refused(error) {
    // Once refused, the act is over; one without an answer may have made a ticket, so its key stays.
    if (!unanswered(error) && error.status !== 429) forget();
    if (error.status === 401 || error.status === 403) {
      store.set({ issue: null });
      onUnknown();
    } else store.set({ issue: { state: "refused", code: codeOf(error) } });
  }

  /** The visitor goes: a ticket that he saw is his, and the next tap is a new act. */
  function leave() {
    attempt += 1;
    if (stored()?.answered) forget();
  }

  return { confirm, resume, leave };
}

function codeOf(error) {
  if (error instanceof Offline) return "offline";
  if (error.status === 429) return "too-many";
  return error.status >= 500 ? "unavailable" : (error.code ?? "other");
}

function unanswered(error) {
  return error instanceof Offline || (error instanceof Problem && error.status >= 500);
}

/** The act for this body: the one in hand when it never got an answer, else a new one. */
function actFor(body) {
  const before = stored();
  if (before && !before.answered && JSON.stringify(before.body) === JSON.stringify(body)) return before;
  return keep({ key: newKey(), at: Date.now(), body });
}

function stored() {
  const act = JSON.parse(sessionStorage.getItem(STORED) ?? "null");
  return act && Date.now() - act.at < ACT_COUNTS_MS ? act : null;
}

function keep(act) {
  sessionStorage.setItem(STORED, JSON.stringify(act));
  return act;
}

function forget() {
  sessionStorage.removeItem(STORED);
}
