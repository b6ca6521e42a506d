// The phone page: one ticket, from the slip to the thanks.

import { api, newKey, Offline, Problem } from "/static/shared/api.js";
import { h, patch } from "/static/shared/dom.js";
import { clock, inLanguage } from "/static/shared/format.js";
import { createAlert } from "./phone_alert.js";
import { createCancel } from "./phone_cancel.js";
import { followTicket } from "./phone_feed.js";
import { loading, notFound, sentence, view } from "./phone_views.js";
import { words } from "./words.js";

const REPAINT_MS = 15000; // the time of day in the sentence, the age of old data
const LOADING_SHOWS_AFTER_MS = 300;
const STATUS_STAYS_MS = 2000;
const SITE_AGAIN_MS = 10000;
const REFUSED_RATINGS = { "already-rated": "sent", "rating-closed": "closed" };
const GROUND = { night: "#0e1b18", paper: "#f6f4ee" };

const { site: slug, token, lang: startLanguage } = document.body.dataset;
const path = `/tickets/${encodeURIComponent(token)}`;

let ticket = null;
let site = null;
let gone = false;
let heardAt = null; // when the ticket last came, by this phone's clock
let lost = false;
let chosen = kept("language"); // by a touch; until then the ticket's language counts
let rating = null; // "sending" | "failed" | "sent" | "closed"
let quiet = null; // timer that empties the status
const opened = new Set(); // the questions whose answers are open
let ratingKey = null; // kept over failed tries, so that one answer counts once

const alert = createAlert();
const main = document.querySelector(".phone");
const status = h("p", { class: "visually-hidden", role: "status", "aria-live": "polite", "data-role": "status" });
document.body.append(status);

const feed = followTicket({
  site: slug,
  token,
  onTicket(fresh) {
    ticket = fresh;
    heardAt = Date.now();
    lost = false;
    if (fresh.rated ?? kept(`rated ${fresh.id}`)) rating ??= "sent";
    alert.hear(fresh);
    paint();
  },
  onGone() {
    gone = true;
    paint();
  },
  onLost() {
    lost = true;
    paint();
  },
});
const dialog = createCancel({ cancel: () => api("POST", `${path}/cancel`, {}, { key: newKey() }), done: feed.take });

const ACTS = {
  language() {
    chosen = language() === "vi" ? "en" : "vi";
    keep("language", chosen);
  },
  alert: alert.toggle,
  cancel: () => dialog.ask(words[language()], ticket.label),
  rate: ({ score }) => rate(Number(score)),
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-act]");
  if (!button || !ACTS[button.dataset.act]) return;
  ACTS[button.dataset.act](button.dataset);
  paint();
});

document.addEventListener("toggle", ({ target }) => opened[target.open ? "add" : "delete"](target.dataset.role), true);

setTimeout(paint, LOADING_SHOWS_AFTER_MS);
setInterval(paint, REPAINT_MS);
readSite();

async function readSite() {
  if (!slug) return;
  try {
    site = (await api("GET", `/sites/${encodeURIComponent(slug)}`)).data;
    paint();
  } catch (error) {
    if (!(error instanceof Offline || error instanceof Problem)) throw error;
    setTimeout(readSite, SITE_AGAIN_MS);
  }
}

async function rate(score) {
  if (rating === "sending") return;
  rating = "sending";
  ratingKey ??= { score, key: newKey() };
  if (ratingKey.score !== score) ratingKey = { score, key: newKey() }; // another answer is another act
  try {
    await api("POST", `${path}/rating`, { score }, { key: ratingKey.key });
    rating = "sent";
  } catch (error) {
    if (!(error instanceof Offline || error instanceof Problem)) throw error;
    rating = REFUSED_RATINGS[error.code] ?? "failed";
  }
  if (rating === "sent") keep(`rated ${ticket.id}`, "1");
  paint();
  main.querySelector('[data-role="thanks"]')?.focus();
}

function language() {
  return [chosen, ticket?.language, startLanguage].find((one) => words[one]) ?? "vi";
}

function paint() {
  const lang = language();
  const text = words[lang];
  const page = { ticket, site, lang, text, alert: alert.on, rating, opened, heardAt };
  const state = gone ? "not-found" : (ticket?.state ?? "loading");
  document.documentElement.lang = lang;
  document.body.dataset.state = state;
  document.querySelector('meta[name="theme-color"]').content = state === "called" ? GROUND.night : GROUND.paper;
  const body = gone ? notFound(page) : ticket ? view(page) : loading(page);
  const old = lost && !gone && stale(text, lang);
  patch(main, h("main", { class: "phone", "data-role": "phone", "data-state": state }, head(text, lang), old, body));
  if (!ticket || gone) return;
  tell(sentence(page));
}

/** Say a sentence once to those who hear the page; it is not left there to be read twice. */
function tell(says) {
  const title = `${ticket.label} · ${says}`;
  if (document.title === title) return;
  document.title = title;
  status.textContent = says;
  clearTimeout(quiet);
  quiet = setTimeout(() => (status.textContent = ""), STATUS_STAYS_MS);
}

// A browser that blocks storage throws: then the choice lasts as long as the page.
function kept(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // see above
  }
}

function head(text, lang) {
  return h(
    "header",
    { class: "head" },
    h("p", { class: "centre" }, inLanguage(site?.short_name ?? site?.name, lang)),
    h("button", { type: "button", class: "language", "data-act": "language", lang: lang === "vi" ? "en" : "vi" }, text.otherLanguage),
  );
}

function stale(text, lang) {
  const age = heardAt ? text.age(Math.floor((Date.now() - heardAt) / 60000)) : "";
  const time = heardAt && clock(heardAt, lang, site?.time_zone);
  return h("p", { class: "stale", role: "status", "data-role": "offline" }, text.phoneOffline(time, age));
}
