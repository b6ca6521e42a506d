/** Durations as an officer reads them. */

const MINUTE_MS = 60_000;

/** A wait in whole minutes, never "0 phút": "dưới 1 phút", "38 phút", "2 giờ 5 phút". */
export function wait(ms, say) {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 1) return say.underMinute;
  if (minutes < 120) return say.minutes(minutes);
  return say.hours(Math.floor(minutes / 60), minutes % 60);
}

/** A running clock: "6:12", "1:02:03". */
export function stopwatch(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Milliseconds from a moment in RFC 3339 until `now`; 0 for a moment that a clock a little behind has not reached. */
export function since(moment, now) {
  return moment ? Math.max(0, now - Date.parse(moment)) : 0;
}
