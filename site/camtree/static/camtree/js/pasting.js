// What comes from the clipboard: lists of word processors become lists, and pictures are told apart from text.
const BULLET = /^[\s\u00a0]*[·•▪◦‣●○■□➢][\s\u00a0]+/u;
// In paragraphs of which Word says that they are items, a mark may be a letter of a font for signs, or a number.
const MARK = /^[\s\u00a0]*(?:[·•▪◦‣●○■□➢§o–-]|\(?(?:\d{1,3}|[a-z]|[ivxlc]{1,6})[.)])[\s\u00a0]+/iu;
const MARKS = [
  ["strong", /font-weight:\s*(?:bold|[6-9]00)/i],
  ["em", /font-style:\s*italic/i],
  ["sup", /vertical-align:\s*super/i],
  ["sub", /vertical-align:\s*sub\b/i],
];
const NUMBER = /^[\s\u00a0]*\(?(?:\d{1,3}|[a-z]|[ivxlc]{1,6})[.)]/iu;

/** HTML as a document. Styles are kept as data: the page's policy lets no style of elsewhere apply, nor be read as one. */
function parsed(html) {
  const bare = html.replace(/<style\b.*?<\/style>/gis, "").replace(/<[^>]*>/g, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
  return new DOMParser().parseFromString(bare, "text/html");
}

/** Bold, italic, raised and lowered text that was told by its style alone gets its mark; what is bold by name only loses it. */
function makeMarks(page) {
  for (const element of page.querySelectorAll("[data-style]")) {
    const { style } = element.dataset;
    delete element.dataset.style;
    if (element.matches("b, strong") && /font-weight:\s*(?:normal|400)/i.test(style)) element.replaceWith(...element.childNodes);
    else if (element.matches("span")) {
      for (const [name, pattern] of MARKS) {
        if (!pattern.test(style)) continue;
        const mark = page.createElement(name);
        mark.append(...element.childNodes);
        element.append(mark);
      }
    }
  }
}

/** What a paragraph is an item of: {level, ordered}; nothing where it is none. Its mark is taken out of it. */
function itemIn(paragraph) {
  const style = paragraph.dataset.style ?? "";
  const word = /mso-list:\s*(?!none)/i.test(style);
  if (!word && !BULLET.test(paragraph.textContent)) return null;
  const own = word && [...paragraph.querySelectorAll("[data-style]")].find((span) => /mso-list:\s*ignore/i.test(span.dataset.style));
  const text = own ? own.textContent : paragraph.textContent;
  if (own) own.remove();
  else cutStart(paragraph, (paragraph.textContent.match(word ? MARK : BULLET) ?? [""])[0].length);
  cutStart(paragraph, paragraph.textContent.match(/^[\s\u00a0]*/)[0].length);
  return { level: word ? Number(/level(\d+)/i.exec(style)?.[1] ?? 1) : 1, ordered: word && NUMBER.test(text) };
}

/** Take so many signs from the beginning of an element's text. */
function cutStart(element, signs) {
  const texts = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text && signs > 0; text = texts.nextNode()) {
    const cut = Math.min(signs, text.data.length);
    text.data = text.data.slice(cut);
    signs -= cut;
  }
}

/** Paragraphs that follow each other as one list, with lists inside by their level. */
function listOf(items) {
  let first;
  const open = [];
  for (const { paragraph, level, ordered } of items) {
    while (open.length > 1 && open.at(-1).level > level) open.pop();
    if (!open.length || open.at(-1).level < level) {
      const list = paragraph.ownerDocument.createElement(ordered ? "ol" : "ul");
      if (open.length) open.at(-1).list.lastElementChild.append(list);
      else first = list;
      open.push({ level, list });
    }
    const item = paragraph.ownerDocument.createElement("li");
    const words = paragraph.ownerDocument.createElement("p");
    words.append(...paragraph.childNodes);
    item.append(words);
    open.at(-1).list.append(item);
  }
  return first;
}

function makeLists(page) {
  const runs = [];
  for (const paragraph of page.querySelectorAll("p")) {
    if (paragraph.closest("li")) continue;
    const item = itemIn(paragraph);
    if (!item) continue;
    const last = runs.at(-1);
    if (last?.at(-1).paragraph === paragraph.previousElementSibling) last.push({ paragraph, ...item });
    else runs.push([{ paragraph, ...item }]);
  }
  for (const run of runs) {
    const [{ paragraph }] = run;
    const place = page.createComment("");
    paragraph.before(place);
    const list = listOf(run);
    for (const { paragraph: old } of run) old.remove();
    place.replaceWith(list);
  }
}

/**
 * HTML from the clipboard as the editor should read it. `pictures` gets the addresses of those that came with it (data:),
 * `lost` those that only the other program could show; `isOwn` says which stand in the draft already.
 */
export function tidied(html, isOwn) {
  const page = parsed(html);
  const pictures = [];
  let lost = 0;
  for (const image of page.querySelectorAll("img")) {
    const source = image.getAttribute("src") ?? "";
    if (isOwn(source)) continue;
    if (/^data:image\//i.test(source)) pictures.push(source);
    else if (source) lost += 1;
    image.remove();
  }
  makeLists(page);
  makeMarks(page);
  return { html: page.body.innerHTML, pictures, lost };
}

/** The picture that is written into an address (data:), or null. It is read here: the page's policy lets no address be fetched. */
export function written(source) {
  const [, type, data] = /^data:(image\/[\w.+-]+)[^,]*;base64,(.*)$/is.exec(source) ?? [];
  try {
    const bytes = Uint8Array.from(atob(decodeURIComponent(data)), (sign) => sign.charCodeAt(0));
    return type ? new Blob([bytes], { type }) : null;
  } catch {
    return null;
  }
}

/** Pictures on the clipboard that are no image of text beside them: programs put one of every text there, too. */
export function picturesAlone(data) {
  const files = [...data.files].filter((file) => file.type.startsWith("image/"));
  if (!files.length) return [];
  const page = parsed(data.getData("text/html"));
  return page.body.textContent.trim() ? [] : files;
}
