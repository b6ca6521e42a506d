/** Single keys: one press, one act. They rest in fields, in dialogs, with modifiers, and when turned off. */

import { KEYS } from "./verbs.js";

export function listenToKeys(store, acts) {
  function verbOf(event) {
    const { page, dialog, keysOn } = store.state;
    if (page !== "desk" || dialog || !keysOn) return null;
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return null;
    return KEYS[letterOf(event)] ?? null;
  }

  document.addEventListener("keydown", (event) => {
    const verb = verbOf(event);
    if (!verb) return;
    event.preventDefault(); // Space would also press the focused button, or scroll
    if (!event.repeat) acts[verb]();
  });
  // Some browsers press a focused button when Space is let go.
  document.addEventListener("keyup", (event) => event.key === " " && verbOf(event) && event.preventDefault());
}

/** The letter on the key: a Vietnamese input method may hold the character back and tell only the key. */
function letterOf({ key, code, isComposing }) {
  if (key.length === 1 && !isComposing) return key.toLowerCase();
  return code === "Space" ? " " : code.replace(/^Key/, "").toLowerCase();
}

function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
