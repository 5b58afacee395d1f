"""What must always hold is looked for in every row."""

import pytest
from django.apps import apps
from django_scopes import scopes_disabled

from alliance.members.models import SchoolContact
from alliance.schools.models import School
from alliance.web.invariants import alliance_path, broken_invariants, scoped_models


@pytest.mark.slow
def test_an_event_about_another_alliances_record_is_found(cast):
    with scopes_disabled():
        contact = SchoolContact.objects.create(
            alliance=cast.alliance, school=cast.school, name="Jo", email="jo@school.example"
        )
        apps.get_model("workflow.Note").objects.create(
            alliance=cast.other,
            subject_type="members.schoolcontact",
            subject_id=contact.pk,
            about="x",
            text="x",
            at="2026-01-01T12:00Z",
        )
        assert list(broken_invariants()) == [
            f"workflow.Note about members.schoolcontact {contact.pk} belongs to another alliance than its subject."
        ]


def test_every_model_that_belongs_to_an_alliance_is_compared():
    scoped = {model._meta.label for model in scoped_models()}
    assert {"sle.Application", "sle.Review_areas", "panels.Level", "post.Mail"} <= scoped
    assert alliance_path(apps.get_model("panels.Level")) == "rubric__alliance"
    assert alliance_path(School) == ""
