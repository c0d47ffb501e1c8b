// What all that saves by itself has in common: a shelf on the device, sending, a line that tells, a choice of two texts.
export const setup = document.querySelector("script[data-kept]").dataset;
export const member = setup.member ?? document.documentElement.dataset.member ?? "";
// A visitor's words stay in the tab: somebody else may use the computer next.
const store = member ? localStorage : sessionStorage;
const PREFIX = `camtree kept ${member} `;
const DAYS = 30;
export const IDLE = 1200; // milliseconds after the last key until the server has it
export const RETRY = 8000;

/** What this device keeps, by name. */
export const shelf = {
  read(name) {
    try {
      return JSON.parse(store.getItem(PREFIX + name));
    } catch {
      return null;
    }
  },
  /** Whether there was room. */
  write(name, value) {
    try {
      store.setItem(PREFIX + name, JSON.stringify({ ...value, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  },
  drop(name) {
    try {
      store.removeItem(PREFIX + name);
    } catch {
      // Nothing can be kept here, so nothing is.
    }
  },
};

function tidy() {
  try {
    for (const name of Object.keys(localStorage)) {
      if (!name.startsWith("camtree kept ")) continue;
      const { at } = JSON.parse(localStorage[name]);
      if (!(Date.now() - at < DAYS * 86400000)) localStorage.removeItem(name);
    }
  } catch {
    // As above.
  }
  const taken = document.cookie.match(/(?:^|; )camtree_taken=([^;]+)/);
  if (!taken) return;
  shelf.drop(decodeURIComponent(taken[1].replace(/^"|"$/g, "")));
  document.cookie = "camtree_taken=; Max-Age=0; Path=/; SameSite=Lax";
}

/** A token that lets a form through after the same person signed in again in another tab; false until then. */
async function freshToken(form) {
  const answer = await fetch(location.href, { redirect: "manual" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const other = page.querySelector("script[data-member]")?.dataset.member ?? page.documentElement.dataset.member ?? "";
  const token = page.querySelector("[name=csrfmiddlewaretoken]");
  if (!token || (member && other !== member)) return false;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token.value;
  return true;
}

// A page that is left sends what it can on its way.
let isGoing = false;
addEventListener("pagehide", () => (isGoing = true));
addEventListener("pageshow", () => (isGoing = false));

/** Send to the server: {answer}, or {why}: "offline" or "signIn". `body` is asked for anew with a new token. */
export async function send(address, form, body, type) {
  for (const again of [false, true]) {
    const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    const headers = { Accept: "application/json", "X-CSRFToken": token, ...(type && { "Content-Type": type }) };
    try {
      const answer = await fetch(address, { method: "POST", redirect: "manual", headers, body: body(), keepalive: isGoing });
      if (answer.status >= 500) break;
      if (answer.type !== "opaqueredirect" && answer.status !== 403) return { answer };
      if (again || !(await freshToken(form))) return { why: "signIn" };
    } catch {
      break;
    }
  }
  return { why: "offline" };
}

/** The line that says how things stand. Only time that goes by is not read out. */
export class Status {
  constructor(place, says, isBusy = () => false) {
    Object.assign(this, { place, says, savedAt: 0 });
    setInterval(() => {
      if (!this.savedAt || isBusy()) return;
      const seconds = Math.round((Date.now() - this.savedAt) / 1000);
      const [name, number] = seconds < 60 ? ["seconds", seconds] : ["minutes", Math.round(seconds / 60)];
      if (says(name)) this.tell(name, number, false);
    }, 4000);
  }
  tell(name, number = "", aloud = true) {
    this.write(this.says(name).replace("%s", number), aloud);
  }
  write(text, aloud = true) {
    this.place.setAttribute("aria-live", aloud ? "polite" : "off");
    if (this.place.textContent !== text) this.place.textContent = text;
  }
  saved() {
    this.savedAt = Date.now();
    this.tell("saved");
  }
}

/** Ask before the page is left while `isLoose` says that something would be lost. */
export function warnWhile(isLoose) {
  addEventListener("beforeunload", (event) => isLoose() && event.preventDefault());
}

export function button(text, deed) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button quiet";
  made.textContent = text;
  made.addEventListener("click", deed);
  return made;
}

/** Two texts for one place: both are shown with what can be done. The focus stays where somebody types. */
export function offer(box, text, theirs, deeds) {
  const words = document.createElement("p");
  words.textContent = text;
  const buttons = document.createElement("p");
  buttons.className = "actions";
  for (const [label, deed] of deeds)
    buttons.append(
      button(label, () => {
        box.hidden = true;
        box.replaceChildren();
        deed();
      }),
    );
  box.replaceChildren(...[words, theirs, buttons].filter(Boolean));
  box.hidden = false;
}

/** Enter in a field of one line hands nothing in; a button does. */
export function noEnter(form) {
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key === "Enter" && !event.isComposing && field.matches("input:not([type=submit],[type=button])")) event.preventDefault();
  });
}

tidy();
