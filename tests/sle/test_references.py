"""Heads and referees, by link and by account; staff who chase them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.drafts import Stale
from alliance.members.models import SchoolContact
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.workflow.models import Event, Note
from sle.models import Reference
from sle.plugs.applying import inbox
from sle.services import applications
from sle.services import references as services
from sle.states import ReferenceKind
from tests.factories import sle as made

pytestmark = pytest.mark.slow


def mails(kind):
    return list(Mail.objects.filter(kind=f"sle.{kind}").values_list("email", flat=True))


def test_the_heads_return_submits_the_application(handed_over):
    head = made.reference_of(handed_over)
    token = made.token_of(head)
    assert token
    made.return_reference(head)
    handed_over.refresh_from_db()
    head.refresh_from_db()
    assert (handed_over.state, head.state, head.signer_name) == ("submitted", "returned", "Jo Ward")
    assert handed_over.submitted_at == head.returned_at
    assert mails("application_submitted") == ["otis@example.org"]
    assert mails("reference_received") == [made.HEAD_EMAIL]
    assert made.living_links(head) == 0


def test_a_missing_second_reference_never_blocks_and_a_late_one_is_refused(handed_over):
    made.return_reference(made.reference_of(handed_over))
    second = made.reference_of(handed_over, ReferenceKind.SECOND)
    late = handed_over.round.references_by + timedelta(seconds=1)
    with pytest.raises(Refused, match="References had to be sent by"):
        made.return_reference(second, now=late)
    handed_over.refresh_from_db()
    assert handed_over.state == "submitted"


def test_what_is_lacking_is_said_before_a_reference_is_sent(handed_over):
    head = made.reference_of(handed_over)
    with pytest.raises(Refused) as refused:
        made.return_reference(head, agrees_release=None, statement="", signer_post="")
    assert refused.value.refusal.sentence == (
        "Say whether your school would release the applicant. Write your statement. Type your post."
    )


def test_a_draft_over_something_newer_is_refused_and_shows_what_stands(handed_over):
    head = made.reference_of(handed_over)
    services.save_reference(reference=head, revision=0, values={"statement": "First."}, now=timezone.now())
    with pytest.raises(Stale) as stale:
        services.save_reference(reference=head, revision=0, values={"statement": "Second."}, now=timezone.now())
    assert stale.value.stored.statement == "First."


def test_declining_keeps_the_reason_for_the_alliance_and_tells_the_applicant(handed_over):
    head = made.reference_of(handed_over)
    services.decline_reference(reference=head, reason="We need her here.", by=None, now=timezone.now())
    head.refresh_from_db()
    assert head.state == "declined"
    assert Note.objects.get(about="decline").text == "We need her here."
    mail = Mail.objects.get(kind="sle.reference_declined")
    assert "Jo Ward has told us" in mail.body
    assert "We need her here." not in mail.body


def test_sending_back_gives_the_draft_back_until_hand_over_closes(handed_over):
    head = made.reference_of(handed_over)
    services.send_back(reference=head, reason="Name the years.", by=None, now=timezone.now())
    handed_over.refresh_from_db()
    head.refresh_from_db()
    assert (handed_over.state, head.state, handed_over.handed_over_at) == ("draft", "named", None)
    assert "Name the years." in Mail.objects.get(kind="sle.application_sent_back").body
    again = made.hand_over(handed_over)
    assert again.state == "handed_over"
    assert mails("head_asked") == [made.HEAD_EMAIL, made.HEAD_EMAIL]


def test_nothing_goes_back_once_hand_over_is_closed(handed_over):
    head = made.reference_of(handed_over)
    late = handed_over.round.hand_over_by + timedelta(seconds=1)
    with pytest.raises(Refused, match="cannot go back for changes any more"):
        services.send_back(reference=head, reason="Change it.", by=None, now=late)


def test_sending_again_kills_the_link_before_and_two_clicks_are_one_mail(cast, handed_over):
    head = made.reference_of(handed_over)
    made.token_of(head)
    now = timezone.now().replace(second=10)
    assert services.send_again(reference=head, by=cast.lead, now=now)
    assert not services.send_again(reference=head, by=cast.lead, now=now + timedelta(seconds=20))
    assert mails("head_asked") == [made.HEAD_EMAIL] * 2
    made.token_of(head)
    assert made.living_links(head) == 1


@pytest.fixture
def checking(complete):
    Reference.objects.filter(application=complete, kind="head").update(email="jo@private.example")
    application = made.hand_over(complete)
    return made.reference_of(application)


def test_staff_confirm_the_heads_address_on_the_record_and_the_head_is_asked(cast, checking, penns):
    how = "Rang the office on the number of the register."
    services.confirm_address(reference=checking, how=how, by=cast.lead, now=timezone.now())
    checking.refresh_from_db()
    contact = SchoolContact.objects.get(email="jo@private.example")
    assert checking.state == "asked"
    assert (contact.is_head, contact.confirmed_by, contact.school) == (True, cast.lead, penns)
    assert Note.objects.filter(about="confirm_address", text=how, person=cast.lead).count() == 1
    assert mails("head_asked") == ["jo@private.example"]


def test_nobody_confirms_their_own_address_as_the_heads(cast, checking):
    Reference.objects.filter(pk=checking.pk).update(email=cast.lead.email)
    with pytest.raises(Refused, match="This is your own address"):
        services.confirm_address(reference=checking, how="I know it.", by=cast.lead, now=timezone.now())
    checking.refresh_from_db()
    assert checking.state == "checking"


def test_staff_redirect_to_an_acting_head(cast, handed_over):
    old = made.reference_of(handed_over)
    made.token_of(old)
    new = services.redirect_reference(
        reference=old,
        name="Ali Acting",
        email="Acting@penns.example",
        telephone="",
        post="Acting head",
        reason="Jo Ward has left; the office confirmed it.",
        by=cast.administrator,
        now=timezone.now(),
    )
    old.refresh_from_db()
    assert (old.state, new.state, new.email, made.living_links(old)) == ("replaced", "asked", "acting@penns.example", 0)
    assert mails("reference_not_needed") == [made.HEAD_EMAIL]
    assert SchoolContact.objects.get(email="acting@penns.example").confirmed_by == cast.administrator
    made.return_reference(new)
    handed_over.refresh_from_db()
    assert handed_over.state == "submitted"


def replace_referee(reference, by, email="kim@penns.example"):
    facts = {"name": "Kim Ray", "email": email, "telephone": "", "post": ""}
    return applications.replace_referee(
        reference=reference, **facts, reason="Rang us: Sam is ill.", by=by, now=timezone.now()
    )


def test_staff_name_another_second_referee_for_whoever_asks_them_to(cast, handed_over):
    old = made.reference_of(handed_over, "second")
    made.token_of(old)
    for person in (cast.teacher, cast.other_director, cast.outsider):
        with pytest.raises(Refused):
            replace_referee(old, person)
    with pytest.raises(Refused, match="have to be two different people"):
        replace_referee(old, cast.lead, made.HEAD_EMAIL)
    with pytest.raises(Refused, match="This person has been asked already"):
        replace_referee(old, cast.lead, made.REFEREE_EMAIL)
    new = replace_referee(old, cast.lead)
    old.refresh_from_db()
    assert (old.state, new.state, made.living_links(old)) == ("replaced", "asked", 0)
    assert Note.objects.get(about="replace_referee").text == "Rang us: Sam is ill."
    assert Event.objects.get(move="name", subject_id=new.pk).person == cast.lead
    assert mails("reference_not_needed") == [made.REFEREE_EMAIL]
    told = Mail.objects.get(kind="sle.referee_replaced")
    assert told.person == cast.outsider
    assert "we have asked Kim Ray for your second reference instead of Sam Lee" in told.body
    with pytest.raises(Refused, match="Only a second reference that is still wanted"):
        replace_referee(old, cast.lead)
    with pytest.raises(Refused, match="Only a second reference that is still wanted"):
        replace_referee(made.reference_of(handed_over), cast.lead)
    made.return_reference(new)
    new = made.reference_of(handed_over, "second")
    with pytest.raises(Refused, match="This reference has been received already"):
        replace_referee(new, cast.lead)


def test_a_call_is_noted_without_its_words_in_the_event(cast, handed_over):
    head = made.reference_of(handed_over)
    services.note_call(reference=head, text="Will do it on Monday.", by=cast.lead)
    assert Note.objects.get(about="call").text == "Will do it on Monday."
    event = Event.objects.get(move="call")
    assert (event.person, event.root_id, event.fields) == (cast.lead, handed_over.pk, [])


def test_the_head_with_an_account_writes_from_the_inbox(cast, sign_in, handed_over):
    head = made.reference_of(handed_over)
    Reference.objects.filter(pk=head.pk).update(email=cast.head.email)
    client = sign_in(cast.head)
    page = f"/boldmere/sle/reference/mine-{head.pk}/"
    owed = [(item.title, item.url, item.action) for item in inbox(cast.head, cast.alliance)]
    assert owed == [("Reference for Otis Outsider", page, "Write")]
    assert client.get(page).status_code == 200
    assert sign_in(cast.teacher).get(page).status_code == 404
    assert sign_in(None).get(page).status_code == 404


def test_the_applicant_who_follows_the_heads_link_cannot_answer_it(cast, sign_in, handed_over):
    head = made.reference_of(handed_over)
    token = made.token_of(head)
    answer = sign_in(cast.outsider).post(f"/boldmere/sle/reference/{token}/", {"revision": "0", "statement": "Great."})
    assert answer.status_code == 410
    assert "Nobody can give their own." in answer.content.decode()
    head.refresh_from_db()
    assert head.statement == ""


def test_a_link_of_one_alliance_is_unknown_in_another(cast, sign_in, handed_over):
    token = made.token_of(made.reference_of(handed_over))
    assert sign_in(None).get(f"/west-herts/sle/reference/{token}/").status_code == 404


def test_over_long_and_incomplete_drafts_are_kept_with_what_is_wrong(sign_in, handed_over):
    head = made.reference_of(handed_over)
    page = f"/boldmere/sle/reference/{made.token_of(head)}/"
    answer = sign_in(None).post(page, {"revision": "0", "statement": "word " * 501, "confirms_role": "yes"})
    head.refresh_from_db()
    assert head.statement.count("word") == 501
    assert head.confirms_role is True
    assert "501 words are 1 more than the 500 allowed." in answer.content.decode()


def test_the_chase_list_names_who_holds_up_whom(cast, sign_in, handed_over):
    head = made.reference_of(handed_over)
    services.note_call(reference=head, text="Will do it on Monday.", by=cast.lead)
    page = sign_in(cast.administrator).get(f"/boldmere/sle/rounds/{handed_over.round_id}/chase/").content.decode()
    for words in ("Jo Ward", "Otis Outsider", "0121 496 0101", "Will do it on Monday.", "Send again"):
        assert words in page
    answer = sign_in(cast.administrator).post(f"/boldmere/sle/references/{head.pk}/send-again/", {"from": "chase"})
    assert answer.url == f"/boldmere/sle/rounds/{handed_over.round_id}/chase/"
