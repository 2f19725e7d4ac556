// Search without a server. The index is fetched as a script when it is first needed, which works from file: too.
// The first half is the twin of taxonomy/search.py, step by step; a test holds the two to the same answers.
"use strict";
(() => {
  const RUNS = /[a-zß-öø-ÿ]+|[0-9]+|[㐀-鿿]+/g;
  const HAN = /^[㐀-鿿]/;
  const WORD_LENGTH = 3;
  const SIMILAR = 60;
  const MOST_PHRASINGS = 12;

  const fold = (text) => {
    const runs = text.normalize("NFKC").toLowerCase().match(RUNS);
    return runs ? ` ${runs.join(" ")} ` : "";
  };
  const spaced = (name) => name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/([A-Z])([A-Z][a-z])/g, "$1 $2");
  const unique = (things) => [...new Set(things)];
  const bare = (phrase) => {
    const head = HAN.test(phrase.slice(1, 2)) ? phrase.slice(1) : phrase;
    return HAN.test(head.slice(-2, -1)) ? head.slice(0, -1) : head;
  };
  const isLong = (word) => word.length >= WORD_LENGTH && word[0] >= "a" && !HAN.test(word);
  const singular = (word) => (word.length > WORD_LENGTH && /[^s]s$/.test(word) ? word.slice(0, -1) : word);
  const pairs = (word) => new Set(Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2)));
  const rarity = (times) => Math.max(32 - Math.clz32(times), 1);

  const termsOf = (phrase) => {
    const runs = phrase.trim().split(" ");
    return runs.flatMap((run, at) => {
      if (HAN.test(run)) return Array.from({ length: Math.max(run.length - 1, 1) }, (_, start) => run.slice(start, start + 2));
      return [isLong(run) || at === runs.length - 1 ? ` ${singular(run)}` : ` ${run} `];
    });
  };

  const qualityOf = (phrase, folded, kind, hasAll) => {
    const begun = bare(phrase).trimEnd();
    let degree;
    if (folded === phrase) degree = 700;
    else if (folded.startsWith(` ${begun.trimStart()}`)) degree = 350;
    else if (kind === "name" && folded.replaceAll(" ", "").startsWith(phrase.replaceAll(" ", ""))) degree = 350;
    else if (folded.includes(begun)) degree = 300;
    else if (hasAll && kind !== "code") degree = 0;
    else return null;
    return degree + Math.floor((99 * Math.min(phrase.length, folded.length)) / folded.length);
  };

  const closest = (word, vocabulary) => {
    const mine = pairs(word);
    let best = word;
    let most = SIMILAR - 1;
    for (const known of vocabulary) {
      const theirs = pairs(known);
      const shared = [...mine].filter((pair) => theirs.has(pair)).length;
      const likeness = Math.floor((200 * shared) / (mine.size + theirs.size));
      if (likeness > most) [best, most] = [known, likeness];
    }
    return best;
  };

  class Index {
    constructor(content) {
      Object.assign(this, content);
      const [name, label] = ["name", "label"].map((kind) => this.kinds.findIndex(([known]) => known === kind));
      const entries = [
        ...this.names.map((text, at) => [name, 0, [text], [at]]),
        ...Object.values(this.labels).flatMap((texts) => texts.map((text, at) => [label, 0, [text], [at]])),
        ...this.entries,
      ];
      this.texts = entries.flatMap(([number, distance, texts, concepts]) => {
        const [kind, level] = this.kinds[number];
        return texts.map((text) => {
          const shown = kind === "code" ? texts[0] : text;
          return { folded: fold(kind === "name" ? spaced(text) : text), text: shown, kind, level, distance, concepts };
        });
      });
      this.replacements = Object.entries(this.synonyms).map(([said, ours]) => [bare(fold(said)), ours.map((words) => bare(fold(words)))]);
      this.frequencies = new Map();
      this.vocabulary = null;
    }

    search(query, limit) {
      const best = new Map();
      const asked = query.startsWith(`${this.prefix}:`) ? query.slice(this.prefix.length + 1) : query;
      for (const phrase of this.phrasings(asked)) {
        const terms = new Map(termsOf(phrase).flatMap((text) => this.resolved(text)));
        for (const hit of this.found(phrase, [...terms])) {
          if (!best.has(hit.at) || hit.score > best.get(hit.at).score) best.set(hit.at, hit);
        }
      }
      return [...best.values()].sort((one, other) => other.score - one.score || one.at - other.at).slice(0, limit);
    }

    // Whether a label holds the query, so that a reader who sees it need not be told where else it was found.
    explains(label, query) {
      return this.phrasings(query).some((phrase) => qualityOf(phrase, fold(label), "label", false) !== null);
    }

    phrasings(query) {
      let phrases = unique([fold(query), fold(spaced(query))].filter(Boolean));
      for (const [said, ours] of this.replacements) {
        for (const phrase of [...phrases]) {
          if (phrase.includes(said) && phrases.length < MOST_PHRASINGS) {
            phrases = phrases.concat(ours.map((words) => fold(phrase.replaceAll(said, words))));
          }
        }
      }
      return unique(phrases);
    }

    frequency(term) {
      if (!this.frequencies.has(term)) {
        const concepts = new Set();
        for (const one of this.texts) if (one.folded.includes(term)) for (const at of one.concepts) concepts.add(at);
        this.frequencies.set(term, concepts.size);
      }
      return this.frequencies.get(term);
    }

    resolved(text) {
      let texts = [text];
      if (!this.frequency(text)) {
        if (HAN.test(text)) texts = [...text];
        else if (isLong(text.trim())) {
          this.vocabulary ??= unique(this.texts.flatMap((one) => one.folded.split(" ").filter(isLong))).sort();
          texts = [` ${closest(text.trim(), this.vocabulary)}`];
        }
      }
      return texts.map((one) => [one, rarity(Math.floor(this.names.length / Math.max(this.frequency(one), 1)))]);
    }

    found(phrase, terms) {
      const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
      const total = sum(terms.map(([, weight]) => weight));
      const hits = new Map();
      for (const { folded, text, kind, level, distance, concepts } of this.texts) {
        let present = terms.map(([term, weight]) => (folded.includes(term) ? weight : 0));
        if (kind !== "name" && !present.some(Boolean)) continue;
        if (kind === "code") present = present.map((weight, index) => (isLong(terms[index][0].trim()) ? weight : 0));
        const quality = qualityOf(phrase, folded, kind, present.every(Boolean));
        const score = quality === null ? level * sum(present) : 1000 * level + quality - distance;
        if (!score) continue;
        for (const at of concepts) {
          let hit = hits.get(at);
          if (!hit) hits.set(at, (hit = { at, score: 0, levels: terms.map(() => 0) }));
          hit.levels = hit.levels.map((known, index) => (present[index] ? Math.max(known, level) : known));
          if (score > hit.score) Object.assign(hit, { score, kind, text });
        }
      }
      return [...hits.values()].flatMap((hit) => {
        let score = hit.score;
        if (score < 1000) {
          const share = sum(terms.map(([, weight], index) => (hit.levels[index] ? weight : 0)));
          const weighted = sum(terms.map(([, weight], index) => weight * hit.levels[index]));
          score = share * 3 >= total * 2 ? Math.floor((1000 * weighted * share) / (total * total)) : 0;
        }
        return score ? [{ ...hit, score: score + this.weights[hit.at] }] : [];
      });
    }
  }

  // The page: a box, and results as you type.
  const form = document.querySelector("form[role=search]");
  const results = document.getElementById("results");
  if (!form || !results) return;
  const input = form.elements.namedItem("q");
  const status = results.querySelector("[role=status]");
  const list = results.querySelector("ol");
  const words = form.dataset;
  const floats = results.classList.contains("floating");
  const start = document.getElementById("start");
  let index = null;

  const load = () => {
    index ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${words.home}../assets/index.js`;
      script.addEventListener("load", () => resolve(new Index(globalThis.taxonomyIndex)));
      script.addEventListener("error", reject);
      document.head.append(script);
    });
    return index;
  };

  const element = (name, className, text) => Object.assign(document.createElement(name), { className, textContent: text });

  const shown = (hit, query, known) => {
    const name = known.names[hit.at];
    const label = known.labels[words.language]?.[hit.at] || name;
    const item = document.createElement("li");
    const link = element("a", "", "");
    link.href = `${words.home}concepts/${name.replace(":", ".")}.html`;
    const where = element("span", "where", "");
    where.append(element("code", "", name));
    const isPlain = hit.text === name || hit.text === label || (hit.kind === "label" && known.explains(label, query));
    if (!isPlain) where.append(element("span", "", `${words[hit.kind]}${words.colon}${hit.text}`));
    link.append(element("span", "hit", label), where);
    item.append(link);
    return item;
  };

  const toAll = (query) => {
    const item = document.createElement("li");
    const link = element("a", "", words.all);
    link.href = `${words.home}index.html?q=${encodeURIComponent(query)}`;
    item.append(link);
    return item;
  };

  const show = (query, found, limit, known) => {
    const pattern = !found.length ? words.none : found.length === 1 ? words.one : found.length === limit ? words.best : words.found;
    status.textContent = pattern.replace("{count}", found.length).replace("{query}", query);
    list.replaceChildren(...found.map((hit) => shown(hit, query, known)));
    if (floats && found.length === limit) list.append(toAll(query));
    results.hidden = false;
    if (start) start.hidden = true;
  };

  const close = () => {
    results.hidden = true;
    if (start) start.hidden = false;
  };

  const remember = (query) => {
    if (floats) return;
    const search = query ? `?q=${encodeURIComponent(query)}` : "";
    for (const link of document.querySelectorAll(".languages a")) link.search = search;
    try {
      history.replaceState(null, "", location.pathname + search);
    } catch {
      // Some browsers keep the address of a file as it is.
    }
  };

  const run = async () => {
    const query = input.value.trim();
    remember(query);
    if (!query) return close();
    const known = await load();
    if (query !== input.value.trim()) return;
    const limit = floats ? 8 : 20;
    show(query, known.search(query, limit), limit, known);
  };

  const move = (step) => {
    const stops = [input, ...list.querySelectorAll("a")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    if (next) next.focus();
  };

  const onKey = (event) => {
    if (event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && !results.hidden) move(steps[event.key]);
    else if (event.key === "Escape" && !results.hidden) {
      input.focus();
      if (!floats) input.value = "";
      close();
    } else return;
    event.preventDefault();
  };

  input.addEventListener("focus", () => load());
  input.addEventListener("input", run);
  for (const one of [form, results]) if (one === form || !floats) one.addEventListener("keydown", onKey);
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  if (floats) {
    const onLeave = (event) => form.contains(event.target) || close();
    document.addEventListener("click", onLeave);
    document.addEventListener("focusin", onLeave);
  } else {
    form.addEventListener("submit", (event) => event.preventDefault());
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    if (input.value) run();
  }
})();
