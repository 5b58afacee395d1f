"""Interviews: slots are chosen where nobody has a conflict, everybody concerned is told once, what interviewers find is
scored as a panel's work and counts with the papers."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from alliance.addresses import path_to
from alliance.diary.models import Attendance, Occasion
from alliance.panels import services as panels
from alliance.panels.models import Assignment, Conflict
from alliance.panels.queries import exercise_about
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.times import in_words
from alliance.web.queries import inbox_of
from sle.models import Interview
from sle.queries.decisions import outcome_rows
from sle.queries.fairness.process import changes
from sle.queries.interviews import entry_of, free_slots, interviewers_of, slots_of
from sle.services import interview_slots, interviews, panel
from tests.factories import sle_interviews as made

pytestmark = pytest.mark.slow


def now():
    return timezone.now()


@pytest.fixture
def day(cast):
    """Alex and Petra are invited; Ann and Bob interview twice in Room 4. The stage, the plan, interviews, slots."""
    stage = made.scored_round(cast.alliance, cast.lead, "Alex Okafor", "Petra Phillips")
    plan = made.set_up(stage)
    slots = made.add_slots(stage, plan)
    return stage, plan, made.invite(stage, plan), slots


def told(person):
    """What somebody was told by e-mail since: kind, and what it does in their calendar."""
    mails = Mail.objects.filter(person=person, kind__startswith="diary.").order_by("pk")
    return [(mail.kind, str(Calendar.from_ical(mail.calendar)["METHOD"])) for mail in mails]


def scorers(interview):
    owed = Assignment.objects.filter(entry=entry_of(interview), state__in=("assigned", "submitted"))
    return set(owed.values_list("seat__person__first_name", flat=True))


def sentence(refused):
    return refused.value.refusal.sentence


def row_of(stage, application):
    [row] = [row for row in outcome_rows(stage.round) if row.application == application]
    return row


def test_whoever_sits_on_the_panel_can_interview_and_nobody_twice_at_once(cast, day):
    stage, plan, (alex, _), (first, _) = day
    assert Mail.objects.filter(kind="sle.interview_invite").count() == 2
    assert {seat.person for seat in interviewers_of(plan)} == {seat.person for seat in stage.seats.values()}
    assert Mail.objects.filter(kind="panels.seated", about_type="panels.seat").count() == 4  # of the papers' panel only
    taken = {"number": 1, "at": first.starts_at + timedelta(minutes=10)}
    with pytest.raises(Refused) as refused:
        made.add_slots(stage, plan, "chair", **taken)
    assert sentence(refused) == f"Room 4 has an interview on {in_words(first.starts_at)} already."
    with pytest.raises(Refused) as refused:
        made.add_slots(stage, plan, "chair", "scorer", room="Room 5", **taken)
    assert sentence(refused) == f"Ann Scorer interviews in Room 4 on {in_words(first.starts_at)} already."
    assert made.add_slots(stage, plan, "chair", "deputy", room="Room 5", **taken)
    assert scorers(alex) == set()  # nobody owes a score before there is a slot


def test_a_slot_is_booked_changed_and_given_up_and_everybody_in_it_is_told(cast, day):
    stage, plan, (alex, petra), (first, second) = day
    made.add_slots(stage, plan, "scorer", "chair", room="Room 5", number=1, at=second.ends_at)
    third = Occasion.objects.get(room="Room 5")
    ann, bob, carol = (stage.seats[seat].person for seat in ("scorer", "scorer2", "chair"))
    made.choose(alex, first)
    with pytest.raises(Refused, match="Somebody else has taken"):
        made.choose(petra, first)
    booked = ("diary.booked", "REQUEST")
    assert told(alex.application.applicant) == told(ann) == told(bob) == [booked]
    assert scorers(alex) == {"Ann", "Bob"}
    made.choose(alex, third)
    changed, gone = ("diary.changed", "REQUEST"), ("diary.withdrawn", "CANCEL")
    assert told(alex.application.applicant) == told(ann) == [booked, changed]
    assert (told(bob), told(carol)) == ([booked, gone], [booked])
    assert scorers(alex) == {"Ann", "Carol"}
    made.choose(petra, first)
    assert [bool(slot.guest) for slot in slots_of(plan)] == [True, False, True]
    interviews.call_off(interview=alex, reason="Enough in your papers.", by=cast.lead, now=now())
    assert told(alex.application.applicant)[-1] == gone
    assert "Enough in your papers." in Mail.objects.filter(person=alex.application.applicant).latest("pk").body
    assert scorers(alex) == set()
    assert told(carol) == [booked, gone]


def test_a_conflict_closes_a_slot_and_the_candidate_does_not_learn_whose(cast, day):
    stage, plan, (alex, petra), (first, second) = day
    exercise = exercise_about(plan)
    seat = exercise.seats.get(person=stage.seats["scorer"].person)
    panels.recuse(entry=entry_of(alex), seat=seat, now=now())
    assert free_slots(alex, now()) == []
    assert len(free_slots(petra, now())) == 2
    with pytest.raises(Refused) as refused:
        made.choose(alex, first)
    assert sentence(refused) == "This time cannot be chosen any more. Choose another."
    change = {"plan": plan, "occasion": second, "starts_at": second.starts_at, "minutes": 30, "room": "Room 4"}
    others = [stage.seats["scorer2"].person, stage.seats["chair"].person]
    interview_slots.change_slot(**change, interviewers=others, by=cast.lead, now=now())
    made.choose(alex, second)
    with pytest.raises(Refused, match="One of them has a conflict with whoever has this slot"):
        interview_slots.change_slot(**change, interviewers=[seat.person], by=cast.lead, now=now())
    assert scorers(alex) == {"Bob", "Carol"}


def test_what_was_declared_with_the_papers_counts_at_the_interview(cast):
    stage = made.scored_round(cast.alliance, cast.lead, "Alex Okafor")
    [alex] = stage.round.applications.all()
    panels.recuse(entry=stage.entry(alex), seat=stage.seats["scorer"], now=now())
    plan = made.set_up(stage)
    [interview] = made.invite(stage, plan, alex)
    held = Conflict.objects.filter(entry=entry_of(interview)).values_list("seat__person", flat=True)
    assert set(held) == {stage.seats["scorer"].person_id}


def test_candidates_choose_until_the_stated_time_and_staff_afterwards(cast, day):
    _, plan, (alex, _), (first, second) = day
    late = plan.choose_by + timedelta(seconds=2)
    with pytest.raises(Refused) as refused:
        made.choose(alex, first, at=late)
    assert sentence(refused).startswith("A time could be chosen and changed until ")
    made.choose(alex, first, by=cast.lead, at=late)
    with pytest.raises(Refused, match="it cannot be moved"):
        made.choose(alex, second, by=cast.lead, at=first.starts_at)
    with pytest.raises(Refused):
        made.choose(alex, first, by=cast.head)


def test_a_late_change_replaces_an_interviewer_and_moves_the_time(cast, day):
    stage, plan, (alex, _), (first, _) = day
    made.choose(alex, first)
    bob, carol = stage.seats["scorer2"].person, stage.seats["chair"].person
    later = first.starts_at + timedelta(hours=2)
    interview_slots.change_slot(
        plan=plan,
        occasion=first,
        starts_at=later,
        minutes=20,
        room="Hall",
        interviewers=[stage.seats["scorer"].person, carol],
        by=cast.lead,
        now=now(),
    )
    assert told(bob)[-1] == ("diary.withdrawn", "CANCEL")
    assert told(carol) == [("diary.booked", "REQUEST")]
    assert told(alex.application.applicant)[-1] == ("diary.changed", "REQUEST")
    assert scorers(alex) == {"Ann", "Carol"}
    assert entry_of(alex).not_before == later
    interview_slots.call_off_slot(plan=plan, occasion=first, reason="Snow.", by=cast.lead, now=now())
    assert told(alex.application.applicant)[-1] == told(carol)[-1] == ("diary.called_off", "CANCEL")
    assert Mail.objects.filter(kind="sle.interview_invite", person=alex.application.applicant).count() == 2
    assert scorers(alex) == set()
    rows = [row for grid in changes(stage.round, stage.exercise, []).grids for row in grid.rows]
    assert ["Slots for interviews changed or called off", 2] in [list(row[:2]) for row in rows]


def test_the_interview_is_scored_from_its_time_and_counts_with_the_papers(cast, day):
    stage, _, (alex, petra), (first, second) = day
    made.choose(alex, first)
    made.choose(petra, second)
    with pytest.raises(Refused, match="scores can be submitted from then on"):
        made.score(alex, "Green", at=now())
    assert row_of(stage, alex.application).areas[0].recommended == ""  # an interview is to come
    made.score(alex, "Amber", comment="Nervous.")
    made.score(petra, "Green")
    row = row_of(stage, alex.application)
    assert (row.entry.recommendation, row.areas[0].recommended) == ("for", "with_support")
    assert row.interview_in_short == "5 Amber"
    assert row_of(stage, petra.application).areas[0].recommended == "designated"


def test_interviewers_owe_scores_from_its_time_on_and_the_chair_agrees_where_they_differ(cast, day):
    stage, plan, (alex, _), (first, _) = day
    ann = stage.seats["scorer"].person
    made.choose(alex, first)

    def owed(person):
        about = f"Interviews: {stage.round.title}"
        return [one.item.title for one in inbox_of(person, cast.alliance, now()).owed if one.item.about == about]

    assert owed(ann) == []
    made.begin(plan)
    assert owed(ann) == ["Score 1 application"]
    made.score(alex, "Green", only=ann)
    assert owed(stage.chair) == []
    made.score(alex, "Amber")
    assert owed(stage.chair) == ["Agree on 1 application on which scorers differ"]
    assert row_of(stage, alex.application).interview_in_short == "5 to agree"
    assert row_of(stage, alex.application).areas[0].recommended == ""


def test_who_stayed_away_is_written_down_corrected_or_given_another_slot(cast, day):
    stage, plan, (alex, petra), (first, second) = day
    made.choose(alex, first)
    made.choose(petra, second)
    with pytest.raises(Refused, match="afterwards"):
        interviews.write_down(interview=alex, came=False, by=cast.lead, now=now())
    made.begin(plan)
    interviews.write_down(interview=alex, came=False, by=cast.lead, now=now())
    assert scorers(alex) == set()
    assert row_of(stage, alex.application).interview.state == "Did not attend"
    assert row_of(stage, alex.application).areas[0].recommended == "designated"  # by the papers
    interviews.write_down(interview=alex, came=True, by=cast.lead, now=now())
    assert scorers(alex) == {"Ann", "Bob"}
    interviews.write_down(interview=alex, came=False, by=cast.lead, now=now())
    [other] = made.add_slots(stage, plan, number=1, room="Hall")
    made.choose(alex, other, by=cast.lead)
    assert row_of(stage, alex.application).interview.state == "Slot chosen"
    made.score(petra, "Green")
    with pytest.raises(Refused, match="has been scored, so the applicant was there"):
        interviews.write_down(interview=petra, came=False, by=cast.lead, now=now())


def test_withdrawing_or_ending_the_round_frees_everybody(cast, day):
    stage, plan, (alex, petra), (first, second) = day
    made.choose(alex, first)
    made.choose(petra, second)
    panel.withdraw_from_panel(application=alex.application, now=now())
    assert Interview.objects.get(pk=alex.pk).state == "called_off"
    assert slots_of(plan)[0].guest is None
    panel.dismiss_panel(round=stage.round, by=cast.lead, now=now())
    panel.dismiss_panel(round=stage.round, by=cast.lead, now=now())
    ann = stage.seats["scorer"].person
    assert [kind for kind, _ in told(ann)] == ["diary.booked", "diary.booked", "diary.withdrawn", "diary.called_off"]
    assert exercise_about(plan).state == "closed"
    assert not Attendance.objects.filter(state="booked").exists()


def test_the_pages_from_set_up_to_score(cast, sign_in):
    stage = made.scored_round(cast.alliance, cast.lead, "Alex Okafor")
    [alex] = stage.round.applications.all()
    lead, applicant = sign_in(cast.lead), sign_in(alex.applicant)

    def to(name, **kwargs):
        return path_to(f"sle:{name}", cast.alliance, **kwargs)

    soon = timezone.localtime() + timedelta(days=5)
    on = {"_0": soon.day, "_1": soon.month, "_2": soon.year}
    empty = lead.post(to("interview_plan", pk=stage.round.pk), {"place": ""})
    assert "Say where the interviews are." in empty.content.decode()
    lead.post(
        to("interview_plan", pk=stage.round.pk),
        {"place": "Penns Primary", **{f"choose_by{part}": value for part, value in on.items()}, "choose_by_3": "9am"},
    )
    day = {f"day{part}": value for part, value in on.items()}
    given = {**day, "begins": "10am", "ends": "11am", "minutes": "30", "room": "Hall"}
    given["interviewers"] = [stage.seats["scorer"].person_id]
    lead.post(to("interview_slots_add", pk=stage.round.pk), given)
    again = lead.post(to("interview_slots_add", pk=stage.round.pk), given)
    assert "Hall has an interview on" in again.content.decode()
    none = lead.post(to("interview_invite", pk=stage.round.pk), {})
    assert none.status_code == 422
    assert "Tick at least one applicant in the table." in none.content.decode()
    lead.post(to("interview_invite", pk=stage.round.pk), {"applications": [alex.pk]})
    inbox = applicant.get(path_to("web:inbox", cast.alliance)).content.decode()
    assert "Choose a time for your interview" in inbox
    shown = applicant.get(to("interview_slot", code=alex.code)).content.decode()
    assert shown.count('type="radio"') == 2
    assert "Scorer" not in shown
    slot = Occasion.objects.first()
    applicant.post(to("interview_slot", code=alex.code), {"slot": slot.pk})
    assert "Slot chosen" in lead.get(to("interview_list", pk=stage.round.pk)).content.decode()
    held = sign_in(stage.seats["scorer"].person).get(to("interview_mine", pk=stage.round.pk)).content.decode()
    assert "Alex Okafor" in held
    free = sign_in(stage.seats["scorer2"].person).get(to("interview_mine", pk=stage.round.pk)).content.decode()
    assert "You are not put down for a slot." in free
    assert sign_in(cast.head).get(to("interview_mine", pk=stage.round.pk)).status_code == 404
