"""The life of a round: copying, closing, cancelling, finishing, more time; and what everyone is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.expertise import services as areas
from alliance.expertise.models import Area, AreaList
from alliance.library.services import remove, store
from alliance.panels.services import leave_seat
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.schools.models import Alliance, Term
from alliance.workflow.machine import MoveRefused
from alliance.workflow.models import Event, Note
from sle.models import Application, Round
from sle.queries.applications import SCAN, scan_of
from sle.rules import rounds as round_rules
from sle.rules.rounds import may_finish_round
from sle.services import extensions, paper, rounds, set_up
from sle.services.reminders import remind
from tests.factories import sle as made
from tests.factories.files import pdf, upload
from tests.factories.people import PersonFactory
from tests.factories.sle_panel import make_stage


def mails(kind):
    return sorted(Mail.objects.filter(kind=f"sle.{kind}").values_list("email", flat=True))


def after(time):
    """Late enough for the portal to act on a time that has passed."""
    return time + timedelta(minutes=2)


def test_the_national_lists_are_loaded_once_and_safe_to_repeat(db):
    added, total = areas.load_areas()
    assert added == total
    assert areas.load_areas() == (0, total)
    assert list(AreaList.objects.values_list("version", "current")) == [("2012", False), ("2015", True)]
    focus = dict(Area.objects.filter(name="Assessment").values_list("area_list__version", "focus"))
    assert focus["2012"] == "Leadership and management"
    assert focus["2015"] == "Teaching, learning and assessment"
    assert Area.objects.get(name="Citizenship").area_list.version == "2015"


def test_an_alliance_sees_the_current_list_and_its_own_areas_only(cast):
    areas.load_areas()
    own = areas.add_area(alliance=cast.alliance, name="Inclusion", national=None, by=cast.lead)
    others = areas.add_area(alliance=cast.other, name="Oracy", national=None, by=cast.other_director)
    offered = set(Area.objects.open_to(cast.alliance))
    assert own in offered
    assert others not in offered
    assert {area.area_list.version for area in offered if area.area_list} == {"2015"}


def test_a_copy_brings_everything_but_the_times(cast, open_round):
    copy = rounds.copy_round(round=open_round, title="Next", by=cast.lead)
    assert (copy.state, copy.copied_from, copy.hand_over_by) == ("draft", open_round, None)
    assert copy.privacy_notice == open_round.privacy_notice
    for name in ("questions", "eligibility_rules", "areas"):
        assert getattr(copy, name).count() == getattr(open_round, name).count() > 0


def test_an_open_round_is_not_set_up_any_more(cast, open_round):
    with pytest.raises(Refused, match="its questions, rules and times stand as they were published"):
        set_up.set_up_round(round=open_round, values={"about": "Other"}, by=cast.lead)
    set_up.change_later_dates(round=open_round, values={"interviews_on": "next week"}, by=cast.lead, now=timezone.now())
    assert Round.objects.get().interviews_on == "next week"


def test_of_two_people_closing_one_is_told_that_it_is_closed(cast, open_round):
    stale = Round.objects.get(pk=open_round.pk)
    rounds.close_round(round=open_round, by=cast.lead, now=timezone.now())
    with pytest.raises(MoveRefused, match="This round is closed by now"):
        rounds.close_round(round=stale, by=cast.director, now=timezone.now())


def test_closing_tells_everyone_unfinished_what_was_missing(cast, draft, open_round):
    assert rounds.close_round(round=open_round, by=cast.lead, now=timezone.now()) == 1
    draft.refresh_from_db()
    mail = Mail.objects.get(kind="sle.application_unfinished")
    assert draft.state == "not_considered"
    assert "- “Your school” is not complete" in mail.body
    assert "- “Your expertise” has no answer" in mail.body


def test_the_portal_closes_at_the_time_and_leaves_what_is_handed_over(cast, handed_over, open_round):
    rounds.close_when_due(cast.alliance, open_round.hand_over_by)
    assert Round.objects.get().state == "open"
    rounds.close_when_due(cast.alliance, after(open_round.hand_over_by))
    handed_over.refresh_from_db()
    assert (Round.objects.get().state, handed_over.state) == ("closed", "handed_over")
    made.return_reference(made.reference_of(handed_over), now=open_round.references_by)
    handed_over.refresh_from_db()
    assert handed_over.state == "submitted"


def test_when_references_close_without_the_head_the_applicant_is_told_once(cast, handed_over, open_round):
    rounds.close_when_due(cast.alliance, after(open_round.hand_over_by))
    for _ in range(2):
        rounds.close_when_due(cast.alliance, after(open_round.references_by))
    handed_over.refresh_from_db()
    assert handed_over.state == "not_considered"
    assert mails("application_not_submitted") == ["otis@example.org"]


@pytest.mark.slow
def test_the_panel_is_told_of_a_cancelled_round(cast, open_round):
    stage = make_stage(cast.alliance, cast.lead, round=open_round)
    leave_seat(seat=stage.seats["scorer2"], by=cast.lead, reason="Has moved away.")
    assert rounds.cancel_round(round=open_round, reason="No funding.", by=cast.director, now=timezone.now()) == 3
    told = sorted(stage.seats[role].person.email for role in ("chair", "deputy", "scorer"))
    assert mails("panel_round_cancelled") == told
    assert "No funding." in Mail.objects.filter(kind="sle.panel_round_cancelled").first().body


@pytest.mark.slow
def test_cancelling_tells_everyone_and_kills_links_and_reminders(cast, handed_over, open_round):
    other = made.start(open_round, cast.teacher)
    head = made.reference_of(handed_over)
    made.token_of(head)
    told = rounds.cancel_round(round=open_round, reason="No funding.", by=cast.director, now=timezone.now())
    assert told == 4
    assert mails("round_cancelled") == ["otis@example.org", cast.teacher.email]
    assert mails("reference_round_cancelled") == sorted([made.HEAD_EMAIL, made.REFEREE_EMAIL])
    assert "No funding." in Mail.objects.filter(kind="sle.round_cancelled").first().body
    assert made.living_links(head) == 0
    assert Note.objects.get(about="cancel").text == "No funding."
    before = Mail.objects.count()
    remind(cast.alliance, open_round.hand_over_by - timedelta(hours=1))
    rounds.close_when_due(cast.alliance, after(open_round.references_by))
    assert Mail.objects.count() == before
    other.refresh_from_db()
    assert other.state == "draft"


def test_a_round_may_finish_with_none_designated_but_not_with_anyone_waiting(cast, open_round, handed_over):
    made.return_reference(made.reference_of(handed_over))
    rounds.close_round(round=open_round, by=cast.lead, now=timezone.now())
    assert str(may_finish_round(cast.lead, open_round)).startswith("1 application has no outcome yet.")
    Application.objects.all().delete()
    assert may_finish_round(cast.lead, open_round) is None
    rounds.finish_round(round=open_round, by=cast.lead)
    assert Round.objects.get().state == "finished"


def extend(round, by, **times):
    values = {"hand_over_until": None, "references_until": None, "reason": "Snow.", **times}
    return extensions.extend_round(round=round, by=by, now=timezone.now(), **values)


@pytest.mark.slow
def test_more_time_for_everyone_is_announced_and_never_less(cast, handed_over, open_round):
    made.start(open_round, cast.teacher)
    later = open_round.references_by + timedelta(days=2)
    told = extend(open_round, cast.lead, hand_over_until=later)
    assert told == 4
    assert (open_round.hand_over_by, open_round.references_by) == (later, later)
    assert mails("round_extended") == ["otis@example.org", cast.teacher.email]
    assert mails("reference_more_time") == sorted([made.HEAD_EMAIL, made.REFEREE_EMAIL])
    with pytest.raises(Refused, match="nobody may lose time"):
        extend(open_round, cast.lead, hand_over_until=later - timedelta(days=1))


def give_time(application, by, **times):
    values = {"hand_over_until": None, "references_until": None, "reason": "Her father died.", **times}
    return extensions.extend_application(application=application, by=by, now=timezone.now(), **values)


def test_more_time_for_one_person_reopens_their_application_after_the_close(cast, complete, open_round):
    rounds.close_round(round=open_round, by=cast.lead, now=timezone.now())
    complete.refresh_from_db()
    assert complete.state == "not_considered"
    later = open_round.hand_over_by + timedelta(days=1)
    extension = give_time(complete, cast.administrator, hand_over_until=later)
    assert extension.granted_by == cast.administrator
    assert Note.objects.get(about="extend").text == "Her father died."
    assert complete.state == "draft"
    assert "You have been given more time" in Mail.objects.get(kind="sle.application_more_time").body
    assert made.hand_over(complete).state == "handed_over"


def test_nobody_gives_themselves_more_time(cast, open_round):
    own = made.start(open_round, cast.lead)
    with pytest.raises(Refused, match="This is your own application"):
        give_time(own, cast.lead, hand_over_until=open_round.hand_over_by + timedelta(days=1))


def enter(round, by, received, email="paper@example.org"):
    application = paper.enter_paper(
        round=round,
        email=email,
        first_name="Pat",
        surname="Paper",
        received_at=received,
        by=by,
        now=timezone.now(),
    )
    store(subject=application, purpose=SCAN, upload=upload(pdf(), "paper.pdf"), by=by)
    return application


@pytest.mark.slow
def test_a_paper_application_is_typed_confirmed_and_judged_by_when_the_paper_came(cast, open_round, penns):
    received = timezone.now()
    application = enter(open_round, cast.lead, received)
    assert application.applicant.name == "Pat Paper"
    application = made.fill(application, penns)
    rounds.close_when_due(cast.alliance, after(open_round.hand_over_by))
    application.refresh_from_db()
    assert application.state == "draft"
    paper.ask_to_confirm(application=application, by=cast.lead, now=timezone.now())
    assert mails("paper_typed") == ["paper@example.org"]
    late = open_round.hand_over_by + timedelta(hours=2)
    application = Application.objects.select_related("round__alliance", "applicant").get(pk=application.pk)
    paper.confirm_paper(application=application, by=application.applicant, now=late)
    application.refresh_from_db()
    assert (application.state, application.handed_over_at, application.paper_confirmed_at) == (
        "handed_over",
        received,
        late,
    )


def test_nobody_is_asked_to_confirm_before_the_scan_is_stored(cast, open_round):
    application = enter(open_round, cast.lead, timezone.now())
    remove(document=scan_of(application).get(), by=cast.lead)
    with pytest.raises(Refused, match="Store the scan of the paper first"):
        paper.ask_to_confirm(application=application, by=cast.lead, now=timezone.now())
    assert mails("paper_typed") == []


def test_the_applicant_reads_what_their_paper_lacks_and_confirms_when_it_is_there(cast, sign_in, open_round, penns):
    application = enter(open_round, cast.lead, timezone.now())
    applicant = sign_in(application.applicant)
    page = f"/boldmere/sle/applications/{application.code}/"
    shown = applicant.get(page).content.decode()
    assert "Your paper did not say everything." in shown
    assert "“Your school” is not complete" in shown
    assert "Confirm my application" not in shown
    assert applicant.get(f"{page}scan/").status_code == 403
    made.fill(application, penns)
    shown = applicant.get(page).content.decode()
    assert "Your paper did not say everything." not in shown
    assert "Confirm my application" in shown


def test_paper_that_came_too_late_or_for_somebody_who_has_applied_is_refused(cast, open_round, draft):
    with pytest.raises(Refused, match="cannot have been received in the future"):
        enter(open_round, cast.lead, timezone.now() + timedelta(hours=1))
    with pytest.raises(Refused, match="has an application in this round already"):
        enter(open_round, cast.lead, timezone.now(), email="otis@example.org")


def working(day):
    while day.weekday() != 2:
        day += timedelta(days=1)
    return day.replace(hour=11, minute=0, second=0, microsecond=0)


@pytest.mark.slow
def test_reminders_go_once_by_working_days_and_again_when_a_deadline_moves(cast, penns):
    wednesday = working(timezone.localtime() + timedelta(days=7))
    round = made.make_round(
        cast.lead,
        cast.alliance,
        now=wednesday,
        hand_over_in=timedelta(days=14),
        references_in=timedelta(days=21),
        remind_every=3,
        remind_before=2,
    )
    unfinished = made.start(round, cast.teacher, now=wednesday)
    person = PersonFactory(email="ready@example.org")
    made.hand_over(made.fill(made.start(round, person, now=wednesday), penns), wednesday)
    for _ in range(2):
        remind(cast.alliance, wednesday)
    assert mails("head_reminder") == []
    monday = wednesday + timedelta(days=5)  # three working days later
    for _ in range(2):
        remind(cast.alliance, monday)
    assert mails("head_reminder") == [made.HEAD_EMAIL]
    assert mails("referee_reminder") == [made.REFEREE_EMAIL]
    remind(cast.alliance, wednesday + timedelta(days=3))  # a Saturday
    assert mails("application_reminder") == []
    for _ in range(2):
        remind(cast.alliance, wednesday + timedelta(days=12))  # two working days before
    assert mails("application_reminder") == [cast.teacher.email]
    extend(round, cast.lead, hand_over_until=round.hand_over_by + timedelta(days=5))
    remind(cast.alliance, wednesday + timedelta(days=13))
    assert mails("application_reminder") == [cast.teacher.email]
    remind(cast.alliance, wednesday + timedelta(days=19))
    assert mails("application_reminder") == [cast.teacher.email] * 2
    assert unfinished.pk


@pytest.mark.slow
def test_who_has_not_confirmed_their_paper_is_reminded_by_working_days_until_they_do(cast, penns):
    wednesday = working(timezone.localtime() + timedelta(days=7))
    round = made.make_round(
        cast.lead,
        cast.alliance,
        now=wednesday,
        hand_over_in=timedelta(days=14),
        references_in=timedelta(days=14),
        remind_every=3,
        remind_before=2,
    )
    application = made.fill(enter(round, cast.lead, timezone.now()), penns)
    remind(cast.alliance, wednesday + timedelta(days=5))
    assert mails("paper_reminder") == []  # nobody has asked for it yet
    paper.ask_to_confirm(application=application, by=cast.lead, now=wednesday)
    remind(cast.alliance, wednesday + timedelta(days=2))
    assert mails("paper_reminder") == []
    for _ in range(2):
        remind(cast.alliance, wednesday + timedelta(days=5))  # three working days later
    assert mails("paper_reminder") == ["paper@example.org"]
    for _ in range(2):
        remind(cast.alliance, wednesday + timedelta(days=13))  # shortly before references close
    assert mails("paper_reminder") == ["paper@example.org"] * 2
    assert mails("application_reminder") == []
    application = Application.objects.select_related("round__alliance", "applicant").get(pk=application.pk)
    paper.confirm_paper(application=application, by=application.applicant, now=wednesday + timedelta(days=13))
    remind(cast.alliance, wednesday + timedelta(days=14, hours=-1))
    assert mails("paper_reminder") == ["paper@example.org"] * 2


def test_the_story_of_a_round_names_who_did_what(cast, open_round):
    moves = Event.objects.filter(root_type="sle.round", root_id=open_round.pk).values_list("move", "person")
    assert ("create", cast.lead.pk) in moves
    assert ("open", cast.lead.pk) in moves


def test_later_dates_stand_in_order_after_the_close_and_not_in_the_past(cast, open_round):
    closes, now = open_round.references_by, timezone.now()
    day = timezone.localdate(closes)
    values = {
        "score_by": closes - timedelta(seconds=1),
        "outcomes_on": day + timedelta(days=9),
        "reply_by": day + timedelta(days=8),
        "training_on": day + timedelta(days=9),
    }
    assert round_rules.later_dates_problems(open_round, values, now) == {
        "score_by": "Scoring cannot be before references close.",
        "reply_by": "The last day to reply cannot be before applicants hear the outcome.",
    }
    with pytest.raises(Refused, match="Scoring cannot be before references close"):
        set_up.change_later_dates(round=open_round, values=values, by=cast.lead, now=now)
    values |= {"score_by": closes + timedelta(days=3), "reply_by": day + timedelta(days=9)}
    set_up.change_later_dates(round=open_round, values=values, by=cast.lead, now=now)
    much_later = now + timedelta(days=300)
    assert round_rules.later_dates_problems(open_round, values, much_later) == {}  # passed, but planned long ago
    values["training_on"] = day + timedelta(days=20)
    assert round_rules.later_dates_problems(open_round, values, much_later) == {
        "training_on": "The training cannot be on a day that has passed."
    }


def test_dates_that_a_moved_close_has_put_out_of_order_stand_on_the_check_list(cast):
    round = made.make_round(cast.lead, cast.alliance, opened=False)
    early = timezone.localdate(round.references_by) - timedelta(days=1)
    set_up.set_up_round(round=round, values={"outcomes_on": early}, by=cast.lead)
    [lack] = round_rules.missing_before_opening(round, timezone.now())
    assert (lack.step, lack.sentence) == ("later", "The outcome cannot be before references close.")


def test_a_new_round_speaks_the_words_of_its_alliance(cast):
    Term.objects.create(alliance=cast.alliance, key="headteacher", word="college leader", plural="college leaders")
    rules = rounds.create_round(
        alliance=Alliance.objects.get(pk=cast.alliance.pk), title="Next", by=cast.lead
    ).eligibility_rules
    assert "Not a college leader" in rules.values_list("text", flat=True)
    assert not rules.filter(text__contains="headteacher").exists()
