/** How much fits on the screen: rows on the first page, and what lies above and below a long list. */

const SLACK_PX = 4;

/** Look at the page that was drawn and tell the state what fits, when that changed. */
export function measure(store, root) {
  const change = { ...rowsThatFit(store.state, root), ...overflow(store.state, root) };
  if (Object.keys(change).length > 0) store.set(change);
}

let seen = { setting: null, heights: new Map() }; // px of the rows drawn so far, by service

/** The first page shows whole rows. A row not drawn yet counts as the highest so far, so that this comes to an end. */
function rowsThatFit(state, root) {
  const drawn = [...root.querySelectorAll(".start .rows > li")];
  if (drawn.length === 0) return {};
  const setting = `${state.lang} ${state.large} ${innerWidth} ${innerHeight}`;
  if (setting !== seen.setting) seen = { setting, heights: new Map() };
  for (const row of drawn) seen.heights.set(row.dataset.key, heightOf(row));
  const known = [...seen.heights.values()];
  const heights = state.site.services.map(({ id }) => seen.heights.get(id) ?? Math.max(...known));
  const room = drawn[0].closest(".offer").clientHeight + SLACK_PX;
  const more = Math.min(...known); // the link to all services takes a row's place
  const all = fitting(heights, room);
  const rows = all === heights.length ? all : fitting(heights, room - more);
  return rows === state.rows ? {} : { rows };
}

/** Without the line below, which only the last row has. */
function heightOf(row) {
  return row.getBoundingClientRect().height - parseFloat(getComputedStyle(row).borderBottomWidth);
}

/** How many of the first `heights` stand in `room`. */
function fitting(heights, room) {
  let left = room;
  const first = heights.findIndex((height) => (left -= height) < 0);
  return first === -1 ? heights.length : first;
}

function overflow(state, root) {
  const list = scrolled(root);
  const above = Boolean(list) && list.scrollTop > SLACK_PX;
  const below = Boolean(list) && list.scrollTop + list.clientHeight < list.scrollHeight - SLACK_PX;
  return above === state.overflow.above && below === state.overflow.below ? {} : { overflow: { above, below } };
}

/** Move a long list by most of its height; the last row seen stays in sight. */
export function scroll(direction) {
  const list = scrolled(document);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  list?.scrollBy({ top: direction * list.clientHeight * 0.8, behavior: calm ? "auto" : "smooth" });
}

/** The one part of a page that may be longer than the screen. */
function scrolled(root) {
  return root.querySelector(".scroll") ?? root.querySelector("main");
}
