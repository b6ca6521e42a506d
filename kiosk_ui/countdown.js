/** Whole seconds down to nought. */

/** `onTick(left)` at once and each second, `onEnd()` at nought. `stop()` ends it without `onEnd`. */
export function countDown(seconds, onTick, onEnd) {
  const end = performance.now() + seconds * 1000;
  onTick(seconds);
  const timer = setInterval(() => {
    const left = Math.max(Math.ceil((end - performance.now()) / 1000), 0);
    if (left > 0) return onTick(left);
    clearInterval(timer);
    onEnd();
  }, 1000);
  return { stop: () => clearInterval(timer) };
}
