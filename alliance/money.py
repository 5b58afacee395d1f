"""Sums of money: integers of pence, typed and shown in pounds."""

from __future__ import annotations

from typing import Any

from django import forms


def in_pounds(pence: int) -> str:
    """ "£175", with pence "£1,175.50", less than nothing "−£20"."""
    pounds, rest = divmod(abs(pence), 100)
    sign = "−" if pence < 0 else ""
    return f"{sign}£{pounds:,}.{rest:02}" if rest else f"{sign}£{pounds:,}"


class PoundsField(forms.DecimalField):
    """A sum typed in pounds ("175", "£175.50"); gives pence. Its initial value is pence too."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}))
        super().__init__(min_value=0, max_value=1_000_000, decimal_places=2, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Stored pence as people type them."""
        return in_pounds(value).removeprefix("£").replace(",", "") if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        """The pounds that were typed, without their sign and commas."""
        return super().to_python(value.strip().removeprefix("£").replace(",", "") if isinstance(value, str) else value)

    def clean(self, value: Any) -> Any:
        """Pence, or None. Raises ValidationError."""
        pounds = super().clean(value)
        return None if pounds is None else int(pounds * 100)
