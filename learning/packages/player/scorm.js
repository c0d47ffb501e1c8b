// The runtime of SCORM 1.2 and SCORM 2004 for the material in the frame inside, which looks for it in its parents.
import { connect, tell } from "./bridge.js";

const { kind, reports, mastery, launchData, address } = document.documentElement.dataset;
const is12 = kind === "scorm12";
const content = document.querySelector("iframe");
const SOON = 400; // milliseconds in which several values are one message
let api;
let timer;

const number = (text) => (text === "" || text === undefined || text === null || Number.isNaN(Number(text)) ? null : Number(text));

/** The score as a share of what can be reached; null where there is none. */
function share(score) {
  const scaled = number(score?.scaled);
  if (scaled !== null) return scaled;
  const raw = number(score?.raw);
  if (raw === null) return null;
  const least = number(score.min) ?? 0;
  const most = number(score.max) ?? 100;
  return most > least ? (raw - least) / (most - least) : null;
}

/** What is kept of it: its own data for the next time, and what the site understands. */
function report() {
  clearTimeout(timer);
  if (!api) return;
  const { runtimeData, totalTimeSeconds } = api.renderCommitObject(true, true);
  const cmi = runtimeData.cmi;
  const status = is12 ? cmi.core.lesson_status : cmi.completion_status;
  const success = is12 ? status : cmi.success_status;
  tell("said", {
    state: JSON.stringify(cmi),
    location: String((is12 ? cmi.core.lesson_location : cmi.location) ?? ""),
    // In SCORM 1.2 one word says both: who failed has gone through it.
    isComplete: status === "completed" || success === "passed" || (is12 && success === "failed"),
    isPassed: success === "passed" ? true : success === "failed" ? false : null,
    score: share(is12 ? cmi.core.score : cmi.score),
    seconds: totalTimeSeconds || 0,
  });
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(report, SOON);
}

/** Data of the last time, where they can be read. */
function kept(state) {
  try {
    return state ? JSON.parse(state) : null;
  } catch {
    return null;
  }
}

async function start({ state }) {
  if (reports !== "true") {
    // A plain page: there is nothing it could say.
    content.addEventListener("load", () => tell("said", { state: "", location: "", isComplete: true, isPassed: null, score: null, seconds: 0 }), { once: true });
    content.src = address;
    return;
  }
  const before = kept(state);
  const settings = { autocommit: false, lmsCommitUrl: false, logLevel: 5, renderCommonCommitFields: true };
  if (is12) {
    const { Scorm12API } = await import("./vendor/scorm-again/scorm12.min.js");
    // The standard: who sets no status and ends has completed it.
    api = window.API = new Scorm12API({ ...settings, autoCompleteLessonStatus: true });
  } else {
    const { Scorm2004API } = await import("./vendor/scorm-again/scorm2004.min.js");
    api = window.API_1484_11 = new Scorm2004API(settings);
  }
  if (before) api.loadFromJSON(before);
  const cmi = api.cmi;
  const entry = before ? "resume" : "ab-initio";
  if (is12) {
    cmi.core.student_id = "learner";
    cmi.core.entry = entry;
    if (mastery) cmi.student_data.mastery_score = String(Number(mastery) * 100);
  } else {
    cmi.learner_id = "learner";
    cmi.entry = entry;
    if (mastery) cmi.scaled_passing_score = mastery;
  }
  if (launchData) cmi.launch_data = launchData;
  for (const name of is12 ? ["LMSCommit", "LMSFinish"] : ["Commit", "Terminate"]) api.on(name, report);
  api.on(is12 ? "LMSSetValue" : "SetValue", soon);
  content.src = address;
}

/** Gives the material its chance to end by itself, then says once more what there is. */
function leave() {
  return new Promise((resolve) => {
    const done = () => {
      if (reports === "true") report();
      resolve();
    };
    setTimeout(done, 800);
    content.addEventListener("load", done, { once: true });
    content.src = "about:blank";
  });
}

connect(start, leave);
