/** The whole page: centre and choices above, the page that stands, the ways back, desk and clock below. */

import { h } from "/static/shared/dom.js";
import { clock, inLanguage, longDate } from "/static/shared/format.js";
import { closedPage, loadingPage, missingPage, offlinePage, pairingPage } from "./away.js";
import { confirmPage } from "./confirm.js";
import { searchPage } from "./find.js";
import { icon } from "./icons.js";
import { button, ring } from "./parts.js";
import { priorityPage } from "./priority.js";
import { servicesPage, startPage } from "./start.js";
import { pageOf } from "./state.js";
import { ticketPage } from "./ticket.js";
import { words } from "./words.js";

const PAGES = {
  start: startPage,
  services: servicesPage,
  search: searchPage,
  priority: priorityPage,
  confirm: confirmPage,
  ticket: ticketPage,
  loading: loadingPage,
  offline: offlinePage,
  closed: closedPage,
  missing: missingPage,
  pairing: pairingPage,
};
const WITH_WAYS_BACK = ["services", "search", "priority", "confirm"];
const LANGUAGES = ["vi", "en"];

/** The page's elements for a state. */
export function view(state) {
  const say = words[state.lang];
  const page = pageOf(state);
  return h(
    "div",
    { id: "kiosk", class: "kiosk", "data-page": page },
    top(state, say),
    banner(state, say, page),
    h("main", { class: `page ${page}`, "data-key": page }, PAGES[page](state, say)),
    WITH_WAYS_BACK.includes(page) && moves(state, say),
    foot(state, say),
  );
}

function top(state, say) {
  const languages = state.site?.languages ?? LANGUAGES;
  return h(
    "header",
    { class: "top" },
    h("p", { class: "centre" }, inLanguage(state.site?.name, state.lang)),
    h(
      "div",
      { class: "choices", role: "group", "aria-label": say.choices },
      languages
        .filter((lang) => words[lang])
        .map((lang) =>
          button(`language:${lang}`, words[lang].language, {
            kind: "toggle",
            lang,
            "aria-pressed": `${lang === state.lang}`,
          }),
        ),
      button("larger", "A+", { kind: "toggle", "aria-label": `A+ ${say.larger}`, "aria-pressed": `${state.large}` }),
    ),
  );
}

function banner(state, say, page) {
  const problem = state.printer?.problem;
  if (!problem || problem === "paper-low" || !["start", "confirm"].includes(page)) return null;
  return h(
    "p",
    { class: "banner", role: "status", "data-key": "banner" },
    icon("trouble"),
    h("span", {}, h("strong", {}, say.printer[problem] ?? say.printer.other), ` ${say.printerHint}`),
  );
}

function moves(state, say) {
  const { above, below } = state.overflow;
  const sending = state.issue && state.issue.state !== "refused";
  return h(
    "nav",
    { class: "moves", "aria-label": say.moves },
    button("back", say.back, { sign: "back", disabled: state.issue?.state === "sending" }),
    button("restart", say.restart, { sign: "restart", disabled: sending && state.issue.state === "sending" }),
    (above || below) && arrow("page-up", "up", say.pageUp, above),
    (above || below) && arrow("page-down", "down", say.pageDown, below),
  );
}

function arrow(act, sign, text, possible) {
  const attributes = { type: "button", class: "button quiet arrow", "data-act": act, "aria-label": text };
  return h("button", { ...attributes, disabled: !possible }, icon(sign));
}

function foot(state, say) {
  const zone = state.site?.time_zone; // without it the clock would be the machine's, perhaps hours off
  const low = state.printer?.problem === "paper-low" ? say.paperLow : null;
  const desk = inLanguage(state.site?.guide_desk, state.lang);
  return h(
    "footer",
    { class: "foot" },
    h("p", {}, [desk, low].filter(Boolean).join(" · ")),
    zone && h("p", { class: "now" }, `${clock(state.now, state.lang, zone)} · ${longDate(state.now, state.lang, zone, { brief: true })}`),
  );
}

/** The words of the question whether somebody is still there, for its dialog. */
export function idleView(state) {
  const say = words[state.lang];
  return h(
    "div",
    { id: "idle-question", class: "idle" },
    h("h2", { id: "idle-title" }, say.stillThere),
    h("p", {}, say.stillHint),
    ring(state.idle),
    button("still-here", say.stillHere, { kind: "main" }),
    button("restart", say.restart, { sign: "restart" }),
  );
}
