/** A kiosk runs for months: when the server was renewed, its page is loaded anew while nobody stands there. */

const EACH_MS = 600_000; // ten minutes: soon enough for a renewal, nothing for a server

/** Compare the page's version with the server's; `isFree()` tells whether nobody would be disturbed. */
export function renewWhenFree(isFree) {
  setInterval(async () => {
    if (isFree() && (await changed().catch(() => false)) && isFree()) location.reload();
  }, EACH_MS);
}

async function changed() {
  const answer = await fetch(location.pathname, { cache: "no-store", signal: AbortSignal.timeout(8000) });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const { version } = page.body.dataset;
  return Boolean(version) && version !== document.body.dataset.version;
}
