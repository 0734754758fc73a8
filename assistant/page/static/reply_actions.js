// The small buttons under questions, quotes and replies.

import { conversationName } from "./address.js";
import { askAgain, editQuestion } from "./edit_question.js";
import { copy } from "./clipboard.js";
import { button, fetchJson, make, notice, send } from "./dom.js";
import { ask, boxText } from "./gradio.js";

const numberIn = (element) => Number(element.id.split("-")[1]);
const replyNumber = (act) => numberIn(act.closest(".reply").querySelector(':scope > [id^="reply-"]'));
const questionAt = (number) => document.getElementById(`question-${number}`).textContent;
const replyPath = (number) => `page/conversations/${conversationName()}/replies/${number}`;

/** Return the link to the quote that an element belongs to. */
export const quoteLink = (element) => element.closest("figure").querySelector("a.cite");

const ACTS = {
  edit: (act) => {
    const asked = act.closest(".user-row").querySelector(".asked");
    editQuestion(numberIn(asked), asked.textContent);
  },
  again: (act) => askAgain(replyNumber(act), questionAt(replyNumber(act))),
  retry: () => ask(boxText()),
  link: (act) => copy(Promise.resolve(linkTo(quoteLink(act))), "The link is copied."),
  web: (act) => webLink(act),
  quoted: (act) => copyFrom(`page/quotes${quoteLink(act).hash.replace("#quote", "")}`, act, "quote"),
  copy: (act) => copyFrom(replyPath(replyNumber(act)), act, "reply"),
  judge: (act) => judge(act),
};

function linkTo(citation) {
  return `${location.origin}${location.pathname}${citation.hash}`;
}

/** Copy the link to the web page that a quote is from, and show it; the page itself never opens it. */
async function webLink(act) {
  const path = `page/quotes${quoteLink(act).hash.replace("#quote", "")}/web`;
  let address;
  await copy(fetchJson(path).then((reply) => { ({ address } = reply); return address; }), "The link is copied.");
  if (!address) return;
  const link = make("a", { href: address, target: "_blank", rel: "noopener noreferrer", className: "address" }, address);
  const acts = act.closest(".acts");
  acts.parentElement.querySelector(".web-address")?.remove();
  acts.after(make("p", { className: "web-address", dir: "ltr" }, link));
}

function copyFrom(path, act, what) {
  const kind = act.classList.contains("markdown") ? "markdown" : "text";
  copy(fetchJson(path).then((reply) => reply[kind]), `The ${what} is copied.`);
}

async function judge(act) {
  const number = replyNumber(act);
  const good = act.classList.contains("good");
  const path = `${replyPath(number)}/feedback`;
  try {
    await send("PUT", path, { good });
  } catch (error) {
    notice(error.message);
    return;
  }
  act.parentElement.querySelectorAll(".judge").forEach((each) => {
    each.classList.toggle("chosen", each === act);
    each.setAttribute("aria-pressed", String(each === act));
  });
  askWhy(act.parentElement, (comment) => send("PUT", path, { good, comment }));
}

/** Offer a line to say why, under the buttons. */
function askWhy(acts, keep) {
  acts.querySelector(".why")?.remove();
  const word = make("input", { type: "text", maxLength: 2000, placeholder: "Why? (optional)" });
  word.setAttribute("aria-label", "Why?");
  const form = make("form", { className: "why" }, word, button("Send", () => {}, { type: "submit" }));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await keep(word.value);
      notice("Thank you. It is kept with the library.");
      form.remove();
    } catch (error) {
      notice(error.message);
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    form.remove();
  });
  acts.append(form);
  word.focus();
}

export function startReplyActions() {
  document.addEventListener("click", (event) => {
    const act = event.target.closest(".act");
    const name = act && Object.keys(ACTS).find((each) => act.classList.contains(each));
    if (name) ACTS[name](act);
  });
}
