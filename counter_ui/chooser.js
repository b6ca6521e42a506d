/** The counters to choose from: the board's topic is a doorbell, their states and who sits there are read anew. */

import { api } from "/static/shared/api.js";
import { follow } from "/static/shared/live.js";

const AGAIN_MS = 2000; // after a reading that failed

export function createChooser(store, site, { onUnknown, onNotAllowed }) {
  const path = `/sites/${encodeURIComponent(site)}/counters`;
  let feed = null;
  let timer = null;
  let reading = 0; // counts the readings: of two that overlap the later one stands

  function open() {
    close();
    store.set({ live: "connecting" });
    feed = follow({
      site,
      topics: ["board"],
      onSnapshot: read,
      onEvent: ({ event }) => event.startsWith("counter.") && read(),
      onState: (state) => store.set({ live: state === "live" ? "live" : "offline" }),
    });
  }

  function close() {
    feed?.close();
    feed = null;
    clearTimeout(timer);
  }

  async function read() {
    clearTimeout(timer);
    const mine = feed;
    try {
      await readStates();
    } catch (error) {
      if (mine !== feed) return null;
      if (error.status === 401) return onUnknown();
      if (error.status === 403 && (await onNotAllowed())) return null;
      timer = setTimeout(read, AGAIN_MS);
    }
    return null;
  }

  async function readStates() {
    const mine = ++reading;
    const { data } = await api("GET", path);
    if (mine === reading) store.set({ counters: data.counters });
  }

  /** Read the states once, for a list that is shown for a moment. */
  async function readOnce() {
    try {
      await readStates();
    } catch {
      // The list then stands with what was known: the server refuses nothing because of a counter's state.
    }
  }

  return { open, close, readStates: readOnce };
}
