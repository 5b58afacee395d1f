"""Forms whose fields are kept as a draft, and know on which save they were opened."""

from __future__ import annotations

from django import forms


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
