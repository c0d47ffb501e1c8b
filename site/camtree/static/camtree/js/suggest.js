// Fills the list beside a search field with what may be meant, which the browser shows by its own rules and keys. Whoever
// chooses an author or a title goes there. And answers a search within a list while somebody types, with what the server
// would answer to the form.
const WAIT = 180;

export function suggest(field) {
  const list = document.getElementById("suggestions");
  field.setAttribute("list", list.id);
  let timer, asking;

  async function ask() {
    const typed = field.value.trim();
    asking?.abort();
    if (typed.length < 2) return list.replaceChildren();
    asking = new AbortController();
    try {
      const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: asking.signal });
      if (!answer.ok) return;
      const said = await answer.json();
      list.replaceChildren(...said.suggestions.map(optionOf));
    } catch {
      // Without suggestions one types on.
    }
  }

  function optionOf({ words, address }) {
    const option = Object.assign(document.createElement("option"), { value: words });
    option.dataset.address = address;
    return option;
  }

  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    // Chosen from the list, and not typed.
    if (!event.inputType || event.inputType === "insertReplacementText") {
      const address = [...list.options].find(({ value }) => value === field.value)?.dataset.address;
      if (address) return location.assign(address);
    }
    timer = setTimeout(ask, WAIT);
  });
  timer = setTimeout(ask, WAIT);
}

export function lookUp(form) {
  const found = document.getElementById(form.dataset.found);
  let timer, asking;

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(`?${new URLSearchParams(new FormData(form))}`, { signal: asking.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const news = page.getElementById(found.id);
      if (news) found.replaceChildren(...news.children);
    } catch {
      // The button asks the same.
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  timer = setTimeout(ask, WAIT);
}
