// The rows of what was found, as the timeline shows articles, with what was searched for marked in
// them. Loaded with the search.
(function () {
  "use strict";
  const octavo = window.octavo;
  const words = octavo.words;
  const LONGEST = 300; // letters of a sentence that is shown

  // The row of an article. It is made once; what changes with the terms is what is marked in it.
  const rows = new Map(); // article id → row
  let sought = []; // the terms of what was asked last
  octavo.row = function (article, terms) {
    sought = terms;
    if (!rows.has(article.id)) rows.set(article.id, row(article));
    const own = rows.get(article.id);
    fill(own);
    return own.element;
  };
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  function row(article) {
    const kind = octavo.kinds.find((one) => one.name === article.kind);
    const own = {
      article,
      title: make("a"),
      by: make("p", { className: "by", dir: "auto" }),
      sum: make("p", { className: "sum", dir: "auto" }),
      date: make("span"),
      blog: make("span", { className: "blog", dir: "auto" }),
      kind: make("span", { className: "kind" }),
      kept: make("span", { className: "kept" }),
      texts: [["title", article.title], ["by", article.authors.slice(0, 6).join(", ")], ["sum", article.excerpt || ""],
        ["date", article.date ? dated(article.date) : words.undated], ["blog", octavo.blogs.get(article.blogs[0]) || ""], ["kind", kind.title]],
    };
    const side = make("p", { className: "side" }, own.date, own.blog, own.kind);
    if (article.preview) side.append(own.kept);
    if (article.conflict) side.append(make("span", { className: "differ", textContent: words["filter-conflict"] }));
    own.element = make("li", { className: "entry" }, make("span", { className: "node " + kind.glyph }),
      make("div", { className: "body" }, make("h2", { dir: "auto" }, own.title), own.by, own.sum), side);
    own.element.dataset.id = article.id;
    if (article.added) own.element.dataset.added = article.added;
    return own;
  }
  function fill(own) {
    const { article } = own;
    if (own.quoted === sought) return; // only the marks or the filters changed
    own.quoted = null;
    for (const [name, text] of own.texts) {
      octavo.putMarked(own[name], text, sought);
      own[name].hidden = !text;
    }
    own.inCopy = octavo.inCopy(article, sought);
    const isThere = own.inCopy.length > 0;
    own.title.href = octavo.url(article.path) + (isThere ? "#find=" + encodeURIComponent(own.inCopy.join(" ")) : "");
    own.kept.textContent = words[isThere ? "found-in-copy" : "filter-preview"];
    inSight.unobserve(own.element);
    if (isThere) inSight.observe(own.element);
  }
  // What only the cached copy holds: its sentence takes the summary's place, in the rows in sight.
  const inSight = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      // Without a network there may be no text: then the summary stays.
      if (isIntersecting) quote(rows.get(target.dataset.id)).catch(() => {});
    }
  }, { rootMargin: "100px" });
  async function quote(own) {
    const { article, sum, inCopy } = own;
    const wanted = sought;
    const [blocks] = await Promise.all([octavo.copyOf(article.id), octavo.load("assets/passage.js")]);
    const found = octavo.passage(blocks, inCopy);
    if (!found || wanted !== sought) return;
    octavo.putMarked(sum, shortened(blocks[found.block].slice(found.start, found.end), inCopy), wanted);
    sum.hidden = false;
    own.quoted = wanted;
  }
  // A long sentence: the words around the first hit.
  function shortened(sentence, terms) {
    if (sentence.length <= LONGEST) return sentence;
    const [[hit]] = [...octavo.hits(sentence, terms), [0]];
    // Between two words, where there is a space at all.
    const middle = Math.max(Math.round(hit - LONGEST / 2), 0);
    const from = middle && middle + (/^\S{0,30}\s/.exec(sentence.slice(middle))?.[0].length || 0);
    const late = sentence.slice(from, from + LONGEST);
    const to = from + LONGEST < sentence.length ? from + late.replace(/\s\S{0,30}$/, "").length : sentence.length;
    return (from ? "… " : "") + sentence.slice(from, to) + (to < sentence.length ? " …" : "");
  }
  // An EDTF date in the site's words.
  function dated(date) {
    const [start, end] = date.split("/").map((one) => {
      const [year, month, day] = one.split("-").map(Number);
      const pattern = day ? octavo.dates.days[month - 1] : month ? octavo.dates.months[month - 1] : octavo.dates.year;
      return pattern.replace("{day}", day).replace("{day:02}", String(day).padStart(2, "0")).replace("{year}", year);
    });
    return end ? octavo.dates.range.replace("{start}", start).replace("{end}", end) : start;
  }
})();
