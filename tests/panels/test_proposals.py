"""A proposal of who scores what: nobody is given anything before it is accepted, and changes by hand keep the rules."""

from collections import Counter

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.panels import services
from alliance.panels.models import Assignment, Proposal
from alliance.panels.states import ConflictKind
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.workflow.models import Event
from tests.factories.panels import make_panel

pytestmark = pytest.mark.slow


@pytest.fixture
def shared(cast, candidates):
    """Four people and six cleared applications, two scores for each."""
    panel = make_panel(cast.alliance, cast.lead, candidates, scores_per_entry=2)
    for name, role in (("Carol C", "chair"), ("Ann A", "scorer"), ("Bob B", "scorer"), ("Cyd C", "scorer")):
        panel.sit(name, role)
    panel.six = [panel.enter(number) for number in range(1, 7)]
    return panel


def propose(panel, **caps):
    seats = {panel.seats[name.replace("_", " ")].pk: cap for name, cap in caps.items()}
    made = services.ask_for_proposal(exercise=panel.exercise, caps=seats, by=panel.staff, now=timezone.now())
    services.make_proposal(made.pk)
    made.refresh_from_db()
    return made


def accept(panel, proposal):
    services.accept_proposal(proposal=proposal, by=panel.staff, now=timezone.now())


def loads():
    return Counter(Assignment.objects.filter(state="assigned").values_list("seat__person__first_name", flat=True))


def test_a_proposal_gives_nobody_anything_until_it_is_accepted(shared):
    made = propose(shared, Ann_A=1)
    assert made.state == "made"
    assert not Assignment.objects.exists()
    accept(shared, made)
    assert sorted(loads().values()) == [1, 3, 4, 4]
    assert loads()["Ann"] == 1
    assert Event.objects.filter(move="shared_out").count() == 1
    shared.start()  # and scoring opens with exactly that
    assert Assignment.objects.count() == 12


def test_a_proposal_is_not_accepted_when_the_panel_has_changed_since(shared):
    made = propose(shared)
    shared.sit("Dee D")
    with pytest.raises(Refused, match="Ask for a new proposal"):
        accept(shared, made)
    assert not Assignment.objects.exists()


def test_asking_again_puts_the_new_proposal_in_the_place_of_the_old_one(shared):
    propose(shared)
    again = propose(shared)
    assert [one.pk for one in Proposal.objects.all()] == [again.pk]


def test_changes_by_hand_keep_the_rules_and_each_refusal_says_which(shared):
    one = shared.six[0]
    ann, bob, cyd, chair = (shared.seats[name] for name in ("Ann A", "Bob B", "Cyd C", "Carol C"))
    one.conflicts.create(alliance=shared.alliance, seat=cyd, kind=ConflictKind.DECLARED, at=timezone.now())
    made = propose(shared, Bob_B=0)
    change = {"proposal": made, "entry": one, "by": shared.staff, "now": timezone.now()}
    for seats, sentence in (
        ([ann.pk, cyd.pk], f"Cyd C cannot score {one.code}: by a conflict"),
        ([ann.pk, bob.pk], "Bob B takes 0 applications at most"),
        ([ann.pk], f"2 people score {one.code}, and you chose only 1"),
        ([ann.pk, bob.pk, chair.pk], f"2 people score {one.code}, and you chose 3"),
    ):
        with pytest.raises(Refused, match=sentence):
            services.change_proposal(seats=seats, **change)
    services.change_proposal(seats=[ann.pk, chair.pk], **change)
    made.refresh_from_db()
    assert made.by_hand == [one.pk]
    assert {seat for entry, seat in made.pairs if entry == one.pk} == {ann.pk, chair.pk}


def test_what_somebody_has_begun_stays_and_whoever_gets_more_is_told(shared):
    shared.start()
    begun = Assignment.objects.filter(seat=shared.seats["Ann A"]).order_by("id").first()
    services.save_draft(assignment=begun, given={}, comment="So far.", revision=0, now=timezone.now())
    made = propose(shared, Ann_A=1, Bob_B=2)
    accept(shared, made)
    assert (loads()["Ann"], loads()["Bob"]) == (1, 2)
    assert Assignment.objects.get(seat=shared.seats["Ann A"]).pk == begun.pk
    told = set(Mail.objects.filter(kind="panels.more_to_score").values_list("email", flat=True))
    assert told <= {"carol.c@panel.example", "cyd.c@panel.example"}
    assert told
    assert set(Counter(Assignment.objects.values_list("entry_id", flat=True)).values()) == {2}


def test_staff_ask_look_change_and_accept_on_pages(shared, sign_in):
    client = sign_in(shared.staff)
    page = path_to("panels:proposal", shared.alliance, pk=shared.exercise.pk)
    ann, bob = shared.seats["Ann A"], shared.seats["Bob B"]
    refused = client.post(page, {f"cap_{ann.pk}": "some"})
    assert refused.status_code == 422
    answer = client.post(page, {f"cap_{ann.pk}": "2"}, follow=True)
    assert "It is being worked out who scores what." in answer.content.decode()
    services.make_proposal(Proposal.objects.get().pk)
    shown = client.get(page).content.decode()
    assert "All scorers are linked by shared applications." in shown
    assert "Share out as proposed" in shown
    one = shared.six[0]
    change = path_to("panels:proposal_change", shared.alliance, pk=shared.exercise.pk, code=one.code)
    assert client.post(change, {"seats": [bob.pk]}).status_code == 422
    free = [shared.seats["Carol C"].pk, shared.seats["Cyd C"].pk]
    assert "Nobody is given anything yet." in client.post(change, {"seats": free}, follow=True).content.decode()
    assert "1 application changed by hand" in client.get(page).content.decode()
    client.post(f"{page}accept/", follow=True)
    assert set(Assignment.objects.filter(entry=one).values_list("seat_id", flat=True)) == set(free)


def test_an_entry_that_is_closed_to_staff_is_not_named_in_a_proposal(shared, sign_in):
    hidden = shared.enter(7, person_ids=frozenset({shared.staff.pk}))
    propose(shared)
    page = path_to("panels:proposal", shared.alliance, pk=shared.exercise.pk)
    shown = sign_in(shared.staff).get(page).content.decode()
    assert hidden.code not in shown
    assert shared.six[0].code in shown
