/** The counter where the officer sits: its topic is a doorbell, the truth is read anew when it rings. */

import { api, Offline, Problem } from "/static/shared/api.js";
import { follow } from "/static/shared/live.js";

const COALESCE_MS = 150; // a burst of events is one reading
const AGAIN_MS = 2000; // after a reading that failed

/**
 * `onUnknown()`: the session has ended. `onNotAllowed()`: the server says no; it resolves to true when that was
 * because the session has ended. `onNoCounter(word)`: this counter is not for this officer, or has gone.
 */
export function createDesk(store, site, { onUnknown, onNotAllowed, onNoCounter }) {
  const path = `/sites/${encodeURIComponent(site)}`;
  let feed = null;
  let timer = null;
  let reading = null; // the reading under way
  let stale = false; // the bell rang while one was under way

  function sit(number) {
    leave();
    store.set({ number, desk: null, readAt: null, live: "connecting", act: null, notice: null });
    feed = follow({
      site,
      topics: [`counter:${number}`],
      onSnapshot: ring,
      onEvent: ring,
      onFrame: ring,
      onState: (state, code) => heard(state, code, number),
    });
    read();
  }

  function leave() {
    feed?.close();
    feed = null;
    clearTimeout(timer);
    timer = null;
  }

  function ring() {
    timer ??= setTimeout(read, COALESCE_MS);
  }

  /** Read the counter; resolves when what is shown is not older than this call. Does not fail. */
  async function read() {
    clearTimeout(timer);
    timer = null;
    stale = true;
    reading ??= readUntilFresh().finally(() => (reading = null));
    await reading;
  }

  async function readUntilFresh() {
    while (stale && store.state.number !== null) {
      stale = false;
      const { number } = store.state;
      try {
        const { data } = await api("GET", `${path}/counters/${number}`);
        if (number === store.state.number) show(data);
      } catch (error) {
        if (number === store.state.number) await trouble(error, number);
      }
    }
  }

  function show(desk) {
    const { notice, now } = store.state;
    const outdated = notice?.text[0] === "nobodyWaits" && desk.waiting_total > 0;
    store.set({ desk, readAt: now, notice: outdated ? null : notice });
    name(desk.ticket?.procedure);
  }

  async function trouble(error, number) {
    if (!(error instanceof Problem || error instanceof Offline)) throw error;
    if ([401, 403, 404].includes(error.status)) await refused(error.status, number);
    else if (feed) timer ??= setTimeout(read, AGAIN_MS);
  }

  async function refused(status, number) {
    if (status === 401) return onUnknown();
    if (status === 403 && (await onNotAllowed())) return null;
    return onNoCounter([status === 404 ? "noSuchCounter" : "counterNotAllowed", number]);
  }

  function heard(state, code, number) {
    if (state === "refused") return refused(code - 4000, number); // close codes are 4000 + the status
    const back = state === "live" && store.state.live === "offline";
    store.set({ live: state });
    return back && read();
  }

  /** Look a procedure's name up, once; one that cannot be had now is asked for at the next reading. */
  async function name(code) {
    const { procedures } = store.state;
    if (!code || code in procedures) return;
    procedures[code] = null;
    try {
      const { data } = await api("GET", `${path}/procedures?${new URLSearchParams({ q: code, limit: 5 })}`);
      procedures[code] = data.procedures.find((procedure) => procedure.code === code) ?? null;
      store.set({});
    } catch {
      delete procedures[code];
    }
  }

  return { sit, leave, read, name };
}
