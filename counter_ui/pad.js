/** The rating pad of one counter: dark until a service there has ended, then one question, then thanks, then dark. */

import { api, newKey, Problem } from "/static/shared/api.js";
import { knownDevice, onNewToken, pair } from "/static/shared/device.js";
import { patch } from "/static/shared/dom.js";
import { follow } from "/static/shared/live.js";
import { asked, darkened, newPad, scored, sendingNow, thanked, toggled } from "./pad_state.js";
import { padView } from "./pad_view.js";
import { createStore } from "./state.js";
import { words } from "./words.js";

const ASK_MS = 60_000; // who has not answered by then has gone
const THANKS_MS = 4000;
const AGAIN_MS = 3000; // between attempts to reach the server
const SEND_FOR_MS = 30_000; // as long as this a rating is tried again; the citizen waits no longer
const CHECK_MS = 20_000; // a pad that was withdrawn shows so within half a minute
const SETTLE_MS = 350; // the second tap of a double tap must not hit what has just come under the finger

const { site, number: numberText } = document.body.dataset;
const number = Number(numberText);
const ratingPath = `/sites/${encodeURIComponent(site)}/counters/${number}/rating`;
let root = document.getElementById("pad");
let shown = null;
let timer = null;
let settled = null;
let feed = null;
let pairing = null;
let checks = null; // the timer that asks whether this pad still counts
let entries = 0; // counts the calls of `enter`: only the last one goes on
let ahead_ms = 0; // how far the server's clock is ahead of ours
let visit = 0; // counts the questions: an answer that comes late belongs to an earlier one

const store = createStore(newPad(), draw);

/** Find out who we are, and begin; `refused`: the server has just said that we do not count. */
async function enter(refused = false) {
  entries += 1;
  const mine = entries;
  clearInterval(checks);
  clearTimeout(timer);
  feed?.close();
  pairing?.close();
  try {
    const known = refused ? { device: null, refused } : await knownDevice(site, "rating");
    if (mine !== entries) return;
    if (known.device) begin(known.device);
    else askForCode(known.refused);
  } catch {
    if (mine !== entries) return;
    store.set({ face: "offline", live: "offline" });
    setTimeout(() => mine === entries && enter(), AGAIN_MS);
  }
}

/** The board is public, so the feed does not tell that this pad was withdrawn. */
async function check() {
  const mine = entries;
  try {
    const { device } = await knownDevice(site, "rating");
    if (mine === entries && !device) enter(true);
  } catch {
    // The server is away or busy: the feed says so, and the next check is soon.
  }
}

function begin(device) {
  clearInterval(checks);
  checks = setInterval(check, CHECK_MS);
  if (device.counter && device.counter !== number) return store.set({ face: "other-counter", device });
  store.set({ ...darkened(), live: "connecting", pairing: null, device });
  feed = follow({
    site,
    topics: ["board"],
    onSnapshot,
    onEvent,
    onState: (live) => store.set({ live: live === "live" ? "live" : "offline" }),
  });
}

function askForCode(refused) {
  store.set({ face: "pairing", live: "connecting", pairing: { code: null, refused } });
  pairing = pair({
    site,
    onCode: (code) => store.set({ pairing: { code, refused } }),
    onPaired: (device) => (device.kind === "rating" ? begin(device) : askForCode(true)),
  });
}

function onSnapshot({ board }) {
  ahead_ms = Date.parse(board.at) - Date.now();
  store.set({ counterName: board.counters.find((counter) => counter.number === number)?.name ?? null });
  readOfficer();
}

/** Whose service is rated; until that is known the counter's own name stands there. */
async function readOfficer() {
  try {
    const { data } = await api("GET", ratingPath);
    store.set({ officerName: data.officer_name });
  } catch {
    store.set({ officerName: null });
  }
}

function onEvent({ event, at, data }) {
  if (data.counter !== number) return;
  if (event === "counter.opened") readOfficer();
  if (event === "ticket.served") ask(data.label, at);
  if (event === "ticket.started" && isAsking()) timeOut(); // another citizen has sat down: this is not his question
}

/** Ask, unless he has gone: a connection that comes back tells what it missed. */
function ask(label, at) {
  if (Date.now() + ahead_ms - Date.parse(at) > ASK_MS) return;
  visit += 1;
  store.set(asked(label));
  after(ASK_MS, timeOut);
}

function isAsking() {
  return store.state.face === "asking" || store.state.face === "reasons";
}

/** He has gone: what he chose is sent, what he did not choose is not asked for. */
function timeOut() {
  if (store.state.face === "reasons") send();
  else store.set(darkened());
}

async function send() {
  clearTimeout(timer);
  const mine = visit;
  const { label, score, reasons } = store.state;
  store.set(sendingNow());
  const said = await deliver({ label, score, ...(reasons.length && { reasons }) }, () => mine === visit);
  if (mine !== visit || said === null) return;
  store.set(thanked(said));
  after(THANKS_MS, () => store.set(darkened()));
}

/** Send a rating, with one key over all attempts; `wanted()` is false once somebody else is being asked.
 * @returns {Promise<string|null>} the word of the thanks; null when it is no more wanted or we must pair anew */
async function deliver(rating, wanted) {
  const key = newKey();
  const until = Date.now() + SEND_FOR_MS;
  while (wanted()) {
    try {
      await api("POST", ratingPath, rating, { key });
      return "thanks";
    } catch (error) {
      if (error instanceof Problem && error.status < 500 && error.status !== 429) return refusal(error);
      if (Date.now() > until) return "unsent";
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
  return null;
}

function refusal({ status, code }) {
  if (status === 401 || status === 403) {
    enter(true);
    return null;
  }
  return { "already-rated": "alreadyRated", "rating-closed": "ratingClosed" }[code] ?? "unsent";
}

const acts = {
  score: (score) => {
    store.set(scored(Number(score)));
    if (store.state.face === "sending") send();
    else after(ASK_MS, timeOut);
  },
  reason: (reason) => {
    store.set(toggled(store.state, reason));
    after(ASK_MS, timeOut);
  },
  send: () => store.state.reasons.length && send(),
  "skip-reasons": () => {
    store.set({ reasons: [] });
    send();
  },
  skip: () => {
    clearTimeout(timer);
    store.set(darkened());
  },
};

function after(ms, act) {
  clearTimeout(timer);
  timer = setTimeout(act, ms);
}

function draw(state) {
  document.title = words.vi.pad.title;
  root = patch(root, padView(state, number));
  const page = `${state.face} ${state.label}`;
  if (page !== shown) opened(page);
}

/** A new question takes the focus; for a moment nothing can be tapped. */
function opened(page) {
  const first = shown === null;
  shown = page;
  root.querySelector('h1[tabindex="-1"]')?.focus({ preventScroll: true });
  if (first) return;
  document.body.toggleAttribute("data-settling", true);
  clearTimeout(settled);
  settled = setTimeout(() => document.body.toggleAttribute("data-settling", false), SETTLE_MS);
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-act]");
  if (!target) return;
  const [name, ...rest] = target.dataset.act.split(":");
  acts[name](rest.join(":"));
});
for (const name of ["contextmenu", "dragstart", "gesturestart"]) {
  document.addEventListener(name, (event) => event.preventDefault());
}

onNewToken(() => enter());
draw(store.state);
enter();
