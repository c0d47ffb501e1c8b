// Captions cue by cue, beside their recording. What is sent is the text of the whole file, which stands in the form and
// is changed with each cue; blocks that are no cue (notes, styles, regions) stay as they are written.
const ARROW = "-->";
const TIMING = /^[ \t]*(?:(\d+):)?([0-5]\d):([0-5]\d)\.(\d{3})[ \t]*-->[ \t]*(?:(\d+):)?([0-5]\d):([0-5]\d)\.(\d{3})(?!\d)(.*)$/;
const VOICE = /^\s*<v((?:\.[^\s>]*)?)[ \t]+([^>]*)>/;
const MARK = /<(?!\/?(?:c|i|b|u|ruby|rt|v|lang)[\s.>]|\d)/g;

const millis = (h, m, s, ms) => ((Number(h ?? 0) * 60 + Number(m)) * 60 + Number(s)) * 1000 + Number(ms);

/** Milliseconds as WebVTT writes a time. */
function written(moment) {
  const two = (number) => String(number).padStart(2, "0");
  const whole = Math.floor(moment / 1000);
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}.${String(moment % 1000).padStart(3, "0")}`;
}

/** A time as people type it: 754.5, 12:34, 1:02:03.5; null where it is none. */
function moment(text) {
  const parts = text.trim().replace(",", ".").split(":");
  if (parts.length > 3 || !parts.every((part, at) => (at === parts.length - 1 ? /^\d+(\.\d{1,3})?$/ : /^\d+$/).test(part))) return null;
  return Math.round(parts.reduce((sum, part) => sum * 60 + Number(part), 0) * 1000);
}

/** The blocks of a file: those that are cues, and others with nothing but their text. */
function parse(text) {
  const blocks = [];
  let lines = [], first = 0;
  const end = () => {
    if (lines.length) blocks.push(cueOf(lines, first) ?? { raw: lines.join("\n") });
    lines = [];
  };
  text.replace(/\r\n?/g, "\n").split("\n").forEach((line, at) => {
    if (!line) return end();
    if (!lines.length) first = at + 1;
    lines.push(line);
  });
  end();
  return blocks;
}

function cueOf(lines, first) {
  const at = lines[0].includes(ARROW) ? 0 : 1;
  const found = TIMING.exec(lines[at] ?? "");
  if (!found || lines.slice(at + 1).some((line) => line.includes(ARROW))) return null;
  const raw = lines.join("\n");
  const said = lines.slice(at + 1).join("\n");
  const voice = VOICE.exec(said);
  let text = voice ? said.slice(voice[0].length) : said;
  // Who speaks the whole cue needs no end.
  if (voice && text.endsWith("</v>") && text.indexOf("</v>") === text.length - 4) text = text.slice(0, -4);
  return {
    raw, first, length: lines.length, name: at ? lines[0] : "", settings: found[9].trim(),
    start: millis(...found.slice(1, 5)), end: millis(...found.slice(5, 9)),
    classes: voice ? voice[1] : "", voice: voice ? plain(voice[2].trim()) : "", text: shown(text),
  };
}

const plain = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
// A sign & that begins no reference is shown as it is, and written as WebVTT asks.
const shown = (text) => text.replace(/&amp;(?!#?\w+;)/g, "&");
const escaped = (text) => text.replace(/&(?!(?:#\d+|#x[\da-f]+|[a-z]\w*);)/gi, "&amp;").replaceAll(ARROW, "--&gt;").replace(MARK, "&lt;");

function rawOf(cue) {
  const voice = cue.voice.trim().replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const said = escaped(cue.text).split("\n").filter((line) => line.trim()).join("\n");
  const times = `${written(cue.start)} ${ARROW} ${written(cue.end)}${cue.settings ? ` ${cue.settings}` : ""}`;
  return [cue.name, times, (voice ? `<v${cue.classes} ${voice}>` : "") + said].filter(Boolean).join("\n");
}

class Desk {
  constructor(box) {
    Object.assign(this, { box, before: [], at: 0 });
    const find = (selector) => box.querySelector(selector);
    this.form = find("form");
    this.area = this.form.elements.text;
    this.list = find("[data-cues]");
    this.row = find("[data-cue]").content.firstElementChild;
    this.player = find("video, audio");
    this.says = find("[data-says]");
    for (const name of ["[data-tools]", "[data-keys]", "[data-cues]"]) find(name).hidden = false;
    find("[data-whole]").open = false;
    this.read();
    const lines = this.form.dataset.lines.split(",").filter(Boolean).map(Number);
    for (const cue of this.cues) {
      const isWrong = lines.some((line) => line >= cue.first && line < cue.first + cue.length);
      if (isWrong) this.rowOf(cue).classList.add("is-wrong");
      this.rowOf(cue).querySelector(".cue-fault").hidden = !isWrong;
    }
    this.list.addEventListener("input", (event) => this.typed(event.target));
    this.list.addEventListener("change", (event) => this.timed(event.target));
    this.list.addEventListener("focusin", (event) => { this.at = this.placeOf(event.target); });
    // The whole file changed by hand, or words that were kept came back.
    this.area.addEventListener("change", () => this.read());
    this.area.addEventListener("filled", () => this.read());
    find("[data-tools]").addEventListener("click", (event) => this.do(event.target.dataset.do));
    find("[data-shift]").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.do("shift");
    });
    box.addEventListener("keydown", (event) => this.pressed(event));
    this.player.addEventListener("timeupdate", () => this.follow());
    this.track = this.player.addTextTrack?.("captions", "", this.row.querySelector("textarea").lang);
    if (this.track) this.track.mode = "showing";
    this.show();
  }

  get cues() {
    return this.blocks.filter((block) => block.start !== undefined);
  }

  rowOf(cue) {
    return this.list.children[this.cues.indexOf(cue)];
  }

  placeOf(element) {
    return [...this.list.children].indexOf(element.closest(".cue"));
  }

  /** Draws the cues of the text. */
  read() {
    this.blocks = parse(this.area.value);
    this.list.replaceChildren(...this.cues.map((cue) => {
      const row = this.row.cloneNode(true);
      for (const field of row.querySelectorAll("[data-part]")) {
        const part = field.dataset.part;
        field.value = part === "start" || part === "end" ? written(cue[part]) : cue[part];
        // Their words are sent and kept as part of the whole.
        field.removeAttribute("name");
      }
      this.size(row.querySelector("textarea"));
      return row;
    }));
    this.show();
  }

  /** Puts the cues into the text, where they are sent and kept. */
  write() {
    const head = this.blocks[0] && this.blocks[0].start === undefined ? [] : [{ raw: "WEBVTT" }];
    this.area.value = `${[...head, ...this.blocks].map((block) => block.raw).join("\n\n")}\n`;
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), 300);
  }

  size(area) {
    area.rows = Math.max(2, area.value.split("\n").length);
  }

  typed(field) {
    const cue = this.cues[this.placeOf(field)];
    if (!cue || !["voice", "text"].includes(field.dataset.part)) return;
    cue[field.dataset.part] = field.value;
    cue.raw = rawOf(cue);
    if (field.matches("textarea")) this.size(field);
    this.write();
  }

  timed(field) {
    const part = field.dataset.part;
    const cue = this.cues[this.placeOf(field)];
    if (!cue || !["start", "end"].includes(part)) return;
    const time = moment(field.value);
    field.setAttribute("aria-invalid", String(time === null));
    if (time === null) return;
    this.keep();
    this.setTime(cue, part, time);
  }

  setTime(cue, part, time) {
    cue[part] = Math.max(0, time);
    cue.raw = rawOf(cue);
    const row = this.rowOf(cue);
    const field = row.querySelector(`[data-part=${part}]`);
    field.value = written(cue[part]);
    for (const one of row.querySelectorAll(".cue-times input")) one.setAttribute("aria-invalid", String(cue.end <= cue.start));
    this.write();
  }

  /** Remembers the text as it is, for who takes back what comes now. */
  keep() {
    this.before.push([this.area.value, this.at]);
    if (this.before.length > 50) this.before.shift();
  }

  pressed(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const deed = {
      KeyP: "play", BracketLeft: "start", BracketRight: "end", KeyS: "split", KeyJ: "join", KeyN: "add", KeyX: "remove",
      KeyZ: "undo", ArrowUp: "up", ArrowDown: "down",
    }[event.code];
    if (!deed) return;
    event.preventDefault();
    this.do(deed);
  }

  do(deed) {
    const cue = this.cues[this.at];
    const deeds = {
      play: () => this.play(cue), undo: () => this.undo(), shift: () => this.shift(), add: () => this.add(cue),
      up: () => this.go(this.at - 1), down: () => this.go(this.at + 1),
    };
    const ofCue = {
      start: () => { this.keep(); this.setTime(cue, "start", this.now()); },
      end: () => { this.keep(); this.setTime(cue, "end", this.now()); },
      split: () => this.split(cue), join: () => this.join(cue), remove: () => this.remove(cue),
    };
    (deeds[deed] ?? (cue && ofCue[deed]))?.();
  }

  now() {
    return Math.round(this.player.currentTime * 1000);
  }

  play(cue) {
    if (!this.player.paused) return this.player.pause();
    if (cue && document.activeElement?.closest(".cues, .caption-tools")) this.player.currentTime = cue.start / 1000;
    this.player.play().catch(() => {});
  }

  go(place, part = "text", cursor = 0) {
    const row = this.list.children[Math.max(0, Math.min(place, this.list.children.length - 1))];
    const field = row?.querySelector(`[data-part=${part}]`);
    if (!field) return;
    field.focus();
    field.setSelectionRange(cursor, cursor);
    row.scrollIntoView({ block: "nearest" });
  }

  /** Puts cues in the place of one, draws the list anew and goes to one of them. */
  replace(cue, cues, place, cursor = 0) {
    for (const one of cues) one.raw = rawOf(one);
    const at = this.blocks.indexOf(cue);
    this.blocks.splice(at < 0 ? this.blocks.length : at, at < 0 ? 0 : 1, ...cues);
    this.write();
    this.read();
    this.go(place, "text", cursor);
  }

  split(cue) {
    const area = this.rowOf(cue).querySelector("textarea");
    const at = area.selectionStart || Math.floor(cue.text.length / 2);
    const now = this.now();
    const share = Math.round(cue.start + (cue.end - cue.start) * (at / (cue.text.length || 1)));
    const middle = now > cue.start && now < cue.end ? now : share;
    if (middle <= cue.start || middle >= cue.end) return;
    this.keep();
    const first = { ...cue, end: middle, text: cue.text.slice(0, at).trim() };
    const second = { ...cue, name: "", start: middle, text: cue.text.slice(at).trim() };
    this.replace(cue, [first, second], this.at + 1);
  }

  join(cue) {
    const next = this.cues[this.at + 1];
    if (!next) return;
    this.keep();
    this.blocks.splice(this.blocks.indexOf(next), 1);
    const cursor = cue.text.length + 1;
    const text = next.voice && next.voice !== cue.voice ? `<v ${next.voice}>${next.text}` : next.text;
    this.replace(cue, [{ ...cue, end: Math.max(cue.end, next.end), text: `${cue.text}\n${text}` }], this.at, cursor);
  }

  add(cue) {
    this.keep();
    const start = cue ? cue.end : this.now();
    const next = this.cues[this.at + 1];
    const end = next && next.start > start ? Math.min(next.start, start + 2000) : start + 2000;
    const made = { name: "", settings: cue?.settings ?? "", classes: cue?.classes ?? "", voice: cue?.voice ?? "", start, end, text: "…" };
    this.replace(cue ?? null, cue ? [cue, made] : [made], cue ? this.at + 1 : 0);
    this.list.children[this.at].querySelector("textarea").select();
  }

  remove(cue) {
    this.keep();
    this.replace(cue, [], this.at);
  }

  undo() {
    const [text, at] = this.before.pop() ?? [];
    if (text === undefined) return;
    this.area.value = text;
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    this.read();
    this.go(at);
  }

  shift() {
    const field = this.box.querySelector("[data-shift]");
    const by = Math.round(Number(field.value.trim().replace(",", ".").replace("\u2212", "-")) * 1000);
    const isOne = Number.isFinite(by) && by !== 0 && this.cues.every((cue) => cue.start + by >= 0);
    field.setAttribute("aria-invalid", String(!isOne));
    if (!isOne) return;
    this.keep();
    for (const cue of this.cues) {
      // Moments inside a cue move along.
      cue.text = cue.text.replace(/<((?:\d+:)?\d\d:\d\d\.\d{3})>/g, (_mark, time) => `<${written(moment(time) + by)}>`);
      cue.start += by;
      cue.end += by;
      cue.raw = rawOf(cue);
    }
    field.value = "";
    this.write();
    this.read();
  }

  /** Marks what is said now. */
  follow() {
    const now = this.now();
    this.cues.forEach((cue, at) => {
      this.list.children[at]?.classList.toggle("is-said", cue.start <= now && now < cue.end);
    });
  }

  /** Shows the captions as they are on the picture. */
  show() {
    if (!this.track) return;
    for (const cue of [...(this.track.cues ?? [])]) this.track.removeCue(cue);
    for (const { start, end, text } of this.cues) if (end > start) this.track.addCue(new VTTCue(start / 1000, end / 1000, escaped(text)));
  }
}

for (const box of document.querySelectorAll("[data-caption-desk]")) new Desk(box);
