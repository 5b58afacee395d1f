"""Logos for the demo: petals around a centre, as many as the alliance has parts, drawn in its own colour."""

from __future__ import annotations

from io import BytesIO
from math import cos, pi, sin

from django.core.files.base import ContentFile
from PIL import Image, ImageChops, ImageColor, ImageDraw

_SIDE = 480  # pixels; the portal makes it smaller where it is shown


def logo(colour: str, petals: int) -> ContentFile:
    """A PNG of `petals` overlapping circles in `colour` ("#rrggbb") on white; darker where they overlap."""
    picture = Image.new("RGB", (_SIDE, _SIDE), "white")
    red, green, blue = ImageColor.getrgb(colour)[:3]
    light = tuple(255 - (255 - part) * 2 // 3 for part in (red, green, blue))
    size = _SIDE * (0.27 if petals > 3 else 0.3)
    ring = _SIDE * 0.48 - size
    for number in range(petals):
        angle = 2 * pi * number / petals - pi / 2
        x, y = _SIDE / 2 + ring * cos(angle), _SIDE / 2 + ring * sin(angle)
        if petals == 2:
            x, y = _SIDE / 2 + ring * (1 - 2 * number), _SIDE / 2
        petal = Image.new("RGB", (_SIDE, _SIDE), "white")
        ImageDraw.Draw(petal).ellipse((x - size, y - size, x + size, y + size), fill=light)
        picture = ImageChops.multiply(picture, petal)
    written = BytesIO()
    picture.resize((_SIDE // 2, _SIDE // 2), Image.Resampling.LANCZOS).save(written, format="PNG")
    return ContentFile(written.getvalue(), "logo.png")
