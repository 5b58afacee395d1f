"""Schools (the national register, shared by every alliance) and alliances with their facts."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django_scopes import ScopedManager

from alliance.schools.states import PartnerKind, Responsibility, SchoolStatus


class School(models.Model):
    """An establishment of the national register, known by its URN. A URN is not a school's identity for life: see
    SchoolLink."""

    urn = models.PositiveIntegerField("URN", unique=True)
    name = models.CharField(max_length=200)
    # Without an index: words are looked for inside it, which no plain index serves.
    search_name = models.CharField(max_length=300, help_text="Name, town and postcode, findable.")
    status = models.CharField(max_length=10, choices=SchoolStatus, default=SchoolStatus.OPEN)
    open_date = models.DateField(null=True, blank=True)
    close_date = models.DateField(null=True, blank=True)
    phase = models.CharField(max_length=40, blank=True)
    type_name = models.CharField("type", max_length=100, blank=True)
    type_group = models.CharField(max_length=60, blank=True)
    religious_character = models.CharField(max_length=60, blank=True)
    diocese = models.CharField(max_length=100, blank=True)
    trust_code = models.CharField(max_length=10, blank=True, db_index=True)
    trust_name = models.CharField(max_length=200, blank=True)
    la_code = models.CharField("local authority code", max_length=4, blank=True)
    la_name = models.CharField("local authority", max_length=80, blank=True)
    establishment_number = models.CharField(max_length=4, blank=True)
    region = models.CharField(max_length=40, blank=True)
    urban_rural = models.CharField(max_length=80, blank=True)
    easting = models.PositiveIntegerField(null=True, blank=True, help_text="Metres, British National Grid.")
    northing = models.PositiveIntegerField(null=True, blank=True, help_text="Metres, British National Grid.")
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(max_length=20, blank=True)
    pupils = models.PositiveIntegerField(null=True, blank=True)
    fsm_tenths = models.PositiveSmallIntegerField(
        "free school meals", null=True, blank=True, help_text="Share of pupils eligible, tenths of a per cent."
    )
    street = models.CharField(max_length=120, blank=True)
    locality = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=80, blank=True)
    county = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    telephone = models.CharField(max_length=20, blank=True)
    website = models.CharField(max_length=200, blank=True)
    last_changed = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "urn"]
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=SchoolStatus.values), name="school_status"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def postal_address(self) -> str:
        """Name and postal address as they stand under somebody's name on a letter, a line each."""
        town = " ".join(filter(None, (self.town, self.postcode)))
        return "\n".join(filter(None, (self.name, self.street, self.locality, town)))


class SchoolLink(models.Model):
    """A link of the register between two URNs: predecessor or successor, with its kind and date as registered."""

    urn = models.PositiveIntegerField(db_index=True)
    link_urn = models.PositiveIntegerField(db_index=True)
    link_name = models.CharField(max_length=200, blank=True)
    link_type = models.CharField(max_length=80)
    established = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["urn", "link_urn", "link_type"], name="school_link_once")]


class Alliance(models.Model):
    """A teaching school alliance: one or more lead schools and their partners, with a look and words of its own."""

    slug = models.SlugField(unique=True, max_length=40)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, blank=True)
    introduction = models.TextField(blank=True, help_text="What the alliance is for, in one paragraph.")
    address = models.TextField(blank=True)
    telephone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    colour = models.CharField(
        max_length=7,
        default="#1d5f8a",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Give the colour as # and six digits, like #1d5f8a.")],
    )
    logo = models.FileField(upload_to="branding/", blank=True)
    letterhead = models.TextField(blank=True, help_text="Lines under the name at the top of letters.")
    signatory_name = models.CharField(max_length=100, blank=True)
    signatory_post = models.CharField(max_length=100, blank=True)
    signature = models.FileField(upload_to="branding/", blank=True)
    agency = models.CharField(max_length=60, default="NCTL", help_text="Who is told of designations: NCTL, later DfE.")
    joining = models.TextField(blank=True, help_text="How a school joins, for the public home page.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The short name if there is one."""
        return self.short_name or self.name


class LeadSchool(models.Model):
    """A school that leads the alliance, with the date of its teaching school status."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="lead_schools")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="leads")
    status_since = models.DateField(null=True, blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["alliance", "school"], name="lead_school_once")]


class Tier(models.Model):
    """A tier of partnership, in the alliance's own words: strategic, alliance, partner."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="tiers")
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint("alliance", Lower("name"), name="tier_once")]

    def __str__(self) -> str:
        return self.name


class Division(models.Model):
    """A division of the alliance, such as West London's Catholic division."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="divisions")
    name = models.CharField(max_length=60)
    about = models.TextField(blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint("alliance", Lower("name"), name="division_once")]

    def __str__(self) -> str:
        return self.name


class Partner(models.Model):
    """A school or another organisation that works with the alliance. A school can be a partner of several alliances."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="partners")
    kind = models.CharField(max_length=21, choices=PartnerKind, default=PartnerKind.SCHOOL)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="partnerships")
    name = models.CharField(max_length=200, help_text="As the alliance calls it; for schools the register's name.")
    tier = models.ForeignKey(Tier, null=True, blank=True, on_delete=models.SET_NULL, related_name="partners")
    division = models.ForeignKey(Division, null=True, blank=True, on_delete=models.SET_NULL, related_name="partners")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=PartnerKind.values), name="partner_kind"),
            models.UniqueConstraint(
                fields=["alliance", "school"], condition=models.Q(school__isnull=False), name="partner_school_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ResponsibilityLead(models.Model):
    """Who leads one of the six responsibilities in an alliance, and what the alliance says about it."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="responsibilities")
    responsibility = models.CharField(max_length=12, choices=Responsibility)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=100, blank=True, help_text="The alliance's own heading, if it has one.")
    text = models.TextField(blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(responsibility__in=Responsibility.values), name="resp_choice"),
            models.UniqueConstraint(fields=["alliance", "responsibility"], name="responsibility_once"),
        ]


class Term(models.Model):
    """A word of the alliance's vocabulary: `key` is the portal's word, `word` and `plural` the alliance's."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="terms")
    key = models.CharField(max_length=40)
    word = models.CharField(max_length=80)
    plural = models.CharField(max_length=80, blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["alliance", "key"], name="term_once")]


class Closure(models.Model):
    """Days on which the alliance is closed and which therefore are not working days (both ends included)."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="closures")
    name = models.CharField(max_length=80)
    first_day = models.DateField()
    last_day = models.DateField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["first_day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="closure_ends_after_it_begins"
            )
        ]
