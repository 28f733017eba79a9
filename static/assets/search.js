// Finds articles by their words. Loaded at the first need (octavo.load); what it searches comes in
// scripts of their own, which call begin, take, shard and copied: see generator/site/search.py.
(function () {
  "use strict";
  const octavo = window.octavo;
  const WEIGHTS = [16, 8, 4, 2, 1]; // title, authors, facts, summary, cached copy
  const [, , FACTS, , COPY] = WEIGHTS;
  const INSIDE = 3; // so many letters are looked for inside words too
  const BEHIND = 1024; // more than all weights: what is inside a word comes after what begins one

  let parts = []; // { name, count }: the years, newest first
  let total = 0;
  let sharded = false; // whether words have scripts of their own
  let hosts = []; // [host, how many articles are there]
  let listed = null; // the articles of all parts that came
  const articles = new Map(); // part → its articles
  const shards = new Map(); // part and letter → lines, each a word and the places of articles
  const copies = new Map(); // article id → the text of its cached copy, block by block
  const weighed = new Map(); // term → what each listed article weighs
  const vocabularies = new Map(); // letter → word → how often it is used, more or less

  octavo.begin = function (kinds, series, counts, hasShards, allHosts, blogs) {
    total = 0; // loading may have failed half-way, and begin again
    octavo.kinds = kinds.map(([name, title, glyph]) => ({ name, title, glyph }));
    octavo.series = series.map(([name, title]) => ({ name, title }));
    octavo.blogs = new Map(blogs);
    parts = counts.map(([name, count]) => {
      total += count;
      return { name, count };
    });
    sharded = hasShards;
    hosts = allHosts;
  };
  octavo.take = function (part, rows) {
    articles.set(part, rows.map(([id, path, title, authors, date, kind, series, host, blogs, flags, excerpt, tags, added, ...words]) =>
      ({ id, path, title, authors, date, kind, series, host, blogs, excerpt, tags, added, part,
        // Of many articles, only what is shown is looked through for parts of words.
        words: sharded ? [fold(title), fold(authors.join(" ")), "", fold(excerpt || ""), ""] : words,
        preview: (flags & 1) > 0, conflict: (flags & 2) > 0 })));
    forget();
    uses.clear();
    counted = 0;
  };
  octavo.shard = function (part, letter, lines) {
    shards.set(part + letter, lines);
    forget();
  };
  octavo.copied = (id, blocks) => copies.set(id, blocks);
  function forget() {
    listed = null;
    weighed.clear();
    vocabularies.clear();
  }

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
      window.requestIdleCallback?.(count);
    })();
    opening.catch(() => { opening = null; });
    return opening;
  };
  octavo.total = () => total;
  octavo.articles = function () {
    if (!listed) {
      listed = parts.flatMap(({ name }) => articles.get(name) || []);
      listed.forEach((article, place) => { article.place = place; });
    }
    return listed;
  };
  octavo.known = async function () {
    await octavo.open();
    return new Set(octavo.articles().map((article) => article.id));
  };
  octavo.copyOf = async function (id) {
    await octavo.load("search/c-" + id + ".js");
    return copies.get(id);
  };

  // As generator/text/search_terms.py does it.
  const CJK = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const WORD = new RegExp(`[${CJK}]+|(?:(?![${CJK}])[\\p{L}\\p{N}\\u0900-\\u109f])+`, "gu");
  const UNSPACED = new RegExp(`^[${CJK}]`, "u");
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u3099\u309a]/g;
  const LETTERS = new RegExp("[" + Object.keys(octavo.letters).join("") + "]", "g");
  const isPlain = (text) => !/[^\0-\x7f]/.test(text);
  function fold(text) {
    if (isPlain(text)) return text.toLowerCase();
    return text.normalize("NFKD").replace(MARKS, "").toLowerCase().replace(LETTERS, (letter) => octavo.letters[letter]);
  }
  octavo.fold = fold;

  // The terms of what is typed. What names a host of the list is one term, for all its dots.
  octavo.terms = (text) => [...new Set(text.split(/\s+/).flatMap((piece) => {
    const host = fold(piece).replace(/^(https?:\/\/)?(www\.)?/, "").replace(/\/$/, "");
    return hosts.some(([own]) => names(own, host)) ? [host] : (fold(piece).match(WORD) || []).flatMap(pairs);
  }))];
  // Of a word without spaces each character with the next.
  function pairs(word) {
    const signs = UNSPACED.test(word) ? [...word] : [];
    return signs.length > 2 ? signs.slice(1).map((sign, at) => signs[at] + sign) : [word];
  }
  const names = (host, typed) => typed.includes(".") && (host.startsWith(typed) || host.endsWith("." + typed));
  // A word that begins a part of a host's name stands for it too, but not for the one host that
  // most of the list is from: such a word would find everything.
  function hostsOf(term) {
    const isMeant = ([host, count]) => (term.includes(".") ? names(host, term)
      : count * 2 <= total && host.split(/[.-]/).slice(0, -1).some((label) => label.startsWith(term)));
    return new Set(hosts.filter(isMeant).map(([host]) => host));
  }

  // The articles that hold every term: those first where all terms begin words, then by weight,
  // and of the same weight as in the timeline. Only what has been loaded is searched.
  octavo.find = function (terms) {
    const weights = terms.map(weigh);
    const found = new Map(); // weight → articles
    for (const article of octavo.articles()) {
      let sum = 0;
      for (const { starts, insides } of weights) {
        const own = starts[article.place] || insides[article.place] - BEHIND;
        if (own === -BEHIND) { sum = null; break; }
        sum += own;
      }
      if (sum === null) continue;
      if (found.has(sum)) found.get(sum).push(article); else found.set(sum, [article]);
    }
    return [...found].sort(([a], [b]) => b - a).flatMap(([, same]) => same);
  };
  // The terms that only the article's cached copy holds.
  octavo.inCopy = (article, terms) => terms.filter((term) => {
    const { starts, insides } = weigh(term);
    return (starts[article.place] || insides[article.place]) === COPY;
  });

  // Of each article the weights of the fields where the term begins a word, and where it is in one.
  function weigh(term) {
    if (weighed.has(term)) return weighed.get(term);
    const all = octavo.articles();
    const own = { starts: new Uint8Array(all.length), insides: new Uint8Array(all.length) };
    const meant = hostsOf(term);
    if (sharded) lookUp(term, own.starts);
    // What does not hold the term without its last letter does not hold the term.
    const before = term.length > INSIDE && weighed.get(term.slice(0, -1));
    for (const article of all) {
      const { place, host } = article;
      if (before && !before.starts[place] && !before.insides[place]) continue;
      scan(article, term, own);
      if (meant.has(host)) own.starts[place] |= FACTS;
    }
    if (weighed.size > 50) weighed.clear();
    weighed.set(term, own);
    return own;
  }
  function scan({ place, words }, term, { starts, insides }) {
    if (sharded && term.length < INSIDE) return;
    for (let field = 0; field < words.length; field += 1) {
      if (!words[field].includes(term)) continue;
      if (!sharded && words[field].includes(" " + term)) starts[place] |= WEIGHTS[field];
      else if (term.length >= INSIDE) insides[place] |= WEIGHTS[field];
    }
  }
  // Of many articles: what the scripts of words say, year by year.
  function lookUp(term, starts) {
    let first = 0;
    for (const { name } of parts) {
      if (!articles.has(name)) continue;
      const text = shards.get(name + letterOf(term)) || "";
      // The words are sorted: those that begin with the term stand together.
      let at = text.indexOf("\n" + term);
      while (at >= 0 && text.startsWith(term, at + 1)) {
        const end = text.indexOf("\n", at + 1);
        readPlaces(text, text.indexOf(" ", at + 1) + 1, end, (place, weight) => { starts[first + place] |= weight; });
        at = end;
      }
      first += articles.get(name).length;
    }
  }
  // Numbers, each the way from the one before: 32 times the place of an article, plus its weight.
  // Letter by letter, for a million texts would be too many.
  function readPlaces(text, from, end, tell) {
    let sum = 0;
    let step = 0;
    for (let at = from; at <= end; at += 1) {
      const digit = text.charCodeAt(at) - 48;
      if (digit >= 0) {
        step = step * 10 + digit;
      } else {
        sum += step;
        step = 0;
        tell(sum >> 5, sum & 31);
      }
    }
  }
  const letterOf = (word) => (word[0] > "\x7f" ? "other" : word[0] > "9" ? word[0] : "0");
  // The terms of what is typed, once all is loaded that `find` needs to answer them.
  octavo.prepare = async function (text) {
    await octavo.load("search/index.js");
    const terms = octavo.terms(text);
    const letters = sharded ? new Set(terms.map(letterOf)) : [];
    await Promise.all(parts.flatMap(({ name }) =>
      [...letters].map((letter) => octavo.load("search/s-" + name + "-" + letter + ".js"))));
    return terms;
  };

  // The terms with each that nothing holds replaced by the word nearest to it; null where there is
  // no such term, or no word near it.
  octavo.nearest = function (terms) {
    const mended = terms.map((term) => (term.length < 3 || isHeld(term) ? term : nearestWord(term) || term));
    return mended.join(" ") === terms.join(" ") ? null : mended.join(" ");
  };
  function isHeld(term) {
    const { starts, insides } = weigh(term);
    return starts.some(Boolean) || insides.some(Boolean);
  }
  // A term may be misspelt as a whole, as the beginning of a word, or as a part inside one: the word
  // nearest to it in the first of these ways in which any is near enough.
  function nearestWord(term) {
    const few = term.length < 5 ? 0 : 1;
    const limits = [term.length > 5 ? 2 : 1, few, few];
    const best = limits.map((limit) => ({ word: null, least: limit + 1, most: 0 }));
    const take = (way, word, least, most) => {
      const own = best[way];
      if (least < own.least || (least === own.least && own.word && most > own.most)) best[way] = { word, least, most };
    };
    const words = vocabulary(letterOf(term));
    for (const [word, uses] of words) {
      if (word.length < 3) continue;
      const [whole, part] = steps(term, word, false, limits[0]);
      take(0, word, whole, uses);
      take(1, word, part, uses);
    }
    if (few && !best[0].word && !best[1].word) {
      for (const [word, uses] of words) take(2, word, steps(term, word, true, few)[1], uses);
    }
    return best.map(({ word }) => word).find(Boolean);
  }
  // Words with how often they are used: all, or of many articles those of the titles. They are
  // counted while nobody types, for with thousands of articles that takes too long for a key.
  const uses = new Map();
  let counted = 0; // so many articles
  function count(deadline) {
    const all = octavo.articles();
    while (counted < all.length && !(deadline?.timeRemaining() < 2)) {
      const { words } = all[counted];
      for (const word of sharded ? words[0].match(isPlain(words[0]) ? /[a-z0-9]+/g : WORD) || [] : words.join("").split(" ")) {
        uses.set(word, (uses.get(word) || 0) + 1);
      }
      counted += 1;
    }
    if (counted < all.length) window.requestIdleCallback?.(count);
  }
  // Of many articles also all words with the letter.
  function vocabulary(letter) {
    count();
    if (!sharded) return uses;
    if (!vocabularies.has(letter)) {
      const all = new Map(uses);
      for (const { name } of parts) {
        for (const line of (shards.get(name + letter) || "").split("\n")) all.set(line.slice(0, line.indexOf(" ")), line.length);
      }
      vocabularies.set(letter, all);
    }
    return vocabularies.get(letter);
  }
  // Letters to change, add, take away or swap with their neighbour: from the term to the word, and
  // to the nearest beginning of it, or `anywhere` to the nearest part. Damerau 1964. No more than
  // `limit` steps are counted.
  const lines = [0, 1, 2].map(() => new Uint8Array(64));
  function steps(term, word, anywhere, limit) {
    const width = Math.min(word.length, 63);
    if (width < term.length - limit || term.length > 63) return [Infinity, Infinity];
    let [before, last, row] = lines;
    for (let j = 0; j <= width; j += 1) last[j] = anywhere ? 0 : j;
    for (let i = 1; i <= term.length; i += 1) {
      let least = row[0] = i;
      for (let j = 1; j <= width; j += 1) {
        let own = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (term[i - 1] !== word[j - 1]));
        if (i > 1 && j > 1 && term[i - 1] === word[j - 2] && term[i - 2] === word[j - 1]) own = Math.min(own, before[j - 2] + 1);
        row[j] = own;
        least = Math.min(least, own);
      }
      if (least > limit) return [Infinity, Infinity];
      [before, last, row] = [last, row, before];
    }
    return [last[width], Math.min(...last.subarray(0, width + 1))];
  }

  // Where the terms are in a text: [start, end] each, in order, one a word.
  octavo.hits = function (text, terms) {
    const hits = [];
    for (const { start, length, folded } of wordsOf(text)) {
      if (UNSPACED.test(folded) && folded.length === length) {
        hits.push(...hitsWithin(folded, terms).map(([from, to]) => [start + from, start + to]));
        continue;
      }
      const term = hitOf(folded, terms);
      if (!term) continue;
      // Where folding changes the length, nobody knows which letters are meant: all are.
      const at = folded.length === length ? folded.indexOf(term) : 0;
      hits.push([start + at, start + (folded.length === length ? at + term.length : length)]);
    }
    return hits;
  };
  // In a word without spaces there are several, which may touch.
  function hitsWithin(word, terms) {
    const spans = [];
    for (let at = 0; at < word.length; at += 1) {
      const term = terms.find((one) => word.startsWith(one, at));
      const last = spans.at(-1);
      if (term && last?.[1] >= at) last[1] = at + term.length;
      else if (term) spans.push([at, at + term.length]);
    }
    return spans;
  }
  function hitOf(folded, terms) {
    const longest = (fits) => terms.filter(fits).sort((a, b) => b.length - a.length)[0];
    return longest((term) => folded.startsWith(term)) || longest((term) => term.length >= INSIDE && folded.includes(term));
  }
  const read = new Map(); // text → its words: the same rows are looked at with every key
  function wordsOf(text) {
    if (!read.has(text)) {
      if (read.size > 1000) read.clear();
      read.set(text, [...text.matchAll(WORD)].map(({ 0: word, index }) => ({ start: index, length: word.length, folded: fold(word) })));
    }
    return read.get(text);
  }
  // Puts a text with the terms in it marked into an element: text and <mark>, never markup.
  octavo.putMarked = function (element, text, terms) {
    const hits = octavo.hits(text, terms);
    if (!hits.length && !element.firstElementChild && element.textContent === text) return;
    const pieces = [];
    let end = 0;
    for (const [from, to] of hits) {
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from, to);
      pieces.push(text.slice(end, from), mark);
      end = to;
    }
    element.replaceChildren(...pieces, text.slice(end));
  };
})();
