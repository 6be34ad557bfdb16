/* Shows the first sight in the theme that the reader chose, and takes it away once the page itself is there. */
(() => {
  const first = document.querySelectorAll("[data-first]");
  let chosen = "";
  try {
    chosen = localStorage.getItem(`stActiveTheme-${location.pathname}-v2`) || "";
  } catch {
    /* a browser that keeps nothing */
  }
  for (const one of first) if (/dark|light/i.test(chosen)) one.style.colorScheme = /dark/i.test(chosen) ? "dark" : "light";
  const there = () => {
    const main = document.querySelector("[data-testid=stMain]"), app = document.querySelector("[data-testid=stApp]");
    if (document.querySelector("[role=dialog]") || main?.querySelector(".cs-tile, .cs-takeaway")) return true;
    return app?.dataset.testScriptState === "notRunning" && !!main?.querySelector("[data-testid=stElementContainer]");
  };
  const watcher = new MutationObserver(() => {
    if (!there()) return;
    watcher.disconnect();
    for (const one of first) one.remove();
  });
  watcher.observe(document.body, { attributes: true, attributeFilter: ["data-test-script-state"], childList: true, subtree: true });
})();
