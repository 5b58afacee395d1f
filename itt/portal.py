"""What this responsibility plugs into the core."""

from alliance.portal import Portal
from alliance.schools.states import Responsibility

PORTAL = Portal(name="itt", responsibility=Responsibility.INITIAL_TRAINING)
