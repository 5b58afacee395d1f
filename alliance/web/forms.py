"""Forms of an alliance's settings. They check; the services write."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.dates import DayField
from alliance.schools.forms import SchoolField
from alliance.schools.models import (
    Alliance,
    Closure,
    Division,
    LeadSchool,
    Partner,
    ResponsibilityLead,
    Tier,
)
from alliance.schools.states import PartnerKind
from alliance.schools.vocabulary import STANDARD
from alliance.web.services.settings import ImageRefused, readable_image


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class FactsForm(forms.ModelForm):
    """What the alliance is called, what it is for, how it is reached."""

    website = forms.URLField(assume_scheme="https", required=False, help_text="Such as www.example.org.")

    class Meta:
        model = Alliance
        fields = [
            "name", "short_name", "introduction", "joining", "address", "telephone", "email", "website", "agency",
        ]  # fmt: skip
        labels = {
            "introduction": "What the alliance is for",
            "joining": "How a school joins",
            "email": "E-mail address",
            "agency": "Agency that is told of designations",
        }
        help_texts = {
            "short_name": "For narrow places, like BTSA.",
            "introduction": "One paragraph, at the top of the public home page.",
            "joining": "For the public home page.",
            "agency": "NCTL, later DfE.",
        }
        widgets = {"introduction": _text(4), "joining": _text(4), "address": _text(4)}


class LookForm(forms.ModelForm):
    """Colour, and what stands on letters. Pictures have a step of their own (`PictureForm`)."""

    class Meta:
        model = Alliance
        fields = ["colour", "letterhead", "signatory_name", "signatory_post"]
        labels = {"signatory_name": "Who signs letters", "signatory_post": "Their post"}
        help_texts = {
            "colour": "As # and six digits, like #1d5f8a. Text on it turns black or white by itself.",
            "letterhead": "Lines under the name at the top of letters.",
        }
        widgets = {
            "letterhead": _text(4),
            "colour": forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
        }


class PictureForm(forms.Form):
    """One picture: by itself, so that it is stored at once and no other field can send it back."""

    picture = forms.FileField(
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        error_messages={"required": "Choose the picture.", "empty": "The file is empty. Choose another."},
    )

    def __init__(self, *args: Any, label: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].label, self.fields["picture"].help_text = label, hint

    def clean_picture(self) -> tuple[bytes, str]:
        """The picture's bytes, written anew, and its kind."""
        try:
            return readable_image(self.cleaned_data["picture"])
        except ImageRefused as refused:
            raise ValidationError(str(refused)) from refused


class WordsForm(forms.Form):
    """The alliance's own words: an empty one means the portal's."""

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {term.key: term for term in alliance.terms.all()}
        for key, standard in STANDARD.items():
            if key == "agency":
                continue  # a fact of the alliance, on the page of facts
            own = kept.get(key)
            name = key.replace(" ", "_")
            self.fields[f"{name}_word"] = forms.CharField(
                label=f"For “{standard.word}”", max_length=80, required=False, initial=own.word if own else ""
            )
            self.fields[f"{name}_plural"] = forms.CharField(
                label=f"For “{standard.plural}”", max_length=80, required=False, initial=own.plural if own else ""
            )

    def clean(self) -> dict[str, Any]:
        """A plural is kept with its word, so it needs one."""
        data = super().clean() or self.cleaned_data
        for name in [name.removesuffix("_plural") for name in self.fields if name.endswith("_plural")]:
            if data.get(f"{name}_plural") and not data.get(f"{name}_word"):
                self.add_error(f"{name}_word", f"Type one word for “{data[f'{name}_plural']}” too.")
        return data

    def words(self) -> dict[str, tuple[str, str]]:
        """What was typed, by the portal's key."""
        data = self.cleaned_data
        return {
            key: (data[f"{key.replace(' ', '_')}_word"], data[f"{key.replace(' ', '_')}_plural"])
            for key in STANDARD
            if key != "agency"
        }


class RowForm(forms.ModelForm):
    """One row of a short list. What the database would refuse as a second one of its kind is said in a sentence."""

    twice = "This is on the list already."
    twice_at = "name"  # the field beside which that is said

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.alliance = alliance

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's own step, which the stubs leave out
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError:
                self.add_error(self.twice_at, self.twice)


class LeadSchoolForm(RowForm):
    school = SchoolField()
    status_since = DayField(label="Teaching school since", required=False)
    twice = "This school leads the alliance already."
    twice_at = "school"

    class Meta:
        model = LeadSchool
        fields = ["school", "status_since"]

    def clean_status_since(self) -> date | None:
        """A school is a teaching school by now: the public home page says since when."""
        since: date | None = self.cleaned_data["status_since"]
        if since and since > timezone.localdate():
            raise ValidationError("Teaching school since: this day is yet to come.")
        return since


class TierForm(RowForm):
    twice = "There is a tier of this name already."

    class Meta:
        model = Tier
        fields = ["name", "position"]
        help_texts = {"position": "Tiers are shown in this order, 0 first."}
        widgets = {"position": forms.NumberInput(attrs={"class": "govuk-input--width-3"})}


class DivisionForm(RowForm):
    twice = "There is a division of this name already."

    class Meta:
        model = Division
        fields = ["name", "about"]
        widgets = {"about": _text(3)}


class ClosureForm(RowForm):
    first_day = DayField(label="First day")
    last_day = DayField(label="Last day")

    class Meta:
        model = Closure
        fields = ["name", "first_day", "last_day"]
        help_texts = {"name": "Such as Christmas closure."}

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day is before the first.")
        return data


class ResponsibilityForm(RowForm):
    school = SchoolField(label="Lead school", required=False)

    class Meta:
        model = ResponsibilityLead
        fields = ["title", "school", "text"]
        labels = {"title": "Your own heading", "text": "What you do, in a few sentences"}
        help_texts = {"title": "If you call it something else.", "text": "For the public home page."}
        widgets = {"text": _text(5)}


class PartnerForm(RowForm):
    """A partner: a school of the register, or another organisation by its name."""

    school = SchoolField(required=False, help_text="For a school: its name, town, postcode or URN.")
    since = DayField(label="Partner since", required=False)
    until = DayField(label="Partner until", required=False, help_text="If the partnership has ended, or will.")
    twice = "This school is a partner already."
    twice_at = "school"

    class Meta:
        model = Partner
        fields = ["kind", "school", "name", "since", "until"]
        help_texts = {"name": "A school is called what the register calls it, if you leave this empty."}

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, alliance=alliance, **kwargs)
        self.fields["name"].required = False
        # Made here, inside the alliance's scope: as fields of the class they would ask for every alliance's rows.
        for name, rows in (("tier", alliance.tiers.all()), ("division", alliance.divisions.all())):
            self.fields[name] = forms.ModelChoiceField(
                queryset=rows, required=False, empty_label="None", initial=getattr(self.instance, f"{name}_id")
            )
        self.order_fields(["kind", "school", "name", "tier", "division", "since", "until"])

    def clean(self) -> dict[str, Any]:
        """A school is chosen from the register; everything else has a name."""
        data = super().clean() or self.cleaned_data
        school, since, until = data.get("school"), data.get("since"), data.get("until")
        if data.get("kind") == PartnerKind.SCHOOL:
            if not school and "school" not in self.errors:
                self.add_error("school", "Choose the school.")
            data["name"] = data.get("name") or (school.name if school else "")
        else:
            data["school"] = None
            if not data.get("name"):
                self.add_error("name", "Enter the partner’s name.")
        if since and until and until < since:
            self.add_error("until", "Partner until: this is before the day on which the partnership began.")
        self.instance.tier, self.instance.division = data.get("tier"), data.get("division")
        return data
