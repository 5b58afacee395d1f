"""The life of a designation: kinds, reviews, the head's release, moves, home schools, endings, and what is reported."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from alliance.addresses import path_to
from alliance.expertise.models import Area
from alliance.members.queries import heads_of
from alliance.panels.models import Dossier
from alliance.panels.services import seat_person
from alliance.post.models import Letter, Mail
from alliance.post.visibility import open_to
from alliance.refusal import Refused
from alliance.schools.models import SchoolLink
from alliance.schools.states import SchoolStatus
from alliance.schools.workdays import add_working_days
from alliance.web.queries import inbox_of
from alliance.workflow.notes import notes_about
from sle.models import Designation, RegisterChange, Release, Review
from sle.queries.reviews import due_for_review, months_after
from sle.services import endings, home_schools, moves, releases, returns, reviews
from sle.services.review_panels import ask_panel
from sle.states import ReviewOutcome
from tests.factories.people import PersonFactory
from tests.factories.schools import SchoolFactory
from tests.factories.sle import HEAD_EMAIL, know_head, make_round
from tests.factories.sle_life import asked_release, make_designation


@pytest.fixture
def school(db):
    return SchoolFactory(name="Penns Primary School")


@pytest.fixture
def held(cast, school):
    """Otis Outsider's designation in maths, which ends in a hundred days."""
    return make_designation(cast.alliance, cast.outsider, school)


def now():
    return timezone.now()


def reported():
    """What waits to be reported, in order."""
    return list(RegisterChange.objects.filter(agency_return=None).values_list("what", flat=True))


def titles(person, alliance):
    return [owed.item.title for owed in inbox_of(person, alliance, now()).owed]


# Reviews


def test_months_are_counted_to_the_last_day_of_a_month():
    assert months_after(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert months_after(date(2027, 11, 30), 3) == date(2028, 2, 29)


@pytest.mark.slow
def test_a_review_begins_by_itself_on_its_day_and_waits_for_staff_when_that_was_long_ago(cast, school, held):
    day = held.ends_on
    fresh = make_designation(cast.alliance, PersonFactory(), school, ends_on=months_after(timezone.localdate(), 6))
    make_designation(cast.alliance, PersonFactory(), school, ends_in=300)
    for _ in range(2):
        reviews.begin_due_reviews(cast.alliance, now())
    assert [review.designation for review in Review.objects.all()] == [fresh]
    assert list(due_for_review(cast.alliance, timezone.localdate(), by_itself=False)) == [held]
    assert Mail.objects.filter(kind="sle.review_begin").count() == 1
    assert "The designation of Otis Outsider is due for review" in titles(cast.lead, cast.alliance)
    held.refresh_from_db()
    assert held.ends_on == day


def begun(cast, held, **more):
    return reviews.begin_review(designation=held, by=cast.lead, now=now(), **more)


def propose(review, by, outcome, **more):
    areas = [line.area for line in review.designation.areas.all()]
    values = {"years": 4, "areas": areas, "conditions": "", "reasons": ""}
    reviews.propose_review(review=review, outcome=outcome, by=by, now=now(), **{**values, **more})


def test_a_designation_is_renewed_by_two_people_after_the_leader_was_heard(cast, held):
    review = begun(cast, held)
    with pytest.raises(Refused, match=r"Otis Outsider has until .* to answer"):
        propose(review, cast.lead, ReviewOutcome.RENEW)
    reviews.state_account(review=review, statement="I led a project.", by=cast.outsider, now=now())
    review.refresh_from_db()
    propose(review, cast.director, ReviewOutcome.RENEW, conditions="Two days of training.")
    with pytest.raises(Refused, match="You proposed this outcome"):
        reviews.approve_review(review=review, by=cast.director, now=now())
    # The only director has proposed: an administrator who has not approves.
    reviews.approve_review(review=review, by=cast.administrator, now=now())
    ends_on = held.ends_on
    held.refresh_from_db()
    assert (held.state, held.ends_on) == ("current", ends_on.replace(year=ends_on.year + 4))
    letter = Letter.objects.get(kind="sle.renewed")
    assert "Two days of training." in letter.html
    assert reported() == ["renewed"]
    with pytest.raises(Refused, match="There is no proposal to approve"):
        reviews.approve_review(review=review, by=cast.administrator, now=now())


def test_areas_that_a_renewal_leaves_out_are_kept_as_a_note(cast, school):
    held = make_designation(cast.alliance, cast.outsider, school, "Maths", "Phonics")
    review = begun(cast, held)
    reviews.state_account(review=review, statement="I led.", by=cast.outsider, now=now())
    propose(Review.objects.get(), cast.lead, ReviewOutcome.RENEW, areas=list(Area.objects.filter(name="Phonics")))
    reviews.approve_review(review=Review.objects.get(), by=cast.director, now=now())
    assert [line.area.name for line in held.areas.all()] == ["Phonics"]
    assert notes_about(review, "areas_before").get().text == "Maths and Phonics"


def ended(cast, held):
    review = begun(cast, held, concern="Two visits failed.")
    reviews.state_account(review=review, statement="I was ill.", by=cast.outsider, now=now())
    review.refresh_from_db()
    with pytest.raises(Refused, match="Give the reasons: they stand in the letter"):
        propose(review, cast.lead, ReviewOutcome.END)
    propose(review, cast.lead, ReviewOutcome.END, reasons="No more is <b>hoped</b> for.")
    with pytest.raises(Refused, match="The director approves the outcome of a review"):
        reviews.approve_review(review=review, by=cast.administrator, now=now())
    reviews.approve_review(review=review, by=cast.director, now=now())
    return review


def test_a_review_ends_a_designation_with_reasons_and_days_to_appeal(cast, held):
    review = ended(cast, held)
    held.refresh_from_db()
    assert (held.state, held.ended_on) == ("de_designated", timezone.localdate())
    assert (review.state, review.told_on) == ("ended", timezone.localdate())
    assert review.appeal_until == add_working_days(cast.alliance, timezone.localdate(), 10)
    letter = Letter.objects.get(kind="sle.ended")
    assert "No more is &lt;b&gt;hoped&lt;/b&gt; for." in letter.html
    assert "The process of the review was not followed." in letter.html
    assert reported() == ["de_designated"]
    assert Mail.objects.get(kind="sle.review_concern").person == cast.outsider


def test_an_upheld_appeal_reinstates_and_opens_the_review_again(cast, held):
    review = ended(cast, held)
    reviews.reinstate(review=review, by=cast.director, now=now())
    held.refresh_from_db()
    assert (held.state, held.ended_on, review.state) == ("current", None, "gathering")
    assert reported() == ["de_designated", "reinstated"]


@pytest.mark.slow
def test_a_panel_advises_on_a_review_and_sees_nothing_else_of_it(cast, held, sign_in):
    review = begun(cast, held)
    reviews.state_account(review=review, statement="Otis led a project.", by=cast.outsider, now=now())
    review.refresh_from_db()
    with pytest.raises(Refused, match="There has been no round for leaders of this kind"):
        ask_panel(review=review, by=cast.lead, now=now())
    make_round(cast.lead, cast.alliance, opened=False)
    exercise = ask_panel(review=review, by=cast.lead, now=now())
    with pytest.raises(Refused, match="A panel has been asked already"):
        ask_panel(review=review, by=cast.lead, now=now())
    entry = exercise.entries.get()
    dossier = Dossier.objects.get(entry=entry)
    assert [section["key"] for section in dossier.sections] == ["account", "head"]
    assert dossier.marks.filter(section="account").exists()  # the name, to be blacked out
    seat_person(exercise=exercise, person=cast.administrator, role="scorer", school=None, by=cast.lead)
    page = path_to("sle:designation", cast.alliance, pk=held.pk)
    for path in (page, path_to("sle:review", cast.alliance, pk=review.pk)):
        answer = sign_in(cast.administrator).get(path)
        assert answer.status_code == 403
        assert "You are on the panel for a review of this designation" in answer.content.decode()
    assert not any("Otis" in title for title in titles(cast.administrator, cast.alliance))
    assert not open_to(cast.administrator, Mail.objects.filter(about_type="sle.review")).exists()
    propose(review, cast.lead, ReviewOutcome.RENEW)
    reviews.approve_review(review=review, by=cast.director, now=now())
    exercise.refresh_from_db()
    assert exercise.state == "closed"
    assert sign_in(cast.administrator).get(page).status_code == 200


def test_nobody_reviews_or_withdraws_their_own_designation(cast, school):
    own = make_designation(cast.alliance, cast.lead, school)
    with pytest.raises(Refused, match="This is your own designation"):
        begun(cast, own)
    with pytest.raises(Refused, match="This is your own designation"):
        endings.withdraw_designation(designation=own, reason="x", by=cast.lead, now=now())


def test_leader_and_head_are_reminded_by_working_days_once_each(cast, held, school):
    know_head(cast.lead, school, cast.alliance)
    review = begun(cast, held)
    later = now() + timedelta(days=7)
    while later.weekday() > 3:
        later += timedelta(days=1)
    for _ in range(2):
        reviews.remind_of_reviews(cast.alliance, later)
    told = Mail.objects.filter(kind__in=("sle.review_remind", "sle.release_remind"))
    assert sorted(told.values_list("kind", flat=True)) == ["sle.release_remind", "sle.review_remind"]
    Review.objects.filter(pk=review.pk).update(answer_by=timezone.localdate() - timedelta(days=1))
    reviews.remind_of_reviews(cast.alliance, later + timedelta(days=14))
    assert told.count() == 2


# The head's release


def answer(release, *, agrees):
    releases.answer_release(
        release=release,
        agrees=agrees,
        view="We are short of staff.",
        signer_name="Jo Ward",
        signer_post="Head",
        link=None,
        by=None,
        now=now(),
    )


def test_the_known_head_is_asked_and_an_unknown_one_is_named_by_staff(cast, held, school):
    release = asked_release(held, cast.lead)
    assert (release.state, release.email) == ("asked", "jo.ward@penns.example")
    with pytest.raises(Refused, match="This is an address of the leader"):
        releases.name_head(release=release, name="Otis", email="otis@example.org", how="x", by=cast.lead, now=now())
    other = make_designation(cast.alliance, cast.teacher, school)
    assert asked_release(other, cast.lead).email == "jo.ward@penns.example"
    assert Mail.objects.filter(kind="sle.release_ask").count() == 2


@pytest.mark.slow
def test_a_refusal_reaches_the_inbox_until_it_is_settled(cast, held):
    release = asked_release(held, cast.lead)
    answer(release, agrees=False)
    title = "Jo Ward does not release Otis Outsider"
    assert title in titles(cast.lead, cast.alliance)
    with pytest.raises(Refused, match="Your answer has been received"):
        answer(Release.objects.get(), agrees=True)
    releases.settle_release(release=release, reason="Six days a year.", by=cast.lead, now=now())
    assert title not in titles(cast.lead, cast.alliance)


def test_a_new_head_is_asked_again_once(cast, held, school):
    answer(asked_release(held, cast.lead), agrees=True)
    releases.ask_new_heads(cast.alliance, now())
    assert Release.objects.count() == 1
    know_head(cast.lead, school, cast.alliance, email="new.head@penns.example")
    from_then = now() + timedelta(minutes=1)
    for _ in range(2):
        releases.ask_new_heads(cast.alliance, from_then)
    assert [release.email for release in Release.objects.order_by("pk")] == [
        "jo.ward@penns.example",
        "new.head@penns.example",
    ]


# Moves


def test_a_designation_moves_when_both_alliances_agree(cast, held):
    move = moves.ask_to_move(designation=held, to=cast.other, reason="New home.", by=cast.outsider, now=now())
    with pytest.raises(Refused, match="You have asked to move this designation already"):
        moves.ask_to_move(designation=held, to=cast.other, reason="", by=cast.outsider, now=now())
    with scope(alliance=cast.other):
        assert not Designation.objects.exists()
    moves.release_move(move=move, by=cast.lead, now=now())
    with scope(alliance=cast.other):
        arrival = Designation.objects.select_related("alliance", "person").get()
        assert (arrival.state, arrival.trn, arrival.ends_on) == ("arriving", held.trn, held.ends_on)
        assert [(line.area.name, line.since) for line in arrival.areas.all()] == [("Maths", held.starts_on)]
        assert not notes_about(arrival).exists()
        moves.take_over(arrival=arrival, by=cast.other_director, now=now())
        assert (arrival.state, arrival.starts_on) == ("current", timezone.localdate())
        assert reported() == ["moved_in"]
    held.refresh_from_db()
    assert (held.state, held.ended_on) == ("transferred", timezone.localdate())
    assert reported() == ["moved_out"]


def test_a_move_ends_where_one_of_the_three_does_not_want_it(cast, held):
    kept = moves.ask_to_move(designation=held, to=cast.other, reason="", by=cast.outsider, now=now())
    moves.keep_leader(move=kept, reason="We need you.", by=cast.lead, now=now())
    back = moves.ask_to_move(designation=held, to=cast.other, reason="", by=cast.outsider, now=now())
    moves.release_move(move=back, by=cast.lead, now=now())
    moves.take_back_move(move=back, by=cast.outsider, now=now())
    away = moves.ask_to_move(designation=held, to=cast.other, reason="", by=cast.outsider, now=now())
    moves.release_move(move=away, by=cast.lead, now=now())
    with scope(alliance=cast.other):
        first, second = Designation.objects.select_related("alliance", "person").order_by("pk")
        assert first.state == "not_taken"
        moves.turn_away(arrival=second, reason="We have enough.", by=cast.other_director, now=now())
        assert second.state == "not_taken"
    held.refresh_from_db()
    assert (held.state, reported()) == ("current", [])
    news = Mail.objects.filter(kind="sle.move_news", alliance=cast.alliance)
    assert any("We need you." in mail.body for mail in news)


def test_resigning_on_the_way_takes_the_move_back_everywhere(cast, held):
    move = moves.ask_to_move(designation=held, to=cast.other, reason="", by=cast.outsider, now=now())
    moves.release_move(move=move, by=cast.lead, now=now())
    endings.resign_designation(designation=held, reason="", by=cast.outsider, now=now())
    with scopes_disabled():
        assert sorted(Designation.objects.values_list("state", flat=True)) == ["not_taken", "resigned"]


# Home schools and endings


def closed(school, *successors):
    school.status = SchoolStatus.CLOSED
    school.save()
    for one in successors:
        SchoolLink.objects.create(urn=school.urn, link_urn=one.urn, link_type="Successor")


def test_the_register_follows_a_school_to_its_one_successor(cast, held, school):
    academy = SchoolFactory(name="Penns Academy")
    know_head(cast.lead, school, cast.alliance)
    closed(school, academy)
    for _ in range(2):
        home_schools.follow_schools(cast.alliance, now())
    held.refresh_from_db()
    assert held.home_school == academy
    assert heads_of(cast.alliance, [academy])[academy.pk][0].email == HEAD_EMAIL  # known at the school that it was
    assert f"Penns Primary School ({school.urn}) has closed." in notes_about(held, "change_school").get().text
    assert Mail.objects.filter(kind="sle.school_follow", person=cast.outsider).count() == 1
    assert reported() == ["school"]


@pytest.mark.slow
def test_staff_are_asked_where_a_school_became_several_or_none(cast, held, school):
    closed(school, SchoolFactory(), SchoolFactory())
    home_schools.follow_schools(cast.alliance, now())
    title = "Penns Primary School has closed: where does Otis Outsider work now?"
    assert title in titles(cast.lead, cast.alliance)
    home_schools.change_home_school(
        designation=held, school=SchoolFactory(), reason="They rang.", by=cast.lead, now=now()
    )
    assert title not in titles(cast.lead, cast.alliance)
    assert Release.objects.get().state == "wanted"


def test_every_ending_enters_the_next_return_once(cast, held, school):
    endings.withdraw_designation(designation=held, reason="You leave.", by=cast.lead, now=now())
    assert "You leave." in Letter.objects.get(kind="sle.withdrawn").html
    other = make_designation(cast.alliance, cast.teacher, school, trn="7654321")
    endings.resign_designation(designation=other, reason="", by=cast.teacher, now=now())
    made = returns.make_return(alliance=cast.alliance, round=None, by=cast.lead, now=now())
    today = f"{timezone.localdate():%d/%m/%Y}"
    assert made.csv.lstrip("\ufeff").splitlines()[1:] == [
        f"Otis,Outsider,{school.urn},,Maths,SLE,Withdrawn,{today}",
        f"Tara,Teacher,{school.urn},7654321,Maths,SLE,Resigned,{today}",
    ]
    with pytest.raises(Refused, match="Everything has been reported already"):
        returns.make_return(alliance=cast.alliance, round=None, by=cast.lead, now=now())
