/** What the pad shows, as one table: what may follow what. Everything not in it is ignored. */

/** Faces: starting, offline (before it ever began), pairing, other-counter, idle, asking, reasons, sending, thanks. */
export function newPad() {
  return {
    face: "starting",
    live: "connecting",
    label: null,
    counterName: null,
    officerName: null, // who sits there, null when nobody does or it is not known
    score: null,
    reasons: [],
    said: null,
    pairing: null,
    device: null,
  };
}

const quiet = { face: "idle", label: null, score: null, reasons: [], said: null };

/** Somebody's service has ended: ask him, whatever the one before has left open. */
export const asked = (label) => ({ ...quiet, face: "asking", label });

/** A face was chosen; a low score is asked for its reasons before it is sent. */
export const scored = (score) => ({ score, reasons: [], face: score <= 2 ? "reasons" : "sending" });

export const sendingNow = () => ({ face: "sending" });

export const toggled = ({ reasons }, reason) => ({
  reasons: reasons.includes(reason) ? reasons.filter((one) => one !== reason) : [...reasons, reason],
});

/** `said`: the word of the thanks, which may also say kindly that nothing was counted. */
export const thanked = (said) => ({ ...quiet, face: "thanks", said });

export const darkened = () => quiet;
