// The hero of the hall: the label that is called and its counter; or what to know while nobody is called.

import { h } from "/static/shared/dom.js";
import { arrow, fit, glow, inTwo, onChange, slideIn, word } from "./parts.js";
import { words } from "./words.js";

const CALL_REM = 18; // size of `.call` in hall.css
const LINE_HOLDS = 44; // letters of a service name in one line

/** The hero; `silent`: this screen has no voice, so it promises none. */
export function createHero(languages, { silent }) {
  const light = h("div", { class: "light", "aria-hidden": "true" });
  const body = h("div", { class: "hero-body" });
  const element = h("section", { class: "hero", "data-role": "hero" }, light, body);
  const text = (key, ...args) => (language) => word(words[language][key], args);

  function call({ label, counter, names, kind, stands }) {
    const recall = stands && kind === "recall";
    const head = recall ? "recall" : stands ? "calling" : "lastCalled";
    const size = `${label}${counter}`.length;
    return [
      h(
        "h2",
        { class: "call-head" },
        h("span", recall ? { class: "head recall", "data-role": "recall" } : { class: "head" }, ...inTwo(languages, text(head))),
        h("span", { class: "head" }, ...inTwo(languages, text(stands ? "toCounter" : "atCounter"))),
      ),
      h(
        "p",
        { class: "call", "data-size": size },
        h("span", { class: "call-label", "data-role": "hero-label" }, label),
        arrow("call-arrow"),
        h("span", { class: "call-counter", "data-role": "hero-counter" }, String(counter)),
      ),
      h("p", { class: "call-service" }, ...inTwo(languages, (language) => fitting(names, language))),
    ];
  }

  function face({ face: name, opens, takesNumbers, at }) {
    const { title, lines } = FACES[name]({ opens, takesNumbers, at, silent, languages });
    return [
      h("h2", { class: "face-title", "data-role": "face-title" }, ...inTwo(languages, text(title))),
      ...lines.filter(Boolean).map(line),
    ];
  }

  function line([key, args]) {
    return h("p", { class: "face-line" }, ...inTwo(languages, (language) => word(words[language][key], args?.(language))));
  }

  const fitted = () => fit(body.querySelector(".call"), CALL_REM);
  document.fonts.ready.then(fitted); // measured again in its own letters

  return {
    element,
    paint: onChange((state) => {
      element.dataset.face = state.face;
      element.dataset.state = state.call ? (state.call.stands ? "called" : "answered") : "";
      body.replaceChildren(...(state.face === "call" ? call(state.call) : face(state)));
      fitted();
    }),
    /** A new call has come on: it slides in and glows. */
    arrive() {
      slideIn(body.querySelector(".call"), "-1.5rem");
      glow(light);
    },
  };
}

/** The full name of a service, or the short one when it would not stand on its line. */
function fitting({ name, short_name: short }, language) {
  const full = name[language];
  return full?.length > LINE_HOLDS ? (short?.[language] ?? full) : full;
}

const times = ({ opens }) => opens && ["opensAt", (language) => opens[language]];
const again = ({ opens }) => opens && ["opensAgain", (language) => opens[language]];
const simple = (title, hint) => () => ({ title, lines: hint ? [[hint]] : [] });

/** What each face without a call says: a title, then lines of [word, arguments by language]. */
const FACES = {
  loading: simple("loading"),
  offline: ({ at }) => ({ title: "offline", lines: [at && ["asOf", () => [at]], ["offlineHint"]] }),
  idle: ({ silent }) => ({ title: "idle", lines: [[silent ? "idleHintSilent" : "idleHint"]] }),
  "no-call-yet": simple("noCallYet", "noCallYetHint"),
  "before-opening": (now) => ({ title: "beforeOpening", lines: [times(now), [now.takesNumbers ? "numbersNow" : "noNumbersYet"]] }),
  break: (now) => ({ title: "break", lines: [again(now), [now.takesNumbers ? "numbersNow" : "noNumbersYet"]] }),
  "after-hours": (now) => ({ title: "afterHours", lines: [["lastNumbers"], times(now)] }),
  holiday: (now) => ({ title: "holiday", lines: [times(now)] }),
};
