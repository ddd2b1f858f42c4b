"""A candidate's edition -> a deck of cards: its flashcards, its glossary, its questions with what the answer key prints of them.

What stands on a card stands on a page of that edition, so that no card holds what is for the coach.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from ...model.companion import Card, Deck
from ...model.edition import Edition, EditionPart, EditionSection
from ...text import markdown
from ...text.labels import Labels, gettext_noop, labels_in
from ...views.question_views import AnswerKey, AskedQuestionView, JudgedQuestionView, NumericKeys, NumericKeyView, QuestionBank
from ...views.reference_views import Flashcards, FlashcardView, Glossary, TermView

_MARKS = re.compile(r' (?:claim|ref)="[^"]*"')
"""What only pages need of Markdown: which claim words state, and where a name leads to."""


def deck_of(edition: Edition) -> Deck | None:
    """The deck; None where the edition prints nothing to learn by heart or to answer aloud."""
    cards = {card.ref: card for card in _cards(edition, labels_in(edition.language, edition.labels))}
    return Deck(edition.title, edition.date, edition.direction, tuple(cards.values())) if cards else None


def _cards(edition: Edition, labels: Labels) -> Iterator[Card]:
    """In the order of its pages."""
    views = [section.view for section in edition.sections]
    judged = {entry.id: entry for view in views if isinstance(view, AnswerKey) for entry in view.entries}
    keys = {entry.id: entry.numeric_key for view in views if isinstance(view, NumericKeys) for entry in view.entries}
    for part in edition.parts:
        for section in part.sections:
            view = section.view
            if isinstance(view, Flashcards):
                yield from (_flashcard(card, section, edition.language) for card in view.entries)
            elif isinstance(view, Glossary):
                yield from (_term(term, section, labels) for term in view.entries)
            elif isinstance(view, QuestionBank):
                yield from (_question(asked, judged.get(asked.id), keys.get(asked.id), part, labels) for asked in view.entries)


def _flashcard(card: FlashcardView, section: EditionSection, language: str) -> Card:
    pile = (section.title or section.kind,)
    return Card(str(card.ref), pile, _inline(card.front, language), _inline(card.back, language), ("flashcard",))


def _term(term: TermView, section: EditionSection, labels: Labels) -> Card:
    expansion = f"<p><i>{escape(term.expansion)}</i></p>" if term.expansion else ""
    names = ", ".join(term.see_names)
    see = f"<p><i>{escape(labels.gettext('See %(names)s.', names=names))}</i></p>" if names else ""
    back = f"{expansion}<p>{_inline(term.definition, labels.locale)}</p>{see}"
    return Card(str(term.ref), (section.title or section.kind,), f"<p>{escape(term.term)}</p>", back, ("term",))


def _question(
    asked: AskedQuestionView, judged: JudgedQuestionView | None, key: NumericKeyView | None, part: EditionPart, labels: Labels
) -> Card:
    """What is asked, and behind it what is scored, what the answer key listens for and the number, as far as the edition prints them."""
    minutes = labels.gettext("%(minutes)s min.", minutes=asked.minutes)
    front = f"{_block(asked.prompt, labels.locale)}<p class='aside'>{escape(asked.difficulty_name)}, {escape(minutes)}</p>"
    scored = labels.gettext(gettext_noop("Scored: %(names)s."), names=", ".join(asked.row_names or asked.competency_names))
    back = [f"<p class='aside'>{escape(scored)}</p>"]
    if judged:
        back.append(_list(labels.gettext("Listen for"), judged.looks_for, labels.locale))
        back.append(_list(labels.gettext(gettext_noop("Red flags")), judged.red_flags, labels.locale))
    if key:
        answer = labels.gettext("Answer: %(answer)s.", answer=" ".join(filter(None, key.answer)))
        back.append(f"<p><b>{escape(answer)}</b></p>")
    tags = ("question", part.id, f"difficulty-{asked.difficulty}")
    return Card(str(asked.ref), (labels.gettext("Questions"), part.title), front, "".join(back), tags)


def _list(title: str, texts: tuple[str, ...], language: str) -> str:
    items = "".join(f"<li>{_inline(text, language)}</li>" for text in texts)
    return f"<p><b>{escape(title)}</b></p><ul>{items}</ul>" if items else ""


def _inline(text: str, language: str) -> str:
    return _MARKS.sub("", markdown.inline_html(text, language=language)).strip()


def _block(text: str, language: str) -> str:
    return _MARKS.sub("", markdown.block_html(text, language=language)).strip()
