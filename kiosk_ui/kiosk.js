/** The kiosk: who this device is, then the hall, the visitor and the page. */

import { knownDevice, onNewToken, pair } from "/static/shared/device.js";
import { patch } from "/static/shared/dom.js";
import { createFarewell } from "./farewell.js";
import { idleView, view } from "./frame.js";
import { followHall } from "./hall.js";
import { createIdle } from "./idle.js";
import { renewWhenFree } from "./renew.js";
import { measure, scroll } from "./room.js";
import { createSearch } from "./search.js";
import { createStore, newKiosk, pageOf, untouched } from "./state.js";
import { createTaking } from "./taking.js";
import { createActs, restart } from "./visit.js";
import { words } from "./words.js";

const AGAIN_MS = 3000; // between attempts to reach the server at the start
const SETTLE_MS = 350; // the second tap of a double tap must not hit what has just come under the finger
const NUMBER_SETTLES_MS = 1000; // who tapped "Lấy số" again while waiting must not close the number unseen

const { site, lang } = document.body.dataset;
let root = document.getElementById("kiosk");
const dialog = document.getElementById("idle");
let shown = null; // the page that stands
let settled = null;

const store = createStore(newKiosk(lang), draw);
const search = createSearch(store, site);
const farewell = createFarewell(store, site, () => leave());
const taking = createTaking(store, site, { onTicket: farewell.show, onUnknown: () => enter(true) });
const idle = createIdle(store, () => leave());
const acts = createActs(store, { search, taking, farewell, idle, scroll });
let hall = null;
let pairing = null;
let entries = 0; // counts the calls of `enter`: only the last one goes on

function leave() {
  farewell.stop();
  taking.leave();
  restart(store);
}

/** Draw the state; on a new page the heading takes the focus and nothing can be tapped for a moment. */
function draw(state) {
  const page = pageOf(state);
  document.documentElement.lang = state.lang;
  document.documentElement.toggleAttribute("data-large", state.large);
  document.title = words[state.lang].title;
  root = patch(root, view(state));
  measure(store, root);
  if (page !== shown) opened(page);
  ask(state);
}

function opened(page) {
  const before = shown;
  shown = page;
  if (before === null || before === "loading") return;
  root.querySelector(page === "search" ? "#query" : "h1")?.focus({ preventScroll: true });
  const settling = page === "ticket" ? NUMBER_SETTLES_MS : SETTLE_MS;
  document.body.toggleAttribute("data-settling", true);
  clearTimeout(settled);
  settled = setTimeout(() => document.body.toggleAttribute("data-settling", false), settling);
}

function ask(state) {
  if (!state.idle) return dialog.close();
  const question = dialog.firstElementChild;
  if (question) patch(question, idleView(state));
  else dialog.append(idleView(state));
  if (!dialog.open) dialog.showModal();
}

/** Find out who we are, and begin; `refused`: the server has just said that we do not count. */
async function enter(refused = false) {
  entries += 1;
  const mine = entries;
  hall?.close();
  pairing?.close();
  hall = null;
  try {
    const known = refused ? { device: null, refused } : await knownDevice(site, "kiosk");
    if (mine !== entries) return;
    if (known.device) begin();
    else askForCode(known.refused);
  } catch {
    if (mine !== entries) return;
    store.set({ live: "offline" });
    setTimeout(() => mine === entries && enter(), AGAIN_MS);
  }
}

function begin() {
  store.set({ pairing: null });
  hall = followHall(store, site, { onSlip: farewell.heard, onRefused: () => enter(true) });
  taking.resume();
}

function askForCode(refused) {
  store.set({ ...store.state, live: "connecting", pairing: { code: null, refused } });
  pairing = pair({
    site,
    onCode: (code) => store.set({ pairing: { code, refused } }),
    onPaired: (device) => (device.kind === "kiosk" ? begin() : askForCode(true)),
  });
}

function act(event) {
  const target = event.target.closest("[data-act]");
  if (!target || target.disabled) return;
  const [name, ...rest] = target.dataset.act.split(":");
  if (name === "restart" || name === "done") farewell.stop();
  acts[name](rest.join(":"));
}

document.addEventListener("click", act);
document.addEventListener("input", (event) => event.target.id === "query" && search.type(event.target.value));
document.addEventListener("scroll", () => measure(store, root), { capture: true, passive: true });
window.addEventListener("resize", () => measure(store, root));
for (const name of ["contextmenu", "dragstart", "gesturestart"]) {
  document.addEventListener(name, (event) => event.preventDefault());
}
// Pinch on a touchpad or Ctrl with the wheel: the next visitor would find half a page.
document.addEventListener("wheel", (event) => event.ctrlKey && event.preventDefault(), { passive: false });
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  idle.stay();
});

renewWhenFree(() => untouched(store.state) || pageOf(store.state) === "closed");
onNewToken(() => enter());
draw(store.state);
enter();
