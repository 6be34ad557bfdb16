/* Shows the first sight in the theme that the reader chose, and takes it away once the page itself is there. */
(() => {
  const first = document.querySelectorAll("[data-first]");
  const pictures = document.querySelectorAll(".first-drawing svg").length;
  const AT_MOST = 60000; // milliseconds after which what has come of the page is shown, whatever it is
  let chosen = "";
  try {
    chosen = localStorage.getItem(`stActiveTheme-${location.pathname}-v2`) || "";
  } catch {
    /* a browser that keeps nothing */
  }
  for (const one of first) if (/dark|light/i.test(chosen)) one.style.colorScheme = /dark/i.test(chosen) ? "dark" : "light";
  const gone = () => {
    watcher.disconnect();
    for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) removeEventListener(kind, left, true);
    for (const one of first) one.remove();
  };
  // The page lies below, to the same pixel, and is what a reader acts on; only its charts are not drawn yet.
  const left = () => first[0].inert && gone();
  const drawn = (chart) => chart.querySelector(".main-svg .cartesianlayer .trace, .sankey-link");
  const there = () => {
    const main = document.querySelector("[data-testid=stMain]");
    if (document.querySelector("[role=dialog]")) return true;
    if (main?.querySelector(".cs-tile, .cs-takeaway")) {
      for (const one of first) one.inert = true;
      const charts = [...main.querySelectorAll("[data-testid=stPlotlyChart]")].slice(0, pictures);
      return charts.length === pictures && charts.every(drawn);
    }
    // What comes in place of the page; what has come of the page so far is not all of it.
    return !!main?.querySelector("[data-testid=stAlert], [data-testid=stException]");
  };
  const watcher = new MutationObserver(() => there() && gone());
  addEventListener("load", () => setTimeout(gone, AT_MOST));
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(kind, left, { capture: true, passive: true });
  watcher.observe(document.body, { childList: true, subtree: true });
})();
