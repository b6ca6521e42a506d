/** The pages that stand when no number can be taken: each says why, when it ends and what to do. */

import { h } from "/static/shared/dom.js";
import { clock, inLanguage, longDate } from "/static/shared/format.js";
import { icon } from "./icons.js";
import { heading, skeleton } from "./parts.js";

export function loadingPage(state, say) {
  return [heading(say.question), h("p", { class: "visually-hidden", role: "status" }, say.loading), skeleton(7)];
}

export function offlinePage(state, say) {
  return notice("unplugged", say.offline, say.offlineHint, desk(state));
}

export function missingPage(state, say) {
  return notice("trouble", say.missing, say.missingHint);
}

export function closedPage(state, say) {
  const title = say.closed[state.site.closed_reason] ?? say.closed.other;
  return notice("closed", title, opening(state, say), desk(state));
}

function opening(state, say) {
  const { opens_at: opens, time_zone: zone } = state.site;
  if (!opens) return say.opensLater;
  const at = clock(opens, state.lang, zone);
  const day = longDate(opens, state.lang, zone);
  return day === longDate(state.now, state.lang, zone) ? say.opensToday(at) : say.opensOn(at, day);
}

function desk(state) {
  const text = inLanguage(state.site?.guide_desk, state.lang);
  return text && h("p", { class: "desk" }, text);
}

function notice(sign, title, ...texts) {
  return h(
    "div",
    { class: "notice" },
    icon(sign),
    heading(title),
    texts.map((text) => (typeof text === "string" && text ? h("p", { class: "sit" }, text) : text)),
  );
}

export function pairingPage(state, say) {
  const { code, refused } = state.pairing;
  return h(
    "div",
    { class: refused ? "notice refused" : "notice" },
    icon(refused ? "trouble" : "link"),
    heading(refused ? say.refused : say.pairing),
    h("p", { class: "sit" }, refused ? say.refusedHint : say.pairingHint),
    h(
      "p",
      { class: "code", role: "status" },
      h("span", { class: "lead" }, code ? say.pairingCode : say.pairingWaits),
      code && h("span", { class: "signs" }, code),
    ),
  );
}
