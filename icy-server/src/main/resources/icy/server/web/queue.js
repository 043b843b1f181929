import { QueueModel } from "./queue-model.js";
import { reorderable } from "./reorder.js";
import { suggesting } from "./suggest.js";

const POLL_MS = 10000;

const $ = (id) => document.getElementById(id);
const { name, url } = document.querySelector("main").dataset;
const list = $("files");
const queue = new QueueModel(url, show, tell);
const rows = reorderable(list, { move, remove: takeOut, press: openPlaces, restore: show });

// ---- what is shown ----

let opened = -1; // the row that offers places
const places = $("places").content.firstElementChild.cloneNode(true);

function show() {
  if (rows?.isDragging()) {
    return; // the drop shows it
  }
  const { files, loop, shuffle, exists, missing } = queue;
  while (list.children.length > files.length) list.lastElementChild.remove();
  files.forEach((file, index) => fill(list.children[index] ?? addRow(), file, index, files.length, missing.has(file)));
  if (opened >= files.length) opened = -1;
  offerPlaces(list.children[opened]);
  $("empty").hidden = files.length > 0;
  $("empty").textContent = exists ? "Nothing is queued." : "There is no such queue yet: add a file, and there is.";
  $("below").hidden = files.length === 0;
  $("audio").hidden = files.length === 0;
  $("qr").hidden = $("cards").hidden = !exists;
  if (exists && !$("qr").src) $("qr").src = `${url}/qr.svg`;
  $("loop").checked = loop;
  $("shuffle").checked = shuffle;
  $("loop").disabled = $("shuffle").disabled = !exists;
  $("facts").textContent = `${files.length === 1 ? "1 file" : `${files.length} files`}, played ${
    shuffle ? "in random order" : "in this order"}${loop ? ", over and over" : ""}`;
}

/** One row at most offers places. */
function offerPlaces(row) {
  places.parentElement?.querySelector(".grip").setAttribute("aria-expanded", "false");
  places.remove();
  row?.querySelector(".grip").setAttribute("aria-expanded", "true");
  row?.append(places);
}

function addRow() {
  return list.appendChild($("row").content.firstElementChild.cloneNode(true));
}

/** Rows are used again, so only what is different is touched. */
function fill(row, file, index, count, gone) {
  const label = `Move ${file}, ${index + 1} of ${count}`;
  const grip = row.querySelector(".grip");
  if (grip.getAttribute("aria-label") !== label) {
    const slash = file.lastIndexOf("/");
    grip.setAttribute("aria-label", label);
    row.querySelector("b").textContent = file.slice(slash + 1);
    row.querySelector("small").textContent = file.slice(0, slash + 1);
    row.querySelector(".remove").setAttribute("aria-label", `Take out ${file}`);
  }
  row.querySelector("em").hidden = !gone;
}

let offer = null;
let retry = null;
function tell({ text, alarm = false, offer: offered = null, unlocked = null }) {
  offer = offered;
  retry = unlocked;
  $("told").textContent = text;
  $("offered").hidden = !offered;
  $("offered").textContent = offered?.label ?? "";
  $("notice").classList.toggle("alarm", alarm);
  $("notice").hidden = false;
  $("login").hidden = !unlocked;
}
$("offered").addEventListener("click", () => {
  const { run } = offer;
  $("offered").hidden = true;
  run();
});

// ---- changes ----

function move(from, to) {
  opened = opened === from ? to : -1;
  queue.move(from, to);
  list.children[to].querySelector(".grip").focus();
}

function takeOut(index) {
  opened = -1;
  queue.remove(index);
  const next = list.children[Math.min(index, list.children.length - 1)];
  (next?.querySelector(".remove") ?? $("file")).focus();
}

function openPlaces(index) {
  opened = opened === index ? -1 : index;
  show();
}

places.addEventListener("click", (event) => {
  const by = event.target.dataset.by;
  const last = queue.files.length - 1;
  const to = { up: opened - 1, down: opened + 1, top: 0, end: last }[by];
  if (to !== undefined && to !== opened && to >= 0 && to <= last) {
    move(opened, to);
    event.target.focus();
  }
});
list.addEventListener("click", (event) => {
  const remove = event.target.closest(".remove");
  if (remove) takeOut([...list.children].indexOf(remove.closest("li")));
});
$("clear").addEventListener("click", () => {
  queue.clear();
  $("file").focus();
});
for (const mode of ["loop", "shuffle"]) {
  $(mode).addEventListener("change", () => queue.mode({ [mode]: $(mode).checked }));
}

function add(file) {
  $("file").value = "";
  queue.add(file);
}
$("add").addEventListener("submit", (event) => {
  event.preventDefault();
  const file = $("file").value.trim();
  offers.close();
  if (file) add(file);
});
const offers = suggesting($("file"), $("offers"), inLibrary, add);

let hasLibrary = true;
/** MP3s only, for only they can be queued. */
async function inLibrary(words, most) {
  try {
    const answer = hasLibrary && (await fetch(`../api/library/tracks?limit=${most}&q=${encodeURIComponent(words)}`));
    hasLibrary = hasLibrary && answer.status !== 404;
    const { tracks } = answer.ok ? await answer.json() : { tracks: [] };
    return tracks
      .filter(({ path, state }) => /\.mp3$/i.test(path) && state !== "missing" && state !== "bad")
      .map(({ path, title, artist }) => ({ value: path, title: [artist, title].filter(Boolean).join(" – "), note: path }));
  } catch {
    return [];
  }
}

$("login").addEventListener("submit", (event) => {
  event.preventDefault();
  queue.unlock({ key: $("key").value.trim() });
  retry();
});
$("as-admin").addEventListener("click", () => {
  queue.unlock({ login: true });
  retry();
});

// ---- taking it along ----

const copy = $("copy");
copy.hidden = !navigator.clipboard; // which browsers grant to secure pages only
copy.addEventListener("click", async () => {
  await navigator.clipboard.writeText($("address").textContent);
  copy.textContent = "Copied";
  setTimeout(() => { copy.textContent = "Copy"; }, 2000);
});
$("only-here").hidden = !/^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL($("address").textContent).hostname);

// ---- news from the server: events, through the worker that all tabs share; where there are none, asked for ----

function hear(type, data) {
  if (type === "state") { // the connection is new, and what happened before it was not heard
    queue.refresh();
    lookForOthers();
  } else if (type === "queue" && data.queue) { // without a name it is about what a station plays next
    if (data.queue === name && queue.isNews(data.revision)) queue.refresh();
    if (data.queue !== name && others.has(data.queue) === (data.action === "delete")) lookForOthers();
  } else if (type === "refused") {
    poll();
  }
}

let polling = 0;
function poll() {
  polling = polling || setInterval(() => queue.refresh(), POLL_MS);
}

let asked = 0;
let others = new Set();
async function lookForOthers() {
  const question = ++asked;
  try {
    const { queues } = await (await fetch("../api/streams/queues")).json();
    if (question !== asked) {
      return;
    }
    others = new Set(queues.filter((each) => each !== name));
    const links = [...others].map((each) => {
      const link = document.createElement("a");
      link.href = encodeURIComponent(each);
      link.textContent = each;
      const item = document.createElement("li");
      item.append(link);
      return item;
    });
    $("others").querySelector("ul").replaceChildren(...links);
    $("others").hidden = links.length === 0;
  } catch { /* they stay as they are */ }
}

if (window.SharedWorker) {
  const { port } = new SharedWorker("../web/events.js");
  port.onmessage = ({ data: { type, data } }) => hear(type, data);
  addEventListener("pagehide", () => port.postMessage("bye"));
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
} else {
  const events = new EventSource("../api/events");
  for (const type of ["state", "queue"]) {
    events.addEventListener(type, ({ data }) => hear(type, JSON.parse(data)));
  }
  events.addEventListener("error", () => { if (events.readyState === EventSource.CLOSED) poll(); });
}

queue.refresh();
lookForOthers();
