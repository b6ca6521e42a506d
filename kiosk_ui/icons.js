/** The kiosk's signs: strokes in the colour of the words beside them. They say nothing that a word does not say. */

import { s } from "/static/shared/dom.js";

const STROKES = {
  search: ["M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z", "M15.4 15.4 20.5 20.5"],
  next: ["M9 4.5 16.5 12 9 19.5"],
  back: ["M15 4.5 7.5 12 15 19.5"],
  up: ["M4.5 15 12 7.5 19.5 15"],
  down: ["M4.5 9 12 16.5 19.5 9"],
  take: ["M12 3.5v16", "M5 13l7 7 7-7"],
  restart: ["M4.5 4.5v5.5H10", "M5 10a7.6 7.6 0 1 1-.6 4"],
  check: ["M4.5 12.5 10 18 19.5 6.5"],
  trouble: ["M12 3.5 21.5 20h-19z", "M12 10v4.5", "M12 17.2v.1"],
  closed: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M12 7v5.4l3.4 2.1"],
  unplugged: ["M4 4 20 20", "M7.5 11.5a7 7 0 0 1 2.2-1.3", "M4.3 8.2a11.5 11.5 0 0 1 2.6-1.7", "M11 5.5a11.5 11.5 0 0 1 8.7 2.7", "M14.5 10.4a7 7 0 0 1 2 1.1", "M12 18.4v.1", "M9.6 14.6a4 4 0 0 1 4 -.7"],
  printer: ["M7 8.5V3.5h10v5", "M7 17H4.5V8.5h15V17H17", "M7 13.5h10v7H7z"],
  erase: ["M8.5 5.5H20.5v13H8.5L3 12z", "M11.5 9.5l5 5", "M16.5 9.5l-5 5"],
  priority: ["M12 3.5l7.5 3v5.2c0 4.4-3 7.4-7.5 9-4.5-1.6-7.5-4.6-7.5-9V6.5z", "M8.5 12l2.6 2.6 4.6-5"],
  link: ["M9.5 14.5l5-5", "M8 11l-2.5 2.5a3.5 3.5 0 0 0 5 5L13 16", "M16 13l2.5-2.5a3.5 3.5 0 0 0-5-5L11 8"],
};

export function icon(name) {
  const lines = STROKES[name].map((d) => s("path", { d }));
  return s("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, lines);
}
