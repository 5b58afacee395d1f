"""Statement 21: a GET by a mail scanner changes nothing: links show, forms act."""

import pytest
from django.test import Client

from alliance.addresses import path_to
from alliance.members import links, services
from alliance.members.models import Invitation, Membership, PersonalLink
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.workflow.models import Event


@pytest.mark.parametrize("visitor", [None, "outsider", "teacher"])
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_opening_an_invitation_any_number_of_times_changes_nothing(cast, sign_in, visitor, method):
    invitation = services.invite(
        alliance=cast.alliance, email="nora@example.org", role=Role.HEADTEACHER, school=cast.school, by=cast.director
    )
    token = links.mint(subject=invitation, purpose="invitation", email=invitation.email)
    before = Event.objects.count(), Membership.objects.count(), Person.objects.count()
    client: Client = sign_in(visitor and getattr(cast, visitor))
    for _ in range(3):
        getattr(client, method)(path_to("members:invitation_accept", cast.alliance, token=token))
    assert (Event.objects.count(), Membership.objects.count(), Person.objects.count()) == before
    assert Invitation.objects.get().state == "sent"
    link = PersonalLink.objects.get()
    assert (link.used_at, link.revoked_at) == (None, None)
    sign_in(cast.outsider).post(path_to("members:invitation_accept", cast.alliance, token=token))
    assert Invitation.objects.get().state == "accepted"
