/** What the kiosk hears of its hall: the live feed, and the site read anew so that waits are of now. */

import { api, Problem } from "/static/shared/api.js";
import { follow } from "/static/shared/live.js";

const APART_MS = 2000; // a busy hall has ten events a second; a wait changes by the minute
const PATIENCE_MS = 3000; // a server that restarts is back within 5 s, and no visitor need know
const ANYWAY_MS = 30_000; // opening time, and waits that grow while nothing happens

/** Follow the hall. `onSlip(frame)` hears of slips, `onRefused()` is called when this device no longer counts. */
export function followHall(store, slug, { onSlip, onRefused }) {
  let readAt = 0;
  let timer = null;
  let closed = false;

  function readSoon() {
    clearTimeout(timer);
    timer = setTimeout(read, Math.max(readAt + APART_MS - Date.now(), 0));
  }

  async function read() {
    readAt = Date.now();
    try {
      const { data } = await api("GET", `/sites/${slug}`);
      if (closed) return;
      setClock(data.now);
      store.set({ site: data, missing: false });
      readLater(ANYWAY_MS);
    } catch (error) {
      if (closed) return;
      if (error instanceof Problem && error.status === 404) store.set({ missing: true });
      readLater(store.state.site ? ANYWAY_MS : APART_MS);
    }
  }

  function readLater(ms) {
    clearTimeout(timer);
    timer = setTimeout(read, ms);
  }

  let ahead = 0; // ms that the server's clock is ahead of ours
  function setClock(now) {
    if (now) ahead = new Date(now).getTime() - Date.now();
    store.set({ now: Date.now() + ahead });
  }
  const tick = setInterval(setClock, 5000, null);

  function heard(frame) {
    const { event, data } = frame;
    if (event.startsWith("slip.")) onSlip(frame);
    else if (event.startsWith("device.")) heardOfPrinter(event, data);
    else readSoon();
  }

  function heardOfPrinter(event, { device, problem }) {
    const { printer } = store.state;
    if (printer?.id !== device) return;
    store.set({ printer: { ...printer, problem: event === "device.lost" ? (problem ?? "disconnected") : null } });
  }

  function taken(frame) {
    if ("printer" in frame) store.set({ printer: frame.printer });
    for (const { slip, state } of frame.slips ?? []) onSlip({ event: `slip.${state}`, data: { slip } });
    if ("board" in frame) readSoon();
  }

  let patience = null;
  function changed(live, why) {
    clearTimeout(patience);
    if (live === "refused" && why === 4404) store.set({ missing: true });
    else if (live === "refused") onRefused();
    else if (why === "closed") patience = setTimeout(() => store.set({ live }), PATIENCE_MS);
    else store.set({ live });
  }

  const feed = follow({
    site: slug,
    topics: ["board", "kiosk"],
    onSnapshot: taken,
    onEvent: heard,
    onState: changed,
  });
  read();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      clearTimeout(patience);
      clearInterval(tick);
      feed.close();
    },
  };
}
