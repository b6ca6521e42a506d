/** The pad's page for a state: dark and quiet, or one question in the light. */

import { h } from "/static/shared/dom.js";
import { asking, reasons } from "./pad_question.js";
import { two } from "./pad_two.js";
import { warning } from "./parts.js";

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

const FACES = {
  starting: quiet,
  offline: unreachable,
  idle: quiet,
  pairing,
  "other-counter": otherCounter,
  asking,
  reasons,
  sending,
  thanks,
};

function quiet(_, number) {
  return h(
    "main",
    { class: "still" },
    two("h1", { class: "counter", "data-role": "counter" }, (say) => say.counter(number)),
  );
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
  return h(
    "p",
    { class: "lost", "data-role": "offline" },
    warning(),
    two("span", {}, (say) => say.offline),
  );
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
  return h(
    "main",
    { class: "still pairing" },
    two("h1", {}, (say) => say.otherCounter(device.counter, number)),
  );
}

function sending() {
  return h(
    "main",
    { class: "still" },
    two("h1", { class: "late", role: "status" }, (say) => say.sending),
  );
}

function thanks({ said }) {
  return h(
    "main",
    { class: "still", role: "status", "data-role": "thanks", "data-said": said },
    two("h1", {}, (say) => say[said]),
    said === "thanks" && two("p", { class: "quiet" }, (say) => say.thanksText),
  );
}
