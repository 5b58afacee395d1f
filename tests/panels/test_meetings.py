"""Moderation meetings: who was there, who was out of the room, and what was agreed and why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.panels import queries, services
from alliance.panels.models import AgreedScore, Conflict, Discussion, Meeting, Minute
from alliance.panels.states import MeetingState
from alliance.refusal import Refused
from alliance.workflow.models import Event

GIVEN = {1: "GAR", 2: "GGG", 3: "AAG", 4: "RGG"}


@pytest.fixture
def scored(panel):
    """Applications 1 and 4 are flagged, 3 is not agreed, 2 is. The deputy has a conflict with 1, the chair with 4."""
    roles = (("Ann A", "chair"), ("Bob B", "deputy"), ("Cat C", "scorer"))
    panel.ann, panel.bob, panel.cat = (panel.sit(name, role) for name, role in roles)
    panel.entries = panel.scored([panel.ann, panel.bob, panel.cat], GIVEN)
    for seat, candidate in ((panel.bob, 1), (panel.ann, 4)):
        Conflict.objects.create(
            alliance=panel.alliance,
            entry=panel.entries[candidate],
            seat=seat,
            kind="declared",
            at=timezone.now(),
        )
    return panel


def page(panel, name, **more):
    return path_to(f"panels:{name}", panel.alliance, pk=panel.exercise.pk, **more)


def meet(panel, *seats, others=()):
    return services.open_meeting(
        exercise=panel.exercise,
        held_on=timezone.localdate(),
        present=seats or (panel.ann, panel.bob, panel.cat),
        others=others,
        by=panel.ann.person,
        now=timezone.now(),
    )


def answers(panel, level="Amber", reason="We read the reference again.", **more):
    criterion = panel.rubric.criteria.first()
    return {
        "revision": "0",
        f"level_{criterion.pk}": panel.rubric.levels.get(name=level).pk,
        f"reason_{criterion.pk}": reason,
        **more,
    }


def agree(panel, meeting, candidate, level="Amber", out=()):
    services.discuss(
        meeting=meeting,
        entry=panel.entries[candidate],
        agreed=[(panel.rubric.criteria.first(), panel.rubric.levels.get(name=level), f"We say {level}.")],
        revision=queries.times_agreed(panel.entries[candidate]),
        out=out,
        by=panel.ann.person,
        now=timezone.now(),
    )


def test_what_is_agreed_stands_in_the_minutes_and_beside_the_scores(scored):
    meeting = meet(scored)
    agree(scored, meeting, 3)
    services.close_meeting(meeting=meeting, by=scored.ann.person, now=timezone.now())
    agree(scored, meet(scored), 3, "Green")
    assert AgreedScore.objects.get().level.name == "Green"
    assert [(one.discussion.meeting, one.level.name, one.reason) for one in Minute.objects.order_by("id")] == [
        (meeting, "Amber", "We say Amber."),
        (Meeting.objects.get(state="open"), "Green", "We say Green."),
    ]
    moves = Event.objects.filter(root_type="panels.exercise", root_id=scored.exercise.pk).order_by("id")
    told = [one.move for one in moves if one.subject_type in ("panels.meeting", "panels.discussion")]
    assert told == ["opened", "talked_about", "close", "opened", "talked_about"]


def test_whoever_has_a_conflict_is_out_of_the_room_and_that_is_on_the_record(scored):
    meeting = meet(scored)
    with pytest.raises(Refused, match=r"Bob B must be out of the room before you talk about SLE-01."):
        agree(scored, meeting, 1)
    assert not Discussion.objects.exists()
    assert not AgreedScore.objects.exists()
    agree(scored, meeting, 1, out=[scored.bob])
    assert list(Discussion.objects.get().out.all()) == [scored.bob]


def test_whoever_is_not_there_need_not_leave(scored):
    agree(scored, meet(scored, scored.ann, scored.cat), 1)
    assert not Discussion.objects.get().out.exists()


def test_there_is_one_open_meeting_and_a_closed_one_stays(scored):
    meeting = meet(scored)
    with pytest.raises(Refused, match=r"A moderation meeting is open already. Close it first."):
        meet(scored)
    services.close_meeting(meeting=meeting, by=scored.ann.person, now=timezone.now())
    with pytest.raises(Refused, match=r"This meeting is closed: its minutes stay as they are."):
        agree(scored, meeting, 3)
    with pytest.raises(Refused, match=r"This meeting is closed: its minutes stay as they are."):
        services.change_meeting(
            meeting=meeting,
            held_on=meeting.held_on,
            present=[scored.ann],
            others=[],
            by=scored.ann.person,
            now=timezone.now(),
        )
    assert meeting.present.count() == 3


def test_a_change_of_who_is_there_is_on_the_record(scored):
    meeting = meet(scored, others=["Sam Clerk"])
    given = {"meeting": meeting, "held_on": meeting.held_on, "by": scored.ann.person, "now": timezone.now()}
    services.change_meeting(present=[scored.ann, scored.cat], others=["Sam Clerk", "Jo Guest"], **given)
    services.change_meeting(present=[scored.cat, scored.ann], others=["Sam Clerk", "Jo Guest"], **given)
    changes = Event.objects.filter(subject_type="panels.meeting", move="changed")
    assert [one.fields for one in changes] == [["present", "others"]]
    with pytest.raises(Refused, match=r"Say who of the panel is there."):
        services.change_meeting(present=[], others=[], **given)


def test_closing_the_panel_closes_its_meeting(scored):
    meeting = meet(scored)
    services.close_exercise(exercise=scored.exercise, by=scored.staff, now=timezone.now())
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CLOSED
    with pytest.raises(Refused, match="A moderation meeting is held once scoring has ended"):
        meet(scored)


@pytest.mark.slow
def test_a_meeting_on_its_pages(scored, sign_in):
    client = sign_in(scored.ann.person)
    read = client.get(page(scored, "meeting_list")).content.decode()
    assert "No meeting has been held yet. At one the panel talks over what its scorers see differently" in read
    tomorrow, today = timezone.localdate() + timedelta(days=1), timezone.localdate()

    def day(on):
        return {"held_on_0": on.day, "held_on_1": on.month, "held_on_2": on.year}

    answer = client.post(page(scored, "meeting_open"), day(tomorrow) | {"others": "Sam Clerk"})
    assert answer.status_code == 422
    for words in (
        "The day lies ahead. Open the meeting when it begins.",
        "Say who of the panel is there.",
        "Sam Clerk",
    ):
        assert words in answer.content.decode()
    there = {"present": [scored.ann.pk, scored.bob.pk], "others": "Sam Clerk\n\nJo Guest"}
    answer = client.post(page(scored, "meeting_open"), day(today) | there, follow=True)
    read = answer.content.decode()
    assert "The meeting is open. What you agree until it is closed stands in its minutes." in read
    assert "Ann A (chair), Bob B (deputy chair)" in read
    assert "Sam Clerk, Jo Guest" in read
    for code, listed in (("SLE-01", True), ("SLE-02", False), ("SLE-03", True), ("SLE-04", False)):
        assert (code in read) is listed
    one = page(scored, "comparison", code="SLE-01")
    assert "Bob B is out of the room" in client.get(one).content.decode()
    answer = client.post(one, answers(scored))
    assert "Confirm that Bob B is out of the room." in answer.content.decode()
    assert not Discussion.objects.exists()
    answer = client.post(one, answers(scored, out="on"), follow=True)
    assert "The minutes of the meeting say what the panel agreed on SLE-01." in answer.content.decode()
    answer = client.post(page(scored, "comparison", code="SLE-02"), {"revision": "0"}, follow=True)
    assert "The minutes of the meeting say that nothing was changed on SLE-02." in answer.content.decode()
    meeting = Meeting.objects.get()
    where = page(scored, "meeting", meeting=meeting.pk)
    read = client.get(where).content.decode()
    assert "Out of the room: Bob B." in read
    assert "We read the reference again." in read
    assert "Talked over; nothing was changed." in read
    closing = page(scored, "meeting_close", meeting=meeting.pk)
    assert "A closed meeting is not opened again; you can hold another." in client.get(closing).content.decode()
    assert Meeting.objects.get().state == MeetingState.OPEN
    read = client.post(closing, follow=True).content.decode()
    assert "The meeting is closed. Its minutes stay as they are; print them below." in read
    assert "Close the meeting" not in read
    assert "This meeting" not in client.get(page(scored, "meeting_list")).content.decode()
    assert client.post(closing, follow=True).status_code == 200
    assert Meeting.objects.get().state == MeetingState.CLOSED


@pytest.mark.slow
def test_what_is_closed_to_the_chair_is_led_by_the_deputy_and_unknown_to_the_chair(scored, sign_in):
    meeting = meet(scored)
    where, listed = page(scored, "meeting", meeting=meeting.pk), page(scored, "meeting_list")
    chair, deputy = sign_in(scored.ann.person), sign_in(scored.bob.person)
    before = [chair.get(one).content.decode().partition("<h1")[2] for one in (where, listed)]
    read = deputy.get(where).content.decode()
    assert "SLE-04" in read
    assert "SLE-03" not in read
    four = page(scored, "comparison", code="SLE-04")
    assert chair.post(four, answers(scored, out="on")).status_code == 404
    deputy.post(four, answers(scored, out="on"))
    assert [(one.entry.code, list(one.out.all())) for one in Discussion.objects.all()] == [("SLE-04", [scored.ann])]
    read = deputy.get(where).content.decode()
    assert "Out of the room: Ann A." in read
    assert [chair.get(one).content.decode().partition("<h1")[2] for one in (where, listed)] == before


@pytest.mark.slow
def test_who_may_hold_a_meeting(scored, cast, sign_in):
    meeting = meet(scored, scored.bob, scored.cat)
    at = {name: page(scored, name, meeting=meeting.pk) for name in ("meeting", "meeting_change", "meeting_close")}
    at |= {name: page(scored, name) for name in ("meeting_list", "meeting_open")}
    for path in at.values():
        assert sign_in(scored.cat.person).get(path).status_code == 404
        assert sign_in(cast.teacher).get(path).status_code == 404
    staff = sign_in(cast.lead)
    for name, path in at.items():
        answer = staff.get(path)
        assert answer.status_code == (200 if name in ("meeting", "meeting_list") else 403)
        if name == "meeting_close":
            assert "The chair or the deputy opens and closes a moderation meeting." in answer.content.decode()
    answer = sign_in(scored.ann.person).post(page(scored, "comparison", code="SLE-03"), answers(scored))
    assert answer.status_code == 403
    assert (
        "A moderation meeting is open, and you are not among those who are there. Change that on its page."
        in answer.content.decode()
    )


@pytest.mark.slow
def test_while_scoring_there_is_no_meeting(scoring, sign_in):
    client = sign_in(scoring.chair.person)
    answer = client.get(page(scoring, "meeting_open"))
    assert answer.status_code == 403
    assert "A moderation meeting is held once scoring has ended." in answer.content.decode()
    assert (
        "A moderation meeting is held once scoring has ended."
        in client.get(page(scoring, "meeting_list")).content.decode()
    )
