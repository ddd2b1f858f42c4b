"""What WeasyPrint's tags get wrong, put right in the PDF's structure tree.

Each mend names the clause of ISO 14289-1 (PDF/UA-1) that it serves. Written for WeasyPrint 70, to which the project is pinned.
"""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator


def mend(pdf: bytes) -> bytes:
    """The same pages with a sound structure tree. Deterministic."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root.StructTreeRoot
        tree = _Element(root, "", None)
        elements = _read(tree)
        _wrap_list_bodies(document, elements)
        _drop_nested_links(document, root, tree)
        _scope_headers(elements)
        _mark_artifacts(document, root, elements)
        _prune_empty(tree)
        _print_links(document)
        target = io.BytesIO()
        document.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


class _Element:
    """A structure element with what it holds, read once: asking pikepdf costs more than all that is done with the answer."""

    __slots__ = ("kids", "kind", "own", "parent")

    def __init__(self, own: Any, kind: str, parent: _Element | None) -> None:
        self.own, self.kind, self.parent = own, kind, parent
        self.kids: list[Any] = []
        """Elements as `_Element`; marked content and annotations as they are."""

    def elements(self, *kinds: str) -> list[_Element]:
        return [kid for kid in self.kids if isinstance(kid, _Element) and (not kinds or kid.kind in kinds)]

    def hold(self, kids: list[Any]) -> None:
        """Other kids, in the document too."""
        self.kids = kids
        self.own.K = Array([kid.own if isinstance(kid, _Element) else kid for kid in kids])


def _read(tree: _Element) -> list[_Element]:
    """Fills the tree from the document; every element below its root, parents first."""
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        element.kids = [_Element(kid, str(kid.S), element) if _is_element(kid) else kid for kid in _kids(element.own)]
        waiting.extend(element.elements())
    return _below(tree)


def _below(tree: _Element) -> list[_Element]:
    found: list[_Element] = []
    waiting = tree.elements()[::-1]
    while waiting:
        element = waiting.pop()
        found.append(element)
        waiting.extend(element.elements()[::-1])
    return found


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _is_element(value: Any) -> bool:
    return isinstance(value, Dictionary) and "/S" in value


def _wrap_list_bodies(document: pikepdf.Pdf, elements: list[_Element]) -> None:
    """An LI may hold only Lbl and LBody (7.2): block children go into one LBody."""
    for item in elements:
        if item.kind != "/LI":
            continue
        labels, bodies = item.elements("/Lbl"), item.elements("/LBody")
        rest = [kid for kid in item.kids if not (isinstance(kid, _Element) and kid.kind in ("/Lbl", "/LBody"))]
        if not rest:
            continue
        body = bodies[0] if bodies else _new_body(document, item)
        if "/Pg" in item.own and "/Pg" not in body.own:
            body.own.Pg = item.own.Pg
        for kid in rest:
            if isinstance(kid, _Element):
                kid.own.P, kid.parent = body.own, body
        body.hold([*body.kids, *rest])
        item.hold([*labels, body, *bodies[1:]])


def _new_body(document: pikepdf.Pdf, item: _Element) -> _Element:
    own = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, K=Array([]), P=item.own))
    return _Element(own, "/LBody", item)


def _drop_nested_links(document: pikepdf.Pdf, root: Any, tree: _Element) -> None:
    """An element inside <a> brings a second annotation that no Link encloses (7.18.5): keep the outer one."""
    dropped: set[tuple[int, int]] = set()
    keys: set[int] = set()
    _collect_nested_links(tree, False, dropped, keys)
    if not dropped:
        return
    for page in document.pages:
        if "/Annots" in page:
            page.Annots = Array([annotation for annotation in page.Annots if annotation.objgen not in dropped])
    numbers = root.ParentTree.Nums
    pairs = [(int(numbers[i]), numbers[i + 1]) for i in range(0, len(numbers), 2)]
    root.ParentTree.Nums = Array([value for key, entry in pairs if key not in keys for value in (key, entry)])


def _collect_nested_links(element: _Element, inside: bool, dropped: set[tuple[int, int]], keys: set[int]) -> None:
    own = element.kind == "/Link"
    kept: list[Any] = []
    for kid in element.kids:
        if isinstance(kid, _Element):
            _collect_nested_links(kid, inside or own, dropped, keys)
        elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
            annotation = kid.Obj
            if annotation.get("/Subtype") == Name.Link and (inside or not own):
                dropped.add(annotation.objgen)
                keys.add(int(annotation.get("/StructParent", -1)))
                continue
        kept.append(kid)
    if len(kept) != len(element.kids):
        element.hold(kept)
    if own and inside:
        element.own.S, element.kind = Name.Span, "/Span"


def _scope_headers(elements: list[_Element]) -> None:
    """A TH says whether it heads a column or a row (7.5)."""
    for cell in elements:
        row = cell.parent
        if cell.kind != "/TH" or row is None or row.parent is None:
            continue
        attributes = cell.own.get("/A") or Dictionary(O=Name.Table)
        attributes.Scope = Name.Column if row.parent.kind == "/THead" or not row.elements("/TD") else Name.Row
        cell.own.A = attributes


_MARK = re.compile(rb"/\w+\s<</MCID (\d+)>>\sBDC")
"""How pydyf 0.13 begins marked content."""


def _mark_artifacts(document: pikepdf.Pdf, root: Any, elements: list[_Element]) -> None:
    """Running headers and folios belong to no element: mark them as pagination artifacts (7.1)."""
    numbers = root.ParentTree.Nums
    parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    live = {element.own.objgen for element in elements}
    for page in document.pages:
        if "/StructParents" not in page:
            continue
        entries = parents[int(page.StructParents)]
        dead = {index for index, element in enumerate(entries) if _is_element(element) and element.objgen not in live}
        if dead:
            page.Contents = document.make_stream(_with_artifacts(page, dead))
            for index in dead:
                entries[index] = pikepdf.Object.parse(b"null")


def _with_artifacts(page: pikepdf.Page, dead: set[int]) -> bytes:
    """The page's content with these marks turned into artifacts: by pattern, four times as fast, when it finds them all."""
    replaced: set[int] = set()

    def mark(found: re.Match[bytes]) -> bytes:
        number = int(found[1])
        if number not in dead:
            return found[0]
        replaced.add(number)
        return b"/Artifact <</Type /Pagination>> BDC"

    content = _MARK.sub(mark, _content(page))
    return content if replaced == dead else _parsed_with_artifacts(page, dead)


def _content(page: pikepdf.Page) -> bytes:
    contents = page.obj.Contents
    return b"\n".join(stream.read_bytes() for stream in (contents if isinstance(contents, Array) else [contents]))


def _parsed_with_artifacts(page: pikepdf.Page, dead: set[int]) -> bytes:
    instructions: list[Any] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        is_dead = (
            instruction.operator == Operator("BDC") and isinstance(operands[1], Dictionary) and int(operands[1].get("/MCID", -1)) in dead
        )
        instructions.append(([Name.Artifact, Dictionary(Type=Name.Pagination)] if is_dead else operands, instruction.operator))
    return pikepdf.unparse_content_stream(instructions)


_EMPTIABLE = ("/NonStruct", "/P", "/Span", "/Div")


def _prune_empty(tree: _Element) -> None:
    """Elements that hold nothing only slow a reader down. Children before parents, so one pass is enough."""
    lighter: dict[int, _Element] = {}
    for element in reversed(_below(tree)):
        parent = element.parent
        if parent is not None and parent is not tree and element.kind in _EMPTIABLE and not element.kids:
            parent.kids = [kid for kid in parent.kids if kid is not element]
            lighter[id(parent)] = parent
    for parent in lighter.values():
        parent.hold(parent.kids)


def _print_links(document: pikepdf.Pdf) -> None:
    """Link annotations carry the Print flag (7.18)."""
    for page in document.pages:
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") == Name.Link:
                annotation.F = 4
