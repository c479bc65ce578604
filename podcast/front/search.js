/* The search: an episode's text is a script that is loaded when somebody first searches, so it works
   from the disk as well. Words are looked for while the next texts still come. */

const words = JSON.parse(part("words").textContent);
const field = part("query"), found = part("found"), list = part("episodes");

const LOADED_AT_ONCE = 6;
const WAIT_MS = 180;      // so long after a key nobody types on
const BUDGET_MS = 12;     // then the browser may answer keys and draw
const GROUPS = 20;        // episodes that are shown before there is a button for more
const HITS = 5;           // the same for hits of one episode
const ADDRESS = /^#q=(.*)$/;

const episodes = new Map();
for (const item of document.querySelectorAll("[data-texts]")) {
  const link = item.querySelector("h3 a");
  const one = { source: item.dataset.texts, address: link.getAttribute("href"), title: link.textContent,
    lang: link.parentNode.lang, sentences: null };
  one.loaded = new Promise(done => { one.done = done; });
  episodes.set(item.dataset.slug, one);
}

/* What the texts call. */
function hoerfassung(slug, sentences) {
  const one = episodes.get(slug);
  one.sentences = sentences.map(([seconds, text]) => {
    const whole = text.normalize("NFC");
    return { seconds, text: whole, ...forms(whole) };
  });
}

let begun = false;

function loadAll() {
  if (begun) return;
  begun = true;
  const waiting = episodes.values();
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

function asked() {
  const query = field.value.normalize("NFC").match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return query.map(forms).filter(one => one.plain);
}

/* Stretches [first, last] of sentences that hold all words, each no further apart than neighbours. */
function passages(sentences, query) {
  const has = [];
  for (const word of query) {
    const here = sentences.map(one => one.plain.includes(word.plain) || one.short.includes(word.short));
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

/* The text with each word of the query in a mark. */
function marked(text, query) {
  const folded = forms(text), from = origins(text), spans = [];
  for (const word of query) {
    for (const form of ["plain", "short"]) {
      for (let at = folded[form].indexOf(word[form]); at >= 0; at = folded[form].indexOf(word[form], at + 1))
        spans.push([from[form][at][0], from[form][at + word[form].length - 1][1]]);
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

function hit(one, [first, last], query) {
  const { seconds } = one.sentences[first];
  const said = made("span"), time = made("span", clock(seconds)), link = made("a", time, " ", said);
  time.className = "time";
  for (const sentence of one.sentences.slice(first, last + 1)) said.append(...marked(sentence.text, query), " ");
  link.href = `${one.address}#t=${seconds}`;
  link.lang = one.lang;
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

function group({ one, hits }, query) {
  const title = made("a", one.title);
  title.href = one.address;
  title.lang = one.lang;
  const items = from => hits.slice(from, from ? hits.length : HITS).map(place => hit(one, place, query));
  const rows = made("ul", ...items(0)), block = made("section", made("h3", title), rows);
  if (hits.length > HITS) block.append(more(words.more_hits.replace("{count}", hits.length), () => {
    const rest = items(HITS);
    rows.append(...rest);
    return rest;
  }));
  return block;
}

function told(hits, groups, missing) {
  const count = (one, many, number) => (number === 1 ? one : many.replace("{count}", number));
  const result = hits ? `${count(words.hit, words.hits, hits)} ${
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
  const mine = run += 1, query = asked();
  remember();
  found.replaceChildren();
  list.hidden = query.length > 0;
  if (!query.length) return say("");
  if (query.every(one => one.short.length < 2)) {
    list.hidden = false;
    return say(words.short);
  }
  loadAll();
  const groups = [];
  let hits = 0, missing = 0, since = performance.now();
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
    const places = passages(one.sentences ?? [], query);
    if (!places.length) continue;
    hits += places.length;
    groups.push({ one, hits: places });
    if (groups.length <= GROUPS) found.append(group(groups.at(-1), query));
  }
  if (groups.length > GROUPS) found.append(more(words.more_episodes, () => show(groups, query)));
  say(told(hits, groups, missing));
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
