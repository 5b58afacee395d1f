"""What people do by mistake or too late: refused in words meant for them, beside the right field, nothing changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.panels.models import Seat
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.times import in_words
from sle.forms.applications import TrnForm
from sle.models import Extension
from sle.queries.references import chase_rows
from sle.rules import references as rules
from sle.services import applications, extensions, panel, paper, references, rounds
from tests.factories import sle as made


def referee(**more):
    return {"name": "Jo Ward", "email": "otis@example.org", "reason": "The applicant rang.", **more}


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "verb"), [("head", "redirect"), ("second", "replace")])
def test_staff_are_refused_in_their_own_words_with_status_422(cast, sign_in, handed_over, kind, verb):
    reference = made.reference_of(handed_over, kind)
    answer = sign_in(cast.lead).post(f"/boldmere/sle/references/{reference.pk}/{verb}/", referee())
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is one of the applicant’s own e-mail addresses." in page
    assert "of your own" not in page


@pytest.mark.slow
def test_a_form_page_that_is_refused_answers_422(cast, sign_in, draft):
    assert sign_in(cast.lead).post("/boldmere/sle/rounds/new/", {"title": ""}).status_code == 422
    client, page = sign_in(cast.outsider), f"/boldmere/sle/applications/{draft.code}/"
    assert client.post(f"{page}part/you/", {"revision": "0"}).status_code == 422
    assert client.post(f"{page}question/q1/", {"revision": "0", "text": "word " * 301}).status_code == 422


@pytest.mark.slow
@pytest.mark.parametrize(
    ("end", "state"),
    [
        (lambda cast, a: rounds.cancel_round(round=a.round, reason="No.", by=cast.lead, now=timezone.now()), "round"),
        (lambda cast, a: applications.withdraw(application=a, by=cast.outsider, now=timezone.now()), "application"),
    ],
)
def test_nobody_is_chased_once_the_round_or_the_application_has_ended(cast, handed_over, sign_in, end, state):
    end(cast, handed_over)
    reference = made.reference_of(handed_over, "second")
    assert chase_rows(handed_over.round) == []
    assert f"not awaited any more: the {state} is" in str(rules.may_chase(cast.lead, reference))
    assert f"not awaited any more: the {state} is" in str(rules.may_send_again(cast.outsider, reference))
    with pytest.raises(Refused, match="not awaited any more"):
        references.send_again(reference=reference, by=cast.lead, now=timezone.now())
    page = sign_in(cast.outsider).get(f"/boldmere/sle/applications/{handed_over.code}/").content.decode()
    assert "Send the link to" not in page


def test_a_draft_of_a_cancelled_round_says_that_it_is_cancelled(cast, sign_in, draft):
    rounds.cancel_round(round=draft.round, reason="No.", by=cast.lead, now=timezone.now())
    page = sign_in(cast.outsider).get(f"/boldmere/sle/applications/{draft.code}/").content.decode()
    assert "This round has been cancelled. You need not do anything." in page
    assert "Needed by" not in page


def test_of_a_round_that_staff_closed_early_nobody_is_told_the_later_time(cast, draft, open_round):
    now = timezone.now()
    rounds.close_round(round=open_round, by=cast.lead, now=now)
    told = Mail.objects.get(kind="sle.application_unfinished").body
    assert f"had to be handed over by {in_words(now)}" in told
    assert in_words(open_round.hand_over_by) not in told


def test_a_withdrawn_application_is_not_said_to_be_handed_over(cast, sign_in, draft):
    applications.withdraw(application=draft, by=cast.outsider, now=timezone.now())
    answer = sign_in(cast.outsider).get(f"/boldmere/sle/applications/{draft.code}/part/you/")
    assert answer.status_code == 403
    assert "This application is withdrawn, so it can no longer be changed." in answer.content.decode()


def test_more_time_that_is_no_more_time_is_not_announced(cast, handed_over, open_round):
    with pytest.raises(Refused, match="the times that everyone has now"):
        extensions.extend_round(
            round=open_round,
            hand_over_until=open_round.hand_over_by,
            references_until=None,
            reason="Snow.",
            by=cast.lead,
            now=timezone.now(),
        )
    assert not Mail.objects.filter(kind__in=("sle.round_extended", "sle.reference_more_time")).exists()


def test_whoever_has_not_handed_over_needs_time_for_that_and_not_for_references_alone(cast, sign_in, draft, open_round):
    rounds.close_round(round=open_round, by=cast.lead, now=timezone.now())
    later = timezone.localtime(open_round.references_by + timedelta(days=3))
    times = {"references_by_0": later.day, "references_by_1": later.month, "references_by_2": later.year}
    page = f"/boldmere/sle/applications/{draft.code}/extend/"
    answer = sign_in(cast.lead).post(page, {**times, "references_by_3": "3pm", "reason": "Ill."})
    assert answer.status_code == 422
    assert "the time for it is over: give a new one for that." in " ".join(
        answer.context["form"].errors["references_by"]
    )
    draft.refresh_from_db()
    assert (draft.state, Extension.objects.count()) == ("not_considered", 0)


def test_paper_of_somebody_on_the_panel_is_refused_beside_their_address(cast, sign_in, open_round):
    exercise = panel.open_panel(round=open_round, by=cast.lead)
    Seat.objects.create(alliance=cast.alliance, exercise=exercise, person=cast.head)
    now = timezone.localtime()
    values = {"first_name": "Hal", "surname": "Head", "email": cast.head.email, "received_at_3": "0:00"}
    values |= {"received_at_0": now.day, "received_at_1": now.month, "received_at_2": now.year}
    answer = sign_in(cast.lead).post(f"/boldmere/sle/rounds/{open_round.pk}/paper/", values)
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"] == [
        "This person sits on the panel of this round, so they cannot apply in it."
    ]


@pytest.mark.slow
def test_who_is_asked_to_confirm_their_paper_is_not_told_to_wait_for_themselves(cast, sign_in, open_round):
    typed = paper.enter_paper(
        round=open_round,
        email="paper@example.org",
        first_name="Pat",
        surname="Paper",
        received_at=timezone.now(),
        by=cast.lead,
        now=timezone.now(),
    )
    page = f"/boldmere/sle/applications/{typed.code}/hand-over/"
    own = sign_in(typed.applicant).get(page, follow=True).content.decode()
    assert "Confirm what we typed from your paper; then it goes to the headteacher or principal." in own
    assert "The applicant confirms what you typed" in sign_in(cast.lead).get(page, follow=True).content.decode()


@pytest.mark.parametrize(("trn", "taken"), [("12/34 567", True), ("123456", False), ("１２３４５６７", False)])
def test_a_trn_has_seven_digits_of_the_plain_kind(trn, taken):
    assert ("trn" not in TrnForm({"trn": trn, "revision": "0"}).errors) is taken


@pytest.mark.slow
def test_a_head_whose_address_is_checked_was_not_asked_yet(cast, sign_in, complete):
    head = made.reference_of(complete)
    head.email = "unknown@penns.example"
    head.save()
    made.hand_over(complete)
    page = sign_in(cast.lead).get(f"/boldmere/sle/rounds/{complete.round_id}/chase/").content.decode()
    assert "Waiting since" in page
