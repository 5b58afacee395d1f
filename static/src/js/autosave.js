// Saves a form as one types: <form data-autosave="/address/"> posts its fields there, one save after the other.
//
// The address answers {"saved": "10:42", "revision": 3}; the form's hidden field `revision` moves on with it. Where
// another window was faster it answers 409 and {"problem": "…"}: then nothing more is saved by itself, and the form's
// own button shows both texts. What happened stands in the page's [data-autosave-status].
const PAUSE = 1200;
const AGAIN = 10000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = document.querySelector("[data-autosave-status]");
  let timer = 0;
  let changed = false;
  let saving = null;
  let stopped = false;

  const say = (words) => {
    if (status && status.textContent !== words) status.textContent = words;
  };

  const post = async () => {
    changed = false;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      const told = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
      if (answer.ok && told.saved) {
        if (form.elements.revision && told.revision !== undefined) form.elements.revision.value = told.revision;
        say(`Saved ${told.saved}`);
      } else {
        stopped = true;
        say(told.problem || "Not saved. Keep this page open and press the button to save.");
      }
    } catch {
      changed = true;
      say("Not saved yet: there is no connection. Trying again.");
      timer = setTimeout(save, AGAIN);
    }
  };

  const save = () => {
    clearTimeout(timer);
    if (!changed || stopped) return saving;
    const mine = (saving || Promise.resolve())
      .then(() => (changed && !stopped ? post() : undefined))
      .finally(() => {
        if (saving === mine) saving = null;
      });
    saving = mine;
    return saving;
  };

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });

  // A save under way is waited for, so that the button's own post does not look like another window's.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    changed = false;
    if (!saving) return;
    event.preventDefault();
    const { submitter } = event;
    saving.finally(() => form.requestSubmit(submitter));
  });

  // Leaving the page (a closed tab, a sleeping phone): one last save that outlives it.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed && !stopped) {
      clearTimeout(timer);
      save();
    }
  });
}
