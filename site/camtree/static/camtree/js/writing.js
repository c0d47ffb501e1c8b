// Writing a draft: a small editor for each part, saved by itself. Without this script the form has a button.
const { Status, offer, send, shelf, warnWhile } = await import(document.querySelector("script[data-kept]").dataset.saving);
const desk = document.querySelector("[data-save]");
const { extensions, placePicture, toolbars } = await import(desk.dataset.shaping);
const { picturesAlone, tidied, written } = await import(desk.dataset.pasting);
const says = (name) => desk.dataset[`says${name[0].toUpperCase()}${name.slice(1)}`];
const status = new Status(desk.querySelector("[data-status]"), says, () => parts.some((part) => part.dirty));
const IDLE = 1500; // milliseconds after the last key until a part is saved
const RETRY = 10000;

class Part {
  constructor(section) {
    this.section = section;
    this.name = section.dataset.part;
    this.number = Number(section.dataset.number);
    this.area = section.querySelector("textarea");
    this.saved = section.querySelector("template").innerHTML;
    this.html = this.saved;
    this.shelf = `${desk.dataset.save} ${this.name}`;
    this.dirty = false;
    this.isKept = true;
    this.extra = {};
    this.recover();
  }

  /** Text that this device holds because it could not be saved the last time. */
  recover() {
    const kept = shelf.read(this.shelf);
    if (!kept || kept.html === this.saved) return shelf.drop(this.shelf);
    this.html = kept.html;
    this.number = kept.number; // an older one makes the server tell us of the clash
    this.changed(this.html);
    status.tell("found");
  }

  /** Put the editor in place of the text area, once. */
  open(kit) {
    if (this.editor) return;
    const label = this.section.querySelector(".part-title");
    const frame = document.createElement("div");
    frame.className = "prose-editor";
    this.area.hidden = true;
    this.area.before(frame);
    this.editor = new kit.Editor({
      element: frame,
      injectCSS: false,
      extensions: extensions(kit),
      content: this.html,
      editorProps: {
        attributes: {
          role: "textbox",
          "aria-multiline": "true",
          "aria-labelledby": label.id,
          "aria-describedby": this.area.getAttribute("aria-describedby"),
          lang: this.area.lang,
          dir: "auto",
          class: "part-read",
        },
        transformPastedHTML: (html) => this.pasted(html),
        handlePaste: (_view, event) => this.takes(event.clipboardData),
        handleDrop: (_view, event, _slice, isMoved) => !isMoved && this.takes(event.dataTransfer),
      },
      onUpdate: ({ editor }) => this.changed(editor.isEmpty ? "" : editor.getHTML()),
    });
    frame.prepend(toolbars(this.editor));
  }

  /** Whether the clipboard held pictures and no text: then they are on their way. */
  takes(data) {
    const pictures = data ? picturesAlone(data) : [];
    this.section.querySelector("[data-note]").hidden = true;
    if (pictures.length) this.addPictures(pictures);
    return pictures.length > 0;
  }

  /** HTML from elsewhere as this text can hold it. What cannot come along is told at once. */
  pasted(html) {
    const { html: text, pictures, lost } = tidied(html, (source) => source.includes("/drafts/files/"));
    if (lost) this.note(says("lost").replace("%s", lost));
    if (pictures.length) setTimeout(() => this.addPictures(pictures));
    return text;
  }

  /** Pictures that were pasted or dropped become files of the draft, and stand in the text. */
  async addPictures(pictures) {
    for (const picture of pictures) {
      const file = typeof picture === "string" ? written(picture) : picture;
      if (!file) {
        this.note(says("notAdded"));
        continue;
      }
      this.note(says("adding"));
      const body = new FormData();
      body.set("file", file, file.name ?? `picture.${file.type.split("/")[1]}`);
      const { answer, why } = await send(desk.dataset.addPicture, desk, () => body);
      const said = await answer?.json().catch(() => ({}));
      if (!answer?.ok) return this.note(said?.says ?? says(why === "signIn" ? why : "notAdded"));
      placePicture(this.editor, said);
      this.note(said.says);
    }
  }

  /** A sentence about what was pasted, beside the text until something else is pasted. */
  note(text) {
    const box = this.section.querySelector("[data-note]");
    box.textContent = text;
    box.hidden = false;
  }

  changed(html) {
    this.html = html;
    this.dirty = true;
    this.isKept = shelf.write(this.shelf, { html, number: this.number });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), IDLE);
  }

  async save() {
    clearTimeout(this.timer);
    if (this.saving || !this.dirty || this.clash) return;
    if (this.html.length > Number(desk.dataset.longest)) return status.tell("long");
    this.saving = true;
    status.tell("saving");
    const sent = this.html;
    const body = JSON.stringify({ name: this.name, html: sent, number: this.number, ...this.extra });
    const { answer, why } = await send(desk.dataset.save, desk, () => body, "application/json");
    this.saving = false;
    if (answer) return this.heard(answer, sent);
    status.tell(why === "signIn" ? why : "waiting");
    this.timer = setTimeout(() => this.save(), RETRY);
  }

  async heard(answer, sent) {
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return this.kept(said, sent);
    if (answer.status === 409) return this.choose(said);
    status.write(said.says ?? says("waiting"));
  }

  kept(said, sent) {
    this.number = said.number;
    this.extra = {};
    this.section.querySelector("[data-words]").textContent = says("words").replace("%s", said.words);
    document.querySelector(`.desk-parts a[href="#${this.name}"] .tick-mark`).classList.toggle("done", said.words > 0);
    this.saved = said.html;
    if (this.html === sent) {
      this.dirty = false;
      shelf.drop(this.shelf);
      status.saved();
    } else this.changed(this.html);
  }

  /** Two people wrote at once: show theirs, and let the person choose. The focus stays in the text. */
  choose(said) {
    this.clash = true;
    this.dirty = true;
    status.write(said.says);
    const theirs = document.createElement("div");
    theirs.className = "part-read clash";
    theirs.innerHTML = said.html; // cleaned by the server before it was kept
    const take = (html, extra = {}) => {
      this.clash = false;
      this.number = said.number;
      this.extra = extra;
      this.editor?.commands.setContent(html);
      this.changed(html);
      this.editor?.commands.focus();
    };
    offer(this.section.querySelector(".clash-choice"), said.says, theirs, [
      [says("mine"), () => take(this.html, { replaces: true })],
      [says("theirs"), () => take(said.html, { aside: this.html })],
      [says("mineFirst"), () => take(this.html + said.html)],
      [says("theirsFirst"), () => take(said.html + this.html)],
    ]);
  }

  /** Somebody else saved this part: said beside it, not put in its place. */
  tellOf(said) {
    const box = this.section.querySelector(".clash-choice");
    if (!box.hidden || this.dirty || this.saving || said.number <= this.number) return;
    offer(box, said.says, null, [[says("show"), () => location.reload()]]);
  }
}

const parts = [...desk.querySelectorAll("[data-part]")].map((section) => new Part(section));

desk.addEventListener("submit", (event) => {
  event.preventDefault();
  if (parts.every((part) => !part.dirty)) status.tell("saved");
  for (const part of parts) part.save();
});
window.addEventListener("online", () => parts.forEach((part) => part.save()));
window.addEventListener("pagehide", () => parts.forEach((part) => part.save()));
/** What the server says of others: whose text took the place of one's own, and parts that they saved. */
function heardOfOthers({ told, parts: saved }) {
  const list = document.querySelector("[data-told]");
  if (told?.length && list.hidden) {
    for (const { says: text, at } of told) {
      const link = document.createElement("a");
      link.href = at;
      link.textContent = text;
      const item = document.createElement("li");
      item.className = "callout";
      item.append(link);
      list.append(item);
    }
    list.hidden = false;
  }
  for (const part of parts) if (saved?.[part.name]) part.tellOf(saved[part.name]);
}
const place = document.querySelector("[data-here]");
place.addEventListener("here", () => heardOfOthers(place.said));
if (place.said) heardOfOthers(place.said);
warnWhile(() => parts.some((part) => part.dirty && !part.isKept));

/** Every text has its length before the page goes to a part of it: an editor is as long as what it holds. */
function openAllTo(kit, name) {
  const last = parts.findIndex((part) => part.name === name);
  for (const part of parts.slice(0, last + 1)) part.open(kit);
}

import(desk.dataset.editor).then((kit) => {
  for (const link of document.querySelectorAll(".desk-parts a"))
    link.addEventListener("click", () => openAllTo(kit, link.hash.slice(1)));
  if (location.hash) {
    openAllTo(kit, location.hash.slice(1));
    document.getElementById(location.hash.slice(1))?.scrollIntoView({ behavior: "instant" });
  }
  const near = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        parts.find((part) => part.section === target).open(kit);
      }
    },
    { rootMargin: "600px" },
  );
  for (const part of parts) near.observe(part.section);
});
