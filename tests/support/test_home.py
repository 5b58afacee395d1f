"""The home head without an account: the letter of assurance and a word in confidence, by the link in a mail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.library.queries import documents_of
from alliance.members.links import mint
from alliance.members.models import Membership
from alliance.members.states import Role
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.web.queries import inbox_of
from support.kinds.deployments import HOME_LINK
from support.kinds.requests import FOLLOW_LINK
from support.models import Concern
from support.queries.endings import words_of
from support.rules.visits import ASSURANCE, has_assurance
from support.services.deployments import drop_deployment
from support.services.releases import send_assurance_again
from support.services.reminders import remind_of_assurance
from tests.factories import files
from tests.factories.support_work import HOME_HEAD, assure, chosen, home_head_of, offered


def mails(kind: str) -> list[str]:
    return list(Mail.objects.filter(kind=f"support.{kind}").order_by("pk").values_list("email", flat=True))


def page_for(deployment, name: str = "home_follow") -> str:
    token = mint(subject=deployment, purpose=HOME_LINK, email=deployment.head_email)
    return path_to(f"support:{name}", deployment.alliance, token=token)


def sent(client, page, content, name="assurance.pdf"):
    return client.post(page, {"uploads": ASSURANCE, "file": files.upload(content, name)})


def test_the_letter_of_assurance_comes_by_link(cast, client):
    made = chosen(cast)
    assert mails("assurance_ask") == [HOME_HEAD]
    page = page_for(made)
    assert b"DBS" in client.get(page).content
    refused = sent(client, page, b"MZ\x90\x00" * 40, "letter.exe")
    assert refused.status_code == 422
    assert "is not a file we can take" in refused.content.decode()
    assert not has_assurance(made)
    stored = sent(client, page, files.pdf())
    assert (stored.status_code, stored["Location"]) == (302, page)
    [document] = documents_of(made, ASSURANCE)
    assert (document.name, document.uploaded_by) == ("assurance.pdf", None)
    shown = client.get(page).content.decode()
    assert "The letter of assurance is on file" in shown
    assert path_to("library:document", cast.alliance, pk=document.pk) not in shown  # it is opened by whoever signs in


def test_the_link_is_dead_once_the_leader_is_not_needed(cast, client):
    made = chosen(cast)
    page = page_for(made)
    drop_deployment(deployment=made, reason="Ill.", by=cast.lead, now=timezone.now())
    assert client.get(page).status_code == 410
    assert sent(client, page, files.pdf()).status_code == 410
    assert not has_assurance(made)


def test_nobody_vouches_for_themselves_and_no_other_page_opens(cast, client, sign_in):
    made = chosen(cast)
    page = page_for(made)
    assert sign_in(made.supporter.person).get(page).status_code == 410
    before = offered(cast, request=made.request)
    assert client.get(page_for(before)).status_code == 410
    mine = path_to("support:home_follow", cast.alliance, token=f"mine-{made.pk}")
    assert sign_in(cast.teacher).get(mine).status_code == 404
    assert client.get(path_to("support:home_follow", cast.alliance, token="nonsense")).status_code == 404


def test_whoever_was_asked_as_head_finds_it_in_their_inbox_also_without_a_role(cast, sign_in):
    made = chosen(cast)
    head = home_head_of(made)
    Membership.objects.filter(person=head, role=Role.HEADTEACHER).delete()
    title = f"Put the letter of assurance for {made.supporter.person.name} on file"
    now = timezone.now()
    [item] = [one.item for one in inbox_of(head, cast.alliance, now).owed if one.item.title == title]
    client = sign_in(head)
    assert sent(client, item.url, files.pdf()).status_code == 302
    [document] = documents_of(made, ASSURANCE)
    opened = client.get(path_to("library:document", cast.alliance, pk=document.pk))
    assert opened.getvalue().startswith(b"%PDF")
    assert title not in [one.item.title for one in inbox_of(head, cast.alliance, now).owed]


def test_a_missing_letter_is_chased_and_reminded_of_until_it_is_there(cast):
    made = chosen(cast)
    later = timezone.now() + timedelta(days=9)
    while later.weekday() > 3:
        later += timedelta(days=1)
    for _ in range(2):
        remind_of_assurance(cast.alliance, later)
    assert mails("assurance_remind") == [HOME_HEAD]
    again = {"deployment": made, "by": cast.lead, "now": later}
    assert (send_assurance_again(**again), send_assurance_again(**again)) == (True, False)
    assert mails("assurance_ask") == [HOME_HEAD, HOME_HEAD]
    assure(made, cast.lead)
    remind_of_assurance(cast.alliance, later + timedelta(days=7))
    assert mails("assurance_remind") == [HOME_HEAD]
    with pytest.raises(Refused, match="is on file"):
        send_assurance_again(**again)


@pytest.mark.parametrize("side", ["home", "school"])
def test_a_concern_is_told_by_link_and_staff_read_from_whom(cast, client, sign_in, side):
    made = chosen(cast)
    request = made.request
    if side == "home":
        page, who = page_for(made, "home_concern"), f"Harriet Home, {HOME_HEAD}"
    else:
        token = mint(subject=request, purpose=FOLLOW_LINK, email=request.contact_email)
        page = path_to("support:follow_concern", cast.alliance, token=token)
        assert page in client.get(path_to("support:request_follow", cast.alliance, token=token)).content.decode()
        who = f"{request.contact_name}, {request.contact_email}"
    assert client.post(page, {"words": ""}).status_code == 422
    assert client.post(page, {"words": "The days were changed twice."}).status_code == 302
    concern = Concern.objects.get()
    assert (concern.teller, concern.raised_by) == (who, None)
    assert words_of(concern, "raise") == "The days were changed twice."
    assert mails("concern") == [cast.lead.email]
    shown = sign_in(cast.lead).get(path_to("support:concern", cast.alliance, pk=concern.pk)).content.decode()
    assert who in shown
