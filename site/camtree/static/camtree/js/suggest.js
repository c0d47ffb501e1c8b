// Fills the list beside a search field with what may be meant. The browser shows it, by its own rules and keys.
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
