"""Who appeals, until when, who arranges the hearing, who decides, and what stays closed to whom until then.

The applicant appeals, on the round's grounds, by the end of the last day that the letter named. People who took no
part decide (`sle.rules.independence`). A director or administrator arranges the hearing and releases the letter: one
who took no part where there is one, else one who neither sat on the panel nor has an interest, and who decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from alliance.deadlines import in_time
from alliance.members.queries import current_roles, is_staff
from alliance.members.states import Role
from alliance.panels.models import Seat
from alliance.panels.states import ExerciseState
from alliance.people.models import Person
from alliance.post.models import Letter
from alliance.refusal import Refusal
from alliance.schools.states import Responsibility
from alliance.times import in_words
from sle.models import APPEAL, Appeal, Application, AreaDecision, OutcomeLetter, Review
from sle.rules.applications import may_see_applications
from sle.rules.closed import ON_THE_PANEL
from sle.rules.deadlines import appeal_until, end_of
from sle.rules.decisions import deciders_of
from sle.rules.independence import interests_in_reviews, may_hear, took_part_in
from sle.rules.words import over_limit
from sle.states import DESIGNATING, AppealState, ApplicationState, OutcomeLetterState, Remedy, ReviewState

# What is said on one ground: long enough for what went wrong, too short for a second application.
GROUND_WORDS = 500
# Independent schools in England hear complaints by at least three people who were not involved (Education
# (Independent School Standards) Regulations 2014, Part 7); a round may say otherwise.
USUAL_HEARERS = 3
MOST_HEARERS = 7
# How long a hearing takes unless staff say otherwise (working days).
HEARING_WORKING_DAYS = 20

# The note on an appeal that was typed in: how it came, and where the paper is.
ON_PAPER = "enter_paper"

NOT_YOUR_APPEAL = Refusal("This appeal belongs to somebody else.")
CLOSED_APPEAL = Refusal(
    "Until it is decided, an appeal is seen only by those who hear it and by the director or administrator who "
    "arranges the hearing."
)
HEARERS_DECIDE = Refusal("Only those who hear this appeal decide on it.")


def last_day(application: Application) -> date | None:
    """The last day of appeal as the letter says: the first that told the outcome, or that it is not eligible; None
    while there is nothing to appeal against."""
    if application.state == ApplicationState.INELIGIBLE:
        letter = Letter.objects.filter(
            kind="sle.ineligible", about_type="sle.application", about_id=application.pk
        ).last()
    else:
        told = OutcomeLetter.objects.filter(
            application=application, state=OutcomeLetterState.RELEASED, from_reserve=False, after_appeal=False
        )
        found = told.select_related("letter").first()
        letter = found.letter if found else None
    return appeal_until(application.round, letter.dated) if letter else None


def may_start_appeal(person: Person | None, application: Application, received: datetime) -> Refusal | None:
    """The applicant, once, against an outcome that is not all they applied for, to the last second of the last day."""
    if person is None or application.applicant_id != person.pk:
        return NOT_YOUR_APPEAL
    if Appeal.objects.filter(application=application).exists():
        return Refusal("You have appealed already. Each outcome can be appealed against once.")
    if application.state == ApplicationState.DECIDED:
        outcomes = AreaDecision.objects.filter(application_area__application=application)
        if not outcomes.exclude(outcome__in=DESIGNATING).exists():
            return Refusal(
                "You are designated in every area that you applied for, so there is nothing to appeal against."
            )
    until = last_day(application)
    return _in_time(until, received) if until else Refusal("There is no outcome yet that you could appeal against.")


def may_appeal_review(person: Person | None, review: Review, received: datetime) -> Refusal | None:
    """Whoever was designated, once, against a review that ended the designation, until the last second of the last
    day."""
    if person is None or review.designation.person_id != person.pk:
        return NOT_YOUR_APPEAL
    if Appeal.objects.filter(review=review).exists():
        return Refusal("You have appealed already. Each decision can be appealed against once.")
    if review.state != ReviewState.ENDED or review.appeal_until is None:
        return Refusal("This review has not ended your designation, so there is nothing to appeal against.")
    return _in_time(review.appeal_until, received)


def _in_time(until: date, received: datetime) -> Refusal | None:
    if not in_time(received, end_of(until)):
        return Refusal(
            f"The last day for an appeal was {in_words(until)}, so an appeal can no longer be lodged. Nothing that you "
            "have written is lost."
        )
    return None


def last_day_against(against: Application | Review) -> date | None:
    """The last day for an appeal against this; None while there is nothing to appeal against."""
    if isinstance(against, Review):
        return against.appeal_until if against.state == ReviewState.ENDED else None
    return last_day(against)


def appeal_against(against: Application | Review) -> Appeal | None:
    """The one appeal against this, whatever became of it."""
    key = "review" if isinstance(against, Review) else "application"
    return Appeal.objects.filter(**{key: against}).first()


def may_enter_appeal(person: Person | None, against: Application | Review) -> Refusal | None:
    """Whoever could arrange its hearing types in an appeal that came on paper, where there is none yet. Whether it came
    in time is asked of the day that they name."""
    existing, until = appeal_against(against), last_day_against(against)
    if until is None:
        return Refusal("There is no outcome yet that could be appealed against.")
    if existing is not None and existing.state != AppealState.DRAFT:
        return Refusal("There is an appeal already. Each outcome can be appealed against once.")
    if isinstance(against, Application):
        outcomes = AreaDecision.objects.filter(application_area__application=against)
        if outcomes.exists() and not outcomes.exclude(outcome__in=DESIGNATING).exists():
            return Refusal("They are designated in every area, so there is nothing to appeal against.")
        to_be = Appeal(alliance=against.round.alliance, application=against, appellant_id=against.applicant_id)
    else:
        designation = against.designation
        to_be = Appeal(alliance=designation.alliance, review=against, appellant_id=designation.person_id)
    if not arranges(person, to_be):
        return Refusal("Whoever could arrange the hearing types in an appeal: a director or administrator who is free.")
    return None


def may_change_appeal(person: Person | None, appeal: Appeal, received: datetime) -> Refusal | None:
    """The applicant, until it is lodged or the last day is over."""
    if person is None or appeal.appellant_id != person.pk:
        return NOT_YOUR_APPEAL
    if appeal.state != AppealState.DRAFT:
        return Refusal("You have lodged this appeal, so it can no longer be changed.")
    return _in_time(appeal.until, received)


def missing_in(appeal: Appeal) -> list[str]:
    """What stands in the way of lodging, as sentences."""
    said = [ground for ground in appeal.grounds.all() if ground.statement.strip()]
    lacks = [] if said else ["Say on at least one ground what went wrong."]
    lacks += [
        f"“{ground.text}” {problem}" for ground in said if (problem := over_limit(ground.statement, GROUND_WORDS))
    ]
    return lacks


def may_lodge(person: Person | None, appeal: Appeal, received: datetime) -> Refusal | None:
    """As changing, once something is said on a ground and nothing is too long."""
    refusal = may_change_appeal(person, appeal, received)
    if refusal is None and (lacks := missing_in(appeal)):
        return Refusal(lacks[0])
    return refusal


def may_withdraw_appeal(person: Person | None, appeal: Appeal) -> Refusal | None:
    """The applicant, until it is decided."""
    if person is None or appeal.appellant_id != person.pk:
        return NOT_YOUR_APPEAL
    if "withdraw" not in APPEAL.available(appeal):
        return Refusal(f"This appeal is {appeal.get_state_display().lower()}, so it cannot be withdrawn.")
    return None


def hears(person: Person | None, appeal: Appeal) -> bool:
    """Is the person one of those who hear it?"""
    return person is not None and any(hearer.person_id == person.pk for hearer in appeal.hearers.all())


def arrangers_of(appeals: Sequence[Appeal]) -> dict[int, frozenset[int]]:
    """By appeal, the people who can arrange its hearing and release its letter. As many queries for one as for several,
    whoever is director or administrator."""
    if not appeals:
        return {}
    rounds = {one.application.round_id: one.application.round for one in appeals if one.application}
    known, parts = deciders_of(list(rounds.values())) if rounds else {}, took_part_in(appeals)
    roles = current_roles(appeals[0].alliance).filter(role__in=(Role.DIRECTOR, Role.ADMINISTRATOR))
    people = Person.objects.in_bulk(set(roles.values_list("person_id", flat=True)))
    own = interests_in_reviews(list(people.values()), appeals)
    found = {}
    for appeal in appeals:
        free = {pk for pk in people if appeal.pk not in own[pk]}
        if appeal.application is not None:
            who, application = known[appeal.application.round_id], appeal.application.pk
            free -= {*who.seated, *who.applying}
            free = {pk for pk in free if not who.has_interest(pk, application)}
        found[appeal.pk] = frozenset((free - set(parts[appeal.pk])) or free)
    return found


def arranges(person: Person | None, appeal: Appeal) -> bool:
    """Is the person one of those who can arrange the hearing?"""
    return person is not None and person.pk in arrangers_of([appeal])[appeal.pk]


def may_see_appeal(person: Person | None, appeal: Appeal) -> Refusal | None:
    """Those who hear and arrange it once it is lodged; when it is released also the staff who may see the application,
    but for whoever scores it again."""
    if person is None or appeal.state == AppealState.DRAFT:
        return NOT_YOUR_APPEAL
    if scores_again(person, appeal):
        return ON_THE_PANEL
    if hears(person, appeal):
        return None
    if not is_staff(person, appeal.alliance, Responsibility.SLE):
        return NOT_YOUR_APPEAL
    if appeal.state == AppealState.RELEASED and appeal.appellant_id != person.pk:
        return may_see_applications(person, appeal.application.round) if appeal.application else None
    return None if arranges(person, appeal) else CLOSED_APPEAL


def scores_again(person: Person, appeal: Appeal) -> bool:
    """Does or did the person sit on the panel that scores the application again, while that is not over?"""
    return seats_again(person).filter(exercise__about_id=appeal.pk).exists()


def seats_again(person: Person) -> QuerySet[Seat]:
    """The person's seats, left ones too, on panels that score again after an appeal and are not dismissed yet."""
    seats = Seat.objects.filter(person=person, exercise__about_type="sle.appeal")
    return seats.exclude(exercise__state=ExerciseState.CLOSED)


def may_arrange(person: Person | None, appeal: Appeal) -> Refusal | None:
    """Who arranges names those who hear it and the last day, and can name others until it is decided."""
    if not arranges(person, appeal):
        return CLOSED_APPEAL
    if "arrange" not in APPEAL.available(appeal):
        return Refusal(f"This appeal is {appeal.get_state_display().lower()}: its hearing stands as it was arranged.")
    return None


def day_problem(decide_by: date, today: date) -> Refusal | None:
    """A hearing has a day to come by which it is decided."""
    return None if decide_by > today else Refusal("The last day of the hearing must be after today.")


def too_few(named: int, needed: int) -> Refusal | None:
    """An appeal is heard by as many people as the round asks for, or more."""
    if named >= needed:
        return None
    return Refusal(f"This appeal is heard by {needed}: name {needed} people at least.")


def may_record(person: Person | None, appeal: Appeal) -> Refusal | None:
    """One of those who hear it writes down what they find, until all have confirmed it."""
    if person is None or not hears(person, appeal):
        return HEARERS_DECIDE
    if appeal.state != AppealState.HEARING:
        return Refusal(f"This appeal is {appeal.get_state_display().lower()}: what was found stands.")
    return may_hear(person, appeal)


def may_confirm(person: Person | None, appeal: Appeal) -> Refusal | None:
    """The others who hear it confirm what was written down."""
    refusal = may_record(person, appeal)
    if refusal is None and appeal.recorded_at is None:
        return Refusal("Nobody has written down what you find yet.")
    if refusal is None and any(h.confirmed_at for h in appeal.hearers.all() if person and h.person_id == person.pk):
        return Refusal("You have confirmed the findings as they stand.")
    return refusal


def remedies_for(appeal: Appeal) -> tuple[Remedy, ...]:
    """What an upheld appeal can open again: the least that puts right what went wrong."""
    if appeal.application is None:
        return (Remedy.DESIGNATION,)
    if appeal.application.state == ApplicationState.INELIGIBLE:
        return (Remedy.ELIGIBILITY,)
    return (Remedy.DECISION, Remedy.SCORING)


def may_release_appeal(person: Person | None, appeal: Appeal) -> Refusal | None:
    """Who arranges it lets the letter go out once all who heard it have confirmed it."""
    if not arranges(person, appeal):
        return CLOSED_APPEAL
    if "release" not in APPEAL.available(appeal):
        return Refusal("The letter goes out once everybody who hears this appeal has confirmed the findings.")
    return None


def may_read_own_decision(person: Person | None, appeal: Appeal) -> Refusal | None:
    """The applicant reads the decision once it is released."""
    refusal = None if person and appeal.appellant_id == person.pk else may_see_appeal(person, appeal)
    if refusal is None and appeal.state != AppealState.RELEASED:
        return Refusal("Your appeal is not decided yet. You will get an e-mail when it is.")
    return refusal
