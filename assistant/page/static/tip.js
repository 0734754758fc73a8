// The tooltip of what is hovered or focused: a citation shows its quote in context, a doubted
// statement shows the reason.

import { fetchJson, find, make } from "./dom.js";

const TIPPED = "a.cite, .doubt";
const WAIT = 150;
const seen = new Map();
let shown = null;
let waiting;

function fetchQuote(citation) {
  const path = `page/quotes${citation.hash.replace("#quote", "")}`;
  if (!seen.has(path)) {
    seen.set(path, fetchJson(path));
    seen.get(path).catch(() => seen.delete(path));
  }
  return seen.get(path);
}

async function show(tipped) {
  shown = tipped;
  let content;
  try {
    content = tipped.matches(".doubt") ? reasonOf(tipped) : quoted(await fetchQuote(tipped));
  } catch {
    return; // a click says why
  }
  if (shown !== tipped || !tipped.isConnected || !content.length) return;
  const tip = find("tip");
  tip.replaceChildren(...content);
  tip.hidden = false;
  // A doubt has its reason in its name already.
  if (!tipped.matches(".doubt")) tipped.setAttribute("aria-describedby", "tip");
  put(tip, tipped.getBoundingClientRect());
}

function quoted(quote) {
  const about = [quote.title, quote.date].filter(Boolean).join(" · ");
  const words = make("p", { dir: "auto" }, quote.before, make("b", {}, quote.words), quote.after);
  return [make("p", { className: "about", dir: "auto" }, about), words];
}

function reasonOf(doubt) {
  const reason = doubt.querySelector(".reason")?.textContent;
  return reason ? [make("p", { className: "why", dir: "auto" }, reason)] : [];
}

function put(tip, at) {
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - width - 8));
  // Below, for the quoted text is often above.
  const below = at.bottom + 6;
  tip.style.left = `${left}px`;
  tip.style.top = `${below + height <= innerHeight - 8 ? below : Math.max(8, at.top - height - 6)}px`;
}

export function hideTip() {
  clearTimeout(waiting);
  shown?.removeAttribute("aria-describedby");
  shown = null;
  find("tip").hidden = true;
}

export const tipIsShown = () => !find("tip").hidden;

export function startTips() {
  const begin = (event) => {
    const tipped = event.target.closest?.(TIPPED);
    if (!tipped || tipped === shown) return;
    hideTip();
    waiting = setTimeout(() => show(tipped), WAIT);
  };
  const end = (event) => {
    // A tip may be hovered itself, to be read or copied from.
    if (event.relatedTarget?.closest?.(`#tip, ${TIPPED}`)) return;
    hideTip();
  };
  for (const [kind, act] of [["mouseover", begin], ["focusin", begin], ["mouseout", end], ["focusout", end]]) {
    document.addEventListener(kind, (event) => {
      if (event.target.closest?.(`#tip, ${TIPPED}`)) act(event);
    });
  }
  // What scrolls away has no tip; what still is under the pointer, or has the focus, has one again.
  const scrolled = () => {
    hideTip();
    const at = (state) => document.querySelector(`:is(${TIPPED}):${state}`);
    const tipped = at("hover") ?? at("focus-visible");
    if (tipped) waiting = setTimeout(() => show(tipped), WAIT);
  };
  document.addEventListener("scroll", (event) => {
    if (!event.target.closest?.("#pane")) scrolled();
  }, { capture: true, passive: true });
  // What is opened is shown in the pane, which the tip would cover.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("a.cite")) hideTip();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("#tip")) hideTip();
  });
}
