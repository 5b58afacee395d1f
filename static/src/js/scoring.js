// Scoring by keyboard: <form data-scoring> with one [data-criterion] each. Keys 1 to 9 choose the level of the criterion
// that one is in, 0 "cannot judge"; the arrow keys are the browser's own within the levels. Keys typed into a comment
// are text.
for (const form of document.querySelectorAll("form[data-scoring]")) {
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^[0-9]$/.test(event.key)) return;
    if (event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])")) return;
    const criterion = event.target.closest("[data-criterion]");
    if (!criterion) return;
    const levels = [...criterion.querySelectorAll("input[type=radio]")];
    const chosen = event.key === "0" ? levels.at(-1) : levels[Number(event.key) - 1];
    if (!chosen) return;
    event.preventDefault();
    chosen.focus();
    chosen.click();
  });
}

// On a phone the evidence lies folded under its criterion; without this script it lies open there.
if (window.matchMedia("(max-width: 40em)").matches) {
  for (const evidence of document.querySelectorAll("details[data-evidence]")) evidence.open = false;
}
