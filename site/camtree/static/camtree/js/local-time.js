// Adds the time in the visitor's own zone, with the zone written beside it, where it is not the hour that is shown.
// A member's own zone is the one of the account, a visitor's the one of the browser.
const language = document.documentElement.lang.replace(/^en$/, "en-GB");
const zone = document.documentElement.dataset.timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone;
const parts = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

const named = (timeZone, timeZoneName, moment) =>
  new Intl.DateTimeFormat(language, { timeZone, timeZoneName })
    .formatToParts(moment)
    .find((part) => part.type === "timeZoneName")?.value ?? "";

/** The zone in the reader's language. Cities have English names only, so other languages name the zone itself. */
function nameOf(timeZone, moment) {
  if (language !== "en-GB") return named(timeZone, "longGeneric", moment);
  const city = timeZone.split("/").pop().replaceAll("_", " ");
  const offset = named(timeZone, "shortOffset", moment).replace("GMT", "UTC");
  return city === offset ? city : `${city} (${offset})`;
}

for (const place of document.querySelectorAll("[data-local-time]")) {
  const moment = new Date(place.dataset.localTime);
  if (!zone || Number.isNaN(moment.getTime())) continue;
  const inZone = (timeZone) => new Intl.DateTimeFormat(language, { ...parts, timeZone }).format(moment);
  if (inZone(zone) === inZone(place.dataset.zone) || (place.dataset.hasUtc && inZone(zone) === inZone("UTC"))) continue;
  const time = document.createElement("b");
  time.textContent = inZone(zone);
  place.append(" ", time, " ", nameOf(zone, moment));
  place.hidden = false;
}
