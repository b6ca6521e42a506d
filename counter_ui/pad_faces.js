/** The five faces, drawn: the eyes are the same, the mouth says it. */

import { s } from "/static/shared/dom.js";

// From very dissatisfied to very satisfied.
const MOUTHS = ["M32 76Q50 52 68 76", "M33 72Q50 59 67 72", "M34 68H66", "M33 64Q50 79 67 64", "M29 59Q50 90 71 59"];

/** The face of a score 1…5; the word beneath it is its name. */
export function face(score) {
  return s(
    "svg",
    { class: "face", viewBox: "0 0 100 100", "aria-hidden": "true", focusable: "false" },
    s("circle", { cx: 50, cy: 50, r: 46 }),
    s("path", { class: "eyes", d: "M34.5 37v5M65.5 37v5" }),
    s("path", { d: MOUTHS[score - 1] }),
  );
}
