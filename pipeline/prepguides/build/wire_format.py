"""What workers answer, as plain data: JSON, with files and long texts beside it, which is read by the types that an answer has.

Workers handle what anybody may have written, and one that was taken over may send what it likes. Pickle, which multiprocessing uses,
would call whatever a message names. Here a message names nothing that is looked up: what is no answer of the expected type is Malformed.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from math import isfinite
from multiprocessing.connection import Connection
from struct import Struct
from types import NoneType, UnionType
from typing import Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from ..model.diagnostic import Rule
from ..model.page_finding import PageFinding
from ..model.rules import RULES

R = TypeVar("R")
Read = Callable[[object, memoryview], object]
"""Plain data, and what lies beside it, to the value that they stand for. Malformed."""

SHORT = 1000
"""Characters of texts that are written into the JSON."""
MOST_JSON = 16 * 1024**2
"""Bytes; the largest shipped guide needs a tenth of one MiB. Plain data takes many times as much memory as its text."""
LARGEST = 2.0**53
"""Of numbers: up to it, all programs read the same in JSON."""
_CHUNK = 1024**2
_TIME = Struct("@ll")
"""Seconds and microseconds, as the system has them."""
_LENGTHS = Struct("!QQ")
"""Before each message: the bytes of its JSON, and of what lies beside that."""


class Malformed(ValueError):
    """No answer; says why."""


def send(pipe: Connection, answer: object) -> None:
    """In a worker. ConnectionError when nobody listens any more."""
    rest = memoryview(to_wire(answer))
    while rest:
        rest = rest[os.write(pipe.fileno(), rest) :]


def wait_at_most(pipe: Connection, seconds: float) -> None:
    """For what is sent from this end: a worker that reads nothing any more is BlockingIOError after so long."""
    with socket.socket(fileno=os.dup(pipe.fileno())) as end:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _TIME.pack(int(seconds), 0))


class Inbox(Generic[R]):
    """What comes from one worker. Nothing here waits for a message that was begun and is not gone on with."""

    def __init__(self, pipe: Connection, kind: object, most: int) -> None:
        """`kind` is the type of answers: a dataclass, a plain type, or several with `|` between them; `most` are the bytes of one."""
        self._pipe, self._kind, self._most = pipe, kind, most
        self._come = bytearray()

    def read_on(self) -> bool:
        """Take what is there, or comes next; whether an answer is complete. EOFError, OSError when no more comes, Malformed."""
        if self._is_whole():
            return True
        chunk = os.read(self._pipe.fileno(), _CHUNK)
        if not chunk:
            raise EOFError
        self._come += chunk
        return self._is_whole()

    def answer(self) -> R:
        """The one that is complete. Malformed."""
        json_bytes, beside = _LENGTHS.unpack_from(self._come)
        start, end = _LENGTHS.size + json_bytes, _LENGTHS.size + json_bytes + beside
        whole = memoryview(self._come)
        self._come = self._come[end:]
        made: R = from_wire(bytes(whole[_LENGTHS.size : start]), whole[start:end], self._kind)  # type: ignore[assignment]
        return made

    def _is_whole(self) -> bool:
        if len(self._come) < _LENGTHS.size:
            return False
        json_bytes, beside = _LENGTHS.unpack_from(self._come)
        if json_bytes > MOST_JSON or beside > self._most:
            raise Malformed("it is too long")
        whole: int = _LENGTHS.size + json_bytes + beside
        return len(self._come) >= whole


def to_wire(answer: object) -> bytes:
    """The message."""
    beside = bytearray()
    text = json.dumps(_plain(answer, beside), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return b"".join((_LENGTHS.pack(len(text), len(beside)), text, beside))


def _plain(value: object, beside: bytearray) -> object:
    """What JSON has a form for. Dataclasses become lists, their names first; files and long texts become where they lie beside it."""
    if isinstance(value, str) and len(value) <= SHORT:
        return str(value)
    if isinstance(value, str | bytes):
        start = len(beside)
        beside += value if isinstance(value, bytes) else value.encode("utf-8", "replace")
        return [start, len(beside)]
    if isinstance(value, Rule):
        return value.code
    if is_dataclass(value):
        return [type(value).__name__, *(_plain(getattr(value, field.name), beside) for field in fields(value))]
    if isinstance(value, Mapping):
        return {key: _plain(each, beside) for key, each in value.items()}
    return [_plain(each, beside) for each in value] if isinstance(value, tuple | list) else value


def from_wire(text: bytes, beside: memoryview, kind: object) -> object:
    """The answer of this type. Malformed."""
    try:
        plain = json.loads(text.decode())
    except (ValueError, RecursionError) as error:
        raise Malformed("it is no JSON") from error
    return _reader(kind)(plain, beside)


@cache
def _reader(kind: object) -> Read:
    """How a value of this type is read."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Rule:
        return _rule
    if is_dataclass(origin or kind):
        return _of_dataclass(kind)
    if origin in (Union, UnionType):
        return _of_one_of([_reader(each) for each in inner])
    if origin is Literal:
        return _of_literal(inner)
    if origin is tuple and inner[1:] == (...,):
        return _of_tuple(_reader(inner[0]))
    if origin is Mapping and inner[0] is str:
        return _of_mapping(_reader(inner[1]))
    return _PLAIN[kind]


def _of_dataclass(kind: object) -> Read:
    made: type = get_origin(kind) or kind  # type: ignore[assignment]
    hints, given = get_type_hints(made), dict(zip(getattr(made, "__parameters__", ()), get_args(kind), strict=True))
    readers = [_reader(given.get(hints[field.name], hints[field.name])) for field in fields(made)]

    def read(plain: object, beside: memoryview) -> object:
        if type(plain) is not list or len(plain) != len(readers) + 1 or plain[0] != made.__name__:
            raise Malformed(f"it is no {made.__name__}")
        value = made(*(reader(each, beside) for reader, each in zip(readers, plain[1:], strict=True)))
        if isinstance(value, PageFinding) and value.code not in RULES:
            raise Malformed("there is no such rule")
        return value

    return read


def _of_one_of(readers: list[Read]) -> Read:
    def read(plain: object, beside: memoryview) -> object:
        for reader in readers:
            with suppress(Malformed):
                return reader(plain, beside)
        raise Malformed("it is of no type that was expected")

    return read


def _of_literal(words: tuple[object, ...]) -> Read:
    def read(plain: object, _: memoryview) -> object:
        if type(plain) is str and plain in words:
            return plain
        raise Malformed("it is none of the words that may stand there")

    return read


def _of_tuple(reader: Read) -> Read:
    def read(plain: object, beside: memoryview) -> object:
        if type(plain) is not list:
            raise Malformed("it is no list")
        return tuple(reader(each, beside) for each in plain)

    return read


def _of_mapping(reader: Read) -> Read:
    def read(plain: object, beside: memoryview) -> object:
        if type(plain) is not dict:
            raise Malformed("it is no mapping")
        return {_text(key, beside): reader(each, beside) for key, each in plain.items()}

    return read


def _rule(plain: object, _: memoryview) -> Rule:
    if type(plain) is str and plain in RULES:
        return RULES[plain]
    raise Malformed("there is no such rule")


def _bytes(plain: object, beside: memoryview) -> bytes:
    """What lies between two places."""
    if type(plain) is list and len(plain) == 2 and all(type(each) is int for each in plain) and 0 <= plain[0] <= plain[1] <= len(beside):
        return bytes(beside[plain[0] : plain[1]])
    raise Malformed("it is no place beside the JSON")


def _text(plain: object, beside: memoryview) -> str:
    """Characters all of which can be written."""
    try:
        if type(plain) is not str:
            return _bytes(plain, beside).decode()
        plain.encode()
    except UnicodeError as error:
        raise Malformed("it is no text") from error
    return plain


def _int(plain: object, _: memoryview) -> int:
    if type(plain) is int and abs(plain) < LARGEST:
        return plain
    raise Malformed("it is no whole number")


def _float(plain: object, _: memoryview) -> float:
    if type(plain) in (int, float) and isinstance(plain, int | float) and abs(plain) < LARGEST and isfinite(plain):
        return float(plain)
    raise Malformed("it is no number")


def _bool(plain: object, _: memoryview) -> bool:
    if type(plain) is bool:
        return plain
    raise Malformed("it is neither true nor false")


def _none(plain: object, _: memoryview) -> None:
    if plain is not None:
        raise Malformed("there should be nothing")


_PLAIN: Mapping[object, Read] = {
    str: _text,
    bytes: _bytes,
    int: _int,
    float: _float,
    bool: _bool,
    None: _none,
    NoneType: _none,
}
