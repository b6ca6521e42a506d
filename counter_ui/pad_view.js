/** The pad's page for a state: dark and quiet, or one question in the light. */

import { h } from "/static/shared/dom.js";
import { inLanguage } from "/static/shared/format.js";
import { face } from "./pad_faces.js";
import { warning } from "./parts.js";
import { words } from "./words.js";

const { vi, en } = { vi: words.vi.pad, en: words.en.pad };
const DARK = ["starting", "offline", "idle", "thanks", "pairing", "other-counter"];

export function padView(state, number) {
  const dark = DARK.includes(state.face);
  return h(
    "div",
    { id: "pad", class: dark ? "pad dark" : "pad light", "data-face": state.face, "data-live": state.live },
    FACES[state.face](state, number),
    state.face !== "offline" && lost(state),
  );
}

const FACES = { starting: quiet, offline: unreachable, idle: quiet, pairing, "other-counter": otherCounter, asking, reasons, sending, thanks };

/** A text in Vietnamese, large, and in English, small beneath. `pick` takes it from the words of a language. */
function two(tag, attributes, pick) {
  return h(tag, attributes, h("span", { class: "vi", lang: "vi" }, pick(vi)), h("span", { class: "en", lang: "en" }, pick(en)));
}

function quiet(_, number) {
  return h("main", { class: "still" }, two("h1", { class: "counter", "data-role": "counter" }, (say) => say.counter(number)));
}

function unreachable(_, number) {
  return h(
    "main",
    { class: "still" },
    two("h1", { class: "counter" }, (say) => say.counter(number)),
    away(),
  );
}

/** A line in the corner while the server is away; a citizen need not care, the staff sees it from the desk. */
function lost({ live }) {
  return h("div", { class: "corner", role: "status" }, live === "offline" && away());
}

function away() {
  return h("p", { class: "lost", "data-role": "offline" }, warning(), two("span", {}, (say) => say.offline));
}

function pairing({ pairing: { code, refused } }) {
  return h(
    "main",
    { class: "still pairing" },
    two("h1", {}, (say) => say.pairingTitle),
    two("p", { class: "quiet" }, (say) => (refused ? `${say.refused} ${say.pairingText}` : say.pairingText)),
    two("p", { class: "quiet" }, (say) => (code ? say.pairingCode : say.pairingWait)),
    h("p", { class: "code", role: "status", "data-role": "pairing-code" }, code ?? "…"),
  );
}

function otherCounter({ device }, number) {
  return h("main", { class: "still pairing" }, two("h1", {}, (say) => say.otherCounter(device.counter, number)));
}

function top(state, number) {
  const name = inLanguage(state.counterName, "vi");
  return h("p", { class: "whose", "data-role": "whose", lang: "vi" }, [vi.counter(number), name, state.label && vi.label(state.label)].filter(Boolean).join(" · "));
}

function asking(state, number) {
  return [
    h(
      "main",
      { class: "question", "data-key": `asking-${state.label}` },
      top(state, number),
      two("h1", { tabindex: "-1" }, (say) => say.question),
      h("ul", { class: "faces" }, [1, 2, 3, 4, 5].map(scoreButton)),
    ),
    foot("skip"),
  ];
}

function scoreButton(score) {
  return h(
    "li",
    {},
    h("button", { type: "button", class: "score", "data-act": `score:${score}` }, face(score), two("span", { class: "score-words" }, (say) => say.scores[score - 1])),
  );
}

/** The reasons of a low score. Leaving them out still sends the score. */
function reasons(state, number) {
  return [
    h(
      "main",
      { class: "question", "data-key": `reasons-${state.label}` },
      top(state, number),
      two("h1", { tabindex: "-1" }, (say) => say.reasonsQuestion),
      two("p", { class: "quiet" }, (say) => say.reasonsHint),
      h("ul", { class: "reasons" }, Object.keys(vi.reasons).map((reason) => reasonButton(state, reason))),
      h("p", { class: "send" }, h("button", { type: "button", class: "leaf", "data-act": "send", "aria-disabled": state.reasons.length ? null : "true" }, two("span", {}, (say) => say.send))),
    ),
    foot("skip-reasons"),
  ];
}

function reasonButton(state, reason) {
  const pressed = state.reasons.includes(reason);
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "reason", "data-act": `reason:${reason}`, "aria-pressed": String(pressed) },
      h("span", { class: "tick", "aria-hidden": "true" }, pressed ? "✓" : ""),
      two("span", {}, (say) => say.reasons[reason]),
    ),
  );
}

function foot(act) {
  return h(
    "footer",
    {},
    two("p", { class: "quiet" }, (say) => say.anonymous),
    h("button", { type: "button", class: "skip", "data-act": act }, two("span", {}, (say) => say.skip)),
  );
}

function sending() {
  return h("main", { class: "still" }, two("h1", { class: "late", role: "status" }, (say) => say.sending));
}

function thanks({ said }) {
  return h(
    "main",
    { class: "still", role: "status", "data-role": "thanks", "data-said": said },
    two("h1", {}, (say) => say[said]),
    said === "thanks" && two("p", { class: "quiet" }, (say) => say.thanksText),
  );
}
