"""The checks that every journey relies on do find what they are for."""

from __future__ import annotations

import pytest

from tests.journeys.markup import mistakes_in

GOOD = (
    '<!doctype html><html lang="en"><head><title>A page</title></head>'
    "<body><main><h1>A page</h1>{}</main></body></html>"
)


def test_the_nu_checker_finds_bad_nesting(tmp_path):
    (tmp_path / "good.html").write_text(GOOD.format("<p>Words</p>"))
    assert mistakes_in(tmp_path) == ""
    (tmp_path / "bad.html").write_text(GOOD.format("<p><div>Words</div></p>"))
    assert "bad.html" in mistakes_in(tmp_path)


def test_pages_are_kept_as_the_server_sent_them(journey, pages_served):
    journey.visit("/")
    assert any(page.name.startswith("front-200-") for page in pages_served.iterdir())


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        (GOOD.format('<img src="data:,">'), "axe"),
        (GOOD.format('<div class="govuk-error-summary"><a href="#gone">Enter a name</a></div>'), "not found"),
        (GOOD.format('<svg width="400" height="9" aria-hidden="true"></svg>'), "px wide"),
        (GOOD.format('<p style="color: red">red</p>'), "policy"),
        (GOOD.format("<h1>Another</h1>"), "has 2 h1"),
    ],
    ids=["axe", "summary", "width", "policy", "headings"],
)
def test_looking_at_a_bad_page_complains(journey, page, complaint):
    journey.visit("/")
    journey.page.set_content(page)
    with pytest.raises(AssertionError, match=complaint):
        journey.look()
