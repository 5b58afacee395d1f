"""Who can help, and how much of it: supply."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django_scopes import ScopedManager

from alliance.expertise.models import Area
from alliance.schools.models import Alliance, School

YEAR_HALF_DAYS = 30  # "Expected 15 days a year per SLE", unless the leader or home school says otherwise.


class Supporter(models.Model):
    """A leader who can be deployed from here, with what matching has to know of them.

    `designation_id` is the row of the register where they are designated (of another responsibility: a number, not a
    key); kind and home school are then read from there, whatever stands here. None: another supporter, whose home
    school stands here. Areas are those of the register and `SupporterArea` rows beside them. A person is a supporter
    once for each designation, and once without.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="supporting")
    designation_id = models.BigIntegerField(null=True, blank=True)
    home_school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    phases = models.JSONField(default=list, blank=True, help_text="Codes of states.Phase; none: the home school's.")
    settings = models.JSONField(default=list, blank=True, help_text="Codes of states.Setting that they know.")
    half_days_a_year = models.PositiveSmallIntegerField(default=YEAR_HALF_DAYS, validators=[MaxValueValidator(400)])
    miles = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How far they travel; empty: any way.")
    interests = models.ManyToManyField(
        School, blank=True, related_name="+", help_text="Schools with which they declared an interest."
    )
    about = models.TextField(blank=True, help_text="Experience and way of working, for whoever matches.")
    until = models.DateField(null=True, blank=True, help_text="Not to be deployed from this day on.")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "supporter"
        ordering = ["person_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "designation_id"],
                condition=Q(designation_id__isnull=False),
                name="supporter_designation_once",
            ),
            models.UniqueConstraint(
                fields=["alliance", "person"], condition=Q(designation_id__isnull=True), name="supporter_other_once"
            ),
            models.CheckConstraint(
                condition=Q(designation_id__isnull=False) | Q(home_school__isnull=False), name="supporter_has_home"
            ),
        ]


class SupporterArea(models.Model):
    """An area in which a supporter can help, besides those in which they are designated."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["supporter", "area__position", "area__name", "id"]
        constraints = [models.UniqueConstraint(fields=["supporter", "area"], name="supporter_area_once")]


class Away(models.Model):
    """Days on which a supporter cannot be deployed (both ends included)."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="away")
    first_day = models.DateField()
    last_day = models.DateField()
    why = models.CharField(max_length=100, blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        verbose_name = "time away"
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="away_ends_after_it_begins")
        ]
