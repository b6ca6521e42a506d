/** Who sits at this console: logging in and out, and a session that ends in between. */

import { api, Problem } from "/static/shared/api.js";

const SLOW_MS = 300; // until then a person sees no delay

/** `enter(user)`: an officer has logged in. `leave()`: nobody is there any more, so listen to nothing. */
export function createSession(store, site, { enter, leave }) {
  /** The officer whom this browser's cookie names, or null. Throws as `api` does. */
  async function who() {
    const { data } = await api("GET", `/session?${new URLSearchParams({ site })}`);
    return data.user;
  }

  async function logIn(username, password) {
    if (store.state.login.state) return;
    if (!username || !password) return store.set({ login: { state: null, error: ["fillIn"] } });
    store.set({ login: { state: "sending", error: null } });
    const slow = setTimeout(() => store.set({ login: { state: "slow", error: null } }), SLOW_MS);
    try {
      const { data } = await api("POST", "/session", { site, username, password });
      store.set({ login: { state: null, error: null } });
      enter(data.user);
    } catch (error) {
      store.set({ login: { state: null, error: refusal(error) } });
    } finally {
      clearTimeout(slow);
    }
  }

  async function logOut() {
    try {
      await api("DELETE", "/session");
    } catch (error) {
      if (error.status !== 401) return unable(error);
    }
    leave();
    const nobody = { user: null, number: null, desk: null, dialog: null, act: null, notice: null };
    store.set({ ...nobody, page: "login", login: { state: null, error: null } });
  }

  function unable(error) {
    const text = error instanceof Problem ? ["problems", error.code, error.data] : ["why", "offline"];
    store.set({ dialog: null, notice: { tone: "trouble", text, undo: null, at: store.state.now } });
  }

  /** The session has ended, perhaps before `act` was done: log in again, then go on at the same counter. */
  function onUnknown(act = null) {
    leave();
    const { number, now } = store.state;
    const undone = { tone: "trouble", text: ["notDone", act?.verb], undo: null, at: now, kept: true };
    const error = number === null ? ["expired"] : ["expiredAt", number];
    store.set({ page: "login", login: { state: null, error }, dialog: null, act: null, notice: act && undone });
  }

  /**
   * A browser that is also a kiosk or a pad is known without an officer: it is told "not allowed", not "not known".
   * @returns {Promise<boolean>} had the session ended?
   */
  async function onNotAllowed(act = null) {
    try {
      if (await who()) return false;
    } catch {
      return false; // the next reading tells
    }
    onUnknown(act);
    return true;
  }

  return { who, logIn, logOut, onUnknown, onNotAllowed };
}

function refusal(error) {
  if (!(error instanceof Problem)) return ["logInOffline"];
  const known = { 401: ["wrongPassword"], 403: ["notAllowedHere"], 429: ["tooManyTries", error.retryAfterS] };
  return known[error.status] ?? ["logInTrouble"];
}
