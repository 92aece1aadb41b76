"""What a reader meets in a browser: nothing serious for axe, and an origin for every number."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.slow
SERIOUS = {"serious", "critical"}
LARGEST_ZONE_PAGE = 3_000_000


@pytest.fixture(scope="module", params=["comparison", "zhenhai"])
def page(request: pytest.FixtureRequest, browser: Browser, outputs: Path) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    opened.faults = []  # type: ignore[attr-defined]
    opened.on("pageerror", lambda error: opened.faults.append(str(error)))  # type: ignore[attr-defined]
    opened.on("console", lambda line: opened.faults.append(line.text))  # type: ignore[attr-defined]
    opened.on("request", lambda asked: _refuse_remote(asked.url))
    opened.goto((outputs / request.param / "report.html").as_uri())
    yield opened
    opened.close()


def _refuse_remote(url: str) -> None:
    assert url.startswith(("file:", "data:")), url


def open_notes(page: Page) -> int:
    return page.locator(".card:popover-open").count()


def test_axe_finds_no_serious_violation(page: Page) -> None:
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]

    serious = [
        (fault["id"], fault["impact"], [node["html"][:120] for node in fault["nodes"][:3]])
        for fault in found
        if fault["impact"] in SERIOUS
    ]
    assert serious == []


def test_headings_go_down_one_level_at_a_time(page: Page) -> None:
    levels = page.eval_on_selector_all(
        "h1, h2, h3, h4", "found => found.map(one => Number(one.tagName[1]))"
    )

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_a_number_tells_its_origin_on_hover_on_focus_and_on_a_tap(page: Page) -> None:
    number = page.locator(".prose a.n").first
    number.scroll_into_view_if_needed()

    number.hover()
    page.wait_for_selector(".card:popover-open")
    page.mouse.move(2, 2)
    expect(page.locator(".card:popover-open")).to_have_count(0)
    number.focus()
    assert open_notes(page) == 1
    page.keyboard.press("Escape")
    assert open_notes(page) == 0
    number.click()
    page.mouse.move(2, 2)
    page.wait_for_timeout(400)
    assert open_notes(page) == 1
    note = page.locator(".card:popover-open")
    assert note.locator("dt").count() >= 1
    page.keyboard.press("Escape")


def test_a_note_stays_within_the_window(page: Page) -> None:
    numbers = page.locator("td a.n:visible")
    for place in range(0, numbers.count(), max(1, numbers.count() // 12)):
        numbers.nth(place).focus()
        page.wait_for_timeout(700)  # the page glides to where the number stands
        box = page.locator(".card:popover-open").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= 1200
        assert box["y"] + box["height"] <= 900
    page.keyboard.press("Escape")


def test_the_keyboard_reaches_the_numbers_of_a_picture_and_what_they_are_made_from(
    page: Page,
) -> None:
    number = page.locator("svg .n").first
    number.focus()
    assert open_notes(page) == 1
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    assert open_notes(page) == 1
    page.keyboard.press("Escape")


def test_every_note_that_a_number_names_is_on_the_page(page: Page) -> None:
    lost = page.evaluate(
        """() => [...document.querySelectorAll('.n')]
            .map(one => one.dataset.note || one.hash.slice(1))
            .filter(name => !document.getElementById(name))"""
    )

    assert lost == []


def test_the_page_ran_without_a_complaint(page: Page) -> None:
    assert page.faults == []  # type: ignore[attr-defined]


def test_the_page_of_a_zone_is_small_enough_to_send(outputs: Path) -> None:
    sizes = {path.parent.name: path.stat().st_size for path in outputs.glob("*/report.html")}

    assert {name: size for name, size in sizes.items() if size > LARGEST_ZONE_PAGE} == {}
