// Suggests schools while one types: <input data-school-search>. The suggestion ends with the school's URN in brackets,
// from which the server knows exactly which school is meant.
const PAUSE = 250;
const alliance = window.location.pathname.split("/")[1];

document.querySelectorAll("input[data-school-search]").forEach((input, index) => {
  const list = document.createElement("datalist");
  list.id = `schools-${index}`;
  input.after(list);
  input.setAttribute("list", list.id);
  let timer = null;
  let asked = "";

  input.addEventListener("input", () => {
    clearTimeout(timer);
    const text = input.value.trim();
    if (text.length < 3 || /\(\d{5,6}\)$/.test(text)) return;
    timer = setTimeout(async () => {
      asked = text;
      try {
        const answer = await fetch(`/${alliance}/schools/search/?format=json&q=${encodeURIComponent(text)}`);
        if (!answer.ok || asked !== text) return;
        const found = await answer.json();
        list.replaceChildren(...found.schools.map((school) => new Option(school.label, school.text)));
      } catch {
        // Without suggestions the field still works: the server searches for what was typed.
      }
    }, PAUSE);
  });
});
