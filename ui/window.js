// What holds for the page as a whole: steps of the history, where a page opens, names for assistive technology, maps
// that leave the page its scrolling, and paper. Nothing is made of text from the data.
const SETTLED = 5000; // milliseconds after which a page stands where it opened
const FIRST = 2000; // milliseconds in which what a reader asked for goes before what the window tells
const PAPER = 672; // pixels of a drawing within a card on A4
const STOOD = "campstats-stood"; // where a page stood that is left, for a reload of it
const HIGHEST = 780; // pixels of a chart on paper: title, sources and notes of its card stand on the same sheet
const page = { stood: new Map(), seen: 0, at: 0, drawn: new Map(), folded: [], data: {}, fresh: true, pushed: false, acted: 0, lost: false, until: 0, begun: false };
const main = () => document.querySelector("[data-testid=stMain]");
const still = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";

// One choice of a reader is one step of Back. What a page writes into its own address before the reader does anything
// (what it carries over from the last page), and what is told by `quiet` keys, is none.
function keepSteps() {
  const push = window.history.pushState.bind(window.history);
  const replace = window.history.replaceState.bind(window.history);
  window.history.pushState = (state, unused, url) => {
    const now = new URL(window.location.href);
    const to = new URL(url ?? now, now);
    if (to.pathname !== now.pathname) {
      // By now the next page may have begun to take the place of the one that the reader left.
      page.stood.set(now.href, page.seen);
      page.path = to.pathname;
      // What the next page carries over may have been written under the path of the last one, as a step of its own.
      (page.pushed ? replace : push)(state, unused, url);
      page.fresh = true;
      page.pushed = false;
      opened();
      return;
    }
    const keys = new Set([...now.searchParams.keys(), ...to.searchParams.keys()]);
    const differs = (key) => now.searchParams.getAll(key).join("\n") !== to.searchParams.getAll(key).join("\n");
    const moved = [...keys].filter(differs);
    const quiet = page.fresh || (moved.length > 0 && moved.every((key) => page.data.quiet?.includes(key)));
    // The server knows nothing of the part of the page that the address names.
    if (page.fresh && !to.hash) to.hash = now.hash;
    (quiet ? replace : push)(state, unused, to);
    page.pushed ||= !quiet;
  };
  const acted = (event) => {
    if (event.target.closest?.("[data-testid=stMain], [data-testid=stSidebar]")) page.acted = Date.now();
    page.fresh = false;
    page.pushed = false;
    page.seen = main()?.scrollTop ?? 0;
  };
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, acted, { capture: true });
}

// A page opens at its top, at the card that its address names, or by Back where the reader left it, also while what
// stands above is still being drawn. The reader's first move ends it.
function opened(at = 0) {
  page.until = Date.now() + SETTLED;
  page.at = at;
  if (!window.location.hash) main()?.scrollTo(0, at);
  if (!page.timer) page.timer = setInterval(stand, 100);
}

function stand() {
  const name = decodeURIComponent(window.location.hash.slice(1));
  const scroller = main();
  const card = name ? document.getElementById(name) : null;
  if (!still()) page.until = Math.max(page.until, Date.now() + 1000);
  if (scroller && card) {
    const off = card.getBoundingClientRect().top - scroller.getBoundingClientRect().top - 56;
    const room = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
    if (off < -4 || (off > 4 && room > 4)) scroller.scrollBy({ top: off, behavior: "instant" });
  } else if (scroller && !name && scroller.scrollTop !== page.at) {
    scroller.scrollTo(0, page.at);
  }
  if (Date.now() > page.until) leave();
}

function leave() {
  clearInterval(page.timer);
  page.timer = 0;
}

// The navigation's groups are lists within one, a field for files has a name and so a role, and a page that does not
// exist is told in a reader's words.
function name() {
  for (const field of document.querySelectorAll("[data-testid=stFileUploaderDropzone][role=presentation]")) {
    field.setAttribute("role", "group");
  }
  for (const item of document.querySelectorAll("[data-testid=stSidebarNavItems] li")) {
    const list = item.parentElement;
    const all = item.closest("[data-testid=stSidebarNavItems]");
    if (list === all || list.getAttribute("role") === "list") continue;
    list.setAttribute("role", "list");
    all.setAttribute("role", "none");
  }
  for (const text of document.querySelectorAll("[role=dialog] div:not(:has(*))")) {
    if (page.data.missing && text.textContent.endsWith("Running the app's main page.")) {
      text.textContent = page.data.missing;
      const near = nearest();
      if (near) {
        const link = document.createElement("a");
        link.href = near[0];
        link.dataset.near = "";
        link.textContent = near[1];
        text.append(` ${page.data.near} `, link, ".");
      }
    }
  }
}

// The page whose path or title the address that was opened comes near to, by letters that differ: /camp means Camps.
function nearest() {
  const opened = performance.getEntriesByType("navigation")[0]?.name ?? window.location.href;
  const asked = decodeURIComponent(new URL(opened).pathname.split("/").pop()).toLowerCase();
  const far = ([path, title]) => Math.min(letters(asked, path), letters(asked, title.toLowerCase()));
  const first = [...(page.data.pages ?? [])].sort((one, other) => far(one) - far(other))[0];
  return asked && first && far(first) <= Math.max(1, Math.floor(asked.length / 3)) ? first : null;
}

// Letters to be changed, added or left out to make one word of another.
function letters(one, other) {
  let row = [...other, ""].map((_, at) => at);
  for (let n = 1; n <= one.length; n++) {
    const next = [n];
    for (let m = 1; m <= other.length; m++) {
      next.push(Math.min(row[m] + 1, next[m - 1] + 1, row[m - 1] + (one[n - 1] !== other[m - 1])));
    }
    row = next;
  }
  return row[other.length];
}

function keepNames() {
  let waiting = 0;
  const soon = () => (waiting ||= setTimeout(() => ((waiting = 0), name()), 150));
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  name();
}

// The wheel scrolls the page, over a map too; with Ctrl (or Cmd) it zooms the map. Fingers: style.css.
function freeWheel() {
  document.addEventListener(
    "wheel",
    (event) => {
      const map = event.target.closest?.("[data-testid=stDeckGlJsonChart]");
      if (!map || event.ctrlKey || event.metaKey) return;
      event.stopPropagation();
      map.setAttribute("data-hint", page.data.hint ?? "");
      clearTimeout(page.hinted);
      page.hinted = setTimeout(() => map.removeAttribute("data-hint"), 1200);
    },
    { capture: true, passive: true },
  );
}

function isDark() {
  const ground = getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor;
  const [red, green, blue] = (ground.match(/\d+/g) ?? [255, 255, 255]).map(Number);
  return red + green + blue < 384;
}

// On paper a chart is drawn anew for the width of a card on the sheet; on a narrower sheet it is fitted.
function redraw() {
  for (const chart of document.querySelectorAll(".js-plotly-plot")) {
    const { width, height } = chart.layout ?? {};
    if (!width || !window.Plotly || page.drawn.has(chart)) continue;
    page.drawn.set(chart, { width, height });
    window.Plotly.relayout(chart, { width: PAPER, height: Math.min(height, HIGHEST) });
    // By the margins that the names have taken now the legend finds its place, off the marks.
    window.Plotly.relayout(chart, { width: PAPER });
  }
}

// Colours of the dark theme give way to those of the light one: the next drawing is made in its own again.
function lighten() {
  const light = page.data.light ?? {};
  for (const part of document.querySelectorAll(".js-plotly-plot .main-svg [style]")) {
    const style = part.getAttribute("style");
    const paper = style.replace(/rgb\(\d+, \d+, \d+\)/g, (colour) => light[colour] ?? colour);
    if (paper !== style) part.setAttribute("style", paper);
  }
}

function fit() {
  redraw();
  if (isDark()) lighten();
  page.folded = [...document.querySelectorAll(".cs-foot details:not([open])")];
  for (const notes of page.folded) notes.open = true;
  for (const drawing of document.querySelectorAll(".js-plotly-plot .svg-container")) {
    const [first] = drawing.querySelectorAll(".main-svg");
    const [width, height] = [first?.getAttribute("width"), first?.getAttribute("height")].map(Number);
    if (!width || !height) continue;
    drawing.style.setProperty("--cs-ratio", `${width} / ${height}`);
    drawing.style.setProperty("--cs-width", `${width}px`);
    for (const layer of drawing.querySelectorAll(".main-svg")) layer.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }
  for (const map of document.querySelectorAll("[data-testid=stDeckGlJsonChart]")) {
    map.style.setProperty("--cs-ratio", `${map.clientWidth} / ${map.clientHeight}`);
  }
  document.documentElement.toggleAttribute("data-dark", isDark());
  const said = (text) => `"${text.replace(/[\\"]/g, "\\$&").replace(/\n/g, " ")}"`;
  const address = new URL(window.location.href);
  address.searchParams.delete("brief");
  const sheet = document.getElementById("cs-paper") ?? document.head.appendChild(document.createElement("style"));
  sheet.id = "cs-paper";
  sheet.textContent = `@page {
    @top-left { content: ${said(document.title)}; }
    @top-right { content: ${said(page.data.known ?? "")}; }
    @bottom-left { content: ${said(address.href.slice(0, 120))}; }
    @bottom-right { content: counter(page) " / " counter(pages); }
  }`;
}

function unfit() {
  for (const [chart, size] of page.drawn) if (chart.isConnected) window.Plotly.relayout(chart, size);
  page.drawn.clear();
  for (const notes of page.folded) notes.open = false;
  page.folded = [];
  for (const layer of document.querySelectorAll(".js-plotly-plot .main-svg[viewBox]")) layer.removeAttribute("viewBox");
}

// What the window tells is a run of the whole page, which takes the place of the one that a click has just begun: the
// click would be lost.
function inItsTurn(tell) {
  if (still() && Date.now() > page.acted + FIRST) tell();
  else setTimeout(inItsTurn, 200, tell);
}

// The server frames maps for the room that they have, which only the browser knows; most windows have what it takes
// them to have, and ask for nothing.
function measure() {
  delete document.documentElement.dataset.measuring;
  const width = main()?.clientWidth ?? 1400;
  const room = width < 492 ? "phone" : width < 760 ? "half" : "wide";
  if (matchMedia("print").matches || room === page.room) return;
  page.room = room;
  page.tell("room", room);
}

// Nor does it hear of another theme, by the evening or by the menu, until it is asked for something.
function shade() {
  const theme = isDark() ? "dark" : "light";
  if (matchMedia("print").matches || theme === page.theme) return;
  page.theme = theme;
  page.tell("theme", theme);
}

// A server that this page has come to after another one knows nothing of it, and passes over what its parts ask for,
// until the whole page is asked for anew.
function reconnect() {
  const { testConnectionState: state } = document.querySelector("[data-testid=stApp]")?.dataset ?? {};
  if (state === "CONNECTED" && page.lost) setTimeout(() => page.tell("connected", Date.now()), 100);
  page.lost = state !== "CONNECTED";
}

export default function ({ data, setStateValue }) {
  page.data = data ?? {};
  page.tell = setStateValue;
  page.room = page.data.room;
  page.theme = page.data.theme;
  if (!page.measuring && main()) {
    let waiting = 0;
    page.measuring = new ResizeObserver(() => {
      // For whoever waits until the page is at rest; on paper it is not measured.
      if (!matchMedia("print").matches) document.documentElement.dataset.measuring = "";
      clearTimeout(waiting);
      waiting = setTimeout(inItsTurn, 300, measure);
    });
    page.measuring.observe(main());
    let seen = 0;
    page.shading = new MutationObserver(() => {
      clearTimeout(seen);
      seen = setTimeout(inItsTurn, 300, shade);
    });
    const app = document.querySelector("[data-testid=stApp]");
    page.shading.observe(app, { attributeFilter: ["class"] });
    new MutationObserver(reconnect).observe(app, { attributeFilter: ["data-test-connection-state"] });
  }
  if (page.begun) return;
  page.begun = true;
  keepSteps();
  keepNames();
  freeWheel();
  turnAtOnce();
  window.addEventListener("beforeprint", fit);
  window.addEventListener("afterprint", unfit);
  window.addEventListener("hashchange", () => opened());
  page.path = window.location.pathname;
  window.addEventListener("popstate", () => {
    const left = page.stood.get(window.location.href) ?? 0;
    if (window.location.pathname !== page.path || window.location.hash) opened(left);
    page.path = window.location.pathname;
  });
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    document.addEventListener(kind, leave, { capture: true, passive: true });
  }
  window.addEventListener("pagehide", () => sessionStorage.setItem(STOOD, JSON.stringify([window.location.href, main()?.scrollTop ?? 0])));
  if (window.location.hash) opened();
  else if (performance.getEntriesByType("navigation")[0]?.type === "reload") opened(stoodAt());
}

// Where the page stood that is loaded anew, for the browser knows only of the window's own scrolling.
function stoodAt() {
  const [address, at] = JSON.parse(sessionStorage.getItem(STOOD) ?? "[]");
  return address === window.location.href ? at : 0;
}
