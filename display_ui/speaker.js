// The hall's voice: chime, then the announcement in each language; the stage asks for one call at a time.

const CHIME = "/static/shared/chime.wav";
const FETCH_AT_MOST_MS = 4000; // a slow voice must not hold up the calls behind it
const PLAY_SLACK_MS = 1500; // a device that never reports the end of a clip is given up after its length and this
const BETWEEN_LANGUAGES_MS = 250;

/** The languages of `?voice=`: "vi" when it is missing, none for "off". */
export function voicesOf(text) {
  if (text === null) return ["vi"];
  return text.split(",").filter((language) => /^[a-z]{2}$/.test(language.trim())).map((language) => language.trim());
}

/**
 * A speaker for a site. `onBlocked(true|false)`: the browser wants a touch before it lets the page sound.
 * Nothing here rejects: a voice that fails is silence.
 */
export function createSpeaker({ site, languages, onBlocked }) {
  if (!languages.length || !window.AudioContext) {
    return { prepare: () => [], speak: async () => [], unlock: async () => {} };
  }
  const audio = new AudioContext();
  let chime = load(CHIME);
  const tell = () => onBlocked(audio.state !== "running");
  audio.addEventListener("statechange", tell);
  setTimeout(tell, 1000); // an allowed context starts within a few ms and then never shows the note

  async function load(url) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_AT_MOST_MS) });
      return answer.ok ? await audio.decodeAudioData(await answer.arrayBuffer()) : null;
    } catch {
      return null; // off line, timed out or no sound file: the call goes on without it
    }
  }

  async function play(clip) {
    if (!clip || audio.state !== "running") return false;
    const source = new AudioBufferSourceNode(audio, { buffer: clip });
    source.connect(audio.destination);
    const ended = new Promise((resolve) => source.addEventListener("ended", () => resolve(true), { once: true }));
    source.start();
    const heard = await Promise.race([ended, after(clip.duration * 1000 + PLAY_SLACK_MS)]);
    source.disconnect();
    return heard === true;
  }

  async function ring() {
    const sound = await chime;
    if (sound) await play(sound);
    else chime = load(CHIME); // the server was away when the page began
  }

  return {
    /** Begin to fetch the announcements of a call, so that they are there when its turn comes. */
    prepare({ label, counter, kind }) {
      return languages.map((language) => {
        const query = new URLSearchParams({ label, counter, language, kind });
        return { language, clip: load(`/api/v1/sites/${encodeURIComponent(site)}/speech?${query}`) };
      });
    },
    /** Chime and announcements of a prepared call; resolves with the languages that were heard to their end. */
    async speak(announcements) {
      const heard = [];
      if (!announcements.length || audio.state !== "running") return heard;
      await ring();
      for (const { language, clip } of announcements) {
        if (heard.length) await after(BETWEEN_LANGUAGES_MS);
        if (await play(await clip)) heard.push(language);
      }
      return heard;
    },
    /** After a touch: sound on, with the chime to prove it. */
    async unlock() {
      if (audio.state === "running") return;
      await audio.resume().catch(() => {}); // still not allowed: the note stays
      await ring();
    },
  };
}

const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
