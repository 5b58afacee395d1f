"""Forms of a request, one thing per page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone

from alliance.dates import DayField
from alliance.drafts import RevisionForm
from alliance.expertise.models import Area
from alliance.people.models import Person
from alliance.schools.forms import SchoolField
from alliance.schools.models import Alliance, Partner, School
from alliance.words import WordsField
from support.models import Measure, Request, ServiceTimes
from support.queries.leaders import PHASE_OF
from support.states import Funding, Phase, Setting, Urgency

DETAIL_WORDS, OUTCOME_WORDS = 400, 200
LONGEST = 8000
NARROW = {"class": "govuk-input--width-3"}


def _telephone() -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "tel", "class": "govuk-input--width-20"})
    return forms.CharField(label="Telephone number", max_length=20, required=False, widget=widget)


def _days(label: str, *, required: bool = True, help_text: str = "") -> forms.IntegerField:
    widget = forms.NumberInput(attrs=NARROW)
    return forms.IntegerField(
        label=label, min_value=1, max_value=400, required=required, help_text=help_text, widget=widget
    )


def _phase(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=Phase.choices, widget=forms.RadioSelect)


class StartForm(forms.Form):
    """For which school: one of those that the person can ask for; and for whom, where they commission for several of
    `partners`. Cleans to a School and a Partner."""

    def __init__(self, *args: Any, schools: Sequence[School], partners: Sequence[Partner] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(partners) > 1:
            known = {str(one.pk): one for one in partners}
            self.fields["commissioner"] = forms.TypedChoiceField(
                label="For whom do you ask?",
                choices=[(key, one.name) for key, one in known.items()],
                coerce=known.__getitem__,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose for whom you ask."},
            )
        by_key = {str(school.pk): school for school in schools}
        several = len(schools) > 1
        first = [("", "Choose a school")] if several else []
        self.fields["school"] = forms.TypedChoiceField(
            label="Which school needs support?",
            choices=[
                *first,
                *((key, one.name) for key, one in by_key.items()),
            ],
            coerce=by_key.__getitem__,
            widget=forms.Select if several else forms.HiddenInput,
            initial="" if several else next(iter(by_key)),
            error_messages={"required": "Choose the school."},
        )


class NeedForm(RevisionForm):
    """What it is about."""

    title = forms.CharField(
        label="What is it about, in a few words?", max_length=120, help_text="For example: maths in key stage 2."
    )
    detail = WordsField(
        label="What does the school need?",
        max_words=DETAIL_WORDS,
        max_length=LONGEST,
        rows=8,
        help_text="What you see, since when, and what you have tried. Leave names of pupils and staff out.",
    )
    outcomes = WordsField(
        label="What should be different afterwards?", max_words=OUTCOME_WORDS, max_length=LONGEST, rows=4
    )


class AreasForm(RevisionForm):
    """In which areas, for which phase."""

    areas = forms.ModelMultipleChoiceField(
        Area.objects.none(),
        label="In which areas?",
        widget=forms.CheckboxSelectMultiple,
        help_text="The few that matter most. They are agreed with the school later.",
        error_messages={"required": "Choose at least one area."},
    )
    phase = _phase("For pupils of which phase?")

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = Area.objects.open_to(alliance)  # type: ignore[attr-defined]  # of a model


class TimeForm(RevisionForm):
    """How soon, how much, and who pays."""

    mark_optional = True
    urgency = forms.ChoiceField(label="How soon is support needed?", choices=Urgency.choices, widget=forms.RadioSelect)
    wanted_from = DayField(label="From when, if that is known", required=False)
    wanted_until = DayField(label="Until when, if that is known", required=False)
    half_days = _days("About how many half days?", required=False, help_text="Leave it empty if you cannot say.")
    funding = forms.ChoiceField(label="Who pays?", choices=Funding.choices, widget=forms.RadioSelect)
    order_number = forms.CharField(
        label="Purchase order number",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("wanted_from"), data.get("wanted_until")
        if first and last and last < first:
            self.add_error("wanted_until", "Until when: this is before the day from which support is wanted.")
        return data


class ContactForm(RevisionForm):
    """Whom to speak with."""

    mark_optional = True
    contact_name = forms.CharField(label="Name of the person to contact at the school", max_length=120)
    contact_email = forms.EmailField(
        label="Their e-mail address", widget=forms.EmailInput(attrs={"spellcheck": "false"})
    )
    contact_telephone = _telephone()


@dataclass(frozen=True)
class Step:
    """One page of asking: its address, title and form, and what the form shows at first for a draft."""

    slug: str
    title: str
    form: type[RevisionForm]
    initial: Callable[[Request], dict[str, Any]]


def _fields(form: type[RevisionForm]) -> Callable[[Request], dict[str, Any]]:
    names = [name for name in form.base_fields if name != "revision"]
    return lambda request: {name: getattr(request, name) for name in names}


def _areas(request: Request) -> dict[str, Any]:
    needs = list(request.needs.all())
    return {"areas": [need.area_id for need in needs], "phase": needs[0].phase if needs else phase_of(request.school)}


def phase_of(school: School | None) -> str:
    """The phase of pupils that a school's own phase suggests; all where it says nothing."""
    return PHASE_OF.get(school.phase, (Phase.ALL,))[-1] if school is not None else Phase.ALL


STEPS = {
    step.slug: step
    for step in (
        Step("need", "What the school needs", NeedForm, _fields(NeedForm)),
        Step("areas", "Areas and phase", AreasForm, _areas),
        Step("time", "When, how much, and who pays", TimeForm, _fields(TimeForm)),
        Step("contact", "Whom to contact", ContactForm, _fields(ContactForm)),
    )
}


class EnquiryForm(forms.Form):
    """Everything that a school outside the alliance is asked, on one page."""

    school = SchoolField(label="Which school are you writing for?")
    title = NeedForm.base_fields["title"]
    detail = WordsField(label="What does the school need?", max_words=DETAIL_WORDS, max_length=LONGEST, rows=8)
    outcomes = NeedForm.base_fields["outcomes"]
    areas = AreasForm.base_fields["areas"]
    phase = _phase("For pupils of which phase?")
    urgency = TimeForm.base_fields["urgency"]
    contact_name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_email = forms.EmailField(
        label="Your e-mail address at the school",
        help_text="We send a link there, by which you follow what becomes of this.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    contact_telephone = _telephone()

    def __init__(self, *args: Any, alliance: Alliance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = Area.objects.open_to(alliance)  # type: ignore[attr-defined]  # of a model


class TextForm(forms.Form):
    """A few sentences: a question, an answer, a reason."""

    text = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].help_text = label, hint


class ConfirmForm(forms.Form):
    """A step that is confirmed by its button alone."""


class HandlerForm(forms.Form):
    """Who handles a request."""

    handler = forms.ModelChoiceField(
        Person.objects.none(), label="Who handles this request?", empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["handler"]
        field.queryset = people
        field.label_from_instance = lambda person: person.name


class NeedLineForm(forms.Form):
    """One need as it was agreed with the school."""

    area = forms.ModelChoiceField(Area.objects.none(), label="Area", empty_label="Choose an area")
    phase = forms.ChoiceField(label="Phase", choices=Phase.choices)
    focus = forms.CharField(
        label="What in this area?", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    half_days = _days("Half days", help_text="Two half days are a day.")

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]  # a ModelChoiceField


class MeasureForm(forms.ModelForm):
    """By what it will be seen whether support has helped."""

    baseline_on = DayField(label="As of which day?")

    class Meta:
        model = Measure
        fields = ["name", "unit", "baseline", "baseline_on", "source", "target", "less_is_better"]
        labels = {
            "name": "What is measured?",
            "unit": "In what unit?",
            "baseline": "Where it stands before support",
            "source": "Who says so?",
            "target": "What it should reach",
            "less_is_better": "Less is better",
        }
        help_texts = {
            "name": "For example: pupils at the expected standard in reading.",
            "unit": "For example: %, or points. It may stay empty.",
            "source": "For example: key stage 2 results, or the school’s own assessment.",
            "target": "If it has been agreed.",
            "less_is_better": "For example absences, or lessons that are disturbed.",
        }
        widgets = {
            "unit": forms.TextInput(attrs={"class": "govuk-input--width-10"}),
            "baseline": forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "decimal"}),
            "target": forms.TextInput(attrs={"class": "govuk-input--width-10", "inputmode": "decimal"}),
        }

    def clean_baseline_on(self) -> Any:
        """Not a day to come."""
        on = self.cleaned_data["baseline_on"]
        if on > timezone.localdate():
            raise forms.ValidationError("This day is still to come.")
        return on

    def clean(self) -> dict[str, Any]:
        """What it should reach lies on the side that is better."""
        data = super().clean() or self.cleaned_data
        baseline, target = data.get("baseline"), data.get("target")
        if baseline is not None and target is not None and target != baseline:
            if data["less_is_better"] and target > baseline:
                self.add_error("target", "This is more than before, and you say that less is better.")
            elif not data["less_is_better"] and target < baseline:
                self.add_error("less_is_better", "It should reach less than before, so tick that less is better.")
        return data


class ContextForm(forms.Form):
    """Where the school stands today, with what the register says as a proposal."""

    ofsted = forms.ChoiceField(
        label="Ofsted, overall effectiveness as last inspected",
        required=False,
        choices=[
            (word, word or "Not known, or not inspected")
            for word in ("", "Outstanding", "Good", "Requires improvement", "Serious weaknesses", "Special measures")
        ],
    )
    ofsted_on = DayField(label="Last inspected", required=False)
    results = forms.CharField(
        label="Results as last published",
        help_text="Attainment and progress, with the year.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    phase = forms.CharField(label="Phase of the school", max_length=40, required=False)
    pupils = forms.IntegerField(
        label="Pupils", min_value=0, max_value=20000, required=False, widget=forms.NumberInput(attrs=NARROW)
    )
    fsm = forms.DecimalField(
        label="Share with free school meals, per cent",
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        required=False,
        widget=forms.TextInput(attrs={**NARROW, "inputmode": "decimal"}),
    )
    settings = forms.MultipleChoiceField(
        label="What kind of school is it?",
        choices=Setting.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    in_need = forms.BooleanField(
        label="This is a school in need", required=False, help_text="It counts as one in what the alliance reports."
    )

    def values(self) -> dict[str, Any]:
        """What was typed, as it is stored: the share in tenths of a per cent."""
        data = dict(self.cleaned_data)
        share = data.pop("fsm")
        return {**data, "fsm_tenths": None if share is None else round(share * 10)}


class TimesForm(forms.ModelForm):
    """How soon the alliance promises what."""

    class Meta:
        model = ServiceTimes
        fields = ["match_hours", "match_on_working_days", "contact_days", "record_working_days", "late_hours"]
        labels = {
            "match_hours": "Hours from asking until a leader is proposed",
            "match_on_working_days": "Only hours of working days count",
            "contact_days": "Days from then until the leader gets in touch",
            "record_working_days": "Working days from a visit until its record",
            "late_hours": "Hours before a visit from which it counts as used if the school calls it off",
        }
        help_texts = {
            "match_hours": "The clock stands still while a question to the school waits for its answer.",
            "match_on_working_days": "A working day is then 24 hours: what is asked on a Friday at 3pm is due on the "
            "Tuesday at 3pm, if you promise 48. Otherwise weekends, bank holidays and your own closures count too.",
            "contact_days": "Weekends count.",
            "record_working_days": "",
            "late_hours": "Stands in agreements from now on. 0: such a visit never counts.",
        }
        widgets = {name: forms.NumberInput(attrs=NARROW) for name in fields if name != "match_on_working_days"}

    def clean(self) -> dict[str, Any]:
        """A promise of nothing is none."""
        data = super().clean() or self.cleaned_data
        for name in self.Meta.widgets:
            if data.get(name) == 0 and name != "late_hours":
                self.add_error(name, "Enter 1 or more.")
        return data
