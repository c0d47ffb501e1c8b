// A long list of boxes to tick: a field over it that shows only those whose name holds what is typed. Ticked ones stay.
export function narrow(box) {
  const labels = [...box.querySelectorAll("label")];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const field = document.createElement("input");
  field.type = "search";
  field.className = "choices-filter";
  field.autocomplete = "off";
  field.setAttribute("aria-label", box.dataset.filter);
  field.placeholder = box.dataset.filter;
  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    for (const label of labels) {
      const name = plain(label.textContent);
      label.hidden = !label.querySelector("input").checked && !words.every((word) => name.includes(word));
    }
  });
  // It narrows the list and is no answer of the form: Enter does not send it.
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  box.before(field);
}
