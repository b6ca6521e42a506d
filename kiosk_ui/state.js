/** What the kiosk knows and where its visitor is. The page is a function of this. */

/** What belongs to one visitor and is forgotten when he goes. `lang` is the site's own language. */
export function newVisit(lang) {
  return {
    lang,
    large: false,
    page: "start", // start, services, search, priority, confirm, ticket
    trail: [], // pages to go back to
    service: null, // id
    procedure: null, // {code, name, short_name, service}
    priority: null, // id of a priority class
    within: null, // id of the service whose procedures the search page shows
    query: "",
    results: null, // procedures; null: not asked yet
    foundServices: [], // ids of the services that were found with them
    cutShort: false, // were there perhaps more results?
    searching: false,
    searchTrouble: false,
    issue: null, // {state: "sending" | "slow" | "retrying" | "refused", code}
    ticket: null, // as the API gave it
    slip: null, // {id, state: "requested" | "printed" | "failed" | "late" | "none", onScreen}
    left: null, // {seconds, of} until the ticket's page closes
    idle: null, // {seconds, of} until the visitor is taken for gone
  };
}

/** The state before anything is known. */
export function newKiosk(lang) {
  return {
    ...newVisit(lang),
    ownLang: lang,
    live: "connecting", // connecting, live, offline
    pairing: null, // {code, refused}
    missing: false, // the server knows no such site
    site: null,
    printer: null, // {id, name, problem}
    now: Date.now(), // ms, the server's clock
    rows: 7, // how many services fit on the first page
    overflow: { above: false, below: false },
  };
}

/** Keep the state, and draw once after however many changes of one turn. */
export function createStore(state, draw) {
  let due = false;
  return {
    state,
    set(change) {
      Object.assign(state, change);
      if (due) return;
      due = true;
      queueMicrotask(() => {
        due = false;
        draw(state);
      });
    },
  };
}

/** The service with an id, or null: it may have gone from the site while a visitor looked at it. */
export function serviceOf(state, id) {
  return state.site?.services.find((service) => service.id === id) ?? null;
}

/** Which page stands: the visitor's, or what keeps it from him. */
export function pageOf(state) {
  if (state.pairing) return "pairing";
  if (state.missing) return "missing";
  if (state.ticket) return "ticket";
  if (state.issue) return "confirm"; // it says itself when the server does not answer
  if (state.live === "offline") return "offline";
  if (!state.site) return "loading";
  if (!state.site.takes_numbers) return "closed";
  if (state.page === "confirm" && !serviceOf(state, state.service)) return "start";
  return state.page;
}

/** Is there nothing that the next visitor would trip over? */
export function untouched(state) {
  return pageOf(state) === "start" && state.lang === state.ownLang && !state.large && !state.priority;
}
