// Between the server and material that plays in a frame from another origin. The material is a stranger's: what it
// sends is passed on as words and numbers, and the server looks at them. Without an address to keep it, a preview.
const frame = document.querySelector("[data-package]");
const status = document.querySelector("[data-status]");
const says = (name) => frame.dataset[`says${name}`];
const { origin, open, keep, shelf } = frame.dataset;
const MARK = "camtree-package";
const EVERY = 15000; // milliseconds between tries while something is not stored
const CALM = 1000; // between two saves
const PATIENCE = 2500; // for material that is asked to end
const store = `camtree package ${shelf}`;
let token = document.querySelector("[name=csrfmiddlewaretoken]").value;
let opening = 0;
let number = 0;
let waiting = null; // what the material said last and the server does not have yet
let busy = false;
let over = false; // somebody opened it elsewhere: nothing more is kept from here
let timer;
let savedAt = 0;
let beginning = false;
let left;

function announce(text) {
  if (status.textContent !== text) status.textContent = text;
}

/** The part is finished: its line in the list says so, as it will when the page is opened again. */
function mark() {
  const here = document.querySelector("[data-here]");
  if (!here) return;
  here.textContent = says("Part");
  here.closest("li").className = "met";
}

function shelve(said) {
  try {
    if (said) localStorage.setItem(store, JSON.stringify(said));
    else localStorage.removeItem(store);
  } catch {
    // A device without room: saving on the server goes on.
  }
}

function shelved() {
  try {
    return JSON.parse(localStorage.getItem(store) ?? "null");
  } catch {
    return null;
  }
}

/** The token that lets forms through; a new one after somebody signed in again in another tab. */
async function freshToken() {
  const answer = await fetch(location.href, { redirect: "manual" });
  if (!answer.ok) return false;
  const other = new DOMParser().parseFromString(await answer.text(), "text/html");
  token = other.querySelector("[name=csrfmiddlewaretoken]").value;
  return true;
}

async function post(address, fields) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value ?? "");
  const send = () => fetch(address, { method: "POST", redirect: "manual", headers: { "X-CSRFToken": token }, body });
  let answer = await send();
  if (answer.type === "opaqueredirect" || answer.status === 403) {
    if (await freshToken()) answer = await send();
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new Error("signed out");
  }
  if (answer.status >= 500) throw new Error("try again");
  return answer;
}

const named = { package: frame.dataset.package, part: frame.dataset.part };

async function save() {
  clearTimeout(timer);
  timer = undefined;
  if (busy || over || !waiting) return;
  busy = true;
  const said = waiting;
  announce(says("Saving"));
  try {
    const answer = await post(keep, { ...named, ...said });
    const told = await answer.json().catch(() => ({}));
    if (waiting === said) {
      waiting = null;
      shelve(null);
    }
    if (answer.ok) {
      if (told.is_complete) mark();
      const result = told.score === null ? "" : ` ${told.score}%`;
      announce(`${says("Saved")}${result}${told.is_done ? ` ${says("Done")}` : ""}`);
    } else {
      over = answer.status === 409;
      announce(told.says ?? says("Refused"));
    }
  } catch (error) {
    announce(says(error.message === "signed out" ? "SignIn" : "Waiting"));
  } finally {
    busy = false;
    savedAt = Date.now();
  }
  if (waiting && !over) timer = setTimeout(save, waiting === said ? EVERY : CALM);
}

/** What the material says, as words and numbers and nothing else. */
function heard(data) {
  const text = (value) => (typeof value === "string" ? value : "");
  const amount = (value) => (typeof value === "number" && Number.isFinite(value) ? String(value) : "");
  number += 1;
  waiting = {
    opening,
    number,
    state: text(data.state),
    location: text(data.location),
    is_complete: data.isComplete === true ? "1" : "",
    is_passed: typeof data.isPassed === "boolean" ? String(data.isPassed) : "",
    score: amount(data.score),
    seconds: amount(data.seconds),
  };
  if (!keep) {
    const score = waiting.score ? ` · ${Math.round(Number(waiting.score) * 100)}%` : "";
    announce(`${says("Preview")} ${says(waiting.is_complete ? "Finished" : "Open")}${score}`);
    waiting = null;
    return;
  }
  shelve(waiting);
  // Not put off by what comes after it: material that never stops talking is stored too, once a second.
  if (!busy) timer ??= setTimeout(save, Math.max(50, savedAt + CALM - Date.now()));
}

function tell(type, facts = {}) {
  frame.contentWindow.postMessage({ mark: MARK, type, ...facts }, origin);
}

/** First what this device could not send the last time, then the number of this opening and the newest state. */
async function begin() {
  if (beginning) return;
  if (!open) {
    tell("start", { state: "", seconds: 0 });
    return;
  }
  beginning = true;
  let again = 0;
  try {
    const kept = shelved();
    if (kept) await post(keep, { ...named, ...kept });
    const answer = await post(open, named);
    const told = await answer.json();
    if (!answer.ok) {
      announce(told.says ?? says("Refused"));
      return;
    }
    shelve(null);
    opening = told.opening;
    tell("start", { state: told.state, seconds: told.seconds });
  } catch (error) {
    announce(says(error.message === "signed out" ? "SignIn" : "Waiting"));
    again = EVERY;
  } finally {
    beginning = false;
  }
  if (again) setTimeout(begin, again);
}

addEventListener("message", (event) => {
  if (event.origin !== origin || event.source !== frame.contentWindow || event.data?.mark !== MARK) return;
  if (event.data.type === "ready") begin();
  else if (event.data.type === "said" && (opening || !keep)) heard(event.data);
  else if (event.data.type === "left") left?.();
});

// Material often keeps its state only when it is closed: close it, wait for its last words, then go.
for (const link of document.querySelectorAll("[data-leave]")) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !opening) return;
    event.preventDefault();
    const patience = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
    tell("leave");
    await Promise.race([patience, new Promise((resolve) => { left = resolve; })]);
    while (busy) await new Promise((resolve) => { setTimeout(resolve, 50); });
    await Promise.race([patience, save()]);
    location.assign(link.href);
  });
}

const full = document.querySelector("[data-full]");
if (frame.requestFullscreen) {
  full.hidden = false;
  full.addEventListener("click", () => frame.requestFullscreen());
}
addEventListener("online", save);
// Only now: what the frame says before this script listens would be lost.
frame.src = frame.dataset.address;
