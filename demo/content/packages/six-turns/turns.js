"use strict";

const CODES = { "": "Choose", build: "Build on ideas", challenge: "Challenge", invite: "Invite to build or explain", none: "No code" };
const TURNS = [
  ["Jonas: Red's more likely, we got red three times.", "none", "We left it out: we had not heard what came before."],
  ["Aya: That's just luck. Three's not a lot.", "challenge", "A challenge: it gives a reason."],
  ["Jonas: OK, but red could be more.", "none", "Turn 1 again with less force. Nothing was added."],
  ["Mina: What would be a lot, then?", "invite", "An invitation, and a very good one."],
  ["Aya: Thirty. If it's still red at thirty, then I believe you.", "build", "It builds on turn 4 and sets a test."],
  ["Jonas: No.", "none", "A bare no is not yet a challenge."],
];

/** The runtime of SCORM 1.2 is in one of the windows around this one; null where this page is opened by itself. */
function runtime() {
  for (let at = window; ; at = at.parent) {
    if (at.API) return at.API;
    if (at.parent === at) return null;
  }
}

const api = runtime();
api?.LMSInitialize("");
const form = document.querySelector("form");
const list = document.querySelector("ol");

TURNS.forEach(([said, , why], place) => {
  const item = document.createElement("li");
  const label = document.createElement("label");
  label.append(said, document.createElement("br"));
  const choice = document.createElement("select");
  choice.name = `turn${place}`;
  for (const [code, name] of Object.entries(CODES)) choice.add(new Option(name, code));
  label.append(choice);
  const ours = document.createElement("p");
  ours.className = "ours";
  ours.hidden = true;
  ours.textContent = why;
  item.append(label, ours);
  list.append(item);
});

const choices = () => [...list.querySelectorAll("select")];

/** What we chose, after the reader has. */
function compare() {
  const right = choices().filter((choice, place) => choice.value === TURNS[place][1]).length;
  for (const ours of list.querySelectorAll(".ours")) ours.hidden = false;
  document.querySelector("[role=status]").textContent = `${right} of ${TURNS.length} as we coded them. Where you differ, ask what you heard that we did not.`;
  return right;
}

function keep(status) {
  api?.LMSSetValue("cmi.suspend_data", JSON.stringify(choices().map((choice) => choice.value)));
  api?.LMSSetValue("cmi.core.lesson_status", status);
  api?.LMSCommit("");
}

form.addEventListener("change", () => {
  if (api?.LMSGetValue("cmi.core.lesson_status") !== "completed") keep("incomplete");
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const right = compare();
  api?.LMSSetValue("cmi.core.score.min", "0");
  api?.LMSSetValue("cmi.core.score.max", String(TURNS.length));
  api?.LMSSetValue("cmi.core.score.raw", String(right));
  keep("completed");
});
addEventListener("pagehide", () => api?.LMSFinish(""));

// Where one stopped.
try {
  JSON.parse(api?.LMSGetValue("cmi.suspend_data") || "[]").forEach((value, place) => { choices()[place].value = value; });
} catch {
  // Nothing that can be read: one begins anew.
}
if (api?.LMSGetValue("cmi.core.lesson_status") === "completed") compare();
