// Finds articles by their words. Loaded at the first need (octavo.load); what it searches comes in
// scripts of their own, which call begin, take and shard: see generator/site/search.py.
(function () {
  "use strict";
  const octavo = window.octavo;
  const WEIGHTS = [8, 4, 2, 1]; // title, authors, summary, cached copy

  let parts = []; // { name, count }: the years, newest first
  let total = 0;
  let sharded = false; // whether words have scripts of their own
  const articles = new Map(); // part → its articles
  const shards = new Map(); // part and letter → [word, places of articles with weights] each

  octavo.begin = function (kinds, series, counts, hasShards) {
    total = 0; // loading may have failed half-way, and begin again
    octavo.kinds = kinds.map(([name, title, glyph]) => ({ name, title, glyph }));
    octavo.series = series.map(([name, title]) => ({ name, title }));
    parts = counts.map(([name, count]) => {
      total += count;
      return { name, count };
    });
    sharded = hasShards;
  };
  octavo.take = function (part, rows) {
    articles.set(part, rows.map(([id, path, title, authors, date, kind, series, flags, excerpt, ...words]) =>
      ({ id, path, title, authors, date, kind, series, excerpt, words, part,
        preview: (flags & 1) > 0, conflict: (flags & 2) > 0 })));
  };
  octavo.shard = (part, letter, pairs) => shards.set(part + letter, pairs);

  // Loads the list of what there is, then its parts, newest first, and tells of each that came.
  let opening = null;
  const waiting = new Set();
  octavo.open = function (tell) {
    if (tell) waiting.add(tell);
    opening = opening || (async () => {
      await octavo.load("search/index.js");
      await Promise.all(parts.map(async ({ name }) => {
        await octavo.load("search/" + name + ".js");
        for (const one of waiting) one();
      }));
    })();
    opening.catch(() => { opening = null; });
    return opening;
  };
  octavo.total = () => total;
  octavo.articles = () => parts.flatMap(({ name }) => articles.get(name) || []);
  octavo.known = async function () {
    await octavo.open();
    return new Set(octavo.articles().map((article) => article.id));
  };

  // As generator/text/words.py does it.
  const CJK = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const WORD = new RegExp(`[${CJK}]|(?:(?![${CJK}])[\\p{L}\\p{N}\\u0900-\\u109f])+`, "gu");
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u3099\u309a]/g;
  function fold(text) {
    return text.normalize("NFKD").replace(MARKS, "").toLowerCase().replaceAll("ς", "σ");
  }
  octavo.terms = (text) => [...new Set(fold(text).match(WORD) || [])];

  // [article, weight] of all that hold every term, each at the start of a word: best first, and
  // of the same weight as in the timeline. Only what has been loaded is searched.
  octavo.find = function (terms) {
    const found = sharded ? inShards(terms) : scanned(terms);
    return found.sort((a, b) => b[1] - a[1]);
  };
  function scanned(terms) {
    const found = [];
    const starts = terms.map((term) => " " + term);
    for (const article of octavo.articles()) {
      let weight = 0;
      for (const start of starts) {
        const own = weigh(article, start);
        if (!own) { weight = 0; break; }
        weight += own;
      }
      if (weight) found.push([article, weight]);
    }
    return found;
  }
  function weigh(article, start) {
    let weight = 0;
    for (let field = 0; field < WEIGHTS.length; field += 1) {
      if (article.words[field].includes(start)) weight += WEIGHTS[field];
    }
    return weight;
  }

  // Of many articles: what the scripts of words say, year by year.
  function inShards(terms) {
    const found = [];
    for (const { name, count } of parts) {
      const weights = terms.map((term) => weightsOf(term, name, count));
      (articles.get(name) || []).forEach((article, place) => {
        const own = weights.map((weight) => weight[place]);
        if (own.every(Boolean)) found.push([article, own.reduce((sum, one) => sum + one)]);
      });
    }
    return found;
  }
  function weightsOf(term, part, count) {
    const weights = new Uint8Array(count);
    for (const [word, steps] of shards.get(part + letterOf(term)) || []) {
      if (!word.startsWith(term)) continue;
      let at = 0;
      for (const step of steps) {
        at += step;
        weights[at >> 4] |= at & 15;
      }
    }
    return weights;
  }
  const letterOf = (word) => (word[0] > "\x7f" ? "other" : word[0] > "9" ? word[0] : "0");
  // Loads whatever the terms need before `find` can answer.
  octavo.prepare = async function (terms) {
    await octavo.load("search/index.js");
    if (!sharded) return;
    const letters = new Set(terms.map(letterOf));
    await Promise.all(parts.flatMap(({ name }) =>
      [...letters].map((letter) => octavo.load("search/s-" + name + "-" + letter + ".js"))));
  };

  // The terms with each that nothing holds replaced by the word nearest to it; null where there is
  // no such term, or no word near it.
  octavo.nearest = function (terms) {
    let better = false;
    const mended = terms.map((term) => {
      if (octavo.find([term]).length) return term;
      const word = nearestWord(term);
      better = better || word !== null;
      return word || term;
    });
    return better ? mended.join(" ") : null;
  };
  function nearestWord(term) {
    const limit = term.length > 5 ? 2 : 1;
    let best = null;
    let least = limit + 1;
    let most = 0;
    for (const [word, uses] of vocabulary(term)) {
      if (Math.abs(word.length - term.length) > limit || word.length < 3) continue;
      const steps = distance(term, word);
      if (steps < least || (steps === least && best && uses > most)) {
        [best, least, most] = [word, steps, uses];
      }
    }
    return best;
  }
  function vocabulary(term) {
    const uses = new Map();
    const add = (word, n) => uses.set(word, (uses.get(word) || 0) + n);
    if (sharded) {
      for (const { name } of parts) {
        for (const [word, steps] of shards.get(name + letterOf(term)) || []) add(word, steps.length);
      }
    } else {
      for (const article of octavo.articles()) {
        for (const word of article.words.join("").split(" ")) add(word, 1);
      }
    }
    return uses;
  }
  // Letters to change, add, take away or swap with their neighbour. Damerau 1964.
  function distance(a, b) {
    let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, i) => i)];
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      [before, last] = [last, row];
    }
    return last[b.length];
  }

  // A text with the terms in it marked: text nodes and <mark>, never markup.
  octavo.marked = function (text, terms) {
    const pieces = document.createDocumentFragment();
    let end = 0;
    for (const { 0: word, index } of text.matchAll(WORD)) {
      const folded = fold(word);
      const term = terms.filter((one) => folded.startsWith(one)).sort((a, b) => b.length - a.length)[0];
      if (!term) continue;
      // Where folding changes the length, nobody knows which letters are meant: all are.
      const length = folded.length === word.length ? term.length : word.length;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(index, index + length);
      pieces.append(text.slice(end, index), mark);
      end = index + length;
    }
    pieces.append(text.slice(end));
    return pieces;
  };
})();
