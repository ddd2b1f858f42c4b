"""What WeasyPrint's tags get wrong, put right in the PDF's structure tree before it is written.

Each repair names the clause of ISO 14289-1 (PDF/UA-1) that it serves. Written for WeasyPrint 70, to which the project is pinned: its tree
is made of pydyf's dictionaries, in which a number is marked content and bytes refer to another object.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydyf import PDF, Array, Dictionary


def repair_tags(pdf: PDF) -> None:
    """Gives the finished document a sound structure tree. Deterministic."""
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    tree = _Element(root, None)
    elements = _read(pdf, tree)
    owners: Array = _at(pdf, root["ParentTree"])["Nums"]
    _wrap_list_bodies(pdf, elements)
    _drop_nested_links(pdf, owners, tree)
    _scope_headers(elements)
    _prune_empty(tree)
    holders = _dissolve(tree) | _flatten_figures(tree)
    live = _below(tree)
    for element in live:
        element.own["K"] = Array([kid if isinstance(kid, int) else kid.reference for kid in element.kids])
        element.own["P"] = (element.parent or tree).reference
    _mark_artifacts(pdf, owners, {element.own.number for element in live}, holders)
    _print_links(pdf)


class _Element:
    """A structure element with what it holds."""

    __slots__ = ("kids", "kind", "own", "parent")

    def __init__(self, own: Dictionary, parent: _Element | None) -> None:
        self.own, self.parent = own, parent
        self.kind: str = own.get("S", "").removeprefix("/")
        self.kids: list[_Element | Dictionary | int] = []
        """Elements, references to annotations, and numbers of marked content on the element's page."""

    @property
    def reference(self) -> bytes:
        return bytes(self.own.reference)

    def elements(self, *kinds: str) -> list[_Element]:
        return [kid for kid in self.kids if isinstance(kid, _Element) and (not kinds or kid.kind in kinds)]


def _at(pdf: PDF, reference: bytes) -> Any:
    return pdf.objects[_number(reference)]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _read(pdf: PDF, tree: _Element) -> list[_Element]:
    """Fills the tree from the document; every element below its root, parents first."""
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        for kid in element.own.get("K", ()):
            found = kid if isinstance(kid, int) else _at(pdf, kid)
            element.kids.append(_Element(found, element) if isinstance(found, Dictionary) and "S" in found else found)
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


def _wrap_list_bodies(pdf: PDF, elements: list[_Element]) -> None:
    """An LI may hold only Lbl and LBody (7.2): block children go into one LBody."""
    for item in elements:
        if item.kind != "LI":
            continue
        labels, bodies = item.elements("Lbl"), item.elements("LBody")
        rest = [kid for kid in item.kids if not (isinstance(kid, _Element) and kid.kind in ("Lbl", "LBody"))]
        if not rest:
            continue
        body = bodies[0] if bodies else _new_body(pdf, item)
        if "Pg" in item.own:
            body.own.setdefault("Pg", item.own["Pg"])
        for kid in rest:
            if isinstance(kid, _Element):
                kid.parent = body
        body.kids += rest
        item.kids = [*labels, body, *bodies[1:]]


def _new_body(pdf: PDF, item: _Element) -> _Element:
    own = Dictionary({"Type": "/StructElem", "S": "/LBody"})
    pdf.add_object(own)
    return _Element(own, item)


def _drop_nested_links(pdf: PDF, owners: Array, tree: _Element) -> None:
    """An element inside <a> brings a second annotation that no Link encloses (7.18.5): keep the outer one."""
    dropped: list[Dictionary] = []
    _collect_nested_links(pdf, tree, False, dropped)
    gone, keys = {annotation.reference for annotation in dropped}, {annotation.get("StructParent") for annotation in dropped}
    for listed in _annotation_lists(pdf):
        listed[:] = [reference for reference in listed if reference not in gone]
    owners[:] = [value for key, entry in zip(owners[::2], owners[1::2], strict=True) if key not in keys for value in (key, entry)]


def _collect_nested_links(pdf: PDF, element: _Element, inside: bool, dropped: list[Dictionary]) -> None:
    own = element.kind == "Link"
    kept: list[_Element | Dictionary | int] = []
    for kid in element.kids:
        if isinstance(kid, _Element):
            _collect_nested_links(pdf, kid, inside or own, dropped)
        elif isinstance(kid, Dictionary) and (annotation := _at(pdf, kid["Obj"]))["Subtype"] == "/Link" and (inside or not own):
            dropped.append(annotation)
            continue
        kept.append(kid)
    element.kids = kept
    if own and inside:
        element.own["S"], element.kind = "/Span", "Span"


def _scope_headers(elements: list[_Element]) -> None:
    """A TH says whether it heads a column or a row (7.5)."""
    for cell in elements:
        row = cell.parent
        if cell.kind == "TH" and row is not None and row.parent is not None:
            scope = "/Column" if row.parent.kind == "THead" or not row.elements("TD") else "/Row"
            cell.own.setdefault("A", Dictionary({"O": "/Table"}))["Scope"] = scope


_EMPTIABLE = ("NonStruct", "P", "Span", "Div")


def _prune_empty(tree: _Element) -> None:
    """Elements that hold nothing only slow a reader down. Children before parents, so one pass is enough."""
    for element in reversed(_below(tree)):
        parent = element.parent
        if parent is not None and parent is not tree and element.kind in _EMPTIABLE and not element.kids:
            parent.kids = [kid for kid in parent.kids if kid is not element]


_PLAIN = {"Type", "S", "K", "Pg", "P"}
_HOLDS_CONTENT = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "LBody", "TH", "TD", "Caption", "Link", "Span"}


def _dissolve(tree: _Element) -> dict[int, _Element]:
    """Each line of a text is a Span and each bold word a NonStruct, which say nothing: what they hold goes to their parent.

    That halves the elements, and a screen reader does not stop at the end of each line. Returns the holder of what was in them, by number.
    """
    holders: dict[int, _Element] = {}
    for element in _below(tree):
        parent = element.parent
        if parent is None or element.kind not in ("NonStruct", "Span") or not element.own.keys() <= _PLAIN:
            continue
        alike = element.own.get("Pg") == parent.own.get("Pg") and parent.kind in _HOLDS_CONTENT
        if not alike and any(not isinstance(kid, _Element) for kid in element.kids):
            continue
        place = next(index for index, kid in enumerate(parent.kids) if kid is element)
        parent.kids[place : place + 1] = element.kids
        for kid in element.elements():
            kid.parent = parent
        holders[element.own.number] = parent
        element.own.clear()
    return holders


def _flatten_figures(tree: _Element) -> dict[int, _Element]:
    """A figure's alternative text is said in place of what is in it: its words are parts of the drawing, not paragraphs or tables (7.3).

    Returns the figure of each element that was in one, by number.
    """
    holders: dict[int, _Element] = {}
    for figure in [element for element in _below(tree) if element.kind == "Figure"]:
        inner = _below(figure)
        alike = all(element.own.get("Pg") == figure.own.get("Pg") for element in inner)
        kids = [kid for element in (figure, *inner) for kid in element.kids if not isinstance(kid, _Element)]
        if alike and all(isinstance(kid, int) for kid in kids):
            figure.kids = kids
            for element in inner:
                holders[element.own.number] = figure
                element.own.clear()
    return holders


def _mark_artifacts(pdf: PDF, owners: Array, live: set[int], holders: dict[int, _Element]) -> None:
    """What is drawn belongs to a living element, or to none: running headers and folios are pagination artifacts (7.1)."""
    entries = dict(zip(owners[::2], owners[1::2], strict=True))
    for page in _pages(pdf):
        marks: Array = entries[page["StructParents"]]
        dead: set[int] = set()
        for index, reference in enumerate(marks):
            number = _number(reference)
            while number in holders:
                number = holders[number].own.number
            if number in live:
                marks[index] = pdf.objects[number].reference
            else:
                marks[index] = "null"
                dead.add(index)
        stream = _at(pdf, page["Contents"]).stream
        for place, item in enumerate(stream):
            if item == b"BDC" and stream[place - 1].get("MCID") in dead:
                stream[place - 2 : place] = ["/Artifact", Dictionary({"Type": "/Pagination"})]


def _print_links(pdf: PDF) -> None:
    """Link annotations carry the Print flag (7.18)."""
    for listed in _annotation_lists(pdf):
        for annotation in (_at(pdf, reference) for reference in listed):
            if annotation["Subtype"] == "/Link":
                annotation["F"] = 4


def _pages(pdf: PDF) -> Iterator[Dictionary]:
    return (_at(pdf, reference) for reference in pdf.page_references)


def _annotation_lists(pdf: PDF) -> Iterator[Array]:
    """Those of each page that has any."""
    return (page["Annots"] for page in _pages(pdf) if "Annots" in page)
