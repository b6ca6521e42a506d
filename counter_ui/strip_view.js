/** The strip below the ticket, always there: no connection, an act that is slow or failed, or what the last one did. */

import { h } from "/static/shared/dom.js";
import { clock } from "/static/shared/format.js";
import { button, sentence, warning } from "./parts.js";

export function stripView(state, say) {
  const told = connection(state, say) ?? underWay(state, say) ?? after(state, say);
  return h(
    "div",
    { class: `strip ${told?.tone ?? ""}`, "data-role": "strip", "data-tone": told?.tone ?? "none" },
    h(
      "p",
      { class: "strip-text", role: "status", "data-role": "notice" },
      told && [isTrouble(told) && warning(), h("span", {}, told.text)],
    ),
    h("p", { class: "strip-acts" }, told?.acts),
  );
}

const isTrouble = ({ tone }) => tone === "offline" || tone === "trouble";

function connection({ live, readAt, act, lang, site }, say) {
  if (live !== "offline") return null;
  const lost = readAt ? say.offline(clock(readAt, lang, site.time_zone)) : say.offlineNothing;
  const unsent = act?.state === "failed" ? ` ${say.unsent(say.verbs[act.verb])}` : "";
  return { tone: "offline", text: `${lost}${unsent}` };
}

function underWay({ act }, say) {
  if (act?.state === "slow") return { tone: "slow", text: say.sending(say.verbs[act.verb]) };
  if (act?.state !== "failed") return null;
  const text = (act.error === "busy" ? say.failedBusy : say.failed)(say.verbs[act.verb]);
  return {
    tone: "trouble",
    text,
    acts: [button("retry", say.retry), button("give-up", say.giveUp, { kind: "plain" })],
  };
}

function after({ notice, desk }, say) {
  if (!notice) return null;
  const { tone, undo } = notice;
  const possible = undo && (undo.verb === "reinstate" || !desk?.ticket);
  return { tone, text: sentence(notice.text, say), acts: possible ? [button("undo", undoWord(undo, say))] : null };
}

function undoWord({ verb, about }, say) {
  const word = say.undo[verb];
  return typeof word === "function" ? word(about.label) : word;
}
