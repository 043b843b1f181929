"use strict";
(() => {
  const FIRST_RETRY_MS = 1000;
  const LAST_RETRY_MS = 30000;
  const SILENT_MS = 15000; // without a new second of sound for so long, the connection is taken for dead
  const SETTLED_MS = 10000; // after so much sound a fault is a new one, and retries begin from the first again
  const POLL_MS = 10000;

  const $ = (id) => document.getElementById(id);
  const player = $("player");
  const audio = new Audio();
  audio.preload = "none";

  const mounts = new Map(); // name -> what is known of it
  for (const link of document.querySelectorAll("#streams a")) {
    const { mount, path, address, station, description, facts, listeners, air } = link.dataset;
    const now = link.querySelector(".now").textContent;
    mounts.set(mount, {
      link, path, address, station, description, facts, now, heard: now,
      listeners: Number(listeners),
      onAir: air !== "off-air",
    });
  }
  const marked = document.querySelector("#streams a[aria-current]");
  if (!marked) {
    return; // a station without mounts has nothing to play
  }
  let selected = mounts.get(marked.dataset.mount);

  // ---- the player: stopped -> connecting -> playing <-> buffering, and reconnecting while wanted but not to be had ----

  let wanted = false;
  let attempts = 0;
  let retry = 0;
  let lastSound = 0; // when the sound last went on
  let playingSince = 0;

  const STATUS = {
    stopped: "Ready to play",
    connecting: "Connecting…",
    buffering: "Buffering…",
    playing: "Playing live",
    "off-air": "Off the air",
  };

  function become(state, status) {
    player.dataset.state = state;
    player.toggleAttribute("data-on", wanted);
    $("play-label").textContent = wanted ? "Stop" : "Play";
    $("status").textContent = status || STATUS[state];
    if ("mediaSession" in navigator) {
      navigator.mediaSession.playbackState = wanted ? "playing" : "paused";
    }
  }

  function connect() {
    clearTimeout(retry);
    lastSound = performance.now();
    // A new address each time, or a browser may go on with what it kept of the last connection.
    audio.src = `${selected.path}?t=${Date.now()}`;
    audio.play().catch((refusal) => {
      if (refusal.name === "NotAllowedError") {
        stop("Press play to listen");
      } // everything else comes as an error event too
    });
  }

  function play() {
    wanted = true;
    attempts = 0;
    become("connecting");
    connect();
  }

  function stop(status) {
    wanted = false;
    clearTimeout(retry);
    disconnect();
    selected.heard = selected.now;
    show();
    become("stopped", status);
  }

  /** A paused element would go on downloading; one without a source does not. */
  function disconnect() {
    audio.pause();
    audio.removeAttribute("src");
    audio.load();
  }

  function reconnect() {
    if (!wanted) {
      return;
    }
    clearTimeout(retry);
    if (playingSince && performance.now() - playingSince > SETTLED_MS) {
      attempts = 0;
    }
    playingSince = 0;
    disconnect();
    const wait = Math.min(FIRST_RETRY_MS * 2 ** attempts++, LAST_RETRY_MS) * (0.75 + Math.random() / 2);
    become("reconnecting", `Connection lost: trying again in ${Math.max(1, Math.round(wait / 1000))} s…`);
    retry = setTimeout(() => {
      become("reconnecting", "Reconnecting…");
      connect();
    }, wait);
  }

  audio.addEventListener("playing", () => {
    lastSound = performance.now();
    playingSince = playingSince || lastSound;
    become("playing");
    askForTitleHeard();
  });
  audio.addEventListener("timeupdate", () => { lastSound = performance.now(); });
  audio.addEventListener("waiting", () => { if (wanted && playingSince) become("buffering"); });
  audio.addEventListener("ended", reconnect);
  audio.addEventListener("error", () => { if (audio.hasAttribute("src")) reconnect(); });
  addEventListener("online", () => { if (player.dataset.state === "reconnecting") connect(); });
  setInterval(() => {
    if (wanted && audio.hasAttribute("src") && performance.now() - lastSound > SILENT_MS) {
      reconnect();
    }
  }, 1000);

  $("play").addEventListener("click", () => (wanted ? stop() : play()));
  $("play").hidden = false;

  // ---- volume ----

  const volume = $("volume");
  const mute = $("mute");
  function loudness() {
    audio.volume = (volume.value / 100) ** 2; // ears count in powers
    audio.muted = mute.getAttribute("aria-pressed") === "true";
    volume.setAttribute("aria-valuetext", `${volume.value} percent`);
  }
  function remembered(key) {
    try { return localStorage.getItem(key); } catch { return null; } // storage may be forbidden
  }
  function remember(key, value) {
    try { localStorage.setItem(key, value); } catch { /* then it is forgotten */ }
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

  // ---- titles: what the server says belongs to the live edge, what is heard is some seconds behind it ----

  function lagSeconds() {
    const { buffered, currentTime } = audio;
    return wanted && buffered.length ? Math.max(0, buffered.end(buffered.length - 1) - currentTime) : 0;
  }

  function titled(mount, title) {
    mount.now = title;
    mount.link.querySelector(".now").textContent = title;
    setTimeout(() => {
      mount.heard = title;
      show();
    }, mount === selected ? lagSeconds() * 1000 : 0);
  }

  async function askForTitleHeard() {
    const mount = selected;
    try {
      const answer = await fetch(`api/mounts/${mount.path}?time=-${Math.round(lagSeconds() * 1000)}`);
      if (answer.ok) {
        mount.heard = (await answer.json()).at.title;
        show();
      }
    } catch { /* the title of the live edge stays */ }
  }

  function show() {
    const { station, description, facts, address, path, heard, listeners, onAir } = selected;
    $("station").textContent = station;
    $("description").textContent = description;
    $("facts").textContent = facts;
    if ($("title").textContent !== heard) {
      $("title").textContent = heard; // only when it changes, or it is read aloud each time
    }
    $("address").textContent = address;
    $("listeners").textContent = `${listeners} ${listeners === 1 ? "listener" : "listeners"}`;
    document.title = heard ? `${heard} · ${station}` : station;
    for (const link of document.querySelectorAll("#elsewhere a[data-suffix]")) {
      link.href = path + link.dataset.suffix;
    }
    const rest = onAir ? "stopped" : "off-air";
    if (!wanted && player.dataset.state !== rest) {
      become(rest);
    }
    if ("mediaSession" in navigator) {
      const [, artist, title] = /^(.+?) [-–] (.+)$/.exec(heard) || [null, "", heard];
      navigator.mediaSession.metadata = new MediaMetadata({ title: title || station, artist, album: station });
    }
  }

  if ("mediaSession" in navigator) {
    for (const [action, handler] of [["play", play], ["pause", () => stop()], ["stop", () => stop()]]) {
      try { navigator.mediaSession.setActionHandler(action, handler); } catch { /* an action this browser lacks */ }
    }
  }

  // ---- choosing a stream ----

  $("streams").addEventListener("click", (click) => {
    const link = click.target.closest("a[data-mount]");
    if (!link || click.metaKey || click.ctrlKey || click.shiftKey) {
      return;
    }
    click.preventDefault();
    selected.link.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    selected = mounts.get(link.dataset.mount);
    selected.heard = selected.now;
    history.replaceState(null, "", link.getAttribute("href"));
    show();
    play();
  });

  const copy = $("copy");
  copy.hidden = !navigator.clipboard; // which browsers grant to secure pages only
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText($("address").textContent);
    copy.textContent = "Copied";
    setTimeout(() => { copy.textContent = "Copy"; }, 2000);
  });

  // ---- news from the server: events, through the worker that all tabs share; where there are none, asked for ----

  function learn(news) {
    const mount = mounts.get(news.name);
    if (!mount) {
      return;
    }
    if ("listeners" in news) mount.listeners = news.listeners;
    if ("on_air" in news) mount.onAir = news.on_air;
    if ("title" in news && news.title !== mount.now) titled(mount, news.title);
    show();
  }

  function hear(type, data) {
    if (type === "state") {
      data.mounts.forEach(learn);
    } else if (type === "refused") {
      poll();
    } else if (data) {
      learn(data);
    }
  }

  let polling = 0;
  function poll() {
    polling = polling || setInterval(ask, POLL_MS);
    ask();
  }
  async function ask() {
    try {
      const answer = await fetch("api/mounts");
      if (answer.ok) hear("state", await answer.json());
    } catch { /* asked again soon */ }
  }

  if (window.SharedWorker) {
    const { port } = new SharedWorker("web/events.js");
    port.onmessage = ({ data: { type, data } }) => hear(type, data);
    addEventListener("pagehide", () => port.postMessage("bye"));
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  } else {
    const events = new EventSource("api/events");
    for (const type of ["state", "title", "listeners", "air"]) {
      events.addEventListener(type, ({ data }) => hear(type, JSON.parse(data)));
    }
    events.addEventListener("error", () => { if (events.readyState === EventSource.CLOSED) poll(); });
  }

  show();
})();
