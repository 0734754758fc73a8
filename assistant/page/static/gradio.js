// Access to Gradio's elements, and corrections of them.

const app = document.querySelector("gradio-app");

const box = () => document.querySelector("#question textarea");

/** Return Gradio's element for a selector as soon as there is one. */
export function mounted(selector) {
  return new Promise((resolve) => {
    const look = () => {
      const element = app.querySelector(selector);
      if (element) {
        observer.disconnect();
        resolve(element);
      }
    };
    const observer = new MutationObserver(look);
    observer.observe(app, { childList: true, subtree: true });
    look();
  });
}

export const focusBox = () => box()?.focus();

export const boxText = () => box()?.value ?? "";

/** Put words into the box as if they had been typed. */
export function setBox(text) {
  box().value = text;
  box().dispatchEvent(new Event("input", { bubbles: true }));
  focusBox();
}

/** Ask a question as if it had been typed. */
export function ask(question) {
  setBox(question);
  requestAnimationFrame(() => document.getElementById("ask").click());
}

/** Keep a question without words from being sent; Gradio would make a round trip of it. */
export function holdEmptyQuestions() {
  const hold = (event) => {
    const sends = event.type === "click" ? "#ask" : "#question textarea";
    const isSent = event.type === "click" || (event.key === "Enter" && !event.shiftKey);
    if (!isSent || !event.target.closest(sends) || box().value.trim()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    focusBox();
  };
  app.addEventListener("click", hold, { capture: true });
  app.addEventListener("keydown", hold, { capture: true });
}

/** Show the conversation that the address names. */
export const showConversation = () => document.getElementById("show").click();

/** Keep the newest question at the top, and its messages named by what they are. */
export async function followConversation() {
  const chat = await mounted("#chat");
  let wasWorking = false;
  let asked = "";
  let isRead = false; // by a person, who has taken the scrolling over
  for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    chat.addEventListener(kind, () => { isRead = true; }, { passive: true });
  }
  const follow = (changes) => {
    chat.querySelectorAll('[aria-label*="message: "]').forEach((message) => {
      // Gradio would have the whole HTML read out.
      message.setAttribute("role", "group");
      message.setAttribute("aria-label", message.dataset.testid === "user" ? "Question" : "Reply");
    });
    // Gradio takes this from what it is given.
    chat.querySelectorAll(".judge:not([aria-pressed])").forEach((judge) => {
      judge.setAttribute("aria-pressed", String(judge.classList.contains("chosen")));
    });
    // Only for what is said: Gradio also adds a button when a person scrolls up to read.
    if (changes.some((change) => change.addedNodes.length && change.target.closest(".message-wrap"))) {
      const last = [...chat.querySelectorAll(".user-row")].at(-1);
      const isWorking = Boolean(chat.querySelector(".reply.stage"));
      if ((isWorking && !wasWorking) || last?.textContent !== asked) isRead = false;
      wasWorking = isWorking;
      asked = last?.textContent;
      if (!isRead) last?.scrollIntoView({ block: "start" });
      if (!isWorking) document.dispatchEvent(new Event("quoth:said"));
    }
  };
  new MutationObserver(follow).observe(chat, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["aria-label"],
  });
}
