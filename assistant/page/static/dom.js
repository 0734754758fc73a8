// Elements from values; text is only ever set as text.

export const find = (id) => document.getElementById(id);

/** Return an element with properties and children; a string child becomes a text node. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Return a button that does something when it is pressed. */
export function button(label, act, properties = {}) {
  const made = make("button", { type: "button", ...properties }, label);
  made.addEventListener("click", act);
  return made;
}

/** Return the parts of a source's description that there are, between middle dots. */
export function description(source) {
  return [source.date, source.place, source.size].filter(Boolean).join(" · ");
}

/** Return a function that runs once calls of it have ceased for a while. */
export function debounced(act, milliseconds = 200) {
  let waiting;
  return (...values) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => act(...values), milliseconds);
  };
}

/** Fetch JSON from the page's own server, or throw an Error whose message can be shown. */
export const fetchJson = (path) => send("GET", path);

/** Send a value as JSON to the page's own server; return what it answers, or throw likewise. */
export async function send(method, path, value) {
  const options = value === undefined ? {} : {
    body: JSON.stringify(value),
    headers: { "Content-Type": "application/json" },
  };
  let response;
  try {
    response = await fetch(path, { method, ...options });
  } catch {
    document.dispatchEvent(new Event("quoth:unreachable"));
    throw new Error("Quoth does not answer. Is it still running?");
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const detail = typeof body.detail === "string" ? body.detail : `Error ${response.status}.`;
    throw new Error(detail);
  }
  return body;
}

let clearing;

/** Say something in passing, with a button where something can still be done about it. */
export function notice(text, label = "", act = () => {}) {
  clearTimeout(clearing);
  const undo = label ? [button(label, () => { find("notice").replaceChildren(); act(); })] : [];
  find("notice").replaceChildren(make("p", { dir: "auto" }, text, ...undo));
  clearing = setTimeout(() => find("notice").replaceChildren(), label ? 10_000 : 4_000);
}
