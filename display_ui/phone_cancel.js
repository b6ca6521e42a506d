// The question before a number is given up.

import { Offline, Problem } from "/static/shared/api.js";
import { h } from "/static/shared/dom.js";

/** A dialog; `cancel()` asks the server and resolves with its answer, `done(ticket)` takes the cancelled ticket. */
export function createCancel({ cancel, done }) {
  const title = h("h2", { class: "title", id: "cancel-title" });
  const what = h("p", { class: "hint", id: "cancel-what" });
  const trouble = h("p", { class: "trouble", role: "alert" });
  const keep = h("button", { type: "button", class: "main-act", "data-act": "cancel-no" });
  const give = h("button", { type: "button", class: "give-up", "data-act": "cancel-yes" });
  const says = { "aria-labelledby": title.id, "aria-describedby": what.id };
  const element = h("dialog", { class: "ask", "data-role": "cancel-dialog", ...says }, title, what, trouble, keep, give);
  let text = null;
  document.body.append(element);

  keep.addEventListener("click", () => element.close());
  give.addEventListener("click", async () => {
    give.disabled = true;
    trouble.textContent = "";
    try {
      const { data } = await cancel();
      element.close();
      done(data);
    } catch (error) {
      if (!(error instanceof Offline || error instanceof Problem)) throw error;
      trouble.textContent = error.code === "illegal-move" ? text.cancelTooLate : text.cancelFailed;
    } finally {
      give.disabled = false;
    }
  });

  return {
    ask(words, label) {
      text = words;
      title.textContent = text.cancelAsk(label);
      what.textContent = text.cancelWhat;
      keep.textContent = text.cancelNo;
      give.textContent = text.cancelYes;
      trouble.textContent = "";
      element.showModal();
    },
  };
}
