"""Small pieces of pages that lists of post are made of."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString


def tag(text: str, colour: str) -> SafeString:
    """A state as a tag with its word, in one of GOV.UK's colours of tags."""
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, text)
