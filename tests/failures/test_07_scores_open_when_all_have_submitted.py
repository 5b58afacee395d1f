"""7. A panel member who has not submitted a score sees no score, total, order, filter, count or export that shows the
others'. Drafts and abstentions do not unlock; nor can a score be changed after looking."""

import re

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.panels import queries, services
from alliance.panels.models import Assignment, Level, Score
from alliance.panels.queries import view_of
from alliance.panels.services.totals import recount

pytestmark = pytest.mark.slow


def pages(panel, person, client):
    """All that this person can ask for, as bytes, without the tokens that differ every time."""

    def to(name, **kw):
        return path_to(f"panels:{name}", panel.alliance, pk=panel.exercise.pk, **kw)

    sorts = ["code", "mean", "-mean", "median", "-spread", "flag", "agreed", "recommendation"]
    asked = [to("desk"), to("exercise"), to("table"), to("table") + "?format=csv"]
    asked += [f"{to('table')}?sort={sort}" for sort in sorts]
    asked += [f"{to('table')}?flag={flag}" for flag in ("disagree", "open", "conflicts", "waiting")]
    asked += [to(name, code=panel.one.code) for name in ("score", "comparison")]
    got = []
    for page in asked:
        answer = client.get(page)
        read = re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode())
        got.append((page, answer.status_code, read))
    return got


def turn_to(panel, seats, level):
    """Make what `seats` have submitted on entry one another level, as if they had judged otherwise."""
    held = Assignment.objects.filter(entry=panel.one, seat__in=seats)
    found = Level.objects.get(rubric=panel.rubric, name=level)
    Score.objects.filter(assignment__in=held).update(level=found)
    held.update(mean=found.value)
    recount(panel.one)


@pytest.mark.parametrize("who", ["chair", "bob"])
def test_what_others_gave_changes_nothing_that_one_can_see(scoring, sign_in, who):
    seat = getattr(scoring, who)
    others = [one for one in (scoring.chair, scoring.deputy, scoring.ann, scoring.bob) if one != seat]
    for one in others:
        scoring.score(one, scoring.one, "Green")
    held = scoring.desk(seat, scoring.one)
    services.save_draft(
        assignment=held, given=scoring.given("Amber"), comment="", revision=0, now=timezone.now()
    )  # a draft unlocks nothing
    client = sign_in(seat.person)
    before = pages(scoring, seat.person, client)
    turn_to(scoring, others, "Red")
    assert pages(scoring, seat.person, client) == before
    assert [status for page, status, _ in before if page.endswith(f"table/{scoring.one.code}/")] == [403]
    scoring.score(seat, scoring.one, "Amber")
    after = {page: (status, read) for page, status, read in pages(scoring, seat.person, client)}
    status, read = after[path_to("panels:comparison", scoring.alliance, pk=scoring.exercise.pk, code=scoring.one.code)]
    assert (status, "Red" in read) == (200, True)


def test_an_abstention_does_not_unlock(scoring, sign_in):
    for seat in (scoring.chair, scoring.deputy, scoring.ann):
        scoring.score(seat, scoring.one, "Green")
    scoring.score(scoring.bob, scoring.one, None)
    assert queries.is_open(scoring.one)
    page = path_to("panels:comparison", scoring.alliance, pk=scoring.exercise.pk, code=scoring.one.code)
    assert sign_in(scoring.bob.person).get(page).status_code == 403
    assert sign_in(scoring.ann.person).get(page).status_code == 200
    assert scoring.one.pk not in queries.open_entries(view_of(scoring.bob.person, scoring.exercise))


def test_a_score_cannot_be_changed_after_looking(scoring, sign_in):
    for seat in (scoring.chair, scoring.deputy, scoring.ann, scoring.bob):
        scoring.score(seat, scoring.one, "Green")
    client = sign_in(scoring.ann.person)
    page = path_to("panels:score", scoring.alliance, pk=scoring.exercise.pk, code=scoring.one.code)
    data = {"revision": 1, "dossier": scoring.one.dossiers.get().pk, "comment": "changed"}
    for criterion_id, given in scoring.given("Red").items():
        data[f"level_{criterion_id}"] = given.level
    for button in ("save", "submit"):
        client.post(page, data | {button: "1"})
    assert client.post(page + "draft/", data).status_code == 403
    held = scoring.desk(scoring.ann, scoring.one)
    assert (held.state, held.mean, held.comment) == ("submitted", 2000, "")
    assert set(Score.objects.filter(assignment=held).values_list("level__name", flat=True)) == {"Green"}
