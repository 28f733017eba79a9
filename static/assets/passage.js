// The sentence of a cached copy that holds what was searched for. Results show it; the article's
// page, when a result leads there (#find=…), goes to it and marks it.
(function () {
  "use strict";
  const octavo = window.octavo;
  const BLOCK = "p, li, dd, dt, td, th, caption, figcaption, pre, blockquote, h1, h2, h3, h4, h5, h6, div";
  const segmenter = window.Intl?.Segmenter && new Intl.Segmenter(document.documentElement.lang, { granularity: "sentence" });
  const sentences = (text) => (segmenter ? segmenter.segment(text) : [{ segment: text, index: 0 }]);

  // Of the first sentence that holds most of the terms: the place of its block, its start and end.
  octavo.passage = function (blocks, terms) {
    let best = null;
    let most = 0;
    blocks.forEach((text, block) => {
      const folded = octavo.fold(text);
      if (!terms.some((term) => folded.includes(term))) return;
      for (const { segment, index } of sentences(text)) {
        const own = weigh(octavo.fold(segment), terms);
        const start = index + segment.search(/\S|$/);
        if (own > most) [best, most] = [{ block, start, end: index + segment.trimEnd().length }, own];
      }
    });
    return best;
  };
  // What begins a word counts more than what is inside one, and two terms more than one.
  function weigh(sentence, terms) {
    const words = " " + sentence.replace(/[^\p{L}\p{N}.]+/gu, " ");
    let sum = 0;
    for (const term of terms) sum += words.includes(" " + term) ? 3 : words.includes(term) ? 2 : 0;
    return sum;
  }

  // The text of the page's copy, as pieces that stand in one block.
  function blocksOf(copy) {
    const blocks = new Map();
    const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const block = walker.currentNode.parentElement.closest(BLOCK);
      blocks.set(block, [...(blocks.get(block) || []), walker.currentNode]);
    }
    return [...blocks.values()];
  }
  function lead(terms) {
    const copy = document.querySelector(".copy .page");
    if (!copy) return;
    const blocks = blocksOf(copy);
    // A line's end in the page's source is a space, not the end of a sentence.
    const texts = blocks.map((nodes) => nodes.map((node) => node.data).join("").replace(/\s/g, " "));
    const found = octavo.passage(texts, terms);
    if (!found) return document.getElementById("copy").scrollIntoView();
    let at = 0;
    for (const node of blocks[found.block]) {
      const [from, to] = [found.start - at, found.end - at];
      at += node.length;
      mark(node, Math.max(from, 0), Math.min(to, node.length));
    }
    copy.querySelector("mark").scrollIntoView({ block: "center" });
  }
  function mark(node, from, to) {
    if (from >= to) return;
    const own = document.createElement("mark");
    const piece = node.splitText(from);
    piece.splitText(to - from);
    piece.replaceWith(own);
    own.append(piece);
  }

  const asked = /[#&]find=([^&]*)/.exec(location.hash);
  if (asked) {
    try { lead(decodeURIComponent(asked[1]).split(" ").filter(Boolean)); } catch (malformed) { /* nobody searched for that */ }
  }
})();
