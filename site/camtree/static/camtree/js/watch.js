// Tells the server which seconds of a recording were played, in stretches, and goes on where one stopped.
// Without it, a button says that the recording was watched or its transcript read.

const EVERY = 15_000;

for (const place of document.querySelectorAll("[data-watch]")) {
  const player = place.querySelector("video, audio");
  if (player) follow(place, player);
}

function follow(place, player) {
  const token = place.parentElement.querySelector("[name=csrfmiddlewaretoken]")?.value
    ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  let from = null;
  let waiting = [];
  let sending = false;

  const close = () => {
    const second = Math.floor(player.currentTime);
    if (from !== null && second > from) waiting.push([from, second]);
    from = player.paused ? null : second;
  };

  const send = async () => {
    close();
    if (sending || !waiting.length || !Number.isFinite(player.duration)) return;
    const parts = waiting;
    waiting = [];
    sending = true;
    const body = new FormData();
    body.set("second", Math.floor(player.currentTime));
    body.set("length", Math.max(1, Math.floor(player.duration)));
    body.set("parts", JSON.stringify(parts));
    try {
      const answer = await fetch(place.dataset.watch, {
        method: "POST", body, headers: { "X-CSRFToken": token }, keepalive: true,
      });
      if (!answer.ok) throw new Error(answer.status);
      if ((await answer.json()).is_done) say();
    } catch {
      waiting = [...parts, ...waiting]; // a bad line: once more with the next stretch
    } finally {
      sending = false;
    }
  };

  const say = () => {
    const status = place.parentElement.querySelector("[role=status]");
    if (status) status.textContent = place.dataset.done;
    status?.parentElement.querySelector("button")?.remove();
  };

  player.addEventListener("loadedmetadata", () => {
    const second = Number(place.dataset.second);
    if (second > 0 && second < player.duration - 5) player.currentTime = second;
  });
  player.addEventListener("play", () => { from = Math.floor(player.currentTime); });
  player.addEventListener("seeking", () => { from = null; });
  player.addEventListener("seeked", () => { from = player.paused ? null : Math.floor(player.currentTime); });
  player.addEventListener("timeupdate", () => {
    // The end of a stretch that a jump would cut off is the last second that was played.
    const second = Math.floor(player.currentTime);
    if (from !== null && second - from >= 5 && !player.seeking) close();
  });
  player.addEventListener("pause", send);
  player.addEventListener("ended", send);
  addEventListener("pagehide", send);
  setInterval(send, EVERY);
}
