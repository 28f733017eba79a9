// Marks and notes that leave this page and come to it: as a file that the reader keeps; marks also,
// where every file on a disk has a storage of its own, in the links from one to the other. Also what
// there is to say about that.
(function () {
  "use strict";
  const octavo = window.octavo;
  const LONGEST_FILE = 8e6;
  const CARRIED = 40;

  // What comes from outside may name articles of this site only. Says how many marks and notes are
  // taken over.
  async function takeOver(marks, notes = []) {
    await Promise.all([octavo.load("assets/search.js"), notes.length && octavo.load("assets/notes.js")]);
    const known = await octavo.known();
    const ours = (entries) => entries.filter(([id]) => known.has(id));
    const taken = octavo.merge(ours(marks));
    if (taken) octavo.keep();
    const noted = notes.length && octavo.mergeNotes(ours(notes));
    if (noted) octavo.keepNotes();
    return [taken, noted];
  }

  // A line at the foot of the window, which screen readers speak.
  const line = document.createElement("p");
  line.className = "notice";
  line.setAttribute("role", "status");
  document.body.append(line);
  const phrase = (key, n) => {
    const form = key + "-" + new Intl.PluralRules(document.documentElement.lang).select(n);
    return (octavo.words[form] || octavo.words[key]).replace("{n}", n.toLocaleString(document.documentElement.lang));
  };
  octavo.say = (key, n = 0, more = "") => {
    line.textContent = phrase(key, n) + more;
    clearTimeout(line.timer);
    line.timer = setTimeout(() => line.replaceChildren(), 6000);
  };

  octavo.save = function (name, type, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  octavo.export = async function () {
    await octavo.load("assets/notes.js");
    const kept = { ...JSON.parse(octavo.written()), notes: Object.fromEntries(octavo.notes) };
    octavo.save(octavo.site + "-marks.json", "application/json", JSON.stringify(kept));
  };

  octavo.import = async function (chooser) {
    const [file] = chooser.files;
    chooser.value = ""; // so that the same file can be chosen again
    try {
      const text = file.size < LONGEST_FILE ? await file.text() : "";
      const marks = octavo.entries(text);
      if (marks) {
        const notes = Object.entries(JSON.parse(text).notes || {}).map(([id, own]) => [id, own?.[0], own?.[1]]);
        const [taken, noted] = await takeOver(marks, notes);
        return octavo.say("marks-imported", taken, noted ? " " + phrase("notes-imported", noted) : "");
      }
    } catch (unread) { /* the file is gone, or nothing says which articles there are */ }
    octavo.say("marks-refused");
  };

  // Firefox keeps the storage of each file apart. So a link to another file carries the newest
  // marks in its hash, #copy&marks=<id>.<r, n or u>.<time>,… and that file takes them over.
  const HASH = /[#&]marks=([^&]*)$/;
  function carry(event) {
    const link = event.target.closest("a[href]");
    if (!link || link.protocol !== "file:" || !octavo.marks.size) return;
    if (link.hasAttribute("download") || !/(\/|\.html)$/.test(link.pathname)) return; // a feed, a file
    const newest = [...octavo.marks].sort((a, b) => b[1][1] - a[1][1]).slice(0, CARRIED);
    const carried = newest.map(([id, [state, time]]) =>
      [encodeURIComponent(id), state[0] || "u", time.toString(36)].join("."));
    const hash = link.hash.replace(HASH, "");
    link.hash = (hash ? hash + "&" : "#") + "marks=" + carried.join(",");
  }
  function receive() {
    const found = HASH.exec(location.hash);
    if (!found) return;
    const rest = location.hash.replace(HASH, "");
    try { history.replaceState(null, "", location.pathname + location.search + rest); } catch (refused) { /* it stays in sight */ }
    if (rest) document.getElementById(rest.slice(1))?.scrollIntoView();
    const entries = found[1].split(",").slice(0, CARRIED).map(read);
    takeOver(entries).catch(() => { /* who knows which articles there are: take nothing */ });
  }
  function read(carried) {
    const [id, state, time] = carried.split(".");
    try {
      return [decodeURIComponent(id), { r: "read", n: "next", u: "" }[state], parseInt(time, 36)];
    } catch (malformed) { return []; }
  }

  if (location.protocol === "file:") {
    document.addEventListener("click", carry, true);
    document.addEventListener("auxclick", carry, true);
    addEventListener("hashchange", receive);
    receive();
  }
})();
