// Wires the page: what a click or a key does.

import { startActing } from "./acting.js";
import { leaveEditing } from "./asking.js";
import { startColours } from "./colours.js";
import { calmly, find } from "./dom.js";
import {
  ask,
  focusBox,
  followConversation,
  holdEmptyQuestions,
  mounted,
  showConversation,
} from "./gradio.js";
import { fetchLibrary, fillWelcome, listSources } from "./library.js";
import { closePane, openPane, paneIsOpen } from "./pane.js";
import { closePast, listConversations, pastCovers, startPast } from "./past.js";
import { openAddress, openQuote, openSource, startReader, stepQuote } from "./reader.js";
import { hideTip, startTips, tipIsShown } from "./tip.js";

const CITATION = 'a[href^="#quote/"]';

document.addEventListener("click", (event) => {
  const citation = event.target.closest(CITATION);
  if (!citation) return;
  event.preventDefault(); // with Gradio's <base>, following it would load the page anew
  openQuote(citation);
});

document.addEventListener("keydown", (event) => {
  if (event.key === " " && event.target.matches(CITATION)) {
    event.preventDefault();
    openQuote(event.target);
  } else if (event.key === "Escape") {
    escape(event);
  }
});

/** Put away the topmost of what can be. */
function escape(event) {
  const act = [[tipIsShown, hideTip], [pastCovers, closePast], [paneIsOpen, closePane]]
    .find(([is]) => is())?.[1];
  if (!act) return;
  event.preventDefault();
  act();
}

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  focusBox();
});

find("show-sources").addEventListener("click", (event) => {
  if (paneIsOpen()) closePane();
  else showSources(event);
});
find("pane-list").addEventListener("click", showSources);
find("pane-close").addEventListener("click", closePane);
find("pane-previous").addEventListener("click", () => stepQuote(-1));
find("pane-next").addEventListener("click", () => stepQuote(1));

function showSources(event) {
  openPane(event.currentTarget);
  listSources();
}

document.addEventListener("quoth:ask", (event) => ask(event.detail));
document.addEventListener("quoth:open", (event) => openSource(event.detail));
document.addEventListener("quoth:shown", () => {
  document.documentElement.classList.remove("returning");
});

document.addEventListener("quoth:said", calmly(listConversations, 300));

find("new-conversation").addEventListener("click", () => goTo(window.newConversation()));
window.addEventListener("popstate", turnTo);

function goTo(address) {
  history.pushState(null, "", address);
  turnTo();
}

function turnTo() {
  closePane();
  leaveEditing();
  listConversations();
  showConversation();
  focusBox();
}

startColours();
startActing();
startTips();
startReader();
startPast(goTo);
if (location.hash.startsWith("#quote/")) openAddress(location.hash);
holdEmptyQuestions();
followConversation();
const library = fetchLibrary();
library.catch(() => {}); // the welcome says why, once there is one
mounted("#welcome").then((section) => {
  fillWelcome(section, library);
  if (!matchMedia("(pointer: coarse)").matches) mounted("#question textarea").then(focusBox);
});
if (document.documentElement.classList.contains("returning")) mounted("#show").then(showConversation);
