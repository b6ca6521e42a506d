// The five faces of a rating, drawn: 1 very dissatisfied … 5 very satisfied.

import { s } from "/static/shared/dom.js";

const MOUTHS = [null, "M16 34q8-9 16 0", "M17 32q7-5 14 0", "M17 31h14", "M17 30q7 5 14 0", "M16 28q8 10 16 0"];

/** The face of a score; decoration beside its words. */
export function face(score) {
  const line = { fill: "none", stroke: "currentColor", "stroke-width": 2.5, "stroke-linecap": "round" };
  return s(
    "svg",
    { viewBox: "0 0 48 48", class: "face", "aria-hidden": "true", focusable: "false" },
    s("circle", { cx: 24, cy: 24, r: 21.5, ...line }),
    s("path", { d: "M18 18v2.5M30 18v2.5", ...line, "stroke-width": 3.5 }),
    s("path", { d: MOUTHS[score], ...line }),
  );
}
