"""Markdown with phrases marked in it: where they stand, and the HTML with their marks and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.token import Token

from .markdown import block_tokens, plain, remembered, rendered, words

_FOLDS = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚‹›", "'"), "\u00a0": " "})


@dataclass(frozen=True)
class Annotation:
    """A phrase of a text (none: all of it), the HTML of its mark, and that of its note."""

    phrase: str | None
    mark: str
    note: str


@remembered
def spans_of(text: str, phrase: str) -> tuple[tuple[int, int], ...]:
    """Where the phrase stands among the words of a Markdown text, typographic quotes or not. Within one paragraph or item alone."""
    found: list[tuple[int, int]] = []
    offset = 0
    for token in block_tokens(text):
        if token.type == "inline":
            inside = _words_of(token)
            found += [(offset + start, offset + end) for start, end in _standing(inside, phrase)]
            offset += len(inside) + 1
    return tuple(found)


def _standing(inside: str, phrase: str) -> Iterator[tuple[int, int]]:
    sought, start = plain(phrase).translate(_FOLDS), -1
    text = inside.translate(_FOLDS)
    while sought and (start := text.find(sought, start + 1)) >= 0:
        yield start, start + len(sought)


def annotated_html(text: str, annotations: Sequence[Annotation], *, language: str = "en") -> str:
    """Block Markdown as HTML: each phrase in a `<mark>`, its mark behind it and its note behind its first word.

    A note on a phrase of a list or a table stands before the list or table, and one on the whole text at its beginning, with its mark at
    the end.
    """
    tokens = block_tokens(text, language=language)
    inlines = [index for index, token in enumerate(tokens) if token.type == "inline"]
    whole = [one for one in annotations if one.phrase is None]
    before: dict[int, list[Token]] = {}
    for index in inlines:
        token = tokens[index]
        places = _places(token, annotations)
        inserted = [(end, one.mark) for (_, end), one in places]
        notes = [(_behind_first_word(_words_of(token), span), one.note) for span, one in places]
        if index == inlines[0]:
            notes += [(0, one.note) for one in whole]
        if index == inlines[-1]:
            inserted += [(len(_words_of(token)), f" {one.mark}") for one in whole]
        if token.level == 1:
            inserted += notes
        elif notes:
            before.setdefault(_outermost(tokens, index), []).extend(_html(note) for _, note in notes)
        _annotate(token, [span for span, _ in places], inserted)
    return rendered([made for index, token in enumerate(tokens) for made in (*before.get(index, ()), token)])


def _behind_first_word(inside: str, span: tuple[int, int]) -> int:
    """Behind the first space of a phrase, or else behind the last one before it: where a line may break, which a float needs.

    WeasyPrint loses words between a float and the last break before it, when the line is broken there.
    """
    return (inside.find(" ", *span) + 1) or inside.rfind(" ", 0, span[0]) + 1


def _places(token: Token, annotations: Sequence[Annotation]) -> list[tuple[tuple[int, int], Annotation]]:
    inside = _words_of(token)
    return [(span, one) for one in annotations if one.phrase for span in [*_standing(inside, one.phrase)][:1]]


def _outermost(tokens: Sequence[Token], index: int) -> int:
    """The token that opens the block in which the token stands, whatever is between."""
    return next(at for at in range(index, -1, -1) if tokens[at].level == 0 and tokens[at].nesting == 1)


def _annotate(token: Token, spans: Sequence[tuple[int, int]], inserted: Sequence[tuple[int, str]]) -> None:
    """Parts the texts of an inline token where phrases begin and end, and puts HTML behind so many characters."""
    made = [_html(html) for place, html in inserted if place == 0]
    at = 0
    for child in token.children or ():
        here = range(at, at + len(_word(child)))
        if child.type == "text":
            made += _pieces(child.content, at, spans, inserted)
        else:
            made.append(child)
            made += [_html(html) for place, html in inserted if place - 1 in here]
        at = here.stop
    token.children = made


def _pieces(content: str, at: int, spans: Sequence[tuple[int, int]], inserted: Sequence[tuple[int, str]]) -> Iterator[Token]:
    stop = at + len(content)
    places = {place for place, _ in inserted} | {edge for span in spans for edge in span}
    cuts = sorted({at, stop, *(place for place in places if at < place < stop)})
    for start, end in pairwise(cuts):
        text = Token("text", "", 0, content=content[start - at : end - at])
        inside = any(first <= start and end <= last for first, last in spans)
        yield from (_html("<mark>"), text, _html("</mark>")) if inside else (text,)
        yield from (_html(html) for place, html in inserted if place == end)


def _words_of(token: Token) -> str:
    return "".join(map(_word, token.children or ()))


def _word(child: Token) -> str:
    return "".join(words([child]))


def _html(html: str) -> Token:
    return Token("html_inline", "", 0, content=html)
