// Whether the server answers: says so while it does not, and goes on once it does again.

import { find, make, notice } from "./dom.js";
import { isWaiting } from "./draft.js";

const WAS_LOST = "quoth-was-lost";
// Milliseconds between two checks while the server answers and while it does not: guesses. A check
// costs the server less than a millisecond.
const CALM = 10_000;
const HASTE = 1_500;
const PATIENCE = 10_000;
let version = null;
// A server that answers late is busy, and what it was asked may still come.
const MOST_LATE = 3;
let isLost = false;
let isDown = false;
let late = 0;
let next;

async function ask() {
  const response = await fetch("page/alive", {
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (response.status >= 500) throw new Error(`Error ${response.status}.`);
  return response.ok ? response.json() : { version: "" }; // a person has to log in again
}

async function check() {
  clearTimeout(next);
  try {
    answered(await ask());
    late = 0;
  } catch (error) {
    isDown ||= error instanceof TypeError; // what fetch throws where nothing listens
    late += 1;
    if (isDown || late >= MOST_LATE) lost();
  }
  clearTimeout(next);
  if (!document.hidden) next = setTimeout(check, isLost ? HASTE : CALM);
}

function lost() {
  if (isLost) return;
  isLost = true;
  sessionStorage.setItem(WAS_LOST, "yes");
  document.documentElement.classList.add("lost");
  find("connection").replaceChildren(make("p", {},
    "Quoth does not answer. This page tries again by itself, and keeps what you have typed."));
}

function answered(reply) {
  const isOther = version !== null && reply.version !== version;
  version = reply.version;
  // Another version, a server that asks for a password again, or a question that got lost on its
  // way, after which Gradio sends no other.
  if (isOther || ((isDown || isLost) && isWaiting())) {
    window.location.reload();
    return;
  }
  if (!isLost) return;
  isLost = isDown = false;
  document.documentElement.classList.remove("lost");
  find("connection").replaceChildren();
  welcome();
  document.dispatchEvent(new Event("quoth:library"));
}

function welcome() {
  sessionStorage.removeItem(WAS_LOST);
  notice("Quoth is back.");
}

export function startConnection() {
  if (sessionStorage.getItem(WAS_LOST)) welcome(); // Gradio has loaded the page again by itself
  for (const [target, kind] of [[document, "visibilitychange"], [window, "online"],
    [window, "offline"], [document, "quoth:unreachable"], [document, "focusin"]]) {
    target.addEventListener(kind, () => { if (!document.hidden) soon(); });
  }
  check();
}

function soon() {
  if (isLost) return; // it is tried often anyway
  clearTimeout(next);
  next = setTimeout(check, 100);
}
