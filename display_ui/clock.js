// The server's clock on this page: learnt from the feed, carried on by a clock that nobody can set.

/** A clock in ms since 1970 that follows the server; before it has learnt anything it is the machine's own. */
export function serverClock() {
  let base = Date.now() - performance.now();
  return {
    now: () => base + performance.now(),
    /** A frame that was sent just now (heartbeat, snapshot): the clock stands at its `at`. */
    learn(at) {
      const sent = Date.parse(at);
      if (Number.isFinite(sent)) base = sent - performance.now();
    },
    /** A frame that may be old (events of a catch-up): the clock is never behind it. */
    atLeast(at) {
      const sent = Date.parse(at);
      if (sent > base + performance.now()) base = sent - performance.now();
    },
  };
}
