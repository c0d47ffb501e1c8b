// A press on a chapter plays the recording from there instead of opening the file.
const player = document.querySelector("#player");

if (player) {
  document.addEventListener("click", (event) => {
    const chapter = event.target.closest("[data-seek]");
    if (!chapter || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const seek = () => { player.currentTime = Number(chapter.dataset.seek); };
    if (player.readyState > 0) seek();
    else player.addEventListener("loadedmetadata", seek, { once: true });
    player.play().catch(() => {});
    player.scrollIntoView({ block: "nearest" });
  });
}
