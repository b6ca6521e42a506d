/** The officer's page: the ticket served, who waits, and the keys. Everything keeps its place in all states. */

import { h } from "/static/shared/dom.js";
import { clock } from "/static/shared/format.js";
import { keysView } from "./keys_view.js";
import { linesView } from "./lines_view.js";
import { button, counterOf, serviceName } from "./parts.js";
import { stripView } from "./strip_view.js";
import { ticketView } from "./ticket_view.js";
import { wait } from "./times.js";

export function deskView(state, say) {
  return [
    topView(state, say),
    h(
      "main",
      { class: "desk", tabindex: "-1", "aria-busy": state.desk ? null : "true" },
      ticketView(state, say),
      stripView(state, say),
      linesView(state, say),
    ),
    keysView(state, say),
  ];
}

function topView(state, say) {
  const { desk, user, number } = state;
  const services = (desk?.counter.services ?? counterOf(state, number)?.services ?? []).map((id) =>
    serviceName(state, id),
  );
  const { officer, officer_name: opener } = desk?.counter ?? {};
  return h(
    "header",
    { class: "top" },
    h("p", { class: "top-counter", "data-role": "counter" }, say.counter(number)),
    h("p", { class: "top-services", title: services.join(" · ") }, services.join(" · ")),
    opener && officer !== user.username && h("p", { class: "top-fact" }, say.openedBy(opener)),
    button("choose", say.change, { kind: "plain" }),
    h(
      "p",
      { class: "top-fact first" },
      `${say.today} `,
      h("strong", { "data-role": "served-today" }, say.served(desk?.counter.served_today ?? 0)),
    ),
    h("p", { class: "top-fact" }, `${say.mean} `, h("strong", { "data-role": "mean" }, meanOf(desk, say))),
    h("p", { class: "top-fact", "data-role": "clock" }, clock(state.now, state.lang, state.site.time_zone)),
    h("p", { class: "top-officer", "data-role": "officer" }, user.name || user.username),
    button("language", say.language, { kind: "plain", lang: say.languageCode }),
    button("log-out", say.logOut, { kind: "plain" }),
  );
}

function meanOf(desk, say) {
  const mean_s = desk?.counter.mean_service_s;
  return mean_s ? wait(mean_s * 1000, say) : "–";
}
