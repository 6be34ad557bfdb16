/* The theme that a reader has chosen holds on every page: Streamlit keeps it for the address that was opened first. */
(() => {
  const KEPT = "campstats-theme", own = `stActiveTheme-${location.pathname}-v2`;
  const keep = () => localStorage.setItem(KEPT, localStorage.getItem(own) || "");
  try {
    const chosen = localStorage.getItem(KEPT);
    if (chosen) localStorage.setItem(own, chosen);
    else if (chosen === "") localStorage.removeItem(own);
    addEventListener("pagehide", keep);
    // A page that is opened beside this one has it too.
    addEventListener("click", () => setTimeout(keep, 500), true);
  } catch {
    /* a browser that keeps nothing */
  }
})();
