// Filters with more values than a list can hold, as authors are: a field that suggests them while one
// types, those first that most articles have. Loaded with the filters.
(function () {
  "use strict";
  const octavo = window.octavo;
  const SHOWN = 50;
  const offered = new Map(); // field → value → how many articles would be found by it
  const folded = new Map(); // value → its words, each after a space

  // What can be chosen, and what is: where somebody types, that stays as it is.
  octavo.offerTyped = function (control, chosen, counts) {
    if (!offered.has(control)) listen(control);
    offered.set(control, counts);
    if (document.activeElement === control) suggest(control); else control.value = chosen;
  };
  // The value that is chosen or begun; what none begins with is taken as it is, and finds nothing;
  // undefined as long as nobody knows what there is.
  octavo.meant = function (control) {
    if (!offered.has(control)) return undefined;
    const typed = control.value.trim();
    if (!typed) return "";
    const [first = typed] = offered.get(control).has(typed) ? [typed] : fitting(control);
    return (control.value = first);
  };

  function listen(control) {
    control.addEventListener("focus", () => suggest(control));
    control.addEventListener("input", () => {
      // Who chooses what is suggested need not press Enter.
      if (offered.get(control).has(control.value)) control.dispatchEvent(new Event("change", { bubbles: true }));
      else suggest(control);
    });
  }
  function suggest(control) {
    const options = fitting(control).map((value) => Object.assign(document.createElement("option"), { value }));
    control.list.replaceChildren(...options);
  }
  function fitting(control) {
    const sought = wordsOf(control.value);
    const found = [...offered.get(control)].filter(([value]) => {
      if (!folded.has(value)) folded.set(value, wordsOf(value));
      return folded.get(value).includes(sought);
    });
    return found.sort(([, a], [, b]) => b - a).slice(0, SHOWN).map(([value]) => value);
  }
  const wordsOf = (text) => " " + octavo.fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim();
})();
