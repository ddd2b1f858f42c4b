"""The first sentence of a text, by which sheets print it in brief."""

from __future__ import annotations

import pytest

from prepguides.text.sentences import opening


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Ask which people arrived. The rest is mix.", "Ask which people arrived."),
        ("Only one sentence\nover two lines.", "Only one sentence over two lines."),
        ("Keep two. Say which one you cut. Then stop.", "Keep two. Say which one you cut."),
        ("Ask “How many were there? And when?” before you answer. Then wait.", "Ask “How many were there? And when?” before you answer."),
        ("Name *the person. Then the hour* of the day. Stop.", "Name *the person. Then the hour* of the day."),
        (
            "Ask what [the log says. It is long](https://example.org) there. Stop.",
            "Ask what [the log says. It is long](https://example.org) there.",
        ),
        ("Follow what Mr. Smith reports each day. Then ask.", "Follow what Mr. Smith reports each day."),
        ("Price it at 3.50 a month, e.g. Per seat. Stop.", "Price it at 3.50 a month, e.g. Per seat."),
        ("先问清楚这个数字到底数的是什么，由谁来数，什么时候数。再回答。", "先问清楚这个数字到底数的是什么，由谁来数，什么时候数。"),
        ("اسأل أولا ماذا يعد هذا الرقم؟ ثم أجب.", "اسأل أولا ماذا يعد هذا الرقم؟"),
    ],
)
def test_the_first_sentence_is_whole(text: str, first: str) -> None:
    assert opening(text) == first
