// Writing a draft: a small editor for each part, saved by itself. Without this script the form has a button.
const { Status, button, offer, send, shelf, warnWhile } = await import(document.querySelector("script[data-kept]").dataset.saving);
const desk = document.querySelector("[data-save]");
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

  open(kit) {
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
      },
      onUpdate: ({ editor }) => this.changed(editor.isEmpty ? "" : editor.getHTML()),
    });
    frame.prepend(toolbar(this.editor));
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

function extensions(kit) {
  return [
    ...[kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.History, kit.Bold, kit.Italic, kit.Subscript],
    ...[kit.Superscript, kit.BulletList, kit.OrderedList, kit.ListItem, kit.Blockquote],
    ...[kit.Table, kit.TableRow, kit.TableHeader, kit.TableCell, kit.Gapcursor],
    kit.Heading.configure({ levels: [3, 4] }),
    ...[kit.Figure, kit.Image, kit.Caption],
    kit.Link,
  ];
}

// What the toolbar offers: name of its label, what it does, when it is on.
const TOOLS = [
  ["heading", (e) => e.chain().focus().toggleHeading({ level: 3 }).run(), (e) => e.isActive("heading")],
  ["bold", (e) => e.chain().focus().toggleBold().run(), (e) => e.isActive("bold")],
  ["italic", (e) => e.chain().focus().toggleItalic().run(), (e) => e.isActive("italic")],
  ["bullets", (e) => e.chain().focus().toggleBulletList().run(), (e) => e.isActive("bulletList")],
  ["numbers", (e) => e.chain().focus().toggleOrderedList().run(), (e) => e.isActive("orderedList")],
  ["quote", (e) => e.chain().focus().toggleBlockquote().run(), (e) => e.isActive("blockquote")],
  ["picture", (e, tool) => choosePicture(e, tool), (e) => e.isActive("figure")],
  ["table", (e) => e.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(), (e) => e.isActive("table")],
];

/** Open or close the list of the draft's pictures under the toolbar; the one that is pressed is placed in the text. */
function choosePicture(editor, tool) {
  const bar = tool.closest("[role=toolbar]");
  const close = () => {
    bar.nextElementSibling.remove();
    tool.setAttribute("aria-expanded", "false");
    editor.view.focus();
  };
  if (bar.nextElementSibling.matches(".picture-choice")) return close();
  const list = document.createElement("div");
  list.className = "picture-choice";
  list.append(document.querySelector("[data-pictures]").content.cloneNode(true));
  list.addEventListener("keydown", (event) => event.key === "Escape" && close());
  for (const choice of list.querySelectorAll("[data-source]"))
    choice.addEventListener("click", () => {
      const { source, alt, caption } = choice.dataset;
      const words = caption ? [{ type: "text", text: caption }] : [];
      const content = [{ type: "image", attrs: { src: source, alt } }, { type: "caption", content: words }];
      close();
      editor.chain().focus().insertContent([{ type: "figure", content }, { type: "paragraph" }]).run();
    });
  bar.after(list);
  tool.setAttribute("aria-expanded", "true");
  list.querySelector("button, a").focus();
}

function toolbar(editor) {
  const bar = document.createElement("div");
  bar.className = "tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", document.querySelector("[data-tools]").dataset.tools);
  const labels = document.querySelector("[data-tools]");
  for (const [name, deed, isOn] of TOOLS) {
    const tool = labels.content.querySelector(`[data-tool=${name}]`).cloneNode(true);
    // The text keeps the focus under a mouse, and has it back at once after a key: no letter is lost in between.
    tool.addEventListener("mousedown", (event) => event.preventDefault());
    tool.addEventListener("click", () => {
      editor.view.focus();
      deed(editor, tool);
    });
    editor.on("transaction", () => tool.setAttribute("aria-pressed", String(isOn(editor))));
    bar.append(tool);
  }
  // One stop for the Tab key; arrows go on from there.
  const tools = [...bar.children];
  tools.forEach((tool, place) => (tool.tabIndex = place ? -1 : 0));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] * (getComputedStyle(bar).direction === "rtl" ? -1 : 1);
    if (!step) return;
    const next = tools[(tools.indexOf(document.activeElement) + step + tools.length) % tools.length];
    tools.forEach((tool) => (tool.tabIndex = tool === next ? 0 : -1));
    next.focus();
  });
  return bar;
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

import(desk.dataset.editor).then((kit) => {
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
