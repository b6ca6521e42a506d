/** Times and texts as people read them. `lang` is "vi" or "en"; dates are Date or RFC 3339 text. */

const ROUND_MIN = 5;
const HOURS_FROM_MIN = 120; // "150–180 phút" is arithmetic; "2,5–3 giờ" is an answer

const words = {
  vi: { none: "chưa có quầy mở", under: (n) => `dưới ${n} phút`, minutes: "phút", hours: "giờ" },
  en: { none: "no counter open yet", under: (n) => `under ${n} min`, minutes: "min", hours: "hours" },
};

/** The text in a language, else in Vietnamese, else in any: `{vi, en}` → string. */
export function inLanguage(text, lang) {
  if (!text) return "";
  return text[lang] ?? text.vi ?? Object.values(text)[0] ?? "";
}

/** Expected wait `{p50, p80}` in seconds → whole minutes `{low, high}` in steps of 5, high > low; null stays null. */
export function minutes(wait) {
  if (!wait) return null;
  const low = Math.round(wait.p50 / 60 / ROUND_MIN) * ROUND_MIN;
  const high = Math.ceil(wait.p80 / 60 / ROUND_MIN) * ROUND_MIN;
  return { low, high: Math.max(high, low + ROUND_MIN) };
}

/** "≈ 15–25 phút"; "dưới 5 phút" when soon; "chưa có quầy mở" for null. */
export function range(wait, lang) {
  const say = words[lang] ?? words.vi;
  const span = minutes(wait);
  if (!span) return say.none;
  if (span.low === 0) return say.under(span.high);
  if (span.high < HOURS_FROM_MIN) return `≈ ${span.low}–${span.high} ${say.minutes}`;
  const [low, high] = halfHours(span, lang);
  return `≈ ${low}–${high} ${say.hours}`;
}

function halfHours({ low, high }, lang) {
  const from = Math.max(Math.floor(low / 30), 1) / 2;
  const to = Math.max(Math.ceil(high / 30) / 2, from + 0.5);
  const number = new Intl.NumberFormat(lang);
  return [number.format(from), number.format(to)];
}

/** "08:42" in the site's time zone, in every language. */
export function clock(date, lang, timeZone) {
  const format = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
  return format.format(new Date(date));
}

/** "Thứ Ba, 24/11/2026" / "Tuesday, 24 November 2026"; `brief`: "Thứ Ba, 24/11" / "Tue, 24 Nov". */
export function longDate(date, lang, timeZone, { brief = false } = {}) {
  const words = brief && lang !== "vi" ? "short" : "long"; // "Thứ Ba" is short already
  const month = lang === "vi" ? "2-digit" : words;
  const format = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, {
    weekday: words,
    day: lang === "vi" ? "2-digit" : "numeric",
    month,
    year: "numeric",
    timeZone,
  });
  const part = Object.fromEntries(format.formatToParts(new Date(date)).map(({ type, value }) => [type, value]));
  const joint = lang === "vi" ? "/" : " ";
  const day = [part.day, part.month, ...(brief ? [] : [part.year])].join(joint);
  return `${part.weekday}, ${day}`;
}
