/** The bar of actions, each with its key. A button that does not apply stays where it is and tells why when pressed. */

import { h } from "/static/shared/dom.js";
import { isUnderWay } from "./sending.js";
import { present, whyNot } from "./verbs.js";

// Two rows of five: what happens to a ticket stands left, what happens to the counter right.
const PLACES = ["recall", "start", "finish", "no-show", "pause", "return", "hold", "transfer", "keys", "close"];
const LETTERS = {
  recall: "R",
  start: "S",
  finish: "F",
  "no-show": "N",
  pause: "P",
  return: "B",
  hold: "H",
  transfer: "T",
  keys: "?",
  close: "C",
};

export function keysView(state, say) {
  return h(
    "footer",
    { class: "keys", "aria-busy": isUnderWay(state.act) ? "true" : null }, // until then other keys do nothing
    nextKey(state, say),
    h(
      "div",
      { class: "small-keys" },
      PLACES.map((verb) => key(verb, state, say)),
    ),
  );
}

function nextKey(state, say) {
  const label = state.desk?.ticket?.label;
  return h(
    "button",
    {
      type: "button",
      class: "key next",
      "data-act": "call-next",
      "aria-keyshortcuts": state.keysOn ? "Space" : null,
      ...standing("call-next", state, say),
    },
    h("span", { class: "key-name" }, say.verbs["call-next"]),
    h(
      "span",
      { class: "key-letter" },
      [state.keysOn && say.space, label && say.finishesPresent(label)].filter(Boolean).join(" · "),
    ),
  );
}

function key(place, state, say) {
  const verb = present(place, state.desk);
  const letter = LETTERS[place];
  return h(
    "button",
    {
      type: "button",
      class: "key",
      "data-act": verb,
      "data-key": place,
      "aria-keyshortcuts": state.keysOn ? letter : null,
      ...standing(place, state, say),
    },
    h("span", { class: "key-name" }, say.verbs[verb]),
    state.keysOn && h("kbd", { class: "key-letter", "aria-hidden": "true" }, letter),
  );
}

/** Does it apply? If not, the reason is its title and is told when it is pressed. */
function standing(verb, state, say) {
  const why = whyNot(verb, state);
  const reason = why && say.why[why[0]];
  return {
    "aria-disabled": why ? "true" : null,
    title: typeof reason === "function" ? reason(...why.slice(1)) : reason,
    "data-busy": isUnderWay(state.act) && state.act.verb === present(verb, state.desk) && state.act.state === "slow",
  };
}
