// What the player of a mixtape knows without a page: which track is next, what is remembered, when to fall asleep, and
// what to say. Nothing in here touches a document or a sound.

const RESTART_SECONDS = 3; // further on, "previous" means the beginning of this track
const FADE_SECONDS = 15;
const FORGOTTEN_MS = 180 * 24 * 3600 * 1000;
const NEAR_END_SECONDS = 5;
const MOST_ATTEMPTS = 5;
const RETRY_SECONDS = 2; // and twice as long after each attempt
const LONGEST_RETRY_SECONDS = 60;

export class Tape {
  #at = 0;

  /** @param tracks as { id, url, title, artist, seconds, missing }, of which at least one is there */
  constructor(tracks) {
    this.tracks = tracks;
    this.#at = this.first;
  }

  get index() {
    return this.#at;
  }

  get track() {
    return this.tracks[this.#at];
  }

  /** Where it begins: the first that is there. */
  get first() {
    return Math.max(0, this.tracks.findIndex(({ missing }) => !missing));
  }

  /** Whether anything of it can be played. */
  get playable() {
    return this.tracks.some(({ missing }) => !missing);
  }

  /** The one that comes after this one, if there is any. */
  get following() {
    return this.tracks.find(({ missing }, index) => index > this.#at && !missing) ?? null;
  }

  select(index) {
    this.#at = Math.max(0, Math.min(this.tracks.length - 1, index));
    return this.track;
  }

  /** Goes on; false at the end. */
  next() {
    const following = this.following;
    if (!following) {
      return false;
    }
    this.#at = this.tracks.indexOf(following);
    return true;
  }

  /** What "previous" means after so many seconds of this track: true if it is another track. */
  previous(seconds) {
    const before = this.tracks.findLastIndex(({ missing }, index) => index < this.#at && !missing);
    if (seconds > RESTART_SECONDS || before < 0) {
      return false;
    }
    this.#at = before;
    return true;
  }
}

/** Where a track is played, in a quality. */
export function address(url, quality) {
  return quality ? `${url}?quality=${encodeURIComponent(quality)}` : url;
}

/** Where one has left off, for the next time. */
export class Bookmark {
  #key;
  #storage;
  #now;

  /** @param storage as localStorage is; anything in it may fail, and then nothing is remembered */
  constructor(slug, storage, now = Date.now) {
    this.#key = `icy-mixtape-${slug}`;
    this.#storage = storage;
    this.#now = now;
  }

  keep(tape, seconds) {
    const { track } = tape;
    const over = !tape.following && track.seconds > 0 && seconds > track.seconds - NEAR_END_SECONDS;
    try {
      if (over) {
        this.#storage.removeItem(this.#key);
      } else {
        this.#storage.setItem(this.#key, JSON.stringify({ id: track.id, index: tape.index, seconds, at: this.#now() }));
      }
    } catch { /* storage may be forbidden, or full */ }
  }

  /** { index, seconds } of a track that is still there, or null. The tape may have been changed since. */
  find(tape) {
    try {
      const { id, index, seconds, at } = JSON.parse(this.#storage.getItem(this.#key));
      const now = tape.tracks[index]?.id === id ? index : tape.tracks.findIndex((track) => track.id === id);
      const good = now >= 0 && !tape.tracks[now].missing && Number.isFinite(seconds) && this.#now() - at < FORGOTTEN_MS;
      return good && (now > 0 || seconds > RESTART_SECONDS) ? { index: now, seconds: Math.max(0, seconds) } : null;
    } catch {
      return null;
    }
  }
}

/** Ends the music after some minutes, getting quieter before, or after the track that plays. */
export class SleepTimer {
  #now;
  #until = null;
  #afterTrack = false;

  constructor(now = Date.now) {
    this.#now = now;
  }

  /** @param choice "off", "track", or minutes */
  set(choice) {
    this.#afterTrack = choice === "track";
    this.#until = Number(choice) > 0 ? this.#now() + Number(choice) * 60000 : null;
  }

  get on() {
    return this.#afterTrack || this.#until !== null;
  }

  get afterTrack() {
    return this.#afterTrack;
  }

  /** How loud it is to be now, from 1 to 0. */
  get loudness() {
    return this.#until === null ? 1 : Math.max(0, Math.min(1, this.#remaining / FADE_SECONDS));
  }

  get due() {
    return this.#until !== null && this.#remaining <= 0;
  }

  /** In words; empty when it is off. */
  get words() {
    if (this.#afterTrack) {
      return "Stops after this track";
    }
    return this.#until === null ? "" : `Stops in ${time(Math.max(0, this.#remaining))}`;
  }

  get #remaining() {
    return (this.#until - this.#now()) / 1000;
  }
}

/** Such as 3:07 or 1:02:45; empty while it is not known. */
export function time(seconds) {
  if (!Number.isFinite(seconds) || seconds < 0) {
    return "";
  }
  const whole = Math.floor(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** The same to be read aloud. */
export function spoken(seconds) {
  const minutes = Math.floor(seconds / 60);
  const rest = Math.floor(seconds) % 60;
  return `${minutes ? `${minutes} ${minutes === 1 ? "minute" : "minutes"} ` : ""}${rest} ${rest === 1 ? "second" : "seconds"}`;
}

const KNOWN = [
  { name: "original", label: "As it is" },
  { name: "high", label: "High" },
  { name: "medium", label: "Medium" },
  { name: "low", label: "Low" },
];

/** What can be chosen, as [{ name, label }], of what the server says; the usual ones where it says nothing of use. */
export function qualities(said) {
  const list = Array.isArray(said) ? said : said?.qualities;
  const read = (Array.isArray(list) ? list : [])
    .filter(({ name } = {}) => typeof name === "string" && name)
    .map((quality) => ({ name: quality.name, label: labelled(quality) }));
  if (read.length === 0) {
    return KNOWN;
  }
  return read.some(({ name }) => name === "original") ? read : [KNOWN[0], ...read];
}

function labelled({ name, format, bitrate, bitrate_kbps: kbps = bitrate }) {
  const plain = KNOWN.find((known) => known.name === name)?.label ?? name;
  const facts = [typeof format === "string" && name !== "original" && format.toUpperCase(), kbps > 0 && `${kbps} kbit/s`];
  const told = facts.filter(Boolean).join(" ");
  return told ? `${plain} · ${told}` : plain;
}

/** The first of these wishes that is offered; else the middle one of what is made, as the best would be the dearest to fetch. */
export function fitting(list, ...wishes) {
  const made = list.map(({ name }) => name).filter((name) => name !== "original");
  const wish = wishes.find((name) => list.some((quality) => quality.name === name));
  return wish ?? made[Math.floor(made.length / 2)] ?? "original";
}

const NETWORK_ERROR = 2; // of a MediaError
const NOT_SUPPORTED = 4;

/** Whether only the server knows why: a browser says the same of what it cannot play and of what it could not fetch. */
export function unexplained(code) {
  return code === NOT_SUPPORTED;
}

/**
 * What to do when a track cannot be played, and what to say.
 *
 * @param code of a MediaError
 * @param answer of the server, as { status, retryAfter }, where it was asked; status 0 where it cannot be reached
 * @returns { act, text }, and the seconds to wait where it is to be tried again
 */
export function trouble(code, answer, quality, attempts) {
  const { status = null, retryAfter = 0 } = answer ?? {};
  const busy = status === 429 || status >= 500;
  const lost = code === NETWORK_ERROR || status === 0;
  // A server that does not say when it will be better may be unable to make a quality, and still have the original.
  const most = busy && quality !== "original" && !retryAfter ? 1 : MOST_ATTEMPTS;
  if ((lost || busy) && attempts < most) {
    const text = busy ? "The server is busy: trying again…" : "The connection is lost: trying again…";
    return { act: "again", text, seconds: patience(attempts, retryAfter) };
  }
  if (lost) {
    return { act: "stop", text: "The server cannot be reached. Press play to try again." };
  }
  if (status === 404 || status === 410) {
    return { act: "skip", text: "This track is not there now: going on with the next." };
  }
  if (quality !== "original") {
    return { act: "original", text: "It is not to be had in this quality just now: playing it as it is." };
  }
  return busy
    ? { act: "stop", text: "The server is busy. Press play to try again." }
    : { act: "skip", text: "This track cannot be played here: going on with the next." };
}

function patience(attempts, retryAfter) {
  const asked = Number(retryAfter) > 0 ? Number(retryAfter) : 0; // it may be a date, or anything
  return Math.min(LONGEST_RETRY_SECONDS, Math.max(asked, RETRY_SECONDS * 2 ** attempts));
}
