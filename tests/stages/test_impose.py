"""What a print shop, a stapler, a black-and-white printer and an archive get is the same book."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from itertools import groupby
from math import sqrt
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from bench import CSS, box, elements, kids, kind, on_paper, repaired, texts, typeset_body, ua_failures
from prepguides.model.sheet import BLEED, POINTS_PER_MM
from prepguides.model.variant import VARIANTS
from prepguides.stages.impose import impose
from prepguides.stages.impose.booklet import booklet_order
from prepguides.stages.impose.press import SLUG
from prepguides.stages.impose.srgb_profile import srgb_profile
from prepguides.stages.repair_tags import repair_tags
from prepguides.text.color import contrast, gray_of, gray_of_lightness

A4 = (595.28, 841.89)
FINISHED = ("press", "booklet", "gray", "archive")
BODY = """
<h1>One</h1><p id="here">Text with <a href="https://example.org/">an address</a> and <a href="#three">a way to three</a>.</p>
<p><label for="name">Name</label> <input id="name" name="name" title="Your name" type="text"></p>
<section class="new"><h2 id="two">Two</h2><p>Second page. <a href="#here">Back to one</a>.</p></section>
<section class="new"><h2 id="three">Three</h2><p>Third page.</p></section>
<section class="new"><h2 id="four">Four</h2><p>Fourth page.</p></section>
<section class="new"><h2 id="five">Five</h2><p>Fifth page.</p></section>
"""


@cache
def paper() -> bytes:
    return on_paper(repaired(BODY), "a4")


@cache
def made(name: str) -> bytes:
    return impose(paper(), VARIANTS[name])


def opened(name: str) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(made(name)))


def text_of(pdf: bytes, folder: Path) -> list[str]:
    path = folder / "made.pdf"
    path.write_bytes(pdf)
    return texts(path)


def test_the_standard_variant_is_the_paper_as_it_is() -> None:
    assert impose(paper(), VARIANTS["standard"]) == paper()
    assert impose(paper(), VARIANTS["large"]) == paper()


@pytest.mark.parametrize("name", FINISHED)
def test_the_same_paper_makes_the_same_bytes(name: str) -> None:
    assert impose(paper(), VARIANTS[name]) == made(name) != paper()


@pytest.mark.parametrize("name", FINISHED)
def test_it_is_still_pdf_ua(name: str) -> None:
    """Of a document without fields: the checker misjudges their font, which is embedded whole."""
    assert ua_failures(impose(on_paper(repaired(), "a4"), VARIANTS[name])) == []


@pytest.mark.parametrize(("name", "pages"), [("standard", 5), ("press", 8), ("booklet", 4), ("gray", 5), ("archive", 5)])
def test_a_variant_knows_how_many_pages_it_makes(name: str, pages: int) -> None:
    assert VARIANTS[name].pages(5) == len(opened(name).pages) == pages


@pytest.mark.parametrize("name", FINISHED)
def test_its_tags_read_the_same_words_in_the_same_order(name: str) -> None:
    """Each number of marked content under its page stands in that page's stream, and all together are the plain file's."""
    assert read_aloud(made(name)) == read_aloud(paper())
    assert len(read_aloud(paper())) > 12


def read_aloud(pdf: bytes) -> list[str]:
    """What the structure tree leads to, in its order: the glyphs of each stretch of marked content, and the addresses of links."""
    with pikepdf.open(BytesIO(pdf)) as document:
        drawn = {page.obj.objgen: marked(page) for page in document.pages}
        owners = document.Root.StructTreeRoot.ParentTree.Nums
        owned = {int(key): value for key, value in zip(list(owners)[::2], list(owners)[1::2], strict=True)}
        found = []
        for element, _ in in_reading_order(document.Root.StructTreeRoot):
            for kid in kids(element):
                if isinstance(kid, int):
                    found.append(f"{kind(element)} {drawn[element.Pg.objgen][kid]}")
                    assert owned[int(element.Pg.StructParents)][kid].objgen == element.objgen
                elif kid.get("/Type") == "/OBJR" and kid.Obj.Subtype == "/Link":
                    assert kid.Obj.objgen in {annotation.objgen for annotation in kid.Pg.Annots}
                    found.append(str(kid.Obj.get("/Dest", kid.Obj.get("/A"))))
        return [line for line in found if "Form" not in line]


def in_reading_order(parent: Any) -> Iterator[tuple[Any, Any]]:
    for kid in kids(parent):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid, parent
            yield from in_reading_order(kid)


def marked(page: pikepdf.Page) -> dict[int, str]:
    """Number of marked content to the glyphs that are drawn in it."""
    found: dict[int, str] = {}
    open_marks: list[int | None] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            properties: Any = instruction.operands[1] if len(instruction.operands) > 1 else None
            number = properties.get("/MCID") if isinstance(properties, pikepdf.Dictionary) else None
            open_marks.append(None if number is None else int(number))
            if number is not None:
                assert int(number) not in found
                found[int(number)] = ""
        elif operator == "EMC":
            open_marks.pop()
        elif operator == "TJ":
            for mark in [mark for mark in open_marks if mark is not None][-1:]:
                found[mark] += repr(instruction.operands[0])
    return found


@pytest.mark.parametrize("name", FINISHED)
def test_names_and_bookmarks_lead_to_the_same_words(name: str, tmp_path: Path) -> None:
    words = text_of(made(name), tmp_path)
    with opened(name) as document:
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        listed: list[Any] = list(document.Root.Names.Dests.Names)
        named = dict(zip(map(str, listed[::2]), listed[1::2], strict=True))
        bookmark = document.Root.Outlines.First.First
        for target, word, half in (
            (named["three"], "Three", 1),
            (named["two"], "Two", 0),
            (bookmark.Dest, "Two", 0),
        ):
            page = pages[target[0].objgen]
            left, bottom, right, top = box(document.pages[page])
            assert word in words[page]
            assert bottom < float(target[3]) < top
            width = (right - left) / VARIANTS[name].side_by_side
            first = left + (width * half if name == "booklet" else 0)
            assert first < float(target[2]) < first + width


@pytest.mark.parametrize("name", ["press", "booklet", "archive"])
def test_nobody_types_on_paper_or_into_an_archive(name: str, tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(paper())) as before, opened(name) as after:
        assert "/AcroForm" in before.Root
        assert "Form" in {kind(element) for element, _ in elements(before)}
        assert "/AcroForm" not in after.Root
        assert "Form" not in {kind(element) for element, _ in elements(after)}
        assert {str(each.Subtype) for page in after.pages for each in page.obj.get("/Annots", [])} == {"/Link"}
    assert "Name" in " ".join(text_of(made(name), tmp_path))


def test_fields_stay_in_gray() -> None:
    with opened("gray") as document:
        (field,) = document.Root.AcroForm.Fields
        assert str(field.T) == "name"
        assert re.search(r"\bg\b", str(field.DA))
        assert "rg" not in str(field.DA)


def test_a_print_shop_gets_bleed_marks_and_sheets_of_four() -> None:
    with opened("press") as pdf:
        for page in pdf.pages:
            trim, bleed, media = ([float(edge) for edge in page.obj[name]] for name in ("/TrimBox", "/BleedBox", "/MediaBox"))
            assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx(A4, abs=0.02)
            for inner, outer, distance in ((trim, bleed, BLEED), (trim, media, SLUG)):
                assert [round(abs(a - b) / POINTS_PER_MM, 2) for a, b in zip(inner, outer, strict=True)] == [distance] * 4


def test_marks_stay_out_of_the_bleed() -> None:
    with opened("press") as pdf:
        for page in pdf.pages:
            bleed = [float(edge) for edge in page.obj.BleedBox]
            stroke = page.obj.Contents[-1].read_bytes().decode()
            points = [(float(x), float(y)) for x, y in re.findall(r"([\d.-]+) ([\d.-]+) [ml]\b", stroke)]
            assert len(points) == 16
            assert all(not (bleed[0] <= x <= bleed[2] and bleed[1] <= y <= bleed[3]) for x, y in points)


def test_a_ground_that_reaches_over_the_edge_reaches_into_the_bleed_and_no_farther(tmp_path: Path) -> None:
    ground = '<div style="position: absolute; top: -60mm; left: -60mm; width: 400mm; height: 400mm; background: #004488"></div><h1>x</h1>'
    path = tmp_path / "press.pdf"
    path.write_bytes(impose(on_paper(repaired(ground), "a4"), VARIANTS["press"]))
    picture = drawn(path, tmp_path)
    slug, bleed = (round(length * picture.width / (210 + 2 * SLUG)) for length in (SLUG, BLEED))
    middle = picture.height // 2
    assert picture.getpixel((slug - bleed + 1, middle)) == (0, 68, 136)
    assert picture.getpixel((slug - bleed - 2, middle)) == (255, 255, 255)


def drawn(path: Path, folder: Path, resolution: int = 72) -> Image.Image:
    from subprocess import run

    run(["pdftoppm", "-r", str(resolution), "-png", "-singlefile", path, folder / "drawn"], check=True)
    return Image.open(folder / "drawn.png").convert("RGB")


def test_folded_sheets_come_out_in_reading_order() -> None:
    sides = list(booklet_order(8))
    assert sides == [(7, 0), (1, 6), (5, 2), (3, 4)]
    # Stitched and folded: right halves of the fronts and left halves of the backs from the outside in, then back out.
    opening = [page for front, back in zip(sides[::2], sides[1::2], strict=True) for page in (front[1], back[0])]
    closing = [page for front, back in zip(sides[::2], sides[1::2], strict=True) for page in (front[0], back[1])]
    assert opening + closing[::-1] == list(range(8))


def test_a_booklet_has_two_pages_on_a_sheet_turned_sideways(tmp_path: Path) -> None:
    with opened("booklet") as pdf:
        assert [box(page)[2:] for page in pdf.pages] == [pytest.approx((A4[1], A4[0]), abs=0.02)] * 4
        assert str(pdf.docinfo["/Title"]) == "A title"
    words = text_of(made("booklet"), tmp_path)
    numbers = {"One": 1, "Two": 2, "Three": 3, "Four": 4, "Five": 5}
    found = [[numbers[word] for word in text.split() if word in numbers] for text in words]
    assert found == [[1], [2], [3], [4, 5]]


def test_lines_to_write_on_are_as_many_and_as_long_in_a_booklet(tmp_path: Path) -> None:
    """A pattern is laid from the sheet's corner, whatever the size of the page that is put there."""
    lines = "linear-gradient(to top, #000000, #000000 1pt, transparent 1pt) left bottom/100% 10mm repeat-y"
    pdf = on_paper(repaired(f'<div style="width: 100mm; height: 58mm; background: {lines}"></div>{BODY}'), "a4")
    (tmp_path / "paper.pdf").write_bytes(pdf)
    (tmp_path / "booklet.pdf").write_bytes(impose(pdf, VARIANTS["booklet"]))
    page, sheet = (strokes(tmp_path / f"{name}.pdf", tmp_path) for name in ("paper", "booklet"))
    long = 100 / 25.4 * 144
    assert sum(abs(length - long) < 4 for length in page) == 6
    assert sum(abs(length - long / sqrt(2)) < 4 for length in sheet) == 6


def strokes(path: Path, folder: Path) -> list[int]:
    """How long the lines are that run across the first page, in dots of 1/144 of an inch."""
    image = drawn(path, folder, 144).convert("L")
    dark = [sum(value < 160 for value in image.crop((0, row, image.width, row + 1)).tobytes()) for row in range(image.height)]
    return [max(group) for long, group in groupby(dark, key=lambda length: length > 300) if long]


def test_a_link_of_a_booklet_is_where_its_words_are(tmp_path: Path) -> None:
    path = tmp_path / "booklet.pdf"
    path.write_bytes(made("booklet"))
    from subprocess import run

    lines = run(["pdftotext", "-bbox", path, "-"], check=True, capture_output=True, text=True).stdout
    left, top = next((float(x), float(y)) for x, y in re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>Back<', lines))
    with opened("booklet") as pdf:
        (link,) = pdf.pages[1].obj.Annots
        edges = [float(edge) for edge in link.Rect]
        assert min(edges[0], edges[2]) == pytest.approx(left, abs=1)
        assert A4[0] - max(edges[1], edges[3]) == pytest.approx(top, abs=3)


COLORED = """
<h1 style="color: #7A1F5C; background: #EBF0F5">Colored</h1><p><img src="dot.png" alt="A dot"> <img src="photo.jpg" alt="A photo"></p>
<p style="color: device-cmyk(0.9 0.4 0 0.1)">Printer's ink</p><p style="color: lab(50% 60 20)">Lightness</p>
<p style="background: linear-gradient(#004488, #7A1F5C)">From one to the other</p>
<svg width="60" height="20" viewBox="0 0 60 20"><title>Bars</title><rect width="30" height="20" fill="#004488"/>
<linearGradient id="g"><stop stop-color="#CC0000"/><stop offset="1" stop-color="#0000CC"/></linearGradient>
<rect x="30" width="30" height="20" fill="url(#g)" stroke="#7A1F5C" opacity="0.5"/></svg>
<p><input type="text" name="field" title="A field" style="color: #004488"></p>
"""


@pytest.fixture
def colored(tmp_path: Path) -> bytes:
    Image.new("RGB", (8, 8), (200, 30, 60)).save(tmp_path / "dot.png")
    Image.new("RGB", (32, 32), (0, 0, 255)).save(tmp_path / "photo.jpg")
    typeset = typeset_body(COLORED, CSS, tmp_path, finish=repair_tags).value
    assert typeset is not None
    return on_paper(typeset.pdf, "a4")


SETS_COLOR = {"rg", "RG", "k", "K", "sc", "SC"}


def color_operators(pdf: bytes) -> Iterator[str]:
    """Of pages, forms and patterns; `scn` only where it is no pattern."""
    with pikepdf.open(BytesIO(pdf)) as document:
        streams: list[Any] = [page.obj.Contents for page in document.pages]
        streams += [item for item in document.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Form"]
        for stream in streams:
            for instruction in pikepdf.parse_content_stream(stream):
                name = str(instruction.operator)
                if name in SETS_COLOR or (name in ("scn", "SCN") and not isinstance(instruction.operands[0], pikepdf.Name)):
                    yield name


def test_no_color_is_left(colored: bytes) -> None:
    gray = impose(colored, VARIANTS["gray"])
    assert {"rg", "scn"} <= set(color_operators(colored))
    assert list(color_operators(gray)) == []
    with pikepdf.open(BytesIO(gray)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
                assert item.ColorSpace == "/DeviceGray"
            if isinstance(item, pikepdf.Stream | pikepdf.Dictionary):
                assert item.get("/Group", pikepdf.Dictionary()).get("/CS", "/DeviceGray") == "/DeviceGray"
                if "/ShadingType" in item:
                    assert item.ColorSpace == "/DeviceGray"


def test_the_drawn_page_is_gray_and_is_not_blank(colored: bytes, tmp_path: Path) -> None:
    path = tmp_path / "gray.pdf"
    path.write_bytes(impose(colored, VARIANTS["gray"]))
    picture = drawn(path, tmp_path)
    red, green, blue = (band.tobytes() for band in picture.split())
    assert red == green == blue
    assert len(set(red)) > 20


def test_a_picture_has_the_gray_of_its_luminance(colored: bytes) -> None:
    with pikepdf.open(BytesIO(impose(colored, VARIANTS["gray"]))) as document:
        images = [item for item in document.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"]
        shades = sorted(pikepdf.PdfImage(image).as_pil_image().crop((3, 3, 4, 4)).tobytes()[0] for image in images)
    expected = sorted(round(gray_of(*(channel / 255 for channel in color)) * 255) for color in ((200, 30, 60), (0, 0, 255)))
    assert shades == [pytest.approx(shade, abs=2) for shade in expected]


def test_what_is_gray_already_keeps_its_shade(tmp_path: Path) -> None:
    Image.linear_gradient("L").convert("RGB").save(tmp_path / "ramp.png")
    typeset = typeset_body('<h1>x</h1><p><img src="ramp.png" alt="A ramp"></p>', CSS, tmp_path, finish=repair_tags).value
    assert typeset is not None
    with pikepdf.open(BytesIO(impose(on_paper(typeset.pdf, "a4"), VARIANTS["gray"]))) as document:
        (image,) = (item for item in document.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image")
        assert pikepdf.PdfImage(image).as_pil_image().tobytes() == Image.linear_gradient("L").tobytes()


@pytest.mark.parametrize("color", ["#004488", "#7A1F5C", "#EBF0F5", "#4A4A4A", "#1A1A1A", "#B8B8B8"])
@pytest.mark.parametrize("ground", ["#FFFFFF", "#EBF0F5", "#004488"])
def test_gray_keeps_the_contrast(color: str, ground: str) -> None:
    assert contrast(as_gray(color), as_gray(ground)) == pytest.approx(contrast(color, ground), rel=0.03)


def as_gray(color: str) -> str:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    shade = round(gray_of(channels[0], channels[1], channels[2]) * 255)
    return f"#{shade:02X}{shade:02X}{shade:02X}"


def test_the_gray_of_a_lightness() -> None:
    assert gray_of_lightness(0) == 0
    assert gray_of_lightness(100) == pytest.approx(1)
    assert gray_of_lightness(53.585) * 255 == pytest.approx(128, abs=0.5)


def test_an_archive_says_which_standards_it_keeps() -> None:
    with opened("archive") as pdf:
        words = pdf.Root.Metadata.read_bytes().decode()
        assert 'pdfaid:part="2" pdfaid:conformance="A"' in words
        assert 'pdfuaid:part="1"' in words
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "2A"
        (intent,) = pdf.Root.OutputIntents
        assert intent.DestOutputProfile.read_bytes() == srgb_profile()


def test_a_picture_in_inks_is_in_an_archives_colors() -> None:
    with pikepdf.open(BytesIO(paper())) as pdf:
        said = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": 1, "Height": 1, "BitsPerComponent": 8}
        picture = pdf.make_stream(bytes((0, 255, 0, 0)), **said, ColorSpace=pikepdf.Name.DeviceCMYK)
        pdf.pages[0].Resources["/XObject"] = pikepdf.Dictionary(Picture=picture)
        target = BytesIO()
        pdf.save(target)
    with pikepdf.open(BytesIO(impose(target.getvalue(), VARIANTS["archive"]))) as made_of_it:
        kept = made_of_it.pages[0].Resources.XObject.Picture
        assert kept.ColorSpace == pikepdf.Name.DeviceRGB
        assert kept.read_bytes() == bytes((255, 0, 255))


def test_the_profile_is_srgb() -> None:
    profile = srgb_profile()
    assert struct.unpack(">I", profile[:4]) == (len(profile),)
    assert profile[12:24] == b"mntrRGB XYZ "
    from PIL import ImageCms

    here = ImageCms.ImageCmsProfile(BytesIO(profile))
    transform = ImageCms.buildTransform(here, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    for color in ((0, 68, 136), (122, 31, 92), (255, 255, 255), (26, 26, 26)):
        moved = ImageCms.applyTransform(Image.new("RGB", (1, 1), color), transform)
        assert moved is not None
        assert moved.getpixel((0, 0)) == pytest.approx(color, abs=1)
