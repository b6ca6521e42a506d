/** What a dialog says, by the name that `state.dialog` gives. */

import { h } from "/static/shared/dom.js";
import { clock } from "/static/shared/format.js";
import { button, errorNote, field, priorityName, serviceName, sheet } from "./parts.js";
import { listed } from "./state.js";
import { since, wait } from "./times.js";
import { transferView } from "./transfer_view.js";
import { KEYS, present } from "./verbs.js";
import { words } from "./words.js";

const KINDS = {
  pause: pauseView,
  close: closeView,
  cancel: cancelView,
  "log-out": logOutView,
  ticket: oneView,
  transfer: transferView,
  keys: keysListView,
};

/** The content of the open dialog. */
export function dialogView(state) {
  const say = words[state.lang];
  return KINDS[state.dialog.name](state, say);
}

const leave = (text) => button("dialog-close", text, { kind: "quiet" });

function pauseView({ desk, dialog }, say) {
  const label = desk?.ticket?.label;
  return sheet(
    "pause",
    say.pauseTitle,
    [
      h("p", { class: "dialog-text" }, [say.pauseShown, label && say.pauseWith(label)].filter(Boolean).join(" ")),
      h(
        "ul",
        { class: "choices" },
        say.pauseReasons.map((reason, index) =>
          h(
            "li",
            {},
            button("pause-for", reason, { kind: "quiet wide", "data-reason": reason, autofocus: index === 0 }),
          ),
        ),
      ),
      h(
        "form",
        { class: "in-line", "data-form": "pause", novalidate: true },
        field("reason", say.pauseOther, { maxlength: 120 }),
        h("button", { type: "submit", class: "button leaf", "data-act": "pause-go" }, say.pauseGo),
      ),
    ],
    [leave(say.back), errorNote(dialog, say, "pause-error")],
  );
}

function closeView({ desk, number }, say) {
  const text = h("p", { class: "dialog-text" }, say.closeText(desk?.waiting_total ?? 0));
  const sure = button("close-sure", say.verbs.close, { kind: "leaf", autofocus: true });
  return sheet("close", say.closeTitle(number), text, [sure, leave(say.stayOpen)]);
}

function cancelView({ dialog }, say) {
  const sure = button(`cancel-sure:${dialog.id}`, say.verbs.cancel, { kind: "clay" });
  const keep = button("dialog-close", say.keepTicket, { kind: "quiet", autofocus: true });
  return sheet("cancel", say.cancelTitle(dialog.label), h("p", { class: "dialog-text" }, say.cancelText), [sure, keep]);
}

function logOutView({ desk, number }, say) {
  const label = desk?.ticket?.label;
  const text = label ? `${say.logOutText} ${say.logOutBusy(label)}` : say.logOutText;
  return sheet("log-out", say.logOutTitle(number), h("p", { class: "dialog-text" }, text), [
    !label && button("close-and-log-out", say.closeAndLogOut, { kind: "leaf", autofocus: true }),
    button("log-out-sure", say.logOutOnly, { kind: "quiet" }),
    leave(say.stay),
  ]);
}

/** One ticket of the lists: what is known of it, and what can be done with it from where it stands. */
function oneView(state, say) {
  const { dialog, desk } = state;
  const found = listed(desk, dialog.id);
  if (!found)
    return sheet(
      "ticket",
      say.ticketTitle(dialog.label),
      h("p", { class: "dialog-text" }, say.gone(dialog.label)),
      leave(say.back),
    );
  const { ticket, list } = found;
  const here = desk.ticket?.label;
  return sheet(
    "ticket",
    say.ticketTitle(ticket.label),
    [factsOf(state, say, ticket), here && h("p", { class: "dialog-text" }, say.endsPresent(here))],
    [
      button(`call-ticket:${ticket.id}`, say.callThis, { kind: "leaf", autofocus: true }),
      list === "no_shows" && button(`reinstate:${ticket.id}`, say.reinstateThis),
      list !== "no_shows" && button(`transfer-ticket:${ticket.id}`, say.transferThis),
      list !== "no_shows" && button(`cancel-ticket:${ticket.id}`, say.cancelThis),
      leave(say.back),
    ],
  );
}

function factsOf(state, say, ticket) {
  const { site, lang, now } = state;
  const found = state.procedures[ticket.procedure];
  const facts = [
    [say.service, serviceName(state, ticket.service)],
    [say.procedure, ticket.procedure && `${found?.short_name ?? ""} ${ticket.procedure}`.trim()],
    [say.priorityIs, priorityName(state, ticket.priority)],
    [say.issued, `${clock(ticket.issued_at, lang, site.time_zone)} (${wait(since(ticket.issued_at, now), say)})`],
    [say.notes, ticket.notes?.map(({ text }) => text).join(" · ")],
  ];
  return h(
    "dl",
    { class: "facts-of" },
    facts.filter(([, value]) => value).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
  );
}

function keysListView({ keysOn, desk }, say) {
  const rows = Object.entries(KEYS).map(([key, verb]) => {
    const both = verb === "pause" ? ["pause", "resume"] : verb === "close" ? ["open", "close"] : [present(verb, desk)];
    return h(
      "div",
      {},
      h("dt", {}, h("kbd", {}, key === " " ? say.space : key.toUpperCase())),
      h("dd", {}, both.map((one) => say.verbs[one]).join(" / ")),
    );
  });
  return sheet(
    "keys",
    say.keysTitle,
    [
      h("dl", { class: "keys-list" }, rows),
      h("p", { class: "dialog-text" }, say.keysText),
      h(
        "p",
        { class: "check" },
        h("input", { type: "checkbox", id: "keys-on", "data-act": "keys-on", checked: keysOn }),
        h("label", { for: "keys-on" }, say.keysOn),
      ),
    ],
    button("dialog-close", say.closeDialog, { kind: "leaf", autofocus: true }),
  );
}
