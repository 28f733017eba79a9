// Marks that leave this page and come to it: as a file that the reader keeps, and, where every
// file on a disk has a storage of its own, in the links from one to the other. Also what there is
// to say about that.
(function () {
  "use strict";
  const octavo = window.octavo;
  const LONGEST_FILE = 8e6;
  const CARRIED = 40;

  // What comes from outside may name articles of this site only.
  async function takeOver(entries) {
    await octavo.load("assets/search.js");
    const known = await octavo.known();
    const taken = octavo.merge(entries.filter(([id]) => known.has(id)));
    if (taken) octavo.keep();
    return taken;
  }

  // A line at the foot of the window, which screen readers speak.
  const line = document.createElement("p");
  line.className = "notice";
  line.setAttribute("role", "status");
  document.body.append(line);
  octavo.say = (key, n = 0) => {
    const form = n === 1 ? key + "-one" : key;
    line.textContent = octavo.words[form].replace("{n}", n.toLocaleString(document.documentElement.lang));
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
  octavo.export = () => octavo.save(octavo.site + "-marks.json", "application/json", octavo.written());

  octavo.import = async function (chooser) {
    const [file] = chooser.files;
    chooser.value = ""; // so that the same file can be chosen again
    try {
      const entries = file.size < LONGEST_FILE ? octavo.entries(await file.text()) : null;
      if (entries) return octavo.say("marks-imported", await takeOver(entries));
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
