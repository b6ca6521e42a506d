/** What the console knows. The page is a function of this. */

/** The state before anything is known. */
export function newConsole(lang, keysOn) {
  return {
    lang,
    keysOn, // may single keys act? (WCAG 2.1.4: they can be turned off)
    page: "starting", // starting, missing, login, choose, desk
    live: "connecting", // connecting, live, offline
    now: Date.now(), // ms, the server's clock
    user: null, // {username, name, role, counter}
    site: null, // GET /sites/{site}
    login: { state: null, error: null }, // state: null | "sending"; error: [word, …args]
    counters: [], // GET /sites/{site}/counters: [{number, name, state, reason, services, officer, officer_name}]
    remembered: null, // number of the counter used last
    number: null, // the chosen counter
    desk: null, // GET …/counters/{number}
    readAt: null, // ms, when `desk` was read
    procedures: {}, // by code: {name, short_name} or null when unknown
    act: null, // {verb, body, about, key, number, state: "sending" | "slow" | "failed", error}
    notice: null, // {tone: "quiet" | "done" | "trouble", text: [word, …args], undo: {verb, body, about} | null, at}
    dialog: null, // {name, …}
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

/** A ticket of the counter's lists with the list it stands in: `{ticket, list}`, or null when it has left them. */
export function listed(desk, id) {
  for (const list of ["waiting", "on_hold", "no_shows"]) {
    const ticket = desk?.[list].find((one) => one.id === id);
    if (ticket) return { ticket, list };
  }
  return null;
}

/** A service of the site, or null. */
export function serviceOf(state, id) {
  return state.site?.services.find((service) => service.id === id) ?? null;
}

/** How long a thing usually takes at the counter, in minutes: the service's, else the counter's own mean, else null. */
export function usualMinutes(state, serviceId) {
  const usual = serviceOf(state, serviceId)?.usual_minutes;
  if (usual) return usual;
  const mean_s = state.desk?.counter.mean_service_s;
  return mean_s ? Math.max(1, Math.round(mean_s / 60)) : null;
}
