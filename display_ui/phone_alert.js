// Telling the holder of a phone, when asked to, that the turn is near or has come: vibration and sound.

const CHIME = "/static/shared/chime.wav";
const NEAR = 2; // tickets ahead: time to come back from the yard
const PATTERNS = { near: [200, 100, 200], called: [500, 200, 500, 200, 500] }; // ms on, off, on …
const RINGS = { near: 1, called: 3 };

/** An alert that is off until somebody touches its button: browsers allow sound and vibration only after that. */
export function createAlert() {
  const sound = new Audio(CHIME);
  sound.preload = "none";
  let on = false;
  let lock = null;
  let told = null; // what was rung for last, so that each thing is told once

  async function ring(kind) {
    navigator.vibrate?.(PATTERNS[kind]);
    for (let left = RINGS[kind]; left > 0 && on; left -= 1) {
      sound.currentTime = 0;
      try {
        await sound.play();
      } catch {
        return; // a muted or busy phone still vibrates and shows it
      }
      await new Promise((resolve) => sound.addEventListener("ended", resolve, { once: true }));
    }
  }

  // The screen stays on while the alert is on, where the browser can: a sleeping page hears nothing.
  async function stayAwake() {
    if (!on || lock || document.visibilityState !== "visible" || !navigator.wakeLock) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => (lock = null));
    } catch {
      lock = null; // battery saver: the words on the page ask to keep it open
    }
  }
  document.addEventListener("visibilitychange", stayAwake);

  return {
    get on() {
      return on;
    },
    toggle() {
      on = !on;
      if (on) {
        ring("near"); // proves that it works, and unlocks the sound for later
        stayAwake();
      } else {
        sound.pause();
        lock?.release();
      }
    },
    /** A ticket as it now stands: rings once for "near" and once for each call. */
    hear({ state, position, calls, counter }) {
      const near = state === "waiting" && position !== null && position <= NEAR;
      const news = state === "called" ? `called ${counter} ${calls}` : near ? "near" : null;
      if (news === told) return;
      told = news;
      if (on && news) ring(state === "called" ? "called" : "near");
    },
  };
}
