import {
  Tape, Bookmark, SleepTimer, address, fitting, qualities, spoken, time, trouble, unexplained,
} from "./share-model.js";

const SEEK_SECONDS = 10;
const KEEP_MS = 5000; // how often the place is remembered
const TICK_MS = 250;
const AHEAD_SECONDS = 20; // before a track's end the server is told which is next, so that it can prepare it
const ASK_MS = 10000; // a server that has not answered by then cannot be reached
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
let loads = 0;
let wish = remembered("icy-quality"); // what was chosen, here or the last time
let quality = wish ?? "medium";
let trackQuality = null; // of this track alone, where it is not to be had in the other

function load(seconds = 0) {
  clearTimeout(retry);
  loads++;
  startAt = seconds;
  loaded = true;
  audio.src = address(tape.track.url, trackQuality ?? quality);
  audio.load();
}

function play() {
  if (!tape.playable) {
    tell("None of its tracks are there now.", true);
    return;
  }
  wanted = true;
  if (!loaded || audio.error) load(loaded ? place() : startAt);
  become(audio.paused || audio.readyState < HTMLMediaElement.HAVE_FUTURE_DATA ? "loading" : "playing");
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
  trackQuality = null;
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
    select(more ? tape.index : tape.first);
    asleep();
  } else if (tape.next()) {
    begin(tape.index);
  } else {
    wanted = false;
    bookmark.keep(tape, duration());
    select(tape.first);
    become("stopped");
    wake();
    tell("That was the whole mixtape.");
  }
});
audio.addEventListener("error", async () => {
  if (!loaded) return;
  clearTimeout(slow);
  const load = loads;
  const code = audio.error?.code ?? 0;
  const here = audio.currentTime || startAt;
  const answer = unexplained(code) ? await ask(audio.currentSrc) : null;
  if (loaded && load === loads) help(trouble(code, answer, trackQuality ?? quality, attempts), here);
});

/** What the server says of a track, which the audio element keeps to itself: { status, retryAfter }. */
async function ask(url) {
  try {
    const { status, headers, body } = await fetch(url, {
      headers: { Range: "bytes=0-1" },
      cache: "no-store", // what is kept here says nothing of the server
      signal: AbortSignal.timeout?.(ASK_MS),
    });
    body?.cancel();
    return { status, retryAfter: headers.get("Retry-After") };
  } catch {
    return { status: 0 };
  }
}

function help({ act, text, seconds }, here) {
  if (act === "again") {
    attempts++;
    retry = setTimeout(() => reload(here), seconds * 1000);
  } else if (act === "original") {
    trackQuality = "original";
    reload(here);
  } else if (act === "skip" && tape.next()) {
    const playing = wanted;
    select(tape.index);
    if (playing) play();
  } else {
    attempts = 0;
    wanted = false;
    become("paused");
  }
  tell(text, true);
}

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

const SEEKING = {
  ArrowLeft: () => moveTo(place() - SEEK_SECONDS),
  ArrowRight: () => moveTo(place() + SEEK_SECONDS),
  j: () => moveTo(place() - SEEK_SECONDS),
  l: () => moveTo(place() + SEEK_SECONDS),
};
const KEYS = {
  ...SEEKING,
  " ": toggle,
  k: toggle,
  n: next,
  p: previous,
  m: () => $("mute").click(),
};
addEventListener("keydown", (event) => {
  const own = event.target.closest("input, select, textarea") || (event.key === " " && event.target.closest("button"));
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const act = KEYS[key];
  if (act && !own && !event.metaKey && !event.ctrlKey && !event.altKey) {
    event.preventDefault();
    if (!event.repeat || key in SEEKING) act(); // or what is held would flutter
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

function offer(list, standard) {
  $("quality").replaceChildren(...list.map(({ name, label }) => new Option(label, name)));
  quality = fitting(list, wish, loaded ? quality : standard, standard);
  $("quality").value = quality;
}

$("quality").addEventListener("change", () => {
  const here = place();
  quality = wish = $("quality").value;
  remember("icy-quality", wish);
  trackQuality = null;
  attempts = 0;
  prepared = null;
  if (loaded) reload(here);
});

offer(qualities(null), quality);
fetch("../api/qualities")
  .then((answer) => (answer.ok ? answer.json() : null))
  .then((said) => offer(qualities(said), said?.standard ?? "medium"))
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
  wake();
  tell("Good night: the sleep timer has stopped the music.");
}

/** Turns the timer off. */
function wake() {
  timer.set("off");
  $("sleep").value = "off";
  showSleep();
  loudness();
}

function watchTimer() {
  if (timer.on) {
    showSleep();
    loudness();
    if (timer.due) {
      if (wanted) asleep();
      else wake(); // it was stopped before
    }
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

const TOLD_MS = 100; // screen readers hear of changes to what is shown already, and of no others
const left = bookmark.find(tape);
select(left?.index ?? tape.index, left?.seconds);
$("dock").hidden = $("start").hidden = $("settings").hidden = false;
if (left) {
  const text = `You left at ${time(left.seconds)} of “${tape.track.title}”.`;
  setTimeout(() => { if (!wanted && !loaded) tell(text); }, TOLD_MS);
}
