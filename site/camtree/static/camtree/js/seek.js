// Begins a recording at a second: at a chapter that is pressed, and where an address says so (?t=754, on a page
// with several ?t=754#recording-3), as those in results of the search do. Without it a chapter opens the file there, and such an address shows the player.
document.addEventListener("click", (event) => {
  const chapter = event.target.closest("[data-seek]");
  const player = document.querySelector(".player video");
  if (!chapter || !player || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  seek(player, Number(chapter.dataset.seek));
  player.play().catch(() => {});
  player.scrollIntoView({ block: "nearest" });
});

function seek(player, second) {
  if (player.readyState > 0) player.currentTime = second;
  else player.addEventListener("loadedmetadata", () => { player.currentTime = second; }, { once: true });
}

const asked = new URLSearchParams(location.search);
const second = Number(asked.get("t") ?? asked.get("at"));
const place = document.querySelector(/^#recording-\d+$/.test(location.hash) ? location.hash : ".player");
const player = place?.querySelector("video, audio");

if (player && second > 0) {
  // Where a learner stopped before is another place than the one asked for.
  const watched = player.closest("[data-watch]");
  if (watched) watched.dataset.second = "0";
  seek(player, second);
  player.preload = "metadata";
}

// Another size of the same recording goes on at the same second. Without script the link opens that file by itself.
document.addEventListener("click", (event) => {
  const size = event.target.closest("[data-size]");
  const played = size?.closest(".player")?.querySelector("video, audio");
  if (!played || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const [second, isPaused] = [played.currentTime, played.paused];
  for (const other of size.closest("ul").querySelectorAll("[aria-current]")) other.removeAttribute("aria-current");
  size.setAttribute("aria-current", "true");
  played.src = size.href;
  if (second > 0) seek(played, second);
  if (!isPaused) played.play().catch(() => {});
});
