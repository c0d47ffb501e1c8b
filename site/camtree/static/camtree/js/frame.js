// What every page has. The folds of the header close with Escape or a press elsewhere; without script they close too.
const folds = document.querySelectorAll(".menu, .languages");

document.addEventListener("click", (event) => {
  for (const fold of folds) if (fold.open && !fold.contains(event.target)) fold.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const fold of folds) {
    if (!fold.open) continue;
    const inside = fold.contains(document.activeElement);
    fold.open = false;
    if (inside) fold.querySelector("summary").focus();
  }
});

// Where something was refused, reading starts at what is said about it.
document.querySelector("[data-error-summary]")?.focus();

for (const box of document.querySelectorAll("[data-choices]")) import(box.dataset.choices).then(({ narrow }) => narrow(box));

// What somebody may be looking for, from the second letter on.
const find = document.querySelector("[data-suggesting]");
find?.addEventListener("input", () => import(find.dataset.suggesting).then(({ suggest }) => suggest(find)), { once: true });

for (const form of document.querySelectorAll("[data-looking]"))
  form.addEventListener("input", () => import(form.dataset.looking).then(({ lookUp }) => lookUp(form)), { once: true });

// What is typed is kept (keep.js): asked for where somebody can type, and where a form was just taken.
const typed = 'form[method="post" i]:not(:has([type="password"])) :is(textarea, [type="text"])';
if (document.querySelector(typed) || document.cookie.includes("camtree_taken="))
  import(document.querySelector("script[data-keep]").dataset.keep);
