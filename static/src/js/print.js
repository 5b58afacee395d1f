// A button with data-print prints the page. It is hidden in the page itself, because without scripts it does nothing.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
