// To the clipboard.

import { make, notice } from "./dom.js";

/** Copy the text that a promise gives, and say so. */
export async function copy(promise, done) {
  try {
    await put(await promise);
    notice(done);
  } catch (error) {
    notice(error.message || "The browser did not let the page copy.");
  }
}

/** A page that is not on this machine has no clipboard unless it comes over HTTPS. */
async function put(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const before = document.activeElement;
  const area = make("textarea", { value: text, className: "unseen" });
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  before?.focus();
  if (!copied) throw new Error("The browser did not let the page copy.");
}
