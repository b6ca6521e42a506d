/** Search in the catalogue of procedures while the visitor types. */

import { api } from "/static/shared/api.js";

const PAUSE_MS = 180; // between two taps of a quick finger
const MOST = 30; // nobody reads further; a few more letters find it
const MOST_OF_SERVICE = 200;

export function createSearch(store, site) {
  let timer = null;
  let request = null;

  function type(text) {
    clearTimeout(timer);
    request?.abort();
    const query = text.trimStart().slice(0, 60);
    const within = store.state.within;
    if (!query.trim() && !within) {
      store.set({ query, results: null, searching: false, searchTrouble: false });
      return;
    }
    store.set({ query, searching: true, searchTrouble: false });
    timer = setTimeout(() => ask(query.trim(), within), PAUSE_MS);
  }

  async function ask(query, within) {
    request = new AbortController();
    const { signal } = request;
    const most = within ? MOST_OF_SERVICE : MOST;
    const asked = new URLSearchParams({ q: query, limit: most });
    if (within) asked.set("service", within);
    try {
      const { data } = await api("GET", `/sites/${site}/procedures?${asked}`, null, { signal });
      if (!signal.aborted) store.set({ ...told(data, within, most), searching: false });
    } catch {
      if (!signal.aborted) store.set({ results: null, searching: false, searchTrouble: true });
    }
  }

  return { type };
}

/** Within a service only its procedures are asked for; a full answer may have left some out. */
function told({ procedures, services }, within, most) {
  return {
    results: procedures,
    foundServices: within ? [] : services,
    cutShort: procedures.length >= most,
  };
}
