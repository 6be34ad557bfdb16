// How far a file is that the server makes, asked over plain HTTP: a run of the page at each look could take the place of
// the one that a reader's click has just begun. The page is asked for once, when the making has ended, in its turn.
const EVERY = 400; // milliseconds between two looks
const FIRST = 2000; // milliseconds in which what a reader asked for goes before
const reader = { acted: 0, heard: false };
const still = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";

export default function ({ data, parentElement, setTriggerValue }) {
  if (!reader.heard) {
    reader.heard = true;
    for (const kind of ["pointerdown", "keydown"]) {
      document.addEventListener(kind, () => (reader.acted = Date.now()), { capture: true, passive: true });
    }
  }
  const bar = parentElement.querySelector("progress");
  const words = parentElement.querySelector("span");
  let ended = false;
  const look = async () => {
    if (!ended) {
      const answer = await fetch(`building/${data.ticket}`, { cache: "no-store" }).catch(() => null);
      if (!answer) return;
      // What the server has forgotten has ended, too.
      const { done, total, running } = answer.ok ? await answer.json() : { running: false };
      ended = !running;
      if (total) [bar.max, bar.value] = [total, Math.min(done, total)];
      const told = total ? `${done} of ${total} parts` : "starting";
      words.textContent = `${data.what}: ${ended ? "ready" : told}`;
    }
    if (!ended || !still() || Date.now() < reader.acted + FIRST) return;
    clearInterval(timer);
    setTriggerValue("ended", data.ticket);
  };
  const timer = setInterval(look, EVERY);
  look();
  return () => clearInterval(timer);
}
