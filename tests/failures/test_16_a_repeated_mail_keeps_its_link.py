"""Statement 16, of links: a mail that a killed worker leaves to be sent again carries the link of its first copy."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.members import links, services
from alliance.members.models import PersonalLink
from alliance.members.states import Role
from alliance.post import delivery
from alliance.post.models import Mail
from sle.services.references import send_again
from tests.factories import sle as made
from tests.factories.schools import SchoolFactory
from tests.mail_server import link_in


@pytest.fixture
def invitation(cast):
    return services.invite(
        alliance=cast.alliance, email="nora@example.org", role=Role.HEADTEACHER, school=cast.school, by=cast.director
    )


def deliver(mail, mail_server):
    """Send the mail, whatever its row says of it, as after a kill between sending and marking; its link's path."""
    Mail.objects.filter(pk=mail.pk).update(state="waiting", lease_until=None, due_at=timezone.now())
    delivery.deliver([mail.pk])
    return "/" + link_in(mail_server.mails[-1]).split("/", 3)[3]


def token_in(path):
    return path.rstrip("/").rsplit("/", 1)[-1]


def test_both_copies_of_an_invitation_open_it(cast, sign_in, invitation, mail_server):
    [mail] = Mail.objects.filter(kind="members.invite")
    first, second = deliver(mail, mail_server), deliver(mail, mail_server)
    assert len(mail_server.to("nora@example.org")) == 2
    assert first == second
    link = PersonalLink.objects.get()
    assert link.token_hash == links.token_hash(token_in(first)) != token_in(first)
    assert links.may_use(link, timezone.now()) is None
    sign_in(cast.outsider).post(first)
    invitation.refresh_from_db()
    assert invitation.state == "accepted"
    assert deliver(mail, mail_server) == first
    assert "This link has been used" in str(links.may_use(PersonalLink.objects.get(), timezone.now()))


def test_an_invitation_sent_again_kills_the_link_before_which_no_copy_revives(cast, invitation, mail_server):
    [old] = Mail.objects.filter(kind="members.invite")
    first = deliver(old, mail_server)
    services.send_invitation_again(invitation=invitation, by=cast.director)
    new = Mail.objects.filter(kind="members.invite").exclude(pk=old.pk).get()
    second = deliver(new, mail_server)
    assert deliver(old, mail_server) == first != second
    now = timezone.now()
    assert "A newer e-mail has replaced this link." in str(
        links.may_use(links.find(token_in(first), "invitation"), now)
    )
    assert links.may_use(links.find(token_in(second), "invitation"), now) is None


@pytest.fixture
def head(cast):
    """A headteacher who has been asked for a reference."""
    school = SchoolFactory(urn=103356, name="Penns Primary School")
    made.know_head(cast.administrator, school, cast.alliance)
    draft = made.start(made.make_round(cast.lead, cast.alliance), cast.outsider)
    return made.reference_of(made.hand_over(made.fill(draft, school)))


@pytest.mark.slow
def test_both_copies_of_a_reference_open_it(sign_in, head, mail_server):
    mail = Mail.objects.get(kind="sle.head_asked")
    first = deliver(mail, mail_server)
    assert deliver(mail, mail_server) == first
    assert made.living_links(head) == 1
    assert "Send" in sign_in(None).get(first).content.decode()


@pytest.mark.slow
def test_a_mail_that_goes_out_late_leaves_the_link_of_a_later_one_alive(cast, head, mail_server):
    late = Mail.objects.get(kind="sle.head_asked")
    assert send_again(reference=head, by=cast.lead, now=timezone.now())
    newer = Mail.objects.filter(kind="sle.head_asked").exclude(pk=late.pk).get()
    tokens = [token_in(deliver(mail, mail_server)) for mail in (newer, late)]
    assert tokens[0] != tokens[1]
    for token in tokens:
        assert links.may_use(links.find(token, "sle.reference"), timezone.now()) is None
    assert send_again(reference=head, by=cast.lead, now=timezone.now() + timedelta(minutes=2))
    newest = Mail.objects.filter(kind="sle.head_asked").order_by("pk").last()
    last = token_in(deliver(newest, mail_server))
    alive = [
        token for token in (*tokens, last) if not links.may_use(links.find(token, "sle.reference"), timezone.now())
    ]
    assert alive == [last]


def test_the_token_follows_from_the_secret_key_too(cast, invitation, settings):
    [mail] = Mail.objects.filter(kind="members.invite")
    given = {"subject": invitation, "purpose": "invitation", "email": invitation.email, "mail": mail}
    first = links.mint(**given)
    assert links.mint(**given) == first
    longer = timezone.now() + timedelta(days=90)
    assert links.mint(**given, until=longer) == first
    assert PersonalLink.objects.get().expires_at == longer
    settings.SECRET_KEY = "another key, as after a change of keys that somebody had found out"
    assert links.mint(**given) != first
