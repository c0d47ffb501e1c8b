// Large recordings travel in pieces: a line that breaks costs the last piece, not the whole file. What has arrived is
// found again when the same file is chosen, also another day. The forms of the admin, and those of the chooser, which are
// sent by Wagtail's own script: they are held back until the file is there, and go on without it.
if (!window.camtreeResumable) {
  window.camtreeResumable = true;
  const RETRIES = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000];
  const MB = 1000 * 1000;
  const going = new WeakSet();

  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const megabytes = (bytes) => (bytes / MB).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });

  let library;
  const tus = (address) =>
    (library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(window.tus);
      script.onerror = () => {
        library = undefined;
        reject(new Error(address));
      };
      document.head.append(script);
    }));

  /** The bar and the line below the field, made when they are needed. */
  function boardOf(input) {
    let board = input.parentElement.querySelector("[data-resumable-board]");
    if (!board) {
      board = document.createElement("div");
      board.dataset.resumableBoard = "";
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.style.inlineSize = "100%";
      const line = document.createElement("p");
      line.className = "help";
      line.setAttribute("role", "status");
      board.append(bar, line);
      input.after(board);
    }
    const [bar, line] = board.children;
    return {
      is(share, words) {
        bar.hidden = share === null;
        bar.value = share ?? 0;
        line.textContent = words;
      },
    };
  }

  /** The button goes back to what it was: Wagtail's spins from the click on. */
  function release(form) {
    for (const button of form.querySelectorAll(".button-longrunning")) {
      button.disabled = false;
      button.classList.remove("button-longrunning-active");
      window.cancelSpinner?.();
    }
  }

  async function send(form, input, file) {
    const says = input.dataset;
    const board = boardOf(input);
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const broken = (error) => {
      going.delete(form);
      const answer = error?.originalResponse;
      const isRefused = answer && answer.getStatus() >= 400 && answer.getStatus() < 500 && answer.getBody();
      board.is(null, isRefused ? answer.getBody() : says.saysBroken);
      release(form);
    };
    try {
      const { Upload } = await tus(says.tus);
      const upload = new Upload(file, {
        endpoint: says.resumable,
        chunkSize: Number(says.piece),
        headers: { "X-CSRFToken": token },
        metadata: { filename: file.name },
        removeFingerprintOnSuccess: true,
        retryDelays: RETRIES,
        onProgress: (sent, all) => board.is(sent / all, filled(says.saysSent, { sent: megabytes(sent), all: megabytes(all) })),
        onError: broken,
        onSuccess() {
          going.delete(form);
          const key = upload.url.replace(/\/+$/, "").split("/").pop();
          input.form.querySelector(`[name="${input.name.replace(/file$/, "upload")}"]`).value = key;
          input.value = "";
          input.required = false;
          board.is(1, filled(says.saysKept, { name: file.name }));
          release(form);
          form.requestSubmit();
        },
      });
      const [before] = await upload.findPreviousUploads();
      if (before) upload.resumeFromPreviousUpload(before);
      upload.start();
    } catch (error) {
      broken(error);
    }
  }

  document.addEventListener(
    "submit",
    (event) => {
      const input = event.target.querySelector("input[type=file][data-resumable]");
      const [file] = input?.files ?? [];
      if (!file || file.size <= Number(input.dataset.small)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (going.has(event.target)) return;
      going.add(event.target);
      send(event.target, input, file);
    },
    { capture: true },
  );
  document.addEventListener("change", (event) => {
    // Another file than the one that has arrived.
    if (event.target.matches?.("input[type=file][data-resumable]")) {
      const key = event.target.form.querySelector(`[name="${event.target.name.replace(/file$/, "upload")}"]`);
      if (key) key.value = "";
    }
  });
}
