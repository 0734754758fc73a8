// Elements from values; text is only ever set as text.

export const find = (id) => document.getElementById(id);

/** Return an element with properties and children; a string child becomes a text node. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Return the parts of a source's description that there are, between middle dots. */
export function description(source) {
  return [source.date, source.location, source.size].filter(Boolean).join(" · ");
}

/** Fetch JSON from the page's own server, or throw an Error whose message can be shown. */
export async function fetchJson(path) {
  let response;
  try {
    response = await fetch(path);
  } catch {
    throw new Error("Quoth does not answer. Is it still running?");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const detail = typeof body.detail === "string" ? body.detail : `Error ${response.status}.`;
    throw new Error(detail);
  }
  return body;
}
