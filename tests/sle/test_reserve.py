"""The reserve: a place that comes up is offered on the record, approved by somebody else, and told by letter."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.members.models import Membership
from alliance.post.models import Letter, Mail
from alliance.refusal import Refused
from alliance.schools.workdays import Calendar
from alliance.times import in_words
from alliance.workflow.models import Event
from alliance.workflow.notes import notes_about
from sle.models import AreaDecision, Designation, RoundArea
from sle.plugs.outcomes import inbox, invariants
from sle.queries.decisions import outcome_rows
from sle.queries.letters import letters_of
from sle.queries.reserve import places
from sle.queries.rounds import areas_with_numbers
from sle.rules.applications import NOT_YOURS
from sle.rules.decisions import OWN_PROPOSAL
from sle.rules.reserve import may_leave_reserve, may_offer_place
from sle.rules.rounds import STAFF_ONLY
from sle.services import decisions, letters, register, release, reserve, rounds
from sle.states import Outcome
from tests.factories.sle_panel import make_application

pytestmark = pytest.mark.slow
DAYS = 90


def now():
    return timezone.now()


@pytest.fixture
def reserved(cast, stage):
    """Alex is designated in maths and in reserve for phonics, Bea in reserve for maths: the stage and the two."""
    alex = make_application(stage.round, "Alex Okafor", areas=("Maths", "Phonics"))
    bea = make_application(stage.round, "Bea Moss")
    RoundArea.objects.filter(round=stage.round, area__name="Maths").update(target=1)
    stage.start_scoring()
    stage.score(alex, "Green")
    stage.score(bea, "Amber")
    stage.start_deciding()
    until = timezone.localdate() + timedelta(days=DAYS)
    maths, phonics = alex.areas.select_related("application__round")
    choices = [decisions.Choice(maths, Outcome.DESIGNATED), decisions.Choice(phonics, Outcome.RESERVE, until)]
    decisions.propose_outcomes(round=stage.round, choices=choices, reason="One place.", by=stage.chair, now=now())
    stage.propose(bea, Outcome.RESERVE, reserve_until=until)
    stage.approve(cast.director)
    stage.approve_letters(alex, bea)
    release.release_round(round=stage.round, by=cast.administrator, now=now())
    for one in (alex, bea):
        one.refresh_from_db()
    return stage, alex, bea


def decision(application, area="Maths"):
    related = AreaDecision.objects.select_related("application_area__application__round", "application_area__area")
    return related.get(application_area__application=application, application_area__area__name=area)


def offer(application, by, area="Maths", at=None):
    place = {"outcome": Outcome.DESIGNATED, "reason": "Alex has declined.", "by": by, "now": at or now()}
    reserve.offer_place(decision=decision(application, area), **place)


def go_all_the_way(cast, stage, application, at=None):
    """The director approves what the lead has offered, the letter is approved and released."""
    stage.approve(cast.director)
    stage.approve_letters(application)
    release.release_held_letter(letter=stage.letter(application), by=cast.administrator, now=at or now())


def waits_for(person, alliance):
    return [item.title for item in inbox(person, alliance)]


def test_a_place_goes_from_the_reserve_to_the_register(cast, reserved):
    stage, _, bea = reserved
    first = stage.letter(bea)
    offer(bea, cast.lead)
    found = decision(bea)
    assert (found.state, found.outcome, found.proposed_by) == ("proposed", "designated", cast.lead)
    assert [note.text for note in notes_about(found, "offer_place")] == ["Alex has declined."]
    assert "declined" not in str(list(Event.objects.values_list("fields", flat=True)))
    assert "Approve 1 outcome" in waits_for(cast.director, cast.alliance)
    assert [letter.kind for letter in letters_of(bea)] == ["sle.outcome"]  # the applicant knows of nothing
    stage.approve(cast.director)
    draft = stage.letter(bea)
    assert (draft.from_reserve, draft.state, draft.feedback) == (True, "draft", [])
    assert "Approve 1 letter" in waits_for(cast.administrator, cast.alliance)
    stage.approve_letters(bea)
    assert "Release the letter to Bea Moss" in waits_for(cast.administrator, cast.alliance)
    assert list(invariants(cast.alliance)) == []
    release.release_held_letter(letter=stage.letter(bea), by=cast.administrator, now=now())
    place, outcome = letters_of(bea)
    assert outcome == first.letter
    assert "A place has come up, and we should like to offer it to you." in place.html
    assert "<strong>Maths: designated.</strong>" in place.html
    mail = Mail.objects.get(kind="sle.place_ready")
    assert (mail.email, mail.subject) == (bea.applicant.email, f"A place has come up for you: {stage.round.title}")
    head = Mail.objects.get(kind="sle.place_head")
    assert timezone.localdate(head.due_at) > timezone.localdate()
    assert "Maths: Designated" in head.body
    made = Designation.objects.get(application=bea)
    assert made.reply_by == Calendar(cast.alliance).add(timezone.localdate(), 10)  # whatever day the round had
    assert f"by {in_words(made.reply_by)}" in place.html
    assert (made.state, [line.area.name for line in made.areas.all()]) == ("offered", ["Maths"])
    found.refresh_from_db()
    assert (found.state, found.outcome, found.from_reserve) == ("released", "designated", True)
    assert list(invariants(cast.alliance)) == []
    assert Mail.objects.filter(kind="sle.outcome_ready").count() == 2  # nobody is told of the outcome again


def test_who_offers_does_not_approve(cast, reserved):
    stage, _, bea = reserved
    offer(bea, cast.director)
    with pytest.raises(Refused, match=OWN_PROPOSAL.sentence):
        stage.approve(cast.director)
    stage.approve(cast.administrator)
    assert stage.letter(bea).body


def test_who_may_offer_a_place(cast, reserved):
    stage, alex, bea = reserved
    today, place = timezone.localdate(), decision(bea)
    for person in (cast.director, cast.administrator, cast.lead):
        assert may_offer_place(person, place, today) is None
    for person in (stage.chair, cast.teacher, cast.head, cast.other_director, bea.applicant, None):
        assert may_offer_place(person, place, today) == STAFF_ONLY
    assert may_offer_place(cast.lead, decision(alex), today).sentence == "Alex Okafor is not in reserve for Maths."
    Membership.objects.filter(role__in=("director", "administrator")).update(until=today)
    assert may_offer_place(cast.lead, place, today) is None  # the deputy approves
    stage.seats["deputy"].delete()
    assert may_offer_place(cast.lead, place, today).sentence.startswith("Nobody but you could approve this offer")


def test_the_last_day_in_reserve_counts_and_no_day_after_it(cast, reserved):
    stage, _, bea = reserved
    place = decision(bea)
    sentence = f"Bea Moss was in reserve for Maths until {in_words(place.reserve_until)} only"
    last = now() + timedelta(days=DAYS)
    with pytest.raises(Refused, match=sentence):
        offer(bea, cast.lead, at=last + timedelta(days=1))
    offer(bea, cast.lead, at=last)
    with pytest.raises(Refused, match=sentence):
        go_all_the_way(cast, stage, bea, at=last + timedelta(days=1))
    assert not Letter.objects.filter(kind="sle.place").exists()
    release.release_held_letter(letter=stage.letter(bea), by=cast.administrator, now=last)
    assert Letter.objects.filter(kind="sle.place").count() == 1


def test_a_place_taken_back_leaves_the_applicant_in_reserve(cast, reserved):
    stage, _, bea = reserved
    offer(bea, cast.lead)
    stage.approve(cast.director)
    reserve.take_back_place(decision=decision(bea), reason="Alex stays.", by=cast.administrator, now=now())
    found = decision(bea)
    assert (found.state, found.outcome, found.from_reserve) == ("released", "reserve", False)
    assert stage.letter(bea).state == "void"
    assert list(invariants(cast.alliance)) == []
    with pytest.raises(Refused, match="There is no offer on its way"):
        reserve.take_back_place(decision=found, reason="Again.", by=cast.lead, now=now())
    offer(bea, cast.lead)
    go_all_the_way(cast, stage, bea)
    assert Letter.objects.filter(kind="sle.place").count() == 1


def test_a_place_in_a_second_area_waits_for_the_reply_in_the_first_and_joins_it(cast, reserved):
    stage, alex, _ = reserved
    with pytest.raises(Refused, match="Alex Okafor has not replied yet to the offer in another area"):
        offer(alex, cast.lead, "Phonics")
    register.accept_offer(designation=Designation.objects.get(), by=alex.applicant, now=now())
    offer(alex, cast.lead, "Phonics")
    stage.approve(cast.director)
    assert "Maths" not in stage.letter(alex).body
    go_all_the_way(cast, stage, alex)
    newer = Designation.objects.get(state="offered")
    assert [line.area.name for line in newer.areas.all()] == ["Phonics"]
    register.accept_offer(designation=newer, by=alex.applicant, now=now())
    assert list(Designation.objects.order_by("pk").values_list("state", flat=True)) == ["replaced", "current"]
    assert {line.area.name for line in newer.areas.all()} == {"Maths", "Phonics"}


def test_the_chair_proposes_nothing_anew_once_it_is_told(cast, reserved):
    stage, _, bea = reserved
    offer(bea, cast.lead)
    with pytest.raises(Refused, match="The outcome is released"):
        stage.propose(bea, Outcome.NOT_DESIGNATED)


def test_a_finished_round_still_offers_places_and_finishing_stops_none(cast, reserved):
    stage, _, bea = reserved
    stage.round.refresh_from_db()
    offer(bea, cast.lead)
    rounds.finish_round(round=stage.round, by=cast.lead)
    assert stage.letter(bea).state == "draft"
    assert "Approve 1 outcome" in waits_for(cast.director, cast.alliance)
    go_all_the_way(cast, stage, bea)
    assert Letter.objects.filter(kind="sle.place", person=bea.applicant).exists()


def test_places_are_counted_by_what_is_taken(cast, reserved):
    stage, alex, bea = reserved

    def shown():
        found = places(stage.round, outcome_rows(stage.round), timezone.localdate())
        return [(area.in_words, [(one.row.application.pk, one.stands) for one in area.reserves]) for area in found]

    maths, phonics = shown()
    assert maths == ("1 place was sought, 1 is taken, none free.", [(bea.pk, "In reserve")])
    none = "Designated or offered so far: none. The round set no number for this area."
    assert phonics == (none, [(alex.pk, "In reserve")])
    register.decline_offer(designation=Designation.objects.get(), reason="", by=alex.applicant, now=now())
    offer(bea, cast.lead)
    free = "1 place was sought, none are taken, 1 free."
    assert shown()[0] == (free, [(bea.pk, "Offer being prepared")])
    go_all_the_way(cast, stage, bea)
    assert shown()[0] == ("1 place was sought, 1 is taken, none free.", [(bea.pk, "Place offered")])
    counted = {one.name: (one.applied, one.target, one.designated) for one in areas_with_numbers(stage.round)}
    assert counted["Maths"] == (2, 1, 1)


def test_staff_learn_that_a_place_has_come_up_until_it_is_offered(cast, reserved):
    stage, alex, bea = reserved
    owed = "A place has come up in Maths: 1 in reserve"
    assert owed not in waits_for(cast.lead, cast.alliance)
    register.decline_offer(designation=Designation.objects.get(), reason="", by=alex.applicant, now=now())
    assert owed in waits_for(cast.lead, cast.alliance)
    assert owed not in waits_for(cast.teacher, cast.alliance)
    assert not any("Phonics" in title for title in waits_for(cast.lead, cast.alliance))  # nobody had that place
    offer(bea, cast.lead)
    assert owed not in waits_for(cast.lead, cast.alliance)
    go_all_the_way(cast, stage, bea)
    assert owed not in waits_for(cast.lead, cast.alliance)


def test_staff_offer_and_the_applicant_reads_both_letters(cast, reserved, sign_in):
    stage, _, bea = reserved
    lead, page = sign_in(cast.lead), path_to("sle:place_offer", cast.alliance, pk=decision(bea).pk)
    listed = lead.get(path_to("sle:reserve_list", cast.alliance, pk=stage.round.pk)).content.decode()
    assert page in listed
    answer = lead.post(page, {"outcome": "designated"})
    assert answer.status_code == 422
    assert "Give the reason, for the record." in answer.content.decode()
    lead.post(page, {"outcome": "with_support", "reason": "Alex has declined."})
    stage.approve(cast.director)
    letter = stage.letter(bea)
    letters.edit_letter(
        letter=letter, body=f"{letter.body}\n\nWelcome.", feedback=[], revision=letter.revision, by=cast.lead, now=now()
    )
    go_all_the_way(cast, stage, bea)
    seen = sign_in(bea.applicant).get(path_to("sle:outcome", cast.alliance, code=bea.code)).content.decode()
    assert "Welcome." in seen
    assert "Our earlier letter of" in seen
    assert "We should like to keep you in reserve" in seen
    assert "Accept the designation" in seen


def leave(person, *decisions, at=None):
    reserve.leave_reserve(decisions=decisions, by=person, now=at or now())


def test_who_no_longer_wants_a_place_leaves_the_reserve_and_staff_are_told(cast, reserved):
    stage, alex, bea = reserved
    register.decline_offer(designation=Designation.objects.get(), reason="", by=alex.applicant, now=now())
    leave(bea.applicant, decision(bea))
    assert Event.objects.get(move="leave_reserve").person == bea.applicant
    mail = Mail.objects.get(kind="sle.reserve_left")
    assert (mail.email, "Bea Moss was in reserve for Maths" in mail.body) == (cast.administrator.email, True)
    maths = places(stage.round, outcome_rows(stage.round), timezone.localdate())[0]
    assert [one.stands for one in maths.reserves] == ["No longer wants a place"]
    assert not any("A place has come up" in title for title in waits_for(cast.lead, cast.alliance))
    with pytest.raises(Refused, match="Bea Moss no longer wants a place in Maths"):
        offer(bea, cast.lead)
    with pytest.raises(Refused, match="You have told the alliance"):
        leave(bea.applicant, decision(bea))
    assert Mail.objects.filter(kind="sle.reserve_left").count() == 1


def test_leaving_the_reserve_drops_an_offer_on_its_way_of_which_nothing_shows(cast, reserved):
    stage, _, bea = reserved
    offer(bea, cast.lead)
    stage.approve(cast.director)
    leave(bea.applicant, decision(bea))
    found = decision(bea)
    assert (found.state, found.outcome, stage.letter(bea).state) == ("released", "reserve", "void")
    assert list(invariants(cast.alliance)) == []


def test_only_the_applicant_leaves_the_reserve_and_only_while_it_lasts(cast, reserved):
    stage, alex, bea = reserved
    place, today = decision(bea), timezone.localdate()
    for person in (cast.director, cast.lead, alex.applicant, None):
        assert may_leave_reserve(person, place, today) == NOT_YOURS
    assert may_leave_reserve(bea.applicant, place, place.reserve_until) is None
    over = may_leave_reserve(bea.applicant, place, place.reserve_until + timedelta(days=1))
    assert over.sentence == "The reserve for Maths is over, so there is nothing to give up."
    assert may_leave_reserve(alex.applicant, decision(alex), today).sentence == "You are not in reserve for Maths."
    offer(bea, cast.lead)
    go_all_the_way(cast, stage, bea)
    with pytest.raises(Refused, match="You are not in reserve for Maths"):
        leave(bea.applicant, place)


def test_the_applicant_leaves_the_reserve_on_the_page_of_the_letter(cast, reserved, sign_in):
    _, alex, bea = reserved
    page = path_to("sle:outcome", cast.alliance, code=bea.code)
    post = path_to("sle:reserve_leave", cast.alliance, code=bea.code)
    client = sign_in(bea.applicant)
    assert post in client.get(page).content.decode()
    assert post not in sign_in(cast.lead).get(page).content.decode()
    empty = client.post(post)
    assert (empty.status_code, "Tick the areas" in empty.content.decode()) == (422, True)
    other = client.post(post, {"reserve-areas": decision(alex, "Phonics").pk})
    assert other.status_code == 422
    said = client.post(post, {"reserve-areas": decision(bea).pk}, follow=True).content.decode()
    assert "You are no longer in reserve for Maths." in said
    assert post not in said
    again = client.post(post, {"reserve-areas": decision(bea).pk})
    assert (again.status_code, "You have told the alliance" in again.content.decode()) == (403, True)


def test_whoever_waited_in_vain_is_told_once_that_the_reserve_is_over(cast, reserved):
    _, alex, bea = reserved
    last = now() + timedelta(days=DAYS)
    reserve.tell_of_reserves_over(cast.alliance, last)
    assert not Mail.objects.filter(kind="sle.reserve_over").exists()
    leave(alex.applicant, decision(alex, "Phonics"))
    for days in (1, 2, 30):
        reserve.tell_of_reserves_over(cast.alliance, last + timedelta(days=days))
    mail = Mail.objects.get(kind="sle.reserve_over")
    assert mail.email == bea.applicant.email
    assert f"in reserve for Maths until {in_words(decision(bea).reserve_until)}" in mail.body
