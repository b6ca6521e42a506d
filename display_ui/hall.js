// The hall display: now called, the last calls, all counters; and the hall's voice.

import { h } from "/static/shared/dom.js";
import { announcementsAt, eachOnce, opening, stands, within, zoneOf } from "./board.js";
import { serverClock } from "./clock.js";
import { followBoard } from "./feed.js";
import { createFoot } from "./hall_foot.js";
import { createGrid } from "./hall_grid.js";
import { createHero } from "./hall_hero.js";
import { createList } from "./hall_list.js";
import { createNotices } from "./hall_notices.js";
import { createSpeaker, voicesOf } from "./speaker.js";
import { createStage } from "./stage.js";
import { words } from "./words.js";

const ANSWERED_STAYS_MS = 30000; // who looks up late still finds the number just called
const LOADING_SHOWS_AFTER_MS = 300;
const JOURNAL_KEEPS = 50;

const { site, lang } = document.body.dataset;
const languages = lang === "en" ? ["en", "vi"] : ["vi", "en"]; // the hall shows both, its own first
const query = new URLSearchParams(location.search);
const zone = zoneOf(query.get("zone"));
const misread = zone ? null : query.get("zone"); // what the address names and this screen does not understand
const voices = voicesOf(query.get("voice"));
const clock = serverClock();

/** What this screen has shown and said, newest last, for whoever measures it from outside. */
const journal = { seq: 0, state: "loading", spoken: [], painted: [] };
window.queueDisplay = journal;

let board = null; // what this screen sees of it: its zone
let offline = null; // since the feed was lost: { at }, the last sign of life
let shownAt = 0; // when the hero came on

const hero = createHero(languages, { silent: !voices.length });
const list = createList(languages);
const grid = createGrid(languages);
const foot = createFoot(languages, { zone, clock });
const notices = createNotices(languages, { misread, unlock: () => speaker.unlock() });
const title = h("h1", { class: "visually-hidden" }, document.title);
const spoken = h("p", { class: "visually-hidden", role: "status", "aria-live": "polite", "data-role": "call-status" });

const speaker = createSpeaker({ site, languages: voices, onBlocked: notices.soundBlocked });
const stage = createStage({
  show,
  speak: say,
  stands: (call) => board !== null && stands(board, call),
  changed: paint,
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

const left = h("div", { class: "stage" }, hero.element, list.element, notices.element);
document.querySelector(".hall").append(title, spoken, left, grid.element, foot.element);

followBoard({
  site,
  clock,
  changed(whole) {
    board = within(whole, zone);
    journal.seq = whole.seq;
    paint();
  },
  caughtUp(whole) {
    board = within(whole, zone);
    offline = null;
    journal.seq = whole.seq;
    journal.state = "live";
    stage.reset(eachOnce(board.recent_calls));
    shownAt = performance.now();
    paint();
  },
  called(call, news) {
    if (zone && !zone.has(call.counter)) return;
    note(journal.painted, call, "counter"); // its counter shows it at once, also while others are the hero
    stage.offer({ ...call, voice: news ? speaker.prepare(call) : [] });
  },
  offline(heardAt) {
    offline = { at: heardAt };
    journal.state = "offline";
    stage.reset([]);
    paint();
  },
});

setInterval(paint, 1000); // the clock, notices that end, the hero that has been answered
setTimeout(paint, LOADING_SHOWS_AFTER_MS);

function show(call) {
  shownAt = performance.now();
  paint();
  hero.arrive();
  list.slide();
  spoken.textContent = words[languages[0]].spoken(call.label, call.counter);
  note(journal.painted, call, "hero");
}

async function say(call) {
  const heard = await speaker.speak(call.voice);
  if (heard.length) keep(journal.spoken, { ...entry(call), languages: heard });
}

function paint() {
  foot.paint(board, { offline: offline !== null });
  hero.paint(heroNow());
  list.paint(offline || !board ? [] : stage.past.map((call) => ({ ...call, ...named(call), stands: stands(board, call) })));
  grid.paint(board, { offline: offline !== null });
  if (board) notices.paint(offline ? [] : noticesNow());
}

function heroNow() {
  if (offline) return { face: "offline", at: board && foot.time(offline.at) };
  if (!board) return { face: "loading" };
  retireAnswered();
  const call = stage.hero;
  if (call) return { face: "call", call: { ...call, ...named(call), stands: stands(board, call) } };
  const state = opening(board);
  if (state === "open" || state === "last-numbers") return { face: board.recent_calls.length ? "idle" : "no-call-yet" };
  return { face: state, takesNumbers: board.takes_numbers, opens: board.opens_at && foot.opens(board.opens_at) };
}

function retireAnswered() {
  const call = stage.hero;
  if (!call || !stage.quiet || stands(board, call) || performance.now() - shownAt < ANSWERED_STAYS_MS) return;
  stage.retire();
  shownAt = performance.now();
}

function noticesNow() {
  const hours = opening(board) === "last-numbers" ? [{ hours: "last-numbers" }] : [];
  return [...hours, ...announcementsAt(board, clock.now())];
}

function named({ service }) {
  return { names: board.services.find(({ id }) => id === service) ?? { name: {}, short_name: {} } };
}

/** Write a call down once the browser has put it on the glass. */
function note(entries, call, where) {
  requestAnimationFrame(() => setTimeout(() => keep(entries, { ...entry(call), where })));
}

function entry({ seq, label, counter, kind }) {
  return { seq, label, counter, kind, at: new Date().toISOString() };
}

function keep(entries, one) {
  entries.push(one);
  if (entries.length > JOURNAL_KEEPS) entries.shift();
}
