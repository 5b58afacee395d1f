"""What this responsibility plugs into the core."""

from alliance.portal import Portal
from alliance.schools.states import Responsibility

PORTAL = Portal(name="leadership", responsibility=Responsibility.LEADERSHIP)
