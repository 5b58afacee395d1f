"""Who the applicants of a round are, as far as a panel's machinery must know it for a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from allauth.account.models import EmailAddress

from alliance.members.models import Membership
from alliance.members.queries import emails_of
from alliance.members.states import STAFF_ROLES
from alliance.panels.facts import CandidateFacts
from alliance.panels.models import Exercise
from alliance.people.models import Person
from alliance.schools.models import School
from alliance.schools.queries import families
from sle.models import Appeal, Application, InterviewPlan, Reference, Release, Review
from sle.rules.independence import took_part_in
from sle.states import ReferenceState


def candidates(exercises: Sequence[Exercise]) -> dict[int, CandidateFacts]:
    """The facts of every applicant of the rounds that `exercises` are about, by application."""
    rounds = [exercise.about_id for exercise in exercises]
    return facts_of(Application.objects.filter(round__in=rounds).select_related("applicant"))


def interviewed(exercises: Sequence[Exercise]) -> dict[int, CandidateFacts]:
    """The facts of every applicant of the rounds for whose interviews `exercises` are, by application."""
    plans = InterviewPlan.objects.filter(pk__in=[exercise.about_id for exercise in exercises])
    return facts_of(Application.objects.filter(round__in=plans.values("round")).select_related("applicant"))


def candidates_again(exercises: Sequence[Exercise]) -> dict[int, CandidateFacts]:
    """The facts of the applicants whose applications are scored again after an appeal, by application.

    Whoever took part before, heard the appeal or is of the staff, who know whose it is, cannot sit on such a panel.
    """
    appeals = Appeal.objects.filter(pk__in=[exercise.about_id for exercise in exercises])
    appeals = appeals.select_related("application__applicant", "application__round").prefetch_related("hearers")
    known = [(appeal, appeal.application) for appeal in appeals if appeal.application is not None]
    facts, parts = facts_of([application for _, application in known]), took_part_in([appeal for appeal, _ in known])
    alliances = {appeal.alliance_id for appeal, _ in known}
    staff = Membership.objects.filter(alliance__in=alliances, role__in=STAFF_ROLES).values_list("person_id", flat=True)
    return {
        application.pk: replace(
            facts[application.pk],
            barred_person_ids=frozenset(
                {*parts[appeal.pk], *staff, *(hearer.person_id for hearer in appeal.hearers.all())}
            ),
        )
        for appeal, application in known
    }


def reviewed(exercises: Sequence[Exercise]) -> dict[int, CandidateFacts]:
    """The facts of every leader whose review `exercises` are about, by review."""
    reviews = list(
        Review.objects.filter(pk__in=[exercise.about_id for exercise in exercises]).select_related(
            "designation__person", "designation__home_school"
        )
    )
    families = _families({review.designation.home_school_id for review in reviews})
    heads: dict[int, list[Release]] = defaultdict(list)
    for release in Release.objects.filter(designation__in=[review.designation_id for review in reviews]):
        heads[release.designation_id].append(release)
    people = _people_of({release.email for several in heads.values() for release in several if release.email})
    found = {}
    for review in reviews:
        held, asked = review.designation, heads[review.designation_id]
        schools = families[held.home_school_id]
        found[review.pk] = CandidateFacts(
            person_ids=frozenset({held.person_id}),
            emails=frozenset(emails_of(held.person)),
            referee_person_ids=frozenset(people[release.email] for release in asked if release.email in people),
            referee_emails=frozenset(release.email for release in asked if release.email),
            names=_once([held.person.name, *(name for one in asked for name in (one.name, one.signer_name))]),
            school_urns=frozenset(school.urn for school in schools),
            school_names=_once([name for school in schools for name in (school.name, school.trust_name)]),
            towns=_once([school.town for school in schools]),
            trust_codes=frozenset(school.trust_code for school in schools if school.trust_code),
            trns=(held.trn,) if held.trn else (),
        )
    return found


def facts_of(applications: Iterable[Application]) -> dict[int, CandidateFacts]:
    """What identifies each applicant: every name, address and school by which a reader could know them."""
    chosen = list(applications)
    people = {application.applicant_id for application in chosen}
    addresses = defaultdict(set)
    for person, email in EmailAddress.objects.filter(user__in=people, verified=True).values_list("user_id", "email"):
        addresses[person].add(email.lower())
    references = defaultdict(list)
    asked = Reference.objects.filter(application__in=[application.pk for application in chosen])
    for reference in asked.exclude(state=ReferenceState.REPLACED).select_related("school"):
        references[reference.application_id].append(reference)
    families = _families({application.school_id for application in chosen if application.school_id})
    referee_people = _people_of({r.email.lower() for several in references.values() for r in several})
    return {
        application.pk: _facts(
            application, addresses[application.applicant_id], references[application.pk], families, referee_people
        )
        for application in chosen
    }


def _facts(
    application: Application,
    addresses: set[str],
    references: list[Reference],
    families: Mapping[int, list[School]],
    referee_people: Mapping[str, int],
) -> CandidateFacts:
    applicant = application.applicant
    schools = families.get(application.school_id or 0, [])
    referee_schools = [reference.school for reference in references if reference.school]
    referee_emails = {reference.email.lower() for reference in references}
    names = [application.name, applicant.name if applicant.name != applicant.email else ""]
    names += [name for reference in references for name in (reference.name, reference.signer_name)]
    return CandidateFacts(
        person_ids=frozenset({applicant.pk}),
        emails=frozenset({applicant.email, *addresses}),
        referee_person_ids=frozenset(referee_people[email] for email in referee_emails if email in referee_people),
        referee_emails=frozenset(referee_emails),
        names=_once(names),
        school_urns=frozenset(school.urn for school in schools),
        school_names=_once(
            [school.name for school in (*schools, *referee_schools)]
            + [school.trust_name for school in schools]
            + [reference.signer_school for reference in references]
        ),
        towns=_once([school.town for school in (*schools, *referee_schools)]),
        trust_codes=frozenset(school.trust_code for school in schools if school.trust_code),
        trns=(application.trn,) if application.trn else (),
    )


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word))


def _families(school_ids: set[int]) -> dict[int, list[School]]:
    """Each school with its predecessors and successors, itself first."""
    own = School.objects.in_bulk(school_ids)
    found = families({school.urn for school in own.values()})
    urns = {pk: found[school.urn] for pk, school in own.items()}
    known = School.objects.in_bulk({urn for several in urns.values() for urn in several}, field_name="urn")
    return {
        pk: [school, *(known[urn] for urn in sorted(urns[pk]) if urn in known and urn != school.urn)]
        for pk, school in own.items()
    }


def _people_of(emails: set[str]) -> dict[str, int]:
    """Which person a referee's address belongs to, where they sign in with it."""
    found = EmailAddress.objects.filter(email__in=emails, verified=True).values_list("email", "user_id")
    people = {email.lower(): person for email, person in found}
    for person in Person.objects.filter(email__in=emails):
        people[person.email] = person.pk
    return people
