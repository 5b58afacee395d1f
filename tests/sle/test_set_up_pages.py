"""A round's pages for staff: what stands before a step that cannot be taken back, and before the opening."""

import pytest
from django.utils import timezone

from alliance.panels.models import Criterion
from sle.models import Round
from sle.rules.rounds import missing_before_opening
from sle.services import set_up
from tests.factories import sle as made


def page_of(round, rest=""):
    return f"/boldmere/sle/rounds/{round.pk}/{rest}"


def test_closing_by_hand_is_asked_about_first(cast, sign_in, open_round):
    staff = sign_in(cast.lead)
    assert "everyone who has not finished is told" in staff.get(page_of(open_round, "close/")).content.decode()
    open_round.refresh_from_db()
    assert open_round.state == "open"
    answer = staff.post(page_of(open_round, "close/"), follow=True).content.decode()
    assert "The round is closed. Nobody had an unfinished application." in answer
    assert "Finish this round" in answer
    assert "Nothing more can be done" in staff.get(page_of(open_round, "finish/")).content.decode()
    staff.post(page_of(open_round, "finish/"))
    open_round.refresh_from_db()
    assert open_round.state == "finished"


def test_staff_look_at_the_public_page_of_a_draft_which_nobody_else_finds(cast, sign_in):
    draft = made.make_round(cast.lead, cast.alliance, opened=False)
    url = f"/boldmere/sle/apply/{draft.pk}/"
    shown = sign_in(cast.lead).get(url).content.decode()
    assert "This round is a draft: nobody else sees this page until it is opened." in shown
    assert "Start now" not in shown
    for person in (None, cast.teacher, cast.other_director):
        assert sign_in(person).get(url).status_code == 404


def test_a_criterion_to_which_nothing_asked_speaks_stands_on_the_check_list(cast):
    draft = made.make_round(cast.lead, cast.alliance, opened=False, second_reference=False)
    assert missing_before_opening(draft, timezone.now()) == []
    for question in draft.questions.filter(key__in=("q2", "q3")):
        set_up.remove_question(question=question, by=cast.lead)
    [missing] = missing_before_opening(draft, timezone.now())
    assert missing.sentence == "Nothing that is asked speaks to “Knows the specialism”: ask it, or change the criteria."
    set_up.set_up_round(round=draft, values={"second_reference": True}, by=cast.lead)
    assert missing_before_opening(Round.objects.get(pk=draft.pk), timezone.now()) == []


def test_the_standard_criteria_name_only_what_a_new_round_asks(cast):
    draft = made.make_round(cast.lead, cast.alliance, opened=False)
    asked = {*draft.questions.values_list("key", flat=True), "head", "second"}
    named = {key for criterion in Criterion.objects.filter(rubric=draft.rubric) for key in criterion.evidence}
    assert named == asked


def test_the_set_up_leads_to_panel_texts_and_years(cast, sign_in):
    draft = made.make_round(cast.lead, cast.alliance, opened=False)
    shown = sign_in(cast.lead).get(page_of(draft)).content.decode()
    assert 'href="/boldmere/post/texts/"' in shown
    assert f'href="{page_of(draft, "panel/")}"' in shown
    sign_in(cast.lead).post(page_of(draft, "set-up/later/"), {"designated_years": "3"})
    draft.refresh_from_db()
    assert draft.designated_years == 3


def test_turning_down_for_eligibility_names_the_rule_first(cast, sign_in, open_round, penns):
    application = made.hand_over(made.fill(made.start(open_round, cast.outsider), penns, is_head=True))
    made.return_reference(made.reference_of(application))
    staff = sign_in(cast.lead)
    page = f"/boldmere/sle/applications/{application.code}/ineligible/"
    assert "Not met: “Not a headteacher or principal”." in staff.get(page).content.decode()
    application.refresh_from_db()
    assert application.state == "submitted"
    staff.post(page)
    application.refresh_from_db()
    assert application.state == "ineligible"


def test_a_second_reference_is_not_redirected_as_if_it_were_a_heads(cast, sign_in, handed_over):
    second = made.reference_of(handed_over, "second")
    answer = sign_in(cast.lead).get(f"/boldmere/sle/references/{second.pk}/redirect/")
    assert answer.status_code == 403
    assert "A second reference is not redirected: name another second referee in its place." in answer.content.decode()


def test_a_part_is_kept_half_filled_for_whoever_comes_back(cast, sign_in, draft):
    applicant = sign_in(cast.outsider)
    page = f"/boldmere/sle/applications/{draft.code}/part/"
    for part, values in {
        "leadership": {"leadership_role": "Head of maths"},
        "trn": {},
        "school": {},
    }.items():
        draft.refresh_from_db()
        answer = applicant.post(f"{page}{part}/", {"revision": draft.revision, "later": "1", **values})
        assert answer.url == f"/boldmere/sle/applications/{draft.code}/"
    draft.refresh_from_db()
    assert (draft.leadership_role, draft.leadership_years, draft.is_head, draft.trn) == (
        "Head of maths",
        None,
        None,
        "",
    )
    refused = applicant.post(f"{page}leadership/", {"revision": draft.revision, "leadership_role": "Head of maths"})
    assert "Are you headteacher or principal of a school is missing." in refused.content.decode()


@pytest.mark.slow
def test_questions_and_rules_are_put_in_another_order_only_in_a_draft(cast, sign_in):
    staff, draft = sign_in(cast.lead), made.make_round(cast.lead, cast.alliance, opened=False)
    for part, records in (("questions", draft.questions), ("rules", draft.eligibility_rules)):
        first, second, *others = records.all()

        def order(records=records):
            return [one.pk for one in records.all()]

        rest = [one.pk for one in others]
        shown = staff.get(page_of(draft, f"{part}/")).content.decode()
        assert page_of(draft, f"{part}/{first.pk}/move/down/") in shown
        assert page_of(draft, f"{part}/{first.pk}/move/up/") not in shown  # it is the first already
        answer = staff.post(page_of(draft, f"{part}/{first.pk}/move/down/"), follow=True)
        assert "is number 2 now." in answer.content.decode()
        assert order() == [second.pk, first.pk, *rest]
        staff.post(page_of(draft, f"{part}/{first.pk}/move/up/"))
        staff.post(page_of(draft, f"{part}/{first.pk}/move/up/"))  # a second click moves nothing beyond the end
        assert order() == [first.pk, second.pk, *rest]
        assert staff.post(page_of(draft, f"{part}/{first.pk}/move/sideways/")).status_code == 404
    keys = list(draft.questions.values_list("key", flat=True))
    set_up.move_question(question=draft.questions.all()[0], up=False, by=cast.lead)
    assert list(draft.questions.values_list("key", flat=True)) == [keys[1], keys[0], *keys[2:]]  # criteria name these
    draft.refresh_from_db()
    Round.objects.filter(pk=draft.pk).update(state="open")
    answer = staff.post(page_of(draft, f"questions/{draft.questions.first().pk}/move/down/"))
    assert answer.status_code == 403
    assert "This round has opened" in answer.content.decode()
