// What a recording and its transcript do together: follow along, jump to a line, look for words, speed, captions, keys,
// and go on where one stopped. Without it there are the browser's own player, and an address for each moment.
const player = document.querySelector(".recording video, .recording audio");
const tools = document.querySelector("[data-tools]");
const said = document.querySelector(".said");
const lines = said ? [...said.querySelectorAll("[data-t]")] : [];
const seconds = lines.map((line) => Number(line.dataset.t));
const EVERY = 15_000; // milliseconds between two words to the server
const END = 5; // whoever stops so near the end has seen it
const STEP = 10;

const shelf = {
  read(name, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(`camtree ${name}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  write(name, value) {
    try {
      localStorage.setItem(`camtree ${name}`, JSON.stringify(value));
    } catch {
      // No room, or none for us: nothing is remembered.
    }
  },
};

function clock(second) {
  const [hours, minutes, rest] = [Math.floor(second / 3600), Math.floor(second / 60) % 60, Math.floor(second) % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function seek(second) {
  const go = () => (player.currentTime = second);
  if (player.readyState > 0) go();
  else player.addEventListener("loadedmetadata", go, { once: true });
}

function playFrom(second) {
  seek(second);
  player.play().catch(() => {});
}

// ---------------------------------------------------------------- the transcript

/** The last line that began until a second; -1 before the first. */
function lineAt(second) {
  let [low, high] = [0, seconds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (seconds[middle] <= second) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function followAlong() {
  const follow = tools.querySelector("[data-follow]");
  let now = -1;
  player.addEventListener("timeupdate", () => {
    const place = lineAt(player.currentTime);
    if (place === now) return;
    lines[now]?.removeAttribute("aria-current");
    now = place;
    lines[now]?.setAttribute("aria-current", "true");
    if (follow.checked && !player.paused) lines[now]?.scrollIntoView({ block: "center" });
  });
  follow.checked = shelf.read("follow", false);
  follow.addEventListener("change", () => shelf.write("follow", follow.checked));
}

function jumpToLines() {
  said.classList.add("live");
  said.addEventListener("click", (event) => {
    const line = event.target.closest("[data-t]");
    if (!line || !getSelection().isCollapsed) return;
    playFrom(Number(line.dataset.t));
    address(line.dataset.t);
  });
}

/** The moment stands in the address, so that it can be sent to somebody. */
function address(second) {
  const query = new URLSearchParams(location.search);
  query.delete("at");
  query.set("t", second);
  history.replaceState(history.state, "", `?${query}`);
}

function lookForWords() {
  const form = document.querySelector("[data-find]");
  const [field, count] = [form.querySelector("input"), form.querySelector("output")];
  let [found, at] = [[], -1];
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = lines.map((line) => plain(line.textContent));
  const look = () => {
    const words = plain(field.value.trim());
    found = words ? lines.filter((_line, place) => texts[place].includes(words)) : [];
    at = -1;
    for (const line of lines) line.classList.toggle("found", found.includes(line));
    count.textContent = words ? form.dataset.found.replace("%s", found.length) : "";
  };
  field.addEventListener("input", look);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!found.length) return;
    at = (at + 1) % found.length;
    found[at].scrollIntoView({ block: "center" });
    count.textContent = `${at + 1} / ${found.length}`;
  });
  form.hidden = false;
}

// ---------------------------------------------------------------- the player

function setSpeed() {
  const speed = tools.querySelector("[data-speed]");
  const set = () => {
    player.playbackRate = player.defaultPlaybackRate = Number(speed.value);
    shelf.write("speed", speed.value);
  };
  const kept = shelf.read("speed", "1");
  if ([...speed.options].some((option) => option.value === kept)) speed.value = kept;
  set();
  speed.addEventListener("change", set);
}

function chooseCaptions() {
  const choice = tools.querySelector("[data-captions]");
  const tracks = [...player.textTracks].filter((track) => track.kind !== "chapters");
  if (!choice || !tracks.length) return choice?.parentElement.remove();
  const kept = shelf.read("captions", null);
  const show = (language) => {
    for (const track of tracks) track.mode = track.language === language ? "showing" : "disabled";
  };
  if (kept !== null) show(kept);
  const shown = () => tracks.find((track) => track.mode === "showing")?.language ?? "";
  choice.value = shown();
  choice.addEventListener("change", () => {
    show(choice.value);
    shelf.write("captions", choice.value);
  });
  player.textTracks.addEventListener("change", () => (choice.value = shown()));
}

function pictureInPicture() {
  const button = tools.querySelector("[data-picture]");
  if (!document.pictureInPictureEnabled || player.localName !== "video") return button.remove();
  button.addEventListener("click", () => {
    const done = document.pictureInPictureElement ? document.exitPictureInPicture() : player.requestPictureInPicture();
    done.catch(() => {});
  });
}

/** Keys work while the focus is in the part of the page that holds the player, and nowhere else. */
function keys() {
  const deeds = {
    k: () => (player.paused ? player.play().catch(() => {}) : player.pause()),
    j: () => seek(Math.max(0, player.currentTime - STEP)),
    l: () => seek(player.currentTime + STEP),
    m: () => (player.muted = !player.muted),
    c: () => {
      const choice = tools.querySelector("[data-captions]");
      if (!choice) return;
      choice.value = choice.value ? "" : (choice.querySelector("[data-own]") ?? choice.options[1]).value;
      choice.dispatchEvent(new Event("change"));
    },
  };
  player.closest(".recording").addEventListener("keydown", (event) => {
    const deed = deeds[event.key.toLowerCase()];
    if (!deed || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    event.preventDefault();
    deed();
  });
}

// ---------------------------------------------------------------- where one stopped

function remember() {
  const form = document.querySelector("form[data-place]");
  const { work } = tools.dataset;
  let [sentAt, sent, waiting] = [-Infinity, null, null];
  const second = () => (player.duration - player.currentTime < END ? 0 : Math.floor(player.currentTime));
  const keep = () => {
    if (!player.played.length || second() === sent) return;
    if (!form) {
      const places = shelf.read("places", []).filter(([name]) => name !== work);
      return shelf.write("places", [[work, second()], ...places].slice(0, 50));
    }
    const left = EVERY - (performance.now() - sentAt);
    if (left > 0) {
      waiting ??= setTimeout(() => ((waiting = null), keep()), left);
      return;
    }
    [sentAt, sent] = [performance.now(), second()];
    const body = new FormData(form);
    body.set("second", sent);
    fetch(form.action, { method: "POST", body, keepalive: true }).catch(() => (sent = null));
  };
  player.addEventListener("pause", keep);
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
}

/** Visitors are told by their own device, members by the server. */
function offerToGoOn() {
  const offer = document.querySelector("[data-go-on]");
  const second = shelf.read("places", []).find(([name]) => name === tools.dataset.work)?.[1] ?? 0;
  const isAsked = /[?&](t|at)=/.test(location.search);
  if (!offer || document.querySelector("form[data-place]") || isAsked || second < STEP) return;
  const says = offer.querySelector("span");
  says.innerHTML = says.innerHTML.replace("%s", clock(second));
  offer.querySelector("button").addEventListener("click", () => {
    offer.hidden = true;
    playFrom(second);
  });
  offer.hidden = false;
}

if (player && tools) {
  setSpeed();
  chooseCaptions();
  pictureInPicture();
  keys();
  remember();
  offerToGoOn();
  if (lines.length) {
    followAlong();
    jumpToLines();
    lookForWords();
  } else tools.querySelector("[data-follow]").closest("p").remove();
  tools.hidden = false;
}
