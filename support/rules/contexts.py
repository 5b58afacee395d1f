"""The contexts in which a school stands, as far as the national register tells."""

from __future__ import annotations

from alliance.schools.models import School
from support.states import Setting

# One class for each year group, at thirty pupils each.
SMALL_PUPILS = 210
# Well above the national share, which has stood between 14 and 25 per cent.
HIGH_FSM_TENTHS = 300
NO_FAITH = ("", "None", "Does not apply")


def settings_of(school: School) -> list[str]:
    """Codes of states.Setting that the register's row shows; whether a school is by the sea it does not say."""
    place = school.urban_rural.lower()
    shown = {
        Setting.SMALL: school.pupils is not None and 0 < school.pupils < SMALL_PUPILS,
        Setting.RURAL: "rural" in place,
        Setting.URBAN: "urban" in place,
        Setting.FAITH: school.religious_character not in NO_FAITH,
        Setting.SPECIAL: "special" in school.type_group.lower(),
        Setting.DISADVANTAGE: school.fsm_tenths is not None and school.fsm_tenths >= HIGH_FSM_TENTHS,
    }
    return [str(code) for code, is_so in shown.items() if is_so]
