// Questions to go on with, under the last reply.

import { conversationName } from "./address.js";
import { chosen } from "./source_filter.js";
import { make, send } from "./dom.js";
import { questionList } from "./library.js";

const CLASS = "follow-ups";

/** Suggest what to ask next, once a reply is there. */
export async function followUp() {
  const reply = [...document.querySelectorAll("#chat .reply")].at(-1);
  const old = document.querySelector(`#chat .${CLASS}`);
  if (old && old.parentElement === reply) return;
  old?.remove();
  if (!reply?.matches(".answer")) return;
  const path = `page/conversations/${conversationName()}/follow-ups`;
  const { questions } = await send("POST", path, chosen()).catch(() => ({ questions: [] }));
  if (!questions.length || !reply.isConnected || reply.querySelector(`.${CLASS}`)) return;
  reply.append(make("div", { className: CLASS },
    make("p", { className: "rubric" }, "To go on"), questionList(questions)));
}
