// <form data-leave-warning>: the browser asks before what was typed and not saved is lost.
for (const form of document.querySelectorAll("form[data-leave-warning]")) {
  let dirty = false;
  form.addEventListener("input", () => {
    dirty = true;
  });
  form.addEventListener("submit", () => {
    dirty = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}
