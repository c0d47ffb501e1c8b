// Two things that the editors' screens lack: no saving by itself after a button was pressed, and errors in one place.
const form = document.querySelector("[data-edit-form]") ?? document.querySelector("main form[method=post i]");
const { problem } = document.querySelector("script[data-problem]").dataset;

// Wagtail saves a second after the last change, also when the change is the field by which a pressed button says what
// it is for. Where the server takes longer than that to publish, a draft would appear beside what was just published.
let leaves = false;
let last;
const isPressed = () => leaves || form.querySelector("[name=action-workflow-action]");
document.addEventListener("w-autosave:save", (event) => {
  last = event;
  if (isPressed()) event.preventDefault();
});
form?.addEventListener("submit", (event) => {
  leaves = true;
  last?.preventDefault(); // one that waits for its moment is not sent
  setTimeout(() => (leaves = !event.defaultPrevented));
});
addEventListener("pageshow", () => (leaves = false));

/** What is wrong, as one reads it: the field's name and the sentence. */
function faults() {
  const found = [];
  for (const box of form?.querySelectorAll(".w-field__errors, .error-message, .help-block.help-critical") ?? []) {
    const text = box.innerText.trim() || box.textContent.trim();
    if (!text || box.closest("template, .deleted") || (box.matches(".error-message") && box.closest(".w-field__errors"))) continue;
    const field = box.closest("[data-field]") ?? box.closest("[data-contentpath], [data-panel], li, section");
    const label = box.closest(".w-field__wrapper")?.querySelector("label") ?? box.closest("[data-panel]")?.querySelector("h2, h3, label");
    const name = label?.textContent.replace(/\*/g, "").trim();
    found.push([field ?? box, name ? `${name}: ${text}` : text]);
  }
  return found;
}

/** Go to a field, through the tab and the panel that hide it. */
function goTo(field) {
  for (let panel = field.closest("[role=tabpanel][hidden]"); panel; panel = panel.parentElement.closest("[role=tabpanel][hidden]"))
    document.querySelector(`[role=tab][aria-controls="${panel.id}"]`)?.click();
  for (let box = field.closest("[hidden]"); box; box = box.parentElement.closest("[hidden]"))
    document.querySelector(`[aria-expanded=false][aria-controls="${box.id}"]`)?.click();
  const control = field.querySelector("input:not([type=hidden]), select, textarea, [contenteditable=true], button");
  requestAnimationFrame(() => (control ?? field).focus());
}

function summarise() {
  const found = faults();
  if (!found.length || document.querySelector("[data-error-summary]")) return;
  const box = document.createElement("div");
  box.className = "help-block help-critical";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  box.dataset.errorSummary = "";
  const title = document.createElement("h2");
  title.textContent = problem;
  const list = document.createElement("ul");
  for (const [field, text] of found) {
    const link = document.createElement("a");
    link.href = "#";
    link.textContent = text;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      goTo(field);
    });
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  box.append(title, list);
  form.prepend(box);
  box.focus();
}

// Blocks of a text are drawn by scripts of their own, after the page.
addEventListener("load", () => setTimeout(summarise, 300));
