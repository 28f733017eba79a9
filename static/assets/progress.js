// How much of the list has been read, and what comes next. Loaded once somebody marks an article,
// or asks for the next one.
(function () {
  "use strict";
  const octavo = window.octavo;
  const isRead = (id) => octavo.mark(id) === "read";

  // "12 of 50 read" beside every number of articles that stand on this page.
  octavo.progress = function () {
    const rows = [...document.querySelectorAll("main > :not(.find) .entry[data-id]")];
    for (const place of document.querySelectorAll("[data-count]")) {
      place.querySelector(".read")?.remove();
      const { kind, count } = place.dataset;
      const around = place.closest(".year") || document;
      const own = rows.filter((row) => around.contains(row) && (!kind || row.querySelector(".kind").textContent === kind));
      const read = own.filter((row) => isRead(row.dataset.id)).length;
      if (!read || own.length !== Number(count)) continue; // a part of them says nothing of the whole
      const said = document.createElement("span");
      said.className = "read";
      said.textContent = octavo.words["read-of"].replace("{found}", number(read)).replace("{n}", number(own.length));
      place.append(" ", said);
    }
  };
  const number = (n) => n.toLocaleString(document.documentElement.lang);

  // To the next row that is not read, from the top again after the last; where all rows of the page
  // are, or there is none, to the page of the next article of the whole list.
  octavo.unread = async function (current) {
    const rows = [...document.querySelectorAll(".entry[data-id]")].filter((one) => one.checkVisibility());
    const row = nextOf(rows, rows.indexOf(current), (one) => one.dataset.id);
    if (row) return row.querySelector("h2 a, h3 a, h4 a").focus();
    await octavo.load("assets/search.js");
    await octavo.open();
    const all = octavo.articles();
    const article = nextOf(all, all.findIndex(({ id }) => id === current?.dataset.id), ({ id }) => id);
    if (article) return follow(octavo.url(article.path));
    await octavo.load("assets/exchange.js");
    octavo.say("all-read");
  };
  const nextOf = (all, at, idOf) =>
    [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))].find((one) => !isRead(idOf(one)));
  // As a link, which carries marks along from disk (exchange.js).
  function follow(address) {
    const link = document.createElement("a");
    link.href = address;
    document.body.append(link);
    link.click();
    link.remove();
  }
})();
