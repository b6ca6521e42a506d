/** The officer's console: who is there, at which counter, and then the desk. */

import { api, Problem } from "/static/shared/api.js";
import { patch } from "/static/shared/dom.js";
import { createActs } from "./acts.js";
import { preselected } from "./choose_view.js";
import { createChooser } from "./chooser.js";
import { createDesk } from "./desk.js";
import { dialogView } from "./dialogs.js";
import { listenToForms } from "./forms.js";
import { listenToKeys } from "./keyboard.js";
import { recallCounter, recallKeysOn, recallLanguage, rememberCounter } from "./memory.js";
import { createSending } from "./sending.js";
import { createSession } from "./session.js";
import { createStore, newConsole } from "./state.js";
import { view } from "./view.js";
import { words } from "./words.js";

const AGAIN_MS = 3000; // between attempts to reach the server at the start
const SITE_MS = 10 * 60_000; // a site file that was loaded anew shows within this time
const DONE_MS = 8000; // a plain notice is read by then; one with an undo stays until the next act

const { site, lang } = document.body.dataset;
const sitePath = `/sites/${encodeURIComponent(site)}`;
const dialog = document.getElementById("dialog");
let root = document.getElementById("console");
let shown = null; // the page that stands
let ahead_ms = 0; // how far the server's clock is ahead of ours

const store = createStore(newConsole(recallLanguage(lang), recallKeysOn()), draw);
const session = createSession(store, site, { enter: (user) => enter(user, { asked: true }), leave });
const { onUnknown, onNotAllowed, logOut } = session;
const desk = createDesk(store, site, { onUnknown, onNotAllowed, onNoCounter: choose });
const chooser = createChooser(store, site, { onUnknown, onNotAllowed });
const sending = createSending(store, site, { read: desk.read, onUnknown, onNotAllowed });
const acts = createActs(store, { desk, chooser, sending, sit, choose, logOut });

async function start() {
  try {
    await readSite();
    const user = await session.who();
    store.set({ live: "connecting" });
    if (user) enter(user);
    else store.set({ page: "login" });
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return store.set({ page: "missing" });
    store.set({ live: "offline" });
    setTimeout(start, AGAIN_MS);
  }
}

async function readSite() {
  const { data } = await api("GET", sitePath);
  ahead_ms = Date.parse(data.now) - Date.now();
  store.set({ site: data, now: Date.now() + ahead_ms });
}

/** A known officer: back to the counter of before; after a log-in, first ask which, unless only the session had ended. */
function enter(user, { asked = false } = {}) {
  const { number, site: hall, user: before } = store.state;
  const remembered = recallCounter(site, user.username);
  store.set({ user, remembered });
  const back = (before?.username === user.username && number) || (asked ? null : remembered);
  if (hall.counters.some((counter) => counter.number === back)) sit(back);
  else choose();
}

function sit(number) {
  chooser.close();
  rememberCounter(site, store.state.user.username, number);
  const { notice } = store.state;
  desk.sit(number);
  store.set({ page: "desk", remembered: number, dialog: null, notice: notice?.kept ? notice : null });
}

/** Ask for a counter; `why` is said above the choice. */
function choose(why = null) {
  desk.leave();
  const notice = why && { tone: "trouble", text: why, undo: null, at: store.state.now };
  store.set({ page: "choose", number: null, desk: null, act: null, dialog: null, notice });
  chooser.open();
}

function leave() {
  desk.leave();
  chooser.close();
}

function draw(state) {
  document.documentElement.lang = state.lang;
  document.title =
    state.page === "desk"
      ? `${words[state.lang].counter(state.number)} · ${words[state.lang].title}`
      : words[state.lang].title;
  const fresh = view(state);
  keepTyped(root, fresh);
  root = patch(root, fresh);
  ask(state);
  if (state.page !== shown) opened(state);
}

/** What a person has typed is hers: drawing the page anew does not touch it. */
function keepTyped(old, fresh) {
  for (const input of fresh.querySelectorAll("input[id]")) {
    const typed = old.querySelector(`#${CSS.escape(input.id)}`);
    if (typed && input.type !== "radio" && input.type !== "checkbox") input.value = typed.value;
  }
}

/** A new page takes the focus where its first act is. */
function opened(state) {
  shown = state.page;
  const first = {
    login: () => "#field-username",
    choose: () => `[data-act="sit:${preselected(state)}"]`,
    desk: () => "main",
  }[shown];
  if (first) root.querySelector(first())?.focus();
}

function ask(state) {
  if (!state.dialog) {
    if (dialog.open) dialog.close();
    dialog.replaceChildren(); // the next one begins with nothing typed
    return;
  }
  const fresh = dialogView(state);
  const old = dialog.firstElementChild;
  keepTyped(dialog, fresh);
  const stands = old ? patch(old, fresh) : dialog.appendChild(fresh);
  if (!dialog.open) dialog.showModal();
  if (stands !== old) (dialog.querySelector("[autofocus]") ?? dialog.querySelector("h2")).focus();
}

function tick() {
  const now = Date.now() + ahead_ms;
  const { notice } = store.state;
  const passing = notice && !notice.undo && (notice.tone === "done" || notice.text[0] === "justCalled");
  const read = passing && now - notice.at > DONE_MS;
  store.set({ now, notice: read ? null : notice });
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-act]");
  if (!target || target.type === "submit") return;
  const [name, ...rest] = target.dataset.act.split(":");
  acts[name](rest.join(":"), target);
});
listenToForms({
  "log-in": (form) => session.logIn(form.get("username").trim(), form.get("password")),
  pause: acts["pause-form"],
  transfer: acts["transfer-form"],
});
listenToKeys(store, acts);
dialog.addEventListener("close", () => store.state.dialog && store.set({ dialog: null }));
// "close" comes a moment after Escape: a key pressed in between would still be taken for the dialog's.
dialog.addEventListener("cancel", () => store.set({ dialog: null }));
setInterval(tick, 1000);
setInterval(() => readSite().catch(() => {}), SITE_MS); // the next attempt is in ten minutes

draw(store.state);
start();
