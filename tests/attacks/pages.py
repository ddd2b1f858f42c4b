"""Markdown: pages, and the fields that hold it."""

from __future__ import annotations

from attacks.document import OUTSIDE, PRINTED, SERVER, Document, page

DOCUMENTS = (
    page("raw HTML", "print HTML", "PG205", "<img src=x onerror=alert(1)>"),
    page("raw script", "print HTML", "PG205", "<script>alert(1)</script>"),
    page("HTML in a comment", "print HTML", "PG205", "<!-- <script> -->"),
    page("link that runs", "a link that runs", "PG205", "[here](javascript:alert(1))"),
    page("link by file", "a link that tells where files are", "PG205", f"[here](file://{OUTSIDE}/secret.txt)"),
    page("link by data", "carry a document along", "PG205", "[here](data:text/html,<script>)"),
    page("link without https", "a link that others may read", "PG205", f"[here](http://{SERVER}/)"),
    page("link in disguise", "a scheme behind an entity", "PG205", "[here](java&#115;cript:alert(1))"),
    page("picture by file", "print a picture of the machine", "PG205", f"![x](file://{OUTSIDE}/secret.png)"),
    page("picture that climbs", "print a picture beside the project", "PG205", "![x](../../../outside/secret.png)"),
    page("picture by network", "tell a server that the guide is printed", "PG205", f"![x](http://{SERVER}/x.png)"),
    page("picture by reference", "the same, said elsewhere", PRINTED, f"![x][y]\n\n[y]: http://{SERVER}/x.png"),
    page("attributes", "set an attribute of HTML", PRINTED, '[words]{style="position:fixed"}'),
    page("template in a page", "run a template", PRINTED, "`{{ ''.__class__ }}` and {{ 7*7 }} stand here."),
    page("reversed words", "words that read otherwise", "PG102", "Words \u202eesrever\u202c."),
    page("unseen characters", "words that cannot be seen", PRINTED, "Wo\u200brds."),
    page("half a character", "a text that cannot be written", "PG102", "\\ud800 \ufffe"),
    page("brackets", "quadratic time in the parser", PRINTED, "[a " * 20_000),
    page("brackets in one word", "quadratic time in its layout", "PG205", "[" * 30_000),
    page("brackets and spaces", "the same, where no line can break", "PG205", "[[ " * 15_000),
    page("stars", "quadratic time in the parser", PRINTED, "Words " + "*a_ " * 5_000),
    page("backticks", "quadratic time in the parser", PRINTED, "Words " + " ".join("`" * n for n in range(1, 200))),
    page("quotes in quotes", "the parser's stack", PRINTED, "> " * 5_000 + " x"),
    page("lists in lists", "the parser's stack", PRINTED, "".join(f"{'  ' * n}- x\n" for n in range(200))),
    page(
        "table of 10,000 columns", "quadratic time in the parser", "PG802", "| a" * 10_000 + "|\n" + "| -" * 10_000 + "|\n" + "|b|\n" * 100
    ),
    page("placeholders", "a message for each", "PG207", "TODO " * 12_000),
    page("1 MB of Markdown", "memory, before anything runs", "PG105", "word " * 200_000),
    page("one word of 60,000 letters", "no line holds it", "PG205", "w" * 60_000),
    page("claims without an end", "quadratic time in a search for marks", PRINTED, "[a " * 10_000 + "]{claim=K3}"),
    Document("linked page", "print a file of the machine", "PG101", links={"content/pages/evil.md": f"{OUTSIDE}/secret.md"}),
    Document("page from a device", "read without an end", "PG301", links={"content/pages/evil.md": "/dev/zero"}, at="content/guides"),
    Document("piped page", "wait for ever", "PG301", pipes=("content/pages/evil.md",), at="content/guides"),
)
