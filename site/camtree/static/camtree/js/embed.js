// Loads a video from another host only after the reader has asked for it. Without script there is a plain link.
for (const place of document.querySelectorAll("[data-embed]")) {
  const button = place.querySelector("button");
  if (!place.dataset.embed || !button) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = place.dataset.embed;
    frame.title = place.dataset.title;
    frame.allow = "fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    place.classList.add("playing");
    place.replaceChildren(frame);
    frame.focus();
  });
}
