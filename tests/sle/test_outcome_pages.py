"""Pages after the close of a round: a whole round by hand, who may not, nothing seen before release."""

import pytest
from django.utils import timezone

from alliance.addresses import path_to
from alliance.panels.models import Dossier
from alliance.panels.services import missing_before_start, recuse
from alliance.post.models import Letter, Mail
from alliance.web.queries import inbox_of
from sle.models import AgencyReturn, ApplicationArea, AreaDecision, Designation, EligibilityFinding, Round
from sle.services import letters, panel, release
from sle.states import Outcome
from tests.factories import sle_interviews as interviewed
from tests.factories.sle_panel import make_application, make_decided, make_rubric, make_stage
from tests.queries import queries_of

pytestmark = pytest.mark.slow


@pytest.fixture
def to(cast):
    """The path of a page in the alliance of the cast."""
    return lambda name, **kwargs: path_to(f"sle:{name}", cast.alliance, **kwargs)


def said(response):
    """The banner of the page that a post led to."""
    return [str(message) for message in response.context["messages"]]


def test_a_round_from_panel_to_offer_through_its_pages(cast, sign_in, to):
    stage = make_stage(cast.alliance, cast.lead)
    application = make_application(stage.round)
    pk = stage.round.pk
    lead, chair, director, admin = map(sign_in, (cast.lead, stage.chair, cast.director, cast.administrator))
    page = lead.get(to("round_panel", pk=pk)).content.decode()
    assert "1 application waits to be handed over to the panel." in page
    answer = lead.post(to("panel_hand_over", pk=pk), follow=True)
    assert said(answer) == ["1 dossier has been frozen. Clear each of them before scoring starts."]
    answer = lead.post(to("round_start_scoring", pk=pk), follow=True)
    assert said(answer) == ["Scoring has not started. 1 dossier is not cleared yet."]
    stage.clear()
    assert said(lead.post(to("round_start_scoring", pk=pk), follow=True)) == [
        "Scoring has started and the panel has been told."
    ]
    stage.score(application, "Green")
    lead.post(to("round_start_deciding", pk=pk))
    answer = chair.post(to("decision_propose_recommended", pk=pk), follow=True)
    assert said(answer) == ["1 outcome is proposed as recommended."]
    assert application.surname not in answer.content.decode()
    decision = AreaDecision.objects.get()
    answer = director.post(to("decision_approve", pk=pk), {"decisions": [decision.pk]}, follow=True)
    assert said(answer) == ["1 outcome is approved. Letters are drafted for whoever is decided."]
    letter = stage.letter(application)
    page = admin.get(to("round_release", pk=pk)).content.decode()
    assert "0 of 1 approved" in page
    assert "Alex Okafor: the letter is not approved yet." in page
    answer = admin.post(to("letter_approve", pk=letter.pk), {"revision": letter.revision}, follow=True)
    assert said(answer) == ["Approved: Alex Okafor."]
    assert "1 of 1 approved" in answer.content.decode()
    page = admin.get(to("release_now", pk=pk)).content.decode()
    assert "This cannot be undone." in page
    assert "Release 1 letter" in page
    answer = admin.post(to("release_now", pk=pk), follow=True)
    assert said(answer) == ["Released: 1 person can read their outcome now, and are being told by e-mail."]
    assert "0 of 1 PDF made" in answer.content.decode()
    applicant = sign_in(application.applicant)
    page = applicant.get(to("outcome", code=application.code)).content.decode()
    assert "Maths: designated." in page
    assert "Accept the designation" in page
    answer = applicant.post(to("offer_accept", code=application.code), follow=True)
    assert said(answer) == [
        "You are now designated as specialist leader of education of Boldmere Teaching School Alliance. "
        "Your inbox asks whether schools may find you in the public directory."
    ]
    assert "Alex Okafor" in lead.get(to("register")).content.decode()
    answer = lead.post(to("return_make"), follow=True)
    made = AgencyReturn.objects.get()
    assert (
        made.csv.splitlines()[1]
        == f"Alex,Okafor,{application.school.urn},1234567,Maths,SLE,Designated,{timezone.localdate():%d/%m/%Y}"
    )
    assert lead.get(to("return_download", pk=made.pk)).content.decode() == made.csv
    assert said(lead.post(to("return_sent", pk=made.pk), follow=True)) == ["Marked as sent to NCTL today."]


@pytest.mark.parametrize("state", ["deciding"])
def test_nothing_is_seen_by_the_applicant_before_release(cast, sign_in, to, decided, state):
    stage, (alex, _) = decided
    assert stage.round.state == state
    applicant = sign_in(alex.applicant)
    assert applicant.get(to("outcome", code=alex.code)).status_code == 403
    page = applicant.get(to("application", code=alex.code)).content.decode()
    assert "esignated" not in page
    assert not Mail.objects.filter(person=alex.applicant, kind__startswith="sle.outcome").exists()
    assert not Letter.objects.exists()
    waiting = inbox_of(alex.applicant, cast.alliance, timezone.now())
    assert "outcome" not in str(waiting).lower()


def test_staff_pages_refuse_with_the_reason(cast, sign_in, to, decided):
    stage, (alex, _) = decided
    pk, letter = stage.round.pk, stage.letter(alex)
    scorer = stage.seats["scorer"].person
    for name, kwargs in (
        ("round_panel", {"pk": pk}),
        ("round_release", {"pk": pk}),
        ("release_now", {"pk": pk}),
        ("letter", {"pk": letter.pk}),
        ("decision_list", {"pk": pk}),
        ("register", {}),
        ("return_list", {}),
    ):
        assert sign_in(cast.teacher).get(to(name, **kwargs)).status_code == 403, name
        assert sign_in(scorer).get(to(name, **kwargs)).status_code == 403, name
        assert sign_in(None).get(to(name, **kwargs)).status_code == 302, name
        elsewhere = to(name, **kwargs).replace("/boldmere/", "/west-herts/")
        if kwargs:
            assert sign_in(cast.other_director).get(elsewhere).status_code == 404, name
    page = sign_in(scorer).get(to("decision_list", pk=pk)).content.decode()
    assert "its outcomes are closed to you until release" in page


def test_a_conflicted_chair_neither_sees_nor_counts_the_application(cast, sign_in, to):
    stage = make_stage(cast.alliance, cast.lead)
    own = make_application(stage.round, "Ola Own", school=cast.school)
    other = make_application(stage.round, "Bea Moss")
    stage.seats["chair"].person.memberships.create(
        alliance=cast.alliance, role="headteacher", school=cast.school, since=timezone.localdate()
    )
    stage.start_scoring()
    for application in (own, other):
        stage.score(application, "Green")
    stage.start_deciding()
    chair, deputy = sign_in(stage.chair), sign_in(stage.deputy)
    page = chair.get(to("decision_list", pk=stage.round.pk)).content.decode()
    assert stage.entry(own).code not in page
    assert stage.entry(other).code in page
    assert "not shown" not in page
    line = ApplicationArea.objects.get(application=own)
    refused = chair.post(to("decision_propose", pk=stage.round.pk), {"areas": [line.pk], "outcome": "designated"})
    assert refused.status_code == 422
    assert not AreaDecision.objects.exists()
    answer = deputy.post(to("decision_propose_recommended", pk=stage.round.pk), follow=True)
    assert said(answer) == ["1 outcome is proposed as recommended."]
    assert AreaDecision.objects.get().application_area.application == own


def test_what_was_typed_comes_back_when_a_proposal_is_refused(cast, sign_in, to):
    stage = make_stage(cast.alliance, cast.lead)
    application = make_application(stage.round)
    stage.start_scoring()
    stage.score(application, "Green")
    stage.start_deciding()
    line = ApplicationArea.objects.get()
    typed = {"areas": [line.pk], "outcome": "reserve", "reason": "Next in line."}
    answer = sign_in(stage.chair).post(to("decision_propose", pk=stage.round.pk), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say until when the applicant stays in reserve." in page
    assert "Next in line." in page
    assert f'value="{line.pk}" checked' in page


def test_a_letter_edited_in_a_stale_tab_shows_both_texts(cast, sign_in, to, decided):
    stage, (alex, _) = decided
    letter, admin = stage.letter(alex), sign_in(cast.administrator)
    url = to("letter_edit", pk=letter.pk)
    typed = {"revision": letter.revision, **{f"feedback_{n}": "Good." for n in range(5)}}
    assert admin.post(url, {**typed, "body": "Mine {feedback}"}).status_code == 302
    answer = admin.post(url, {**typed, "body": "Yours {feedback}"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mine {feedback}" in page
    assert "Yours {feedback}" in page
    assert stage.letter(alex).body == "Mine {feedback}"


def test_the_chairs_table_shows_what_is_proposed_and_the_targets(cast, sign_in, decided):
    stage, _ = decided
    stage.round.areas.filter(area__name="Maths").update(target=4)
    page = sign_in(stage.chair).get(f"/boldmere/panels/{stage.exercise.pk}/table/").content.decode()
    assert "Maths: Designated" in page
    assert "2 of 4" in page
    assert "Okafor" not in page


def test_what_is_ticked_in_the_table_is_proposed_together_and_leads_back_there(cast, sign_in, to):
    stage = make_stage(cast.alliance, cast.lead)
    one, two, closed = (make_application(stage.round, name) for name in ("Ada One", "Ben Two", "Cy Three"))
    stage.start_scoring()
    recuse(entry=stage.entry(closed), seat=stage.seats["chair"], now=timezone.now())
    for application in (one, two, closed):
        stage.score(application, "Green")
    stage.start_deciding()
    table = path_to("panels:table", cast.alliance, pk=stage.exercise.pk)
    codes = [stage.entry(application).code for application in (one, two, closed)]

    def ticks(person):
        page = sign_in(person).get(table).content.decode()
        return [f'name="entry" value="{code}"' in page for code in codes]

    assert (ticks(stage.chair), ticks(stage.deputy)) == ([True, True, False], [False, False, True])
    assert ticks(cast.lead) == [False, False, False]
    chair, chosen = sign_in(stage.chair), f"?entry={codes[1]}&entry={codes[2]}"
    page = chair.get(to("decision_list", pk=stage.round.pk) + chosen).content.decode()
    assert "1 of 2 applications, as ticked in the table." in page
    assert (codes[0] in page, codes[2] + "," in page) == (False, False)
    [line] = ApplicationArea.objects.filter(application=two)
    assert f'value="{line.pk}" checked' in page
    propose = to("decision_propose", pk=stage.round.pk) + f"?entry={codes[1]}"
    assert f'action="{to("decision_propose", pk=stage.round.pk)}?entry=' in page
    other = ApplicationArea.objects.get(application=one)
    assert chair.post(propose, {"areas": [other.pk], "outcome": "designated"}).status_code == 422
    answer = chair.post(propose, {"areas": [line.pk], "outcome": "designated"})
    assert (answer.status_code, answer.headers["Location"]) == (302, table)
    assert AreaDecision.objects.get().application_area == line


def test_a_letter_is_held_back_with_a_reason(cast, sign_in, to, decided):
    stage, (alex, _) = decided
    admin, url = sign_in(cast.administrator), to("letter_hold", pk=stage.letter(alex).pk)
    assert "Give the reason, for the record." in admin.post(url, {"reason": ""}).content.decode()
    admin.post(url, {"reason": "A complaint."})
    assert stage.letter(alex).state == "held"
    page = admin.get(to("round_release", pk=stage.round.pk) + "?only=held").content.decode()
    assert "Held back: Alex Okafor" in page


def test_letters_ticked_on_the_release_page_are_approved_as_they_were_read(cast, sign_in, to, decided):
    stage, applications = decided
    admin = sign_in(cast.administrator)
    for application in applications:
        letters.let_go(letter=stage.letter(application), by=cast.lead, now=timezone.now())
    ticked = [f"{stage.letter(a).pk}-{stage.letter(a).revision}" for a in applications]
    old = [f"{stage.letter(applications[0]).pk}-0"]
    url = to("letters_approve", pk=stage.round.pk)
    page = to("round_release", pk=stage.round.pk)
    tick = "Approve the letters I have ticked"
    assert tick in admin.get(page).content.decode()
    answer = admin.post(url, {"letters": old}, follow=True)
    assert said(answer) == ["One of these letters has been changed since: read it again."]
    assert said(admin.post(url, {"letters": ticked}, follow=True)) == ["2 letters are approved."]
    assert "2 of 2 approved" in admin.get(page).content.decode()
    release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())
    released = admin.get(page).content.decode()
    assert tick not in released
    assert "of 2 approved" not in released


def test_what_failed_after_release_is_listed_and_tried_again(cast, sign_in, to, decided):
    stage, (alex, _) = decided
    release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())
    Letter.objects.filter(about_id=alex.pk).update(state="failed", problem="The disk is full.")
    Mail.objects.filter(about_id=alex.pk, kind="sle.outcome_ready").update(state="bounced", problem="No such user.")
    admin = sign_in(cast.administrator)
    page = admin.get(to("release_progress", pk=stage.round.pk)).content.decode()
    assert "to Alex Okafor</a>: The disk is full." in page
    assert "No such user." in page
    answer = admin.post(to("release_try_again", pk=stage.round.pk), follow=True)
    assert said(answer) == ["Trying again: 2."]
    assert Letter.objects.filter(state="failed").count() == Mail.objects.filter(state="bounced").count() == 0


def test_what_interviewers_wrote_stands_in_the_table_and_in_the_feedback(cast, sign_in, to):
    stage = interviewed.scored_round(cast.alliance, cast.lead, "Alex Okafor")
    [application] = stage.round.applications.all()
    plan = interviewed.set_up(stage)
    [slot] = interviewed.add_slots(stage, plan, number=1)
    [interview] = interviewed.invite(stage, plan)
    interviewed.choose(interview, slot)
    interviewed.score(interview, "Green", comment="Listened well.")
    shown = sign_in(cast.director).get(to("decision_list", pk=stage.round.pk)).content.decode()
    assert "5 Green" in shown
    stage.propose(application, Outcome.DESIGNATED)
    stage.approve(cast.director)
    first = stage.round.interview_rubric.criteria.first()
    assert {"criterion": f"Interview: {first.name}", "text": "Listened well."} in stage.letter(application).feedback


def test_inbox_tells_each_what_waits_for_them(cast, decided):
    stage, (alex, _) = decided

    def titles(person):
        return [owed.item.title for owed in inbox_of(person, cast.alliance, timezone.now()).owed]

    assert "Release the outcomes" in titles(cast.administrator)
    assert "Release the outcomes" not in titles(cast.director)
    stage.propose(alex, Outcome.WITH_SUPPORT)
    assert "Approve 1 outcome" in titles(cast.director)
    assert "Approve 1 outcome" not in titles(cast.administrator)
    stage.approve(cast.director)
    assert "Approve 1 letter" in titles(cast.administrator)
    stage.approve_letters(alex)
    release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())
    assert "Reply to the offer of designation" in titles(alex.applicant)


@pytest.mark.parametrize("name", ["decision_list", "round_release", "interview_list", "register", "return_list"])
def test_32_lists_cost_the_same_for_one_and_for_many(cast, sign_in, to, name):
    counts = []
    for number in (1, 4):
        Designation.objects.all().delete()
        names = [f"Pat N{n}x{number}" for n in range(number)]
        stage, _ = make_decided(
            cast.alliance,
            cast.lead,
            cast.director,
            *names,
            title=f"Round {number}",
            interviews=True,
            interview_rubric=make_rubric(cast.alliance, cast.lead),
        )
        if name == "interview_list":
            plan = interviewed.set_up(stage)
            slots = interviewed.add_slots(stage, plan, number=number)
            for interview, slot in zip(interviewed.invite(stage, plan), slots, strict=True):
                interviewed.choose(interview, slot)
        if name in ("register", "return_list"):
            release.release_round(round=stage.round, by=cast.administrator, now=timezone.now())
            Designation.objects.update(state="current", starts_on=timezone.localdate(), ends_on=timezone.localdate())
        kwargs = {} if name in ("register", "return_list") else {"pk": stage.round.pk}
        counts.append(len(queries_of(sign_in(cast.administrator), to(name, **kwargs))))
    assert counts[0] == counts[1]
    assert Round.objects.count() == 2


def test_the_panel_s_own_page_starts_nothing_past_the_round_s_check_list(cast, sign_in, to):
    stage = make_stage(cast.alliance, cast.lead)
    make_application(stage.round, "Ann Ready")
    unsettled = make_application(stage.round, "Alex Okafor")
    EligibilityFinding.objects.filter(application=unsettled).delete()
    panel.hand_over(round=stage.round, by=cast.lead, now=timezone.now())
    stage.clear()
    assert missing_before_start(stage.exercise) == []
    lead, pk = sign_in(cast.lead), stage.exercise.pk
    round_page = path_to("sle:round_panel", cast.alliance, pk=stage.round.pk)
    shown = lead.get(path_to("panels:exercise", cast.alliance, pk=pk)).content.decode()
    assert f'href="{round_page}"' in shown
    assert "Open scoring" not in shown
    answer = lead.post(path_to("panels:exercise_start", cast.alliance, pk=pk), follow=True)
    assert answer.redirect_chain == [(round_page, 302)]
    assert said(answer) == ["Scoring has not started: it starts here, when nothing is missing."]
    assert "Alex Okafor: not every rule of eligibility is settled." in answer.content.decode()
    stage.exercise.refresh_from_db()
    stage.round.refresh_from_db()
    assert (stage.exercise.state, stage.round.state) == ("preparing", "closed")
    for rule in stage.round.eligibility_rules.all():
        EligibilityFinding.objects.create(
            alliance=cast.alliance, application=unsettled, rule=rule, met=True, found_at=timezone.now()
        )
    panel.hand_over(round=stage.round, by=cast.lead, now=timezone.now())
    Dossier.objects.filter(cleared_at=None).update(cleared_at=timezone.now(), cleared_by=cast.lead)
    lead.post(to("round_start_scoring", pk=stage.round.pk))
    stage.exercise.refresh_from_db()
    stage.round.refresh_from_db()
    assert (stage.exercise.state, stage.round.state) == ("scoring", "scoring")
