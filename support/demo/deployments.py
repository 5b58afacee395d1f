"""The demo's leaders at work: asked, proposed, being agreed, at work with visits, and one who is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pikepdf
from django.core.files.base import ContentFile
from django.utils import timezone

from alliance.library.services import store
from alliance.members.queries import heads_of
from alliance.people.models import Person
from support.demo.making import at
from support.models import Agreement, Deployment, Pot, Request
from support.queries.agreements import all_signatures
from support.queries.deployments import all_deployments
from support.queries.leaders import leaders
from support.queries.visits import all_visits
from support.rules.visits import ASSURANCE
from support.services import agreements, concerns, endings, releases, visits
from support.services import deployments as services
from support.services.planning import plan_deployment
from support.services.supply import supporter_of
from support.states import DeploymentState, Party, RequestState, SignatureState

VISITS = (
    (
        "Planning the unit together",
        "Looked at the books of both classes, then planned the next unit with the two teachers, lesson by lesson.",
        "The teachers try the first two lessons. We compare notes on the next visit.",
    ),
    (
        "Teaching side by side",
        "Taught one lesson together in each class, and talked it over at once: what did pupils say, what did we miss?",
        "One teacher films a lesson for the others. I send examples of questions that work.",
    ),
    (
        "Looking at what pupils can do now",
        "Went through the test of the last fortnight with the subject lead, question by question.",
        "The subject lead shows the staff what to change. Two pupils need somebody beside them for a while.",
    ),
)


@dataclass(frozen=True)
class Work:
    """How far one request has come: the leaders by area, how many visits were made, what was told besides, and
    how many days ago it ended."""

    title: str
    until: DeploymentState
    visits: int = 0
    planned_in: int = 0
    unsigned: str = ""
    several: bool = False
    concern: str = ""
    review: str = ""
    called_off: str = ""
    ended: int = 15
    by_pot: bool = False


BOLDMERE = (
    Work("Subject leadership in science", DeploymentState.RELEASE_ASKED),
    Work("Curriculum for the foundation subjects", DeploymentState.OFFERED, several=True),
    Work("Reading in key stage 2", DeploymentState.CHOSEN, unsigned=Party.SCHOOL, by_pot=True),
    Work(
        "Mastery in maths across the school",
        DeploymentState.ACTIVE,
        visits=3,
        planned_in=6,
        by_pot=True,
        review="Years 3 and 4 teach in the new way. Years 5 and 6 begin after half term, with two more visits there.",
    ),
    Work(
        "Early years: outdoor learning",
        DeploymentState.ACTIVE,
        visits=2,
        called_off="Both teachers are ill, and there is nobody to take their classes.",
        concern="The last visit began an hour late and nobody had told us. We would rather you spoke to them than we.",
    ),
    Work("Behaviour policy in practice", DeploymentState.ENDED, visits=3),
    Work("Reading for meaning", DeploymentState.ENDED, visits=4, ended=300),
    Work("Numbers in reception", DeploymentState.ENDED, visits=3, ended=290),
    Work("Calm at the end of play", DeploymentState.ENDED, visits=3, ended=280),
    Work("Writing of pupils with free meals", DeploymentState.ENDED, visits=4, ended=170),
)
STORIES = {
    "boldmere": BOLDMERE,
    "west-herts": (Work("Maths for the most able", DeploymentState.RELEASE_ASKED),),
    "west-london": (Work("Practical work in science", DeploymentState.OFFERED),),
}


def fill(cast: Any) -> None:
    """Take the alliance's requests on from the matching, unless leaders have been asked already."""
    if Deployment.objects.filter(alliance=cast.alliance, asked_at__isnull=False).exists():
        return
    for work in STORIES.get(cast.alliance.slug, ()):
        found = Request.objects.filter(alliance=cast.alliance, title=work.title, state=RequestState.MATCHING).first()
        if found is not None:
            _take_on(cast, found, work)


def _take_on(cast: Any, found: Request, work: Work) -> None:
    """One step after another, each some days after the one before."""
    begun = timezone.localtime(found.diagnosed_at or found.begun_at)
    parts = _planned(cast, found, 2 if work.several else 1, begun)
    for part in parts:
        _asked(cast, part, work.until, begun + timedelta(hours=3))
    if not parts or work.until in (
        DeploymentState.RELEASE_ASKED,
        DeploymentState.LEADER_ASKED,
        DeploymentState.OFFERED,
    ):
        return
    chosen = begun + timedelta(days=2)
    found.refresh_from_db()
    services.choose_leaders(request=found, chosen=parts, by=_head(cast, found), now=chosen)
    scoped = chosen + timedelta(days=2)
    if scoped > timezone.now():
        return
    words = "The school is open to it. Two teachers have agreed to work with us, and time is free on Thursdays."
    agreements.note_scoping(request=found, on=scoped.date(), found=words, by=cast.lead, now=scoped)
    agreement = _agreement(cast, found, scoped + timedelta(hours=4), by_pot=work.by_pot)
    _sign(cast, agreement, scoped + timedelta(days=2), but=work.unsigned)
    if not work.unsigned:
        _at_work(cast, parts[0], work, scoped + timedelta(days=4))


def _planned(cast: Any, found: Request, many: int, now: datetime) -> list[Deployment]:
    """Leaders for the request: those who know its areas first; never from the school itself."""
    needs = list(found.needs.select_related("area"))
    areas, school = {need.area.name for need in needs}, found.school
    known = leaders(cast.alliance)
    heads = heads_of(cast.alliance, {one.home_school for one in known})
    others = [one for one in known if one.home_school != school and one.home_school.pk in heads]
    others.sort(key=lambda one: (not areas & {area.name for area in one.areas}, one.load, one.person.name))
    half_days = sum(need.half_days or 2 for need in needs)
    made = []
    for leader in others[:many]:
        planned = plan_deployment(
            request=found,
            supporter=supporter_of(leader, by=cast.lead),
            needs=needs,
            half_days=half_days,
            by=cast.lead,
            now=now,
            beyond_days=True,
        )
        made.append(all_deployments().get(pk=planned.pk))
    return made


def _asked(cast: Any, part: Deployment, until: str, now: datetime) -> None:
    """The home head and the leader answer, as far as it goes."""
    releases.ask_release(deployment=part, by=cast.lead, now=now)
    if until == DeploymentState.RELEASE_ASKED:
        return
    if part.state == DeploymentState.RELEASE_ASKED:
        releases.answer_release(
            deployment=part,
            agrees=True,
            words="Not on the day of our staff meeting, which is Tuesday.",
            signer_name=part.head_name,
            signer_post="Headteacher",
            link=None,
            by=None,
            now=now + timedelta(hours=20),
        )
    if part.state == DeploymentState.LEADER_ASKED:
        leader = part.supporter.person
        services.reply(deployment=part, accepts=True, reason="", by=leader, now=now + timedelta(hours=26))


def _head(cast: Any, found: Request) -> Person:
    head: Person = cast.head_of[found.school.urn] if found.school else cast.lead
    return head


def _agreement(cast: Any, found: Request, now: datetime, *, by_pot: bool) -> Agreement:
    first = now.date() + timedelta(days=5)
    made = agreements.draft_agreement(request=found, by=cast.lead, now=now)
    values = {
        "visits": "Half days, about two in each half term, with a talk with the head at the end of each.",
        "milestones": "After three visits: planning is shared. By the review: it shows in lessons.",
        "begins_on": first,
        "review_on": first + timedelta(days=60),
        "ends_on": first + timedelta(days=160),
    }
    pot = Pot.objects.filter(alliance=cast.alliance).first() if by_pot else None
    lines = {line.pk: {"pot": pot} for line in made.lines.all()}
    agreements.save_agreement(agreement=made, revision=made.revision, values=values, lines=lines, by=cast.lead, now=now)
    made = Agreement.objects.select_related("request__alliance", "request__school", "alliance").get(pk=made.pk)
    agreements.propose_agreement(agreement=made, by=cast.lead, now=now)
    return made


def _sign(cast: Any, agreement: Agreement, now: datetime, *, but: str) -> None:
    """Every party signs but one."""
    asked = all_signatures().filter(agreement=agreement, state=SignatureState.ASKED).order_by("pk")
    posts = {Party.LEADER: "Specialist leader", Party.ALLIANCE: "Director"}
    for hours, one in enumerate(asked.exclude(party=but)):
        by = cast.director if one.party == Party.ALLIANCE else Person.objects.get(email=one.email)
        name = cast.director.name if one.party == Party.ALLIANCE else one.name
        post = posts.get(Party(one.party), "Headteacher")
        when = now + timedelta(hours=hours)
        agreements.sign(signature=one, signed_name=name, signed_post=post, link=None, by=by, now=when)


def _at_work(cast: Any, part: Deployment, work: Work, now: datetime) -> None:
    """Assured, visited, and what else became of it."""
    part = all_deployments().get(pk=part.pk)
    leader, head = part.supporter.person, _head(cast, part.request)
    _assure(part, cast.head_of[part.home_school.urn])
    until = timezone.localdate() - timedelta(days=work.ended if work.until == DeploymentState.ENDED else 0)
    step = max(2, ((until - now.date()).days - 3) // (work.visits + 1))
    for number in range(work.visits):
        on = _weekday(now.date() + timedelta(days=5 + number * step))
        if on >= until:
            break
        _visit(part, leader, number, on, length=1 + number % 2)
    if work.planned_in:
        begins = datetime.combine(_weekday(timezone.localdate() + timedelta(days=work.planned_in)), time(9))
        starts_at = timezone.make_aware(begins)
        details = "The hall is taken: please come to the library."
        visits.plan_visit(
            deployment=part,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=3),
            half_days=1,
            place="",
            details=details,
            by=leader,
            now=at(2),
        )
    elif work.until == DeploymentState.ACTIVE:
        # The visit of the other day, which waits for its record.
        on = _weekday(timezone.localdate() - timedelta(days=4))
        visits.note_visit(deployment=part, on=on, half_days=1, by=leader, now=at(3))
    if work.called_off:
        _called_off(part, leader, head, work.called_off)
    if work.review:
        on = timezone.localdate() - timedelta(days=6)
        endings.hold_review(request=part.request, on=on, found=work.review, by=leader, now=at(5))
    if work.concern:
        concerns.raise_concern(request=part.request, words=work.concern, by=head, now=at(2))
    if work.until == DeploymentState.ENDED:
        reason = "What was planned is reached sooner than we thought; the school goes on by itself."
        told = at(work.ended - 1)
        endings.end_deployment(deployment=part, on=until, reason=reason, replaced=False, by=cast.lead, now=told)


def _called_off(part: Deployment, leader: Person, head: Person, reason: str) -> None:
    """A visit of last week that the school called off the evening before, so that it counts."""
    day = _weekday(timezone.localdate() - timedelta(days=9))
    starts_at = timezone.make_aware(datetime.combine(day, time(13)))
    planned: dict[str, Any] = {"half_days": 1, "place": "", "details": "", "by": leader, "now": at(16)}
    made = visits.plan_visit(deployment=part, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3), **planned)
    visit = all_visits().get(pk=made.pk)
    visits.call_off_visit(visit=visit, reason=reason, by=head, now=starts_at - timedelta(hours=18))


def _visit(part: Deployment, leader: Person, number: int, on: date, *, length: int) -> None:
    focus, activity, steps = VISITS[number % len(VISITS)]
    evening = timezone.make_aware(datetime.combine(on, time(18)))
    made = visits.note_visit(deployment=part, on=on, half_days=length, by=leader, now=evening)
    visit = all_visits().get(pk=made.pk)
    words = {"focus": focus, "activity": activity, "next_steps": steps}
    visits.save_record(visit=visit, revision=0, values=words, by=leader, now=evening)
    visits.submit_record(visit=visit, by=leader, now=evening + timedelta(hours=1))


def _assure(part: Deployment, by: Person) -> None:
    """The letter of assurance, which the home school has sent as a scan."""
    content = BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page(page_size=(595, 842))
        paper.save(content)
    name = f"assurance-{part.supporter.person.surname.lower()}.pdf"
    store(subject=part, purpose=ASSURANCE, upload=ContentFile(content.getvalue(), name=name), by=by)


def _weekday(day: date) -> date:
    """The day, or the Monday after it."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day
