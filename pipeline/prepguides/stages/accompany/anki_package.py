"""A deck as an `.apkg`, which Anki and the programs on phones that read its decks import.

An `.apkg` is a zip archive with a SQLite database in it, whose tables are those of Anki's schema 11. Every version of Anki reads that one.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha1, sha256
from html import unescape
from typing import Literal

from ...model.companion import Card, Deck
from ...text.reproducible_zip import packed

NOTE_TYPE = 1_760_000_000_011
"""The note type's id. It is the same in every deck, or an import would make one more of them."""
FIELDS = ("Front", "Back", "Id")
_GUID = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SEPARATOR = "\x1f"
"""Between the fields of a note."""
_SQLITE = (3_040_000).to_bytes(4)
"""Written as the version of the library in each file, so that all versions write the same."""
_TABLES = """
CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null, ver integer not null,
  dty integer not null, usn integer not null, ls integer not null, conf text not null, models text not null, decks text not null,
  dconf text not null, tags text not null);
CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null, usn integer not null,
  tags text not null, flds text not null, sfld integer not null, csum integer not null, flags integer not null, data text not null);
CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null, mod integer not null,
  usn integer not null, type integer not null, queue integer not null, due integer not null, ivl integer not null,
  factor integer not null, reps integer not null, lapses integer not null, left integer not null, odue integer not null,
  odid integer not null, flags integer not null, data text not null);
CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null, ivl integer not null,
  lastIvl integer not null, factor integer not null, time integer not null, type integer not null);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);
CREATE INDEX ix_notes_usn on notes (usn);
CREATE INDEX ix_cards_usn on cards (usn);
CREATE INDEX ix_revlog_usn on revlog (usn);
CREATE INDEX ix_cards_nid on cards (nid);
CREATE INDEX ix_cards_sched on cards (did, queue, due);
CREATE INDEX ix_revlog_cid on revlog (cid);
CREATE INDEX ix_notes_csum on notes (csum);
"""
_STYLE = """.card { font-family: "Source Sans 3", "Source Sans Pro", Arial, sans-serif; font-size: 20px; line-height: 1.4;
  text-align: start; max-width: 34em; margin: 0 auto; padding: 1em; }
.card .aside { font-size: 0.8em; opacity: 0.7; }
.card li { margin: 0.3em 0; }
"""


def anki_package(deck: Deck) -> bytes:
    """The package's bytes."""
    return packed({"collection.anki2": _database(deck), "media": b"{}"})


def guid_of(ref: str) -> str:
    """What Anki knows a note by: of one entity the same in every deck, or an import would bring it twice."""
    number = int.from_bytes(sha256(f"prepguides {ref}".encode()).digest()[:8])
    digits = []
    while number:
        number, digit = divmod(number, len(_GUID))
        digits.append(_GUID[digit])
    return "".join(digits)


def _database(deck: Deck) -> bytes:
    written = int(datetime.fromisoformat(deck.date).replace(tzinfo=UTC).timestamp())
    piles = {name: _deck_id(name) for name in _names(deck)}
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.executescript(f"PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; {_TABLES}")
        decks = {"1": _deck_json(1, "Default", written), **{str(id): _deck_json(id, name, written) for name, id in piles.items()}}
        models = {str(NOTE_TYPE): _note_type(written)}
        said = tuple(map(_json, (_CONF, models, decks, _OPTIONS)))
        _insert(connection, "col", (1, written, written * 1000, written * 1000, 11, 0, 0, 0, *said, "{}"))
        for number, card in enumerate(deck.cards):
            note, shown = _rows(card, number, written, piles[_name(deck.title, card.pile)], deck.direction)
            _insert(connection, "notes", note)
            _insert(connection, "cards", shown)
        content = connection.serialize()
    finally:
        connection.close()
    return content[:96] + _SQLITE + content[100:]


def _rows(card: Card, number: int, written: int, pile: int, direction: str) -> tuple[tuple[object, ...], tuple[object, ...]]:
    """A note and its one card, new, in the order of the deck."""
    id = written * 1000 + number
    fields = (_turned(card.front, direction), _turned(card.back, direction), card.ref)
    first = _words(fields[0])
    checksum = int(sha1(first.encode(), usedforsecurity=False).hexdigest()[:8], 16)
    tags = "".join(f" {tag}" for tag in card.tags) + " "
    note = (id, guid_of(card.ref), NOTE_TYPE, written, -1, tags, _SEPARATOR.join(fields), first, checksum, 0, "")
    return note, (id, id, pile, 0, written, -1, 0, 0, number + 1, 0, 0, 0, 0, 0, 0, 0, 0, "")


def _turned(html: str, direction: str) -> str:
    return html if direction == "ltr" else f'<div dir="rtl">{html}</div>'


def _words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html)).strip()


def _insert(connection: sqlite3.Connection, table: Literal["col", "notes", "cards"], row: tuple[object, ...]) -> None:
    holes = ", ".join("?" for _ in row)
    connection.execute(f"INSERT INTO {table} VALUES ({holes})", row)  # noqa: S608 - the table is one of three, the values are bound


def _name(title: str, pile: Iterable[str]) -> str:
    """Of a deck in decks, as Anki writes it; a title's own colons would make more of them."""
    return "::".join(re.sub(":{2,}", ":", words).strip(" :") or "-" for words in (title, *pile))


def _names(deck: Deck) -> tuple[str, ...]:
    """Every deck that holds a card or another deck."""
    piles = dict.fromkeys(card.pile for card in deck.cards)
    return tuple(dict.fromkeys(_name(deck.title, pile[:length]) for pile in piles for length in range(len(pile) + 1)))


def _deck_id(name: str) -> int:
    return 1_700_000_000_000 + int.from_bytes(sha256(name.encode()).digest()[:5]) % 50_000_000_000


_CONF = {"activeDecks": [1], "curDeck": 1, "newSpread": 0, "collapseTime": 1200, "timeLim": 0, "estTimes": True, "dueCounts": True,
         "curModel": str(NOTE_TYPE), "nextPos": 1, "sortType": "noteFld", "sortBackwards": False, "addToCur": True}  # fmt: skip
_NEW = {"bury": False, "delays": [1.0, 10.0], "initialFactor": 2500, "ints": [1, 4, 0], "order": 1, "perDay": 20}
_REVIEW = {"bury": False, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2}
_LAPSE = {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0}
_OPTIONS = {"1": {"id": 1, "mod": 0, "name": "Default", "usn": 0, "maxTaken": 60, "autoplay": True, "timer": 0, "replayq": True,
                  "new": _NEW, "rev": _REVIEW, "lapse": _LAPSE, "dyn": False}}  # fmt: skip


def _deck_json(id: int, name: str, written: int) -> Mapping[str, object]:
    today = {key: [0, 0] for key in ("newToday", "revToday", "lrnToday", "timeToday")}
    return {"id": id, "mod": written, "name": name, "usn": -1, "desc": "", "dyn": 0, "collapsed": False, "browserCollapsed": False,
            "conf": 1, "extendNew": 0, "extendRev": 0, **today}  # fmt: skip


def _note_type(written: int) -> Mapping[str, object]:
    fields = [
        {"name": name, "ord": number, "sticky": False, "rtl": False, "font": "Arial", "size": 20, "media": []}
        for number, name in enumerate(FIELDS)
    ]
    sides = {"qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}", "bqfmt": "", "bafmt": ""}
    template = {"name": "Card", "ord": 0, "did": None, **sides}
    return {"id": NOTE_TYPE, "name": "Prepguides", "type": 0, "mod": written, "usn": -1, "sortf": 0, "did": None, "tmpls": [template],
            "flds": fields, "css": _STYLE, "latexPre": "", "latexPost": "", "req": [[0, "any", [0]]], "tags": [], "vers": []}  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
