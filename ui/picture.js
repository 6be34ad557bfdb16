// The buttons under one chart. They compose the printed page, let Plotly draw the chart into it at print size in light
// colours, and save it as SVG or PNG. Everything happens in the browser; nothing is sent anywhere.

// An SVG is laid out in Arial, the widest of the fonts that it may be shown in, so nothing is ever clipped.
const WIDEST = "Arial, Liberation Sans, Helvetica, sans-serif";
const PIXEL_RATIO = 2;
const LONGEST_WAIT = 20000;

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".picture");
  const said = root.querySelector("[role=status]");
  let quiet = 0;
  const say = (text) => {
    said.textContent = text;
    clearTimeout(quiet);
    quiet = setTimeout(() => (said.textContent = ""), 4000);
  };
  for (const button of root.querySelectorAll("button")) {
    button.setAttribute("aria-label", `${button.textContent}: ${data.title}`);
    button.onclick = async () => {
      if (root.hasAttribute("aria-busy")) return;
      root.setAttribute("aria-busy", "true");
      try {
        say(await act(button.dataset.act, data, root));
      } catch (error) {
        say(error.shown ?? "The picture could not be made");
      } finally {
        root.removeAttribute("aria-busy");
      }
    };
  }
  return () => clearTimeout(quiet);
}

async function act(name, data, root) {
  if (name === "link") return copyLink(data.anchor, root);
  const family = name === "png" && (await fontFace()) ? "Source Sans, sans-serif" : WIDEST;
  const page = data.packed ? parse(await unpack(data.packed)) : await chartPage(data, family);
  save(name === "svg" ? svgBlob(page) : await pngBlob(page), `${data.filename}.${name}`);
  return `Saved ${name.toUpperCase()}`;
}

function refuse(shown) {
  return Object.assign(new Error(shown), { shown });
}

// ---- the page -------------------------------------------------------------------------------------------------

function parse(text) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (root.nodeName !== "svg") throw refuse("The picture could not be made");
  return root;
}

async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

async function chartPage(data, family) {
  const plot = document.querySelector(`.${data.chart} .js-plotly-plot`);
  if (!plot?._fullLayout) throw refuse("Show the chart first");
  const page = parse(data.frame);
  const [left, top, width, height] = data.box;
  const screen = plot._fullLayout;
  // The chart is laid out near its size on the screen and enlarged, so text and lines are large enough for a slide.
  const scale = Math.min(1.6, Math.max(1.35, Math.min(height / screen.height, width / screen.width)));
  const room = Math.max(height, Math.round(screen.height * scale));
  grow(page, room - height);
  const figure = printFigure(plot, data.colours, { width: width / scale, height: room / scale, family });
  const drawn = parse(await plotlySvg(plot, figure));
  const group = page.querySelector(".chart");
  group.setAttribute("transform", `translate(${left} ${top}) scale(${scale.toFixed(4)})`);
  group.append(...drawn.childNodes);
  for (const node of group.querySelectorAll("[style]")) {
    node.style.removeProperty("vector-effect"); // thin lines must grow with the rest
    node.style.removeProperty("font-family"); // the page names the fonts
  }
  return page;
}

function grow(page, extra) {
  if (extra <= 0) return;
  const height = Number(page.getAttribute("height")) + extra;
  page.setAttribute("height", height);
  page.setAttribute("viewBox", `0 0 ${page.getAttribute("width")} ${height}`);
  page.querySelector(".paper").setAttribute("height", height);
  const foot = page.querySelector(".foot");
  const y = Number(/ (\d+)\)/.exec(foot.getAttribute("transform"))[1]);
  foot.setAttribute("transform", `translate(0 ${y + extra})`);
}

// ---- Plotly ---------------------------------------------------------------------------------------------------

// Plotly is not a global in Streamlit's pages. The mode bar's own picture button reaches it, and it accepts a plain
// figure instead of the chart on the screen: the copy is drawn off screen and the chart itself is never touched.
function pictureButton(plot) {
  for (const candidate of [plot, ...document.querySelectorAll(".js-plotly-plot")]) {
    const button = candidate._fullLayout?._modeBar?.buttons?.flat().find((item) => item.name === "toImage");
    if (button) return button;
  }
  throw refuse("This chart cannot be saved as a picture");
}

let queue = Promise.resolve();
let count = 0;

function plotlySvg(plot, figure) {
  const turn = queue.then(() => snapshot(plot, figure));
  queue = turn.catch(() => {});
  return turn;
}

// Plotly hands its result over as a download. The click on that download is caught and its content kept instead.
function snapshot(plot, figure) {
  const name = `picture-${(count += 1)}`;
  const makeUrl = URL.createObjectURL;
  let restore;
  return new Promise((resolve, reject) => {
    const blobs = new Map();
    const caught = (event) => {
      if (event.target.download !== `${name}.svg`) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      resolve(blobs.get(event.target.href).text());
    };
    const timer = setTimeout(() => reject(refuse("The picture took too long")), LONGEST_WAIT);
    restore = () => {
      clearTimeout(timer);
      URL.createObjectURL = makeUrl;
      window.removeEventListener("click", caught, true);
    };
    URL.createObjectURL = (blob) => {
      const url = makeUrl.call(URL, blob);
      blobs.set(url, blob);
      return url;
    };
    window.addEventListener("click", caught, true); // before any part of the page hears of it
    const options = { format: "svg", filename: name, width: figure.layout.width, height: figure.layout.height };
    const context = { ...plot._context, displayNotifier: false, toImageButtonOptions: options };
    pictureButton(plot).click({ ...figure, _context: context });
  }).finally(restore);
}

// ---- the print version of a figure ----------------------------------------------------------------------------

// The chart as it is on the screen at this moment, with its zoom and its hidden series, but without title and controls
// and, where the screen is dark, with the light theme's colours.
function printFigure(plot, colours, { width, height, family }) {
  const screen = plot._fullLayout;
  const dark = luminance(screen.font.color) > 0.4;
  const swap = new Map(dark ? Object.entries(colours).map(([from, to]) => [channels(from).slice(0, 3).join(), to]) : []);
  const layout = copy(plot.layout, swap);
  const data = copy(plot.data, swap);
  for (const part of ["title", "updatemenus", "sliders", "selections", "uirevision"]) delete layout[part];
  Object.assign(layout, { width, height, autosize: false, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "#ffffff" });
  layout.font = { ...layout.font, family };
  return { data, layout, config: { locale: plot._context.locale, locales: plot._context.locales } };
}

function copy(value, swap) {
  if (Array.isArray(value)) return value.map((item) => copy(item, swap));
  if (typeof value === "string") return /^(#|rgb)/i.test(value) ? swapped(value, swap) : value;
  if (!value || Object.prototype.toString.call(value) !== "[object Object]") return value;
  const fields = Object.entries(value).filter(([key, field]) => key !== "family" && typeof field !== "function");
  return Object.fromEntries(fields.map(([key, field]) => [key, copy(field, swap)]));
}

function swapped(colour, swap) {
  const [red, green, blue, alpha] = channels(colour);
  const other = swap.get([red, green, blue].join());
  if (!other) return colour;
  return alpha < 1 ? `rgba(${channels(other).slice(0, 3).join()},${alpha})` : other;
}

const brush = document.createElement("canvas").getContext("2d");

// Red, green, blue (0 to 255) and opacity (0 to 1) of a CSS colour.
function channels(colour) {
  brush.fillStyle = "#000000";
  brush.fillStyle = colour;
  const plain = brush.fillStyle;
  if (plain.startsWith("#")) return [1, 3, 5].map((at) => parseInt(plain.slice(at, at + 2), 16)).concat(1);
  return plain.match(/[\d.]+/g).map(Number);
}

function luminance(colour) {
  const [red, green, blue] = channels(colour);
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

// ---- files ----------------------------------------------------------------------------------------------------

function svgBlob(page) {
  return new Blob([new XMLSerializer().serializeToString(page)], { type: "image/svg+xml" });
}

async function pngBlob(page) {
  const [width, height] = ["width", "height"].map((side) => Number(page.getAttribute(side)));
  const style = document.createElementNS(page.namespaceURI, "style");
  style.textContent = await fontFace();
  page.prepend(style);
  page.setAttribute("width", width * PIXEL_RATIO);
  page.setAttribute("height", height * PIXEL_RATIO);
  const url = URL.createObjectURL(svgBlob(page));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * PIXEL_RATIO;
    canvas.height = height * PIXEL_RATIO;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(refuse("The picture is too large"))), "image/png"),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

// A picture cannot see the fonts of the page, so the page's own Source Sans goes into it while it is drawn.
let face;

function fontFace() {
  face ??= readFontFace().catch(() => "");
  return face;
}

async function readFontFace() {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const rule = rules.find(
    (item) =>
      item instanceof CSSFontFaceRule &&
      /^["']?Source Sans["']?$/.test(item.style.getPropertyValue("font-family")) &&
      item.style.getPropertyValue("font-style") !== "italic",
  );
  const address = /url\(["']?([^"')]+)/.exec(rule.style.getPropertyValue("src"))[1];
  const font = await (await fetch(new URL(address, rule.parentStyleSheet.href ?? document.baseURI))).blob();
  const content = await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(font);
  });
  return `@font-face{font-family:'Source Sans';font-weight:200 900;src:url(${content})}`;
}

// The link is never part of the page: a click outside an open popover would close it.
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 30000);
}

async function copyLink(anchor, root) {
  const link = new URL(window.location.href);
  link.searchParams.delete("brief"); // the link is to this chart, not to the reader's briefing
  if (anchor) link.hash = anchor;
  try {
    await navigator.clipboard.writeText(link.href);
  } catch {
    copyByHand(link.href, root); // the clipboard needs https or localhost; an office server may have neither
  }
  return "Link copied";
}

function copyByHand(text, root) {
  const field = document.createElement("textarea");
  field.value = text;
  root.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw refuse("The browser refused; copy the address bar");
}
