"""Replies, the register, one current designation across alliances, and the agency's return."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.workflow.notes import notes_about
from sle.models import AgencyReturn, Designation, DesignationArea
from sle.plugs.outcomes import invariants
from sle.services import register, release, returns
from tests.factories.people import PersonFactory
from tests.factories.sle_panel import make_areas, make_decided

pytestmark = pytest.mark.slow


@pytest.fixture
def offered(cast):
    """An offer in maths to Alex Okafor, just released."""
    stage, (alex,) = make_decided(cast.alliance, cast.lead, cast.director, "Alex Okafor")
    release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())
    return Designation.objects.get(application=alex)


def hold_elsewhere(person, alliance, *areas):
    """A current designation of the person in `alliance`."""
    with scopes_disabled():
        held = Designation.objects.create(
            alliance=alliance,
            person=person,
            home_school_id=Designation.objects.values_list("home_school", flat=True)[0],
            state="current",
            starts_on=date(2024, 9, 1),
            ends_on=date(2028, 9, 1),
        )
        for area in make_areas(*(areas or ("Phonics",))):
            DesignationArea.objects.create(alliance=alliance, designation=held, area=area)
    return held


def accept(offer, **more):
    register.accept_offer(designation=offer, by=offer.person, now=timezone.now(), **more)


def test_accepting_puts_the_person_on_the_register_for_four_years(cast, offered):
    accept(offered)
    offered.refresh_from_db()
    today = timezone.localdate()
    assert (offered.state, offered.starts_on) == ("current", today)
    assert offered.ends_on == register.years_after(today, 4)
    mail = Mail.objects.get(kind="sle.offer_accept")
    assert (mail.email, "in Maths" in mail.body) == (offered.person.email, True)
    assert list(invariants(cast.alliance)) == []
    with pytest.raises(Refused, match="This offer is current: you have replied, or it has lapsed"):
        accept(offered)


def test_the_29th_of_february_comes_to_the_28th():
    assert register.years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)
    assert register.years_after(date(2028, 2, 29), 3) == date(2031, 2, 28)


def test_declining_keeps_the_reason_apart(cast, offered):
    register.decline_offer(designation=offered, reason="I move abroad.", by=offered.person, now=timezone.now())
    offered.refresh_from_db()
    assert offered.state == "declined"
    assert notes_about(offered, "decline").get().text == "I move abroad."
    assert Mail.objects.filter(kind="sle.offer_decline").count() == 1


def test_no_reply_is_reminded_once_and_lapsed_by_staff_only_afterwards(cast, offered):
    last = timezone.make_aware(timezone.datetime.combine(offered.reply_by, timezone.datetime.min.time()))
    register.remind_of_offers(cast.alliance, last - timedelta(days=15))
    assert not Mail.objects.filter(kind="sle.offer_remind").exists()
    for _ in range(2):
        register.remind_of_offers(cast.alliance, last)
    assert Mail.objects.filter(kind="sle.offer_remind").count() == 1
    with pytest.raises(Refused, match="The applicant can reply until"):
        register.lapse_offer(designation=offered, by=cast.lead, now=last)
    register.lapse_offer(designation=offered, by=cast.lead, now=last + timedelta(days=1))
    offered.refresh_from_db()
    assert offered.state == "lapsed"
    assert Mail.objects.get(kind="sle.offer_lapse").person == offered.person


def test_nobody_is_reminded_on_the_day_of_the_offer_itself(cast, offered):
    Designation.objects.update(reply_by=timezone.localdate() + timedelta(days=1))
    register.remind_of_offers(cast.alliance, timezone.now())
    assert not Mail.objects.filter(kind="sle.offer_remind").exists()
    Designation.objects.update(offered_at=timezone.now() - timedelta(days=1))
    register.remind_of_offers(cast.alliance, timezone.now())
    assert Mail.objects.filter(kind="sle.offer_remind").count() == 1


@pytest.mark.parametrize(
    ("instead", "state", "told"),
    [
        ("transfer", "transferred", "Alex Okafor has moved the designation to Boldmere Teaching School Alliance."),
        ("resign", "resigned", "Alex Okafor has resigned the designation."),
    ],
)
def test_a_second_alliance_means_transfer_or_resign(cast, offered, instead, state, told):
    held = hold_elsewhere(offered.person, cast.other)
    with pytest.raises(Refused, match="Say whether you transfer or resign that designation"):
        accept(offered)
    offered.refresh_from_db()
    assert offered.state == "offered"
    accept(offered, instead=instead)
    with scopes_disabled():
        held.refresh_from_db()
        assert (held.state, held.ended_on) == (state, timezone.localdate())
        mail = Mail.objects.get(kind="sle.designation_end")
        assert (mail.alliance, mail.person) == (cast.other, cast.other_administrator)
        assert f"\n\n{told}" in mail.body
        assert ("Boldmere" in mail.body) == (instead == "transfer")
        assert Designation.objects.get(person=offered.person, state="current").alliance == cast.alliance


def test_the_other_alliance_learns_nothing_of_an_offer(cast, offered):
    hold_elsewhere(offered.person, cast.other)
    with scope(alliance=cast.other):
        assert list(Designation.objects.values_list("state", flat=True)) == ["current"]
        assert not Mail.objects.exists()
    register.decline_offer(designation=offered, reason="", by=offered.person, now=timezone.now())
    with scope(alliance=cast.other):
        assert list(Designation.objects.values_list("state", flat=True)) == ["current"]
        assert not Mail.objects.exists()


def test_the_same_alliance_designating_again_keeps_the_areas(cast, offered):
    held = hold_elsewhere(offered.person, cast.alliance, "Phonics", "Maths")
    accept(offered)
    held.refresh_from_db()
    assert held.state == "replaced"
    areas = {line.area.name: line.since for line in offered.areas.all()}
    assert areas == {"Maths": None, "Phonics": date(2024, 9, 1)}


def test_two_offers_accepted_at_once_leave_one_current(transactional_db, cast):
    stage, (alex,) = make_decided(cast.alliance, cast.lead, cast.director, "Alex Okafor")
    release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())
    offers = [Designation.objects.get(application=alex)]
    with scopes_disabled():
        offers.append(
            Designation.objects.create(
                alliance=cast.other, person=alex.applicant, home_school=alex.school, state="offered"
            )
        )
    barrier, ended = Barrier(2), []

    def run(offer):
        barrier.wait()
        try:
            with scope(alliance=offer.alliance):
                register.accept_offer(designation=offer, by=alex.applicant, now=timezone.now())
                ended.append("accepted")
        except Refused as refused:
            ended.append(refused.refusal.sentence)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(offer,)) for offer in offers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scopes_disabled():
        assert Designation.objects.filter(state="current").count() == 1
    assert sorted(ended)[1] == "accepted"
    assert "can be one of one alliance only" in sorted(ended)[0]


def test_the_return_holds_each_person_once_as_inert_cells(cast, offered):
    with pytest.raises(Refused, match="there is nobody to put into a return"):
        returns.make_return(alliance=cast.alliance, round=None, by=cast.lead, now=timezone.now())
    offered.application.first_name, offered.application.surname = "=Alex", "Okafor, Jr"
    offered.application.save(update_fields=["first_name", "surname"])
    accept(offered)
    made = returns.make_return(alliance=cast.alliance, round=None, by=cast.lead, now=timezone.now())
    lines = made.csv.lstrip("\ufeff").splitlines()
    assert lines == [
        "First name,Surname,School URN,TRN,Specialisms,Designation,Change,Date",
        f'\'=Alex,"Okafor, Jr",{offered.home_school.urn},1234567,Maths,SLE,Designated,{timezone.localdate():%d/%m/%Y}',
    ]
    assert made.agency == "NCTL"
    with pytest.raises(Refused):
        returns.make_return(alliance=cast.alliance, round=None, by=cast.lead, now=timezone.now())
    returns.mark_sent(agency_return=made, by=cast.lead, now=timezone.now())
    with pytest.raises(Refused, match="This return is marked as sent already"):
        returns.mark_sent(agency_return=made, by=cast.lead, now=timezone.now())
    assert AgencyReturn.objects.get().sent_by == cast.lead


def test_the_register_is_filtered_and_downloaded(cast, sign_in, offered):
    accept(offered)
    other = PersonFactory(first_name="Bea", surname="Moss")
    hold_elsewhere(other, cast.alliance, "Phonics")
    client = sign_in(cast.lead)
    maths = next(line.area_id for line in offered.areas.all())
    page = client.get(f"/boldmere/sle/register/?area={maths}").content.decode()
    assert "Alex Okafor" in page
    assert "Bea Moss" not in page
    assert "Bea Moss" in client.get("/boldmere/sle/register/?q=bea").content.decode()
    assert "Bea Moss" in client.get("/boldmere/sle/register/?state=current&phase=Primary").content.decode()
    csv = client.get("/boldmere/sle/register/?format=csv").content.decode()
    assert "Alex Okafor" in csv
    assert "Current" in csv
    assert "<strong" not in csv
