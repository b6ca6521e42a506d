/** The console's page for a state. */

import { h } from "/static/shared/dom.js";
import { chooseView } from "./choose_view.js";
import { deskView } from "./desk_view.js";
import { loginView } from "./login_view.js";
import { warning } from "./parts.js";
import { words } from "./words.js";

export function view(state) {
  const say = words[state.lang];
  return h(
    "div",
    { id: "console", class: `console ${state.page}`, "data-page": state.page },
    PAGES[state.page](state, say),
  );
}

const PAGES = {
  starting: (state, say) =>
    h(
      "main",
      { class: "middle" },
      state.live === "offline"
        ? h("p", { class: "trouble", role: "status", "data-role": "offline" }, warning(), say.cannotReach)
        : h("p", { class: "late", role: "status" }, say.starting),
    ),
  missing: (state, say) => h("main", { class: "middle" }, h("h1", {}, say.noSuchSite)),
  login: loginView,
  choose: chooseView,
  desk: deskView,
};
