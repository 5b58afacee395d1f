// <form data-passkey="make|use" data-options="…">: before it is sent, the device is asked to make or use a passkey. What
// it answers goes into the hidden field “credential”. The options are JSON: in the page, under that id, or at that address.
const known = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON && PublicKeyCredential.prototype.toJSON);

async function optionsOf(form) {
  const { options } = form.dataset;
  if (!options.startsWith("/")) return JSON.parse(document.getElementById(options).textContent);
  const answer = await fetch(options, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function ask(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "make") {
    const wanted = options.creation_options.publicKey;
    // It must be found without anybody's name being typed first.
    Object.assign(wanted.authenticatorSelection, { residentKey: "required", requireResidentKey: true });
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(wanted) });
  }
  const wanted = options.request_options.publicKey;
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(wanted) });
}

const forms = known ? document.querySelectorAll("form[data-passkey]") : [];
for (const form of forms) {
  form.hidden = false;
  const problem = form.querySelector("[data-passkey-problem]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = "";
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      form.submit();
    } catch (refused) {
      problem.textContent =
        refused.name === "InvalidStateError"
          ? "This device has a passkey for your account already."
          : "The device gave no passkey. Try again, or choose another way.";
    }
  });
}
if (forms.length) for (const without of document.querySelectorAll("[data-passkey-without]")) without.hidden = true;
