// How lists are shown: in which order, and with summaries or without. Kept in this browser. Loaded
// with the filters, or where an order is kept.
(function () {
  "use strict";
  const octavo = window.octavo;
  const words = octavo.words;
  const root = document.documentElement;
  const ORDERS = ["newest", "oldest", "title"];
  const collator = new Intl.Collator(root.lang, { numeric: true, ignorePunctuation: true });
  const byText = (a, b) => collator.compare(a.text, b.text);
  let order = ORDERS.includes(octavo.read("order")) ? octavo.read("order") : "newest";

  // What was found by filters alone, newest first, in the reader's order.
  octavo.ordered = function (articles) {
    if (order === "newest") return articles;
    if (order === "oldest") return [...articles.filter(({ date }) => date).reverse(), ...articles.filter(({ date }) => !date)];
    return articles.map((article) => ({ article, text: article.title })).sort(byText).map(({ article }) => article);
  };

  // The rows of the page itself, where all are there: a long list is split by year.
  const timeline = document.querySelector("main > .timeline");
  const isWhole = timeline && !document.querySelector(".strand, .timeline p.entries");
  const places = isWhole ? [timeline, ...timeline.querySelectorAll(".months, .entries")] : [];
  const newest = new Map(places.map((place) => [place, [...place.children]]));
  const rows = isWhole ? [...timeline.querySelectorAll(".entry")] : [];
  let flat = null; // where rows stand by title
  function arrange() {
    if (!isWhole) return;
    for (const [place, children] of newest) {
      place.append(...(order === "oldest" ? [...children].reverse() : children));
    }
    const undated = timeline.querySelector(".undated");
    if (undated) timeline.append(undated);
    if (order === "title") byTitle();
    timeline.hidden = order === "title";
    if (flat) flat.hidden = order !== "title";
    for (const row of rows) level(row.querySelector("h2, h3, h4"), order === "title");
  }
  function byTitle() {
    octavo.load("assets/own.css").catch(() => {}); // the page may have been left
    flat ??= make("div", "timeline one flat", make("div", "year", make("div", "months", make("div", "month", make("ol", "entries")))));
    const sorted = rows.map((row) => ({ row, text: row.querySelector("h2, h3, h4").textContent })).sort(byText);
    flat.querySelector(".entries").append(...sorted.map(({ row }) => row));
    timeline.after(flat);
  }
  // Without years and months above them titles are the first headings below the page's own.
  function level(heading, isFirst) {
    if (isFirst) heading.setAttribute("aria-level", "2"); else heading.removeAttribute("aria-level");
  }
  function make(name, className, ...children) {
    const element = Object.assign(document.createElement(name), { className });
    element.append(...children);
    return element;
  }

  // Both stand among the filters.
  let offered = false;
  octavo.offerView = function (filters) {
    if (offered) return;
    offered = true;
    const sort = document.createElement("select");
    sort.append(...ORDERS.map((one) => new Option(words["order-" + one], one)));
    sort.value = order;
    sort.name = "order";
    sort.addEventListener("change", () => {
      order = sort.value;
      octavo.write("order", order === "newest" ? "" : order);
      arrange();
    });
    const compact = Object.assign(document.createElement("input"), { type: "checkbox" });
    compact.checked = root.classList.contains("compact");
    compact.addEventListener("change", () => {
      root.classList.toggle("compact", compact.checked);
      octavo.write("rows", compact.checked ? "compact" : "");
    });
    filters.append(make("label", "", make("span", "", words.order), sort), make("label", "", compact, make("span", "", words.compact)));
  };

  // What an address leads to may have moved; a year, as the chart has them, is there only by time.
  function lead() {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target || order === "newest" || !timeline?.contains(target)) return;
    if (order === "title") {
      order = "newest";
      arrange();
    }
    target.scrollIntoView();
  }
  if (order !== "newest") arrange();
  lead();
  addEventListener("hashchange", lead);
  // Where the address leads there already, nothing changes in it.
  addEventListener("click", (event) => event.target.closest?.("a[href^='#']")?.hash === location.hash && lead());
})();
