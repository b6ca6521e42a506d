/** What this browser remembers: the language, whether single keys act, and the counter that an officer used last. */

const LANGUAGE = "counter-ui.language";
const KEYS_OFF = "counter-ui.keys-off";
const counterOf = (site, username) => `counter-ui.counter.${site}.${username}`;

export const recallLanguage = (fallback) => read(LANGUAGE) ?? fallback;
export const rememberLanguage = (lang) => write(LANGUAGE, lang);

export const recallKeysOn = () => read(KEYS_OFF) === null;
export const rememberKeysOn = (on) => write(KEYS_OFF, on ? null : "off");

export const recallCounter = (site, username) => Number(read(counterOf(site, username))) || null;
export const rememberCounter = (site, username, number) => write(counterOf(site, username), number);

function read(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // a browser that forbids storage: the console works, and forgets
  }
}

function write(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // as above
  }
}
