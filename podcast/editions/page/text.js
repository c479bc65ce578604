"use strict";
/* The text: the sentence that is heard is marked, a click on one plays it, and it can be read
   sentence by sentence. */

const text = part("text");
const spans = text ? [...text.querySelectorAll(".s")] : [];
const starts = spans.map(one => Number(one.dataset.start));
const ends = spans.map(one => Number(one.dataset.end));

const TOP = 0.3;         // a sentence that is followed comes to stand so far down the window
const BOTTOM = 0.8;
const SETTLED_MS = 1200; // where a browser does not tell that it has scrolled

/* Two ways to mark: the CSS Custom Highlight API, or a class where a browser lacks it. */
function marker(name) {
  if (!("highlights" in CSS)) return null;
  const highlight = new Highlight();
  CSS.highlights.set(name, highlight);
  return highlight;
}
const sentenceMark = marker("sentence"), wordMark = marker("word");

let at = -1, single = false;

function mark(index) {
  if (index === at) return;
  const before = spans[at], span = spans[index];
  at = index;
  before?.removeAttribute("aria-current");
  span?.setAttribute("aria-current", "true");
  if (before?.parentNode.closest(".turn") !== span?.closest(".turn")) {
    before?.closest(".turn").classList.remove("speaking");
    span?.closest(".turn").classList.add("speaking");
  }
  wordMark?.clear();
  if (!sentenceMark) {
    before?.classList.remove("now");
    span?.classList.add("now");
    return;
  }
  sentenceMark.clear();
  if (span) sentenceMark.add(range(span, 0, span.textContent.length));
}

/* Characters [first, last) of a sentence, which may hold elements. */
function range(span, first, last) {
  const found = new Range(), walker = document.createTreeWalker(span, NodeFilter.SHOW_TEXT);
  let passed = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const behind = passed + node.length;
    if (passed <= first && first <= behind) found.setStart(node, first - passed);
    if (passed < last && last <= behind) found.setEnd(node, last - passed);
    passed = behind;
  }
  return found;
}

/* Words are marked by choice; `data-words` says when each is heard, in hundredths of a second. */
let readWords = -1, wordPlaces = [], wordBegins = [];

function readTable() {
  const told = spans[at].dataset.words.split(",");
  let place = 0;
  readWords = at;
  [wordPlaces, wordBegins] = [[], []];
  spans[at].textContent.split(" ").forEach((word, index) => {
    if (told[index]) {
      wordPlaces.push([place, place + word.length]);
      wordBegins.push(starts[at] + told[index] / 100);
    }
    place += word.length + 1;
  });
}

function markWord(seconds) {
  if (!wordMark || !isOn("words") || !spans[at]?.dataset.words) return Infinity;
  if (readWords !== at) readTable();
  const index = latest(wordBegins, seconds);
  wordMark.clear();
  if (index >= 0) wordMark.add(range(spans[at], ...wordPlaces[index]));
  return wordBegins[index + 1] ?? Infinity;
}

function follow(seconds, by) {
  const before = at;
  mark(latest(starts, seconds));
  if (single && seconds < ends[at] && player.stopAt === Infinity) player.stopAt = ends[at];
  if (at !== before && at >= 0 && isOn("follow") && (by === "user" ? !atTools : !audio.paused)) reveal();
  return Math.min(starts[at + 1] ?? Infinity, markWord(seconds));
}

/* Who presses a button below the bar will press it again: that does not scroll it away. */
let atTools = false;

for (const kind of ["click", "keydown"]) {
  addEventListener(kind, event => {
    atTools = Boolean(event.target.closest?.(".tools"));
    setTimeout(() => { atTools = false; });
  }, true);
}

/* Scrolling with the voice: only where the sentence is out of sight, and not against the user. */
let oursUntil = 0;

function reveal() {
  const box = spans[at].getBoundingClientRect(), high = innerHeight;
  const shade = part("transport").getBoundingClientRect().bottom;
  if (box.top >= Math.max(0, shade) && box.bottom <= high * BOTTOM) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  oursUntil = performance.now() + SETTLED_MS;
  scrollBy({ top: box.top - high * TOP, behavior: still ? "instant" : "smooth" });
}

function scrolledByUser() {
  if (audio.paused || !isOn("follow")) return;
  buttons.follow.setAttribute("aria-pressed", "false");
}

/* One sentence at a time: focus moves to it, it is played, and then there is silence. It is where
   Tab comes back to. */
let stop = null;

function playOne(index) {
  if (index < 0 || index >= spans.length) return say(words.end);
  stop?.removeAttribute("tabindex");
  stop = spans[index];
  stop.tabIndex = 0;
  stop.focus({ preventScroll: true });
  player.seek(starts[index]);
  reveal();
  player.stopAt = ends[index];
  player.play();
}

function setSingle(on) {
  single = on;
  buttons.single.setAttribute("aria-pressed", on);
  say(on ? words.single_on : words.single_off);
  if (on) playOne(Math.max(0, latest(starts, player.now)));
  else {
    player.stopAt = Infinity;
    // Focus may be on it, and is not taken away.
    stop?.setAttribute("tabindex", "-1");
  }
}

function focused() { return spans.indexOf(document.activeElement.closest?.(".s")); }

const MOVES = ["back", "forward", "start", "sentence-back", "sentence-on", "turn-back", "turn-on",
  "chapter-back", "chapter-on"];
const SINGLE_KEYS = {
  Enter: index => playOne(index + 1),
  ArrowRight: index => playOne(index + 1),
  ArrowLeft: index => playOne(index - 1),
  " ": index => (audio.paused ? playOne(index) : audio.pause()),
  Escape: () => setSingle(false),
};

if (spans.length) {
  player.sentences = starts;
  player.watch(follow);
  Object.assign(actions, {
    follow(button) { if (toggle(button, "follow") && at >= 0) reveal(); },
    words(button) { if (!toggle(button, "words")) wordMark?.clear(); },
    single() { setSingle(!single); },
  });
  for (const name of MOVES) {
    const move = actions[name];
    actions[name] = button => {
      move(button);
      if (single) playOne(latest(starts, player.now));
    };
  }
  recall("follow", true);
  recall("words", false);
  if (!wordMark || !text.querySelector("[data-words]")) withdraw("words");
  text.addEventListener("click", event => {
    const index = spans.indexOf(event.target.closest(".s"));
    if (index < 0 || event.target.closest("a") || !getSelection().isCollapsed) return;
    if (single) playOne(index); else player.playFrom(starts[index]);
  });
  text.addEventListener("keydown", event => {
    const index = focused(), action = single && !event.shiftKey && index >= 0 && SINGLE_KEYS[event.key];
    if (!action || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    action(index);
  });
  for (const name of ["wheel", "touchmove"]) addEventListener(name, scrolledByUser, { passive: true });
  addEventListener("scroll", () => { if (performance.now() > oursUntil) scrolledByUser(); }, { passive: true });
  addEventListener("scrollend", () => { oursUntil = performance.now() + 50; });
}
begin();
