"""The walking round: from a new draft to the head's return, through pages without JavaScript."""

import re

import pytest
from django.utils import timezone

from alliance.expertise.models import Area
from alliance.expertise.services import load_areas
from alliance.post.models import Mail
from sle.models import Application, Reference, Round
from tests.factories import sle as made


def moment(prefix, at, when="3pm"):
    local = timezone.localtime(at)
    parts = (local.day, local.month, local.year, when)
    return {f"{prefix}_{n}": str(value) for n, value in enumerate(parts)}


@pytest.mark.slow
def test_a_round_is_set_up_opened_applied_to_handed_over_and_submitted(cast, penns, sign_in):
    load_areas()
    now = timezone.now()
    staff = sign_in(cast.lead)
    base = f"/{cast.alliance.slug}/sle/"
    answer = staff.post(f"{base}rounds/new/", {"title": "Spring round"})
    round = Round.objects.get(title="Spring round")
    assert answer.url == f"{base}rounds/{round.pk}/"
    page = staff.get(answer.url)
    assert "Say who should apply, for the public page." in page.content.decode()
    assert staff.post(f"{base}rounds/{round.pk}/open/").status_code == 403

    staff.post(f"{base}rounds/{round.pk}/set-up/about/", {"title": "Spring round", "about": "Strong leaders."})
    times = {
        **moment("opens_at", now - timezone.timedelta(days=1)),
        **moment("hand_over_by", now + timezone.timedelta(days=5), ""),
        **moment("references_by", now + timezone.timedelta(days=9), "17:30"),
    }
    assert staff.post(f"{base}rounds/{round.pk}/set-up/times/", times).status_code == 302
    maths = Area.objects.get(area_list__current=True, name="Maths")
    staff.post(f"{base}rounds/{round.pk}/areas/", {"areas": [maths.pk]})
    chosen = round.areas.get()
    staff.post(f"{base}rounds/{round.pk}/targets/", {f"target_{chosen.pk}": "3"})
    assert round.areas.get().target == 3
    assert staff.post(f"{base}rounds/{round.pk}/open/").status_code == 302
    round.refresh_from_db()
    assert (round.state, timezone.localtime(round.hand_over_by).hour) == ("open", 15)

    public = sign_in(None).get(f"{base}apply/{round.pk}/").content.decode()
    assert "Start now" in public
    assert "Maths" in public

    applicant = sign_in(cast.outsider)
    assert "Before you start" in applicant.get(f"{base}apply/{round.pk}/start/").content.decode()
    applicant.post(f"{base}apply/{round.pk}/start/")
    application = Application.objects.get()
    home = f"{base}applications/{application.code}/"

    def part(slug, **values):
        form = applicant.get(f"{home}part/{slug}/").context["form"]
        revision = {"revision": form.initial["revision"]} if "revision" in form.fields else {}
        return applicant.post(f"{home}part/{slug}/", {**revision, **values})

    you = {"first_name": "Otis", "surname": "Outsider", "post": "Maths lead", "telephone": "0121 496 0000"}
    assert part("you", **you).url == f"{home}part/school/"
    assert part("school", school="103356").url == f"{home}part/trn/"
    assert part("trn", trn="12/34567").status_code == 302
    role = {"leadership_role": "Maths lead", "leadership_years": "3", "is_head": "no", "is_hlta": "no"}
    assert part("leadership", **role).status_code == 302
    assert part("areas", areas=[maths.pk]).url == f"{home}question/q1/"
    for question in round.questions.all():
        saved = applicant.post(f"{home}question/{question.key}/", {"revision": "0", "text": "What I did worked."})
        assert saved.status_code == 302
    assert part("adjustments", request="A room without steps.").status_code == 302
    assert part("head", name="Jo Ward", email=made.HEAD_EMAIL, post="", telephone="").status_code == 302
    last = part("referee", name="Sam Lee", email=made.REFEREE_EMAIL, post="", telephone="")
    assert last.url == f"{home}hand-over/"
    check = applicant.get(f"{home}hand-over/").content.decode()
    assert "Hand over to Jo Ward" in check
    assert applicant.post(f"{home}hand-over/", {"declared": "on"}).url == home
    application.refresh_from_db()
    assert (application.state, application.trn) == ("handed_over", "1234567")
    assert "Jo Ward was asked on" in applicant.get(home).content.decode()

    head = sign_in(None)
    reference = Reference.objects.get(kind="head")
    assert reference.state == "asked"
    link = f"{base}reference/{made.token_of(reference)}/"
    read = head.get(link).content.decode()
    assert "Complete the application of Otis Outsider" in read
    assert "What I did worked." in read
    assert "A room without steps." not in read
    words = {
        "revision": "0",
        "confirms_role": "yes",
        "confirms_years": "3",
        "agrees_release": "yes",
        "statement": "Excellent.",
        "signer_name": "Jo Ward",
        "signer_post": "Headteacher",
    }
    assert head.post(link, words).url == f"{link}send/"
    assert "Excellent." in head.get(f"{link}send/").content.decode()
    assert head.post(f"{link}send/").url == link
    assert "Reference received" in head.get(link).content.decode()
    application.refresh_from_db()
    assert application.state == "submitted"
    assert set(application.findings.values_list("met", flat=True)) == {True}
    kinds = set(Mail.objects.values_list("kind", flat=True))
    assert kinds == {
        "sle.application_started",
        "sle.application_handed_over",
        "sle.head_asked",
        "sle.referee_asked",
        "sle.application_submitted",
        "sle.reference_received",
    }
    for page in ("", f"rounds/{round.pk}/", f"rounds/{round.pk}/applications/", f"rounds/{round.pk}/chase/"):
        assert sign_in(cast.administrator).get(base + page).status_code == 200
    record = sign_in(cast.administrator).get(home).content.decode()
    assert "Excellent." in record
    assert not re.search(r"A room without steps", record)
