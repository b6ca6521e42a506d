/** What each `data-act` does. */

import { rememberKeysOn, rememberLanguage } from "./memory.js";
import { serviceName } from "./parts.js";
import { isUnderWay } from "./sending.js";
import { listed } from "./state.js";
import { justCalled, present, whyNot } from "./verbs.js";
import { words } from "./words.js";

const ROUTES = { "transfer-listed": "transfer" }; // from the line a ticket moves whatever stands at the counter
const DIRECT = ["recall", "start", "finish", "no-show", "hold", "return"];

export function createActs(store, { desk, chooser, sending, sit, choose, logOut }) {
  const close = () => store.set({ dialog: null });

  const tell = (...text) => store.set({ notice: { tone: "quiet", text, undo: null, at: store.state.now } });

  /** Do it if it applies, else say why it does not. */
  function allowed(verb) {
    const why = whyNot(verb, store.state);
    if (why) tell("why", ...why);
    return !why;
  }

  function run(verb, body, about) {
    close();
    return allowed(verb) && sending.run(ROUTES[verb] ?? verb, body, about);
  }

  /** Who has just been called is still on his way: a nervous second press must not end his turn. */
  function callNext() {
    const label = justCalled(store.state);
    if (label && !isUnderWay(store.state.act) && allowed("call-next")) return tell("justCalled", label);
    return run("call-next", { present: store.state.desk?.ticket?.id ?? null });
  }

  /** What was typed stays: a dialog that cannot be sent now says why and remains open. */
  function submit(verb, body, about) {
    const { dialog, act } = store.state;
    const why = whyNot(verb, store.state);
    if (why) ask({ ...dialog, error: ["why", ...why] });
    else if (isUnderWay(act)) ask({ ...dialog, error: ["stillSending"] });
    else run(verb, body, about);
  }

  const ask = (dialog) => store.set({ dialog });

  function askTransfer(ticket, fromLine) {
    chooser.readStates();
    ask({ name: "transfer", id: ticket.id, fromLine, label: ticket.label, error: null });
  }

  const labelOf = (id) => listed(store.state.desk, id)?.ticket.label;

  const acts = {
    ...Object.fromEntries(DIRECT.map((verb) => [verb, () => run(verb)])),
    "call-next": callNext,
    begin: () => run(store.state.desk?.counter.state === "paused" ? "resume" : "open"),
    open: () => run("open"),
    resume: () => run("resume"),
    pause: () => {
      const verb = present("pause", store.state.desk);
      if (verb === "resume") run(verb);
      else if (allowed("pause")) ask({ name: "pause" });
    },
    "pause-for": (_, target) => run("pause", { reason: target.dataset.reason }),
    "pause-form": (form) => submit("pause", { reason: form.get("reason").trim() || null }),
    close: () => {
      const verb = present("close", store.state.desk);
      if (verb === "open") run(verb);
      else if (allowed("close")) ask({ name: "close" });
    },
    "close-sure": () => run("close"),
    transfer: () => allowed("transfer") && askTransfer(store.state.desk.ticket, false),
    "transfer-ticket": (id) => {
      const found = listed(store.state.desk, id);
      if (found) askTransfer(found.ticket, true);
    },
    "transfer-form": (form) => {
      const { dialog } = store.state;
      const to = form.get("to");
      if (!to) return ask({ ...dialog, error: ["chooseTarget"] });
      const [kind, which] = to.split(":");
      const target = kind === "counter" ? { counter: Number(which) } : { service: which };
      const note = form.get("note").trim();
      const { id, label, fromLine } = dialog;
      const body = { ticket: id, ...target, position: form.get("position"), ...(note && { note }) };
      submit(fromLine ? "transfer-listed" : "transfer", body, { label, to: nameOf(target), fromLine });
    },
    ticket: (id) => {
      const found = listed(store.state.desk, id);
      if (!found) return;
      desk.name(found.ticket.procedure);
      ask({ name: "ticket", id, label: found.ticket.label });
    },
    "call-ticket": (id) => run("call", { ticket: id }, { label: labelOf(id) }),
    "cancel-ticket": (id) => ask({ name: "cancel", id, label: labelOf(id) }),
    "cancel-sure": (id) => run("cancel", { ticket: id }, { label: labelOf(id) }),
    reinstate: (id) => run("reinstate", { ticket: id }, { label: labelOf(id) }),
    undo: () => {
      const { undo } = store.state.notice ?? {};
      if (undo) run(undo.verb, undo.body, undo.about);
    },
    retry: () => allowed("retry") && sending.retry(),
    "give-up": () => sending.giveUp(),
    sit: (number) => sit(Number(number)),
    choose: () => choose(),
    language: () => {
      const lang = store.state.lang === "vi" ? "en" : "vi";
      rememberLanguage(lang);
      store.set({ lang });
    },
    keys: () => ask({ name: "keys" }),
    "keys-on": (_, target) => {
      rememberKeysOn(target.checked);
      store.set({ keysOn: target.checked });
    },
    "dialog-close": close,
    "log-out": () => {
      const working = store.state.page === "desk" && store.state.desk && store.state.desk.counter.state !== "closed";
      if (working) ask({ name: "log-out" });
      else logOut();
    },
    "log-out-sure": () => logOut(),
    "close-and-log-out": async () => (await run("close")) && logOut(),
  };

  function nameOf({ counter, service }) {
    return counter ? words[store.state.lang].counter(counter) : serviceName(store.state, service);
  }

  return acts;
}
