// Copies what needs no compiling into static/built: our ES modules, images, the fonts, GOV.UK Frontend's own module.
import { cpSync, mkdirSync } from "node:fs";

const fonts = "node_modules/@fontsource/source-sans-3/files";
mkdirSync("static/built/fonts", { recursive: true });
cpSync("static/src/js", "static/built", { recursive: true });
cpSync("static/src/images", "static/built/images", { recursive: true });
cpSync("node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js", "static/built/govuk-frontend.min.js");
for (const subset of ["latin", "latin-ext"]) {
  for (const style of ["400-normal", "400-italic", "600-normal", "700-normal"]) {
    const name = `source-sans-3-${subset}-${style}.woff2`;
    cpSync(`${fonts}/${name}`, `static/built/fonts/${name}`);
  }
}
