// Plays H5P, and hears what it says of itself (xAPI statements of the material as a whole).
import { connect, tell } from "./bridge.js";

const { base, assets, title } = document.documentElement.dataset;
const vendor = `${assets}/vendor/h5p-standalone`;
const OFTEN = 4000; // milliseconds between looks at the state
const DONE = ["completed", "answered", "passed", "failed", "mastered"];
const said = { isComplete: false, isPassed: null, score: null };
const began = Date.now();
let last = "";
let seconds = 0;

function state() {
  const first = window.H5P?.instances?.[0];
  try {
    const now = first?.getCurrentState?.();
    return now === undefined ? last : JSON.stringify(now);
  } catch {
    return last; // material that cannot say where it is
  }
}

function report() {
  last = state();
  tell("said", { ...said, state: last, location: "", seconds: seconds + Math.round((Date.now() - began) / 1000) });
}

function heard(event) {
  const statement = event.data?.statement;
  // Only the material as a whole: a question inside it counts towards its own result.
  if (!statement || statement.context?.contextActivities?.parent) return;
  const verb = statement.verb?.id?.split("/").pop();
  const score = statement.result?.score;
  if (DONE.includes(verb) || statement.result?.completion === true) said.isComplete = true;
  if (verb === "passed" || verb === "failed") said.isPassed = verb === "passed";
  else if (typeof statement.result?.success === "boolean") said.isPassed = statement.result.success;
  if (typeof score?.scaled === "number") said.score = score.scaled;
  else if (score?.max > 0 && typeof score.raw === "number") said.score = score.raw / score.max;
  report();
}

/** A storage that lasts as long as the page. H5P wants one, and a browser that keeps strangers' frames from storing
 * anything answers with a fault in place of an empty one. */
function forgetful() {
  const kept = new Map();
  return {
    get length() { return kept.size; },
    key: (place) => [...kept.keys()][place] ?? null,
    getItem: (name) => kept.get(String(name)) ?? null,
    setItem: (name, value) => { kept.set(String(name), String(value)); },
    removeItem: (name) => { kept.delete(String(name)); },
    clear: () => kept.clear(),
  };
}

function script(address) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = address;
    element.onload = resolve;
    element.onerror = reject;
    document.head.append(element);
  });
}

async function start(message) {
  last = message.state || "";
  seconds = message.seconds || 0;
  for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { value: forgetful(), configurable: true });
  await script(`${vendor}/main.bundle.js`);
  await new window.H5PStandalone.H5P(document.querySelector("[data-h5p]"), {
    id: "1",
    title,
    h5pJsonPath: base,
    frameJs: `${vendor}/frame.bundle.js`,
    frameCss: `${vendor}/styles/h5p.css`,
    // This page is a frame already.
    embedType: "div",
    frame: true,
    copyright: true,
    fullScreen: false,
    // Without a number it would not take up the state; it is sent nowhere, because there is no user.
    saveFreq: 3600,
    contentUserData: last ? [{ state: last }] : undefined,
  });
  window.H5P.externalDispatcher.on("xAPI", heard);
  setInterval(() => {
    if (state() !== last) report();
  }, OFTEN);
}

connect(start, report);
