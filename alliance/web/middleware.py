"""How answers look that no view of ours made: an address that only a button posts to, and allauth's refused forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from alliance.form_pages import refused
from alliance.web.views.errors import not_by_address


class AnswersMiddleware:
    """Gives 405 a page with the way back, and 422 to a refused form whose page is made by a class of allauth's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        return not_by_address(request, answer) if answer.status_code == 405 else answer

    def process_template_response(self, request: Any, answer: TemplateResponse) -> TemplateResponse:
        """Refused forms answer 422, as `render_form` says."""
        if answer.status_code == 200 and refused(request, answer.context_data or {}):
            answer.status_code = 422
        return answer
