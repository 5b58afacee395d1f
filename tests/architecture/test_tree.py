"""The tree itself: sizes of files, addresses that do not belong in it, templates that nobody uses."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
LONGEST = 400
# Written so that this file does not find itself.
FOREIGN = re.compile(
    "|".join(
        ["py" + r"pi\.org", "python" + r"hosted\.org", r"registry\.npm" + "js", r"deb\.deb" + "ian", "/wo" + "rk/"]
    )
)
# Found by django-allauth, crispy-forms and Django under these names.
FOUND_BY_LIBRARIES = ("429.html", "account/", "mfa/", "allauth/", "govuk/", "django/", "registration/")


def tracked() -> list[Path]:
    """Every file of the project, as git knows them; without git, every file that it would."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


FILES = tracked()
TEMPLATES = ROOT / "templates"


def test_no_file_of_code_passes_400_lines():
    long = {
        str(file.relative_to(ROOT)): lines
        for file in FILES
        if file.suffix in (".py", ".js", ".mjs", ".scss", ".html") and "migrations" not in file.parts
        if (lines := file.read_text(encoding="utf-8").count("\n")) > LONGEST
    }
    assert not long, "Make each a package named by its nouns"


def test_no_registry_or_machine_is_named():
    named = []
    for file in FILES:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, or a register in its own encoding
        named += [f"{file.relative_to(ROOT)}: {found.group()}" for found in FOREIGN.finditer(text)]
    assert not named


def test_templates_stand_in_the_folders_of_their_apps():
    known = {"account", "mfa", "allauth", "govuk", "errors", "operator", "django"}
    known |= {
        folder.name for folder in [*(ROOT / "alliance").iterdir(), *ROOT.iterdir()] if (folder / "apps.py").exists()
    }
    assert not {folder.name for folder in TEMPLATES.iterdir() if folder.is_dir()} - known


def names_used() -> str:
    """All text that may name a template: Python and templates."""
    return "\n".join(file.read_text(encoding="utf-8") for file in FILES if file.suffix in (".py", ".html"))


@pytest.fixture(scope="module")
def used() -> str:
    return names_used()


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda file: str(file.relative_to(TEMPLATES))
)
def test_every_template_is_used(template, used):
    name = str(template.relative_to(TEMPLATES))
    if name.startswith(FOUND_BY_LIBRARIES) or "letters" in template.parts:
        return
    assert f'"{name}"' in used or f"'{name}'" in used


def test_the_readme_explains_every_environment_variable():
    read = re.findall(r'env\.\w+\("(\w+)"', (ROOT / "alliance" / "settings.py").read_text(encoding="utf-8"))
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    assert read
    assert not [name for name in read if f"`{name}`" not in told]
