// An article, or what was found, as a bibliography: BibTeX for the clipboard, RIS as a file. Loaded
// when somebody asks for it; the entries come in scripts of their own: see generator/site/cite_scripts.py.
(function () {
  "use strict";
  const octavo = window.octavo;
  const citations = new Map(); // article id → { bibtex, ris }
  // As library.bib and library.ris hold their entries.
  const JOINED = {
    bibtex: (entries) => entries.map((entry) => entry + "\n\n").join(""),
    ris: (entries) => entries.join("\r\n"),
  };
  octavo.citations = (rows) => {
    for (const [id, bibtex, ris] of rows) citations.set(id, { bibtex, ris });
  };

  async function entriesOf(articles, format) {
    const parts = new Set(articles.map((article) => article.part));
    await Promise.all([...parts].map((part) => octavo.load("search/cite-" + part + ".js")));
    return articles.map(({ id }) => citations.get(id)[format]);
  }

  octavo.cite = async function (articles, format) {
    await octavo.load("assets/exchange.js");
    let text;
    try {
      text = JOINED[format](await entriesOf(articles, format));
    } catch (unread) { return octavo.say("cited-not"); } // no network, or another build's entries
    if (format === "bibtex") {
      try {
        await navigator.clipboard.writeText(text);
        return octavo.say("cited-copied", articles.length);
      } catch (refused) { /* then as a file, too */ }
    }
    octavo.save(octavo.site + (format === "bibtex" ? ".bib" : ".ris"), "text/plain", text);
    octavo.say("cited-saved", articles.length);
  };

  octavo.citeOne = async function (id) {
    try {
      await octavo.load("assets/search.js");
      await octavo.open();
    } catch (unread) { /* then it is said that no entry could be loaded */ }
    octavo.cite([octavo.articles?.().find((article) => article.id === id)], "bibtex");
  };
})();
