// What is typed and not answered yet, kept in this tab until it is: a reload does not lose it.

import { conversationName } from "./address.js";
import { find } from "./dom.js";
import { boxText, setBox } from "./gradio.js";

const BOX = "#question textarea";
const PASTED = "quoth-pasted";

const key = () => `quoth-draft-${conversationName()}`;

function draft() {
  try {
    return { text: "", sent: "", ...JSON.parse(sessionStorage.getItem(key()) ?? "{}") };
  } catch {
    return { text: "", sent: "" };
  }
}

function change(part) {
  const { text, sent } = { ...draft(), ...part };
  if (text || sent) sessionStorage.setItem(key(), JSON.stringify({ text, sent }));
  else sessionStorage.removeItem(key());
}

/** A question is on its way; it is kept until its reply is shown. */
export const keepSent = () => change({ text: "", sent: boxText() || draft().text });

/** Tell whether a question was sent that has no reply yet. */
export const isWaiting = () => Boolean(draft().sent);

/** Put back what was typed, unless it has been answered meanwhile. */
export function restoreDraft() {
  const { text, sent } = draft();
  const isAnswered = isShown(sent) && !document.querySelector("#chat .reply.stage");
  if (isAnswered) change({ sent: "" });
  const wanted = text || (isAnswered ? "" : sent);
  if (wanted && !boxText()) setBox(wanted);
}

/** Return whether a question is the last one of the conversation. */
function isShown(question) {
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  const last = [...document.querySelectorAll("#chat .asked")].at(-1);
  return last !== undefined && plain(last.textContent) === plain(question);
}

function settle() {
  const last = [...document.querySelectorAll("#chat .reply")].at(-1);
  if (last && !last.matches(".stage, .problem") && isShown(draft().sent)) change({ sent: "" });
}

/** Return the text that was pasted and not added yet. */
export const pastedText = () => sessionStorage.getItem(PASTED) ?? "";

export function startDrafts() {
  document.addEventListener("input", (event) => {
    if (event.target.matches(BOX)) change({ text: boxText() });
    else if (event.target === find("add-text")) sessionStorage.setItem(PASTED, event.target.value);
  });
  document.addEventListener("quoth:said", settle);
}

/** Forget a pasted text that has been added. */
export const forgetPasted = () => sessionStorage.removeItem(PASTED);
