// Notices below the calls: hours, announcements in turn; notes that a zone is not understood, that sound is held back.

import { h } from "/static/shared/dom.js";
import { inTwo, onChange } from "./parts.js";
import { words } from "./words.js";

const EACH_MS = 12000; // two languages are read twice in this time

const MISREAD_SHOWS = 16; // characters of a zone that is not understood

/**
 * The notices; `misread` is a zone that is not understood, for whoever has hung the screen up; `unlock()` is called
 * when somebody touches the screen to hear it.
 */
export function createNotices(languages, { misread, unlock }) {
  const [lang] = languages;
  const line = h("div", { class: "notice", "data-role": "notice", hidden: true });
  const button = h("button", { type: "button", class: "sound-on", "data-act": "sound-on" }, words[lang].soundOn);
  const note = h("p", { class: "sound", "data-role": "sound-blocked", hidden: true }, h("span", {}, words[lang].soundBlocked), button);
  const zone = misread && h("p", { class: "zone-note", "data-role": "zone-note" }, words[lang].zoneMisread(short(misread)));
  const element = h("div", { class: "notices" }, line, zone, note);

  const paint = onChange((notice) => {
    line.hidden = !notice;
    if (!notice) return;
    const { hours, text } = notice;
    line.dataset.kind = hours ?? "announcement";
    const sign = h("span", { class: "notice-sign", "aria-hidden": "true" }, "i");
    line.replaceChildren(sign, h("p", { class: "notice-text" }, ...inTwo(languages, hours ? hoursIn : (language) => text[language])));
  });

  function hoursIn(language) {
    return `${words[language].lastNumbers}. ${words[language].lastNumbersHint}`;
  }

  // A touch anywhere on the page allows sound: nobody has to hit the button on a screen under the ceiling.
  for (const kind of ["click", "keydown"]) document.addEventListener(kind, () => !note.hidden && unlock());

  return {
    element,
    /** Show the notices that hold now; several take turns. */
    paint(notices) {
      paint(notices.length ? notices[Math.floor(performance.now() / EACH_MS) % notices.length] : null);
    },
    soundBlocked(blocked) {
      note.hidden = !blocked;
    },
  };
}

const short = (text) => (text.length > MISREAD_SHOWS ? `${text.slice(0, MISREAD_SHOWS)}…` : text);
