"use strict";
// One event stream for all tabs of this page: a browser opens six connections to a server at most, and each tab that
// plays needs one for its sound.
const tabs = new Set();
let state = null;

const source = new EventSource("../api/events");
const tell = (tab, event) => tab.postMessage(event);
const tellAll = (event) => tabs.forEach((tab) => tell(tab, event));

for (const type of ["state", "title", "listeners", "air", "queue"]) {
  source.addEventListener(type, (event) => {
    const data = JSON.parse(event.data);
    if (type === "state") {
      state = data;
    } else if (state) { // which is of mounts only
      // A tab that opens later gets the state as it is then.
      state.mounts.filter((mount) => mount.name === data.name).forEach((mount) => Object.assign(mount, data));
    }
    tellAll({ type, data });
  });
}
source.addEventListener("error", () => tellAll({ type: source.readyState === EventSource.CLOSED ? "refused" : "lost" }));

self.addEventListener("connect", (connect) => {
  const tab = connect.ports[0];
  tabs.add(tab);
  tab.onmessage = () => tabs.delete(tab); // all that a tab ever says is goodbye
  if (state) {
    tell(tab, { type: "state", data: state });
  }
  if (source.readyState === EventSource.CLOSED) {
    tell(tab, { type: "refused" });
  }
});
