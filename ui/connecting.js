/* Tells Streamlit's scripts where their server is, before which they would ask for it, each time one way there and back;
   and has the page's first drawing library ready by the time that there is something to draw. */
(() => {
  const { page, draws } = document.currentScript.dataset, path = location.pathname;
  // A page of our own may lie below any path: what stands before its name is the address of the server.
  if (!path.endsWith(`/${page}`)) return;
  window.__streamlit = {
    BACKEND_BASE_URL: location.origin + path.slice(0, path.length - page.length),
    HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false, enableCustomParentMessages: false },
  };
  if (!draws) return;
  const link = Object.assign(document.createElement("link"), { rel: "modulepreload", href: draws, crossOrigin: "" });
  const [visit] = performance.getEntriesByType("navigation");
  // A browser that had the page has the script too; to another it comes after the scripts of the page itself.
  if (visit?.transferSize < visit?.encodedBodySize) document.head.append(link);
  const watcher = new MutationObserver(() => {
    const app = document.querySelector("[data-testid=stApp]");
    if (app && !link.isConnected) document.head.append(link);
    if (app?.dataset.testConnectionState !== "CONNECTED") return;
    watcher.disconnect();
    // Run once the question is on its way: until the answer comes there is nothing else to do.
    setTimeout(() => import(link.href).catch(() => {}));
  });
  watcher.observe(document.body, { attributes: true, attributeFilter: ["data-test-connection-state"], childList: true, subtree: true });
})();
