/** Nobody touches the kiosk: ask whether somebody is there before starting over. */

import { countDown } from "./countdown.js";
import { pageOf, untouched } from "./state.js";

const ASK_AFTER_MS = 45_000;
const ANSWER_S = 15;
const OWN_END = ["ticket", "pairing", "missing"]; // these close by themselves, or never
const NOTHING_TO_LOSE = ["offline", "closed", "loading"]; // nobody is in the middle of something

/** `onGone()` is called when nobody answered. Each touch, key and wheel counts as somebody. */
export function createIdle(store, onGone) {
  let timer = null;
  let clock = null;

  function stay() {
    clock?.stop();
    clock = null;
    if (store.state.idle) store.set({ idle: null });
    clearTimeout(timer);
    timer = setTimeout(ask, ASK_AFTER_MS);
  }

  function ask() {
    const { state } = store;
    const page = pageOf(state);
    if (OWN_END.includes(page) || untouched(state)) return stay();
    if (NOTHING_TO_LOSE.includes(page)) return gone();
    clock = countDown(ANSWER_S, (left) => store.set({ idle: { seconds: left, of: ANSWER_S } }), gone);
  }

  function gone() {
    store.set({ idle: null });
    onGone();
    stay();
  }

  for (const sign of ["pointerdown", "keydown", "wheel"]) {
    // While the question stands only its buttons answer it: a sleeve that brushes the glass does not.
    document.addEventListener(sign, () => store.state.idle || stay(), { passive: true });
  }
  stay();
  return { stay };
}
