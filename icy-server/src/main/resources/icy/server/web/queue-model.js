// A queue as this page has it. Changes are shown at once and sent one after the other, each with the version that it was
// meant for; when the server refuses one, what is shown is again what the server has, and why is told.

const MOST_NAMED = 3;

export class QueueModel {
  files = [];
  loop = false;
  shuffle = false;
  missing = new Set();
  exists = false;

  #url;
  #show;
  #tell;
  #key = "";
  #login = false;
  #known = { files: [], loop: false, shuffle: false }; // as the server had it last
  #tag = null;
  #last = Promise.resolve();
  #waiting = 0;
  #refusals = 0;

  /**
   * @param show is called when something else is to be seen
   * @param tell is called with what there is to say: { text, alarm, offer: { label, run }, unlocked }, where
   *     unlocked is to be called once unlock() has been, and is there only if that would help
   */
  constructor(url, show, tell) {
    this.#url = url;
    this.#show = show;
    this.#tell = tell;
  }

  /** Looks what the server has, and says what somebody else has changed. */
  refresh() {
    return this.#inTurn(async () => {
      const before = this.#known;
      const first = !this.exists && !this.#tag;
      await this.#load();
      if (!first && differ(before, this.#known)) {
        this.#tell({ text: `Changed elsewhere: ${difference(before, this.#known)}.` });
      }
    });
  }

  /** Whether the server has told of a version that is not known here. */
  isNews(revision) {
    return revision > Number(this.#tag?.replaceAll('"', "") ?? -1);
  }

  /** From now on changes show this key, or the browser asks for the admin's password. */
  unlock({ key = "", login = false }) {
    this.#key = key;
    this.#login = login;
  }

  add(file) {
    return this.#change({ method: "POST", path: "/queue", body: { files: [file] }, firm: true });
  }

  move(from, to) {
    const file = this.files[from];
    return this.#change({
      what: `${file} was not moved`,
      local: () => this.files.splice(to, 0, ...this.files.splice(from, 1)),
      method: "PUT",
      path: "/queue/reorder",
      body: { old_index: from, new_index: to },
      again: () => this.#again(file, from, "Move it all the same", (now) => this.move(now, Math.min(to, this.files.length - 1))),
    });
  }

  remove(index) {
    const file = this.files[index];
    return this.#change({
      what: `${file} was not taken out`,
      local: () => this.files.splice(index, 1),
      method: "DELETE",
      path: `/queue/${index}`,
      again: () => this.#again(file, index, "Take it out all the same", (now) => this.remove(now)),
      done: `${file} is taken out.`,
      undo: () => this.#change({
        method: "POST",
        path: "/queue",
        body: { files: [file], at: Math.min(index, this.files.length) },
        firm: true,
      }),
    });
  }

  clear() {
    const files = this.files.slice();
    return this.#change({
      what: "It was not emptied",
      local: () => { this.files = []; },
      method: "DELETE",
      path: "/queue",
      again: () => ({ label: "Empty it all the same", run: () => this.clear() }),
      undo: () => this.#change({ what: "The files were not put back", method: "POST", path: "", body: { files } }),
    });
  }

  mode(mode) {
    return this.#change({
      what: "How it is played was not changed",
      local: () => Object.assign(this, mode),
      method: "PUT",
      path: "/queue/mode",
      body: mode,
      firm: true,
    });
  }

  #inTurn(job) {
    this.#last = this.#last.then(job).catch(() => {
      this.#refusals++;
      this.#reset();
      this.#tell({ text: "The server cannot be reached.", alarm: true });
    });
    return this.#last;
  }

  /**
   * One change.
   *
   * @param change.what was not done, in words, if somebody else was quicker
   * @param change.local makes it here, to be seen at once
   * @param change.firm whether it means the same whatever others have done
   * @param change.again what to offer if somebody else was quicker
   * @param change.done what to say instead of what the server says
   * @param change.undo takes it back
   */
  #change(change) {
    const { local, method, path, body, firm = false, done, undo } = change;
    const refusals = this.#refusals;
    local?.();
    this.#show();
    this.#waiting++;
    return this.#inTurn(async () => {
      this.#waiting--;
      if (refusals !== this.#refusals) {
        return; // it was meant for what a change before it would have made
      }
      const answer = await this.#fetch(method, path, body, firm ? null : this.#tag);
      if (answer.ok) {
        const { message, queue } = await answer.json();
        this.#learn(queue, answer.headers.get("ETag"));
        this.#tell({ text: done ?? message, offer: undo && { label: "Undo", run: undo } });
      } else {
        await this.#refused(answer, change);
      }
    });
  }

  async #refused(answer, change) {
    this.#refusals++;
    const before = this.#known;
    await this.#load();
    this.#reset();
    if (answer.status === 412) {
      this.#tell({
        text: `Somebody else was quicker: ${difference(before, this.#known)}. ${change.what}.`,
        alarm: true,
        offer: change.again?.(),
      });
    } else {
      const { detail } = await answer.json().catch(() => ({ detail: `The server answers ${answer.status}.` }));
      const locked = answer.status === 401 || (answer.status === 403 && this.#key !== "");
      this.#tell({ text: detail, alarm: true, unlocked: locked && (() => this.#change(change)) });
    }
  }

  /** What to offer when the file is still there: where it is now, nearest to where it was. */
  #again(file, was, label, run) {
    const places = this.files.flatMap((each, i) => (each === file ? [i] : []));
    if (places.length === 0) {
      return null;
    }
    const now = places.reduce((best, i) => (Math.abs(i - was) < Math.abs(best - was) ? i : best));
    return { label, run: () => run(now) };
  }

  async #load() {
    const answer = await this.#fetch("GET", "/queue");
    if (answer.ok) {
      this.#learn(await answer.json(), answer.headers.get("ETag"));
    } else if (answer.status === 404) {
      this.#learn({ files: [], loop: false, shuffle: false, missing: [] }, null);
    } else {
      throw new Error(`GET is answered with ${answer.status}`);
    }
  }

  #learn({ files, loop, shuffle, missing }, tag) {
    this.#known = { files, loop, shuffle };
    this.#tag = tag;
    this.exists = tag !== null;
    if (missing) {
      this.missing = new Set(missing);
    }
    if (this.#waiting === 0) {
      this.#reset();
    }
  }

  #reset() {
    const { files, loop, shuffle } = this.#known;
    Object.assign(this, { files: files.slice(), loop, shuffle });
    this.#show();
  }

  #fetch(method, path, body, tag) {
    const headers = {};
    if (body) headers["Content-Type"] = "application/json";
    if (tag) headers["If-Match"] = tag;
    if (this.#key && method !== "GET") headers["X-API-Key"] = this.#key;
    // Without credentials, so that the browser asks for the admin's password only when it is told to.
    const credentials = method === "GET" || this.#login ? "same-origin" : "omit";
    return fetch(this.#url + path, { method, headers, credentials, body: body && JSON.stringify(body) });
  }
}

function differ(before, after) {
  return JSON.stringify(before) !== JSON.stringify(after);
}

/** In words: what has come, what has gone, or that it is only another order. */
function difference(before, after) {
  const surplus = new Map();
  after.files.forEach((file) => surplus.set(file, (surplus.get(file) ?? 0) + 1));
  before.files.forEach((file) => surplus.set(file, (surplus.get(file) ?? 0) - 1));
  const files = [...surplus.keys()];
  const parts = [
    named("added", files.filter((file) => surplus.get(file) > 0)),
    named("taken out", files.filter((file) => surplus.get(file) < 0)),
  ].filter(Boolean);
  if (parts.length === 0 && before.files.join("\n") !== after.files.join("\n")) parts.push("the files are in another order");
  if (before.loop !== after.loop || before.shuffle !== after.shuffle) parts.push("it is played another way");
  return parts.join("; ") || "the files are the same again";
}

function named(what, files) {
  const more = files.length - MOST_NAMED;
  return files.length && `${what}: ${files.slice(0, MOST_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
