"""The diagrams in the docs are those of the code."""

from django.conf import settings

from alliance.workflow.diagrams import all_diagrams


def test_the_state_diagrams_are_up_to_date():
    stored = (settings.BASE_DIR / "docs" / "states.md").read_text(encoding="utf-8")
    assert stored == all_diagrams(), "Run: .venv/bin/python manage.py diagrams"
