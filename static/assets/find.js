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
  const SHOWN = 20; // what is laid out with every key
  const MORE = 50;
  const REST = 300; // milliseconds without a key

  // Each filter: the values of an article that can be asked for.
  const FILTERS = {
    kind: (article) => [article.kind],
    series: (article) => (article.series ? [article.series] : []),
    source: (article) => article.blogs,
    tag: (article) => article.tags,
    author: (article) => article.authors,
    year: (article) => [article.part],
    mark: (article) => [
      ...{ read: ["read"], next: ["unread", "next"], "": ["unread"] }[octavo.mark(article.id)],
      ...(octavo.note?.(article.id) ? ["noted"] : []), // notes.js, where there are notes
    ],
    new: (article) => (octavo.isNew(article.added) ? ["1"] : []),
    preview: (article) => (article.preview ? ["1"] : []),
    conflict: (article) => (article.conflict ? ["1"] : []),
  };
  const SWITCHES = ["new", "preview", "conflict"]; // these are on or off
  const TYPED = ["tag", "author"]; // these have too many values for a list: see suggest.js
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
    const control = makeControl(name);
    control.name = name;
    if (control.type === "checkbox") label.prepend(control); else label.append(control);
    controls[name] = control;
    filters.append(label);
    label.hidden = ["source", "tag", "new"].includes(name); // until there is something to choose
  }
  function makeControl(name) {
    if (SWITCHES.includes(name)) return make("input", { type: "checkbox", value: "1" });
    if (!TYPED.includes(name)) return make("select", {}, make("option", { value: "", textContent: words["filter-any"] }));
    const control = make("input", { type: "text", placeholder: words["filter-any"], autocomplete: "off", spellcheck: false });
    const suggested = make("datalist", { id: "filter-" + name });
    control.setAttribute("list", suggested.id);
    control.dir = "auto";
    filters.append(suggested);
    return control;
  }
  const heading = make("h1", { className: "vh", textContent: section.getAttribute("aria-label") });
  const status = make("p", { className: "found" });
  status.setAttribute("role", "status");
  const clear = make("button", { type: "button", className: "clear", textContent: words["filters-clear"], hidden: true });
  const cites = ["bibtex", "ris"].map((format) => {
    const cite = make("button", { type: "button", textContent: words["cite-" + format], hidden: true });
    cite.addEventListener("click", () => octavo.load("assets/cite.js").then(() => octavo.cite(found, format)));
    return cite;
  });
  const hint = make("p", { className: "hint" });
  const list = make("ol", { className: "entries" });
  const results = make("div", { className: "timeline one", hidden: true },
    make("div", { className: "year" }, make("div", { className: "months" }, make("div", { className: "month" }, list))));
  const more = make("button", { type: "button", className: "more", textContent: words["found-more"], hidden: true });
  section.append(filters, make("div", { className: "answer" }, status, clear, ...cites), hint, results, more);
  opener.setAttribute("aria-controls", filters.id);
  if (!standing) {
    section.prepend(opener);
    opener.addEventListener("click", () => octavo.filter());
  }

  // The filters stand open once they are asked for.
  octavo.filter = function () {
    openFilters(filters.hidden);
    if (!filters.hidden) ready().then(() => { offer(candidatesOf()); controls.kind.focus(); });
  };
  function openFilters(open) {
    filters.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
  }

  // A click on a kind in the legend asks for it, another takes that back; the chart follows.
  octavo.choose = (name, value) => {
    asked[name] = asked[name] === value ? "" : value;
    limit = SHOWN;
    ask();
  };
  function markKind() {
    const since = section.querySelector(".since"); // new.js
    if (since) since.ariaPressed = String(asked.new !== "");
    const glyph = octavo.kinds.find((one) => one.name === asked.kind)?.glyph;
    for (const link of document.querySelectorAll(".legend [data-kind]")) link.ariaCurrent = link.dataset.kind === asked.kind ? "true" : null;
    for (const mark of document.querySelectorAll(".chart use, .chart .bar-of")) {
      const own = mark.getAttribute("href")?.slice(1) || mark.classList[1];
      mark.classList.toggle("off", Boolean(glyph) && own !== glyph);
    }
  }

  // The rows of the page itself, with the months and years that they stand in.
  const ownRows = [...main.querySelectorAll(".timeline .entry[data-id]")].filter((row) => !section.contains(row));
  const isWhole = () => ownRows.length === octavo.total();

  const isAsked = () => NAMES.some((name) => asked[name]) || asked.q.trim() !== "";
  // The filters that an article does not pass.
  const failing = (article) => NAMES.filter((name) => asked[name] && !FILTERS[name](article).includes(asked[name]));

  const tools = () => Promise.all(["search", "suggest", "rows", "view"].map((name) => octavo.load("assets/" + name + ".js")))
    .then(() => octavo.offerView(filters));

  // Asks for what stands in the fields, and says it in the address.
  let turn = 0;
  let terms = [];
  async function ask() {
    const own = ++turn;
    const params = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
    const address = location.pathname + (isAsked() ? "?" + params : "") + location.hash;
    try { history.replaceState(history.state, "", address); } catch (refused) { /* some browsers, from disk */ }
    if (!isAsked() && !octavo.find) return;
    await tools();
    const opened = octavo.open(refresh);
    const wanted = await octavo.prepare(asked.q);
    if (own === turn) terms = wanted;
    refresh();
    await opened;
  }
  async function ready() {
    await tools();
    await octavo.open(refresh);
  }
  let due = 0;
  function refresh() {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(answer);
  }

  const candidatesOf = () => (terms.length ? octavo.find(terms) : octavo.articles());
  let offering = 0;
  let typed = -Infinity; // when the last key was
  let found = []; // the articles that fit
  function answer() {
    const candidates = candidatesOf();
    const isFiltered = NAMES.some((name) => asked[name]);
    const fitting = isFiltered ? candidates.filter((article) => !failing(article).length) : candidates;
    found = terms.length ? fitting : octavo.ordered(fitting);
    const inPlace = isWhole() && !terms.length;
    hideRows(inPlace && isAsked() ? new Set(found.map((article) => article.id)) : null);
    const showing = isAsked() && !inPlace;
    main.classList.toggle("searching", showing);
    results.hidden = !showing;
    if (!showing) heading.remove(); else if (!heading.isConnected) section.prepend(heading);
    opener.hidden = !standing && !isAsked();
    if (isFiltered) openFilters(true);
    else if (opener.hidden) openFilters(false);
    // Thousands of names take long: not between two keys.
    const rest = typed + REST - performance.now();
    clearTimeout(offering);
    if (!filters.hidden && rest > 0) offering = setTimeout(() => offer(candidatesOf()), rest);
    else if (!filters.hidden) offer(candidates);
    show(showing ? found.slice(0, limit) : []);
    more.hidden = !showing || found.length <= limit;
    clear.hidden = !isAsked();
    markKind();
    // That there is none is known only when all years are there, and so is which they all are.
    const allCame = octavo.articles().length === octavo.total();
    const known = found.length > 0 || allCame;
    for (const cite of cites) cite.hidden = !isAsked() || !found.length || !allCame;
    status.textContent = isAsked() && known ? said(found.length) : "";
    hint.replaceChildren(...(known && !found.length && terms.length ? suggestion() : []));
  }
  const said = (n) => (n ? of(n, octavo.total()) : words["found-none"]);
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  const number = (n) => numbers.format(n);
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
    if (octavo.articles().length < octavo.total()) return; // not all values are known
    if (!offered.size) offerValues();
    const counts = Object.fromEntries(NAMES.map((name) => [name, new Map()]));
    for (const article of candidates) {
      const failed = failing(article);
      if (failed.length > 1) continue;
      for (const name of failed.length ? failed : NAMES) {
        for (const value of FILTERS[name](article)) counts[name].set(value, (counts[name].get(value) || 0) + 1);
      }
    }
    for (const name of NAMES) {
      if (SWITCHES.includes(name)) offerSwitch(controls[name], name, counts[name].get("1") || 0);
      else if (TYPED.includes(name)) octavo.offerTyped(controls[name], asked[name], counts[name]);
      else offerCounts(controls[name], asked[name], counts[name]);
    }
  }
  // Each select's options by their values: made once, later only their counts change.
  const offered = new Map();
  function offerValues() {
    const own = (name) => [...new Set(octavo.articles().flatMap(FILTERS[name]))];
    const values = {
      kind: octavo.kinds.map(({ name, title }) => [name, title]),
      series: octavo.series.map(({ name, title }) => [name, title]),
      source: [...octavo.blogs],
      year: own("year").map((name) => [name, name === "undated" ? words.undated : name]),
      mark: ["unread", "next", "read", "noted"].map((name) => [name, words["mark-" + name]]),
    };
    controls.source.parentNode.hidden = !octavo.blogs.size;
    controls.new.parentNode.hidden = !octavo.isNew(octavo.newest);
    controls.tag.parentNode.hidden = !octavo.articles().some(({ tags }) => tags.length) && !asked.tag;
    for (const [name, all] of Object.entries(values)) {
      if (asked[name] && !all.some(([value]) => value === asked[name])) all.push([asked[name], asked[name]]);
      const options = all.map(([value, label]) => [value, { label, option: make("option", { value }) }]);
      controls[name].append(...options.map(([, { option }]) => option));
      offered.set(controls[name], new Map(options));
    }
  }
  function offerSwitch(control, name, count) {
    control.checked = asked[name] !== "";
    control.disabled = !count && !control.checked;
    control.parentNode.lastElementChild.textContent = words["filter-" + name] + " (" + count + ")";
  }
  function offerCounts(select, chosen, counts) {
    for (const [value, own] of offered.get(select)) {
      const count = counts.get(value) || 0;
      own.option.disabled = !count && value !== chosen;
      if (own.count === count) continue;
      own.count = count;
      own.option.textContent = own.label + " (" + count + ")";
    }
    select.value = chosen;
  }

  // Filters on a page with every article: rows, months and years that have nothing left go; a year
  // says how many of its articles are left.
  let hiding = false;
  function hideRows(kept) {
    if (!kept && !hiding) return;
    hiding = kept !== null;
    for (const row of ownRows) row.hidden = kept !== null && !kept.has(row.dataset.id);
    for (const part of main.querySelectorAll(".timeline :is(.month, .year)")) {
      if (section.contains(part)) continue;
      const left = part.querySelectorAll(".entry:not([hidden])").length;
      part.hidden = kept !== null && !left;
      const count = part.querySelector(".year:not(.undated) > header p");
      if (!count) continue;
      const text = count.firstChild; // beside it stands how many are read
      count.dataset.all ??= text.data;
      text.data = kept ? of(left, part.querySelectorAll(".entry").length) : count.dataset.all;
    }
  }

  // The articles found, as the timeline shows them: see rows.js.
  function show(found) {
    const focused = document.activeElement;
    found.forEach((article, at) => {
      const row = octavo.row(article, terms);
      if (list.children[at] !== row) list.insertBefore(row, list.children[at] || null);
    });
    while (list.children.length > found.length) list.lastElementChild.remove();
    octavo.watch(list.children);
    // Whoever stands on a row that moved stays there.
    if (list.contains(focused)) focused.focus({ preventScroll: true });
  }
  // Enter opens the first article found, or takes what is suggested where there is none.
  octavo.enter = async function () {
    if (!asked.q.trim()) return;
    await ask();
    answer();
    (firstResult() || hint.querySelector("button"))?.click();
  };
  filters.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => {
    typed = performance.now();
    limit = SHOWN;
    asked.q = field.value;
    ask();
  });
  filters.addEventListener("change", () => {
    limit = SHOWN;
    for (const name of NAMES) asked[name] = valueOf(name);
    ask();
  });
  function valueOf(name) {
    if (SWITCHES.includes(name)) return controls[name].checked ? "1" : "";
    return TYPED.includes(name) ? octavo.meant?.(controls[name]) ?? asked[name] : controls[name].value;
  }
  function showAll() {
    for (const name of Object.keys(asked)) asked[name] = "";
    field.value = "";
    ask();
  }
  clear.addEventListener("click", () => { showAll(); field.focus(); });
  more.addEventListener("click", () => {
    const at = limit;
    limit += MORE;
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
