/** What console and pad say, by language. */

import { padWords } from "./pad_words.js";
import { en } from "./words_en.js";
import { vi } from "./words_vi.js";

export const words = { vi: { ...vi, pad: padWords.vi }, en: { ...en, pad: padWords.en } };
