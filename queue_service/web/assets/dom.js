/** Pages as functions of their state: build the wanted elements, then change what stands on the page into them. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Build an HTML element. Attributes that are null or false are left out, true is written empty, `style` is an object
 * of CSS properties (set through the CSSOM: the page's policy forbids style attributes). Children that are null or
 * false are left out; text is always text, never markup.
 */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG elements. */
export function s(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "style") for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
    else element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/**
 * Change `old` into `fresh`, keeping elements that stay what they are: focus, a finger held down and scroll positions
 * survive. Elements with a `data-key` are the same only where the keys are equal.
 * @returns the element that now stands on the page
 */
export function patch(old, fresh) {
  if (!same(old, fresh)) {
    old.replaceWith(fresh);
    return fresh;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return old;
  }
  patchAttributes(old, fresh);
  patchChildren(old, [...fresh.childNodes]);
  return old;
}

function same(old, fresh) {
  return old.nodeName === fresh.nodeName && key(old) === key(fresh);
}

function key(node) {
  return node.dataset?.key;
}

function patchAttributes(old, fresh) {
  for (const name of old.getAttributeNames()) {
    if (name !== "style" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const name of fresh.getAttributeNames()) {
    const value = fresh.getAttribute(name);
    if (name !== "style" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old.style.cssText !== fresh.style.cssText) old.style.cssText = fresh.style.cssText;
  if (old.nodeName === "INPUT" && old.value !== fresh.value) old.value = fresh.value;
}

function patchChildren(parent, wanted) {
  wanted.forEach((fresh, index) => {
    const here = parent.childNodes[index];
    const match = [...parent.childNodes].slice(index).find((node) => same(node, fresh));
    if (!match) parent.insertBefore(fresh, here ?? null);
    else {
      if (match !== here) parent.insertBefore(match, here);
      patch(match, fresh);
    }
  });
  while (parent.childNodes.length > wanted.length) parent.lastChild.remove();
}
