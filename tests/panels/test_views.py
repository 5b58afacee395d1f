"""Pages of panels: what people do with them, what they read, and what does not exist for them."""

import io

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.library.services import store
from alliance.panels import services
from alliance.panels.facts import CandidateFacts
from alliance.panels.models import (
    AgreedScore,
    Assignment,
    Conflict,
    Dossier,
    Entry,
    Exercise,
    Mark,
    Rubric,
    Score,
    Seat,
)
from alliance.panels.queries import progress
from alliance.portal import Portal
from tests.factories.files import pdf

pytestmark = pytest.mark.slow


@pytest.fixture
def to(cast):
    """The path of a panel's page."""
    return lambda name, **kwargs: path_to(f"panels:{name}", cast.alliance, **kwargs)


def posted(panel, *levels, revision=0, dossier=None, entry=None, **more):
    entry = entry or panel.one
    data = {"revision": revision, "dossier": dossier or entry.dossiers.order_by("-version").first().pk, "comment": "ok"}
    for criterion_id, given in panel.given(*levels, comment="Because.").items():
        data[f"level_{criterion_id}"] = "none" if given.cannot_judge else given.level
        data[f"comment_{criterion_id}"] = given.comment
    return data | more


def test_nobody_opens_a_dossier_before_declaring(panel, cast, sign_in, to):
    chair = panel.sit("Carol Chair", "chair")
    seat = panel.sit("Ann A", declared=False)
    entry = panel.enter(1)
    panel.start()
    client = sign_in(seat.person)
    for page in (to("desk", pk=panel.exercise.pk), to("score", pk=panel.exercise.pk, code=entry.code)):
        assert client.get(page).headers["Location"] == to("declaration", pk=panel.exercise.pk)
    page = to("declaration", pk=panel.exercise.pk)
    answer = client.post(page, {"schools": "Penns", "people": ""})
    assert "Confirm that you have named everybody you know of." in answer.content.decode()
    answer = client.post(page, {"schools": "Penns\n\nBoldmere", "people": "A. Okafor", "declared": "on"})
    assert answer.headers["Location"] == to("desk", pk=panel.exercise.pk)
    seat.refresh_from_db()
    assert sorted(seat.interests.values_list("text", flat=True)) == ["A. Okafor", "Boldmere", "Penns"]
    assert client.get(to("score", pk=panel.exercise.pk, code=entry.code)).status_code == 200
    assert chair.pk != seat.pk


def test_a_scorer_saves_a_draft_and_submits(scoring, sign_in, to):
    client = sign_in(scoring.ann.person)
    page = to("score", pk=scoring.exercise.pk, code=scoring.one.code)
    assert "0 of 2 done" in client.get(page).content.decode()
    answer = client.post(page, posted(scoring, "Amber", save="1"), follow=True)
    assert "Your draft is saved. It counts once you submit it." in answer.content.decode()
    assert Entry.objects.get(pk=scoring.one.pk).mean is None
    answer = client.post(page, posted(scoring, "Green", revision=1, submit="1"), follow=True)
    assert f"Your scores for {scoring.one.code} are submitted. 1 left." in answer.content.decode()
    assert answer.redirect_chain[0][0] == to("score", pk=scoring.exercise.pk, code=scoring.two.code)
    assert Entry.objects.get(pk=scoring.one.pk).mean == 2000
    read = client.get(page).content.decode()
    assert "are submitted and cannot be changed." in read
    assert "You gave: <strong>Green</strong>" in read


def test_a_missing_level_is_said_beside_the_field_and_what_was_typed_stays(scoring, sign_in, to):
    client = sign_in(scoring.ann.person)
    data = posted(scoring, "Green", submit="1")
    first = next(name for name in data if name.startswith("level_"))
    data.pop(first)
    answer = client.post(to("score", pk=scoring.exercise.pk, code=scoring.one.code), data)
    assert answer.status_code == 422
    read = answer.content.decode()
    assert read.count("Choose a level for “Leads successfully”, or say that you cannot judge it.") == 2
    assert read.count("Because.") == 5
    assert not Score.objects.exists()


def test_the_background_save_answers_in_json(scoring, sign_in, to):
    client = sign_in(scoring.ann.person)
    page = to("draft", pk=scoring.exercise.pk, code=scoring.one.code)
    answer = client.post(page, posted(scoring, "Amber"))
    assert answer.json()["revision"] == 1
    stale = client.post(page, posted(scoring, "Red"))
    assert (stale.status_code, "changed in another window" in stale.json()["problem"]) == (409, True)
    assert set(Score.objects.values_list("level__name", flat=True)) == {"Amber"}
    assert client.get(page).status_code == 405


def test_a_new_paper_has_to_be_read_before_submitting(scoring, sign_in, to):
    before = scoring.one.dossiers.get().pk
    services.add_papers(
        entry=scoring.one,
        sections=[{"key": "second", "title": "Second reference", "kind": "reference", "text": "A late word."}],
        by=scoring.staff,
        now=timezone.now(),
    )
    scoring.clear(scoring.one)
    client = sign_in(scoring.ann.person)
    page = to("score", pk=scoring.exercise.pk, code=scoring.one.code)
    answer = client.post(page, posted(scoring, "Green", dossier=before, submit="1"))
    assert "A new paper has come to this application." in answer.content.decode()
    assert "A late word." in answer.content.decode()
    client.post(page, posted(scoring, "Green", submit="1"))
    assert scoring.desk(scoring.ann, scoring.one).dossier.version == 2


def test_declaring_a_conflict_takes_the_entry_away(scoring, sign_in, to):
    client = sign_in(scoring.ann.person)
    pk, code = scoring.exercise.pk, scoring.one.code
    assert client.get(to("recuse", pk=pk, code=code)).status_code == 200
    client.post(to("recuse", pk=pk, code=code), {"reason": ""})
    assert Conflict.objects.get(seat=scoring.ann).kind == "declared"
    for name in ("score", "recuse", "comparison"):
        assert client.get(to(name, pk=pk, code=code)).status_code == 404
    assert code not in client.get(to("desk", pk=pk)).content.decode()


def test_strangers_school_staff_and_other_alliances_find_nothing(scoring, cast, sign_in, to):
    pages = [
        to("exercise", pk=scoring.exercise.pk),
        to("desk", pk=scoring.exercise.pk),
        to("table", pk=scoring.exercise.pk),
        to("score", pk=scoring.exercise.pk, code=scoring.one.code),
        to("comparison", pk=scoring.exercise.pk, code=scoring.one.code),
        to("dossier_clear", pk=scoring.exercise.pk, code=scoring.one.code),
        to("seat_list", pk=scoring.exercise.pk),
        to("pack", pk=scoring.exercise.pk),
        to("pack_pdf", pk=scoring.exercise.pk),
    ]
    for person in (cast.outsider, cast.teacher, cast.head, cast.other_director, cast.operator):
        client = sign_in(person)
        assert {client.get(page).status_code for page in pages} == {404}
    scorer = sign_in(scoring.ann.person)
    assert {scorer.get(page).status_code for page in (pages[2], pages[5], pages[6])} == {404}
    for page in pages:
        assert sign_in(None).get(page).status_code == 302


def test_staff_who_sit_on_the_panel_do_not_run_it(panel, cast, sign_in, to):
    entry = panel.enter(1, cleared=False)
    services.seat_person(exercise=panel.exercise, person=cast.director, role="chair", by=panel.staff)
    client = sign_in(cast.director)
    for page in (
        to("seat_list", pk=panel.exercise.pk),
        to("dossier_clear", pk=panel.exercise.pk, code=entry.code),
        to("exercise_setup", pk=panel.exercise.pk),
    ):
        assert client.get(page).status_code == 404
    assert sign_in(cast.administrator).get(to("seat_list", pk=panel.exercise.pk)).status_code == 200


def test_staff_seat_somebody_from_outside_by_email_and_take_them_off(panel, cast, sign_in, to):
    client = sign_in(panel.staff)
    page = to("seat_list", pk=panel.exercise.pk)
    answer = client.post(
        page,
        {
            "email": "out@side.example",
            "first_name": "Olive",
            "surname": "Outside",
            "role": "scorer",
            "school": "103341",
        },
        follow=True,
    )
    assert "Olive Outside has a seat and has been told by e-mail." in answer.content.decode()
    seat = Seat.objects.get(person__email="out@side.example")
    assert seat.school == cast.school
    panel.sit("Carol Chair", "chair")
    answer = client.post(page, {"email": "x@y.example", "surname": "X", "role": "chair"})
    assert "Carol Chair is chair. There is only one." in answer.content.decode()
    leave = to("seat_leave", pk=panel.exercise.pk, seat=seat.pk)
    assert "Say why. It stays on the record." in client.post(leave, {"reason": ""}).content.decode()
    client.post(leave, {"reason": "No time"})
    seat.refresh_from_db()
    assert seat.state == "left"


def test_staff_clear_a_dossier_with_its_papers(panel, cast, sign_in, to, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    told = io.BytesIO(pdf())
    told.name = "Okafor reference.pdf"
    told.size = len(told.getvalue())
    document = store(subject=panel.exercise, purpose="evidence", upload=told, by=None)
    panel.facts[1] = CandidateFacts(names=("Ada Okafor",))
    entry = services.add_entry(
        exercise=panel.exercise,
        candidate_id=1,
        areas=["Maths"],
        sections=[
            {"key": "q1", "title": "Question 1", "kind": "answer", "text": "Okafor led. Ada too. Penns Hub grew."},
            {"key": "e1", "title": "Okafor.pdf", "kind": "document", "text": "", "document": document.pk},
        ],
        by=None,
        now=timezone.now(),
    )
    client = sign_in(panel.staff)
    page = to("dossier_clear", pk=panel.exercise.pk, code=entry.code)
    assert "2 marked passages are not decided yet" in client.get(page).content.decode()
    marks = {m.why: m for m in Mark.objects.all()}
    client.post(
        to("mark_decide", pk=panel.exercise.pk, code=entry.code),
        {f"decide_{marks['a surname'].pk}": "black_out", f"decide_{marks['a first name'].pk}": "keep"},
    )
    assert dict(Mark.objects.values_list("why", "state")) == {"a surname": "blacked_out", "a first name": "kept"}
    draw = to("passage_black_out", pk=panel.exercise.pk, code=entry.code)
    nowhere = client.post(draw, {"typed": "Nonsense"})
    assert (nowhere.status_code, "stands nowhere in this dossier" in nowhere.content.decode()) == (422, True)
    client.post(draw, {"typed": "penns hub"})
    assert Mark.objects.get(why="marked by staff").state == "blacked_out"
    assert "1 uploaded paper is not decided yet" in client.get(page).content.decode()
    client.post(to("paper_decide", pk=panel.exercise.pk, code=entry.code, section="e1"), {"e1-what": "copy"})
    answer = client.post(page, follow=True)
    assert f"{entry.code} is clear: the panel may read it." in answer.content.decode()
    dossier = Dossier.objects.get()
    assert (dossier.cleared_by, dossier.copies.get().name) == (panel.staff, "Evidence 1.pdf")
    original = client.get(to("paper_original", pk=panel.exercise.pk, code=entry.code, section="e1"))
    assert b"".join(original.streaming_content).startswith(b"%PDF")


def test_the_chairs_table_and_what_is_agreed(scoring, sign_in, to):
    panel, pk, code = scoring, scoring.exercise.pk, scoring.one.code
    client = sign_in(panel.chair.person)
    for seat in (panel.deputy, panel.ann, panel.bob):
        panel.score(seat, panel.one, "Green")
    waiting = client.get(to("table", pk=pk)).content.decode()
    assert "2.00" not in waiting
    assert "Waiting for 1 scorer<" in waiting
    assert client.get(to("comparison", pk=pk, code=code)).status_code == 403
    panel.score(panel.chair, panel.one, "Red", comment="Nothing there.")
    read = client.get(to("table", pk=pk)).content.decode()
    assert ">1.50</td>" in read
    assert read.count("<circle") == 4
    assert "Scorers disagree" in read
    assert code in client.get(to("table", pk=pk) + "?flag=disagree").content.decode()
    assert panel.two.code not in client.get(to("table", pk=pk) + "?flag=disagree").content.decode()
    page = to("comparison", pk=pk, code=code)
    assert "Nothing there." in client.get(page).content.decode()
    criterion = panel.rubric.criteria.first()
    amber = panel.rubric.levels.get(name="Amber")
    answer = client.post(page, {f"level_{criterion.pk}": amber.pk})
    assert answer.status_code == 422
    refused = answer.content.decode()
    assert refused.count("Say in a sentence why the panel agreed on this for “Leads successfully”.") == 2
    client.post(page, {"revision": 0, f"level_{criterion.pk}": amber.pk, f"reason_{criterion.pk}": "One good year."})
    assert ">1 of 5</td>" in client.get(to("table", pk=pk)).content.decode()
    agreed = AgreedScore.objects.get()
    assert (agreed.level, agreed.reason, agreed.by) == (amber, "One good year.", panel.chair.person)
    rest = [(one, amber, "So.") for one in panel.rubric.criteria.all()[1:]]
    services.agree(entry=panel.one, agreed=rest, revision=1, by=panel.staff, now=timezone.now())
    assert Entry.objects.get(pk=panel.one.pk).moderated == 1000
    assert ">1.00</td>" in client.get(to("table", pk=pk)).content.decode()
    scorer = sign_in(panel.ann.person)
    assert scorer.get(page).status_code == 200
    assert scorer.post(page, {f"level_{criterion.pk}": amber.pk, f"reason_{criterion.pk}": "x"}).status_code == 403


def test_of_two_tabs_of_the_chair_the_second_is_told_what_was_agreed_in_the_first(scoring, sign_in, to):
    panel, client = scoring, sign_in(scoring.chair.person)
    for seat in (panel.deputy, panel.ann, panel.bob, panel.chair):
        panel.score(seat, panel.one, "Green")
    page = to("comparison", pk=panel.exercise.pk, code=panel.one.code)
    key = panel.rubric.criteria.first().pk
    amber, red = (panel.rubric.levels.get(name=name) for name in ("Amber", "Red"))
    client.post(page, {"revision": "0", f"level_{key}": amber.pk, f"reason_{key}": "From the first tab."})
    second = {"revision": "0", f"level_{key}": red.pk, f"reason_{key}": "From the second tab."}
    stale = client.post(page, second)
    assert stale.status_code == 409
    assert stale.context["stale"] == [("Leads successfully", "Amber: From the first tab.")]
    assert "From the second tab." in stale.content.decode()
    assert AgreedScore.objects.get().level == amber
    client.post(page, {**second, "revision": stale.context["form"].data["revision"]})
    assert AgreedScore.objects.get().level == red


def test_the_table_as_csv_holds_every_score_by_number(scoring, sign_in, to):
    panel = scoring
    for seat in (panel.chair, panel.deputy, panel.ann, panel.bob):
        panel.score(seat, panel.one, "Green", "Green", "Green", "Green", None)
    answer = sign_in(panel.chair.person).get(to("table", pk=panel.exercise.pk) + "?format=csv")
    lines = answer.content.decode().splitlines()
    assert len(lines) == 3
    assert "Scorer 4: Leads successfully" in lines[0]
    [line] = [line for line in lines if line.startswith(panel.one.code)]
    assert line.count("Green") == 16
    assert line.count("cannot judge") == 4
    assert "Ann" not in answer.content.decode()


def test_a_rubric_is_written_from_a_standard_one_and_reworded(panel, cast, sign_in, to):
    client = sign_in(cast.lead)
    assert "National matrix" in client.get(to("rubric_list")).content.decode()
    page = to("rubric_new") + "?from=one_to_four"
    read = client.get(page)
    assert read.status_code == 200
    data = dict.fromkeys(read.context["form"].fields, "") | {
        name: value for name, value in read.context["form"].initial.items() if value is not None
    }
    wrong = client.post(page, data | {"level_1_points": "0.5"})
    assert "Begin with the lowest level; each must be worth more than the last." in wrong.content.decode()
    client.post(page, data | {"name": "Ours", "criterion_0_weight": "2"})
    ours = Rubric.objects.get(name="Ours")
    assert [level.value for level in ours.levels.all()] == [1000, 2000, 3000, 4000]
    assert ours.criteria.first().weight == 2
    assert ours.criteria.first().evidence == ["q1", "head"]
    client.post(to("rubric", pk=ours.pk), data | {"name": "Ours again"})
    assert Rubric.objects.get(pk=ours.pk).name == "Ours again"
    assert sign_in(cast.teacher).get(to("rubric_list")).status_code == 403


def test_the_panel_page_says_what_is_missing_and_opens_scoring(panel, cast, sign_in, to):
    client = sign_in(panel.staff)
    page = to("exercise", pk=panel.exercise.pk)
    assert "The panel has no chair." in client.get(page).content.decode()
    panel.sit("Carol Chair", "chair")
    panel.sit("Ann A")
    entry = panel.enter(1)
    refused = client.post(to("exercise_end", pk=panel.exercise.pk), follow=True)
    assert "Not everybody has scored" in refused.content.decode()
    client.post(to("exercise_start", pk=panel.exercise.pk))
    panel.exercise.refresh_from_db()
    assert panel.exercise.state == "scoring"
    read = client.get(page).content.decode()
    assert "0 of 2" in read
    assert "<svg" in read
    answer = client.post(
        to("sharing", pk=panel.exercise.pk, code=entry.code), {"seats": [panel.seats["Carol Chair"].pk]}, follow=True
    )
    assert f"Who scores {entry.code} is saved." in answer.content.decode()
    assert Assignment.objects.get(seat=panel.seats["Ann A"]).state == "excused"


def test_the_chair_is_not_told_the_code_of_what_is_closed_to_them(scoring, sign_in, to):
    services.recuse(entry=scoring.two, seat=scoring.chair, now=timezone.now())
    client = sign_in(scoring.chair.person)
    for page in (
        client.get(to("exercise", pk=scoring.exercise.pk)),
        client.post(to("exercise_end", pk=scoring.exercise.pk), follow=True),
    ):
        assert f"Not everybody has scored {scoring.one.code}. The alliance’s staff can excuse a scorer." in (
            page.content.decode()
        )
        assert scoring.two.code not in page.content.decode()
    for seat in (scoring.chair, scoring.deputy, scoring.ann, scoring.bob):
        scoring.score(seat, scoring.one, "Green")
    page = client.get(to("exercise", pk=scoring.exercise.pk)).content.decode()
    assert "Somebody still has to score an application that is closed to you." in page


def test_where_the_responsibility_ends_scoring_the_panel_leads_there(scoring, sign_in, to, monkeypatch):
    plugged = Portal(
        name="trial",
        scoring_pages={"schools.alliance": lambda alliance, pk: "/boldmere/start/"},
        deciding_pages={"schools.alliance": lambda alliance, pk: "/boldmere/decide/"},
    )
    monkeypatch.setattr(progress, "portals", lambda: (plugged,))
    for entry in (scoring.one, scoring.two):
        for seat in (scoring.chair, scoring.deputy, scoring.ann, scoring.bob):
            scoring.score(seat, entry, "Green")
    staff, chair = sign_in(scoring.staff), sign_in(scoring.chair.person)
    page = to("exercise", pk=scoring.exercise.pk)
    assert 'href="/boldmere/start/"' in staff.get(page).content.decode()
    assert "The alliance’s staff end scoring next" in chair.get(page).content.decode()
    assert "/boldmere/" + "start" not in chair.get(page).content.decode()
    assert staff.post(to("exercise_end", pk=scoring.exercise.pk)).headers["Location"] == "/boldmere/start/"
    assert chair.post(to("exercise_end", pk=scoring.exercise.pk)).headers["Location"] == page
    services.end_scoring(exercise=Exercise.objects.get(pk=scoring.exercise.pk), by=scoring.staff, now=timezone.now())
    for address in (page, to("table", pk=scoring.exercise.pk)):
        assert 'href="/boldmere/decide/"' in chair.get(address).content.decode()
