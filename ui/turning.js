// A reader who turns to another page sees at once what a browser is given that opens it (ui/opening.py); the page takes
// the place of its first sight as soon as its charts are drawn, or when the reader acts on what lies below.
const KEPT = 10000; // milliseconds for which a first sight that was asked for is taken as it is
const WAITED = 20000; // milliseconds after which what has come of the page is shown, whatever it is
const NARROW = 768; // pixels below which the navigation lies above the page
const turned = { asked: new Map(), shown: null, number: 0 };

function sightOf(url) {
  const kept = turned.asked.get(url);
  if (kept && Date.now() < kept.until) return kept.sight;
  const answer = fetch(url).then((found) => (found.ok ? found.text() : ""));
  const sight = answer.then((text) => new DOMParser().parseFromString(text, "text/html")).catch(() => null);
  turned.asked.set(url, { sight, until: Date.now() + KEPT });
  return sight;
}

// The address of another page that a link of the navigation leads to; none where the page is not seen as it opens,
// because the reader has chosen something that holds for all pages.
function turnsTo(event) {
  const link = event.target.closest?.("[data-testid=stSidebarNav] a[href]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return null;
  const chosen = new URL(window.location.href).searchParams;
  const to = new URL(link.href);
  const away = to.pathname !== window.location.pathname && !to.search;
  return away && !page.data.carried?.some((key) => chosen.has(key)) ? to.href : null;
}

const isAt = (title) => main()?.querySelector("h1")?.textContent === title;

async function turn(url) {
  const number = ++turned.number;
  const sight = await sightOf(url);
  const first = sight?.getElementById("first");
  const title = first?.querySelector("h1")?.textContent;
  if (!title || number !== turned.number || isAt(title)) return;
  endTurn();
  if (!document.getElementById("first-style")) document.head.append(sight.getElementById("first-style"));
  const shown = document.adoptNode(first.cloneNode(true));
  shown.style.colorScheme = isDark() ? "dark" : "light";
  shown.style.zIndex = 90; // below the sidebar and what opens above the page
  if (window.innerWidth >= NARROW) shown.style.left = `${main().getBoundingClientRect().left}px`;
  document.body.append(shown);
  const watcher = new MutationObserver(() => come(title) && endTurn());
  watcher.observe(main(), { childList: true, subtree: true });
  turned.shown = { shown, watcher, timer: setTimeout(endTurn, WAITED), pictures: shown.querySelectorAll(".first-drawing svg").length };
}

// Whether the page is there, and its first charts drawn where the first sight shows them.
function come(title) {
  const { shown, pictures } = turned.shown;
  if (!isAt(title) || !main().querySelector(".cs-tile, .cs-takeaway, [data-testid=stAlert]")) return false;
  shown.inert = true;
  const charts = [...main().querySelectorAll("[data-testid=stPlotlyChart]")].slice(0, pictures);
  const drawn = charts.every((chart) => chart.querySelector(".main-svg .cartesianlayer .trace, .sankey-link"));
  return drawn && (charts.length === pictures || still());
}

function endTurn() {
  const { shown, watcher, timer } = turned.shown ?? {};
  watcher?.disconnect();
  clearTimeout(timer);
  shown?.remove();
  turned.shown = null;
}

function turnAtOnce() {
  const ask = (event) => {
    const url = turnsTo(event);
    if (url) sightOf(url);
  };
  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, ask, { passive: true });
  document.addEventListener("click", (event) => {
    const url = turnsTo(event);
    if (url) turn(url);
    // On a phone the navigation lies above the page that was asked for.
    const onPhone = window.innerWidth < NARROW && event.target.closest?.("[data-testid=stSidebarNav] a[href]");
    if (onPhone) document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  });
  const left = () => turned.shown?.shown.inert && endTurn();
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    document.addEventListener(kind, left, { capture: true, passive: true });
  }
  window.addEventListener("popstate", endTurn);
}
