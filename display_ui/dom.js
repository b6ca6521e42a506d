// Small functions for the DOM; text goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (null and false are left out, true is empty) and children (nodes or text). */
export function h(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return dress(document.createElementNS(SVG, tag), attributes, children);
}

/** Set a text, touching the page only when it differs. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** The element with a `data-role`. */
export const role = (name, within = document) => within.querySelector(`[data-role="${name}"]`);

/** An arrow, as wide as its CSS says. */
export function arrow(className) {
  const shape = { viewBox: "0 0 48 24", class: className, "aria-hidden": "true", focusable: "false" };
  return svg("svg", shape, svg("path", { d: "M1 12h44M35 2l10 10-10 10", fill: "none", stroke: "currentColor", "stroke-width": "3" }));
}

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}
