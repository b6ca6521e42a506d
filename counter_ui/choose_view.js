/** The page on which an officer says where she sits today. */

import { h } from "/static/shared/dom.js";
import { inLanguage } from "/static/shared/format.js";
import { button, sentence, warning } from "./parts.js";

export function chooseView(state, say) {
  const { site, user, notice } = state;
  const known = new Map(state.counters.map((counter) => [counter.number, counter]));
  return h(
    "main",
    { class: "choose-page" },
    h(
      "header",
      { class: "choose-top" },
      h("p", { class: "site-name" }, inLanguage(site.short_name, state.lang)),
      h("p", { class: "who", "data-role": "officer" }, user.name),
      button("language", say.language, { kind: "plain", lang: say.languageCode }),
      button("log-out", say.logOut, { kind: "plain" }),
    ),
    h("h1", { tabindex: "-1" }, say.chooseTitle),
    h(
      "p",
      { class: "choose-note", role: "status", "data-role": "notice" },
      state.live === "offline"
        ? [warning(), h("span", { "data-role": "offline" }, say.offlineNothing)]
        : notice && [warning(), h("span", {}, sentence(notice.text, say))],
    ),
    h(
      "ul",
      { class: "tiles" },
      site.counters.map((counter) => tile(state, say, counter, known.get(counter.number))),
    ),
  );
}

/** The counter that stands ready to be chosen with Enter: one's own, else the last, else the first. */
export function preselected({ user, remembered, site }) {
  const there = (number) => site.counters.some((counter) => counter.number === number);
  return [user.counter, remembered].find((number) => number && there(number)) ?? site.counters[0]?.number;
}

/** `now`: how the counter stands, undefined until that is known. */
function tile(state, say, counter, now) {
  const { number } = counter;
  const mine = number === state.user.counter ? say.own : number === state.remembered ? say.last : null;
  const chosen = number === preselected(state);
  return h(
    "li",
    { "data-key": String(number) },
    h(
      "button",
      {
        type: "button",
        class: chosen ? "tile chosen" : "tile",
        "data-act": `sit:${number}`,
        "data-state": now?.state,
      },
      h("span", { class: "tile-number" }, `${number}`),
      h(
        "span",
        { class: "tile-what" },
        h("span", { class: "tile-name" }, inLanguage(counter.name, state.lang)),
        h(
          "span",
          { class: "tile-state" },
          now && h("span", { class: "tile-mark", "aria-hidden": "true" }),
          now && [say.states[now.state], now.officer_name].filter(Boolean).join(" · "),
        ),
      ),
      mine && h("span", { class: "tile-mine" }, mine),
    ),
  );
}
