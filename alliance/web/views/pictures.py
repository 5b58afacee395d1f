"""The pictures among an alliance's settings: its logo and the signature under its letters."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.addresses import path_to
from alliance.answers import done
from alliance.form_pages import render_form
from alliance.refusal import allow
from alliance.requests import PortalRequest
from alliance.web import rules
from alliance.web.forms import PictureForm
from alliance.web.services import settings as services


@dataclass(frozen=True)
class Picture:
    """A picture of the alliance: its title, and what to choose."""

    title: str
    hint: str


PICTURES = {
    "logo": Picture("Logo", "PNG or JPEG, at most 3 MB. It stands on white, at the top of every page and letter."),
    "signature": Picture("Signature", "PNG or JPEG, at most 3 MB: black on white, cut close. It stands under letters."),
}


def _picture(request: PortalRequest, name: str) -> Picture:
    allow(rules.may_change_settings(request.person, request.alliance))
    if name not in PICTURES:
        raise Http404("There is no such picture.")
    return PICTURES[name]


@require_http_methods(["GET", "HEAD", "POST"])
def picture_change(request: PortalRequest, picture: str) -> HttpResponse:
    """Put a picture in the place of the one that is there."""
    wanted, alliance = _picture(request, picture), request.alliance
    form = PictureForm(request.POST or None, request.FILES or None, label=wanted.title, hint=wanted.hint)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["picture"]
        services.change_image(alliance=alliance, field=picture, picture=chosen, by=request.person)
        return done(request, f"{wanted.title}: the picture is stored.", to=path_to("web:settings", alliance))
    context = {"form": form, "picture": picture, "wanted": wanted, "stored": bool(getattr(alliance, picture))}
    return render_form(request, "web/picture_form.html", context)


@require_POST
def picture_remove(request: PortalRequest, picture: str) -> HttpResponse:
    """Take a picture away."""
    wanted, alliance = _picture(request, picture), request.alliance
    services.change_image(alliance=alliance, field=picture, picture=None, by=request.person)
    return done(request, f"{wanted.title}: the picture is taken away.", to=path_to("web:settings", alliance))


@require_safe
@never_cache
def picture(request: PortalRequest, picture: str) -> FileResponse:
    """The picture as it is stored, for those who may change it: a PNG or JPEG that the portal itself wrote."""
    _picture(request, picture)
    return answer_with(getattr(request.alliance, picture))


def answer_with(stored: FieldFile) -> FileResponse:
    """A stored picture as an answer. Raises Http404 where there is none."""
    if not stored:
        raise Http404("This alliance has no such picture.")
    return FileResponse(stored.open(), content_type="image/jpeg" if str(stored.name).endswith(".jpg") else "image/png")
