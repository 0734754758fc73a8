// Documents that a person drops, chooses or pastes; and how far the reading of them is.

import { button, find, make, notice, send } from "./dom.js";

const changed = () => document.dispatchEvent(new Event("quoth:library"));

/** Return the part of the list of sources with which documents are added. */
export function addingControls() {
  const files = make("input", { type: "file", multiple: true, id: "add-files" });
  files.setAttribute("aria-label", "Choose files to add");
  files.addEventListener("change", () => addFiles([...files.files]));
  const text = make("textarea", { rows: 5, id: "add-text", placeholder: "Paste a text" });
  text.setAttribute("aria-label", "Text to add");
  const keep = button("Add the text", async () => {
    if (!text.value.trim()) return;
    await keepAll([["the text", () => send("POST", "page/added/text", { text: text.value })]]);
    text.value = "";
  });
  return make("details", { className: "adding" },
    make("summary", {}, "Add sources"),
    make("p", { className: "about" }, "Drop files anywhere on the page, choose them, or paste a text. They are kept in the library's own folder."),
    files, text, keep);
}

/** Add files one after the other, then let the library read them. */
export function addFiles(files) {
  return keepAll(files.map((file) => [file.name, () => sendFile(file)]));
}

async function sendFile(file) {
  const path = `page/added?name=${encodeURIComponent(file.name)}`;
  const response = await fetch(path, { method: "PUT", body: file }).catch(() => null);
  if (response?.ok) return;
  const body = await response?.json().catch(() => null);
  throw new Error(body?.detail ?? `${file.name} could not be sent.`);
}

async function keepAll(documents) {
  const failures = [];
  let kept = 0;
  for (const [name, keep] of documents) {
    say(`Adding ${name}…`);
    try {
      await keep();
      kept += 1;
    } catch (error) {
      failures.push(error.message);
    }
  }
  if (kept) await refresh();
  say("");
  if (failures.length) showFailures(failures);
  else notice(kept === 1 ? "The source is added." : `${kept} sources are added.`);
}

/** Remove what was added. */
export async function removeAdded(location) {
  try {
    await send("DELETE", `page/added?location=${encodeURIComponent(location)}`);
    await refresh();
    notice("The source is removed.");
  } catch (error) {
    notice(error.message);
  }
}

/** Let the library read what is new, and say how far it is. */
async function refresh() {
  const response = await fetch("page/refresh", { method: "POST" });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop();
    const step = JSON.parse(lines.at(-1) || "{}");
    if (step.error) throw new Error(step.error);
    if (step.total) say(`Reading ${step.done} of ${step.total}: ${step.name}`, step.done / step.total);
  }
  changed();
}

function say(text, share = 0) {
  const bar = make("progress", { max: 1, value: share });
  bar.setAttribute("aria-label", "Reading");
  find("reading").replaceChildren(...(text ? [make("p", { dir: "auto" }, text), bar] : []));
}

function showFailures(failures) {
  const close = button("Close", () => find("reading").replaceChildren());
  const told = failures.map((each) => make("p", { className: "trouble", dir: "auto" }, each));
  find("reading").replaceChildren(...told, close);
}

/** Files may be dropped anywhere on the page. */
export function startAdding() {
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  const mark = (on) => document.documentElement.classList.toggle("dropping", on);
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    mark(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) mark(false);
  });
  document.addEventListener("drop", (event) => {
    mark(false);
    if (!holdsFiles(event)) return;
    event.preventDefault();
    addFiles([...event.dataTransfer.files]);
  }, { capture: true });
}
