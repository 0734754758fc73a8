// Wires the page: what a click or a key does.

import { startColours } from "./colours.js";
import { find } from "./dom.js";
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
import { openQuote, openSource, stepQuote } from "./reader.js";

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
  } else if (event.key === "Escape" && paneIsOpen()) {
    event.preventDefault();
    closePane();
  }
});

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

find("new-conversation").addEventListener("click", () => {
  history.pushState(null, "", window.newConversation());
  turnTo();
});
window.addEventListener("popstate", turnTo);

function turnTo() {
  closePane();
  showConversation();
  focusBox();
}

startColours();
holdEmptyQuestions();
followConversation();
const library = fetchLibrary();
mounted("#welcome").then((section) => {
  fillWelcome(section, library);
  if (!matchMedia("(pointer: coarse)").matches) mounted("#question textarea").then(focusBox);
});
if (document.documentElement.classList.contains("returning")) mounted("#show").then(showConversation);
