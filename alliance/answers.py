"""How a view answers after it did something: say what happened and what happens next, and lead on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def done(request: HttpRequest, sentence: str, *, to: str) -> HttpResponse:
    """Lead to the path `to`, with a banner there that says `sentence`."""
    messages.success(request, sentence)
    return HttpResponseRedirect(to)


def not_done(request: HttpRequest, sentence: str, *, to: str) -> HttpResponse:
    """Lead to the path `to`, with a banner there that says why nothing was done."""
    messages.error(request, sentence)
    return HttpResponseRedirect(to)
