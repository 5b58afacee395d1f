"""Kinds of leaders: what an alliance starts with, what it adds, and what is designated nationally."""

from datetime import date

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.expertise.models import Area
from alliance.expertise.services import add_area
from alliance.post.models import Letter
from alliance.refusal import Refused
from alliance.workflow.notes import notes_about
from sle.leader_kinds import areas_of, kind_of, kinds_of
from sle.models import DesignationKind, RegisterChange
from sle.services import endings, kinds, rounds
from tests.factories.schools import SchoolFactory
from tests.factories.sle_life import make_designation

KIND = {
    "word": "local leader of education",
    "plural": "local leaders of education",
    "own_areas": True,
    "years": 3,
    "review_months": None,
    "remind_every": 4,
    "appeal_working_days": 10,
    "appeal_grounds": "The process was not followed.",
}


@pytest.fixture
def school(db):
    return SchoolFactory(name="Penns Primary School")


def now():
    return timezone.now()


def test_every_alliance_starts_with_three_kinds_and_its_own_word_for_the_first(cast):
    assert list(kinds_of(cast.alliance)) == ["SLE", "NLE", "NLG"]
    assert kind_of(cast.alliance, "SLE").word == "specialist leader of education"
    assert kind_of(cast.alliance, "NLE").is_national
    assert not DesignationKind.objects.exists()


def test_a_kind_of_ones_own_has_its_words_areas_and_years_in_its_rounds(cast):
    kinds.add_kind(alliance=cast.alliance, code="LLE", values=KIND, by=cast.lead)
    with pytest.raises(Refused, match="There is a kind of leader called LLE already"):
        kinds.add_kind(alliance=cast.alliance, code="LLE", values=KIND, by=cast.lead)
    made = rounds.create_round(alliance=cast.alliance, title="Local leaders", kind="LLE", by=cast.lead)
    assert (made.kind, made.designated_years) == ("LLE", 3)
    assert "designate you as local leader of education" in made.privacy_notice
    assert not made.eligibility_rules.filter(text__startswith="Not a headteacher").exists()
    own = add_area(alliance=cast.alliance, name="Leading a merger", national=None, kind="LLE", by=cast.lead)
    assert list(areas_of(kind_of(cast.alliance, "LLE"))) == [own]
    assert own not in Area.objects.open_to(cast.alliance)
    with pytest.raises(Refused, match="does not designate leaders of this kind itself"):
        rounds.create_round(alliance=cast.alliance, title="National leaders", kind="NLE", by=cast.lead)


def test_a_kind_of_ones_own_has_letters_of_its_own(cast, school, sign_in):
    kinds.add_kind(alliance=cast.alliance, code="LLE", values=KIND, by=cast.lead)
    page = path_to("post:text", cast.alliance, app="sle", verb="withdrawn_lle")
    client = sign_in(cast.lead)
    assert "Letter: designation withdrawn (local leaders of education)" in client.get(page).content.decode()
    words = {"subject": "Your years as {sle}", "body": "Dear {name}, {reason} Heads miss you.", "version": "0"}
    assert client.post(page, words).status_code == 302
    for number, (person, kind) in enumerate(((cast.teacher, "LLE"), (cast.outsider, "SLE")), start=1):
        held = make_designation(cast.alliance, person, school, kind=kind)
        endings.withdraw_designation(designation=held, reason=f"Reason {number}.", by=cast.lead, now=now())
    local, specialist = Letter.objects.order_by("number")
    assert (local.subject, "Heads miss you." in local.html) == ("Your years as local leader of education", True)
    assert "Heads miss you." not in specialist.html
    assert sign_in(cast.other_director).get(page.replace("boldmere", "west-herts")).status_code == 404


def test_national_leaders_are_recorded_with_their_evidence_and_never_reported(cast, school):
    values = {"email": "nora@example.org", "first_name": "Nora", "surname": "Nation", "school": school}
    more = {"evidence": "The agency’s list of June.", "by": cast.lead, "now": now()}
    made = kinds.record_national(alliance=cast.alliance, kind="NLE", since=date(2020, 9, 1), **values, **more)
    assert (made.state, made.ends_on, made.areas.count()) == ("current", None, 0)
    assert notes_about(made, "evidence").get().text == "The agency’s list of June."
    endings.withdraw_designation(designation=made, reason="The list of July.", by=cast.lead, now=now())
    assert not RegisterChange.objects.exists()
    with pytest.raises(Refused, match="Leaders of this kind are not designated nationally"):
        kinds.record_national(alliance=cast.alliance, kind="SLE", since=date(2020, 9, 1), **values, **more)
