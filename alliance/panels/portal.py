"""What the panels plug into the rest of the core."""

from alliance.panels import inbox
from alliance.panels.models import Pack, Proposal
from alliance.panels.queries import has_seat, seats_of
from alliance.panels.services import drop_old_packs
from alliance.panels.services.telling import remind_scorers
from alliance.portal import Portal
from alliance.post.kinds import Kind

_SAMPLE = {
    "name": "Jane Carter",
    "exercise": "SLE round Spring 2027",
    "applications": "12 applications",
    "score_by": "Monday 1 February 2027, 3pm",
    "page": "https://portal.example.org/boldmere/panels/1/",
}

PORTAL = Portal(
    name="panels",
    second_factor=has_seat,
    alliances=seats_of,
    post_kinds=(
        Kind(
            "panels.seated",
            "Somebody has a seat on a panel",
            sample={
                "name": "Jane Carter",
                "exercise": "SLE round Spring 2027",
                "alliance": "Boldmere Teaching School Alliance",
                "role": "scorer",
                "page": "https://portal.example.org/boldmere/panels/1/declaration/",
            },
        ),
        Kind("panels.scoring_open", "Scoring has opened", sample=_SAMPLE),
        Kind("panels.calibrated", "A panel has agreed how to read its rubric", sample=_SAMPLE),
        Kind("panels.more_to_score", "A scorer is given more to score", sample=_SAMPLE),
        Kind("panels.score_reminder", "Reminder: scores are due", sample=_SAMPLE),
    ),
    navigation=inbox.navigation,
    inbox=inbox.inbox,
    reminders=(remind_scorers,),
    jobs=((Pack, "panels.make_pack"), (Proposal, "panels.make_proposal")),
    due=(drop_old_packs,),
    documents={"panels.entry": inbox.may_open_version},
    pages={"panels.exercise": inbox.page_of_exercise},
    invariants=(inbox.broken,),
)
