// Names from A to Z, as the page has them, or those of the most articles first. Loaded when
// somebody asks for an order.
(function () {
  "use strict";
  const octavo = window.octavo;
  const list = document.querySelector(".names");
  const byName = [...list.children];
  const byCount = [...byName].sort((a, b) => b.dataset.count - a.dataset.count);
  octavo.order = function (button) {
    list.append(...(button.dataset.order === "count" ? byCount : byName));
    for (const one of document.querySelectorAll("[data-order]")) one.ariaPressed = String(one === button);
  };
})();
