from __future__ import annotations

import pytest

from shequ_eval.reporting.html.self_contained import NotSelfContained, check_self_contained


@pytest.mark.parametrize(
    "asking",
    [
        '<script src="x.js"></script>',
        "<script>alert(1)</script>",
        '<link rel="stylesheet" href="style.css">',
        '<img src="https://example.org/a.png">',
        "<img src='//example.org/a.png'>",
        '<a href="http://example.org">x</a>',
        '<a class="x" href=mailto:a@example.org>x</a>',
        "<style>@import 'x.css';</style>",
        "<style>a { background: url(https://example.org/a.png) }</style>",
        "<style>a { background: url('a.png') }</style>",
        '<iframe src="x.html"></iframe>',
        '<p onclick="x()">x</p>',
        '<a href="javascript:x()">x</a>',
    ],
)
def test_a_page_that_asks_for_something_else_is_refused(asking: str) -> None:
    with pytest.raises(NotSelfContained):
        check_self_contained(f"<html>{asking}</html>")


@pytest.mark.parametrize(
    "quiet",
    [
        '<a href="#s1">一</a>',
        '<a href="zhenhai/report.html">镇海</a>',
        '<img alt="x" src="data:image/png;base64,AAAA">',
        '<g fill="url(#hatch)"><use href="#g"/></g>',
        "<p>见 https://example.org/a?href=b 的说明</p>",
        "<style>@font-face { src: url(data:font/woff;base64,AAAA) }</style>",
    ],
)
def test_a_page_that_carries_all_it_needs_passes(quiet: str) -> None:
    check_self_contained(f"<html>{quiet}</html>")
