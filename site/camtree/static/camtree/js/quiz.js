// Saves a quiz while it is being answered, and says so. Without this script the form has its buttons.
const form = document.querySelector("[data-quiz]");
const status = form.querySelector("[data-status]");
const says = (name, number) => form.dataset[`says${name}`].replace("%s", number);
const shelf = `camtree quiz ${form.dataset.quiz}`;
const EVERY = 20000; // milliseconds between tries while something is not saved
const IDLE = 1500; // after the last change
// Names this page, so that what it sends late cannot replace what it sent afterwards.
const page = form.elements.key.value.split(".")[0];
let sent = 0;
let savedAt = 0;
let dirty = false;
let busy = false;
let timer;

function announce(text, aloud = true) {
  status.setAttribute("aria-live", aloud ? "polite" : "off");
  if (status.textContent !== text) status.textContent = text;
}

/** The fields of a question; their common name is before the dash. */
const questionOf = (name) => name.match(/^q\d+/)?.[0];
const answers = () => [...form.elements].filter((field) => field.name && questionOf(field.name) && !field.name.endsWith("-seen"));

/** What was changed here is told as such, also where it is changed back. */
function touch(name) {
  const seen = form.elements[`${questionOf(name)}-seen`];
  if (seen) seen.value = "";
}

function keep() {
  const touched = new Set(answers().map((field) => questionOf(field.name)).filter((name) => !form.elements[`${name}-seen`].value));
  const kept = {};
  for (const name of touched) kept[name] = [];
  for (const [name, value] of new FormData(form)) {
    if (touched.has(questionOf(name)) && !name.endsWith("-seen")) kept[questionOf(name)].push([name, value]);
  }
  try {
    localStorage.setItem(shelf, JSON.stringify(kept));
  } catch {
    // A device without room: saving on the server goes on.
  }
}

/** Answers that this device holds because they could not be saved the last time. */
function recover() {
  const kept = JSON.parse(localStorage.getItem(shelf) ?? "null");
  if (!kept || !Object.keys(kept).length) return;
  for (const field of answers()) {
    const own = kept[questionOf(field.name)];
    if (!own) continue;
    const values = own.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
    touch(field.name);
  }
  dirty = true;
  announce(says("Found"));
  save();
}

function changed(event) {
  if (!questionOf(event.target.name ?? "")) return;
  touch(event.target.name);
  dirty = true;
  keep();
  clearTimeout(timer);
  timer = setTimeout(save, IDLE);
}

/** The token that lets forms through; a new one after somebody signed in again in another tab. */
async function freshToken() {
  const answer = await fetch(location.pathname, { redirect: "manual" });
  if (!answer.ok) return false;
  const other = new DOMParser().parseFromString(await answer.text(), "text/html");
  form.elements.csrfmiddlewaretoken.value = other.querySelector("[name=csrfmiddlewaretoken]").value;
  return true;
}

async function save() {
  clearTimeout(timer);
  if (busy || !dirty) return;
  busy = true;
  dirty = false;
  sent += 1;
  const body = new FormData(form);
  body.set("key", `${page}.${sent}`);
  announce(says("Saving"), false);
  let next = 0;
  try {
    const answer = await fetch(form.dataset.save, { method: "POST", redirect: "manual", body });
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      dirty = true;
      if (await freshToken()) next = 1;
      else announce(says("SignIn"));
    } else await heard(answer);
  } catch {
    dirty = true;
    announce(says("Offline"));
  } finally {
    busy = false;
  }
  if (dirty) timer = setTimeout(save, next || IDLE * 4);
}

async function heard(answer) {
  if (answer.ok) {
    savedAt = Date.now();
    if (!dirty) localStorage.removeItem(shelf);
    announce(says("Saved"));
    return;
  }
  if (answer.status >= 500) throw new Error("try again");
  const said = await answer.json().catch(() => ({}));
  announce(said.says ?? says("Refused"));
  if (said.result) localStorage.removeItem(shelf);
}

function countDown(place) {
  const end = Date.now() + Number(place.dataset.left) * 1000;
  const tell = () => {
    const left = Math.max(0, end - Date.now());
    const minutes = Math.floor(left / 60000);
    place.textContent = left ? (minutes ? place.dataset.minutes.replace("%s", minutes) : place.dataset.minute) : place.dataset.over;
    if (left) setTimeout(tell, Math.min(left, 5000));
  };
  tell();
}

form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.addEventListener("submit", () => {
  clearTimeout(timer);
  form.elements.key.value = `${page}.${sent + 1}`;
  if (dirty) keep();
});
window.addEventListener("online", save);
setInterval(() => {
  if (dirty && !busy) save();
}, EVERY);
setInterval(() => {
  if (!savedAt || dirty || busy) return;
  const seconds = Math.round((Date.now() - savedAt) / 1000);
  // Shown, not read out each time.
  announce(seconds < 60 ? says("Seconds", seconds) : says("Minutes", Math.round(seconds / 60)), false);
}, 4000);
for (const place of document.querySelectorAll("[data-left]")) countDown(place);
recover();
