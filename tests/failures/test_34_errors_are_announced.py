"""34. Every control works by keyboard; every invalid field is announced with its message.

Here every form of the role matrix is sent empty, and again full of nonsense; whatever is refused says so by its status.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.test import Client
from django_scopes import scopes_disabled
from lxml import html

from alliance.web.templatetags.govuk import problems_of
from tests.architecture.pages import PAGES, standing_together, together, visitor

NONSENSE = "☃ no number, no day, no address"
CONTROLS = "input[not(@type='hidden')] | .//select | .//textarea"


def mistakes_in(page: str) -> list[str]:
    """What is wrong with how the page announces its errors."""
    root = html.fromstring(page)
    described = {name for one in root.xpath("//*[@aria-describedby]") for name in one.get("aria-describedby").split()}
    ids = {one.get("id") for one in root.xpath("//*[@id]")}
    messages = root.xpath("//*[contains(concat(' ', @class, ' '), ' govuk-error-message ')]")
    links = root.xpath("//*[contains(@class, 'govuk-error-summary__list')]//a/@href")
    summary = " ".join(" ".join(root.xpath("//*[contains(@class, 'govuk-error-summary__list')]//text()")).split())
    found = []
    for message in messages:
        words = " ".join(message.text_content().replace("Error:", "").split())
        if message.get("id") not in described:
            found.append(f"“{words}” describes no control")
        if words not in summary:
            found.append(f"“{words}” is not in the summary")
    found += [f"the summary leads to {link}, which is not there" for link in links if link.lstrip("#") not in ids]
    if messages and not root.xpath("//title")[0].text_content().strip().startswith("Error: "):
        found.append("the title does not begin with “Error: ”")
    return found


def forms_in(contexts: Iterable[Any]) -> list[BaseForm]:
    """Every form that was given to the page's templates."""
    given = [value for context in contexts for value in context.flatten().values()]
    given += [one for value in given if isinstance(value, list | tuple | BaseFormSet) for one in value]
    return list({id(form): form for form in given if isinstance(form, BaseForm)}.values())


def unannounced(page: str, forms: list[BaseForm]) -> list[str]:
    """The messages of invalid fields that the page does not say."""
    said = " ".join(html.fromstring(page).text_content().split())
    return [text for form in forms for problem in problems_of(form) if (text := problem.text) not in said]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("header_made_once")
@pytest.mark.parametrize("lines", together(PAGES).values(), ids=together(PAGES))
def test_34_every_invalid_field_is_announced(shared_cast, sign_in, lines):
    with standing_together(lines, shared_cast) as paths:
        # That something is missing no database says; what was typed may meet it.
        for (line, path), typed in product(
            paths.items(), ("", NONSENSE) if connection.vendor == "sqlite" else (NONSENSE,)
        ):
            cache.clear()  # limits of sign-in
            with transaction.atomic():
                send(sign_in(visitor(line, shared_cast)), path, typed)
                transaction.set_rollback(True)


def send(client: Client, path: str, typed: str) -> None:
    """Fill every form of the page with `typed` and send it; what is refused must be announced."""
    with scopes_disabled():
        shown = client.get(path)
        content = shown.getvalue()  # a file is closed once it is read to its end
        if not shown["Content-Type"].startswith("text/html"):
            return
        root = html.fromstring(content.decode())
        for form in root.xpath("//main//form[translate(@method, 'POST', 'post')='post']"):
            action = form.get("action") or path
            names = {one.get("name") for one in form.xpath(f".//{CONTROLS}") if one.get("type") != "file"}
            kept = {one.get("name"): one.get("value", "") for one in form.xpath(".//input[@type='hidden']")}
            answer = client.post(action, {**dict.fromkeys(names - {None}, typed), **kept})
            if "html" not in answer.get("Content-Type", "") or answer.status_code not in (200, 409, 422):
                continue
            given = forms_in(answer.context or ())
            refused = [str(one.errors) for one in given if problems_of(one)]
            assert not (refused and answer.status_code == 200), f"{action} answers 200: {refused}"
            page = answer.content.decode()
            assert not (wrong := mistakes_in(page)), f"{action}: {wrong}"
            assert not (silent := unannounced(page, given)), f"{action}: {silent}"


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ('<p class="govuk-error-message" id="a">Enter a name</p><input aria-describedby="b">', "describes no control"),
        ('<p class="govuk-error-message" id="a">Enter a name</p><input aria-describedby="a">', "not in the summary"),
        ('<ul class="govuk-error-summary__list"><li><a href="#gone">Enter a name</a></li></ul>', "which is not there"),
    ],
)
def test_a_silent_error_is_noticed(page, complaint):
    found = mistakes_in(f"<html><head><title>A page</title></head><body>{page}</body></html>")
    assert complaint in " ".join(found)
