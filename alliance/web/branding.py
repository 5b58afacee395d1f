"""The alliance's colour on the page: text that can be read on it, and a darker ink of it that can be read on white.

Contrast is WCAG 2.2's: relative luminance of sRGB colours, (lighter + 0.05) / (darker + 0.05); AA asks 4.5 for text.
"""

from __future__ import annotations

import colorsys
import hashlib

from alliance.schools.models import Alliance

AA_TEXT = 4.5


def _rgb(colour: str) -> tuple[float, float, float]:
    """Red, green and blue of "#rrggbb", each 0 to 1."""
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]  # three of them


def _hex(rgb: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgb)


def luminance(colour: str) -> float:
    """WCAG's relative luminance of "#rrggbb": 0 for black, 1 for white."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(colour: str) -> str:
    """Black or white, whichever is easier to read on `colour`: never less than AA asks."""
    return max("#ffffff", "#000000", key=lambda text: contrast(colour, text))


def ink_of(colour: str) -> str:
    """`colour`, darkened until text in it can be read on white and on the pale grey of the navigation."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    while contrast(_hex(colorsys.hls_to_rgb(hue, lightness, saturation)), "#f4f6f8") < AA_TEXT:
        lightness -= 0.02
    return _hex(colorsys.hls_to_rgb(hue, max(lightness, 0), saturation))


def wash_of(colour: str) -> str:
    """A pale tint of `colour`, for backgrounds under black text."""
    red, green, blue = _rgb(colour)
    return _hex((0.93 + red * 0.07, 0.93 + green * 0.07, 0.93 + blue * 0.07))


def stylesheet(alliance: Alliance) -> str:
    """The few lines of CSS that make a page look like the alliance's."""
    colour = alliance.colour.lower()
    return (
        f":root{{--govuk-brand-colour:{colour};--portal-on-brand:{text_on(colour)};"
        f"--portal-brand-ink:{ink_of(colour)};--portal-brand-wash:{wash_of(colour)}}}\n"
    )


def version(alliance: Alliance) -> str:
    """A short text that changes when the stylesheet does, for its address: browsers may keep it for a year."""
    return hashlib.sha256(stylesheet(alliance).encode()).hexdigest()[:10]
