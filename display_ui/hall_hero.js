// The hero of the hall: the label that is called and its counter; or what to know while nobody is called.

import { arrow, h } from "./dom.js";
import { calm, inTwo, onChange } from "./two.js";
import { words } from "./words.js";

const SLIDE = { duration: 300, easing: "ease-out" };
const GLOW = { duration: 8000, easing: "cubic-bezier(.5,0,.8,.4)" }; // bright for long, then gone; it never blinks

/** The hero; `silent`: this screen has no voice, so it promises none. */
export function createHero(languages, { silent }) {
  const glow = h("div", { class: "glow", "aria-hidden": "true" });
  const body = h("div", { class: "hero-body" });
  const element = h("section", { class: "hero", "data-role": "hero" }, glow, body);
  const text = (key, ...args) => (language) => word(words[language][key], args);

  function call({ label, counter, names, kind, stands }) {
    const recall = stands && kind === "recall";
    const head = recall ? "recall" : stands ? "calling" : "lastCalled";
    const size = `${label}${counter}`.length;
    return [
      h(
        "h2",
        { class: "call-head" },
        h("span", { class: recall ? "head recall" : "head", "data-role": recall ? "recall" : "head" }, ...inTwo(languages, text(head))),
        h("span", { class: "head" }, ...inTwo(languages, text(stands ? "toCounter" : "atCounter"))),
      ),
      h(
        "p",
        { class: "call", "data-size": size },
        h("span", { class: "call-label", "data-role": "hero-label" }, label),
        arrow("call-arrow"),
        h("span", { class: "call-counter", "data-role": "hero-counter" }, String(counter)),
      ),
      h("p", { class: "call-service" }, ...inTwo(languages, (language) => names.name[language])),
    ];
  }

  function face({ face: name, opens, takesNumbers, at }) {
    const { title, lines } = FACES[name]({ opens, takesNumbers, at, silent, languages });
    return [
      h("h2", { class: "face-title", "data-role": "face-title" }, ...inTwo(languages, text(title))),
      ...lines.filter(Boolean).map(([key, args]) => h("p", { class: "face-line" }, ...inTwo(languages, (language) => word(words[language][key], args?.(language) ?? [])))),
    ];
  }

  return {
    element,
    paint: onChange((state) => {
      element.dataset.face = state.face;
      element.dataset.state = state.call ? (state.call.stands ? "called" : "answered") : "";
      body.replaceChildren(...(state.face === "call" ? call(state.call) : face(state)));
    }),
    /** A new call has come on: it slides in and glows. */
    arrive() {
      if (calm()) return;
      const numbers = body.querySelector(".call");
      numbers?.animate([{ transform: "translateY(-1.5rem)", opacity: 0.2 }, { transform: "none", opacity: 1 }], SLIDE);
      glow.animate([{ opacity: 1 }, { opacity: 0 }], GLOW);
    },
  };
}

const times = ({ opens }) => opens && ["opensAt", (language) => opens[language]];
const simple = (title, hint) => () => ({ title, lines: hint ? [[hint]] : [] });

/** What each face without a call says: a title, then lines of [word, arguments by language]. */
const FACES = {
  loading: simple("loading"),
  offline: ({ at }) => ({ title: "offline", lines: [at && ["asOf", () => [at]], ["offlineHint"]] }),
  idle: ({ silent }) => ({ title: "idle", lines: [[silent ? "idleHintSilent" : "idleHint"]] }),
  "no-call-yet": simple("noCallYet", "noCallYetHint"),
  "before-opening": (now) => ({ title: "beforeOpening", lines: [times(now), [now.takesNumbers ? "numbersNow" : "noNumbersYet"]] }),
  break: (now) => ({ title: "break", lines: [times(now), now.takesNumbers && ["numbersNow"]] }),
  "after-hours": (now) => ({ title: "afterHours", lines: [["lastNumbers"], times(now)] }),
  holiday: (now) => ({ title: "holiday", lines: [times(now)] }),
};

const word = (entry, args) => (typeof entry === "function" ? entry(...args) : entry);
