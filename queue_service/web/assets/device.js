/** Who this device is: a token from its link, a cookie from before, or a pairing that an administrator approves. */

import { api, Offline, Problem } from "./api.js";

const POLL_MS = 3000;
const AGAIN_MS = 5000; // after a failed request for a code

/**
 * Turn `#token=…` of the page's address into a cookie and strip it, or ask who the cookie says we are.
 * @returns {Promise<{device: object|null, refused: boolean}>} `device` as the API tells it when it is of this `kind`;
 *   `refused`: there was a token and it does not count (any more)
 * @throws {Offline}
 */
export async function knownDevice(site, kind) {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  try {
    const device = token ? await logIn(token) : await whoAmI(site, kind);
    strip();
    return device?.kind === kind ? { device, refused: false } : { device: null, refused: Boolean(token) };
  } catch (error) {
    if (!decided(error)) throw new Offline(error.message);
    strip();
    return { device: null, refused: Boolean(token) };
  }
}

/** A link with a token that is put into an open page's address does not load it anew: `act()` takes it like at load. */
export function onNewToken(act) {
  window.addEventListener("hashchange", () => new URLSearchParams(location.hash.slice(1)).has("token") && act());
}

/** Was the answer a decision about us, not a server that is away or busy? */
function decided(error) {
  return error instanceof Problem && error.status < 500 && error.status !== 429;
}

/** A reload, a bookmark or a photo of the address bar must not show the token. */
function strip() {
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
}

async function logIn(token) {
  return (await api("POST", "/session", { token })).data.device;
}

async function whoAmI(site, kind) {
  const { device, devices } = (await api("GET", `/session?${new URLSearchParams({ site })}`)).data;
  return devices?.[kind] ?? device; // a browser may be several devices: a kiosk and a console in a trial
}

/**
 * Ask for a code, wait until an administrator approves it, log in. A code that expires is replaced by itself.
 * `onCode(code)` shows it, null when no code can be had now; `onPaired(device)` ends it.
 */
export function pair({ site, onCode, onPaired }) {
  let open = true;
  let timer = null;

  const later = (ms, act) => {
    if (open) timer = setTimeout(act, ms);
  };

  async function ask() {
    try {
      const { data } = await api("POST", "/pairings", { site });
      if (!open) return;
      onCode(data.code);
      later(POLL_MS, () => poll(data));
    } catch (error) {
      if (open) onCode(null);
      later((error.retryAfterS ?? 0) * 1000 || AGAIN_MS, ask);
    }
  }

  async function poll(pairing) {
    try {
      const { status, data } = await api("POST", `/pairings/${pairing.code}/claim`, { claim: pairing.claim });
      if (status === 200) await enter(data.token);
      else later(POLL_MS, () => poll(pairing));
    } catch (error) {
      later(POLL_MS, decided(error) ? ask : () => poll(pairing));
    }
  }

  // The token is told once, so it is held until the server takes it.
  async function enter(token) {
    try {
      const device = await logIn(token);
      if (open) onPaired(device);
    } catch (error) {
      later(POLL_MS, decided(error) ? ask : () => enter(token));
    }
  }

  ask();
  return {
    close() {
      open = false;
      clearTimeout(timer);
    },
  };
}
