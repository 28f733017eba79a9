// Runs before the first paint: sets the reader's theme, so that nothing flashes, and makes the one
// object that all scripts of the site share.
(function () {
  "use strict";
  const root = document.documentElement;
  const own = document.currentScript.dataset;
  const octavo = (window.octavo = { site: own.site, newest: own.newest || "" });

  // By this class the style sheet shows what needs scripts: nothing moves later.
  root.classList.add("scripts");

  // From a path below the site's root to an address.
  octavo.url = (path) => new URL(own.root + path || ".", document.baseURI).href;

  // Storage may be refused or full: then it is as if nothing were kept. One origin, or one disk,
  // may hold several sites.
  octavo.read = (name) => {
    try { return localStorage.getItem(own.site + "." + name); } catch (refused) { return null; }
  };
  octavo.write = (name, text) => {
    try { localStorage.setItem(own.site + "." + name, text); return true; } catch (refused) { return false; }
  };

  // How the reader wants lists: see view.js. What is not in order yet is not shown.
  root.classList.toggle("compact", octavo.read("rows") === "compact");
  root.classList.toggle("sorting", Boolean(octavo.read("order")));

  // The pages' policy asks for Trusted Types: this one lets through scripts of ours only.
  const ours = /^(sw|(assets|search)\/[a-z0-9-]+)\.js$/;
  const createScriptURL = (path) => {
    if (ours.test(path)) return octavo.url(path);
    throw new TypeError(path);
  };
  const policy = window.trustedTypes?.createPolicy("octavo", { createScriptURL });
  octavo.script = (path) => (policy ? policy.createScriptURL(path) : createScriptURL(path));

  // Takes a script or a style sheet of ours once. A page on a disk may neither fetch nor import; this
  // it may.
  const loaded = {};
  octavo.load = (path) => (loaded[path] ??= new Promise((done, failed) => {
    const isStyle = path.endsWith(".css");
    const element = document.createElement(isStyle ? "link" : "script");
    Object.assign(element, isStyle ? { rel: "stylesheet", href: octavo.url(path) } : { src: octavo.script(path) });
    element.onload = done;
    element.onerror = () => { delete loaded[path]; failed(new Error(path)); };
    document.head.append(element);
  }));

  // Without a theme of the reader's the style sheet follows the system.
  const show = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  // From the system's to the other one, then to the same but fixed, then to the system's again.
  octavo.turn = () => {
    const [same, other] = matchMedia("(prefers-color-scheme: dark)").matches ? ["dark", "light"] : ["light", "dark"];
    const next = { [other]: same, [same]: "" }[root.dataset.theme] ?? other;
    show(next);
    octavo.write("theme", next);
    octavo.load("assets/exchange.js").then(() => octavo.say("theme-" + (next || "system")));
  };
  show(octavo.read("theme"));
  addEventListener("storage", () => show(octavo.read("theme")));
  addEventListener("DOMContentLoaded", () =>
    document.querySelector("button.theme").addEventListener("click", octavo.turn));
})();
