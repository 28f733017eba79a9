// The first script of every page, run before the first paint: it sets the reader's theme, so that
// nothing flashes, and makes the one object that the other scripts share.
(function () {
  "use strict";
  var root = document.documentElement;
  var own = document.currentScript.dataset;
  var octavo = (window.octavo = { site: own.site });

  // What needs scripts is shown by this class, not unhidden later: nothing moves.
  root.classList.add("scripts");

  // From a path below the site's root to an address; an empty root is the page's own folder.
  octavo.url = function (path) {
    return new URL(own.root + path, document.baseURI).href;
  };

  // Storage may be refused, full, or hold anything: then it is as if nothing were stored.
  // The names carry the site's id, for one origin or one disk may hold several sites.
  octavo.read = function (name) {
    try { return localStorage.getItem(own.site + "." + name); } catch (refused) { return null; }
  };
  octavo.write = function (name, text) {
    try { localStorage.setItem(own.site + "." + name, text); return true; } catch (refused) { return false; }
  };

  // The page's policy asks for Trusted Types: only this one may name scripts, and only ours.
  var ours = /^(?:sw|(?:assets|search)\/[a-z0-9-]+)\.js$/;
  var policy = window.trustedTypes && trustedTypes.createPolicy("octavo", {
    createScriptURL: function (path) {
      if (!ours.test(path)) throw new TypeError("not a script of this site: " + path);
      return octavo.url(path);
    },
  });
  octavo.script = function (path) {
    return policy ? policy.createScriptURL(path) : octavo.url(path);
  };

  // Runs a script of ours, once; the promise is kept when it has run. A file opened from disk may
  // neither fetch nor import, but a script it may load.
  var loading = {};
  octavo.load = function (path) {
    return loading[path] = loading[path] || new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = octavo.script(path);
      script.onload = done;
      script.onerror = function () { delete loading[path]; failed(new Error(path)); };
      document.head.append(script);
    });
  };

  function show(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  }
  octavo.turn = function () {
    var dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    show(dark ? "light" : "dark");
    octavo.write("theme", root.dataset.theme);
  };
  show(octavo.read("theme"));
  window.addEventListener("storage", function (event) {
    if (event.key === own.site + ".theme") show(event.newValue);
  });
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelector("button.theme").addEventListener("click", octavo.turn);
  });
})();
