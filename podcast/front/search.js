/* The search: an episode's text is a script that is loaded when somebody first searches, so it works
   from the disk as well. Words are looked for while the next texts still come. Titles, guests and
   chapters stand on this page: they are found where a text is not published, too. */

const words = JSON.parse(part("words").textContent), chapters = JSON.parse(part("chapters").textContent);
const field = part("query"), found = part("found"), list = part("episodes");

const LOADED_AT_ONCE = 6;
const WAIT_MS = 180;      // so long after a key nobody types on
const BUDGET_MS = 12;     // then the browser may answer keys and draw
const GROUPS = 20;        // episodes that are shown before there is a button for more
const HITS = 5;           // the same for hits of one episode
const ADDRESS = /^#q=(.*)$/;

const episodes = new Map();
for (const item of document.querySelectorAll(".episode")) {
  const link = item.querySelector("h3 a"), byline = item.querySelector(".byline");
  const source = item.dataset.texts, { slug } = item.dataset;
  const one = { source, byline, address: link.getAttribute("href"), title: link.textContent,
    lang: link.parentNode.lang, sentences: source ? null : [] };
  const names = [...byline.querySelectorAll(".guest")].map(name => name.textContent);
  one.names = folded([[0, [one.title, ...names].join(" ")]]);
  one.chapters = folded(chapters[slug] ?? []);
  one.loaded = new Promise(done => { one.done = done; });
  episodes.set(slug, one);
}

function folded(texts) {
  return texts.map(([seconds, text]) => {
    const whole = text.normalize("NFC");
    return { seconds, text: whole, ...forms(whole) };
  });
}

/* What the texts call. */
function hoerfassung(slug, sentences) {
  episodes.get(slug).sentences = folded(sentences);
}

let begun = false;

function loadAll() {
  if (begun) return;
  begun = true;
  const waiting = [...episodes.values()].filter(one => one.source).values();
  const next = () => {
    const { value: one } = waiting.next();
    if (!one) return;
    const script = document.createElement("script");
    script.src = one.source;
    script.onload = script.onerror = () => { script.remove(); one.done(); next(); };
    document.head.append(script);
  };
  for (let count = 0; count < LOADED_AT_ONCE; count += 1) next();
}

/* Stretches [first, last] of sentences that hold all words, each no further apart than neighbours. */
function passages(sentences, query) {
  const has = [];
  for (const word of query) {
    const here = sentences.map(one => one.plain.search(word.plain) >= 0 || one.short.search(word.short) >= 0);
    if (!here.includes(true)) return [];
    has.push(here);
  }
  const all = [];
  sentences.forEach((_, index) => {
    if (!has.some(here => here[index])) return;
    const near = has.map(here => [index, index + 1, index - 1].find(one => here[one]));
    if (near.includes(undefined)) return;
    const first = Math.min(index, ...near), last = Math.max(index, ...near), before = all.at(-1);
    if (before && first <= before[1]) before[1] = Math.max(before[1], last);
    else all.push([first, last]);
  });
  return all;
}

/* All of an episode that holds the words, in the order in which it is heard. */
function hits(one, query) {
  const said = passages(one.sentences ?? [], query).map(([first, last]) => one.sentences.slice(first, last + 1));
  const titles = one.chapters.filter(chapter => passages([chapter], query).length);
  return [...titles.map(title => ({ label: words.chapter, texts: [title] })), ...said.map(texts => ({ texts }))]
    .sort((before, after) => before.texts[0].seconds - after.texts[0].seconds);
}

/* The text with each word of the query in a mark. */
function marked(text, query) {
  const both = forms(text), from = origins(text), spans = [];
  for (const word of query) {
    for (const form of ["plain", "short"]) {
      for (const { 0: match, index } of both[form].matchAll(word[form]))
        spans.push([from[form][index][0], from[form][index + match.length - 1][1]]);
    }
  }
  const pieces = [];
  let behind = 0;
  for (const [start, end] of spans.sort((one, other) => one[0] - other[0] || other[1] - one[1])) {
    if (end <= behind) continue;
    const mark = document.createElement("mark");
    mark.textContent = text.slice(Math.max(start, behind), end);
    pieces.push(text.slice(behind, Math.max(start, behind)), mark);
    behind = end;
  }
  return [...pieces, text.slice(behind)];
}

function made(name, ...content) {
  const element = document.createElement(name);
  element.append(...content);
  return element;
}

function hit(one, { label, texts }, query) {
  const [{ seconds }] = texts;
  const said = made("span"), time = made("span", clock(seconds)), link = made("a", time, " ", said);
  time.className = "time";
  if (label) said.append(label, " ");
  for (const { text } of texts) said.append(...marked(text, query), " ");
  link.href = `${one.address}#t=${seconds}`;
  link.lang = one.lang;
  link.classList.toggle("chapter", label !== undefined);
  return made("li", link);
}

/* A button that puts more in its place; the focus goes to the first of it. */
function more(text, add) {
  const button = made("button", text);
  button.type = "button";
  button.className = "more";
  button.addEventListener("click", () => {
    const [first] = add();
    button.remove();
    first.querySelector("a").focus();
  });
  return button;
}

function group({ one, named, places }, query) {
  const title = made("a", ...named ? marked(one.title, query) : [one.title]), byline = one.byline.cloneNode(true);
  title.href = one.address;
  title.lang = one.lang;
  for (const name of named ? byline.querySelectorAll(".guest") : [])
    name.replaceChildren(...marked(name.textContent, query));
  const items = from => places.slice(from, from ? places.length : HITS).map(place => hit(one, place, query));
  const rows = made("ul", ...items(0)), block = made("section", made("h3", title), byline);
  if (places.length) block.append(rows);
  if (places.length > HITS) block.append(more(words.more_hits.replace("{count}", places.length), () => {
    const rest = items(HITS);
    rows.append(...rest);
    return rest;
  }));
  return block;
}

function told(number, groups, missing) {
  const count = (one, many, of) => (of === 1 ? one : many.replace("{count}", of));
  const result = number ? `${count(words.hit, words.hits, number)} ${
    count(words.in_episode, words.in_episodes, groups.length)}` : words.nothing;
  return missing ? `${result} ${words.missing.replace("{count}", missing)}` : result;
}

/* More groups below those that are shown, with a button as long as there are any behind them. */
function show(groups, query) {
  const from = found.querySelectorAll("section").length;
  const added = groups.slice(from, from + GROUPS).map(one => group(one, query));
  found.append(...added);
  if (groups.length > from + added.length)
    found.append(more(words.more_episodes, () => show(groups, query)));
  return added;
}

const pause = () => new Promise(done => { setTimeout(done); });
let run = 0;

async function search() {
  const mine = run += 1, query = asked(field.value);
  remember();
  found.replaceChildren();
  if (!query.length) {
    list.hidden = false;
    return say(field.value.trim() ? words.short : "");
  }
  loadAll();
  const groups = [];
  let number = 0, missing = 0, since = performance.now();
  for (const one of episodes.values()) {
    if (!one.sentences) {
      if (!groups.length && part("status").textContent !== words.loading) say(words.loading);
      await one.loaded;
    }
    if (performance.now() - since > BUDGET_MS) {
      await pause();
      since = performance.now();
    }
    if (mine !== run) return;
    missing += !one.sentences;
    const places = hits(one, query), named = passages(one.names, query).length;
    if (!named && !places.length) continue;
    number += named + places.length;
    groups.push({ one, named, places });
    list.hidden = true;
    if (groups.length <= GROUPS) found.append(group(groups.at(-1), query));
  }
  list.hidden = groups.length > 0;
  if (groups.length > GROUPS) found.append(more(words.more_episodes, () => show(groups, query)));
  say(told(number, groups, missing));
}

/* Who comes back from an episode finds what was asked for. */
function remember() {
  const query = field.value.trim();
  const place = query ? `#q=${encodeURIComponent(query)}` : location.pathname + location.search;
  try { history.replaceState(null, "", place); } catch { /* a browser that forbids it on the disk */ }
}

let timer = 0;
field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, WAIT_MS);
});
field.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  field.value = "";
  search();
});
field.form.addEventListener("submit", event => {
  event.preventDefault();
  clearTimeout(timer);
  search();
});
part("copy").addEventListener("click", () => copy(part("feed").href, words.copied, "copied"));

for (const one of document.querySelectorAll("[data-script]")) one.hidden = false;
const before = ADDRESS.exec(location.hash);
if (before) {
  try { field.value = decodeURIComponent(before[1]); } catch { /* not ours */ }
  search();
}
