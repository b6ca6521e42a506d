// Who is the hero of the hall: calls take the stage one after another, in order, each long enough to be read.

const HERO_AT_LEAST_MS = 3000; // a label and a counter are read twice in this time
const MOST_IN_LINE = 60; // twice the counters of the largest hall; beyond it the oldest goes to the list unspoken
const LIST_KEEPS = 8;

/**
 * A stage. `show(call)` paints the hero, `speak(call)` resolves when its voice has ended, `stands(call)` says whether
 * the ticket is still only called, `changed()` repaints the list, `pause(ms)` waits.
 */
export function createStage({ show, speak, stands, changed, pause }) {
  let line = [];
  let hero = null;
  let past = []; // calls that were hero, or that people followed before their turn came; newest first, each label once
  let running = false;

  const toPast = (call) => {
    if (call) past = [call, ...past.filter(({ label }) => label !== call.label)].slice(0, LIST_KEEPS);
  };

  async function run() {
    running = true;
    while (line.length) {
      const call = line.shift();
      if (!stands(call)) {
        toPast(call); // the citizen was quicker than the voice
        changed();
        continue;
      }
      if (hero?.label !== call.label) toPast(hero);
      past = past.filter(({ label }) => label !== call.label);
      hero = call;
      show(call);
      await Promise.all([pause(HERO_AT_LEAST_MS), speak(call)]);
    }
    running = false;
  }

  return {
    /** A new call joins the line and comes on as soon as those before it have been read and heard. */
    offer(call) {
      line.push(call);
      if (line.length > MOST_IN_LINE) toPast(line.shift());
      if (!running) run();
    },
    /** Start again from a board, without movement or voice: calls newest first, the newest that stands is the hero. */
    reset(calls) {
      line = [];
      hero = calls.find(stands) ?? null;
      past = calls.filter((call) => call !== hero).slice(0, LIST_KEEPS);
    },
    /** The hero has been answered: it goes to the list, and the newest call that still stands comes back, unspoken. */
    retire() {
      const next = past.find(stands) ?? null;
      toPast(hero);
      past = past.filter((call) => call !== next);
      hero = next;
    },
    get hero() {
      return hero;
    },
    get past() {
      return past;
    },
    /** Nobody waits to be shown and no hero is still being read or spoken. */
    get quiet() {
      return !running;
    },
  };
}
