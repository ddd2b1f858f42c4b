"""What WeasyPrint's tags get wrong, put right in the PDF's structure tree.

Each mend names the clause of ISO 14289-1 (PDF/UA-1) that it serves. Written for WeasyPrint 70, to which the project is pinned.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator

_Kids = list[Any]


def mend(pdf: bytes) -> bytes:
    """The same pages with a sound structure tree. Deterministic."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root.StructTreeRoot
        elements = [(element, parent) for kid in _kids(root) for element, parent in _walk(kid, None)]
        _wrap_list_bodies(document, elements)
        _drop_nested_links(document, root)
        _scope_headers(elements)
        _mark_artifacts(document, root)
        _prune_empty(root)
        _print_links(document)
        target = io.BytesIO()
        document.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _kids(element: Any) -> _Kids:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _is_element(value: Any) -> bool:
    return isinstance(value, Dictionary) and "/S" in value


def _walk(element: Any, parent: Any) -> Iterator[tuple[Any, Any]]:
    yield element, parent
    for kid in _kids(element):
        if _is_element(kid):
            yield from _walk(kid, element)


def _wrap_list_bodies(document: pikepdf.Pdf, elements: list[tuple[Any, Any]]) -> None:
    """An LI may hold only Lbl and LBody (7.2): block children go into one LBody."""
    for item, _ in elements:
        if item.S != Name.LI:
            continue
        kids = _kids(item)
        labels = [kid for kid in kids if _is_element(kid) and Name.Lbl == kid.S]
        bodies = [kid for kid in kids if _is_element(kid) and Name.LBody == kid.S]
        rest = [kid for kid in kids if not (_is_element(kid) and kid.S in (Name.Lbl, Name.LBody))]
        if not rest:
            continue
        body = bodies[0] if bodies else document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, K=Array([]), P=item))
        if "/Pg" in item and "/Pg" not in body:
            body.Pg = item.Pg
        for kid in rest:
            if _is_element(kid):
                kid.P = body
        body.K = Array([*_kids(body), *rest])
        item.K = Array([*labels, body, *bodies[1:]])


def _drop_nested_links(document: pikepdf.Pdf, root: Any) -> None:
    """An element inside <a> brings a second annotation that no Link encloses (7.18.5): keep the outer one."""
    dropped: set[tuple[int, int]] = set()
    keys: set[int] = set()
    _collect_nested_links(root, False, dropped, keys)
    if not dropped:
        return
    for page in document.pages:
        if "/Annots" in page:
            page.Annots = Array([annotation for annotation in page.Annots if annotation.objgen not in dropped])
    numbers = root.ParentTree.Nums
    pairs = [(int(numbers[i]), numbers[i + 1]) for i in range(0, len(numbers), 2)]
    root.ParentTree.Nums = Array([value for key, entry in pairs if key not in keys for value in (key, entry)])


def _collect_nested_links(element: Any, inside: bool, dropped: set[tuple[int, int]], keys: set[int]) -> None:
    own = _is_element(element) and Name.Link == element.S
    kept: _Kids = []
    for kid in _kids(element):
        if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
            annotation = kid.Obj
            if annotation.get("/Subtype") == Name.Link and (inside or not own):
                dropped.add(annotation.objgen)
                keys.add(int(annotation.get("/StructParent", -1)))
                continue
        elif _is_element(kid):
            _collect_nested_links(kid, inside or own, dropped, keys)
        kept.append(kid)
    if len(kept) != len(_kids(element)):
        element.K = Array(kept)
    if own and inside:
        element.S = Name.Span


def _scope_headers(elements: list[tuple[Any, Any]]) -> None:
    """A TH says whether it heads a column or a row (7.5)."""
    for cell, row in elements:
        if cell.S != Name.TH or row is None:
            continue
        group = row.get("/P")
        in_head = _is_element(group) and Name.THead == group.S
        has_data = any(_is_element(kid) and kid.S == Name.TD for kid in _kids(row))
        attributes = cell.get("/A") or Dictionary(O=Name.Table)
        attributes.Scope = Name.Column if in_head or not has_data else Name.Row
        cell.A = attributes


def _mark_artifacts(document: pikepdf.Pdf, root: Any) -> None:
    """Running headers and folios belong to no element: mark them as pagination artifacts (7.1)."""
    numbers = root.ParentTree.Nums
    parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    live = {element.objgen for kid in _kids(root) for element, _ in _walk(kid, None)}
    for page in document.pages:
        if "/StructParents" not in page:
            continue
        entries = parents[int(page.StructParents)]
        dead = {index for index, element in enumerate(entries) if _is_element(element) and element.objgen not in live}
        if not dead:
            continue
        instructions: list[Any] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            is_dead = operator == Operator("BDC") and isinstance(operands[1], Dictionary) and int(operands[1].get("/MCID", -1)) in dead
            instructions.append(([Name.Artifact, Dictionary(Type=Name.Pagination)] if is_dead else operands, operator))
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(instructions))
        for index in dead:
            entries[index] = pikepdf.Object.parse(b"null")


def _prune_empty(root: Any) -> None:
    """Leaves that hold nothing only slow a reader down."""
    changed = True
    while changed:
        changed = False
        for element, parent in [pair for kid in _kids(root) for pair in _walk(kid, None)]:
            if parent is not None and element.S in (Name.NonStruct, Name.P, Name.Span, Name.Div) and not _kids(element):
                parent.K = Array([kid for kid in _kids(parent) if not (_is_element(kid) and kid.objgen == element.objgen)])
                changed = True


def _print_links(document: pikepdf.Pdf) -> None:
    """Link annotations carry the Print flag (7.18)."""
    for page in document.pages:
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") == Name.Link:
                annotation.F = 4
