"""What the SLE responsibility plugs into the core."""

from alliance.addresses import path_to
from alliance.portal import Portal
from alliance.schools.models import Alliance
from alliance.schools.states import Responsibility
from sle import demo
from sle.demo import scale
from sle.kinds import applying as applying_kinds
from sle.models import Application, Reference
from sle.plugs import applying
from sle.queries.closed import closed_applications, closed_references
from sle.rules.applications import may_open_document
from sle.services.reminders import remind
from sle.services.rounds import close_when_due


def _round_page(alliance: Alliance, pk: int) -> str:
    return path_to("sle:round", alliance, pk=pk)


def _application_page(alliance: Alliance, pk: int) -> str:
    return path_to("sle:application", alliance, code=Application.objects.get(pk=pk).code)


def _reference_page(alliance: Alliance, pk: int) -> str:
    reference = Reference.objects.select_related("application").get(pk=pk)
    return path_to("sle:application", alliance, code=reference.application.code)


PORTAL = Portal(
    name="sle",
    responsibility=Responsibility.SLE,
    navigation=applying.navigation,
    inbox=applying.inbox,
    public_actions=applying.public_actions,
    public_dates=applying.public_dates,
    post_kinds=applying_kinds.KINDS,
    reminders=(remind,),
    due=(close_when_due,),
    demo=demo.fill,
    closed={"sle.application": closed_applications, "sle.reference": closed_references},
    demo_scale=scale.fill,
    documents={"sle.application": may_open_document},
    pages={
        "sle.round": _round_page,
        "sle.application": _application_page,
        "sle.reference": _reference_page,
    },
)
