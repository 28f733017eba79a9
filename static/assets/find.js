// Search and filters: what is asked stands in the address, and is answered while it is typed. A
// page that shows every article hides the rows that do not fit; else, and for words, the articles
// found take the page's place.
(function () {
  "use strict";
  const octavo = window.octavo;
  const words = octavo.words;
  const main = document.getElementById("main");
  const section = document.getElementById("find");
  const field = document.getElementById("q");
  const form = field.form;
  const SHOWN = 50;

  // Each filter: the values of an article that can be asked for.
  const FILTERS = {
    kind: (article) => [article.kind],
    series: (article) => (article.series ? [article.series] : []),
    author: (article) => article.authors,
    year: (article) => [article.part],
    mark: (article) => ({ read: ["read"], next: ["unread", "next"], "": ["unread"] })[octavo.mark(article.id)],
    preview: (article) => (article.preview ? ["1"] : []),
    conflict: (article) => (article.conflict ? ["1"] : []),
  };
  const SWITCHES = ["preview", "conflict"]; // these are on or off, the others have many values
  const NAMES = Object.keys(FILTERS);

  const asked = { q: "" };
  for (const name of NAMES) asked[name] = "";
  let limit = SHOWN;

  // Making elements: the text of data is only ever put in as text.
  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  // Only the timeline has a button for the filters; elsewhere it comes with what was found.
  const standing = section.querySelector("[data-do=filter]");
  const opener = standing || make("button", { type: "button", className: "filter", textContent: words.filter, hidden: true });
  const controls = {};
  const filters = make("form", { className: "filters", id: "filters", hidden: true });
  for (const name of NAMES) {
    const label = make("label", {}, make("span", { textContent: words["filter-" + name] }));
    const control = SWITCHES.includes(name)
      ? make("input", { type: "checkbox", value: "1" })
      : make("select", {}, make("option", { value: "", textContent: words["filter-any"] }));
    control.name = name;
    if (control.type === "checkbox") label.prepend(control); else label.append(control);
    controls[name] = control;
    filters.append(label);
  }
  const heading = make("h1", { className: "vh", textContent: section.getAttribute("aria-label") });
  const status = make("p", { className: "found" });
  status.setAttribute("role", "status");
  const clear = make("button", { type: "button", className: "clear", textContent: words["filters-clear"], hidden: true });
  const hint = make("p", { className: "hint" });
  const list = make("ol", { className: "entries" });
  const results = make("div", { className: "timeline one", hidden: true },
    make("div", { className: "year" }, make("div", { className: "months" }, make("div", { className: "month" }, list))));
  const more = make("button", { type: "button", className: "more", textContent: words["found-more"], hidden: true });
  section.append(filters, make("div", { className: "answer" }, status, clear), hint, results, more);
  opener.setAttribute("aria-controls", filters.id);
  if (!standing) {
    section.prepend(opener);
    opener.addEventListener("click", () => octavo.filter());
  }

  // The filters stand open once they are asked for.
  octavo.filter = function () {
    openFilters(filters.hidden);
    if (!filters.hidden) ready().then(() => controls.kind.focus());
  };
  function openFilters(open) {
    filters.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
  }

  // The rows of the page itself, with the months and years that they stand in.
  const ownRows = [...main.querySelectorAll(".timeline .entry[data-id]")].filter((row) => !section.contains(row));
  const isWhole = () => ownRows.length === octavo.total();

  const isAsked = () => NAMES.some((name) => asked[name]) || asked.q.trim() !== "";
  const passes = (article, without) => NAMES.every((name) =>
    name === without || !asked[name] || FILTERS[name](article).includes(asked[name]));

  // Asks for what stands in the fields, and says it in the address.
  let turn = 0;
  let terms = [];
  async function ask() {
    const own = ++turn;
    const params = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
    const address = location.pathname + (isAsked() ? "?" + params : "") + location.hash;
    try { history.replaceState(history.state, "", address); } catch (refused) { /* some browsers, from disk */ }
    if (!isAsked() && !octavo.find) return;
    await octavo.load("assets/search.js");
    const opened = octavo.open(refresh);
    const wanted = octavo.terms(asked.q);
    await octavo.prepare(wanted);
    if (own === turn) terms = wanted;
    refresh();
    await opened;
  }
  async function ready() {
    await octavo.load("assets/search.js");
    await octavo.open(refresh);
  }
  let due = 0;
  function refresh() {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(answer);
  }

  function answer() {
    const candidates = terms.length ? octavo.find(terms).map(([article]) => article) : octavo.articles();
    const found = candidates.filter((article) => passes(article));
    offer(candidates);
    const inPlace = isWhole() && !terms.length;
    hideRows(inPlace && isAsked() ? new Set(found.map((article) => article.id)) : null);
    const showing = isAsked() && !inPlace;
    main.classList.toggle("searching", showing);
    results.hidden = !showing;
    if (showing) section.prepend(heading); else heading.remove();
    opener.hidden = !standing && !isAsked();
    if (NAMES.some((name) => asked[name])) openFilters(true);
    else if (opener.hidden) openFilters(false);
    // The rows are made anew: whoever stands on one stays there.
    const focused = list.contains(document.activeElement) && document.activeElement.closest("[data-id]").dataset.id;
    list.replaceChildren(...(showing ? found.slice(0, limit).map((article) => row(article)) : []));
    if (focused) list.querySelector("[data-id='" + focused + "'] h2 a")?.focus({ preventScroll: true });
    if (showing) octavo.watch();
    more.hidden = !showing || found.length <= limit;
    clear.hidden = !isAsked();
    // That there is none is known only when all years are there.
    const known = found.length > 0 || octavo.articles().length === octavo.total();
    status.textContent = isAsked() && known ? said(found.length) : "";
    hint.replaceChildren(...(known && !found.length && terms.length ? suggestion() : []));
  }
  const said = (n) => (n ? of(n, octavo.total()) : words["found-none"]);
  const number = (n) => n.toLocaleString(document.documentElement.lang);
  const of = (n, all) => words["found-of"].replace("{found}", number(n)).replace("{n}", number(all));
  function suggestion() {
    const nearest = octavo.nearest(terms);
    if (!nearest) return [];
    const word = make("button", { type: "button", textContent: nearest });
    word.addEventListener("click", () => { field.value = asked.q = nearest; ask(); field.focus(); });
    const [before, after] = words["found-nearest"].split("{word}");
    return [before, word, after];
  }

  // What each filter offers: every value, with how many articles would be found by it.
  function offer(candidates) {
    const labels = { kind: titles(octavo.kinds), series: titles(octavo.series),
      mark: { unread: words["mark-unread"], next: words["mark-next"], read: words["mark-read"] },
      year: { undated: words.undated } };
    for (const name of NAMES) {
      const counts = new Map();
      for (const article of octavo.articles()) for (const value of FILTERS[name](article)) counts.set(value, 0);
      if (name === "mark") for (const value of Object.keys(labels.mark)) counts.set(value, counts.get(value) || 0);
      for (const article of candidates) {
        if (!passes(article, name)) continue;
        for (const value of FILTERS[name](article)) counts.set(value, counts.get(value) + 1);
      }
      if (SWITCHES.includes(name)) offerSwitch(controls[name], name, counts.get("1") || 0);
      else offerValues(controls[name], sorted(name, counts), labels[name] || {}, asked[name]);
    }
  }
  const titles = (rows) => Object.fromEntries(rows.map(({ name, title }) => [name, title]));
  function sorted(name, counts) {
    const order = { kind: octavo.kinds, series: octavo.series }[name];
    if (order) return order.filter((one) => counts.has(one.name)).map((one) => [one.name, counts.get(one.name)]);
    return name === "author" ? [...counts].sort(([a], [b]) => a.localeCompare(b)) : [...counts];
  }
  function offerSwitch(control, name, count) {
    control.checked = asked[name] !== "";
    control.disabled = !count && !control.checked;
    control.parentNode.lastElementChild.textContent = words["filter-" + name] + " (" + count + ")";
  }
  function offerValues(select, counts, labels, value) {
    const options = counts.map(([own, count]) => make("option",
      { value: own, textContent: (Object.hasOwn(labels, own) ? labels[own] : own) + " (" + count + ")", disabled: !count && own !== value }));
    if (value && !counts.some(([own]) => own === value)) options.push(make("option", { value, textContent: value + " (0)" }));
    select.replaceChildren(select.firstElementChild, ...options);
    select.value = value;
  }

  // Filters on a page with every article: rows, months and years that have nothing left go; a year
  // says how many of its articles are left.
  function hideRows(kept) {
    for (const row of ownRows) row.hidden = kept !== null && !kept.has(row.dataset.id);
    for (const part of main.querySelectorAll(".timeline :is(.month, .year)")) {
      if (section.contains(part)) continue;
      const left = part.querySelectorAll(".entry:not([hidden])").length;
      part.hidden = kept !== null && !left;
      const count = part.querySelector(".year:not(.undated) > header p");
      if (!count) continue;
      count.dataset.all ??= count.textContent;
      count.textContent = kept ? of(left, part.querySelectorAll(".entry").length) : count.dataset.all;
    }
  }

  // The articles found, as the timeline shows them.
  function row(article) {
    const kind = octavo.kinds.find((one) => one.name === article.kind);
    const link = make("a", { href: octavo.url(article.path) }, octavo.marked(article.title, terms));
    const title = make("h2", { dir: "auto" }, link);
    const body = make("div", { className: "body" }, title);
    if (article.authors.length) body.append(make("p", { className: "by", dir: "auto" }, octavo.marked(article.authors.slice(0, 6).join(", "), terms)));
    if (article.excerpt) body.append(make("p", { className: "sum", dir: "auto" }, octavo.marked(article.excerpt, terms)));
    const side = make("p", { className: "side" }, make("span", { textContent: article.date ? dated(article.date) : words.undated }),
      make("span", { className: "kind", textContent: kind.title }));
    if (article.preview) side.append(make("span", { className: "kept", textContent: inCopyOnly(body) ? words["found-in-copy"] : words["filter-preview"] }));
    if (article.conflict) side.append(make("span", { className: "differ", textContent: words["filter-conflict"] }));
    const own = make("li", { className: "entry" }, make("span", { className: "node " + kind.glyph }), body, side);
    own.dataset.id = article.id;
    return own;
  }
  const inCopyOnly = (body) => terms.length > 0 && !body.querySelector("mark");
  // An EDTF date in the site's words.
  function dated(date) {
    const [start, end] = date.split("/").map((one) => {
      const [year, month, day] = one.split("-").map(Number);
      const pattern = day ? octavo.dates.days[month - 1] : month ? octavo.dates.months[month - 1] : octavo.dates.year;
      return pattern.replace("{day}", day).replace("{day:02}", String(day).padStart(2, "0")).replace("{year}", year);
    });
    return end ? octavo.dates.range.replace("{start}", start).replace("{end}", end) : start;
  }

  form.addEventListener("submit", () => firstResult()?.focus());
  filters.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => { limit = SHOWN; asked.q = field.value; ask(); });
  filters.addEventListener("change", () => {
    limit = SHOWN;
    for (const name of NAMES) asked[name] = SWITCHES.includes(name) ? (controls[name].checked ? "1" : "") : controls[name].value;
    ask();
  });
  function showAll() {
    for (const name of Object.keys(asked)) asked[name] = "";
    field.value = "";
    ask();
  }
  clear.addEventListener("click", () => { showAll(); field.focus(); });
  more.addEventListener("click", () => {
    const at = limit;
    limit += SHOWN;
    answer();
    list.children[at]?.querySelector("a").focus();
  });
  document.addEventListener("octavo-marks", () => { if (octavo.find && octavo.total()) refresh(); });

  // Arrows go from the field through what was found and back; Escape lets go of the question.
  const firstResult = () => list.querySelector("h2 a");
  document.addEventListener("keydown", (event) => {
    if (event.target === field && event.key === "Escape") showAll();
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = [...list.children].findIndex((one) => one.contains(event.target));
    if (!by || results.hidden || (at < 0 && event.target !== field)) return;
    event.preventDefault();
    (list.children[at + by]?.querySelector("h2 a") || (by < 0 ? field : event.target)).focus();
  });

  // The address may ask: a link that somebody sent, or the way back.
  const given = new URLSearchParams(location.search);
  for (const name of Object.keys(asked)) asked[name] = given.get(name) || "";
  asked.q = field.value || asked.q; // somebody may type faster than scripts load
  field.value = asked.q;
  if (isAsked()) ask(); else ready();
})();
