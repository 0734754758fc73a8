// What goes with a question: whose place it takes, which sources count, and how to answer.

import { chosen } from "./source_filter.js";
import { button, find, make } from "./dom.js";
import { ask, boxText, setBox, showConversation } from "./gradio.js";
import { answerSettings } from "./answer_settings.js";
import { keepSent } from "./draft.js";

let place = null;

/** Gradio asks for this when a question is sent; what it goes with is used up then. */
window.quothAsking = () => {
  keepSent();
  const details = JSON.stringify({ place, chosen: chosen(), wanted: answerSettings() });
  leaveEditing();
  return details;
};

/** Gradio calls this when an answer was stopped: all is as it was, the question in the box again. */
window.quothStopped = () => {
  const asked = [...document.querySelectorAll("#chat .asked")].at(-1)?.textContent ?? "";
  if (document.querySelector("#chat .reply.stage") && !boxText()) setBox(asked);
  showConversation();
};

/** Put a question into the box again; when it is sent, it takes its old place. */
export function editQuestion(number, text) {
  place = number;
  setBox(text);
  const cancel = button("Cancel", () => { leaveEditing(); setBox(""); });
  const what = "You are changing this question: its reply and all that follows will be replaced. ";
  find("editing")?.remove();
  find("above-box").prepend(make("p", { id: "editing" }, what, cancel));
}

/** Ask a question again in its old place. */
export function askAgain(number, text) {
  place = number;
  ask(text);
}

export function leaveEditing() {
  place = null;
  find("editing")?.remove();
}
