/** How much fits on the screen: rows on the first page, and what lies above and below a long list. */

const SLACK_PX = 4;

/** Look at the page that was drawn and tell the state what fits, when that changed. */
export function measure(store, root) {
  const change = { ...rowsThatFit(store.state, root), ...overflow(store.state, root) };
  if (Object.keys(change).length > 0) store.set(change);
}

/** The first page shows whole rows: its list is as high as is left, and a row has one height. */
function rowsThatFit(state, root) {
  const list = root.querySelector(".start .rows");
  const row = list?.firstElementChild;
  if (!row) return {};
  const room = list.parentElement.clientHeight;
  const height = row.getBoundingClientRect().height;
  const all = Math.floor((room + SLACK_PX) / height);
  const more = height; // the link to all services takes a row's place
  const rows = state.site.services.length <= all ? all : Math.floor((room + SLACK_PX - more) / height);
  return rows === state.rows ? {} : { rows };
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
