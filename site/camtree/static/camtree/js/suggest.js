// Fills the list beside a search field with what may be meant. The browser shows it, by its own rules and keys. And
// answers a search within a list while somebody types, with what the server would answer to the form.
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
      list.replaceChildren(...said.suggestions.map(({ words }) => Object.assign(document.createElement("option"), { value: words })));
    } catch {
      // Without suggestions one types on.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
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
