"""docs/who_sees_what.md, line by line: each side sees its part of the work and no more."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django_scopes import scope

from alliance.addresses import path_to
from alliance.people.models import Person
from alliance.schools.models import Partner
from support.models import Agreement, Evaluation, Measure, Reading, Request, Visit
from support.services import agreements, deployments, visits
from support.states import Source
from tests.factories.support_evaluations import ask, ended, give
from tests.factories.support_work import assure, home_head_of, offered, recorded, sign_all, visited

EVIDENCE, GAINED, LEADER_SAYS, ABSENT = "Miss Gray turned it round.", "We gained.", "A joy.", "Pupils absent often"
RECORD, DRAFT, PRICE, CONDITION = "Taught together.", "Half a thought.", "£175 for half a day", "Not on Mondays."
SCOPING = "Two new teachers."

# side -> (request, agreement, deployment, record, draft): statuses; then which of the words it reads on those pages
SEES = {
    "staff": ((200, 200, 200, 200, 200), {"name", "scoping", "price", "condition", "record", "draft", "focus"}),
    "school": ((200, 200, 200, 200, 403), {"name", "scoping", "price", "record", "focus"}),
    "leader": ((200, 200, 200, 200, 200), {"name", "scoping", "price", "condition", "record", "draft", "focus"}),
    "other leader": ((200, 200, 403, 403, 403), {"scoping", "price"}),
    "home school": ((200, 200, 200, 403, 403), {"name", "price", "condition"}),
    "commissioner": ((200, 403, 403, 403, 403), set()),
    "teacher": ((403, 403, 403, 403, 403), set()),
    "board": ((403, 403, 403, 403, 403), set()),
}


@pytest.mark.slow
def test_each_side_sees_its_part_and_no_more(cast, client):
    first = offered(cast)
    request = first.request
    request.commissioner = Partner.objects.get(name="Birmingham City Council")
    request.source = Source.COMMISSIONER
    request.save()
    second = offered(cast, request=request)
    by_lead = {"by": cast.lead, "now": timezone.now()}
    deployments.choose_leaders(request=request, chosen=[first, second], **by_lead)
    today = timezone.localdate()
    agreements.note_scoping(request=request, on=today, found=SCOPING, **by_lead)
    agreement = agreements.draft_agreement(request=request, **by_lead)
    values = {"visits": "Six.", "begins_on": today - timedelta(days=9), "review_on": today, "ends_on": today}
    lines = {line.pk: {"half_day_pence": 17_500} for line in agreement.lines.all()}
    agreements.save_agreement(agreement=agreement, revision=agreement.revision, values=values, lines=lines, **by_lead)
    agreements.propose_agreement(agreement=Agreement.objects.get(), **by_lead)
    sign_all(agreement, cast)
    first.refresh_from_db()
    assure(first, cast.lead)
    record, draft = recorded(first), visited(first)
    visits.save_record(visit=draft, revision=0, values={"activity": DRAFT}, **by_lead)
    pages = [
        path_to("support:request", cast.alliance, code=request.code),
        path_to("support:agreement", cast.alliance, code=request.code),
        path_to("support:deployment", cast.alliance, pk=first.pk),
        path_to("support:visit", cast.alliance, pk=record.pk),
        path_to("support:visit", cast.alliance, pk=draft.pk),
    ]
    people: dict[str, Person] = {
        "staff": cast.lead,
        "school": cast.head,
        "leader": first.supporter.person,
        "other leader": second.supporter.person,
        "home school": home_head_of(first),
        "commissioner": cast.commissioner,
        "teacher": cast.teacher,
        "board": cast.board,
    }
    # The agreement names all leaders, so names are looked for on the other pages.
    words = {"scoping": SCOPING, "price": PRICE, "condition": CONDITION, "record": RECORD, "draft": DRAFT}
    words["focus"] = "Reasoning"
    assert Visit.objects.count() == 2
    for side, person in people.items():
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        with scope(alliance=cast.alliance):
            answers = [client.get(page) for page in pages]
        statuses, reads = SEES[side]
        assert tuple(answer.status_code for answer in answers) == statuses, side
        shown = [answer.content.decode() for answer in answers if answer.status_code == 200]
        found = {key for key, text in words.items() if any(text in page for page in shown)}
        apart = "".join(page for page, where in zip(shown, pages, strict=False) if where != pages[1])
        found |= {"name"} if f">{first.supporter.person.name}" in apart else set()
        assert found == reads, side


@pytest.mark.slow
def test_a_commissioner_reads_the_impact_and_not_the_person(cast, sign_in):
    city = Partner.objects.get(name="Birmingham City Council")
    work = ended(cast.school, by=cast.lead, half_days=3)
    about = {
        "source": Source.COMMISSIONER,
        "commissioner": city,
        "begins_on": date(2026, 1, 5),
        "title": "For the city",
    }
    Request.objects.filter(pk=work.request_id).update(**about)
    need = work.needs.get().need
    facts = {"name": ABSENT, "source": "Own", "baseline": 12, "baseline_on": date(2026, 1, 1), "less_is_better": True}
    measure = Measure.objects.create(alliance=cast.alliance, need=need, **facts)
    written = {"written_by": cast.head, "written_at": timezone.now(), "source": "Own"}
    Reading.objects.create(alliance=cast.alliance, measure=measure, value=9, on=date(2026, 6, 1), **written)
    evaluation = ask(work, by=cast.lead)
    client, of = sign_in(cast.commissioner), {"code": work.request.code}
    page, numbers = (
        path_to("support:request", cast.alliance, **of),
        path_to("support:request_outcomes", cast.alliance, **of),
    )
    rows = path_to("support:request_list", cast.alliance)
    assert "how much has changed" not in client.get(page).content.decode()
    assert "Very good" not in client.get(rows).content.decode()
    give(evaluation, by=cast.head, grade="very")
    kept = {"effectiveness": "poor", "home_gained": GAINED, "leader_says": LEADER_SAYS}
    Evaluation.objects.filter(pk=evaluation.pk).update(**kept)
    evaluation.needs.update(evidence=EVIDENCE)
    shown = [client.get(one).content.decode() for one in (page, numbers, rows)]
    assert "Maths: very good" in shown[0]
    assert ABSENT in shown[1]
    assert "Better" in shown[1]
    assert "Write down a value" not in shown[1]
    assert "Very good" in shown[2]
    assert "1½ days" in shown[2]
    for words in (EVIDENCE, GAINED, LEADER_SAYS, "Poor", work.supporter.person.name):
        assert not any(words in one for one in shown), words
    assert client.get(path_to("support:evaluation", cast.alliance, pk=evaluation.pk)).status_code == 403
    assert "1½ days,Very good" in client.get(f"{rows}?format=csv").getvalue().decode()
    other = Partner.objects.create(alliance=cast.alliance, name="A diocese", kind=city.kind)
    Request.objects.filter(pk=work.request_id).update(commissioner=other)
    assert [client.get(one).status_code for one in (page, numbers)] == [403, 403]
