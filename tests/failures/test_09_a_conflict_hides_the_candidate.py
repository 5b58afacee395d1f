"""9. A panel member with a conflict, the chair included, gets 404 for the candidate and cannot infer it from totals."""

import re

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.panels import services
from alliance.panels.facts import AreaTarget
from alliance.panels.models import Entry
from alliance.panels.queries import people, table
from alliance.portal import Portal
from tests.factories.people import MembershipFactory

pytestmark = pytest.mark.slow


@pytest.fixture
def closed(panel, cast, monkeypatch):
    """Entry three is from the chair's and the director's own school; everybody who can has scored it."""
    panel.chair = panel.sit("Carol Chair", "chair")
    panel.deputy = panel.sit("Denis Deputy", "deputy")
    panel.ann, panel.bob = panel.sit("Ann A"), panel.sit("Bob B")
    for person in (panel.chair.person, cast.director):
        MembershipFactory(alliance=cast.alliance, person=person, role="headteacher", school=cast.school)
        person.__dict__.pop("_memberships", None)
    panel.entries = [panel.enter(1), panel.enter(2), panel.enter(3, school_urns=frozenset({cast.school.urn}))]
    targets = [AreaTarget("Maths", 4, frozenset({1, 3}))]
    plugged = Portal(name="targets", targets={"schools.alliance": lambda exercise: targets})
    monkeypatch.setattr(table, "portals", lambda: (*people.portals(), plugged))
    panel.start()
    for entry in panel.entries:
        for seat in (panel.deputy, panel.ann, panel.bob):
            panel.score(seat, entry, "Green" if entry.candidate_id != 3 else "Red")
    for entry in panel.entries[:2]:
        panel.score(panel.chair, entry, "Amber")
    return panel


def paths(panel, code):
    names = ("score", "draft", "recuse", "comparison", "fewer", "sharing", "dossier_clear", "mark_decide", "paper")
    more = {"paper": {"section": "q1"}}
    return [
        path_to(f"panels:{name}", panel.alliance, pk=panel.exercise.pk, code=code, **more.get(name, {}))
        for name in names
    ]


@pytest.mark.parametrize("who", ["chair", "director"])
def test_every_page_of_the_candidate_is_not_found(closed, cast, sign_in, who):
    client = sign_in(closed.chair.person if who == "chair" else cast.director)
    for page in paths(closed, closed.entries[2].code):
        assert {client.get(page).status_code, client.post(page).status_code} <= {404, 405}, page
    assert 404 in {client.get(page).status_code for page in paths(closed, closed.entries[2].code)}


@pytest.mark.parametrize("who", ["chair", "director"])
def test_no_total_differs_from_a_panel_without_the_candidate(closed, cast, sign_in, who):
    if who == "director":
        services.end_scoring(exercise=closed.exercise, by=closed.staff, now=timezone.now())
    client = sign_in(closed.chair.person if who == "chair" else cast.director)
    asked = [path_to("panels:exercise_list", closed.alliance), path_to("web:inbox", closed.alliance)]
    asked += [path_to(f"panels:{name}", closed.alliance, pk=closed.exercise.pk) for name in ("exercise", "table")]
    asked += [
        f"{asked[-1]}?{query}" for query in ("format=csv", "sort=-mean", "sort=spread", "flag=open", "area=Maths")
    ]
    if who == "chair":
        asked.append(path_to("panels:desk", closed.alliance, pk=closed.exercise.pk))

    def read():
        return [
            re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode()) + str(answer.status_code)
            for answer in (client.get(page) for page in asked)
        ]

    with_it = read()
    assert "<strong>Maths</strong> 1 of 4" in with_it[3]
    assert all(closed.entries[2].code not in page for page in with_it)
    Entry.objects.filter(pk=closed.entries[2].pk).update(withdrawn_at=timezone.now())
    assert read() == with_it


def test_the_deputy_chairs_what_is_closed_to_the_chair(closed, sign_in):
    entry = closed.entries[2]
    page = path_to("panels:comparison", closed.alliance, pk=closed.exercise.pk, code=entry.code)
    criterion, amber = closed.rubric.criteria.first(), closed.rubric.levels.get(name="Amber")
    data = {"revision": 0, f"level_{criterion.pk}": amber.pk, f"reason_{criterion.pk}": "We read it again together."}
    assert sign_in(closed.chair.person).post(page, data).status_code == 404
    deputy = sign_in(closed.deputy.person)
    assert deputy.post(page, data).status_code == 302
    assert entry.agreed.get().by == closed.deputy.person
    other = path_to("panels:comparison", closed.alliance, pk=closed.exercise.pk, code=closed.entries[0].code)
    assert deputy.post(other, data).status_code == 403
