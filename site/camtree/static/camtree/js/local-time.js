// Adds the time in the visitor's own zone, with the zone written beside it, where the hosts' zone is another one.
// A member's own zone is the one of the account, a visitor's the one of the browser.
const language = document.documentElement.lang.replace(/^en$/, "en-GB");
const zone = document.documentElement.dataset.timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone;
const parts = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

for (const place of document.querySelectorAll("[data-local-time]")) {
  const moment = new Date(place.dataset.localTime);
  if (!zone || zone === place.dataset.zone || Number.isNaN(moment.getTime())) continue;
  const named = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(moment);
  const offset = named.find((part) => part.type === "timeZoneName")?.value.replace("GMT", "UTC") ?? "";
  const city = zone.split("/").pop().replaceAll("_", " ");
  const time = document.createElement("b");
  time.textContent = new Intl.DateTimeFormat(language, { ...parts, timeZone: zone }).format(moment);
  place.append(time, city === offset ? city : `${city} (${offset})`);
  place.hidden = false;
}
