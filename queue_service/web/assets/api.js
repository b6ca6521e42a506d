/** Calls to the API: JSON in and out, a time-out on every wait, two kinds of failure. */

const TIMEOUT_MS = 8000; // a person at a screen gives up soon after

/** The server did not answer: no network, no server, or too slow. A repeat with the same key is safe. */
export class Offline extends Error {
  name = "Offline";
}

/** The server refused. `code` is stable (`hall-closed`), `data` says more (`opens_at`), `retryAfterS` may be null. */
export class Problem extends Error {
  name = "Problem";

  constructor({ status, code, detail = "", data = {}, retryAfterS = null }) {
    super(`${status} ${code}`);
    Object.assign(this, { status, code, detail, data, retryAfterS });
  }
}

/**
 * Ask the API. `path` stands below `/api/v1`. An act that changes state gives a `key` from `newKey()`; each repeat of
 * the same act gives the same key and body, and gets the same answer.
 * @returns {Promise<{status: number, data: any}>} `data` is null for 204.
 * @throws {Offline} nobody answered within 8 s
 * @throws {Problem} any answer of 400 and above
 */
export async function api(method, path, body, { key, signal } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined && body !== null) headers["Content-Type"] = "application/json";
  if (key) {
    headers["Idempotency-Key"] = key;
    headers["X-Request-Id"] = key; // one tap, one id through all its repeats, in every log
  }
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), TIMEOUT_MS);
  const stop = () => timeout.abort();
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  try {
    const answer = await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: headers["Content-Type"] ? JSON.stringify(body) : undefined,
      credentials: "same-origin",
      cache: "no-store",
      signal: timeout.signal,
    });
    const text = await answer.text();
    if (!answer.ok) throw problem(answer, text);
    return { status: answer.status, data: text ? JSON.parse(text) : null };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Offline(`${method} ${path}: ${error.message}`);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

function problem(answer, text) {
  const retryAfterS = Number(answer.headers.get("Retry-After")) || null;
  try {
    const { type, title, status, code, detail, data, ...more } = JSON.parse(text);
    return new Problem({ status: answer.status, code: code ?? "unknown", detail, data: { ...more, ...data }, retryAfterS });
  } catch {
    // A proxy in between answers in HTML while the server restarts.
    return new Problem({ status: answer.status, code: answer.status >= 500 ? "unavailable" : "unknown", retryAfterS });
  }
}

/** A unique key whose text sorts by time (a UUIDv7); works on plain HTTP too, where `crypto.randomUUID` does not exist. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
