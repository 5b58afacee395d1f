"""Who is what in which alliance, invitations, and personal links."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django_scopes import ScopedManager

from alliance.members.states import INVITATION_MOVES, InvitationState, Role
from alliance.post.models import Job
from alliance.post.states import PRINT_MOVES, PrintState
from alliance.schools.models import Alliance, Partner, School
from alliance.schools.states import Responsibility
from alliance.workflow.constraints import one_of
from alliance.workflow.machine import Machine


class Membership(models.Model):
    """A role of a person in an alliance, since when and until when, and who gave it."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=14, choices=Role)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    responsibility = models.CharField(max_length=12, choices=Responsibility, blank=True)
    partner = models.ForeignKey(
        Partner,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="For whom a commissioner speaks.",
    )
    post = models.CharField(max_length=100, blank=True, help_text="As they call it: Assistant headteacher.")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["person_id", "id"]
        constraints = [
            one_of("role", Role, name="membership_role"),
            one_of("responsibility", Responsibility, name="membership_responsibility", blank=True),
            models.CheckConstraint(
                condition=~models.Q(role=Role.LEAD) | ~models.Q(responsibility=""), name="membership_lead_of_what"
            ),
            models.CheckConstraint(
                condition=models.Q(role=Role.COMMISSIONER) ^ models.Q(partner=None), name="membership_commissions_for"
            ),
            models.UniqueConstraint(
                "alliance",
                "person",
                "role",
                Coalesce("school", 0),
                "responsibility",
                Coalesce("partner", 0),
                condition=models.Q(until__isnull=True),
                name="membership_once",
            ),
        ]


class SchoolContact(models.Model):
    """Somebody whom the alliance knows at a school. A head's address counts only once it is confirmed here (or its
    holder has the role of headteacher there)."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="contacts")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    telephone = models.CharField(max_length=20, blank=True)
    post = models.CharField(max_length=100, blank=True)
    is_head = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, help_text="When staff confirmed the address with the school.")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    until = models.DateField(null=True, blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["school", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "school", "email"], condition=models.Q(until__isnull=True), name="contact_once"
            )
        ]


class Invitation(models.Model):
    """An invitation by mail to take a role; accepting it makes the Membership."""

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    first_name = models.CharField(max_length=80, blank=True)
    surname = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=14, choices=Role)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    responsibility = models.CharField(max_length=12, choices=Responsibility, blank=True)
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.SENT)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    objects = ScopedManager(alliance="alliance")

    class Meta:
        ordering = ["-id"]
        # Whose invitations are open is asked on every page, across alliances.
        indexes = [models.Index(fields=["email", "state"], name="invitation_of_address")]
        constraints = [
            one_of("state", InvitationState, name="invitation_state"),
            one_of("role", Role, name="invitation_role"),
            one_of("responsibility", Responsibility, name="invitation_responsibility", blank=True),
        ]


class SchoolsImport(Job):
    """A file of the national register that an operator uploaded, brought in by a worker. The file goes afterwards."""

    name = models.CharField(max_length=200, help_text="The file's name as uploaded.")
    file = models.CharField(max_length=100, help_text="Where it lies among the portal's files until it is read.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PrintState, default=PrintState.WAITING)
    report = models.JSONField(default=dict, help_text="What it did: a summary, columns missing, remarks by line.")
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [one_of("state", PrintState, name="schools_import_state")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state__in=["waiting", "making"]), name="schools_open")
        ]


INVITATION = Machine(Invitation, INVITATION_MOVES)


class PersonalLink(models.Model):
    """A link that a mail carries to one person: only the hash of its token is kept.

    Minted at the moment the mail is sent, the same whenever that mail is sent again; the next mail for the same purpose
    and subject kills it; dead once used, once revoked, or when it expires.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    minted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(alliance="alliance")

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "purpose"], name="link_subject")]


SCHOOLS_IMPORT = Machine(SchoolsImport, PRINT_MOVES, quiet=("claim", "wait_again", "mark_made", "fail"))
