"use strict";
/* The player: sound, buttons, keys and what is remembered. Nothing is asked of any server. */

const episode = JSON.parse(document.getElementById("episode").textContent);
const words = episode.words;
const audio = document.querySelector("audio");
const buttons = Object.fromEntries(
  [...document.querySelectorAll("[data-do]")].map(one => [one.dataset.do, one]));

const NEAR_S = 1.5;      // so soon after a beginning, "back" means the one before it
const STEP_S = 15;
const TICK_MS = 200;     // the clock on the page moves at least so often while it plays
const SLOWEST = 0.5, FASTEST = 4;
const THUMB_PX = 18;
const ANYWHERE = "everywhere";

/* What this browser remembers; where it may not, the page works all the same. */
const memory = {
  get(name) {
    try { return localStorage.getItem("hoerfassung:" + name); } catch { return null; }
  },
  set(name, value) {
    try { localStorage.setItem("hoerfassung:" + name, value); } catch { /* private window */ }
  },
  drop(name) {
    try { localStorage.removeItem("hoerfassung:" + name); } catch { /* private window */ }
  },
};

const player = {
  sentences: episode.sentences,
  stopAt: Infinity,
  observers: [],        // called with the time; each says when it wants to be called again

  get now() { return audio.currentTime; },
  get length() { return Number.isFinite(audio.duration) ? audio.duration : episode.seconds; },

  seek(seconds, by = "user") {
    audio.currentTime = Math.max(0, Math.min(seconds, this.length));
    this.stopAt = Infinity;
    tick(by);
  },
  play() {
    audio.play().catch(problem => {
      if (problem.name !== "AbortError") say(words.unplayable);
    });
  },
  playFrom(seconds) { this.seek(seconds); this.play(); },
  watch(observer) { this.observers.push(observer); },
};

function decimal(number) { return number.toFixed(1).replace(".", words.point); }

/* Index of the last beginning that is not after a time; -1: none. */
function latest(begins, seconds) {
  let low = 0, high = begins.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (begins[middle] <= seconds + 0.01) low = middle + 1; else high = middle;
  }
  return low - 1;
}

const begins = {
  chapter: episode.chapters.map(one => one[0]),
  turn: episode.turns,
  voice: episode.voices.map(one => one[0]),
};
const chapterAt = seconds => episode.chapters[latest(begins.chapter, seconds)]?.[1] ?? "";
const speakerAt = seconds =>
  episode.speakers[episode.voices[Math.max(0, latest(begins.voice, seconds))]?.[1]] ?? "";

function step(list, direction) {
  const at = latest(list, player.now);
  if (direction > 0) return list[at + 1];
  return at >= 0 && player.now - list[at] > NEAR_S ? list[at] : list[Math.max(0, at - 1)];
}

function go(list, direction, told) {
  const target = step(list, direction);
  if (target === undefined) return say(words.end);
  player.seek(target);
  if (told) say(told(target));
}

function jump(seconds) {
  player.seek(player.now + seconds);
  say(placeNow());
}

function setSpeed(speed, silent) {
  const next = Math.round(Math.min(FASTEST, Math.max(SLOWEST, speed)) * 10) / 10;
  audio.preservesPitch = true;
  audio.defaultPlaybackRate = audio.playbackRate = next;
  part("speed").textContent = `${decimal(next)}×`;
  if (silent) return;
  memory.set("speed", next);
  say(`${words.speed} ${decimal(next)}`);
}

const actions = {
  play() { if (audio.paused) player.play(); else audio.pause(); },
  back() { jump(-STEP_S); },
  forward() { jump(STEP_S); },
  "sentence-back"() { go(player.sentences, -1); },
  "sentence-on"() { go(player.sentences, 1); },
  "turn-back"() { go(begins.turn, -1, speakerAt); },
  "turn-on"() { go(begins.turn, 1, speakerAt); },
  "chapter-back"() { go(begins.chapter, -1, chapterAt); },
  "chapter-on"() { go(begins.chapter, 1, chapterAt); },
  slower() { setSpeed(audio.playbackRate - 0.1); },
  faster() { setSpeed(audio.playbackRate + 0.1); },
  start() { player.seek(0); say(words.beginning); },
  who() { audio.pause(); say(words.speaks.replace("{name}", speakerAt(player.now))); },
  keys() {
    part("keys").open = true;
    part("keys").querySelector("summary").focus();
  },
  everywhere(button) { toggle(button, ANYWHERE); },
  // Rounded up: a tenth earlier the sentence before it is heard.
  link() { copy(`${location.href.split("#")[0]}#t=${Math.ceil(player.now * 10) / 10}`, words.link_copied); },
  subscribe(button) { copy(new URL(button.dataset.feed, location.href).href, words.feed_copied); },
};

/* A switch that is remembered. */
function toggle(button, name) {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", on);
  memory.set(name, on ? "yes" : "no");
  return on;
}

function recall(name, otherwise) {
  const kept = memory.get(name);
  buttons[name]?.setAttribute("aria-pressed", kept === null ? otherwise : kept === "yes");
}

const isOn = name => buttons[name]?.getAttribute("aria-pressed") === "true";

function withdraw(name) {
  buttons[name]?.remove();
  delete buttons[name];
}

const KEYS = {
  " ": "play", k: "play", j: "back", l: "forward", "0": "start", w: "who", "?": "keys",
  "<": "slower", ">": "faster", ArrowLeft: "sentence-back", ArrowRight: "sentence-on",
  PageUp: "chapter-back", PageDown: "chapter-on",
};
const SHIFTED = { ArrowLeft: "turn-back", ArrowRight: "turn-on" };
const OWN_KEYS = "button, a, summary, input, textarea, select";

function wanted(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return null;
  const place = event.target;
  if (!isOn(ANYWHERE) && !place.closest("#player, #text")) return null;
  if (event.key === " " && place.closest(OWN_KEYS)) return null;
  if (place.closest("input, textarea, select") && /^(Arrow|Page)/.test(event.key)) return null;
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return (event.shiftKey && SHIFTED[name]) || KEYS[name] || null;
}

/* The slider's value is left alone while it is used by keyboard: screen readers would read it out.
   Its thumb goes on with the sound all the same. */
function show() {
  const place = part("place"), seconds = player.now, share = seconds / player.length;
  part("time").textContent = `${clock(seconds)} / ${clock(player.length)}`;
  place.style.setProperty("--at", `${100 * share}%`);
  const left = place.matches(":focus-visible") && !audio.paused;
  if (!left) place.value = seconds;
  const behind = left ? (share - place.value / player.length) * (place.clientWidth - THUMB_PX) : 0;
  place.style.setProperty("--behind", `${behind}px`);
}

const placeNow = () => `${clock(player.now)} ${words.of} ${clock(player.length)}`;
function tellPlace() { part("place").setAttribute("aria-valuetext", placeNow()); }

let timer = 0, titled = null;

function tick(by) {
  clearTimeout(timer);
  const seconds = player.now;
  if (seconds >= player.stopAt) {
    player.stopAt = Infinity;
    audio.pause();
  }
  show();
  tell(seconds);
  const next = player.observers.map(observer => observer(seconds, by)).concat(player.stopAt);
  if (audio.paused) return;
  const wait = (Math.min(...next) - seconds) / audio.playbackRate * 1000;
  timer = setTimeout(tick, Math.max(4, Math.min(TICK_MS, wait)));
}

/* What the system's own controls show and do (Media Session). */
function tell(seconds) {
  const chapter = chapterAt(seconds);
  if (!("mediaSession" in navigator) || titled === chapter) return;
  titled = chapter;
  navigator.mediaSession.metadata = new MediaMetadata({
    title: episode.title, artist: chapter || episode.show, album: episode.show,
    artwork: episode.cover && location.protocol !== "file:"
      ? [{ src: new URL(episode.cover, location.href).href, type: "image/jpeg" }] : [],
  });
}

function offerToSystem() {
  const offered = {
    play: () => player.play(), pause: () => audio.pause(),
    seekbackward: () => player.seek(player.now - STEP_S),
    seekforward: () => player.seek(player.now + STEP_S),
    previoustrack: () => go(begins.turn, -1), nexttrack: () => go(begins.turn, 1),
    seekto: details => player.seek(details.seekTime),
  };
  for (const [name, action] of Object.entries(offered)) {
    try { navigator.mediaSession?.setActionHandler(name, action); } catch { /* not known here */ }
  }
}

const POSITION = `position:${episode.id}`;

function remember() {
  const seconds = player.now;
  if (seconds > 1 && seconds < player.length - 1) memory.set(POSITION, seconds.toFixed(2));
  else if (audio.ended) memory.drop(POSITION);
}

/* `#t=75` is a second, `#turn-12` a turn; neither begins to play by itself. */
function linked() {
  const second = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash), turn = /^#turn-(\d+)$/.exec(location.hash);
  if (second) return Number(second[1]);
  return turn ? begins.turn[turn[1] - 1] : undefined;
}

function label() {
  const button = part("play");
  const name = audio.paused ? "play" : "pause";
  button.querySelector("path").setAttribute("d", button.dataset[name]);
  button.querySelector("span").textContent = words[name];
}

document.addEventListener("click", event => {
  const button = event.target.closest("[data-do]");
  if (button) return actions[button.dataset.do](button);
  const link = event.target.closest("a[data-from]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  player.playFrom(Number(link.dataset.from));
});
document.addEventListener("keydown", event => {
  const name = wanted(event);
  // Only what can be seen on this page has a key.
  if (!name || !(buttons[name] || part(name))) return;
  event.preventDefault();
  actions[name](buttons[name]);
});
for (const name of ["play", "pause", "ended"]) audio.addEventListener(name, () => { label(); tick(); });
for (const name of ["loadedmetadata", "seeked", "ratechange"]) audio.addEventListener(name, () => tick());
for (const name of ["pause", "ended"]) audio.addEventListener(name, remember);
addEventListener("pagehide", remember);
setInterval(() => { if (!audio.paused) remember(); }, 5000);
part("place").addEventListener("input", event => {
  player.seek(Number(event.target.value));
  tellPlace();
});
part("place").addEventListener("keydown", event => { event.target.value = player.now; });
part("place").addEventListener("focus", tellPlace);
addEventListener("hashchange", () => {
  const seconds = linked();
  if (seconds !== undefined) player.seek(seconds);
});

function begin() {
  audio.removeAttribute("controls");
  for (const one of document.querySelectorAll("[data-script]")) one.hidden = false;
  if (location.protocol === "file:") withdraw("subscribe");
  setSpeed(Number(memory.get("speed")) || 1, true);
  recall(ANYWHERE, false);
  offerToSystem();
  label();
  tellPlace();
  const from = linked();
  if (from === undefined) audio.currentTime = Number(memory.get(POSITION));
  if (from === undefined) tick(); else player.seek(from);
}
