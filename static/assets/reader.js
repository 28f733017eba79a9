// What every page does for its reader: marks, keys, reading without a network. One file, for a
// page loads it whole; what is not always wanted is loaded by octavo.load.

// Which articles are read, and which are next to read: kept in this browser, under the site's id.
// Two sets of marks are merged by taking the newer mark of each article.
(function () {
  "use strict";
  const octavo = window.octavo;
  const STATES = ["read", "next", ""];
  const OLDEST = Date.UTC(2000, 0, 1);

  // article id → [state, when it was set, in milliseconds]
  const marks = (octavo.marks = new Map());
  octavo.mark = (id) => marks.get(id)?.[0] || "";

  // Takes over what is newer, and says how many marks that were. A stranger may have written it:
  // what is no mark is passed over, and a clock that was ahead must not win for ever.
  octavo.merge = (entries) => {
    const taken = new Set();
    for (const [id, state, time] of entries) {
      if (typeof id !== "string" || !STATES.includes(state) || !(time >= OLDEST)) continue;
      const sane = Math.min(Math.floor(time), Date.now());
      if (marks.get(id)?.[1] >= sane) continue;
      marks.set(id, [state, sane]);
      taken.add(id);
    }
    if (taken.size) {
      paint(everywhere().filter((place) => taken.has(place.dataset.id)));
      octavo.load("assets/progress.js").then(() => octavo.progress());
      document.dispatchEvent(new Event("octavo-marks"));
    }
    return taken.size;
  };
  octavo.written = () =>
    JSON.stringify({ site: octavo.site, version: 1, marks: Object.fromEntries(marks) });
  // What `written` wrote → [id, state, time] each; null for anything else.
  octavo.entries = (text) => {
    try {
      const found = JSON.parse(text);
      return found.site === octavo.site ? Object.entries(found.marks).map(([id, mark]) => [id, ...mark]) : null;
    } catch (damaged) { return null; }
  };
  const stored = () => octavo.merge(octavo.entries(octavo.read("marks")) || []);
  octavo.keep = () => {
    stored(); // another tab may have written since
    return octavo.write("marks", octavo.written());
  };

  // Sets a mark, or takes it off where it is set already; without a state, goes on to the next.
  octavo.toggle = (id, state) => {
    const own = octavo.mark(id);
    const next = state ? (own === state ? "" : state) : STATES[(STATES.indexOf(own) + 1) % 3];
    octavo.merge([[id, next, Date.now()]]);
    if (!octavo.keep()) exchange().then(() => octavo.say("marks-kept-not"));
  };

  const everywhere = () => [...document.querySelectorAll("[data-id]")];
  function paint(places) {
    for (const place of places) {
      const state = octavo.mark(place.dataset.id);
      place.classList.toggle("is-read", state === "read");
      place.classList.toggle("is-next", state === "next");
      for (const button of place.querySelectorAll("[data-state]")) {
        button.ariaPressed = button.dataset.state === state;
      }
    }
  }
  // To all at once: what is added while one scrolls moves what a jump leads to.
  octavo.watch = (places) => {
    for (const place of places) addButtons(place);
    paint(places);
    for (const sign of octavo.signs) sign(places);
  };
  octavo.signs = []; // what else rows are signed with: functions of rows
  function addButtons(place) {
    if (place.querySelector(".marks")) return;
    const { id } = place.dataset;
    const title = place.querySelector("h1, h2, h3, h4");
    let group;
    const begin = (name) => {
      group = document.createElement("span");
      group.className = name;
      place.querySelector(".side, .acts").append(group);
    };
    const add = (word, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = octavo.words[word];
      button.ariaLabel = button.textContent + ": " + title.textContent;
      button.onclick = act;
      group.append(button);
      return button;
    };
    begin("marks");
    for (const state of ["read", "next"]) {
      add("mark-" + state, () => octavo.toggle(id, state)).dataset.state = state;
    }
    if (place.matches(".entry")) { // an article's page has its own
      const link = title.querySelector("a");
      begin("marks cites");
      add("copy-citation", () => octavo.load("assets/cite.js").then(() => octavo.citeOne(id)));
      add("copy-link", () => copy(new URL(link.getAttribute("href").replace(/#.*/, ""), address()).href, "copied-link"));
    }
  }

  stored();
  octavo.watch(everywhere());
  addEventListener("storage", stored);
  addEventListener("pageshow", stored);

  // Notes of the reader's own: where there are any, or one is begun.
  const notes = () => octavo.load("assets/notes.js");
  if (octavo.read("notes")) notes();
  document.getElementById("own-note")?.addEventListener("focus", notes);

  // To and from files and other pages: only where it is wanted.
  const exchange = () => octavo.load("assets/exchange.js");
  document.querySelector("[data-do=export]")?.addEventListener("click", () =>
    exchange().then(() => octavo.export()));
  document.querySelector("[data-do=import]")?.addEventListener("change", (event) =>
    exchange().then(() => octavo.import(event.target)));
  if (location.protocol === "file:") exchange();

  // To the clipboard: the address of an article's page, or how to cite the article.
  async function copy(text, said) {
    try { await navigator.clipboard.writeText(text); } catch (refused) { said = "copied-not"; }
    await exchange();
    octavo.say(said);
  }
  const address = () => document.querySelector("link[rel=canonical]")?.href || location.href.replace(/[?#].*/, "");
  document.querySelector("[data-do=link]")?.addEventListener("click", () => copy(address(), "copied-link"));
  document.querySelector("[data-do=cite]")?.addEventListener("click", () =>
    copy(document.querySelector(".cite").textContent, "copied-citation"));
})();

// What is new: what came to the list after the reader's last visit. A visit ends when no page has
// been opened for three hours. The first one has nothing new.
(function () {
  "use strict";
  const octavo = window.octavo;
  const PAUSE = 3 * 3600e3; // milliseconds
  // When a page was opened last, the newest addition that was there to be seen, that of the visit before.
  let [opened, seen = "", since = ""] = (octavo.read("visit") || "").split(" ");
  if (Math.abs(Date.now() - opened) > PAUSE) since = seen;
  if (octavo.newest > seen) seen = octavo.newest;
  octavo.write("visit", [Date.now(), seen, since].join(" "));
  octavo.isNew = (added) => since !== "" && added > since;
  if (octavo.isNew(octavo.newest)) octavo.load("assets/new.js");
})();

// Keys, and what loads search and filters.
(function () {
  "use strict";
  const octavo = window.octavo;
  const field = document.getElementById("q");
  const title = "h2 a, h3 a, h4 a";
  const list = () => octavo.load("assets/keylist.js").then(() => octavo.list());

  const unread = () => octavo.load("assets/progress.js").then(() => octavo.unread(current()));
  const keys = (octavo.keys = {
    "/": ["key-search", () => field.select()],
    j: ["key-next", () => step(1)],
    k: ["key-previous", () => step(-1)],
    n: ["key-unread", unread],
    o: ["key-open", () => current()?.querySelector(title + ", .go")?.click()],
    m: ["key-mark", () => current() && octavo.toggle(current().dataset.id)],
    t: ["key-theme", octavo.turn],
    "?": ["key-keys", list],
  });

  // The article that has the focus, else the page's.
  const current = () =>
    document.activeElement.closest("[data-id]") || document.querySelector(".work[data-id]");

  // To the row after the one that has the focus, else to the first in the window; where there is
  // none, from the article to its neighbour.
  function step(by) {
    const rows = [...document.querySelectorAll(".entry[data-id]")].filter((row) => row.checkVisibility());
    if (!rows.length) document.querySelector(by > 0 ? ".here + li a" : "li:has(+ .here) a")?.click();
    const at = rows.indexOf(document.activeElement.closest(".entry"));
    const next = at < 0 ? rows.findIndex((row) => row.getBoundingClientRect().top >= 0) : at + by;
    rows[Math.max(0, Math.min(next, rows.length - 1))]?.querySelector(title).focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target === field) {
      field.value = "";
      field.blur();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key][1]();
  });
  document.querySelector("[data-do=keys]").addEventListener("click", list);

  const find = () => octavo.load("assets/find.js");
  field.addEventListener("focus", find);
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    find().then(() => octavo.enter());
  });
  for (const button of document.querySelectorAll("[data-order]")) {
    button.addEventListener("click", () => octavo.load("assets/names.js").then(() => octavo.order(button)));
  }
  document.querySelector("[data-do=filter]")?.addEventListener("click", () =>
    find().then(() => octavo.filter()));
  // The legend is the filter of kinds; without scripts, or in a new tab, it leads to their pages.
  document.querySelector(".legend")?.addEventListener("click", (event) => {
    const kind = event.target.closest("[data-kind]")?.dataset.kind;
    if (!kind || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    find().then(() => octavo.choose("kind", kind));
  });
  if (location.search) find();
  const root = document.documentElement;
  const shown = () => root.classList.remove("sorting");
  if (root.classList.contains("sorting")) octavo.load("assets/view.js").then(shown, shown);
  // A result leads to the sentence that was found.
  if (/[#&]find=/.test(location.hash)) {
    octavo.load("assets/search.js").then(() => octavo.load("assets/passage.js"));
  }
})();

// Over http(s), what was seen can be read without a network: see sw.js. No browser does it from disk.
(function () {
  "use strict";
  const octavo = window.octavo;
  const workers = navigator.serviceWorker;
  if (!location.protocol.startsWith("http")) return;
  const manifest = document.createElement("link");
  manifest.rel = "manifest";
  manifest.href = octavo.url("manifest.webmanifest");
  document.head.append(manifest);
  if (!workers) return;

  // The worker is told of this page and of all that it loads, also later.
  const tell = () => workers.controller?.postMessage(
    [location.href, ...performance.getEntriesByType("resource").map((one) => one.name)]);
  workers.oncontrollerchange = tell;
  addEventListener("load", tell);
  addEventListener("pagehide", tell);
  // A new worker may begin once the page before this one is gone.
  const begin = () => workers.getRegistration().then((own) => own?.waiting?.postMessage("begin"));
  addEventListener("load", () => setTimeout(begin, 1000));
  // A browser may refuse it; then the site is as it was.
  workers.register(octavo.script("sw.js"), { scope: octavo.url(""), updateViaCache: "none" }).catch(() => {});
})();
