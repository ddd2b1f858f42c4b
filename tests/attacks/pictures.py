"""Pictures below content/assets: SVG and PNG."""

from __future__ import annotations

import zlib

from attacks.document import OUTSIDE, PRINTED, SERVER, Document, page, picture, png

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="40">{}</svg>'
_BOMB = b"x\x00\x00" + zlib.compress(b"\x00" * 100_000_000, 9)
_PAGE = {"content/pages/evil.md": "---\nid: evil\ntitle: A page\n---\n\nWords.\n\n![A picture](evil.png)\n"}
_IN_FOLDER = {"content/pages/evil.md": "---\nid: evil\ntitle: A page\n---\n\nWords.\n\n![A picture](evil/secret.png)\n"}


def _svg(name: str, tries: str, inner: str, becomes: str = "PG602", before: str = "") -> Document:
    return picture(name, tries, becomes, before + _SVG.format(inner))


DOCUMENTS = (
    _svg("SVG image by file", "print a picture of the machine", f'<image href="file://{OUTSIDE}/secret.png" width="9" height="9"/>'),
    _svg("SVG image by xlink", "the same", f'<image xlink:href="file://{OUTSIDE}/secret.png" width="9" height="9"/>'),
    _svg("SVG use by file", "print a drawing of the machine", f'<use href="file://{OUTSIDE}/secret.svg#a"/>'),
    _svg("SVG by network", "tell a server that the guide is printed", f'<image href="http://{SERVER}/x.png" width="9" height="9"/>'),
    _svg("SVG style import", "load a style sheet", f'<style>@import url(file://{OUTSIDE}/secret.css);</style><path d="M0 0h9"/>', "PG606"),
    _svg("SVG fill by address", "load a drawing", f'<path d="M0 0h90v40z" fill="url(file://{OUTSIDE}/secret.svg#a)"/>', PRINTED),
    _svg("SVG script", "run a script", "<script>alert(1)</script>"),
    _svg("SVG foreign object", "HTML in a drawing", "<foreignObject><p>x</p></foreignObject>"),
    _svg("SVG entities", "a billion words", "<text>&b;</text>", before='<!DOCTYPE svg [<!ENTITY a "xx"><!ENTITY b "&a;&a;">]>'),
    _svg(
        "SVG outer entity",
        "print a file of the machine",
        "<text>&x;</text>",
        before=f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file://{OUTSIDE}/secret.txt">]>',
    ),
    _svg("SVG in another encoding", "hide all that", "<script/>", before='<?xml version="1.0" encoding="utf-7"?>'),
    _svg("SVG nested deep", "the parser's stack", "<g>" * 50_000 + "</g>" * 50_000),
    _svg(
        "SVG pattern",
        "a tile a million times",
        '<pattern id="p" width="0.001" height="0.001"><path d="M0 0h1"/></pattern><path d="M0 0h90v40z" fill="url(#p)"/>',
        PRINTED,
    ),
    _svg(
        "SVG patterns in patterns",
        "a tile in a tile in a tile",
        "".join(f'<pattern id="p{n}" width="1" height="1"><path d="M0 0h9v9z" fill="url(#p{n + 1})"/></pattern>' for n in range(30))
        + '<path d="M0 0h90v40z" fill="url(#p0)"/>',
        PRINTED,
    ),
    _svg(
        "SVG pattern of itself",
        "a loop",
        '<pattern id="p" width="9" height="9"><path d="M0 0h9v9z" fill="url(#p)"/></pattern><path d="M0 0h90v40z" fill="url(#p)"/>',
        PRINTED,
    ),
    _svg(
        "SVG masks of themselves",
        "a loop",
        '<mask id="m" mask="url(#m)"><path d="M0 0h9v9z"/></mask><path d="M0 0h90v40z" mask="url(#m)"/>',
        "PG606",
    ),
    _svg(
        "SVG marker of itself",
        "a loop",
        '<marker id="m"><path d="M0 0h9" marker-end="url(#m)"/></marker><path d="M0 0h90v40" marker-end="url(#m)"/>',
        "PG606",
    ),
    _svg(
        "SVG gradient of itself",
        "a loop",
        '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/><path d="M0 0h90v40z" fill="url(#a)"/>',
        PRINTED,
    ),
    _svg("SVG of 200,000 paths", "time and pages of drawing", '<path d="M0 0h9v9z"/>' * 200_000, "PG606 or PG802"),
    _svg("SVG path of 5 MB", "time and memory in a pattern", f'<path d="M0 0{"h1v1" * 1_000_000}"/>', "PG606 or PG802"),
    _svg("SVG path of signs", "quadratic time in a pattern", f'<path d="{"-" * 200_000}"/>', PRINTED),
    _svg("SVG transform of signs", "quadratic time in a pattern", f'<g transform="{"scale(" * 20_000}"><path d="M0 0h9"/></g>', "PG802"),
    _svg("SVG dashes", "dashes without an end", '<path d="M0 0h90" stroke="black" stroke-dasharray="0.0000001"/>', PRINTED),
    _svg("huge SVG", "numbers that no page holds", '<path d="M0 0h1e300v1e300z"/>', PRINTED),
    picture("empty SVG", "the parser", "PG607", "", "svg"),
    picture("144 megapixels", "1.2 GB from a few bytes", "PG602", png(12_000, 12_000), "png"),
    picture("PNG without an end", "a picture cut short", "PG607", png(900, 900)[:70], "png"),
    picture("PNG's damaged header", "the decoder", "PG607", png(9, 9)[:16] + b"\xff" * 20, "png"),
    picture("PNG's damaged gamma", "the decoder", "PG607", png(9, 9, (b"gAMA", b"x")), "png"),
    picture("PNG's damaged transparency", "the decoder", "PG607", png(9, 9, (b"tRNS", b"")), "png"),
    picture("PNG's bomb in a text", "100 MB in a comment", "PG607", png(9, 9, (b"zTXt", _BOMB)), "png"),
    picture("PNG's bomb in a profile", "100 MB in a color profile", "PG607", png(9, 9, (b"iCCP", _BOMB)), "png"),
    picture("PNG's bomb in the dots", "more dots than there are", PRINTED, png(9, 9, rows=b"\x00" * 50_000_000), "png"),
    picture("PNG that is a GIF", "another decoder", "PG607", b"GIF89a" + b"\x00" * 40, "png"),
    picture("PNG that is a PDF", "another decoder", "PG607", b"%PDF-1.7 \n", "png"),
    picture("PNG that is an EPS", "Ghostscript", "PG607", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "png"),
    picture("21 MB PNG", "memory, before anything runs", "PG602", png(9, 9) + b"\x00" * 21_000_000, "png"),
    Document(
        "linked picture",
        "print a picture of the machine",
        "PG101",
        _PAGE,
        {"content/assets/evil.png": f"{OUTSIDE}/secret.png"},
        at="content/assets",
    ),
    Document("linked folder of pictures", "the same", "PG101", _IN_FOLDER, {"content/assets/evil": OUTSIDE}, at="content/assets"),
    Document("linked assets", "the same", "PG101", _IN_FOLDER, {"content/assets": OUTSIDE}, at="content/assets"),
    Document("piped picture", "wait for ever", "PG601", _PAGE, pipes=("content/assets/evil.png",)),
    Document("picture from a device", "read without an end", "PG101", _PAGE, {"content/assets/evil.png": "/dev/zero"}, at="content/assets"),
    page("folder as a picture", "read what is no file", "PG601", "![A picture](evil.png)", content__assets__evil_png__x_txt="x"),
)
