"""A request for support, what the school needs, and where it stood when support began."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_scopes import ScopedManager

from alliance.expertise.models import Area
from alliance.keys import random_code
from alliance.schools.models import Alliance, Partner, School
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine
from support.models.supply import Supporter
from support.states import REQUEST_MOVES, Funding, Phase, RequestState, Setting, Source, Urgency, Waited, Way


class ServiceTimes(models.Model):
    """How soon the alliance promises what, in its own settings; an alliance without a row has the defaults."""

    alliance = models.OneToOneField(Alliance, on_delete=models.CASCADE, related_name="+")
    match_hours = models.PositiveSmallIntegerField(default=48, help_text="From asking to a match.")
    match_on_working_days = models.BooleanField(
        default=False, help_text="Of these hours only those of working days count: 48 are two working days."
    )
    contact_days = models.PositiveSmallIntegerField(default=7, help_text="From the match to the first contact.")
    record_working_days = models.PositiveSmallIntegerField(default=5, help_text="From a visit to its record.")
    late_hours = models.PositiveSmallIntegerField(
        default=48, help_text="New agreements: a visit that the school calls off fewer hours before counts; 0: never."
    )

    objects = ScopedManager(alliance="alliance")


class Request(models.Model):
    """A school's request for support, by the school itself, by a commissioner for it, or as a public enquiry.

    `code` stands in addresses that people outside the alliance's staff see. Only a draft may be without a school.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12, unique=True, default=random_code)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.DRAFT)
    revision = models.PositiveIntegerField(default=0, help_text="Counts saves of a draft: a stale tab is refused.")
    source = models.CharField(max_length=12, choices=Source, default=Source.SCHOOL)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    commissioner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_telephone = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=120, blank=True, help_text="What it is about, in a few words.")
    detail = models.TextField(blank=True)
    outcomes = models.TextField(blank=True, help_text="What should be different afterwards.")
    urgency = models.CharField(max_length=8, choices=Urgency, default=Urgency.SOON)
    wanted_from = models.DateField(null=True, blank=True)
    wanted_until = models.DateField(null=True, blank=True)
    half_days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How much is thought to be needed.")
    funding = models.CharField(max_length=12, choices=Funding, default=Funding.UNKNOWN)
    order_number = models.CharField("purchase order number", max_length=40, blank=True)
    wanted = models.ForeignKey(
        Supporter, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Asked for by name."
    )
    begun_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    diagnosed_at = models.DateTimeField(null=True)
    matched_at = models.DateTimeField(
        null=True, help_text="When leaders were first proposed; empty again where the school wanted none of them."
    )
    contacted_at = models.DateTimeField(null=True, help_text="When the chosen leader first spoke with the school.")
    begins_on = models.DateField(null=True, help_text="As agreed.")
    reviewed_on = models.DateField(null=True, help_text="When the mid-term review was held.")
    ended_at = models.DateTimeField(null=True, help_text="When it was closed, declined, withdrawn or cancelled.")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "request"
        ordering = ["-id"]
        constraints = [
            one_of("state", RequestState, name="request_state"),
            one_of("source", Source, name="request_source"),
            one_of("urgency", Urgency, name="request_urgency"),
            one_of("funding", Funding, name="request_funding"),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn")) | Q(school__isnull=False), name="request_for_a_school"
            ),
            models.CheckConstraint(
                condition=~Q(source="commissioner") | Q(commissioner__isnull=False), name="request_commissioned_by"
            ),
        ]
        indexes = [models.Index(fields=["alliance", "state"], name="request_by_state")]

    def __str__(self) -> str:
        return self.title


class Wait(models.Model):
    """A time in which a request waits for the school: for an answer, whose words are a note, or while it looked at
    leaders of whom it then wanted none."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="waits")
    what = models.CharField(max_length=8, choices=Waited)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["request", "id"]
        constraints = [
            one_of("what", Waited, name="wait_what"),
            models.UniqueConstraint(fields=["request"], condition=Q(until__isnull=True), name="wait_one_open"),
        ]

    @property
    def root(self) -> Request:
        return self.request


class Need(models.Model):
    """One area in which the school needs support; asked for at first, confirmed with the school in the diagnosis."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="needs")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=11, choices=Phase, default=Phase.ALL)
    focus = models.CharField(max_length=300, blank=True, help_text="What in this area.")
    half_days = models.PositiveSmallIntegerField(null=True, blank=True)
    confirmed = models.BooleanField(default=False)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "need"
        ordering = ["request", "area__position", "area__name", "id"]
        constraints = [
            one_of("phase", Phase, name="need_phase"),
            models.UniqueConstraint(fields=["request", "area", "phase"], name="need_once"),
        ]

    @property
    def root(self) -> Request:
        return self.request


class Measure(models.Model):
    """A figure that will show whether support has worked: where it stood before, by what source, on what day."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="measures")
    name = models.CharField(max_length=160, help_text="For example: pupils at the expected standard in reading.")
    unit = models.CharField(max_length=20, blank=True, help_text="For example: %, points.")
    source = models.CharField(max_length=160)
    baseline = models.DecimalField(max_digits=9, decimal_places=2)
    baseline_on = models.DateField()
    target = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    less_is_better = models.BooleanField(default=False, help_text="As of absences, or lessons that are disturbed.")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "measure"
        ordering = ["need", "id"]

    @property
    def root(self) -> Request:
        return self.need.request

    @property
    def baseline_words(self) -> str:
        """Where it stood, with its unit: "54%", "12 points"."""
        return self.with_unit(self.baseline)

    @property
    def target_words(self) -> str:
        """What it should reach, with its unit; empty where nothing was agreed."""
        return "" if self.target is None else self.with_unit(self.target)

    def way(self, value: Decimal) -> Way:
        """Where a later value has gone, from the baseline."""
        gone = self.baseline - value if self.less_is_better else value - self.baseline
        return Way.BETTER if gone > 0 else Way.WORSE if gone < 0 else Way.SAME

    def is_reached(self, value: Decimal) -> bool:
        """Does a later value reach what was hoped for? Never where nothing was."""
        if self.target is None:
            return False
        return value <= self.target if self.less_is_better else value >= self.target

    def with_unit(self, value: Decimal) -> str:
        """A value of this measure in words: "54%", "12.5 points"."""
        gap = "" if self.unit in ("", "%") else " "
        return f"{Decimal(value).normalize():f}{gap}{self.unit}"


class Context(models.Model):
    """What was known of the school when its needs were diagnosed. Later reports read this and not the register."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="context")
    ofsted = models.CharField(max_length=30, blank=True, help_text="Overall effectiveness as last inspected.")
    ofsted_on = models.DateField(null=True, blank=True)
    results = models.TextField(blank=True, help_text="Attainment and progress as last published.")
    phase = models.CharField(max_length=40, blank=True)
    pupils = models.PositiveIntegerField(null=True, blank=True)
    fsm_tenths = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Tenths of a per cent.")
    settings = models.JSONField(default=list, help_text="Codes of states.Setting.")
    in_need = models.BooleanField(default=False, help_text="Counts as a school in need in what the alliance reports.")
    frozen_at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "context"

    @property
    def root(self) -> Request:
        return self.request

    @property
    def fsm_share(self) -> str:
        """The share of pupils with free school meals, per cent; empty where it is not known."""
        return "" if self.fsm_tenths is None else f"{self.fsm_tenths / 10:g}"

    @property
    def setting_words(self) -> str:
        """The settings in words."""
        return ", ".join(str(Setting(code).label) for code in self.settings)


REQUEST = Machine(Request, REQUEST_MOVES)
