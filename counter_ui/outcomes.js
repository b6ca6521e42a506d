/** What is said after an act, and how it can be taken back where the life of a ticket allows it. */

/** @returns {{tone: string, text: array, undo?: object}|null} null when the screen itself says enough */
export function outcome({ verb, about }, { status, data }) {
  if (status === 204) return { tone: "quiet", text: ["nobodyWaits"] };
  const label = data?.label ?? about.label;
  const callBack = { verb: "call", body: { ticket: data?.id }, about: { label } };
  const left = {
    recall: () => ({ text: ["recalled", label, data.calls] }),
    finish: () => ({ text: ["finished", label] }),
    "no-show": () => ({ text: ["missed", label], undo: { ...callBack, verb: "reinstate" } }),
    hold: () => ({ text: ["held", label], undo: callBack }),
    return: () => ({ text: ["returned", label], undo: callBack }),
    transfer: () => ({ text: ["transferred", label, about.to], undo: about.fromLine ? null : callBack }),
    cancel: () => ({ text: ["cancelled", label] }),
    reinstate: () => ({ text: ["reinstated", label] }),
  }[verb]?.();
  return left ? { tone: "done", ...left } : null;
}
