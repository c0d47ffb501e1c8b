// Says who else has the same page open, while it is looked at. It tells nobody what anybody does.
const place = document.querySelector("[data-here]");
const EVERY = 30000;

async function ask() {
  if (document.visibilityState !== "visible") return;
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  try {
    const answer = await fetch(place.dataset.here, { method: "POST", redirect: "manual", headers: { "X-CSRFToken": token } });
    if (!answer.ok) return;
    const said = await answer.json();
    if (place.textContent !== said.says) place.textContent = said.says;
    place.hidden = !said.says;
    place.said = said; // for a script that comes later
    place.dispatchEvent(new Event("here"));
  } catch {
    // Without a line nobody else is seen.
  }
}

ask();
setInterval(ask, EVERY);
document.addEventListener("visibilitychange", ask);
