// The board as a screen follows it: live frames folded, the site re-read, and each call told once while it is news.

import { api, Offline, Problem } from "/static/shared/api.js";
import { follow } from "/static/shared/live.js";
import { callOf, fold, fromSnapshot, refreshed, wantsReread } from "./board.js";

const REREAD_MS = 30000; // opening and closing come by the clock, not by an event
const NEWS_MS = 20000; // an older call has been heard or missed; to speak it now would send people astray

/**
 * Follow the board of a site for ever.
 *
 * `changed(board)`: paint it. `caughtUp(board)`: it was taken whole, at the start or after an outage: begin quietly
 * from it. `called(call, news)`: a ticket was called; `news` says that it may be spoken. `offline(heardAt)`: what stands
 * on the screen may be old, until `caughtUp`; the last sign of life came at `heardAt` (server time in ms, or null).
 * `clock` learns the server's time.
 */
export function followBoard({ site, clock, changed, caughtUp, called, offline }) {
  let board = null;
  let away = false; // since the feed was lost until it has been caught up with
  let outage = 0; // counts them
  let heardAt = null;
  let missed = []; // calls of that time: too late to speak, unless they come after the return

  function learn(at) {
    clock.learn(at);
    heardAt = clock.now();
  }

  function take(fresh) {
    learn(fresh.at);
    board = board ? refreshed(board, fresh) : fresh;
    changed(board);
  }

  async function reread() {
    try {
      const { data } = await api("GET", `/sites/${encodeURIComponent(site)}/board`);
      if (!away && board) take(data);
      return data;
    } catch (error) {
      if (!(error instanceof Offline || error instanceof Problem)) throw error;
      return null; // the feed says whether we are offline; the next round asks again
    }
  }

  async function comeBack() {
    const mine = outage;
    const asked = performance.now();
    const fresh = await reread();
    if (!away || mine !== outage) return; // a snapshot was quicker, or the feed is gone again
    if (fresh) take(fresh);
    const returned = clock.now() - (performance.now() - asked);
    const news = missed.filter(({ at }) => Date.parse(at) >= returned);
    away = false;
    missed = [];
    caughtUp(board);
    for (const call of news) called(call, true);
  }

  const feed = follow({
    site,
    topics: ["board"],
    onSnapshot(frame) {
      learn(frame.board.at);
      board = fromSnapshot(frame);
      away = false;
      missed = [];
      caughtUp(board);
    },
    onEvent(frame) {
      board = fold(board, frame);
      const call = callOf(frame);
      if (away) {
        if (call) missed.push(call);
        return;
      }
      clock.atLeast(frame.at);
      heardAt = clock.now();
      changed(board);
      if (call) called(call, clock.now() - Date.parse(frame.at) < NEWS_MS);
      if (frame.event === "day.closed") caughtUp(board); // yesterday's calls leave the screen
      if (wantsReread(frame)) reread();
    },
    onFrame(frame) {
      if (frame.type === "heartbeat") learn(frame.at);
    },
    onState(state) {
      if (state === "live") {
        if (away) comeBack();
        return;
      }
      away = true;
      outage += 1;
      offline(heardAt);
    },
  });

  const timer = setInterval(() => board && !away && reread(), REREAD_MS);
  return {
    close() {
      clearInterval(timer);
      feed.close();
    },
  };
}
