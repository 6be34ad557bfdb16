// What a card can do in the browser by itself, and what it asks of the page. Nothing is made of text from the data.
const COPIED_FOR = 2000; // milliseconds
const page = { asked: null, times: 0, at: 0 };
const AGAIN = 3000; // milliseconds after which a page that was being left when it was asked is asked once more
const TIMES = 2;

const copied = (text) =>
  navigator.clipboard && window.isSecureContext
    ? navigator.clipboard.writeText(text).catch(() => copiedByHand(text))
    : copiedByHand(text);

// Browsers allow the clipboard on https and on this machine alone; elsewhere a selection can still be copied.
function copiedByHand(text) {
  const field = document.createElement("textarea");
  const focused = document.activeElement;
  field.value = text;
  field.setAttribute("readonly", "");
  field.style.cssText = "position:fixed;top:0;left:0;opacity:0";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused?.focus({ preventScroll: true });
  return done ? Promise.resolve() : Promise.reject(new Error("the browser does not let a page copy"));
}

// The address of the page with its choices, at one card; the briefing in it is the reader's own.
function address(anchor) {
  const here = new URL(window.location.href);
  here.searchParams.delete("brief");
  here.hash = anchor ?? "";
  return here.href;
}

async function copy(button, status) {
  const { copy: words, link } = button.dataset;
  const text = [words, link === undefined ? "" : address(link)].filter(Boolean).join(" ");
  let said = "Copied";
  try {
    await copied(text);
  } catch {
    said = "Could not copy";
  }
  status.textContent = said;
  if (!button.dataset.label) button.dataset.label = button.textContent;
  button.style.minWidth = `${button.offsetWidth}px`;
  button.textContent = said;
  clearTimeout(Number(button.dataset.timer));
  button.dataset.timer = setTimeout(() => {
    status.textContent = "";
    button.textContent = button.dataset.label;
    button.style.minWidth = "";
  }, COPIED_FOR);
}

// To another page of this dashboard without a reload: what holds for every page goes along, as the sidebar's links do.
function go(link, keep) {
  const to = new URL(link.href);
  const now = new URL(window.location.href).searchParams;
  for (const key of keep) {
    if (now.has(key) && !to.searchParams.has(key)) to.searchParams.set(key, now.get(key));
  }
  window.history.pushState({}, "", to);
  window.dispatchEvent(new PopStateEvent("popstate"));
}

// A button that the page draws anew keeps the focus.
function keepFocus(button) {
  const { act, card, value } = button.dataset;
  const same = (one) => one.dataset.act === act && one.dataset.card === card && (card || one.dataset.value === value);
  const watch = new MutationObserver(() => {
    if (button.isConnected) return;
    const now = [...document.querySelectorAll("[data-act]")].find(same);
    if (!now) return;
    watch.disconnect();
    if (document.activeElement === document.body) now.focus({ preventScroll: true });
  });
  watch.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => watch.disconnect(), 10000);
}

const plain = (event) => !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button);

// Where the section of a card that the address names is not open, the page is asked to open it, once it can hear that;
// window.js shows the card.
function askNamed(ask, own) {
  const name = decodeURIComponent(window.location.hash.slice(1));
  if (!name || window.location.pathname !== own || document.getElementById(name)) return;
  if (document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning") return;
  if (page.asked !== window.location.href) Object.assign(page, { asked: window.location.href, times: 0, at: 0 });
  if (page.times >= TIMES || Date.now() - page.at < AGAIN) return;
  page.times += 1;
  page.at = Date.now();
  ask({ act: "find", card: name });
}

export default function ({ parentElement, data, setTriggerValue }) {
  const status = parentElement.querySelector(".cs-status");
  const ask = (what) => setTriggerValue("act", what);
  const onClick = (event) => {
    const target = event.target.closest?.("[data-copy], [data-link], [data-act], [data-press], a[data-go]");
    if (!target || !plain(event)) return;
    event.preventDefault();
    if (target.matches("a[data-go]")) {
      go(target, data?.keep ?? []);
      return;
    }
    if (target.dataset.press) {
      document.querySelector(`.${CSS.escape(target.dataset.press)} button`)?.click();
      return;
    }
    if (target.dataset.act === undefined) {
      copy(target, status);
      return;
    }
    const { act, card, value } = target.dataset;
    if (act === "section") {
      for (const each of target.parentElement.children) each.removeAttribute("aria-current");
      target.setAttribute("aria-current", "page");
    }
    keepFocus(target);
    ask({ act, card: card ?? "", value: value ?? "" });
  };
  document.addEventListener("click", onClick);
  const own = window.location.pathname; // a page that is left does not ask for what the next one holds
  const timer = setInterval(() => askNamed(ask, own), 500);
  return () => {
    clearInterval(timer);
    document.removeEventListener("click", onClick);
  };
}
