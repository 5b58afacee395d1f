"""Which requests each alliance of the demo has: in Boldmere one in every state before leaders come, elsewhere a few."""

from __future__ import annotations

from typing import Any

from alliance.expertise.models import Area
from support.demo.making import Measured, Story, at, tell_story
from support.models import Request
from support.services import requests as services
from support.states import Funding, Phase, RequestState, Urgency

S = RequestState
KS2 = "Key stage 2 results"
OWN = "The school’s own assessment"

BOLDMERE = (
    Story(
        "Writing in years 1 and 2", "head.penns", 103356, 0, ("English",),
        "Spelling and handwriting hold many pupils back.", "Pupils write at greater length, and with pleasure.",
        S.DRAFT, hours_ago=20,
    ),
    Story(
        "Phonics in reception", "head.boldmereinfant", 103342, 0, ("Phonics", "Early years"),
        "Two of three teachers are new to our programme, and groups have drifted apart.",
        "All groups are taught alike, and no child waits for the right sounds.",
        urgency=Urgency.URGENT, hours_ago=38,
    ),
    Story(
        "Attendance after the summer", "commissioner", 103353, 4, ("Attendance",),
        "Persistent absence has risen to one pupil in five. The school welcomes help with its first calls home.",
        "Persistent absence is back below one pupil in eight by the summer.",
        urgency=Urgency.URGENT, funding=Funding.COMMISSIONER, half_days=4,
    ),
    Story(
        "Behaviour at lunch time", "head.hollandhouse", 149305, 3, ("Behaviour and discipline",),
        "Most incidents happen between twelve and one, outside.", "Lunch times are calm, and staff know what to do.",
        S.ASKED_BACK, question="How many adults are outside at lunch time, and who trains them?", half_days=4,
    ),
    Story(
        "Maths in years 5 and 6", "head.boldmerejunior", 103341, 1, ("Maths", "Assessment"),
        "Two teachers are new to the upper years. Fractions and reasoning are weak in every test.",
        "Teachers plan and teach fractions with confidence, and tests show it.",
        S.DIAGNOSING, focus="Fractions and reasoning, planned together and taught side by side.", half_days=8,
        measures=(Measured("Pupils at the expected standard in maths", 61, 75, KS2),),
    ),
    Story(
        "Subject leadership in science", "head.maneyhill", 103353, 2, ("Science",),
        "Our science leader took over in September and has never led a subject.",
        "The leader knows how science is taught in every year, and what to do next.",
        S.MATCHING, focus="Looking at books and lessons together, and an action plan.", half_days=6, ofsted="Good",
        measures=(Measured("Units of work with an assessment that is used", 3, 12, OWN, "units"),),
    ),
    Story(
        "Support for pupils with special needs", "isla.brandon", 103356, 3, ("Special educational needs",),
        "Plans for pupils are written but not used in lessons.",
        "Every teacher can say what each plan means for tomorrow’s lesson.",
        S.MATCHING, urgency=Urgency.URGENT, half_days=10, ofsted="Good", question="In which years is it most pressing?",
        answer="In years 3 and 4, where two classes have many plans.",
        measures=(Measured("Plans that teachers use in their planning", 20, 90, OWN),),
    ),
    Story(
        "Reading in key stage 2", "commissioner", 103342, 12, ("English", "Closing the gap"),
        "Pupils who get free meals fall behind in reading between years 2 and 4.",
        "The gap in reading at the end of year 4 is halved.",
        S.MATCHING, funding=Funding.COMMISSIONER, half_days=12, in_need=True,
        results="Reading at the expected standard: 58%, and 41% of those with free school meals.",
        measures=(Measured("Pupils with free meals who read as expected", 41, 60, KS2),),
    ),
    Story(
        "Curriculum for the foundation subjects", "head.hollandhouse", 149305, 45, ("Leadership of curriculum",),
        "History and geography are planned year by year, without a thread.",
        "A curriculum that builds up, and subject leaders who own it.",
        S.MATCHING, urgency=Urgency.PLANNED, half_days=8, ofsted="Good",
        measures=(Measured("Subjects with an agreed progression", 2, 6, OWN, "subjects"),),
    ),
    Story(
        "Mastery in maths across the school", "head.boldmerejunior", 103341, 95, ("Maths",),
        "We want to teach maths for mastery and have begun in year 3 only.",
        "All classes are taught in this way by the end of the school year.",
        S.MATCHING, half_days=14, in_need=True,
        results="Maths at the expected standard: 59% last summer.",
        measures=(Measured("Pupils at the expected standard in maths", 59, 72, KS2),),
    ),
    Story(
        "Early years: outdoor learning", "head.boldmereinfant", 103342, 110, ("Early years",),
        "The outdoor area is new, and staff do not yet plan for it.",
        "Outdoor learning stands in every week’s plan.",
        S.MATCHING, half_days=6, ofsted="Good",
        measures=(Measured("Children at a good level of development", 66, 74, "Early years profile"),),
    ),
    Story(
        "Behaviour policy in practice", "head.penns", 103356, 190, ("Behaviour and discipline",),
        "The policy is good on paper, and every class does it differently.",
        "Pupils meet the same rules in every room.",
        S.MATCHING, half_days=6,
        measures=(Measured("Lessons with low-level disruption", 40, 15, "Learning walks"),),
    ),
    Story(
        "Reading for meaning", "commissioner", 103353, 425, ("English",),
        "Pupils read aloud well and cannot say what they have read.", "More pupils reach the standard in reading.",
        S.MATCHING, funding=Funding.COMMISSIONER, half_days=6, in_need=True,
        results="Reading at the expected standard: 51%.",
        measures=(Measured("Pupils at the expected standard in reading", 51, 66, KS2),),
    ),
    Story(
        "Numbers in reception", "head.boldmereinfant", 103342, 400, ("Maths",),
        "Children count and do not yet see numbers.", "Children know numbers to ten inside out.",
        S.MATCHING, half_days=6, ofsted="Good",
        measures=(Measured("Children at the expected level in number", 70, 80, "Early years profile"),),
    ),
    Story(
        "Calm at the end of play", "head.hollandhouse", 149305, 380, ("Behaviour and discipline",),
        "The first quarter of an hour after play is lost.", "Lessons begin when play ends.",
        S.MATCHING, half_days=6, ofsted="Good",
        measures=(Measured("Minutes lost after play", 14, 4, OWN, "minutes"),),
    ),
    Story(
        "Writing of pupils with free meals", "commissioner", 103356, 330, ("Closing the gap",),
        "Writing is the subject in which the gap is widest.", "The gap in writing is closed by half.",
        S.MATCHING, funding=Funding.COMMISSIONER, half_days=6, in_need=True,
        results="Writing at the expected standard: 49%, and 34% of those with free school meals.",
        measures=(Measured("Pupils with free meals who write as expected", 34, 50, KS2),),
    ),
    Story(
        "A national leader for a term", "commissioner", 103341, 150, ("Leadership of curriculum",),
        "We would like a national leader to work beside the head for a term.", "The school is ready for inspection.",
        S.DECLINED, funding=Funding.COMMISSIONER, half_days=24,
        reason="No national leader is free for a whole term this year. We would gladly look at shorter support.",
    ),
    Story(
        "French in key stage 2", "head.maneyhill", 103353, 130, ("Modern foreign languages",),
        "Nobody at the school speaks French well enough to teach it.", "French is taught every week.",
        S.WITHDRAWN, reason="We have appointed a teacher of French.", half_days=4,
    ),
    Story(
        "Music for all", "head.penns", 103356, 170, ("Music",),
        "We want every pupil to learn an instrument in year 4.", "Whole-class teaching works in two classes.",
        S.CANCELLED, reason="The music hub has taken this on, with its own teachers.", half_days=4,
    ),
)  # fmt: skip

STORIES = {
    "boldmere": BOLDMERE,
    "west-herts": (
        Story(
            "Phonics in years 1 and 2", "head.bedmond", 144959, 1, ("Phonics",),
            "Results fell for two years running.", "Most pupils pass the check again.",
            S.DIAGNOSING, half_days=8, focus="Small groups, every day.",
            measures=(Measured("Pupils who pass the check", 68, 84, "Phonics check"),),
        ),
        Story(
            "Maths for the most able", "head.broadfield", 144909, 5,
            ("Maths", "Support for the most able pupils"),
            "Few pupils reach the higher standard.", "One pupil in four does.", S.MATCHING, half_days=6,
        ),
        Story(
            "Assessment without levels", "head.grove", 138507, 0, ("Assessment",),
            "Teachers judge the same work differently.", "Judgements agree across the trust.", hours_ago=9,
        ),
    ),
    "west-london": (
        Story(
            "Religious education in key stage 3", "head.sacredheart", 137935, 0, ("Religious education",),
            "A new scheme of work has to be in place by September.", "The scheme stands and is taught.", hours_ago=26,
        ),
        Story(
            "Practical work in science", "head.sacredheart", 137935, 20, ("Science",),
            "Practical lessons take too much time to prepare.", "Twenty good practicals that all can teach.",
            S.MATCHING, half_days=6, ofsted="Good",
        ),
    ),
    "west-essex": (
        Story(
            "English for boys in year 9", "head.burntmill", 137694, 2, ("English",),
            "Boys are a grade behind girls by the end of year 9.", "The gap is half of what it is.",
            S.MATCHING, half_days=8, measures=(Measured("Boys at the expected grade", 52, 65, OWN),),
        ),
        Story(
            "History at A level", "head.davenant", 136625, 0, ("History",),
            "A new specification and a new team.", "Results hold in the first year.", hours_ago=44,
        ),
    ),
    "weston": (
        Story(
            "Maths for those who take it again", "principal", 130564, 3, ("Maths",),
            "Many students come to us without a pass in maths.", "More of them pass within a year.",
            S.MATCHING, half_days=10, measures=(Measured("Students who pass at the second try", 24, 35, "Results"),),
        ),
        Story(
            "Citizenship in tutor time", "principal", 130564, 1, ("Citizenship",),
            "Tutors fill this time very differently.", "A programme that tutors like to teach.",
            S.ASKED_BACK, question="How many tutor groups are there, and how long is tutor time?",
        ),
    ),
}  # fmt: skip

# A school outside every alliance of the demo, which writes without an account.
OUTSIDE = 124087


def fill(cast: Any) -> None:
    """Make the alliance's requests, unless it has any."""
    alliance = cast.alliance
    if Request.objects.filter(alliance=alliance).exists():
        return
    for story in sorted(STORIES.get(alliance.slug, ()), key=lambda one: -one.days_ago):
        tell_story(cast, story)
    if alliance.slug == "boldmere":
        services.enquire(
            alliance=alliance,
            school=cast.schools[OUTSIDE],
            areas=Area.objects.open_to(alliance).filter(name="Special educational needs"),
            phase=Phase.PRIMARY,
            values={
                "title": "Autism in mixed-age classes",
                "detail": "We are a small school with two classes and would like to see how others do it.",
                "outcomes": "Our teachers know three or four things that work.",
                "urgency": Urgency.PLANNED,
                "contact_name": "Frances Alder",
                "contact_email": "office@thomasbarnes.example",
            },
            now=at(0, 5),
        )
