// Chooses the zone of the browser in a list of zones, where that list has it and nobody has chosen another yet.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const list of document.querySelectorAll("select[data-own-zone]")) {
  const chosen = [...list.options].find((option) => option.defaultSelected);
  const own = [...list.options].find((option) => option.value === zone);
  if (own && (!chosen || chosen.selected) && !document.querySelector("[data-error-summary]")) own.selected = true;
}
