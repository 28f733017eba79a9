// What came to the list since the reader's last visit: signed in rows, counted on the timeline, and
// a filter. Loaded where there may be any (reader.js).
(function () {
  "use strict";
  const octavo = window.octavo;
  const words = octavo.words;

  // The sign stands beside the title and takes no room: nothing moves.
  function sign(places) {
    for (const place of places) {
      if (!octavo.isNew(place.dataset.added) || place.querySelector(".new")) continue;
      const said = Object.assign(document.createElement("span"), { className: "vh", textContent: words["new-sign"] + ": " });
      const mark = Object.assign(document.createElement("span"), { className: "new", title: words["filter-new"] });
      mark.append(said);
      (place.querySelector(".body") || place).prepend(mark);
    }
  }
  octavo.load("assets/own.css").catch(() => {}); // the page may have been left
  const places = [...document.querySelectorAll("[data-added]")];
  octavo.signs.push(sign);
  sign(places);

  // How many there are is known where all rows stand; a long list says only that there are some.
  const filter = document.querySelector("[data-do=filter]");
  if (!filter) return;
  const isWhole = !document.querySelector(".strand");
  const count = places.filter((place) => octavo.isNew(place.dataset.added)).length;
  const number = count.toLocaleString(document.documentElement.lang);
  const button = Object.assign(document.createElement("button"), { type: "button", className: "since" });
  button.textContent = isWhole ? (words["new-since-" + new Intl.PluralRules(document.documentElement.lang).select(count)] || words["new-since"]).replace("{n}", number) : words["filter-new"];
  button.addEventListener("click", () => octavo.load("assets/find.js").then(() => octavo.choose("new", "1")));
  filter.after(button);
})();
