// Asks the server now and then, over plain HTTP, whether there are newer data, and the page only where there are: a
// run of the page at each look could take the place of the one that a reader's click has just begun.
const page = { data: {}, tell: null, timer: 0 };

async function look() {
  const app = document.querySelector("[data-testid=stApp]");
  if (document.hidden || app?.dataset.testConnectionState !== "CONNECTED") return;
  const answer = await fetch("newest", { cache: "no-store" }).catch(() => null);
  const version = answer?.ok ? await answer.text() : "";
  if (version && version !== page.data.known) page.tell("newer", version);
}

export default function ({ data, setTriggerValue }) {
  page.data = data ?? {};
  page.tell = setTriggerValue;
  if (page.timer) return;
  page.timer = setInterval(look, page.data.every);
  document.addEventListener("visibilitychange", look);
}
