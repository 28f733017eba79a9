// The page about reading without a network: what of it there is here, and keeping the whole list.
// What is kept, and how long, is the worker's: see sw.js.
(function () {
  "use strict";
  const octavo = window.octavo;
  const AT_ONCE = 10; // pages
  const STATES = ["on-disk", "no-worker", "too-large", "small", "keep-failed", "kept"];
  const lang = document.documentElement.lang;
  const status = document.getElementById("keeping");
  const button = document.getElementById("keep");
  const show = (name) => { document.getElementById(name).hidden = false; };
  const size = (bytes) => (bytes < 1e6
    ? (bytes / 1e3).toLocaleString(lang, { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 })
    : (bytes / 1e6).toLocaleString(lang, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }));

  // The worker leads here from a page that it does not hold: #wanted=<its path>.
  const wanted = /^#wanted=(.+)$/.exec(location.hash);
  try {
    const address = octavo.url(decodeURIComponent(wanted[1]));
    if (address.startsWith(octavo.url(""))) {
      document.querySelector("#wanted a").href = address;
      show("wanted");
    }
  } catch (nothing) { /* somebody came by a link, or made an address up */ }

  // Asks the worker to do something, and says whether it did.
  const worker = async (message) => {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    const answered = new Promise((done) => { port1.onmessage = ({ data }) => done(data); });
    active.postMessage(message, [port2]);
    return answered;
  };
  async function keep(paths) {
    button.disabled = true;
    for (let at = 0; at < paths.length; at += AT_ONCE) {
      status.textContent = octavo.words["found-of"].replace("{found}", at.toLocaleString(lang)).replace("{n}", paths.length.toLocaleString(lang));
      const some = paths.slice(at, at + AT_ONCE).map((path) => octavo.url(path));
      if (!(await worker(some))) {
        button.disabled = false;
        status.textContent = "";
        return show("keep-failed");
      }
    }
    await worker("whole");
    status.textContent = "";
    state();
  }

  async function state() {
    for (const one of STATES) document.getElementById(one).hidden = true;
    if (location.protocol === "file:") return show("on-disk");
    if (!navigator.serviceWorker) return show("no-worker");
    await octavo.load("assets/build.js");
    const { whole, bytes } = window.octavoBuild;
    if (!whole) return show("too-large");
    if (await caches.match(octavo.url("offline/whole"))) return show("kept");
    document.getElementById("size").textContent = size(bytes);
    button.onclick = () => keep(whole);
    return show("small");
  }
  state();
})();
