"""The pages as one file of HTML with plotly.js beside it, served by Python's own server: the floor."""

import json
import tempfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from plotly.offline import get_plotlyjs
from shown import PAGES, PORT

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Static</title><script src="plotly.js"></script>
<nav></nav><main></main><script type="application/json" id="pages">__PAGES__</script><script>
const pages = JSON.parse(document.getElementById("pages").textContent), main = document.querySelector("main");
const add = (to, tag, text) => to.appendChild(Object.assign(document.createElement(tag), {textContent: text || ""}));
function draw(page, name) {
  const state = page.states[name]; main.replaceChildren(); add(main, "h1", page.title);
  const select = add(main, "select"); select.ariaLabel = page.label;
  for (const one of Object.keys(page.states)) add(select, "option", one);
  select.value = name; select.oninput = () => draw(page, select.value);
  add(main, "p", state.sentence);
  for (const [label, value, when] of state.tiles) add(main, "p", `${label} ${value} ${when}`);
  for (const chart of state.charts) {
    add(main, "h2", chart.title); add(main, "p", chart.subtitle);
    Plotly.newPlot(add(main, "div"), chart.figure.data, chart.figure.layout, {displayModeBar: false, responsive: true});
    add(main, "p", chart.source);
  }
  for (const figures of state.figures) add(main, "div").innerHTML = figures;
  const fold = add(main, "details"); add(fold, "summary", "Table");
  fold.ontoggle = () => { const table = add(fold, "table");
    for (const row of [state.table.columns, ...state.table.rows]) { const line = add(table, "tr");
      for (const cell of row) add(line, "td", cell); } };
}
for (const page of pages) { const link = add(document.querySelector("nav"), "a", page.title); link.className = "link";
  link.href = "#" + page.path;
  link.onclick = () => draw(page, Object.keys(page.states)[0]); }
draw(pages[0], Object.keys(pages[0].states)[0]);
</script></html>"""

with tempfile.TemporaryDirectory() as folder:
    Path(folder, "plotly.js").write_text(get_plotlyjs(), encoding="utf-8")
    text = json.dumps(PAGES).replace("</", "<\\/")
    Path(folder, "index.html").write_text(PAGE.replace("__PAGES__", text), encoding="utf-8")
    ThreadingHTTPServer(("127.0.0.1", PORT), partial(SimpleHTTPRequestHandler, directory=folder)).serve_forever()
