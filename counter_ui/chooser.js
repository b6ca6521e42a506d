/** The counters to choose from: their states from the board, who sits there from each counter that works. */

import { api } from "/static/shared/api.js";
import { follow } from "/static/shared/live.js";

export function createChooser(store, site, { onUnknown }) {
  const path = `/sites/${encodeURIComponent(site)}`;
  let feed = null;

  function open() {
    close();
    store.set({ live: "connecting" });
    feed = follow({
      site,
      topics: ["board"],
      onSnapshot: ({ board }) => {
        store.set({ counters: board.counters });
        ask(board.counters.filter((counter) => counter.state !== "closed"));
      },
      onEvent: ({ event, data }) => event.startsWith("counter.") && changed(data),
      onState: (state) => store.set({ live: state === "live" ? "live" : "offline" }),
    });
  }

  function close() {
    feed?.close();
    feed = null;
  }

  function changed({ counter: number, state, reason }) {
    const counters = store.state.counters.map((one) => (one.number === number ? { ...one, state, reason } : one));
    store.set({ counters, officers: { ...store.state.officers, [number]: undefined } });
    if (state !== "closed") ask([{ number }]);
  }

  /** The board is public and names nobody, so each counter that works is asked, one after the other. */
  async function ask(counters) {
    const mine = feed;
    for (const { number } of counters) {
      try {
        const { data } = await api("GET", `${path}/counters/${number}`);
        if (mine !== feed) return;
        store.set({ officers: { ...store.state.officers, [number]: data.counter.officer } });
      } catch (error) {
        if (error.status === 401) return onUnknown();
      }
    }
  }

  /** Read the states once, for a list that is shown for a moment. */
  async function readStates() {
    try {
      const { data } = await api("GET", `${path}/board`);
      store.set({ counters: data.counters });
    } catch {
      // The list then stands without states: the server refuses nothing because of them.
    }
  }

  return { open, close, readStates };
}
