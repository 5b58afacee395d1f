"""Forms of supply: what is known of a supporter, when they are away, and somebody more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F

from alliance.dates import DayField
from alliance.expertise.models import Area
from alliance.schools.forms import SchoolField
from alliance.schools.models import Alliance, School
from alliance.schools.queries import partner_schools
from support.queries.leaders import Leader
from support.states import Phase, Setting

NUMBER = forms.NumberInput(attrs={"class": "govuk-input--width-3"})


def areas_open_to(alliance: Alliance) -> Any:
    """Areas in which somebody can help, the national list first."""
    return Area.objects.open_to(alliance).order_by(F("area_list").asc(nulls_last=True), "position", "name", "pk")


class AvailabilityForm(forms.Form):
    """What a leader says of themselves."""

    half_days_a_year = forms.IntegerField(
        label="How many half days in a school year?",
        help_text="Fifteen days are 30 half days. The head of the home school is told of a change.",
        min_value=0,
        max_value=400,
        widget=NUMBER,
    )
    miles = forms.IntegerField(
        label="How many miles at most?",
        help_text="From the home school, one way. Leave this empty for any distance.",
        required=False,
        min_value=1,
        max_value=400,
        widget=NUMBER,
    )
    settings = forms.MultipleChoiceField(
        label="Which kinds of schools do they know?",
        choices=Setting.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    interests: Any = forms.ModelMultipleChoiceField(
        label="With which schools is there an interest?",
        help_text="A partner works there, a child goes there, they govern it: they are never proposed for it.",
        queryset=School.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    about = forms.CharField(
        label="Experience and way of working",
        help_text="For whoever matches: what has gone well elsewhere, and what to know beforehand.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, leader: Leader, **kwargs: Any) -> None:
        supporter = leader.supporter
        names = ("half_days_a_year", "miles", "settings", "about", "phases", "until")
        kwargs["initial"] = {name: getattr(supporter, name) for name in names}
        if supporter.pk:
            kwargs["initial"]["interests"] = [school.pk for school in supporter.interests.all()]
            kwargs["initial"]["areas"] = [line.area_id for line in supporter.areas.all()]
        super().__init__(*args, **kwargs)
        schools = School.objects.filter(
            pk__in=[
                *partner_schools(supporter.alliance).values_list("pk", flat=True),
                *kwargs["initial"].get("interests", []),
            ]
        )
        field: Any = self.fields["interests"]
        field.queryset = schools.exclude(pk=leader.home_school.pk).order_by("name", "urn")


class SupporterForm(AvailabilityForm):
    """What staff say of a supporter besides."""

    phases = forms.MultipleChoiceField(
        label="In which phases do they help?",
        help_text="Tick none where it is the phase of their home school.",
        choices=[(code, words) for code, words in Phase.choices if code != Phase.ALL],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    areas: Any = forms.ModelMultipleChoiceField(
        label="In which areas do they help, besides those in which they are designated?",
        queryset=Area.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    until = DayField(
        label="From which day are they not to be deployed any more?",
        help_text="Leave this empty if it is open.",
        required=False,
    )

    def __init__(self, *args: Any, leader: Leader, **kwargs: Any) -> None:
        super().__init__(*args, leader=leader, **kwargs)
        field: Any = self.fields["areas"]
        field.queryset = areas_open_to(leader.supporter.alliance)


class NewSupporterForm(forms.Form):
    """Somebody without a designation who can help."""

    first_name = forms.CharField(label="First name", max_length=80)
    surname = forms.CharField(label="Surname", max_length=80)
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    home_school = SchoolField(label="Home school")
    areas: Any = forms.ModelMultipleChoiceField(
        label="In which areas can they help?",
        queryset=Area.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one area."},
    )

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["areas"]
        field.queryset = areas_open_to(alliance)


class AwayForm(forms.Form):
    """Days on which somebody cannot be deployed."""

    first_day = DayField(label="First day")
    last_day = DayField(label="Last day")
    why = forms.CharField(
        label="Why?",
        help_text="As staff read it, for example: exams. You need not say.",
        required=False,
        max_length=100,
    )


class PhaseForm(forms.Form):
    """Which phase of supply and demand is shown."""

    phase = forms.ChoiceField(
        label="Phase",
        required=False,
        choices=[("", "Any phase"), *((code, words) for code, words in Phase.choices if code != Phase.ALL)],
    )

    mark_optional = False
