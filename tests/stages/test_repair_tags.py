"""The structure tree after its repair, in a typeset document."""

from __future__ import annotations

from pikepdf import Dictionary, Name, Operator, parse_content_stream

from bench import canvas, elements, kids, kind, repaired, ua_failures
from prepguides.stages.crop import open_canvas


def test_the_engine_still_gets_wrong_what_is_mended() -> None:
    """When this fails, a new WeasyPrint may have made a repair needless."""
    assert ua_failures(canvas())


def test_what_is_mended_is_pdf_ua() -> None:
    assert ua_failures(repaired()) == []


def test_an_item_holds_a_label_and_a_body_and_nothing_else() -> None:
    with open_canvas(repaired()) as pdf:
        items = [element for element, _ in elements(pdf) if kind(element) == "LI"]
        assert len(items) == 5
        for item in items:
            assert [kind(kid) for kid in kids(item)] == ["Lbl", "LBody"]


def test_each_header_cell_says_what_it_heads() -> None:
    with open_canvas(repaired()) as pdf:
        scopes = [str(element.A.Scope) for element, _ in elements(pdf) if kind(element) == "TH"]
    assert scopes == ["/Column", "/Column", "/Row"]


def test_no_link_stands_in_a_link_and_each_has_one_annotation() -> None:
    with open_canvas(repaired()) as pdf:
        links = [element for element, _ in elements(pdf) if kind(element) == "Link"]
        assert len(links) == 2
        for link in links:
            assert not any(kind(inner) == "Link" for inner, _ in _inside(link))
        annotations = [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]
        assert len(annotations) == 2
        assert all(int(annotation.F) == 4 for annotation in annotations)


def _inside(element: object) -> list[tuple[object, object]]:
    found = [(kid, element) for kid in _inner(element)]
    return [*found, *(pair for kid, _ in found for pair in _inside(kid))]


def test_running_headers_and_folios_are_artifacts() -> None:
    """All marked content of a page belongs to an element of the tree or is an artifact."""
    with open_canvas(repaired()) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        live = {element.objgen for element, _ in elements(pdf)}
        for page in pdf.pages:
            entries = parents[int(page.StructParents)]
            artifacts = 0
            for instruction in parse_content_stream(page):
                operands, operator = instruction.operands, instruction.operator
                if operator != Operator("BDC"):
                    continue
                if operands[0] == Name.Artifact:
                    artifacts += 1
                else:
                    assert entries[int(operands[1].MCID)].objgen in live
            assert artifacts >= 2, "a running header and a folio"


def test_no_empty_leaf_is_left() -> None:
    with open_canvas(repaired()) as pdf:
        assert [
            kind(element) for element, _ in elements(pdf) if kind(element) in ("NonStruct", "P", "Span", "Div") and not kids(element)
        ] == []


def test_every_element_knows_its_parent() -> None:
    with open_canvas(repaired()) as pdf:
        assert all(element.P.objgen == parent.objgen for element, parent in elements(pdf))


def test_a_line_of_text_is_no_element_of_its_own() -> None:
    """What is in a paragraph, a cell or a link is drawn content, a link, or an element that says more than Span."""
    with open_canvas(repaired()) as pdf:
        spans = [parent for element, parent in elements(pdf) if kind(element) in ("Span", "NonStruct") and "/A" not in element]
        assert [kind(parent) for parent in spans if kind(parent) in ("P", "TD", "TH", "Link", "LBody", "H1")] == []
        (paragraph,) = [element for element, _ in elements(pdf) if kind(element) == "P" and "Link" in map(kind, _inner(element))]
        assert [kind(kid) if isinstance(kid, Dictionary) else "content" for kid in kids(paragraph)] == [
            *("content", "Link", "content", "Link", "content")
        ]


def _inner(element: object) -> list[object]:
    return [kid for kid in kids(element) if isinstance(kid, Dictionary) and "/S" in kid]


def test_each_mark_of_a_page_is_held_by_the_element_that_it_names() -> None:
    """The parent tree and the structure tree tell the same."""
    with open_canvas(repaired()) as pdf:
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        named = {
            (page.objgen, mark, owner.objgen)
            for index, page in enumerate(pdf.pages)
            for mark, owner in enumerate(numbers[2 * index + 1])
            if isinstance(owner, Dictionary)
        }
        held = {(element.Pg.objgen, kid, element.objgen) for element, _ in elements(pdf) for kid in kids(element) if isinstance(kid, int)}
    assert held == named
    assert len(held) > 10


def test_mending_is_deterministic() -> None:
    assert repaired() == repaired.__wrapped__()
