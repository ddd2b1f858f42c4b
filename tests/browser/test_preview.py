"""A preview as an author uses it: edit, see, break, mend, choose, click, find, in a real browser."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright

from kit import MiniProject

pytestmark = pytest.mark.slow
QUESTIONS = "content/interview/questions.yaml"
PATIENCE = 60_000
"""Milliseconds: the machine may be busy with other tests."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield made
        made.close()


@contextmanager
def previewed(mini: MiniProject, *words: str) -> Iterator[str]:
    """The address of a preview, for as long as it runs."""
    command = [sys.executable, "-m", "prepguides", "preview", "--no-open", "--project", str(mini.root), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PREPGUIDES_EDITOR": "copy"}) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:  # else a test that fails waits for ever
            process.send_signal(signal.SIGINT)
            code = process.wait(30)
        assert code == 0


@contextmanager
def window(browser: Browser, address: str) -> Iterator[Page]:
    """A window in which nothing goes wrong, and that asks this machine alone."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    faults, hosts = list[str](), set[str | None]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" and "404" not in message.text else None)

    def note(route: Route) -> None:
        hosts.add(urlsplit(route.request.url).hostname)
        route.continue_()

    page.route("**/*", note)
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    yield page
    page.close()
    assert faults == []
    assert hosts == {"127.0.0.1"}


def up_to_date(page: Page) -> None:
    expect(page.locator("#status")).to_have_text(re.compile(r"pages, up to date"))


def ids(page: Page) -> list[str | None]:
    return [figure.get_attribute("data-id") for figure in page.locator("figure").all()]


def find(page: Page, words: str) -> None:
    page.fill("#find", words)
    expect(page.locator("#hits li .page").first).to_be_visible()
    page.press("#find", "Enter")
    expect(page.locator("figure:focus img")).to_be_visible()


def seen(page: Page, words: str) -> None:
    """Looks for words until they are on a page: the status may still be that of the save before."""

    def look() -> bool:
        page.fill("#find", "")
        page.fill("#find", words)
        return page.locator("#hits li .page").first.is_visible()

    deadline = monotonic() + PATIENCE / 1000
    while not look():
        assert monotonic() < deadline, f"{words!r} is on no page"
        page.wait_for_timeout(250)
    up_to_date(page)


def test_an_edit_is_seen_marked_and_at_the_same_place(browser: Browser, mini: MiniProject) -> None:
    with previewed(mini, "one") as address, window(browser, address) as page:
        up_to_date(page)
        find(page, "which was baked first")
        before, scrolled = ids(page), page.locator("#pages").evaluate("pages => pages.scrollTop")
        mini.edit(QUESTIONS, "Which was baked first?", "Which was baked last of all?")
        expect(page.locator(".changed").first).to_be_visible()
        up_to_date(page)
        assert page.locator("#pages").evaluate("pages => pages.scrollTop") == pytest.approx(scrolled, abs=2)
        assert len(ids(page)) == len(before)
        assert ids(page) != before
        page.fill("#find", "baked last of all")
        expect(page.locator("#hits li .page").first).to_be_visible()
        expect(page.locator(".changed")).to_have_count(0)


def test_what_is_broken_stands_beside_the_last_good_pages_until_it_is_mended(browser: Browser, mini: MiniProject) -> None:
    with previewed(mini, "one") as address, window(browser, address) as page:
        up_to_date(page)
        before = ids(page)
        mini.edit(QUESTIONS, "    prompt: |", "    promt: |")
        expect(page.locator("#problems")).to_contain_text("unknown field")
        expect(page.locator("#status")).to_contain_text("these are the last good pages")
        assert ids(page) == before
        page.locator("#list .what").first.click()
        expect(page.locator("#place")).to_contain_text(f"{QUESTIONS}:")
        assert page.locator("figure:focus").get_attribute("data-number") != "1"
        mini.edit(QUESTIONS, "    promt: |", "    prompt: |")
        up_to_date(page)
        expect(page.locator("#problems")).to_be_hidden()
        assert ids(page) == before


@pytest.mark.parametrize("spread", [False, True], ids=["single pages", "spreads"])
def test_what_is_in_view_stays_there_when_problems_open_and_close_beside_it(spread: bool, browser: Browser, mini: MiniProject) -> None:
    """Pages have less room then, and are smaller."""
    with previewed(mini, "one") as address, window(browser, address) as page:
        page.set_viewport_size({"width": 1100, "height": 700})
        up_to_date(page)
        if spread:
            page.click("#spread")
        page.locator("#pages").evaluate("pages => { pages.scrollTop = pages.scrollHeight / 2 }")
        before, wide = in_view(page), page.locator("figure").first.evaluate("figure => figure.clientWidth")
        mini.edit(QUESTIONS, "    prompt: |", "    promt: |")
        expect(page.locator("#problems")).to_be_visible()
        page.wait_for_timeout(300)
        assert page.locator("figure").first.evaluate("figure => figure.clientWidth") < wide
        assert in_view(page) == pytest.approx(before, abs=0.01)
        mini.edit(QUESTIONS, "    promt: |", "    prompt: |")
        up_to_date(page)
        expect(page.locator("#problems")).to_be_hidden()
        page.wait_for_timeout(300)
        assert page.locator("figure").first.evaluate("figure => figure.clientWidth") == wide
        assert in_view(page) == pytest.approx(before, abs=0.01)
        assert before > 2


def in_view(page: Page) -> float:
    """The page at the upper edge, and how much of it is above that: 3.25 where a quarter of the third one is."""
    return float(
        page.locator("#pages").evaluate(
            """pages => {
                const edge = pages.getBoundingClientRect().top + 1;
                const figure = [...pages.querySelectorAll("figure")].find((each) => each.getBoundingClientRect().bottom > edge);
                const box = figure.getBoundingClientRect();
                return Number(figure.dataset.number) + Math.max(0, edge - box.top) / box.height;
            }"""
        )
    )


def test_a_click_and_a_key_lead_to_the_line(browser: Browser, mini: MiniProject) -> None:
    with previewed(mini, "one") as address, window(browser, address) as page:
        up_to_date(page)
        find(page, "stands in both guides")
        found = page.locator("figure .found").bounding_box()
        assert found is not None
        page.mouse.click(found["x"] + found["width"] / 2, found["y"] + found["height"] / 2)
        expect(page.locator("#place")).to_have_text(re.compile(r"^content/pages/welcome\.md:\d+:\d+$"))
        page.keyboard.press("o")
        page.get_by_role("button", name="Read it once").click()
        text = (mini.root / "content/pages/welcome.md").read_text(encoding="utf-8").split("\n")
        line = next(number for number, words in enumerate(text, 1) if words.startswith("Read it once"))
        expect(page.locator("#place")).to_have_text(f"content/pages/welcome.md:{line}:1")


def test_guide_edition_paper_and_cohort_are_chosen_in_place(browser: Browser, mini: MiniProject) -> None:
    mini.add("content/cohorts/spring.yaml", "cohorts:\n  - {id: spring, programme: Spring Evenings, brand: {accent: '#5A3A7E'}}\n")
    with previewed(mini, "one") as address, window(browser, address) as page:
        up_to_date(page)
        before = ids(page)
        page.select_option("[name=cohort]", "spring")
        expect(page.locator("[name=cohort]")).to_have_value("spring")
        expect(page.locator(f"figure[data-id='{before[0]}']")).to_have_count(0)
        up_to_date(page)
        page.select_option("[name=cohort]", "standard")
        expect(page.locator(f"figure[data-id='{before[0]}']")).to_have_count(1)
        up_to_date(page)
        page.select_option("[name=paper]", "letter")
        expect(page.locator("figure img[src*='paper=letter']").first).to_be_visible()
        title = page.locator("#title").inner_text()
        page.select_option("[name=guide]", "two")
        expect(page.locator("#title")).not_to_have_text(title)
        up_to_date(page)
        page.reload()
        expect(page.locator("[name=guide]")).to_have_value("two")
        expect(page.locator("[name=paper]")).to_have_value("letter")


def test_two_windows_see_the_same_and_a_renamed_file_changes_nothing(browser: Browser, mini: MiniProject) -> None:
    with previewed(mini, "one") as address, window(browser, address) as first, window(browser, address) as second:
        up_to_date(first)
        up_to_date(second)
        assert ids(first) == ids(second)
        before = ids(first)
        (mini.root / QUESTIONS).rename(mini.root / "content/interview/asked.yaml")
        mini.edit("content/interview/asked.yaml", "Which was baked first?", "Which was baked last of all?")
        for page in (first, second):
            seen(page, "baked last of all")
        assert ids(first) == ids(second) != before
        assert len(ids(first)) == len(before)


def test_a_project_with_errors_at_the_start_says_so_and_comes_up(browser: Browser, mini: MiniProject) -> None:
    settings = (mini.root / "content/project.yaml").read_text(encoding="utf-8")
    mini.add("content/project.yaml", "name: [\n")
    with previewed(mini) as address, window(browser, address) as page:
        expect(page.locator("#problems")).to_contain_text("content/project.yaml:")
        expect(page.locator("#status")).to_contain_text("nothing to show yet")
        mini.add("content/project.yaml", settings)
        up_to_date(page)
        expect(page.locator("figure img").first).to_be_visible()


def test_three_hundred_quick_saves_end_with_the_last(browser: Browser, mini: MiniProject) -> None:
    with previewed(mini, "one") as address, window(browser, address) as page:
        up_to_date(page)
        find(page, "which was baked first")
        words = "Which was baked first?"
        for number in range(300):
            mini.edit(QUESTIONS, words, words := f"Which was baked first? Number {number}.")
            page.wait_for_timeout(20)
        expect(page.locator("figure:focus .changed").first).to_be_visible()
        seen(page, "number 299")


def test_everything_is_done_by_keys_and_named(browser: Browser, mini: MiniProject) -> None:
    with previewed(mini, "one") as address, window(browser, address) as page:
        up_to_date(page)
        page.keyboard.press("n")
        expect(page.locator("#number")).to_have_value("2")
        page.keyboard.press("p")
        expect(page.locator("#number")).to_have_value("1")
        page.keyboard.press("s")
        expect(page.locator("#spread")).to_have_attribute("aria-pressed", "true")
        for number in ("2", "3", "4"):  # two of these lie side by side
            page.keyboard.press("n")
            expect(page.locator("#number")).to_have_value(number)
        wide = page.locator("figure").first.evaluate("figure => figure.clientWidth")
        page.keyboard.press("+")
        assert page.locator("figure").first.evaluate("figure => figure.clientWidth") > wide
        page.keyboard.press("0")
        expect(page.locator("#pages [tabindex='0'], #thumbs [tabindex='0']")).to_have_count(2)
        page.locator("#thumbs [tabindex='0']").focus()
        page.keyboard.press("ArrowUp")
        expect(page.locator("#thumbs a:focus")).to_have_attribute("aria-label", "Page 3")
        page.keyboard.press("Enter")
        expect(page.locator("figure:focus")).to_have_accessible_name(re.compile("^Page 3 of "))
        expect(page.locator("figure:focus")).to_have_accessible_description("Enter lists what is written on this page")
        page.keyboard.press("t")
        expect(page.locator("#thumbs")).to_be_hidden()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        expect(page.locator("#find")).to_be_focused()
        for role in ("banner", "main", "contentinfo", "search"):
            expect(page.get_by_role(role)).to_have_count(1)
        unnamed = page.locator("button, select, input, a").evaluate_all(
            "all => all.filter(each => !(each.labels?.length || each.textContent.trim() || each.ariaLabel)).map(each => each.id)"
        )
        assert unnamed == []


@pytest.mark.parametrize(("width", "height"), [(640, 400), (390, 844)], ids=["200 % on a screen of 1280 by 800 pixels", "a telephone"])
def test_a_magnified_page_scrolls_one_way(width: int, height: int, browser: Browser, mini: MiniProject) -> None:
    with previewed(mini, "one") as address, window(browser, address) as page:
        page.set_viewport_size({"width": width, "height": height})
        up_to_date(page)
        assert page.locator("html").evaluate("html => html.scrollWidth") <= width
        expect(page.locator("figure img").first).to_be_visible()
        if height < 480:  # what is chosen is folded away
            page.click("#more")
        page.locator("[name=edition]").scroll_into_view_if_needed()
        expect(page.locator("[name=edition]")).to_be_in_viewport()


def test_single_keys_can_be_switched_off_and_stay_so(mini: MiniProject, browser: Browser) -> None:
    with previewed(mini) as address, window(browser, address) as page:
        up_to_date(page)
        page.keyboard.press("t")
        expect(page.locator("#thumbs")).to_be_hidden()
        page.click("#keys")
        page.uncheck("#letters")
        page.keyboard.press("Escape")
        for key in ("t", "n", "s", "?"):
            page.keyboard.press(key)
        expect(page.locator("#thumbs")).to_be_hidden()
        expect(page.locator("#help")).to_be_hidden()
        expect(page.locator("#number")).to_have_value("1")
        page.reload()
        up_to_date(page)
        page.keyboard.press("t")
        expect(page.locator("#thumbs")).to_be_visible()
        page.click("#keys")
        page.check("#letters")
        page.keyboard.press("Escape")
        page.keyboard.press("t")
        expect(page.locator("#thumbs")).to_be_hidden()


@pytest.mark.parametrize(("width", "height"), [(640, 360), (320, 256), (1280, 400)])
def test_a_window_that_is_magnified_has_room_for_pages(width: int, height: int, mini: MiniProject, browser: Browser) -> None:
    with previewed(mini) as address, window(browser, address) as page:
        page.set_viewport_size({"width": width, "height": height})
        up_to_date(page)
        header, pages = page.locator("header"), page.locator("#pages")
        assert _height(header) <= height / 3
        assert _height(pages) >= height / 2
        assert page.locator("html").evaluate("root => root.scrollWidth") <= width
        expect(page.locator("#choose")).to_be_hidden()
        page.click("#more")
        expect(page.locator("#more")).to_have_attribute("aria-expanded", "true")
        expect(page.locator("select[name='edition']")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#choose")).to_be_hidden()
        page.keyboard.press("/")
        expect(page.locator("#find")).to_be_focused()
        expect(page.locator("#find")).to_be_visible()


def _height(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["height"]
