// Keeps what somebody types into a form until the server has taken it: on this device at once, for members on the
// server too. Every form with a long field is kept; drafts and quizzes save themselves.
const { IDLE, RETRY, Status, button, member, noEnter, offer, send, setup, shelf, warnWhile } = await import(
  document.querySelector("script[data-kept]").dataset.saving
);

const TYPED = "textarea,select,input:is([type=text],[type=number],[type=email],[type=url],[type=date],[type=time],[type=radio],[type=checkbox],[type=search],:not([type]))";
const LINES = "textarea,input:is([type=text],[type=number],[type=email],[type=url],:not([type]))";

/** Whether a form is worth keeping: a long field, or many short ones; never one with a password. */
function isLong(form) {
  if (form.getAttribute("method")?.toLowerCase() !== "post" || form.matches("[data-save],[data-edit-form],[data-unkept]") || form.querySelector("[type=password]")) return false;
  const fields = [...form.elements].filter(isTyped);
  return fields.some((field) => field.matches("textarea")) || fields.filter((field) => field.matches(LINES)).length > 3;
}

const isTyped = (field) => field.name && field.matches(TYPED) && !field.hidden && !field.closest(".away,[hidden]");

/** Values by name, as they are or as the page was sent. */
function valuesOf(form, asSent = false) {
  const found = {};
  for (const field of form.elements) {
    if (!isTyped(field)) continue;
    const values = (found[field.name] ??= []);
    if (field.type === "radio" || field.type === "checkbox") {
      if (asSent ? field.defaultChecked : field.checked) values.push(field.value);
    } else if (field.options) {
      const chosen = [...field.options].filter((option) => (asSent ? option.defaultSelected : option.selected));
      if (asSent && !chosen.length && field.type === "select-one" && field.options.length) chosen.push(field.options[0]);
      values.push(...chosen.map((option) => option.value));
    } else values.push(asSent ? field.defaultValue : field.value);
  }
  return found;
}

const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short", hourCycle: "h23" });
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function fill(form, name, values) {
  let place = 0;
  for (const field of form.elements) {
    if (field.name !== name || !isTyped(field)) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (field.options) for (const option of field.options) option.selected = values.includes(option.value);
    else field.value = values[place++] ?? "";
    field.dispatchEvent(new CustomEvent("filled"));
    for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  }
}

class Kept {
  constructor(form, says) {
    const first = [...form.elements].find((field) => isTyped(field) && field.matches("textarea")) ?? [...form.elements].find(isTyped);
    Object.assign(this, { form, says, own: form.dataset.saves !== undefined, number: 0, isKept: true });
    // The same in every language.
    const path = new URL(form.getAttribute("action") || location, location).pathname.replace(`/${document.documentElement.lang.toLowerCase()}/`, "/");
    this.name = `${path} ${first.id || first.name}`.slice(0, 300);
    this.page = crypto.randomUUID?.() ?? String(Math.random());
    this.was = valuesOf(form, true);
    const line = document.createElement("p");
    line.className = "meta kept-line";
    line.innerHTML = '<span role="status"></span>';
    const last = form.querySelector("button[type=submit]:not(.away)");
    (last?.closest("p,.actions") ?? last ?? form.lastElementChild).before(line);
    this.box = document.createElement("div");
    this.box.className = "clash-choice";
    this.box.setAttribute("role", "alert");
    this.box.hidden = true;
    line.before(this.box);
    this.line = line;
    this.status = new Status(line.firstChild, (name) => this.says[name] ?? "");
    noEnter(form);
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("formdata", (event) => event.formData.set("kept_form", `${this.page} ${this.name}`));
    form.addEventListener("submit", (event) => {
      clearTimeout(this.timer);
      // What is on its way already comes first: the server numbers what it keeps.
      this.then = event.submitter;
      if (this.own && this.isBusy) event.preventDefault();
      else this.leaves = true;
    });
    addEventListener("pagehide", () => this.save());
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      this.leaves = false;
      this.page = crypto.randomUUID?.() ?? String(Math.random());
    });
    addEventListener("online", () => this.isLoose && this.save());
    this.recover();
  }

  word(name, time = "") {
    return (this.says[name] ?? "").replace("%s", time);
  }

  changes() {
    const found = {};
    for (const [name, now] of Object.entries(valuesOf(this.form)))
      if (this.was[name] && !same(now, this.was[name])) found[name] = [this.was[name], now];
    return found;
  }

  async recover() {
    let kept = shelf.read(this.name);
    if (member && !this.own && !kept?.isLoose) {
      try {
        const answer = await fetch(`${setup.kept}?form=${encodeURIComponent(this.name)}`);
        if (answer.ok) {
          kept = await answer.json();
          this.number = kept.number;
        }
      } catch {
        // What the device has is better than nothing.
      }
    } else this.number = kept?.number ?? 0;
    // Where somebody was quicker than the answer, their words stay; or the browser brought them back by itself.
    const words = Object.entries(kept?.words ?? {}).filter(([name]) => name in this.was);
    const now = valuesOf(this.form);
    const mine = this.changes();
    const back = words.filter(([name, [, is]]) => !mine[name] && !same(is, this.was[name]));
    // A form that came back from the server holds what was typed as its own: it was begun with what stood there before.
    for (const [name, [was, is]] of words) if (same(is, now[name])) this.was[name] = was;
    if (!back.length) {
      if (kept?.isLoose || Object.keys(mine).length) this.typed();
      return;
    }
    const when = clock(kept.at);
    const put = () => {
      for (const [name, [, is]] of back) fill(this.form, name, is);
      this.tellBack(when, back);
      if (kept.isLoose) this.typed();
    };
    if (back.every(([name, [was]]) => same(was, this.was[name]))) return put();
    offer(this.box, this.word("older", when), null, [[this.word("putBack"), put], [this.word("discard"), () => this.discard([])]]);
  }

  tellBack(when, back) {
    this.status.tell("back", when);
    this.line.querySelector("button")?.remove();
    const drop = button(this.word("discard"), () => {
      this.discard(back);
      (this.form.querySelector("textarea") ?? this.form).focus();
    });
    this.line.append(" ", drop);
  }

  discard(back) {
    for (const [name] of back) fill(this.form, name, this.was[name]);
    shelf.drop(this.name);
    this.line.querySelector("button")?.remove();
    this.status.write("");
    this.isLoose = true;
    this.save();
  }

  typed() {
    if (this.box.hidden) this.line.querySelector("button")?.remove();
    this.isLoose = true;
    this.isKept = shelf.write(this.name, { words: this.changes(), number: this.number, isLoose: true });
    if (!this.isKept) this.status.tell("unkept");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), IDLE);
  }

  async save() {
    clearTimeout(this.timer);
    if (this.isBusy || !this.isLoose || this.leaves || !this.box.hidden) return;
    if (!member && !this.own) {
      this.isLoose = false;
      if (!this.isKept) return;
      return Object.keys(this.changes()).length ? this.status.tell("inTab") : this.status.write("");
    }
    this.isBusy = true;
    this.isLoose = false;
    const words = this.changes();
    const { answer, why } = this.own ? await this.sendOwn() : await this.sendWords(words);
    this.isBusy = false;
    if (this.leaves) return;
    const next = this.then;
    if (answer?.ok) await this.heard(await answer.json(), words);
    else if (answer) await this.refused(answer);
    else {
      this.isLoose = true;
      this.status.tell(why);
      this.timer = setTimeout(() => this.save(), RETRY);
    }
    this.then = null;
    if (next && this.box.hidden) return this.form.requestSubmit(next);
    if (answer?.ok && this.isLoose) this.timer = setTimeout(() => this.save(), IDLE);
  }

  sendWords(words) {
    const body = JSON.stringify({ form: this.name, page: this.page, number: this.number, words });
    return send(setup.kept, this.form, () => body, "application/json");
  }

  /** Forms that can be saved before they are handed in are saved as they are. */
  sendOwn() {
    this.sent = valuesOf(this.form);
    return send(this.form.getAttribute("action") || location.href, this.form, () => {
      const body = new FormData(this.form);
      for (const file of this.form.querySelectorAll("[type=file]")) body.delete(file.name);
      body.set("as", "typed");
      body.delete("kept_form");
      body.delete("csrfmiddlewaretoken");
      return body;
    });
  }

  heard(said, words) {
    if (this.own) {
      for (const name of ["number", "seen"]) if (name in said) this.form.elements[name].value = said[name];
      this.was = this.sent;
    } else this.number = said.number;
    if (this.isLoose) return;
    if (this.own || !Object.keys(words).length) shelf.drop(this.name);
    else shelf.write(this.name, { words, number: this.number });
    if (this.own) this.status.saved();
    else if (Object.keys(words).length) this.status.tell("kept");
    else this.status.write("");
  }

  async refused(answer) {
    const said = await answer.json().catch(() => ({}));
    if (answer.status === 409 && (said.words || said.text !== undefined)) return this.choose(said);
    this.status.write(said.says ?? this.word("refused"));
  }

  /** Something else was kept here meanwhile: it is shown, and one chooses. What one goes on typing stays on the device. */
  choose(said) {
    const area = this.form.querySelector("textarea");
    const others = said.words ?? { [area.name]: [[], [said.text]] };
    const when = said.at ? clock(said.at) : "";
    const theirs = document.createElement("div");
    theirs.className = "part-read clash";
    theirs.dir = "auto";
    for (const [, [, now]] of Object.entries(others)) {
      const words = document.createElement("p");
      words.className = "as-typed";
      words.textContent = now.join(", ");
      theirs.append(words);
    }
    // Of what is no text, only one can stay: mine, unless the other is taken.
    const take = (mix) => () => {
      for (const [name, [, now]] of Object.entries(others)) {
        const [here] = valuesOf(this.form)[name] ?? [];
        if (!mix) fill(this.form, name, now);
        else if (this.form.elements[name]?.matches?.("textarea")) fill(this.form, name, [mix(here, now[0] ?? "")]);
      }
      this.number = said.number;
      if (this.own) this.form.elements.number.value = said.number;
      this.typed();
      area.focus();
    };
    this.isLoose = true;
    offer(this.box, said.says ?? this.word("elsewhere", when), theirs, [
      [this.word("mine"), take((mine) => mine)],
      [this.word("theirs"), take(null)],
      [this.word("mineFirst"), take((mine, other) => `${mine}\n\n${other}`)],
      [this.word("theirsFirst"), take((mine, other) => `${other}\n\n${mine}`)],
    ]);
  }
}

const long = [...document.forms].filter(isLong);
if (long.length) {
  // Without a line what is typed is kept all the same, only in silence.
  const says = await fetch(setup.says).then((answer) => answer.json()).catch(() => ({}));
  const all = long.map((form) => new Kept(form, says));
  // A tab that is closed takes a visitor's words with it.
  const isLoose = (kept) => !kept.leaves && (member ? kept.isLoose && !kept.isKept : Object.keys(kept.changes()).length > 0);
  warnWhile(() => !all.some((kept) => kept.leaves) && all.some(isLoose));
}
