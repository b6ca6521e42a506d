// The display over one counter: its number, and the ticket that is called or served there.

import { h } from "/static/shared/dom.js";
import { serverClock } from "./clock.js";
import { followBoard } from "./feed.js";
import { fit, glow, inTwo, onChange, slideIn, word } from "./parts.js";
import { words } from "./words.js";

const LOADING_SHOWS_AFTER_MS = 300;
const LABEL_REM = 26; // size of `.post-label` in counter.css

const { site, lang } = document.body.dataset;
const number = Number(document.body.dataset.number);
const languages = lang === "en" ? ["en", "vi"] : ["vi", "en"];

/** Title and hint of each face. */
const FACES = {
  called: ["counterCalling"],
  serving: ["serving"],
  free: ["counterFree"],
  paused: ["counterPaused", "counterPausedHint"],
  closed: ["counterClosed", "counterClosedHint"],
  offline: ["offline", "offlineHint"],
  loading: ["loading"],
  unknown: ["noCounter"],
};

const SAYS_SERVICES = new Set(["called", "serving", "free"]);
const MOST_SERVICES = 4; // more would be a list, not a sign

let board = null;
let offline = false;
let recalled = null; // the label whose last call here was a repeat

const light = h("div", { class: "light", "aria-hidden": "true" });
const state = h("div", { class: "post-state", "data-role": "counter-state" });
const status = h("p", { class: "visually-hidden", role: "status", "aria-live": "polite", "data-role": "call-status" });
const own = h(
  "h1",
  { class: "post-name" },
  h("span", { class: "post-word" }, ...two("counter")),
  h("span", { class: "post-number", "data-role": "own-number" }, String(number)),
);
const post = document.querySelector(".post");
post.append(h("div", { class: "post-side" }, own), h("div", { class: "post-body" }, light, state), status);

followBoard({
  site,
  clock: serverClock(),
  changed(fresh) {
    board = fresh;
    paint();
  },
  caughtUp(fresh) {
    board = fresh;
    offline = false;
    recalled = fresh.recent_calls.find(({ counter, kind }) => counter === number && kind === "recall")?.label ?? null;
    paint();
  },
  called(call) {
    if (call.counter !== number) return;
    recalled = call.kind === "recall" ? call.label : null;
    paint();
    slideIn(state.querySelector(".post-label"), "-1.5rem");
    glow(light);
    status.textContent = words[languages[0]].spoken(call.label, number);
  },
  offline() {
    offline = true;
    paint();
  },
});

setTimeout(paint, LOADING_SHOWS_AFTER_MS);
document.fonts.ready.then(() => fit(state.querySelector(".post-label"), LABEL_REM));

function paint() {
  draw(now());
}

/** What the display says: a face, and the ticket or reason that goes with it. */
function now() {
  if (offline) return { face: "offline" };
  if (!board) return { face: "loading" };
  const counter = board.counters.find((one) => one.number === number);
  if (!counter) return { face: "unknown" };
  const { ticket, reason } = counter;
  const served = (ids) => board.services.filter(({ id }) => ids.includes(id));
  if (!ticket) return { face: counter.state === "open" ? "free" : counter.state, reason, services: served(counter.services) };
  return { face: ticket.state, label: ticket.label, services: served([ticket.service]), recall: recalled === ticket.label };
}

const draw = onChange(({ face, label, services, recall, reason }) => {
  post.dataset.state = face;
  const again = recall && face === "called";
  const lines = FACES[face];
  const title = again ? "recall" : lines[0];
  const named = services?.length && SAYS_SERVICES.has(face) && inTwo(languages, (language) => namesOf(services, language));
  const heading = again ? { class: "post-title recall", "data-role": "recall" } : { class: "post-title", "data-role": "state-title" };
  const parts = [
    h("h2", heading, ...two(title, [number])),
    label && h("p", { class: "post-label", "data-role": "label", "data-size": label.length }, label),
    named && h("p", { class: "post-line" }, ...named),
    reason && h("p", { class: "post-line", "data-role": "reason" }, reason),
    !reason && lines[1] && h("p", { class: "post-line" }, ...two(lines[1])),
  ];
  state.replaceChildren(...parts.filter(Boolean));
  fit(state.querySelector(".post-label"), LABEL_REM);
});

/** One service by its full name, several by their short ones. */
function namesOf(services, language) {
  if (services.length === 1) return services[0].name[language];
  return services.slice(0, MOST_SERVICES).map((service) => (service.short_name ?? service.name)[language]).join(" · ");
}

function two(key, args) {
  return inTwo(languages, (language) => word(words[language][key], args));
}
