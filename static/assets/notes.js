// The reader's own notes on articles: kept in this browser, written on the article's page, signed in
// rows. Loaded where there are any, or somebody begins one (reader.js).
(function () {
  "use strict";
  const octavo = window.octavo;
  const LONGEST = 10000; // as the field's maxlength

  // article id → [text, when it was written, in milliseconds]; what was erased is an empty text.
  const notes = (octavo.notes = new Map());
  octavo.note = (id) => notes.get(id)?.[0] || "";

  // Takes over what is newer, and says how many notes that were. A stranger may have written it.
  octavo.mergeNotes = (entries) => {
    const taken = new Set();
    for (const [id, text, time] of entries) {
      const own = notes.get(id);
      if (typeof id !== "string" || typeof text !== "string" || text.length > LONGEST || !(time >= 0)) continue;
      const sane = Math.min(Math.floor(time), Date.now());
      if (own?.[0] === text || own?.[1] > sane) continue;
      notes.set(id, [text, sane]);
      taken.add(id);
    }
    if (taken.size) {
      show();
      document.dispatchEvent(new Event("octavo-marks"));
    }
    return taken.size;
  };
  function stored() {
    try {
      octavo.mergeNotes(Object.entries(JSON.parse(octavo.read("notes"))).map(([id, own]) => [id, ...own]));
    } catch (damaged) { /* as if there were none */ }
  }
  octavo.keepNotes = () => {
    stored(); // another tab may have written since
    return octavo.write("notes", JSON.stringify(Object.fromEntries(notes)));
  };

  // On the article's page: what is written is kept at once.
  const field = document.getElementById("own-note");
  const id = field?.closest("[data-id]").dataset.id;
  async function write() {
    octavo.mergeNotes([[id, field.value, Date.now()]]);
    if (octavo.keepNotes()) return;
    await octavo.load("assets/exchange.js");
    octavo.say("notes-kept-not");
  }
  function sign(places) {
    for (const place of places) {
      const body = place.querySelector(".body");
      const has = octavo.note(place.dataset.id) !== "";
      if (!body || has === Boolean(body.querySelector(".noted"))) continue;
      if (!has) { body.querySelector(".noted").remove(); continue; }
      const said = Object.assign(document.createElement("span"), { className: "vh", textContent: octavo.words["mark-noted"] + ": " });
      const mark = Object.assign(document.createElement("span"), { className: "noted", title: octavo.note(place.dataset.id) });
      mark.append(said);
      body.prepend(mark);
    }
  }
  function show() {
    sign(document.querySelectorAll(".entry[data-id]"));
    if (field && document.activeElement !== field) field.value = octavo.note(id);
  }

  const begun = field?.value || ""; // somebody may write faster than scripts load
  stored();
  octavo.load("assets/own.css").catch(() => {}); // the page may have been left
  octavo.signs.push(sign);
  if (begun) {
    field.value = [octavo.note(id), begun].filter(Boolean).join("\n");
    write();
  }
  field?.addEventListener("input", write);
  addEventListener("storage", stored);
  addEventListener("pageshow", stored);
})();
