// The list of keys. Loaded when somebody asks for it.
(function () {
  "use strict";
  const octavo = window.octavo;
  // What listens in the field of the search alone.
  const IN_SEARCH = { "↓ ↑": ["key-arrows"], Enter: ["key-enter"], Esc: ["key-escape"] };
  let dialog = null;
  octavo.list = async function () {
    await octavo.load("assets/own.css");
    dialog = dialog || made();
    dialog.showModal();
  };
  function made() {
    const rows = Object.entries({ ...octavo.keys, ...IN_SEARCH }).map(([key, [word]]) =>
      make("div", make("dt", make("kbd", key)), make("dd", octavo.words[word])));
    const close = make("button", octavo.words["keys-close"]);
    const list = make("dialog", make("h2", octavo.words.keys), make("dl", ...rows), close);
    list.className = "keys";
    list.setAttribute("aria-label", octavo.words.keys);
    close.addEventListener("click", () => list.close());
    document.body.append(list);
    return list;
  }
  function make(name, ...children) {
    const element = document.createElement(name);
    element.append(...children);
    return element;
  }
})();
