"""Lists: filters, sorting, pages of 50, the same rows as CSV."""

from __future__ import annotations

import csv
import io
import re

import django_filters
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from alliance.lists import Column, list_page
from alliance.people.models import Person
from tests.factories.people import PersonFactory
from tests.queries import asked, costs_the_same


class PersonFilter(django_filters.FilterSet):
    surname = django_filters.CharFilter(lookup_expr="icontains", label="Surname")

    class Meta:
        model = Person
        fields = ["surname"]


COLUMNS = [
    Column("Name", text=lambda person: person.surname, sort="surname", url=lambda person: f"/people/{person.pk}/"),
    Column("Telephone", text=lambda person: person.telephone),
    Column("Note", text=lambda person: "secret", screen=False),
]


def show(query: str = "", **kwargs):
    request = RequestFactory().get(f"/list/{query}")
    request.user, request.person, request.alliance = AnonymousUser(), None, None
    given = {"rows": Person.objects.order_by("pk"), "columns": COLUMNS, "title": "People", "csv_name": "people"}
    return list_page(request, **given | kwargs)


def names(page: str) -> list[str]:
    return re.findall(r'<td class="govuk-table__cell"><a class="govuk-link" href="/people/\d+/">([^<]+)</a>', page)


@pytest.mark.django_db
class TestListPage:
    def test_it_sorts_by_a_declared_column_both_ways(self):
        for surname in ("Bell", "Adams", "Cole"):
            PersonFactory(surname=surname)
        assert names(show("?sort=surname").content.decode()) == ["Adams", "Bell", "Cole"]
        page = show("?sort=-surname").content.decode()
        assert names(page) == ["Cole", "Bell", "Adams"]
        assert 'aria-sort="descending"' in page

    def test_it_does_not_sort_by_what_no_column_declares(self):
        PersonFactory(surname="Bell", password="b")
        PersonFactory(surname="Adams", password="a")
        assert names(show("?sort=password").content.decode()) == ["Bell", "Adams"]

    def test_it_filters_and_keeps_the_filter_when_sorting_and_exporting(self):
        for surname in ("Bell", "Adams", "Campbell"):
            PersonFactory(surname=surname)
        page = show("?surname=bell", filterset=PersonFilter).content.decode()
        assert names(page) == ["Bell", "Campbell"]
        assert 'href="/list/?surname=bell&amp;sort=surname"' in page
        assert 'href="/list/?surname=bell&amp;format=csv"' in page

    def test_pages_hold_fifty(self):
        PersonFactory.create_batch(120)
        first, last = show().content.decode(), show("?page=3").content.decode()
        assert (len(names(first)), len(names(last))) == (50, 20)
        assert "101 to 120 of 120" in last
        assert 'aria-current="page"' in last

    def test_the_csv_holds_every_row_and_inert_cells(self):
        PersonFactory.create_batch(60, surname="=1+1", telephone="+44 121")
        read = list(csv.reader(io.StringIO(show("?format=csv").content.decode("utf-8-sig"))))
        assert read[0] == ["Name", "Telephone", "Note"]
        assert read[1] == ["'=1+1", "'+44 121", "secret"]
        assert len(read) == 61

    def test_without_a_name_there_is_no_csv(self):
        page = show("?format=csv", csv_name="").content.decode()
        assert "<h1" in page
        assert "Download" not in page

    def test_what_people_typed_is_escaped(self):
        PersonFactory(surname="<script>x</script>")
        assert "<script>x" not in show().content.decode()

    def test_an_empty_list_says_so_and_a_filter_without_hits_says_something_else(self):
        assert "Nobody yet." in show(empty="Nobody yet.").content.decode()
        PersonFactory(surname="Bell")
        page = show("?surname=zzz", filterset=PersonFilter, empty="Nobody yet.").content.decode()
        assert "Nothing matches." in page
        assert "Nobody yet." not in page

    def test_rows_without_a_value_come_last(self):
        class Row:
            def __init__(self, surname):
                self.surname, self.telephone, self.pk = surname, "", 1

        rows = [Row(None), Row("Bell"), Row("Adams")]
        shown = names(show("?sort=-surname", rows=rows).content.decode())
        assert shown[:2] == ["Bell", "Adams"]


@pytest.mark.django_db
def test_32_a_list_costs_the_same_queries_for_any_number_of_rows():
    costs_the_same(lambda: asked(show), lambda new: PersonFactory.create_batch(len(new)), (1, 3, 300))
