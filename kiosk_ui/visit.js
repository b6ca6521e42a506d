/** What a visitor does, one function an act; `data-act="name:argument"` on an element names it. */

import { newVisit, pageOf } from "./state.js";

function go(store, page, change = {}) {
  const { state } = store;
  store.set({ ...change, page, trail: [...state.trail, state.page] });
}

function back(store) {
  const { state } = store;
  const trail = [...state.trail];
  const page = trail.pop() ?? "start";
  const left = state.page === "search" ? { query: "", results: null, within: null } : {};
  store.set({ ...left, page, trail, issue: null });
}

/** Forget the visitor: first page, the site's own language. */
export function restart(store) {
  store.set(newVisit(store.state.ownLang));
}

/**
 * The acts. `search` has `type(text)`, `taking` has `confirm()` and `leave()`, `farewell` has `moreTime()` and
 * `reprint()`, `idle` has `stay()`, `scroll(direction)` moves the page.
 */
export function createActs(store, { search, taking, farewell, idle, scroll }) {
  const { state } = store;
  return {
    language: (lang) => store.set({ lang }),
    larger: () => store.set({ large: !state.large }),
    back: () => {
      taking.leave();
      back(store);
    },
    restart: () => {
      taking.leave();
      restart(store);
    },
    services: () => go(store, "services"),
    service: (id) => go(store, "confirm", { service: id, procedure: null }),
    search: () => {
      go(store, "search", { query: "", results: null, within: null });
    },
    procedures: () => {
      go(store, "search", { query: "", results: null, within: state.service });
      search.type("");
    },
    procedure: (code) => choose(store, code),
    "no-procedure": () => store.set({ procedure: null }),
    example: (text) => search.type(text),
    key: (letter) => search.type(state.query + letter),
    space: () => search.type(`${state.query} `),
    erase: () => search.type([...state.query].slice(0, -1).join("")),
    clear: () => search.type(""),
    priority: () => go(store, "priority"),
    "priority-class": (id) => {
      store.set({ priority: id });
      back(store);
    },
    "no-priority": () => {
      store.set({ priority: null });
      if (pageOf(state) === "priority") back(store);
    },
    confirm: () => taking.confirm(),
    "more-time": () => farewell.moreTime(),
    reprint: () => farewell.reprint(),
    done: () => {
      taking.leave();
      restart(store);
    },
    "still-here": () => idle.stay(),
    "page-up": () => scroll(-1),
    "page-down": () => scroll(1),
  };
}

function choose(store, code) {
  const procedure = store.state.results?.find((found) => found.code === code);
  if (!procedure) return;
  const change = { procedure, service: procedure.service };
  // From a service's own page the visitor goes back to it; from the first page he goes on.
  if (store.state.within) {
    back(store);
    store.set(change);
  } else go(store, "confirm", change);
}
