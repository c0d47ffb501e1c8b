// A pack opened from disk: keeps what is filled in, and saves it as a file that the site reads. No module: browsers
// refuse those from disk.
(() => {
  const body = document.body;
  const keep = document.querySelector(".keep");
  const status = keep.querySelector("[data-status]");
  const forms = [...document.querySelectorAll("form[data-kind]")];
  const shelf = `camtree pack ${body.dataset.pack}`;
  const says = (name) => {
    status.textContent = body.dataset[`says${name}`];
  };

  const fieldsOf = (form) => [...form.elements].filter((field) => field.name && field.type !== "hidden");
  const isChanged = (field) => {
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    // Where nothing was chosen the first one stands there, which is the empty one.
    if (field.tagName === "SELECT") return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
    return field.value !== field.defaultValue;
  };

  const told = (form) => ({
    kind: form.dataset.kind,
    step: form.dataset.step,
    attempt: Number(form.dataset.attempt ?? 0),
    fields: [...new FormData(form)],
  });

  const remember = () => {
    const held = forms.map((form) => (fieldsOf(form).some(isChanged) ? told(form) : null));
    try {
      localStorage.setItem(shelf, JSON.stringify(held));
      says("Kept");
    } catch {
      says("Lost");
    }
  };

  const recall = () => {
    let held = [];
    try {
      held = JSON.parse(localStorage.getItem(shelf) ?? "[]");
    } catch {
      says("Lost");
    }
    forms.forEach((form, place) => {
      if (!held[place]) return;
      for (const field of fieldsOf(form)) {
        const values = held[place].fields.filter(([name]) => name === field.name).map(([, value]) => value);
        if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
        else field.value = values[0] ?? "";
      }
    });
  };

  const save = () => {
    const filled = forms.filter((form) => fieldsOf(form).some(isChanged)).map(told);
    if (!filled.length) {
      says("Nothing");
      return;
    }
    const answers = {
      camtree: 1,
      pack: body.dataset.pack,
      // Grows from file to file, so that an older one never takes back what a newer one brought.
      number: Math.floor(Date.now() / 1000),
      course: body.dataset.course,
      enrolment: Number(body.dataset.enrolment),
      forms: filled,
    };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(answers)], { type: "application/json" }));
    link.download = `${body.dataset.name}-answers.json`;
    document.body.append(link);
    link.click();
    link.remove();
    says("Saved");
  };

  recall();
  keep.hidden = false;
  document.addEventListener("input", remember);
  document.addEventListener("submit", (event) => event.preventDefault());
  keep.querySelector("[data-save]").addEventListener("click", save);
})();
