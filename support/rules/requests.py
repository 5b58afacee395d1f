"""Who may ask for support, and who may do what with a request.

Rules about one request take the sides on which somebody stands (`rules.sides`): whoever follows a request by the link
in their mail stands on the school's, without being anybody in particular.
"""

from __future__ import annotations

from collections.abc import Set

from alliance.library.models import Document
from alliance.members.queries import holds, urns_spoken_for
from alliance.members.states import Role
from alliance.people.models import Person
from alliance.refusal import Refusal, first_refusal
from alliance.schools.models import Alliance, School
from alliance.schools.queries import partner_schools
from alliance.schools.vocabulary import said
from support.models import REQUEST, Need, Request
from support.rules.sides import Side, runs_support, sides_of
from support.states import HOLDING, DeploymentState, RequestState, Source

NOT_YOURS = Refusal("This request is seen by the school, by whoever asked, and by those who take part in the support.")
STAFF_ONLY = Refusal("Only a director, an administrator or the lead of school-to-school support can do this.")
MOST_NEEDS = 12


def schools_to_ask_for(person: Person | None, alliance: Alliance) -> list[School]:
    """The partner schools for which the person can ask: all for staff and commissioners, their own for heads and
    coordinators."""
    if person is None:
        return []
    schools = partner_schools(alliance)
    if runs_support(person, alliance) or holds(person, alliance, Role.COMMISSIONER):
        return list(schools)
    return list(schools.filter(urn__in=urns_spoken_for(person, alliance)))


def source_of(person: Person, alliance: Alliance, school: School) -> Source:
    """As what the person asks for that school: who answers for it asks as the school, whatever else they are."""
    if school.urn in urns_spoken_for(person, alliance):
        return Source.SCHOOL
    return Source.STAFF if runs_support(person, alliance) else Source.COMMISSIONER


def may_ask(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Heads and coordinators of partner schools, commissioners for a school, staff for a school."""
    if schools_to_ask_for(person, alliance):
        return None
    if runs_support(person, alliance) or holds(person, alliance, Role.COMMISSIONER):
        return Refusal("No school is a partner of the alliance today, so there is none to ask for.")
    sentence = "The {headteacher} or the coordinator of a partner school asks for support. Others can send an enquiry."
    return Refusal(said(sentence))


def may_ask_for(person: Person | None, alliance: Alliance, school: School) -> Refusal | None:
    """May the person ask for this school?"""
    if school in schools_to_ask_for(person, alliance):
        return None
    return may_ask(person, alliance) or Refusal(f"You cannot ask for support for {school.name}.")


def may_see_requests(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Staff see all requests; heads, coordinators and commissioners the list of their own."""
    ours = urns_spoken_for(person, alliance) if person is not None else set()
    if runs_support(person, alliance) or holds(person, alliance, Role.COMMISSIONER) or ours:
        return None
    return Refusal(
        said("Requests are listed for the alliance’s staff, {headteachers}, coordinators and commissioners.")
    )


def may_see_request(sides: Set[Side]) -> Refusal | None:
    """Whoever stands on any side of it sees the request, each their own part."""
    return None if sides else NOT_YOURS


def may_handle(sides: Set[Side]) -> Refusal | None:
    """The alliance's staff handle requests."""
    return None if Side.STAFF in sides else STAFF_ONLY


def asking_side(request: Request) -> Side:
    """The side that asks: it writes the draft, and may take the request back."""
    return {Source.COMMISSIONER: Side.COMMISSIONER, Source.STAFF: Side.STAFF}.get(Source(request.source), Side.SCHOOL)


def may_change(sides: Set[Side], request: Request) -> Refusal | None:
    """A draft is written by the side that asks, until it is asked."""
    if asking_side(request) not in sides:
        return NOT_YOURS
    if request.state != RequestState.DRAFT:
        return Refusal("This request has been made, so it can no longer be changed here. Tell the alliance instead.")
    return None


def missing_in(request: Request) -> list[str]:
    """What a draft still lacks, in words; empty: it can be asked."""
    wanted = {
        "The school": request.school,
        "What it is about, in a few words": request.title.strip(),
        "What the school needs": request.detail.strip(),
        "What should be different afterwards": request.outcomes.strip(),
        "At least one area": request.needs.exists(),
        "A name to contact": request.contact_name.strip(),
        "An e-mail address to contact": request.contact_email.strip(),
    }
    return [words for words, value in wanted.items() if not value]


def may_make_request(person: Person | None, request: Request) -> Refusal | None:
    """Ask: by whoever writes the draft, once nothing is missing, while the school is still a partner."""
    refused = may_change(sides_of(person, request), request)
    if refused is None and request.school is not None:
        refused = may_ask_for(person, request.alliance, request.school)
    if refused is None and (lacking := missing_in(request)):
        return Refusal(f"Something is missing: {'; '.join(lacking)}.")
    return refused


def may_move(sides: Set[Side], request: Request, move: str) -> Refusal | None:
    """May staff make this move of the machine (accept, ask back, decline, cancel, diagnose again)?"""
    refused = first_refusal(may_handle(sides), _legal(request, move))
    chosen = move == "diagnose_again" and request.deployments.filter(state=DeploymentState.CHOSEN).exists()
    if refused is None and chosen:
        return Refusal("The school has chosen leaders for these needs. Take them out first, then agree again.")
    return refused


def may_remove_need(sides: Set[Side], need: Need) -> Refusal | None:
    """A need that a leader is to meet stays until somebody takes the leader out."""
    refused = may_diagnose(sides, need.request)
    if refused is None and need.deployments.filter(deployment__state__in=HOLDING).exists():
        return Refusal("A leader is to meet this need. Take the leader out of the request first.")
    return refused


def may_answer(sides: Set[Side], request: Request) -> Refusal | None:
    """The school answers a question, or whoever asked for it."""
    if not sides & {Side.SCHOOL, asking_side(request)}:
        return Refusal("The school answers this question, or whoever asked for support.")
    return _legal(request, "answer")


def may_withdraw(sides: Set[Side], request: Request) -> Refusal | None:
    """Whoever asked takes it back, until the support has begun."""
    if asking_side(request) not in sides:
        return Refusal("Only whoever asked for support can withdraw the request.")
    return _legal(request, "withdraw")


def may_diagnose(sides: Set[Side], request: Request) -> Refusal | None:
    """Needs, measures and context are written down by staff while the request is being diagnosed."""
    if refused := may_handle(sides):
        return refused
    if request.state != RequestState.DIAGNOSING:
        return Refusal("Needs and measures are written down during the diagnosis, and this request is not there.")
    return None


def lacking_in_diagnosis(request: Request) -> list[str]:
    """What has to be done before the diagnosis is finished, in words."""
    needs = list(request.needs.select_related("area"))
    lacking = [f"Confirm or remove: {need.area.name}" for need in needs if not need.confirmed]
    lacking += [f"Half days for: {need.area.name}" for need in needs if need.confirmed and not need.half_days]
    lacking += ["At least one need"] if not needs else []
    lacking += ["Where the school stands today"] if not hasattr(request, "context") else []
    return lacking


def may_finish_diagnosis(sides: Set[Side], request: Request) -> Refusal | None:
    """Every need is confirmed and has days, and it is written down where the school stood."""
    refused = may_diagnose(sides, request)
    if refused is None and (lacking := lacking_in_diagnosis(request)):
        return Refusal(f"The diagnosis is not finished: {'; '.join(lacking)}.")
    return refused


def may_set_times(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Staff of support say how soon the alliance promises what."""
    return None if runs_support(person, alliance) else STAFF_ONLY


def may_attach(sides: Set[Side], request: Request) -> Refusal | None:
    """Files are added to a draft by whoever writes it, and to an answer by whoever may give it."""
    if request.state == RequestState.ASKED_BACK:
        return may_answer(sides, request)
    return may_change(sides, request)


def may_open_document(person: Person | None, document: Document) -> Refusal | None:
    """May the person open a file of a request?"""
    found: Request = Request.objects.select_related("alliance", "school").get(pk=document.subject_id)
    return may_read_documents(sides_of(person, found), found)


def may_read_documents(sides: Set[Side], request: Request) -> Refusal | None:
    """What was attached is read by staff, the school, and whoever asked."""
    if sides & {Side.STAFF, Side.SCHOOL, asking_side(request)}:
        return None
    return Refusal("These papers are for the school and the alliance.")


def _legal(request: Request, move: str) -> Refusal | None:
    if move in REQUEST.available(request):
        return None
    return Refusal(f"This request is “{request.get_state_display()}” now, so that cannot be done.")


def may_see_school(person: Person | None, alliance: Alliance, school: School) -> Refusal | None:
    """What a school received and gave is read by staff, and by its own head and coordinator."""
    if runs_support(person, alliance) or school.urn in urns_spoken_for(person, alliance):
        return None
    return Refusal(said("Only the alliance’s staff, and the school’s {headteacher} and coordinator, see this."))


def may_see_broker_board(person: Person | None, alliance: Alliance) -> Refusal | None:
    """Whoever brokers support: its staff."""
    return None if runs_support(person, alliance) else STAFF_ONLY
