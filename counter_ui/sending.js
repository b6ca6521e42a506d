/** An act on its way to the server: one key over all repeats, seen when slow, kept when it failed. */

import { api, newKey, Offline, Problem } from "/static/shared/api.js";
import { outcome } from "./outcomes.js";

const SLOW_MS = 300; // until then a person sees no delay, and a word would only flicker
const AGAIN_MS = 1000; // before the one repeat that nobody is asked about
const DOUBLE_PRESS_MS = 400; // two presses so close are one wish: the second would finish whom the first has called

/**
 * Acts at the counter where the officer sits, one at a time.
 * `read()` reads the counter anew; `onUnknown(act)` is told that the session has ended before the act was done;
 * `onNotAllowed(act)` finds out whether that is why the server says no, and resolves to true when it was.
 */
export function createSending(store, site, { read, onUnknown, onNotAllowed }) {
  let done = { wish: null, at: -Infinity };

  /**
   * Do a verb. `about`: the label and target, for the words afterwards. A verb that failed and is asked for again is
   * the same act with the same key.
   * @returns {Promise<boolean>} was it done?
   */
  async function run(verb, body = {}, about = {}) {
    const { act, number } = store.state;
    const wish = wishOf({ verb, body });
    if (isUnderWay(act)) return false;
    if (done.wish === wish && performance.now() - done.at < DOUBLE_PRESS_MS) return false;
    if (act && wishOf(act) === wish) return send(act);
    return send({ verb, body, about, key: newKey(), number });
  }

  function retry() {
    const { act } = store.state;
    return act?.state === "failed" ? send(act) : false;
  }

  /** The officer lets a failed act go; whether it was done shows when the counter is read. */
  function giveUp() {
    store.set({ act: null });
    read();
  }

  async function send(act) {
    const still = () => store.state.act?.key === act.key;
    store.set({ act: { ...act, state: "sending", error: null }, notice: null });
    const slow = setTimeout(() => still() && store.set({ act: { ...act, state: "slow", error: null } }), SLOW_MS);
    try {
      const answer = await persist(act);
      await read();
      if (still()) store.set({ act: null, notice: noticeOf(outcome(act, answer)) });
      return true;
    } catch (error) {
      if (still()) await failed(act, error);
      return false;
    } finally {
      clearTimeout(slow);
      done = { wish: wishOf(act), at: performance.now() };
    }
  }

  async function persist(act) {
    try {
      return await attempt(act);
    } catch (error) {
      if (!mayPass(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      return attempt(act);
    }
  }

  function attempt({ verb, body, key, number }) {
    return api("POST", `/sites/${encodeURIComponent(site)}/counters/${number}/${verb}`, body, { key });
  }

  async function failed(act, error) {
    if (error.status === 401) onUnknown(act);
    else if (error.status === 403 && (await onNotAllowed(act))) return;
    else if (mayPass(error)) {
      store.set({ act: { ...act, state: "failed", error: error instanceof Offline ? "offline" : "busy" } });
    } else {
      const refused = error instanceof Problem ? [error.code, error.data] : ["unknown", {}];
      store.set({ act: null, notice: noticeOf({ tone: "trouble", text: ["problems", ...refused] }) });
      read();
    }
  }

  function noticeOf(told) {
    return told && { undo: null, ...told, at: store.state.now };
  }

  return { run, retry, giveUp };
}

/** What the officer wants; which ticket she saw at the counter is no part of it, so that a repeat keeps its key. */
const wishOf = ({ verb, body }) => `${verb} ${JSON.stringify({ ...body, present: undefined })}`;

export function isUnderWay(act) {
  return act?.state === "sending" || act?.state === "slow";
}

/** Is it a failure of the moment, so that the same request may succeed later? */
function mayPass(error) {
  return error instanceof Offline || (error instanceof Problem && (error.status >= 500 || error.status === 429));
}
