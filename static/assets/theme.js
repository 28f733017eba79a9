// Sets the reader's theme before the first paint; the switch turns it over.
(function () {
  var root = document.documentElement;
  var key = document.currentScript.dataset.site + ".theme";
  var stored = null;
  try { stored = localStorage.getItem(key); } catch (refused) { /* no storage: by the system */ }
  if (stored === "light" || stored === "dark") root.dataset.theme = stored;
  function turn() {
    var dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem(key, root.dataset.theme); } catch (refused) { /* until it is left */ }
  }
  document.addEventListener("DOMContentLoaded", function () {
    var button = document.querySelector("button.theme");
    button.hidden = false;
    button.addEventListener("click", turn);
  });
})();
