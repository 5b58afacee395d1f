"""Lists: filters, sorting, pages of 50 and the same rows as CSV, in one way on every page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString

from alliance.exports import csv_response

PAGE_SIZE = 50


@dataclass(frozen=True)
class Column:
    """One column of a list.

    `text(row)` is what the cell shows: plain text is escaped, a SafeString (made by `format_html`) is shown as it is.
    `url(row)` makes it a link. `sort` is the field that orders by it ("school__name"). `csv(row)` is the cell of the
    export where it differs from the text; `screen=False` keeps a column for the export alone.
    """

    title: str
    text: Callable[[Any], object]
    sort: str = ""
    url: Callable[[Any], str] | None = None
    csv: Callable[[Any], object] | None = None
    numeric: bool = False
    screen: bool = True

    def cell(self, row: Any) -> SafeString:
        """The cell's HTML."""
        shown = self.text(row)
        shown = "" if shown is None else shown if isinstance(shown, str) else str(shown)
        if self.url is not None and (url := self.url(row)):
            return format_html('<a class="govuk-link" href="{}">{}</a>', url, shown)
        return conditional_escape(shown)

    def plain(self, row: Any) -> object:
        """The cell of the export."""
        if self.csv is not None:
            return self.csv(row)
        shown = self.text(row)
        return strip_tags(shown) if isinstance(shown, SafeString) else shown


@dataclass(frozen=True)
class Heading:
    """A column's heading: where a click leads, and how the list is sorted now ("ascending", "descending", "")."""

    title: str
    numeric: bool
    sorted: str = ""
    url: str = ""


def list_page(
    request: HttpRequest,
    *,
    rows: QuerySet[Any] | Sequence[Any],
    columns: Sequence[Column],
    title: str = "",
    filterset: type[Any] | None = None,
    template: str = "list.html",
    empty: str = "There is nothing here yet.",
    csv_name: str = "",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A page of `rows`, or with `?format=csv` all of them as a file (only where `csv_name` is given).

    `filterset` is a django-filter FilterSet class. The template includes `_list.html`; `list.html` is enough for most.
    """
    filters = filterset(request.GET or None, queryset=rows, request=request) if filterset else None
    if filters is not None:
        filters.form.mark_optional = False  # every filter is: saying so beside each would only be noise
    found = filters.qs if filters is not None else rows
    found, sort = _sorted(found, columns, request.GET.get("sort", ""))
    if csv_name and request.GET.get("format") == "csv":
        return csv_response(csv_name, [c.title for c in columns], ([c.plain(row) for c in columns] for row in found))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = [column for column in columns if column.screen]
    return render(
        request,
        template,
        {
            "title": title,
            "filters": filters,
            "forms": [filters.form] if filters is not None else [],
            "filtered": bool(filters and any(filters.form.data.get(name) for name in filters.form.fields)),
            "headings": [_heading(request, column, sort) for column in shown],
            "body": table_body(page, shown),
            "page_obj": page,
            "page_links": _page_links(request, page),
            "empty": empty,
            "csv_url": _address(request, format="csv", page=None) if csv_name else "",
            **(context or {}),
        },
    )


def table_body(rows: Page[Any] | Sequence[Any], columns: Sequence[Column]) -> SafeString:
    """The rows of a table by one Python function: a third of what a template costs for long tables."""
    opening = [
        format_html(
            '<td class="govuk-table__cell{}"{}>',
            " govuk-table__cell--numeric" if column.numeric else "",
            format_html(' data-label="{}"', column.title) if place else "",  # the first is the title of its card
        )
        for place, column in enumerate(columns)
    ]
    return format_html_join(
        "\n",
        '<tr class="govuk-table__row">{}</tr>',
        (
            (format_html_join("", "{}{}</td>", ((opening[i], column.cell(row)) for i, column in enumerate(columns))),)
            for row in rows
        ),
    )


def _sorted(rows: Any, columns: Sequence[Column], asked: str) -> tuple[Any, str]:
    """`rows` in the asked order, unknown values last on both databases and a unique key at the end; and that order."""
    field = asked.removeprefix("-")
    if not field or field not in {column.sort for column in columns}:
        return rows, ""
    if isinstance(rows, QuerySet):
        by = F(field).desc(nulls_last=True) if asked.startswith("-") else F(field).asc(nulls_last=True)
        return rows.order_by(by, "pk"), asked
    known = [row for row in rows if getattr(row, field) is not None]
    unknown = [row for row in rows if getattr(row, field) is None]
    return sorted(known, key=lambda row: getattr(row, field), reverse=asked.startswith("-")) + unknown, asked


def _heading(request: HttpRequest, column: Column, sort: str) -> Heading:
    if not column.sort:
        return Heading(column.title, column.numeric)
    now = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(sort, "")
    following = f"-{column.sort}" if now == "ascending" else column.sort
    return Heading(column.title, column.numeric, now, _address(request, sort=following, page=None))


def _address(request: HttpRequest, **changes: str | None) -> str:
    """This page's address with some parts of its query changed (None takes one away)."""
    query = request.GET.copy()
    query.pop("format", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _page_links(request: HttpRequest, page: Page[Any]) -> list[tuple[int | str, str]]:
    """Numbers of pages with their addresses; an ellipsis has no address."""
    if page.paginator.num_pages == 1:
        return []
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [(number, _address(request, page=str(number)) if isinstance(number, int) else "") for number in numbers]
