// Speaks with the page around the frame, and with no other: its origin is signed into the address of this page.
const origin = document.documentElement.dataset.origin;
const MARK = "camtree-package";

/** Tells the page around the frame. A copy is sent, of which it believes nothing that it has not checked. */
export function tell(type, said = {}) {
  parent.postMessage({ mark: MARK, type, ...said }, origin);
}

/** Calls `start` once with what was kept the last time, and `leave` when the reader is about to go. */
export function connect(start, leave) {
  let begun = false;
  addEventListener("message", (event) => {
    if (event.origin !== origin || event.source !== parent || event.data?.mark !== MARK) return;
    if (event.data.type === "start" && !begun) {
      begun = true;
      start(event.data);
    } else if (event.data.type === "leave") {
      Promise.resolve(leave()).finally(() => tell("left"));
    }
  });
  tell("ready");
}
