/** The last page: wait for the slip, else show the number to be photographed; close by itself. */

import { api, newKey } from "/static/shared/api.js";
import { countDown } from "./countdown.js";

const SLIP_MS = 5000; // a printer that says nothing for so long is not printing
const PAPER_S = 12; // to read the number and take the slip
const SCREEN_S = 30; // to get out a phone and take a photo
const REMEMBERED = 16; // slips heard of before the answer that names them: the feed can be quicker

/** `onEnd()` is called when the page's time is over. */
export function createFarewell(store, site, onEnd) {
  let clock = null;
  let patience = null;
  const early = new Map(); // what became of slips that are not ours yet

  /** Show a ticket as the API gave it, with its slip. */
  function show(ticket) {
    new Image().src = qrOf(ticket); // fetched while the server answers: it may be gone when it is needed
    store.set({ ticket, issue: null, idle: null, left: null, slip: null });
    const { printer } = store.state;
    const dead = printer?.problem && printer.problem !== "paper-low";
    if (!ticket.slip) screen({ id: null, state: "none" });
    else if (ticket.slip.state === "printed") paper(ticket.slip);
    else if (ticket.slip.state === "failed" || dead) screen({ ...ticket.slip, state: "failed" });
    else waitFor(ticket.slip);
  }

  function waitFor(slip) {
    clock?.stop();
    clearTimeout(patience);
    store.set({ slip: { ...slip, state: "requested", onScreen: false }, left: null });
    patience = setTimeout(() => screen({ ...slip, state: "failed" }), SLIP_MS);
    if (early.has(slip.id)) heard(early.get(slip.id));
  }

  function paper(slip) {
    clearTimeout(patience);
    store.set({ slip: { ...slip, state: "printed", onScreen: false } });
    run(PAPER_S);
  }

  function screen(slip) {
    clearTimeout(patience);
    store.set({ slip: { ...slip, onScreen: true } });
    run(SCREEN_S);
  }

  function run(seconds) {
    clock?.stop();
    clock = countDown(seconds, (left) => store.set({ left: { seconds: left, of: seconds } }), onEnd);
  }

  /** An event of the `kiosk` topic: what became of a slip. */
  function heard(frame) {
    const { event, data } = frame;
    const { slip } = store.state;
    if (data.slip !== slip?.id) {
      early.set(data.slip, frame);
      if (early.size > REMEMBERED) early.delete(early.keys().next().value);
      return;
    }
    if (event === "slip.printed" && slip.onScreen) store.set({ slip: { ...slip, state: "late" } });
    else if (event === "slip.printed") paper(slip);
    else if (event === "slip.failed" && !slip.onScreen) screen({ ...slip, state: "failed" });
  }

  function moreTime() {
    const { left } = store.state;
    if (left) run(left.of);
  }

  async function reprint() {
    const { ticket } = store.state;
    waitFor({ id: null });
    try {
      const { data } = await api("POST", `/sites/${site}/tickets/${ticket.id}/slip`, {}, { key: newKey() });
      if (store.state.ticket === ticket && !store.state.slip.onScreen) waitFor({ id: data.slip?.id ?? data.id });
    } catch {
      if (store.state.ticket === ticket) screen({ id: null, state: "failed" });
    }
  }

  function stop() {
    clock?.stop();
    clearTimeout(patience);
  }

  return { show, heard, moreTime, reprint, stop };
}

/** The address of a ticket's QR code. */
export function qrOf(ticket) {
  return `/api/v1/tickets/${ticket.token}/qr.svg`;
}
