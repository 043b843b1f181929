import { Tape, Bookmark, SleepTimer, address, qualities, spoken, time, trouble } from "./share-model.js";

const SEEK_SECONDS = 10;
const KEEP_MS = 5000; // how often the place is remembered
const TICK_MS = 250;
const AHEAD_SECONDS = 20; // before a track's end the server is told which is next, so that it can prepare it
const RETRY_MS = 2000;
const SLOW_MS = 600; // a shorter wait is not worth a word

const $ = (id) => document.getElementById(id);
const { slug, title: tapeTitle } = document.querySelector("main").dataset;
const links = [...document.querySelectorAll("#tracks a")];
const tape = new Tape(links.map((link) => ({
  id: link.dataset.id,
  url: link.getAttribute("href"),
  title: link.dataset.title,
  artist: link.dataset.artist,
  seconds: Number(link.dataset.seconds),
  missing: link.dataset.missing === "true",
})));
const audio = $("audio");
const seek = $("seek");
const storage = remembering();
const bookmark = new Bookmark(slug, storage);
const timer = new SleepTimer();
const cover = document.querySelector(".art img");

function remembering() {
  try { return window.localStorage; } catch { return null; } // it may be forbidden
}
function remembered(key) {
  try { return storage.getItem(key); } catch { return null; }
}
function remember(key, value) {
  try { storage.setItem(key, value); } catch { /* then it is forgotten */ }
}

// ---- the player: stopped -> loading <-> playing, paused; what is wanted is kept apart from what the browser does ----

let wanted = false;
let loaded = false; // whether the audio element has the track that is selected
let startAt = 0; // where the track that is being loaded begins
let attempts = 0;
let retry = 0;
let slow = 0;
let prepared = null;
let quality = remembered("icy-quality") ?? "medium";

function load(seconds = 0) {
  clearTimeout(retry);
  startAt = seconds;
  loaded = true;
  audio.src = address(tape.track.url, quality);
  audio.load();
}

function play() {
  if (!tape.playable) {
    tell("None of its tracks are there now.", true);
    return;
  }
  wanted = true;
  if (!loaded || audio.error) load(loaded ? place() : startAt);
  become("loading");
  audio.play().catch((refusal) => {
    if (refusal.name === "NotAllowedError") {
      wanted = false;
      become("paused");
      tell("Press play to listen.");
    } // everything else comes as an error event, too
  });
}

function pause() {
  wanted = false;
  clearTimeout(retry);
  audio.pause();
  become("paused");
  bookmark.keep(tape, place());
}

function toggle() {
  if (wanted) pause();
  else play();
}

function select(index, seconds = 0) {
  tape.select(index);
  attempts = 0;
  prepared = null;
  loaded = false;
  startAt = seconds;
  tell("");
  showTrack();
}

function begin(index) {
  select(index);
  load();
  play();
}

function next() {
  if (tape.next()) begin(tape.index);
}

function previous() {
  if (tape.previous(place())) begin(tape.index);
  else moveTo(0);
}

function place() {
  return loaded && audio.readyState > 0 ? audio.currentTime : startAt;
}

function duration() {
  return Number.isFinite(audio.duration) && loaded && audio.duration > 0 ? audio.duration : tape.track.seconds;
}

function moveTo(seconds) {
  const there = Math.max(0, Math.min(duration() || seconds, seconds));
  if (loaded && audio.readyState > 0) {
    audio.currentTime = there;
  } else {
    startAt = there;
  }
  showPlace();
}

function become(state) {
  document.title = wanted ? `${tape.track.title} · ${tapeTitle}` : tapeTitle;
  $("dock").dataset.state = document.body.dataset.state = state;
  for (const id of ["play", "start"]) $(id).toggleAttribute("data-on", wanted);
  $("play").setAttribute("aria-label", wanted ? "Pause" : "Play");
  $("start-label").textContent = wanted ? "Pause" : "Play";
  clearTimeout(slow);
  if (state === "loading") {
    slow = setTimeout(() => tell("Loading…"), SLOW_MS);
  } else if (state === "playing") {
    tell("");
  }
  if ("mediaSession" in navigator) navigator.mediaSession.playbackState = wanted ? "playing" : "paused";
}

function tell(text, alarm = false) {
  $("told").classList.toggle("alarm", alarm);
  if ($("told").textContent !== text) $("told").textContent = text; // only when it changes, or it is read aloud again
}

audio.addEventListener("loadedmetadata", () => {
  if (startAt > 0) audio.currentTime = startAt;
  showPlace();
  tellPosition();
});
audio.addEventListener("playing", () => {
  attempts = 0;
  become("playing");
  tellPosition();
});
audio.addEventListener("waiting", () => { if (wanted) become("loading"); });
audio.addEventListener("pause", () => {
  if (wanted && !audio.ended && loaded && !audio.error) { // by a headset, a call, another app
    wanted = false;
    become("paused");
    bookmark.keep(tape, place());
  }
});
audio.addEventListener("play", () => {
  if (!wanted) { // by a remote device's own button
    wanted = true;
    become("loading");
  }
});
audio.addEventListener("seeked", tellPosition);
audio.addEventListener("timeupdate", () => {
  showPlace();
  prepareNext();
});
audio.addEventListener("ended", () => {
  if (timer.afterTrack) {
    const more = tape.next();
    select(more ? tape.index : 0);
    asleep();
  } else if (tape.next()) {
    begin(tape.index);
  } else {
    wanted = false;
    bookmark.keep(tape, duration());
    select(0);
    become("stopped");
    tell("That was the whole mixtape.");
  }
});
audio.addEventListener("error", () => {
  if (!loaded) return;
  const { act, text } = trouble(audio.error?.code ?? 0, quality, attempts);
  const here = audio.currentTime || startAt;
  tell(text, true);
  if (act === "again") {
    retry = setTimeout(() => reload(here), RETRY_MS * 2 ** attempts++);
  } else if (act === "original") {
    choose("original");
    reload(here);
  } else if (act === "skip" && tape.next()) {
    const playing = wanted;
    select(tape.index);
    tell(text, true);
    if (playing) play();
  } else {
    wanted = false;
    become("paused");
    tell(text, true);
  }
});
addEventListener("online", () => { if (audio.error && wanted) reload(place()); });

function reload(seconds) {
  load(seconds);
  if (wanted) play();
}

/** Asks for a byte of what comes next, so that a quality that has to be made is there in time. */
function prepareNext() {
  const { following } = tape;
  const left = duration() - audio.currentTime;
  if (following && left < AHEAD_SECONDS && prepared !== following && wanted && !timer.afterTrack) {
    prepared = following;
    fetch(address(following.url, quality), { headers: { Range: "bytes=0-1" } }).catch(() => {});
  }
}

// ---- what is shown ----

function showTrack() {
  const { track, index } = tape;
  links.forEach((link, i) => {
    if (i === index) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  });
  $("now-title").textContent = track.title;
  $("now-artist").textContent = track.artist;
  $("next").disabled = !tape.following;
  showPlace();
  describe();
}

let dragging = false;
function showPlace() {
  const length = duration();
  const here = dragging ? Number(seek.value) : place();
  seek.disabled = !(length > 0);
  seek.max = length > 0 ? length : 1;
  if (!dragging) seek.value = here;
  seek.style.setProperty("--played", length > 0 ? Math.min(1, here / length) : 0);
  seek.setAttribute("aria-valuetext", `${spoken(here)} of ${spoken(length || 0)}`);
  $("elapsed").textContent = time(here);
  $("length").textContent = time(length || NaN);
}

for (const [type, handler] of [
  ["input", () => { dragging = true; showPlace(); }],
  ["change", () => { dragging = false; moveTo(Number(seek.value)); }],
]) seek.addEventListener(type, handler);

$("tracks").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) {
    return;
  }
  event.preventDefault();
  const index = links.indexOf(link);
  if (tape.tracks[index].missing) tell(`“${tape.tracks[index].title}” is not there now.`, true);
  else if (index === tape.index && (wanted || loaded)) toggle();
  else begin(index);
});
$("start").addEventListener("click", toggle);
$("play").addEventListener("click", toggle);
$("next").addEventListener("click", next);
$("previous").addEventListener("click", previous);

// ---- keys ----

const KEYS = {
  " ": toggle,
  k: toggle,
  n: next,
  p: previous,
  m: () => $("mute").click(),
  ArrowLeft: () => moveTo(place() - SEEK_SECONDS),
  ArrowRight: () => moveTo(place() + SEEK_SECONDS),
  j: () => moveTo(place() - SEEK_SECONDS),
  l: () => moveTo(place() + SEEK_SECONDS),
};
addEventListener("keydown", (event) => {
  const own = event.target.closest("input, select, textarea") || (event.key === " " && event.target.closest("button"));
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (act && !own && !event.metaKey && !event.ctrlKey && !event.altKey) {
    event.preventDefault();
    act();
  }
});

// ---- the lock screen, headsets, and other devices ----

function describe() {
  if (!("mediaSession" in navigator)) {
    return;
  }
  const { title, artist } = tape.track;
  const artwork = cover
    ? [{ src: cover.src, sizes: "640x640", type: "image/jpeg" }]
    : [{ src: new URL("../favicon.svg", location).href, sizes: "any", type: "image/svg+xml" }];
  navigator.mediaSession.metadata = new MediaMetadata({ title, artist, album: tapeTitle, artwork });
}

function tellPosition() {
  const length = duration();
  if (length > 0 && "mediaSession" in navigator) {
    navigator.mediaSession.setPositionState?.({ duration: length, position: Math.min(place(), length), playbackRate: 1 });
  }
}

if ("mediaSession" in navigator) {
  for (const [action, handler] of [
    ["play", play],
    ["pause", pause],
    ["stop", pause],
    ["previoustrack", previous],
    ["nexttrack", next],
    ["seekbackward", ({ seekOffset }) => moveTo(place() - (seekOffset || SEEK_SECONDS))],
    ["seekforward", ({ seekOffset }) => moveTo(place() + (seekOffset || SEEK_SECONDS))],
    ["seekto", ({ seekTime }) => moveTo(seekTime)],
  ]) {
    try { navigator.mediaSession.setActionHandler(action, handler); } catch { /* an action this browser lacks */ }
  }
}

const cast = $("cast");
if ("webkitShowPlaybackTargetPicker" in audio) { // AirPlay
  audio.addEventListener("webkitplaybacktargetavailabilitychanged", ({ availability }) => {
    cast.hidden = availability !== "available";
  });
  cast.addEventListener("click", () => audio.webkitShowPlaybackTargetPicker());
} else if (audio.remote) {
  audio.remote.watchAvailability((available) => { cast.hidden = !available; }).catch(() => {
    cast.hidden = false; // it cannot be watched for, and is looked for when asked
  });
  cast.addEventListener("click", () => {
    if (!loaded) load(startAt);
    audio.remote.prompt().catch(() => tell("No other device was chosen."));
  });
}

// ---- quality ----

function choose(name) {
  quality = name;
  $("quality").value = name;
}

function offer(list) {
  $("quality").replaceChildren(...list.map(({ name, label }) => new Option(label, name)));
  choose(list.some(({ name }) => name === quality) ? quality : list[0].name);
}

$("quality").addEventListener("change", () => {
  const here = place();
  choose($("quality").value);
  remember("icy-quality", quality);
  attempts = 0;
  prepared = null;
  if (loaded) reload(here);
});

offer(qualities(null));
fetch("../api/qualities")
  .then((answer) => (answer.ok ? answer.json() : null))
  .then((said) => {
    if (said?.standard && !loaded && !remembered("icy-quality")) quality = said.standard;
    offer(qualities(said));
  })
  .catch(() => { /* the usual ones stay */ });

// ---- sleep ----

$("sleep").addEventListener("change", () => {
  timer.set($("sleep").value);
  showSleep();
});

function showSleep() {
  const { words } = timer;
  if ($("sleeping").textContent !== words) $("sleeping").textContent = words;
  $("sleeping").hidden = !timer.on;
}

function asleep() {
  pause();
  timer.set("off");
  $("sleep").value = "off";
  showSleep();
  loudness();
  tell("Good night: the sleep timer has stopped the music.");
}

function watchTimer() {
  if (timer.on) {
    showSleep();
    loudness();
    if (timer.due) asleep();
  }
}
setInterval(watchTimer, TICK_MS);
audio.addEventListener("timeupdate", watchTimer); // which comes in the background, too, where intervals are seldom
setInterval(() => { if (wanted) bookmark.keep(tape, place()); }, KEEP_MS);
addEventListener("pagehide", () => { if (loaded) bookmark.keep(tape, place()); });

// ---- volume ----

const volume = $("volume");
const mute = $("mute");
function loudness() {
  audio.volume = (volume.value / 100) ** 2 * timer.loudness; // ears count in powers
  audio.muted = mute.getAttribute("aria-pressed") === "true";
  volume.setAttribute("aria-valuetext", `${volume.value} percent`);
  volume.style.setProperty("--played", volume.value / 100);
}
volume.value = remembered("icy-volume") ?? 100;
volume.addEventListener("input", () => {
  mute.setAttribute("aria-pressed", "false");
  loudness();
  remember("icy-volume", volume.value);
});
mute.addEventListener("click", () => {
  mute.setAttribute("aria-pressed", String(mute.getAttribute("aria-pressed") !== "true"));
  loudness();
});
audio.volume = 0.5;
$("loudness").hidden = audio.volume !== 0.5; // iPhones have buttons for it and ignore the page
loudness();

// ---- giving it on ----

const share = $("share");
share.hidden = !(navigator.share || navigator.clipboard); // which browsers grant to secure pages only
share.addEventListener("click", async () => {
  try {
    if (navigator.share) {
      await navigator.share({ title: tapeTitle, url: location.href });
    } else {
      await navigator.clipboard.writeText(location.href);
      tell("The link is copied.");
    }
  } catch { /* whoever changes their mind need not be told so */ }
});

// ---- the beginning ----

const left = bookmark.find(tape);
if (left) {
  select(left.index, left.seconds);
  tell(`You left at ${time(left.seconds)} of “${tape.track.title}”.`);
} else {
  select(tape.index);
}
$("dock").hidden = $("start").hidden = $("settings").hidden = false;
