// Saves a quiz while it is being answered, says so, and hands it in when its time is over. Without this script the form
// has its buttons.
const { Status, button, noEnter, send, shelf, warnWhile } = await import(document.querySelector("script[data-kept]").dataset.saving);
const form = document.querySelector("[data-quiz]");
const says = (name) => form.dataset[`says${name[0].toUpperCase()}${name.slice(1)}`];
const status = new Status(form.querySelector("[data-status]"), says, () => dirty || busy);
const onDevice = `quiz ${form.dataset.quiz}`;
const EVERY = 20000; // milliseconds between tries while something is not saved
const IDLE = 1500; // after the last change
// Names this page, so that what it sends late cannot replace what it sent afterwards.
const page = form.elements.key.value.split(".")[0];
const others = "BroadcastChannel" in window ? new BroadcastChannel(`camtree ${onDevice}`) : { postMessage() {} };
let sent = 0;
let dirty = false;
let busy = false;
let leaves = false;
let isKept = true;
let timer;

/** The fields of a question; their common name is before the dash. */
const questionOf = (name) => name.match(/^q\d+/)?.[0];
const answers = () => [...form.elements].filter((field) => field.name && questionOf(field.name) && !field.name.endsWith("-seen"));
// Digests of the answers that count, as far as this page knows.
const known = {};
// Questions that were changed here since the last sending.
const fresh = new Set();
for (const field of form.elements) if (/^q\d+-seen$/.test(field.name)) known[questionOf(field.name)] = field.value;

/** What was changed here is told as such, also where it is changed back. */
function touch(name) {
  const seen = form.elements[`${questionOf(name)}-seen`];
  if (seen) seen.value = "";
  fresh.add(questionOf(name));
}

function keep() {
  const touched = new Set(answers().map((field) => questionOf(field.name)).filter((name) => !form.elements[`${name}-seen`].value));
  const kept = {};
  for (const name of touched) kept[name] = [];
  for (const [name, value] of new FormData(form)) {
    if (touched.has(questionOf(name)) && !name.endsWith("-seen")) kept[questionOf(name)].push([name, value]);
  }
  isKept = shelf.write(onDevice, { kept });
}

/** Answers that this device holds because they could not be saved the last time. */
function recover() {
  const kept = shelf.read(onDevice)?.kept;
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
  status.tell("found");
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

/** What the form sends, numbered. */
function body() {
  sent += 1;
  const data = new FormData(form);
  data.set("key", `${page}.${sent}`);
  data.set("known", JSON.stringify(known));
  data.delete("csrfmiddlewaretoken");
  return data;
}

async function save() {
  clearTimeout(timer);
  if (busy || !dirty || leaves) return;
  await ask();
  if (dirty) timer = setTimeout(save, IDLE * 4);
}

/** Send what there is, which also asks what counts by now. */
async function ask() {
  const had = dirty;
  busy = true;
  dirty = false;
  const mine = Object.keys(known).filter((name) => !form.elements[`${name}-seen`].value);
  fresh.clear();
  if (had) status.tell("saving", "", false);
  const { answer, why } = await send(form.dataset.save, form, body);
  if (answer) await heard(answer, had, mine);
  else if (had) {
    dirty = true;
    status.tell(why);
  }
  busy = false;
}

async function heard(answer, had, mine) {
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) {
    if (!dirty) shelf.drop(onDevice);
    if (had) status.saved();
    for (const name of mine) {
      known[name] = said.now[name];
      if (!fresh.has(name)) form.elements[`${name}-seen`].value = said.now[name];
      document.getElementById(`question-${name.slice(1)}`).querySelector(".changed-elsewhere")?.remove();
    }
    for (const name of said.replaced) notice(name, "replaced");
    compare(said.now);
    if (had) others.postMessage(said.now);
    return;
  }
  status.write(said.says ?? says("refused"));
  if (said.result) shelf.drop(onDevice);
}

/** Say at each question whose answer another tab changed that what is here is not what counts. */
function compare(now) {
  for (const [name, digest] of Object.entries(now)) {
    if (known[name] === undefined || known[name] === digest || fresh.has(name)) continue;
    notice(name, "elsewhere");
    known[name] = digest;
  }
}

function notice(name, what) {
  const question = document.getElementById(`question-${name.slice(1)}`);
  let line = question.querySelector(".changed-elsewhere");
  if (!line) {
    line = document.createElement("p");
    line.className = "changed-elsewhere late";
    line.setAttribute("role", "status");
    question.append(line);
  }
  line.textContent = says(what);
  if (what === "elsewhere") line.append(" ", button(says("show"), () => (leaves = true) && location.assign(location.pathname)));
}

function countDown(place) {
  const aloud = document.querySelector("[data-left-aloud]");
  const end = Date.now() + Number(place.dataset.left) * 1000;
  // Read out three times and no more: the rest is for the eye.
  const told = [300, 60, 10].filter((second) => second < Number(place.dataset.left));
  const words = (left) => (left === 60 ? place.dataset.minute : left > 60 ? place.dataset.minutes.replace("%s", Math.floor(left / 60)) : place.dataset.seconds.replace("%s", left));
  const tell = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    place.textContent = left ? words(left) : place.dataset.over;
    if (told.length && left <= told[0]) {
      while (told.length && left <= told[0]) told.shift();
      aloud.textContent = words(left);
    }
    if (left) setTimeout(tell, left > 70 ? 5000 : 250);
    else handIn();
  };
  tell();
}

/** The time is over: what stands here is handed in, as often as it takes; what was saved in time counts anyway. */
async function handIn() {
  if (leaves) return;
  clearTimeout(timer);
  status.tell("handingIn");
  const { answer } = await send(location.pathname, form, () => {
    const data = body();
    data.set("do", "submit");
    data.delete("ask");
    return data;
  });
  const said = answer?.ok ? await answer.json().catch(() => ({})) : {};
  if (!said.result) return setTimeout(handIn, 5000);
  leaves = true;
  shelf.drop(onDevice);
  location.assign(said.result);
}

form.reset(); // what counts, not what the browser remembers of an earlier visit
noEnter(form);
// Not on "change" as well: it comes once more when a text field is left, and would send anew what another tab replaced.
form.addEventListener("input", changed);
form.addEventListener("submit", () => {
  leaves = true;
  clearTimeout(timer);
  form.elements.key.value = `${page}.${sent + 1}`;
  if (dirty) keep();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
  else if (!dirty) form.reset(); // some browsers remember only now
});
window.addEventListener("online", save);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && !busy && !leaves && ask());
others.onmessage = ({ data }) => compare(data);
warnWhile(() => dirty && !isKept && !leaves);
setInterval(() => dirty && !busy && save(), EVERY);
recover();
for (const place of document.querySelectorAll("[data-left]")) countDown(place);
