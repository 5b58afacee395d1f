"""A mail that lets its reader act as one person never goes to another address."""

import pytest

from alliance.addresses import path_to
from alliance.members import services as members
from alliance.members.models import Invitation
from alliance.members.states import Role
from alliance.post.models import Mail
from alliance.post.services.outbox import try_mail_again
from alliance.refusal import Refused


@pytest.fixture
def failed_invitation(cast):
    """The mail that invites a new director, which failed."""
    members.invite(alliance=cast.alliance, email="new.director@example.org", role=Role.DIRECTOR, by=cast.director)
    mail = Mail.objects.get()
    Mail.objects.filter(pk=mail.pk).update(state="failed")
    mail.refresh_from_db()
    return mail


def test_an_administrator_cannot_send_a_directors_invitation_to_themselves(cast, failed_invitation, sign_in):
    page = sign_in(cast.administrator).post(
        path_to("post:mail_try_again", cast.alliance, pk=failed_invitation.pk), {"email": cast.administrator.email}
    )
    assert page.status_code == 422
    assert page.content.decode().count("This e-mail is for one person alone") == 2
    failed_invitation.refresh_from_db()
    assert (failed_invitation.state, failed_invitation.email) == ("failed", "new.director@example.org")


def test_its_page_says_so_and_offers_no_other_address(cast, failed_invitation, sign_in):
    page = (
        sign_in(cast.administrator).get(path_to("post:mail", cast.alliance, pk=failed_invitation.pk)).content.decode()
    )
    assert "This e-mail is for one person alone" in page
    assert "Correct the address here" not in page
    assert " readonly" in page


def test_a_stale_page_is_answered_in_the_portals_words(cast, failed_invitation, sign_in):
    client, again = sign_in(cast.administrator), path_to("post:mail_try_again", cast.alliance, pk=failed_invitation.pk)
    Mail.objects.filter(pk=failed_invitation.pk).update(state="sent")
    page = client.post(again, {"email": failed_invitation.email}, follow=True).content.decode()
    assert "This e-mail is sent by now, so that cannot be done." in page


def test_it_can_be_tried_again_at_its_own_address(cast, failed_invitation, sign_in):
    sign_in(cast.administrator).post(
        path_to("post:mail_try_again", cast.alliance, pk=failed_invitation.pk), {"email": "New.Director@example.org"}
    )
    failed_invitation.refresh_from_db()
    assert (failed_invitation.state, failed_invitation.email) == ("waiting", "new.director@example.org")


def test_a_code_is_never_sent_elsewhere(cast, failed_invitation):
    Mail.objects.filter(pk=failed_invitation.pk).update(secret=True, body="ABCD", kind="members.sign_in_code")
    failed_invitation.refresh_from_db()
    with pytest.raises(Refused, match="This e-mail is for one person alone"):
        try_mail_again(mail=failed_invitation, by=cast.director, email="thief@example.org")


def test_no_link_is_minted_for_another_address(cast, failed_invitation):
    failed_invitation.email = cast.administrator.email
    with pytest.raises(Invitation.DoesNotExist):
        members.invitation_link(failed_invitation)
