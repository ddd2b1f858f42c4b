"""Theme style sheets: what CSS can try."""

from __future__ import annotations

from attacks.document import OUTSIDE, PRINTED, SERVER, Document, style

_FLEX = ".x { display: flex }"
_VARIABLES = ":root { --a0: x x x x x x x x x x; " + " ".join(f"--a{n}: {f'var(--a{n - 1})' * 10};" for n in range(1, 12)) + " }"
_NESTED = "templates/evil/sections/glossary.html"


def _nested(display: str, levels: int) -> str:
    return f'<div style="display: {display}">' * levels + "x y" + "</div>" * levels


def _counted(name: str, tries: str, system: str, number: int) -> Document:
    """A counter of this number that a counter style of the theme writes."""
    css = f"@counter-style e {{ {system} }}\n.e {{ counter-reset: x {number} }}\n.e::before {{ content: counter(x, e) }}\n"
    return Document(name, tries, "PG802", {"templates/evil/evil.css": css, _NESTED: '<p class="e">x</p>\n'})


DOCUMENTS = (
    style("file address", "print a picture of the machine", "PG602", f"body {{ background: url(file://{OUTSIDE}/secret.png) }}"),
    style("climbing address", "print a picture beside the project", "PG601", "body { background: url(../../../outside/secret.png) }"),
    style("escaped address", "the same, its letters as escapes", "PG602", f"body {{ background: \\75 rl(file://{OUTSIDE}/secret.png) }}"),
    style("import", "load a style sheet of the machine", "PG602", f'@import "file://{OUTSIDE}/secret.css";'),
    style("import in capitals", "the same", "PG602", f"@IMPORT URL(file://{OUTSIDE}/secret.css);"),
    style("import in a comment's shadow", "the same", "PG602", f'/**/@import/**/"file://{OUTSIDE}/secret.css";'),
    style("network", "tell a server that the guide is printed", "PG602", f"body {{ background: url(http://{SERVER}/x.png) }}"),
    style("network font", "load a font from a server", "PG602", f'@font-face {{ font-family: "X"; src: url(http://{SERVER}/x.ttf) }}'),
    style("file font", "embed a font of the machine", "PG602", f'@font-face {{ font-family: "X"; src: url(file://{OUTSIDE}/secret.ttf) }}'),
    style("local font", "use a font of the machine", "PG603", '@font-face { font-family: "X"; src: local("DejaVu Sans") }'),
    style("content", "print a file of the machine", "PG602", f"p::before {{ content: url(file://{OUTSIDE}/secret.svg) }}"),
    style("cursor", "load by a property that does not print", "PG602", f"p {{ cursor: url(file://{OUTSIDE}/secret.png) }}"),
    style("image set", "load by another function", "PG603", f'p {{ background: image-set("file://{OUTSIDE}/secret.png" 1x) }}'),
    style("list mark", "load by another property", "PG602", f"li {{ list-style-image: url(file://{OUTSIDE}/secret.png) }}"),
    style("namespace", "load by another rule", "PG602", f"@namespace x url(http://{SERVER}/x);"),
    style("variables that multiply", "ten to the eleventh words", "PG802", _VARIABLES + " p { font-family: var(--a11) }"),
    style("200 selectors of :not", "time without an end", "PG606", ":not(" * 200 + "p" + ")" * 200 + " { color: red }"),
    style("has within has", "time without an end", PRINTED, "p:has(:has(a)) { color: black }"),
    style("nested calc", "the engine's stack", "PG606", "p { width: " + "calc(" * 2000 + "1px" + ")" * 2000 + " }"),
    style("nested brackets", "the parser's stack", "PG606", "p { x: " + "(" * 5000 + ")" * 5000 + " }"),
    style("nested rules", "the parser's stack", "PG606", "@media print {" * 1000 + "p { color: red }" + "}" * 1000),
    style("spaces in an address", "quadratic time in a pattern", "PG603", "p { background: url(" + " " * 100_000),
    style("addresses without an end", "quadratic time in a pattern", "PG603", "url(" * 50_000),
    style("comments without an end", "quadratic time in a pattern", "PG603", "/*" * 100_000),
    style("strings without an end", "quadratic time in a pattern", "PG603", "'\\\n" * 50_000),
    style("signs of four values", "quadratic time in a pattern", "PG603", "p { " + "margin:" * 50_000 + " }"),
    style("3 MB of style sheet", "memory, before anything runs", "PG506", "/*" + "x" * 3_000_000 + "*/"),
    style("huge type", "pages without an end", "PG606", "p { font-size: 1e30px }", "content/"),
    style("huge page", "memory by a page's size", PRINTED, "@page { size: 100000mm 100000mm }"),
    style("tiny page", "pages without an end", "PG702 or PG704", "@page { size: 1mm 1mm; margin: 0 }", "content/"),
    style("huge margins", "no room for a line", "PG707", "@page { margin: 500mm }", "content/"),
    style("huge width", "numbers that no page holds", "PG606 or PG704", "p { width: 1e308px; height: 1e308px }", "content/"),
    style("huge border", "a path without an end", "PG606", "p { border: 1e7px dotted red }", "content/"),
    style(
        "huge shadow of lines",
        "a pattern without an end",
        f"{PRINTED} or PG802",
        "p { background: repeating-linear-gradient(#fff 0, #000 0.0001px) }",
    ),
    style("columns of the page", "a column for each point", PRINTED, "p { columns: 100000 }"),
    style("grid of a million", "tracks without an end", "PG802", "p { display: grid; grid-template-columns: repeat(1000000, 1px) }"),
    style("marks with words", "the engine's exceptions", "PG606", 'li::marker { content: "x" }', "content/"),
    style("counters without an end", "the engine's arithmetic", PRINTED, "p { counter-increment: x 2147483647 }"),
    style("endless counter style", "a loop in a counter", PRINTED, "@counter-style x { system: extends x }"),
    _counted("counter of a billion marks", "a word for each of them", "system: symbolic; symbols: 'x'", 2_000_000_000),
    _counted("counter with a billion zeros", "the same, by padding", "system: numeric; symbols: '0' '1'; pad: 2000000000 '0'", 1),
    style("bookmarks a billion deep", "a tree as deep", PRINTED, "p { bookmark-level: 1000000000; bookmark-label: 'x' }"),
    style("tabs of a billion", "a line as wide", PRINTED, "p { white-space: pre; tab-size: 1000000000 }"),
    style("billions of orphans", "lines without an end", PRINTED, "p { orphans: 2000000000; widows: 2000000000 }"),
    style("largest of smallest", "exponential arithmetic", PRINTED, f"i {{ width: {'max(1px, min(2px, ' * 60}1px{'))' * 60} }}"),
    style(
        "10,000 selectors",
        "each of them for each element",
        PRINTED,
        f"{','.join(f'.a{n} > .b{n} ~ i' for n in range(10_000))} {{ top: 0 }}",
    ),
    Document("deep flex", "exponential layout", "PG802", {_NESTED: _nested("flex", 24)}, at="content/"),
    Document("deep grid", "exponential layout", "PG802", {_NESTED: _nested("grid", 24)}, at="content/"),
    Document(
        "deep columns",
        "exponential layout",
        "PG802",
        {_NESTED: '<div style="columns: 2">' * 24 + "x y" + "</div>" * 24},
        at="content/",
    ),
    Document(
        "one grid for everything",
        "quadratic layout",
        "PG802",
        {_NESTED: '<div style="display: grid">' + "<p>x</p>" * 6_000 + "</div>"},
        at="content/",
    ),
    Document("100,000 paragraphs", "linear layout of too much", "PG802", {_NESTED: "<p>x</p>" * 100_000}, at="content/"),
    Document("linked style sheet", "read a file of the machine", "PG506", links={"templates/evil/evil.css": f"{OUTSIDE}/secret.css"}),
    Document("style sheet from a device", "read without an end", "PG506", links={"templates/evil/evil.css": "/dev/zero"}),
)
