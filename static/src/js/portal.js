// Starts GOV.UK Frontend's own enhancements: error summary, character count, menu on small screens, conditional radios.
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
