"""A role is taken up by an invitation while signed in, and ended by staff."""

from __future__ import annotations

import pytest

from alliance.members import services
from alliance.members.models import Membership
from alliance.members.queries import addresses_of
from alliance.members.states import Role
from alliance.post.models import Mail

HOME = "tara@home.example"


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_somebody_signed_in_accepts_an_invitation_and_staff_end_a_role(cast, new_journey, javascript):
    coordinator = {"role": Role.COORDINATOR, "school": cast.school}
    services.invite(alliance=cast.alliance, email=HOME, first_name="Tara", by=cast.administrator, **coordinator)
    address = services.invitation_link(Mail.objects.get(kind="members.invite"))
    teacher = new_journey(javascript=javascript)
    teacher.sign_in(cast.teacher)
    teacher.visit(address)
    assert teacher.heading == "Accept the invitation"
    teacher.says("Adam Admin invites you to the portal of Boldmere Teaching School Alliance as school coordinator")
    teacher.says(f"You are signed in as Tara Teacher ({cast.teacher.email}), and the invitation was sent to {HOME}.")
    teacher.shot("invitation-accept")
    teacher.click("Accept")
    assert teacher.heading == "Waiting for you"
    teacher.says("Welcome. You have accepted the invitation.")
    assert HOME in addresses_of(cast.teacher)
    taken = Membership.objects.get(person=cast.teacher, **coordinator)
    teacher.visit(address)
    assert teacher.heading == "This invitation has been accepted"
    teacher.click("Go to what is waiting for you")

    staff = new_journey(javascript=javascript)
    staff.sign_in(cast.administrator)
    staff.visit(f"/boldmere/people/{cast.teacher.pk}/")
    staff.shot("person")
    staff.click("End the role School coordinator")
    assert staff.heading == "End a role of Tara Teacher"
    staff.shot("role-end")
    staff.click("End the role")
    staff.says("Tara Teacher does not have this role any more.")
    taken.refresh_from_db()
    assert taken.until is not None
    assert staff.page.get_by_role("link", name="End the role School coordinator").count() == 0
