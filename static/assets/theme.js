// Runs before the first paint: sets the reader's theme, so that nothing flashes, and makes the one
// object that all scripts of the site share.
(function () {
  "use strict";
  const root = document.documentElement;
  const own = document.currentScript.dataset;
  const octavo = (window.octavo = { site: own.site });

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

  // The pages' policy asks for Trusted Types: this one lets through scripts of ours only.
  const ours = /^(sw|(assets|search)\/[a-z0-9-]+)\.js$/;
  const createScriptURL = (path) => {
    if (ours.test(path)) return octavo.url(path);
    throw new TypeError(path);
  };
  const policy = window.trustedTypes?.createPolicy("octavo", { createScriptURL });
  octavo.script = (path) => (policy ? policy.createScriptURL(path) : createScriptURL(path));

  // Runs a script of ours once. A page on a disk may neither fetch nor import; this it may.
  const loaded = {};
  octavo.load = (path) => (loaded[path] ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = octavo.script(path);
    script.onload = done;
    script.onerror = () => { delete loaded[path]; failed(new Error(path)); };
    document.head.append(script);
  }));

  const show = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  };
  octavo.turn = () => {
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    show(dark ? "light" : "dark");
    octavo.write("theme", root.dataset.theme);
  };
  show(octavo.read("theme"));
  addEventListener("storage", () => show(octavo.read("theme")));
  addEventListener("DOMContentLoaded", () =>
    document.querySelector("button.theme").addEventListener("click", octavo.turn));
})();
