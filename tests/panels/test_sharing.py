"""Sharing out by hand and excusing one scorer: what staff said stands, and whoever gets more is told."""

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.panels import services
from alliance.panels.models import Assignment
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.workflow.notes import notes_about
from tests.factories.panels import make_panel

pytestmark = pytest.mark.slow


def states(entry):
    return dict(Assignment.objects.filter(entry=entry).values_list("seat__person__first_name", "state"))


def told(kind="panels.more_to_score"):
    return list(Mail.objects.filter(kind=kind).order_by("id").values_list("email", flat=True))


def test_what_is_shared_out_by_hand_before_scoring_stays_so_when_it_opens(panel):
    for name, role in (("Carol C", "chair"), ("Ann A", "scorer"), ("Bob B", "scorer"), ("Cyd C", "scorer")):
        panel.sit(name, role)
    one, two = panel.enter(1), panel.enter(2)
    chosen = [panel.seats["Ann A"], panel.seats["Bob B"]]
    services.share_by_hand(entry=one, seats=chosen, by=panel.staff, now=timezone.now())
    panel.start()
    assert states(one) == {"Carol": "excused", "Ann": "assigned", "Bob": "assigned", "Cyd": "excused"}
    assert set(states(two).values()) == {"assigned"}
    assert told() == []  # they hear of all they have when scoring opens


def test_whoever_is_given_more_while_scoring_is_told(scoring):
    services.share_by_hand(entry=scoring.one, seats=[scoring.ann, scoring.bob], by=scoring.staff, now=timezone.now())
    assert told() == []
    services.share_by_hand(
        entry=scoring.one, seats=[scoring.ann, scoring.bob, scoring.chair], by=scoring.staff, now=timezone.now()
    )
    assert told() == ["carol.chair@panel.example"]


def test_a_dossier_that_is_not_clear_cannot_be_shared_out_while_scoring(scoring, sign_in):
    late = scoring.enter(3, cleared=False)
    page = path_to("panels:sharing", scoring.alliance, pk=scoring.exercise.pk, code=late.code)
    answer = sign_in(scoring.staff).post(page, {"seats": [scoring.ann.pk]})
    assert f"The dossier of {late.code} is not cleared yet. Clear it first." in answer.content.decode()
    assert states(late) == {}


def test_staff_excuse_one_scorer_and_another_is_given_it_and_told(cast, candidates, sign_in):
    panel = make_panel(cast.alliance, cast.lead, candidates, scores_per_entry=2)
    seats = [panel.sit("Carol C", "chair"), panel.sit("Ann A"), panel.sit("Bob B")]
    entry = panel.enter(1)
    panel.start()
    excused = Assignment.objects.filter(entry=entry).select_related("seat__person").first()
    [third] = [seat for seat in seats if not Assignment.objects.filter(entry=entry, seat=seat).exists()]
    client = sign_in(cast.lead)
    sharing = path_to("panels:sharing", cast.alliance, pk=panel.exercise.pk, code=entry.code)
    page = f"{sharing}{excused.seat_id}/excuse/"
    assert page in client.get(sharing).content.decode()
    assert "Say why. It stays on the record." in client.post(page, {"reason": " "}).content.decode()
    answer = client.post(page, {"reason": "She is ill."}, follow=True)
    name = excused.seat.person.name
    said = f"{name} need not score {entry.code}. What they had drafted is set aside."
    assert said in answer.content.decode()
    excused.refresh_from_db()
    assert excused.state == "excused"
    assert [note.text for note in notes_about(excused, "excuse")] == ["She is ill."]
    assert Assignment.objects.get(entry=entry, seat=third).state == "assigned"
    assert told() == [third.person.email]
    refused = client.post(page, {"reason": "Again."})
    assert refused.status_code == 403
    assert f"For {name}, {entry.code} is excused by now, so there is nothing to excuse." in refused.content.decode()


def test_who_sits_on_the_panel_excuses_nobody(scoring, sign_in):
    page = path_to(
        "panels:excuse", scoring.alliance, pk=scoring.exercise.pk, code=scoring.one.code, seat=scoring.ann.pk
    )
    assert sign_in(scoring.chair.person).post(page, {"reason": "No."}).status_code == 404
    assert states(scoring.one)["Ann"] == "assigned"


def test_a_chair_who_can_read_the_others_scores_is_not_given_the_entry_after_that(scoring):
    services.share_by_hand(entry=scoring.one, seats=[scoring.ann, scoring.bob], by=scoring.staff, now=timezone.now())
    for seat in (scoring.ann, scoring.bob):
        scoring.score(seat, scoring.one, "Green")
    everybody = [scoring.ann, scoring.bob, scoring.chair]
    with pytest.raises(Refused, match="Whoever chairs may have read the others’ scores by now"):
        services.share_by_hand(entry=scoring.one, seats=everybody, by=scoring.staff, now=timezone.now())
    assert states(scoring.one)["Carol"] == "excused"
