// The foot of the hall display: centre, people waiting, clock.

import { h } from "/static/shared/dom.js";
import { clock as hourOf, inLanguage, longDate } from "/static/shared/format.js";
import { waitingTotal } from "./board.js";
import { inTwo, onChange, say } from "./parts.js";
import { words } from "./words.js";

/** The foot; `clock` is the server's, the zone of time is the site's. */
export function createFoot(languages, { zone, clock }) {
  const [lang] = languages;
  const name = h("p", { class: "foot-name", "data-role": "site-name" });
  const waiting = h("p", { class: "foot-waiting", "data-role": "waiting" });
  const hour = h("span", { class: "foot-hour", "data-role": "clock" });
  const day = h("span", { class: "foot-day", "data-role": "date" });
  const element = h("footer", { class: "foot" }, name, waiting, h("p", { class: "foot-clock" }, hour, day));
  let timeZone;

  const paintWaiting = onChange((n) => {
    const says = (language) => (n ? words[language].waiting(n) : words[language].nobodyWaits);
    waiting.replaceChildren(...(n === null ? [] : inTwo(languages, says))); // an old number of people helps nobody
  });

  return {
    element,
    paint(board, { offline }) {
      if (!board) return;
      timeZone = board.time_zone;
      const part = zone && zoneIn(zone, words[lang]);
      say(name, [part, inLanguage(board.name, lang)].filter(Boolean).join(" · "));
      paintWaiting(offline ? null : waitingTotal(board));
      say(hour, hourOf(clock.now(), lang, timeZone));
      say(day, longDate(clock.now(), lang, timeZone));
    },
    /** A moment as the hall's clock shows it. */
    time: (moment) => hourOf(moment, lang, timeZone),
    /** The next opening as [hour, day] by language; no day when it is today. */
    opens(moment) {
      return Object.fromEntries(
        languages.map((language) => {
          const today = longDate(clock.now(), language, timeZone);
          const date = longDate(moment, language, timeZone);
          return [language, [hourOf(moment, language, timeZone), date === today ? null : date]];
        }),
      );
    },
  };
}

/** "Quầy 1–7" for a range, "Quầy 1, 2, 9" for a list. */
function zoneIn(zone, text) {
  const numbers = [...zone].sort((a, b) => a - b);
  const unbroken = numbers.at(-1) - numbers[0] === numbers.length - 1;
  return unbroken ? text.zone(numbers[0], numbers.at(-1)) : text.zoneList(numbers);
}
