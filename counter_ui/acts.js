/** What each `data-act` does. */

import { counterNamed, serviceName } from "./parts.js";
import { listed } from "./state.js";
import { present, whyNot } from "./verbs.js";
import { rememberKeysOn, rememberLanguage } from "./memory.js";
import { words } from "./words.js";

const DIRECT = ["call-next", "recall", "start", "finish", "no-show", "hold", "return"];

export function createActs(store, { desk, chooser, sending, sit, choose, logOut }) {
  const say = () => words[store.state.lang];
  const close = () => store.set({ dialog: null });

  /** Do it if it applies, else say why it does not. */
  function allowed(verb) {
    const why = whyNot(verb, store.state);
    if (why) store.set({ notice: { tone: "quiet", text: ["why", ...why], undo: null, at: store.state.now } });
    return !why;
  }

  function run(verb, body, about) {
    close();
    if (allowed(verb)) return sending.run(verb, body, about);
    return false;
  }

  const ask = (dialog) => store.set({ dialog });

  function askTransfer(ticket, fromLine) {
    chooser.readStates();
    ask({ name: "transfer", id: fromLine ? ticket.id : null, label: ticket.label, error: null });
  }

  const labelOf = (id) => listed(store.state.desk, id)?.ticket.label;

  const acts = {
    ...Object.fromEntries(DIRECT.map((verb) => [verb, () => run(verb)])),
    begin: () => run(store.state.desk?.counter.state === "paused" ? "resume" : "open"),
    open: () => run("open"),
    resume: () => run("resume"),
    pause: () => {
      const verb = present("pause", store.state.desk);
      if (verb === "resume") run(verb);
      else if (allowed("pause")) ask({ name: "pause" });
    },
    "pause-for": (_, target) => run("pause", { reason: target.dataset.reason }),
    "pause-form": (form) => run("pause", { reason: form.get("reason").trim() || null }),
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
      if (!to) return ask({ ...dialog, error: "chooseTarget" });
      const [kind, which] = to.split(":");
      const target = kind === "counter" ? { counter: Number(which) } : { service: which };
      const note = form.get("note").trim();
      const body = { ...target, position: form.get("position"), ...(note && { note }), ...(dialog.id && { ticket: dialog.id }) };
      transfer(body, { label: dialog.label, to: nameOf(target), fromLine: Boolean(dialog.id) });
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

  /** From the line a named ticket moves, whatever stands at the counter. */
  function transfer(body, about) {
    close();
    if (!about.fromLine) return run("transfer", body, about);
    return allowed("transfer-listed") && sending.run("transfer", body, about);
  }

  function nameOf({ counter, service }) {
    return counter ? say().counter(counterNamed(store.state, counter)?.number ?? counter) : serviceName(store.state, service);
  }

  return acts;
}
