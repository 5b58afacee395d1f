"""Drafts: forms that know on which save they were opened, and what is said to a tab that is not on the last one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from django import forms
from django.http import JsonResponse
from django.utils import timezone

from alliance.refusal import Refusal, Refused

# What a form that saves itself says when another window was faster.
NOT_SAVED = (
    "Not saved: this was changed in another window since you opened it here. Press the button to see both texts."
)


class RevisionForm(forms.Form):
    """Knows which save it was opened on, so that a stale tab is noticed.

    Fields are not marked as optional: a draft may lack anything, but little of it may be missing in the end.
    """

    mark_optional = False
    lacking_is_fine = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def let_lack(self) -> None:
        """Take what is there and let the rest be missing, for somebody who will come back to it."""
        self.lacking_is_fine = True
        for field in self.fields.values():
            field.required = False
        self.fields["revision"].required = True

    def stand_on(self, revision: int) -> None:
        """Show what was typed again, but standing on a later save."""
        data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["revision"] = str(revision)
        self.data = data


class Stale(Refused):
    """What was to be saved has been changed meanwhile, in another tab or by another person.

    `stored` is what stands now (a text, or fields by name), `revision` its number; what the person typed is theirs to
    keep or to merge.
    """

    def __init__(self, stored: Any, revision: int) -> None:
        super().__init__(Refusal("This was changed in another window since you opened it here. Both texts are shown."))
        self.stored, self.revision = stored, revision


class Saved(Protocol):
    """What has been saved: its `revision` by now."""

    revision: int


def autosaved(save: Callable[[], Saved]) -> JsonResponse:
    """`save` what a form sends as somebody types, and answer it: {"revision", "saved"}; 409 and {"problem"} where
    another window was faster."""
    try:
        saved = save()
    except Stale:
        return JsonResponse({"problem": NOT_SAVED}, status=409)
    return JsonResponse({"revision": saved.revision, "saved": f"{timezone.localtime():%H:%M}"})
