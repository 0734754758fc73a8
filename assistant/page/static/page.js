// Wires the page: what a click or a key does.

import { startReplyActions } from "./reply_actions.js";
import { leaveEditing } from "./edit_question.js";
import { startUploads } from "./uploads.js";
import { showChoice } from "./source_filter.js";
import { startColours } from "./colours.js";
import { startConnection } from "./connection.js";
import { debounced, find } from "./dom.js";
import { restoreDraft, startDrafts } from "./draft.js";
import { followUp } from "./follow_ups.js";
import {
  ask,
  focusBox,
  followConversation,
  holdEmptyQuestions,
  mounted,
  showConversation,
} from "./gradio.js";
import { showHelp, startHelp } from "./help.js";
import { fetchLibrary, fillWelcome, listSources, listSourcesAgain } from "./library.js";
import { closePane, openPane, paneIsOpen } from "./pane.js";
import { closePast, listConversations, pastCovers, startHistory, togglePast } from "./history.js";
import { openAddress, openQuote, openSource, startSourceView, stepQuote, viewAs } from "./source_view.js";
import { likesPages } from "./pdf_pages.js";
import { hideTip, startTips, tipIsShown } from "./tip.js";
import { startAnswerSettings, showAnswerSettings } from "./answer_settings.js";

const CITATION = 'a[href^="#quote/"]';

document.addEventListener("click", (event) => {
  const citation = event.target.closest(CITATION);
  if (!citation) return;
  event.preventDefault(); // with Gradio's <base>, following it would load the page again
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

find("show-sources").addEventListener("click", () => toggleSources());
find("pane-list").addEventListener("click", showSources);
find("pane-close").addEventListener("click", closePane);
find("pane-previous").addEventListener("click", () => stepQuote(-1));
find("pane-next").addEventListener("click", () => stepQuote(1));

function showSources(event) {
  openPane(event?.currentTarget ?? find("show-sources"));
  listSources();
}

const toggleSources = () => (paneIsOpen() ? closePane() : showSources());

startHelp([
  ["/", "To the question", focusBox],
  ["n", "New conversation", () => goTo(window.newConversation())],
  ["c", "Open or close the conversations", togglePast],
  ["s", "Open or close the sources", toggleSources],
  ["f", "Find in the source that is open", () => find("find-words").focus()],
  ["p", "Pages or text of a PDF that is open", () => viewAs(!likesPages())],
  ["[", "Previous quote", () => stepQuote(-1)],
  ["]", "Next quote", () => stepQuote(1)],
  ["?", "This help", showHelp],
  ["Enter", "Ask; on a citation, open its quote"],
  ["Shift Enter", "Another line in the question"],
  ["Escape", "Close what is open"],
]);

document.addEventListener("quoth:ask", (event) => ask(event.detail));
document.addEventListener("quoth:open", (event) => openSource(event.detail));
document.addEventListener("quoth:shown", () => {
  document.documentElement.classList.remove("returning");
  restoreDraft();
});

document.addEventListener("quoth:said", debounced(listConversations, 300));
document.addEventListener("quoth:said", debounced(followUp, 300));
document.addEventListener("quoth:chosen", listSourcesAgain);
document.addEventListener("quoth:library", () => {
  listSourcesAgain();
  showChoice();
  fillWelcome(find("welcome"), fetchLibrary());
});

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
startConnection();
startDrafts();
startReplyActions();
startTips();
startSourceView();
startUploads();
startAnswerSettings();
startHistory(goTo);
if (location.hash.startsWith("#quote/")) openAddress(location.hash);
holdEmptyQuestions();
followConversation();
const library = fetchLibrary();
library.catch(() => {}); // the welcome says why, once there is one
mounted("#welcome").then((section) => {
  fillWelcome(section, library);
  showChoice();
  showAnswerSettings();
  mounted("#question textarea").then(() => {
    if (!matchMedia("(pointer: coarse)").matches) focusBox();
    if (!document.documentElement.classList.contains("returning")) restoreDraft();
  });
});
if (document.documentElement.classList.contains("returning")) mounted("#show").then(showConversation);
