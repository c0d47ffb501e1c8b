// What shapes the text of a part: its kinds of text, the buttons over it, and those for the table or picture one is in.
const CELL = "(paragraph | heading | bulletList | orderedList | blockquote)+"; // no table in a table, no picture in a cell

export function extensions(kit) {
  return [
    ...[kit.Document, kit.Paragraph, kit.Text, kit.HardBreak, kit.History, kit.Bold, kit.Italic, kit.Subscript],
    ...[kit.Superscript, kit.BulletList, kit.OrderedList, kit.ListItem, kit.Blockquote],
    ...[kit.Table, kit.TableRow, kit.TableHeader.extend({ content: CELL }), kit.TableCell.extend({ content: CELL }), kit.Gapcursor],
    kit.Heading.configure({ levels: [3, 4] }),
    // Its own button would float over ours.
    ...[kit.Figure.extend({ addExtensions: () => [] }), kit.Image, kit.Caption],
    kit.Link,
  ];
}

// What the toolbar offers: name of its label, what it does, when it is on, when it does nothing.
const TOOLS = [
  ["heading", (e) => e.chain().focus().toggleHeading({ level: 3 }).run(), (e) => e.isActive("heading")],
  ["bold", (e) => e.chain().focus().toggleBold().run(), (e) => e.isActive("bold")],
  ["italic", (e) => e.chain().focus().toggleItalic().run(), (e) => e.isActive("italic")],
  ["sup", (e) => e.chain().focus().unsetSubscript().toggleSuperscript().run(), (e) => e.isActive("superscript")],
  ["sub", (e) => e.chain().focus().unsetSuperscript().toggleSubscript().run(), (e) => e.isActive("subscript")],
  ["bullets", (e) => e.chain().focus().toggleBulletList().run(), (e) => e.isActive("bulletList")],
  ["numbers", (e) => e.chain().focus().toggleOrderedList().run(), (e) => e.isActive("orderedList")],
  ["quote", (e) => e.chain().focus().toggleBlockquote().run(), (e) => e.isActive("blockquote")],
  ["link", (e, tool) => chooseLink(e, tool), (e) => e.isActive("link")],
  ["picture", (e, tool) => choosePicture(e, tool), (e) => e.isActive("figure")],
  ["table", (e) => e.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(), (e) => e.isActive("table"), (e) => e.isActive("table")],
];
const HERE = {
  table: [
    ["add-row", (e) => e.chain().focus().addRowAfter().run()],
    ["drop-row", (e) => e.chain().focus().deleteRow().run()],
    ["add-column", (e) => e.chain().focus().addColumnAfter().run()],
    ["drop-column", (e) => e.chain().focus().deleteColumn().run()],
    ["header-row", (e) => e.chain().focus().toggleHeaderRow().run()],
    ["drop-table", (e) => e.chain().focus().deleteTable().run()],
  ],
  figure: [
    ["caption", (e) => e.chain().focus().toggleCaption().run()],
    ["drop-picture", (e) => e.chain().focus().deleteNode("figure").run()],
  ],
};
const labels = document.querySelector("[data-tools]");

/** A panel under the toolbar, opened and closed by one tool. */
function panel(editor, tool, content) {
  const bar = tool.closest("[role=toolbar]");
  const open = bar.parentElement.querySelector(".tool-panel");
  const close = () => {
    bar.parentElement.querySelector(".tool-panel")?.remove();
    bar.querySelectorAll("[aria-expanded]").forEach((other) => other.setAttribute("aria-expanded", "false"));
    editor.view.focus();
  };
  if (open) {
    const same = open.dataset.of === tool.dataset.tool;
    close();
    if (same) return null;
  }
  const box = document.createElement("div");
  box.className = "tool-panel";
  box.dataset.of = tool.dataset.tool;
  box.append(document.querySelector(content).content.cloneNode(true));
  box.addEventListener("keydown", (event) => event.key === "Escape" && close());
  bar.after(box);
  tool.setAttribute("aria-expanded", "true");
  return { box, close };
}

/** Where a picture may be put: behind the table, list or quotation that one is in, else where one is. */
function place({ state: { selection } }) {
  const { $from, from, to } = selection;
  return $from.depth > 1 ? $from.after(1) : { from, to };
}

/** Put a picture of the draft into the text. */
export function placePicture(editor, { source, alt, caption }) {
  const words = caption ? [{ type: "text", text: caption }] : [];
  const content = [{ type: "image", attrs: { src: source, alt } }, { type: "caption", content: words }];
  editor.chain().focus().insertContentAt(place(editor), [{ type: "figure", content }, { type: "paragraph" }]).run();
}

/** Open or close the list of the draft's pictures; the one that is pressed is placed in the text. */
function choosePicture(editor, tool) {
  const opened = panel(editor, tool, "[data-pictures]");
  if (!opened) return;
  for (const choice of opened.box.querySelectorAll("[data-source]"))
    choice.addEventListener("click", () => {
      opened.close();
      placePicture(editor, choice.dataset);
    });
  opened.box.querySelector("button, a").focus();
}

/** An address as people type it, whole; nothing where it is none. */
export function wholeAddress(typed) {
  const text = typed.trim();
  if (/^10\.\d{4,9}\/\S+$/.test(text)) return `https://doi.org/${text}`;
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`;
  if (/^(?:https?:\/\/[^\s/]+|mailto:\S+@|doi:)\S*$/i.test(text)) return text;
  return /^[^\s/:@]+\.[^\s/:@]{2,}(?:\/\S*)?$/.test(text) ? `https://${text}` : "";
}

/** Make what is chosen a link, change the link one is in, or take it away. */
function chooseLink(editor, tool) {
  const opened = panel(editor, tool, "[data-link]");
  if (!opened) return;
  const { box, close } = opened;
  const [field, fault] = [box.querySelector("input"), box.querySelector("[data-fault]")];
  const set = () => {
    const href = wholeAddress(field.value);
    fault.hidden = Boolean(href);
    field.setAttribute("aria-invalid", String(!href));
    if (!href) return field.focus();
    const link = { type: "link", attrs: { href } };
    close();
    if (editor.state.selection.empty && !editor.isActive("link"))
      editor.chain().focus().insertContent({ type: "text", text: field.value.trim(), marks: [link] }).run();
    else editor.chain().focus().extendMarkRange("link").setLink({ href }).run();
  };
  field.value = editor.getAttributes("link").href ?? "";
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    set();
  });
  box.querySelector("[data-set]").addEventListener("click", set);
  const drop = box.querySelector("[data-unset]");
  drop.hidden = !editor.isActive("link");
  drop.addEventListener("click", () => {
    close();
    editor.chain().focus().extendMarkRange("link").unsetLink().run();
  });
  field.focus();
}

/** One stop for the Tab key; arrows go on from there. */
function rove(bar) {
  const tools = [...bar.children];
  tools.forEach((tool, number) => (tool.tabIndex = number ? -1 : 0));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] * (getComputedStyle(bar).direction === "rtl" ? -1 : 1);
    if (!step) return;
    const next = tools[(tools.indexOf(document.activeElement) + step + tools.length) % tools.length];
    tools.forEach((tool) => (tool.tabIndex = tool === next ? 0 : -1));
    next.focus();
  });
}

function barOf(editor, tools, label) {
  const bar = document.createElement("div");
  bar.className = "tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", label);
  for (const [name, deed, isOn, isIdle] of tools) {
    const tool = labels.content.querySelector(`[data-tool=${name}]`).cloneNode(true);
    // The text keeps the focus under a mouse, and has it back at once after a key: no letter is lost in between.
    tool.addEventListener("mousedown", (event) => event.preventDefault());
    tool.addEventListener("click", () => {
      editor.view.focus();
      if (!isIdle?.(editor)) deed(editor, tool);
    });
    editor.on("transaction", () => {
      if (isOn) tool.setAttribute("aria-pressed", String(isOn(editor)));
      if (isIdle) tool.setAttribute("aria-disabled", String(isIdle(editor)));
    });
    bar.append(tool);
  }
  rove(bar);
  return bar;
}

/** The buttons over a text, and under them those for the table or the picture one is in. */
export function toolbars(editor) {
  const frame = document.createElement("div");
  frame.className = "tool-frame";
  frame.append(barOf(editor, TOOLS, labels.dataset.tools));
  for (const [name, tools] of Object.entries(HERE)) {
    const bar = barOf(editor, tools, labels.dataset[name]);
    bar.hidden = true;
    editor.on("transaction", () => (bar.hidden = !editor.isActive(name)));
    frame.append(bar);
  }
  return frame;
}
