// The pane beside the conversation: open, closed, and where the focus goes.

import { find, make } from "./dom.js";

const narrow = matchMedia("(max-width: 56rem)");
let opener = null;
let claims = 0;

/** Claim the pane for new content; an earlier claim can no longer fill it. */
export function claimPane() {
  const claim = ++claims;
  return () => claim === claims;
}

export const paneIsOpen = () => !find("pane").hidden;

/** Open the pane; when it closes, the focus returns to the element that opened it. */
export function openPane(from) {
  if (!find("pane").contains(from)) opener = from;
  find("pane").hidden = false;
  document.documentElement.classList.add("beside");
  find("show-sources").setAttribute("aria-expanded", "true");
  document.dispatchEvent(new Event("quoth:pane"));
  coverWhenNarrow();
}

export function closePane() {
  if (!paneIsOpen()) return;
  const wasInside = find("pane").contains(document.activeElement);
  find("pane").hidden = true;
  document.documentElement.classList.remove("beside");
  find("show-sources").setAttribute("aria-expanded", "false");
  document.dispatchEvent(new Event("quoth:pane"));
  coverWhenNarrow();
  history.replaceState(history.state, "", location.search);
  document.querySelectorAll("#chat a[aria-current]").forEach((link) => link.removeAttribute("aria-current"));
  if (wasInside) (opener?.isConnected ? opener : find("show-sources")).focus();
  opener = null;
}

/** Say what the pane shows, and drop what it showed before; `view` is how a source with pages is. */
export function fillPane({ title, about = "", content = [], steps = "", isSource = false, view = "" }) {
  find("pane-title").textContent = title;
  find("pane-about").textContent = about;
  find("pane-content").replaceChildren(...content);
  find("pane-count").textContent = steps;
  find("pane-steps").hidden = !steps;
  find("pane-find").hidden = !isSource;
  find("pane-list").hidden = !isSource;
  find("pane-view").hidden = !view;
  for (const each of ["text", "pages"]) find(`view-${each}`).setAttribute("aria-pressed", String(each === view));
  find("pane-zoom").hidden = view !== "pages";
  find("pane").classList.toggle("as-pages", view === "pages");
}

/** Say in the pane why it cannot show what it should. */
export function failPane(error) {
  find("pane-content").append(troubled(error));
}

/** Return what went wrong as a paragraph that is read out. */
export const troubled = (error) => make("p", { className: "trouble", role: "alert", dir: "auto" }, error.message);

/** Return a button for more of what the pane shows; `load` adds it, and returns whether there is even more. */
export function more(label, needed, load) {
  const wanted = make("button", { type: "button", className: "more", hidden: !needed }, label);
  wanted.addEventListener("click", async () => {
    wanted.disabled = true;
    try {
      wanted.hidden = !(await load());
    } catch (error) {
      failPane(error);
    }
    wanted.disabled = false;
  });
  return wanted;
}

// A pane that covers the rest takes it out of reach of the keyboard as well.
function coverWhenNarrow() {
  const covered = narrow.matches && paneIsOpen();
  for (const other of document.querySelectorAll(".skip, #top, gradio-app")) other.inert = covered;
}
narrow.addEventListener("change", coverWhenNarrow);
