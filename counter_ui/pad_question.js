/** The pad's questions: how it was and, after a low score, why. */

import { h } from "/static/shared/dom.js";
import { inLanguage } from "/static/shared/format.js";
import { face } from "./pad_faces.js";
import { two, vi } from "./pad_two.js";

export function asking(state, number) {
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

/** The reasons of a low score. Leaving them out still sends the score. */
export function reasons(state, number) {
  return [
    h(
      "main",
      { class: "question", "data-key": `reasons-${state.label}` },
      top(state, number),
      two("h1", { tabindex: "-1" }, (say) => say.reasonsQuestion),
      two("p", { class: "quiet" }, (say) => say.reasonsHint),
      h(
        "ul",
        { class: "reasons" },
        Object.keys(vi.reasons).map((reason) => reasonButton(state, reason)),
      ),
      h(
        "p",
        { class: "send" },
        h(
          "button",
          { type: "button", class: "leaf", "data-act": "send", "aria-disabled": state.reasons.length ? null : "true" },
          two("span", {}, (say) => say.send),
        ),
      ),
    ),
    foot("skip-reasons"),
  ];
}

function top(state, number) {
  const name = state.officerName ?? inLanguage(state.counterName, "vi");
  return h(
    "p",
    { class: "whose", "data-role": "whose", lang: "vi" },
    [vi.counter(number), name, state.label && vi.label(state.label)].filter(Boolean).join(" · "),
  );
}

function scoreButton(score) {
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "score", "data-act": `score:${score}` },
      face(score),
      two("span", { class: "score-words" }, (say) => say.scores[score - 1]),
    ),
  );
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
    h(
      "button",
      { type: "button", class: "skip", "data-act": act },
      two("span", {}, (say) => say.skip),
    ),
  );
}
