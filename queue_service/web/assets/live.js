/** The live feed: a socket that comes back by itself, resumes where it was, and says when it is not live. */

const OFFLINE_AFTER_MS = 2000; // a restart of the server is shorter and nobody need know
const SILENCE_MS = 11000; // heartbeats come each 5 s: two were missed; a screen must say so within 12 s
const CONNECT_MS = 6000; // a packet filter that swallows everything would hold us for minutes
const BACK_OFF_MS = { first: 500, most: 5000, refused: 30000 };
const REFUSED = [4400, 4401, 4403, 4404];

/**
 * Follow topics of a site until `close()`.
 *
 * `onSnapshot(frame)`: forget what you hold and take this. `onEvent(frame)`: fold it; `seq` strictly rises, nothing
 * comes twice. `onFrame(frame)`: frames of another type, such as "ticket". `onState(state, why)`: "live"; "offline"
 * after "silence" (11 s without a frame) or "closed" (2 s without a socket); "refused" with the close code (not known,
 * not allowed, no such thing): it is tried again each 30 s, since an administrator may mend it, and a page that pairs
 * anew closes this and follows again.
 */
export function follow({ site, topics = ["board"], onSnapshot, onEvent, onFrame, onState }) {
  let socket = null;
  let last = null; // seq of the last snapshot or event that was handed on
  let first = true; // no frame has come on this socket yet
  let state = null;
  let backOff = BACK_OFF_MS.first;
  let heardAt = 0;
  let closed = false;
  const timers = { offline: null, silence: null, retry: null };

  function tell(next, why) {
    if (closed || next === state) return;
    state = next;
    onState?.(next, why);
  }

  function later(name, ms, act) {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(act, ms);
  }

  function address() {
    const url = new URL(`/api/v1/sites/${encodeURIComponent(site)}/live`, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.searchParams.set("topics", topics.join(","));
    if (last !== null) url.searchParams.set("after", last);
    return url;
  }

  function connect() {
    drop();
    const mine = new WebSocket(address());
    socket = mine;
    first = true;
    mine.onmessage = ({ data }) => mine === socket && hear(JSON.parse(data));
    mine.onclose = ({ code }) => mine === socket && lost(code);
    later("silence", CONNECT_MS, () => lost(0));
  }

  function hear(frame) {
    heardAt = Date.now();
    clearTimeout(timers.offline);
    timers.offline = null;
    later("silence", SILENCE_MS, silent);
    backOff = BACK_OFF_MS.first;
    const opening = first;
    first = false;
    if (frame.type === "event") {
      if (last === null || frame.seq > last) {
        last = frame.seq;
        onEvent?.(frame);
      }
    } else if (frame.type === "snapshot") {
      // The first snapshot counts even when its seq is lower: the server was restored from a backup.
      last = opening || last === null ? frame.seq : Math.max(last, frame.seq);
      onSnapshot?.(frame);
    } else if (frame.type !== "heartbeat") {
      onFrame?.(frame);
    }
    tell("live");
  }

  function lost(code) {
    drop();
    if (closed) return;
    const refused = REFUSED.includes(code);
    if (refused) tell("refused", code);
    else if (state !== "offline") timers.offline ??= setTimeout(() => tell("offline", "closed"), OFFLINE_AFTER_MS);
    const wait = refused ? BACK_OFF_MS.refused : backOff * (0.5 + Math.random());
    backOff = Math.min(backOff * 2, BACK_OFF_MS.most);
    later("retry", wait, connect);
  }

  function silent() {
    tell("offline", "silence");
    lost(0);
  }

  function drop() {
    for (const name of ["silence", "retry"]) clearTimeout(timers[name]);
    const old = socket;
    socket = null;
    if (old && old.readyState <= WebSocket.OPEN) old.close();
  }

  // A phone that slept, or a cable that came back, does not wait for the back-off.
  function wake() {
    if (closed || document.visibilityState === "hidden" || Date.now() - heardAt < SILENCE_MS) return;
    backOff = BACK_OFF_MS.first;
    connect();
  }

  function close() {
    closed = true;
    drop();
    clearTimeout(timers.offline);
    window.removeEventListener("online", wake);
    document.removeEventListener("visibilitychange", wake);
  }

  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
  timers.offline = setTimeout(() => tell("offline", "closed"), OFFLINE_AFTER_MS);
  connect();
  return { close };
}
