"""What applicants do: saved rows, posted mails, exact sentences."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.members.states import Role
from alliance.post.models import Mail
from alliance.refusal import Refused
from alliance.workflow.machine import MoveRefused
from alliance.workflow.models import Event
from sle.models import AdjustmentRequest, Application, Reference
from sle.services import applications as services
from sle.states import ReferenceKind
from tests.factories import sle as made
from tests.factories.people import MembershipFactory, PersonFactory


def mails(kind):
    return list(Mail.objects.filter(kind=f"sle.{kind}").values_list("email", flat=True))


def save(draft, text, revision, *, finished=True):
    return services.save_answer(
        application=draft,
        question=draft.round.questions.first(),
        text=text,
        revision=revision,
        finished=finished,
        by=draft.applicant,
        now=timezone.now(),
    )


def test_starting_twice_gives_the_same_draft_and_one_mail(cast, open_round):
    first, second = made.start(open_round, cast.outsider), made.start(open_round, cast.outsider)
    assert first == second
    assert mails("application_started") == ["otis@example.org"]
    assert Event.objects.filter(move="start").count() == 1


def test_after_withdrawing_one_can_start_again(cast, draft, open_round):
    services.withdraw(application=draft, by=cast.outsider, now=timezone.now())
    again = made.start(open_round, cast.outsider)
    assert again != draft
    assert Application.objects.filter(round=open_round).count() == 2


def test_an_answer_is_kept_counted_and_finished_only_within_its_limit(draft):
    assert save(draft, "Short.", 0).complete
    long = save(draft, "word " * 301, 1)
    assert (long.complete, long.text, long.revision) == (False, "word " * 301, 2)
    assert not save(draft, "Later.", 2, finished=False).complete


def test_saving_the_same_text_again_is_no_conflict_and_no_new_revision(draft):
    save(draft, "Same.", 0)
    assert save(draft, "Same.", 0).revision == 1


def test_details_saved_over_something_newer_are_refused(cast, draft):
    services.save_details(application=draft, revision=0, values={"post": "Maths lead"}, by=cast.outsider)
    with pytest.raises(services.Stale) as stale:
        services.save_details(application=draft, revision=0, values={"post": "Head of year"}, by=cast.outsider)
    assert stale.value.revision == 1
    draft.refresh_from_db()
    assert draft.post == "Maths lead"


def test_handing_over_freezes_the_text_and_asks_head_and_referee(cast, complete, penns):
    application = made.hand_over(complete)
    assert application.state == "handed_over"
    assert set(application.references.values_list("kind", "state")) == {("head", "asked"), ("second", "asked")}
    assert mails("head_asked") == [made.HEAD_EMAIL]
    assert mails("referee_asked") == [made.REFEREE_EMAIL]
    assert mails("application_handed_over") == ["otis@example.org"]
    with pytest.raises(Refused) as refused:
        save(application, "Changed.", 1)
    sentence = "You have handed this application over, so it can no longer be changed."
    assert refused.value.refusal.sentence == sentence


def test_an_incomplete_application_is_not_handed_over(cast, draft):
    with pytest.raises(Refused) as refused:
        made.hand_over(draft)
    assert refused.value.refusal.sentence.startswith("The application is not complete: “Your name and post”")
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_an_unknown_head_is_asked_only_after_staff_have_confirmed_the_address(cast, complete):
    head = made.reference_of(complete)
    Reference.objects.filter(pk=head.pk).update(email="jo@private.example")
    made.hand_over(complete)
    head.refresh_from_db()
    assert head.state == "checking"
    assert mails("head_asked") == []


@pytest.mark.slow
def test_a_head_with_the_role_at_that_school_is_known(cast, complete, penns):
    person = PersonFactory(email="new.head@penns.example")
    MembershipFactory(alliance=cast.alliance, person=person, role=Role.HEADTEACHER, school=penns)
    Reference.objects.filter(application=complete, kind="head").update(email="new.head@penns.example")
    made.hand_over(complete)
    assert mails("head_asked") == ["new.head@penns.example"]


@pytest.mark.slow
def test_withdrawing_kills_the_links_and_tells_head_and_referee(cast, handed_over):
    head = made.reference_of(handed_over)
    made.token_of(head)
    assert made.living_links(head) == 1
    services.withdraw(application=handed_over, by=cast.outsider, now=timezone.now())
    assert made.living_links(head) == 0
    assert set(mails("reference_not_needed")) == {made.HEAD_EMAIL, made.REFEREE_EMAIL}
    assert mails("application_withdrawn") == ["otis@example.org"]
    with pytest.raises(MoveRefused):
        services.withdraw(application=handed_over, by=cast.outsider, now=timezone.now())


@pytest.mark.slow
def test_a_second_referee_is_replaced_after_handing_over(cast, handed_over):
    old = made.reference_of(handed_over, ReferenceKind.SECOND)
    made.token_of(old)
    new = services.name_referee(
        application=handed_over,
        kind=ReferenceKind.SECOND,
        revision=handed_over.revision,
        name="Kim Cole",
        email="kim@example.org",
        telephone="",
        post="",
        by=cast.outsider,
        now=timezone.now(),
    )
    old.refresh_from_db()
    assert (old.state, new.state, made.living_links(old)) == ("replaced", "asked", 0)
    assert mails("reference_not_needed") == [made.REFEREE_EMAIL]
    assert set(mails("referee_asked")) == {made.REFEREE_EMAIL, "kim@example.org"}


@pytest.mark.slow
def test_the_applicant_cannot_replace_the_head_after_handing_over(cast, handed_over):
    with pytest.raises(Refused, match="Ask the alliance if it should go to somebody else"):
        services.name_referee(
            application=handed_over,
            kind=ReferenceKind.HEAD,
            revision=handed_over.revision,
            name="Kim Cole",
            email="kim@example.org",
            telephone="",
            post="",
            by=cast.outsider,
            now=timezone.now(),
        )


def test_an_adjustment_is_asked_for_and_taken_back(cast, draft):
    services.save_adjustments(application=draft, revision=0, request="Large print.", by=cast.outsider)
    assert AdjustmentRequest.objects.get().request == "Large print."
    services.save_adjustments(application=draft, revision=1, request=" ", by=cast.outsider)
    assert not AdjustmentRequest.objects.exists()


@pytest.mark.slow
def test_an_extension_lets_one_person_hand_over_after_the_close(cast, complete, open_round):
    late = open_round.hand_over_by + timedelta(hours=1)
    with pytest.raises(Refused, match="had to be handed over by"):
        made.hand_over(complete, late)
