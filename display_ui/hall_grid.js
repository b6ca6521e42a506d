// All counters, each for ever in its place: people look where it was.

import { h } from "/static/shared/dom.js";
import { say } from "./parts.js";
import { words } from "./words.js";

const COLUMNS_UP_TO = [7, 14, 30]; // counters in one, two and three columns; beyond it four

/** The counters in steady columns, filled downwards. */
export function createGrid(languages) {
  const [lang] = languages;
  const text = words[lang];
  const cells = h("ol", { class: "counters" });
  const element = h("section", { class: "board", "data-role": "counters" }, h("h2", { class: "visually-hidden" }, text.counters), cells);
  let places = new Map();

  function lay(counters) {
    const past = COLUMNS_UP_TO.findIndex((most) => counters.length <= most);
    const columns = past === -1 ? COLUMNS_UP_TO.length + 1 : past + 1;
    cells.dataset.columns = columns;
    cells.style.setProperty("--rows", Math.max(Math.ceil(counters.length / columns), 4)); // few counters stay of a size
    places = new Map(counters.map(({ number }) => [number, cell(number)]));
    cells.replaceChildren(...[...places.values()].map(({ item }) => item));
  }

  function cell(number) {
    const label = h("span", { class: "cell-label", "data-role": "counter-label" });
    const state = h("span", { class: "cell-state" });
    const service = h("span", { class: "cell-service" });
    const name = h("span", { class: "cell-number" }, h("span", { class: "visually-hidden" }, `${text.counter} `), String(number));
    const item = h("li", { class: "cell", "data-role": "counter", "data-number": number }, name, label, state, service);
    return { item, label, state, service };
  }

  function fill({ item, label, state, service }, counter, board) {
    const { ticket } = counter;
    item.dataset.state = ticket ? ticket.state : counter.state === "open" ? "free" : counter.state;
    item.dataset.size = ticket ? ticket.label.length : 0;
    say(label, ticket ? ticket.label : counter.state === "closed" ? "–" : "");
    say(state, ticket ? text[ticket.state] : text[counter.state === "open" ? "free" : counter.state]);
    const offered = ticket ? [ticket.service] : counter.services;
    say(service, offered.map((id) => nameOf(board, id)).filter(Boolean).slice(0, 2).join(" · "));
  }

  function nameOf(board, id) {
    const found = board.services.find((service) => service.id === id);
    return (found?.short_name ?? found?.name)?.[lang];
  }

  return {
    element,
    paint(board, { offline }) {
      element.dataset.stale = offline;
      if (!board) return;
      const counters = [...board.counters].sort((a, b) => a.number - b.number);
      if (counters.length !== places.size || counters.some(({ number }) => !places.has(number))) lay(counters);
      for (const counter of counters) fill(places.get(counter.number), counter, board);
    },
  };
}
