"""Pages in links: of the document itself, and of another with which it will be bound."""

from __future__ import annotations

import pytest

from prepguides.text.page_numbers import linked, with_outward_links, with_page_numbers

RUN = '<a class="ref run" href="#two">2</a>, <a class="ref run" href="#five">5</a>, <a class="ref" href="#six">6</a>'


def test_each_link_has_its_page_and_one_that_leads_nowhere_has_none() -> None:
    made = with_page_numbers('<a href="#one">1</a> <a class="ref" href="#gone">2</a> <a href="https://there">3</a>', {"one": 7})
    assert made == '<a page="7" href="#one">1</a> <a class="ref" href="#gone">2</a> <a href="https://there">3</a>'
    assert linked(made) == {"one", "gone"}


@pytest.mark.parametrize(
    ("pages", "shared"),
    [
        ({"two": 40, "five": 40, "six": 40}, [True, True, False]),
        ({"two": 40, "five": 41, "six": 41}, [False, True, False]),
        ({"two": 40, "five": 41, "six": 40}, [False, False, False]),
    ],
)
def test_of_links_on_one_page_that_follow_each_other_the_last_says_which(pages: dict[str, int], shared: list[bool]) -> None:
    made = with_page_numbers(RUN, pages)
    assert [" shared " in tag for tag in made.split("<a")[1:]] == shared


def test_links_that_are_no_run_all_say_their_page() -> None:
    assert "shared" not in with_page_numbers(RUN.replace(" run", ""), {"two": 40, "five": 40, "six": 40})


def test_a_link_to_another_document_stays_a_link_and_one_to_its_own_page_stays_as_it_is() -> None:
    made = with_outward_links('<p id="own"><a class="ref" href="#there">a</a> <a href="#own">b</a></p>', {"there": 3, "own": 9}, "book:x")
    assert made == '<p id="own"><a page="3" class="ref" href="book:x#there">a</a> <a href="#own">b</a></p>'
