"""Templates read plain data in a sandbox; whatever an author types stays text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from html.parser import HTMLParser
from types import MappingProxyType
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kit import MINI, MiniProject, located
from prepguides.build.prepare import Prepared, prepare
from prepguides.model.diagnostic import Checked
from prepguides.model.edition import Edition
from prepguides.model.request import Project, Selection
from prepguides.model.theme import Theme, ThemeFile
from prepguides.stages.render import RenderedHtml, environment, render
from prepguides.text.handwriting import lines_for


@cache
def mini_prepared() -> Prepared:
    return prepare(Project(MINI), Selection())


@pytest.fixture
def prepared() -> Prepared:
    return mini_prepared()


def themed(prepared: Prepared, **files: str) -> Theme:
    """The base theme with some of its files replaced."""
    base = prepared.themes["base"]
    texts = {name.replace("__", "/") + ".html": text for name, text in files.items()}
    changed = {name: ThemeFile(f"templates/own/{name}", text) for name, text in texts.items()}
    return Theme("own", MappingProxyType({**base.templates, **changed}), base.styles, base.fonts, base.folders)


@pytest.fixture
def rendered(prepared: Prepared) -> Callable[[str], Checked[RenderedHtml | None]]:
    """Guide `two` with this text for its glossary section."""
    return lambda text: render(prepared.editions[1], themed(prepared, sections__glossary=text))


@pytest.mark.parametrize(
    "text",
    [
        "{% if 1e400 > section.anchor|length %}x{% endif %}",
        "{% set x = {'a': [1e400]} %}",
        "{{if if 1e400 }}",
        "{% set x = 1e400 - 1e400 %}",
    ],
)
def test_a_number_that_is_too_large_is_refused_at_its_line(rendered: Callable[[str], Checked[RenderedHtml | None]], text: str) -> None:
    """Jinja writes it into Python as `inf`, which is no name there."""
    (problem,) = rendered("<p>x</p>\n" + text).diagnostics
    assert (problem.rule.code, problem.message, problem.place.line) == ("PG501", "a number that is too large", 2)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("gate: crust", "Gate row: Crust. All rows are scored."),
        ("gate: crust\n    rows: [crust, pace]", "Gate row: Crust. Also scored: Pace."),
        ("gate: crust\n    rows: [crust]", "Gate row: Crust."),
        ("rows: [crust, pace]", "Scored: Crust, Pace."),
    ],
)
def test_a_question_says_all_the_rows_that_it_is_scored_in(mini: MiniProject, written: str, printed: str) -> None:
    mini.edit("content/interview/questions.yaml", "    minutes: 15\n", f"    minutes: 15\n    {written}\n")
    made = prepare(Project(mini.root), Selection(("one",)))
    page = render(made.editions[0], made.themes["base"]).value
    assert page is not None
    assert printed in " ".join(page.html.split())


def test_a_case_s_checks_stand_in_the_candidate_s_pages_alone(mini: MiniProject) -> None:
    mini.edit("content/words/sheets.yaml", "    solution_path:", "    checks: [You counted per hundred loaves.]\n    solution_path:")
    made = prepare(Project(mini.root), Selection(("one",), editions=("candidate", "coach")))
    for edition in made.editions:
        parts = tuple(part for part in edition.parts if edition.audience == part.audience)
        page = render(replace(edition, parts=parts), made.themes["base"]).value
        assert page is not None
        assert ("You counted per hundred loaves." in page.html) is (edition.audience == "candidate")


ESCAPES = [
    "''.__class__", "''.__class__.__mro__[1].__subclasses__()", "edition.__init__.__globals__", "entries.append.__self__",
    "('%s' % 1).__class__", "(1).__class__.__base__", "chart.points.__globals__", "range.__globals__", "cycler.__init__", "self.__init__",
    "'{0.__class__}'.format(edition)", "'{0.__class__}'.format_map({'0': 1})", "entries|map(attribute='__class__')|list",
    "''|attr('__class__')", "edition|attr('__class__')", "config", "request", "get_flashed_messages", "namespace.__init__.__globals__",
    "entries|map('attr', '__class__')|list", "edition.items.__func__",
    "entries[0].__dataclass_fields__", "edition.__replace__", "entries[0]['__class__']", "section.view.entities.__globals__",
]  # fmt: skip


@pytest.mark.parametrize("expression", ESCAPES)
def test_no_expression_reaches_a_python_object(rendered: Callable[[str], Checked[RenderedHtml | None]], expression: str) -> None:
    page = rendered(f"<p>{{{{ {expression} }}}}</p>")
    assert page.value is None
    assert {problem.rule.code for problem in page.diagnostics} <= {"PG501", "PG502", "PG504", "PG505"}
    assert all(problem.place.path == "templates/own/sections/glossary.html" for problem in page.diagnostics)


@pytest.mark.parametrize(
    "text",
    [
        "{{ lipsum() }}", "{{ cycler('a').next() }}", "{{ '<b>'|safe }}", "{{ '<b>'|xmlattr }}", "{{ edition|pprint }}", "{{ [1]|random }}",
        "{% autoescape false %}x{% endautoescape %}", "{% autoescape true %}x{% endautoescape %}", "{% do 1 %}", "{% debug %}",
    ],
)  # fmt: skip
def test_what_a_template_has_no_need_for_is_not_there(rendered: Callable[[str], Checked[RenderedHtml | None]], text: str) -> None:
    page = rendered(text)
    assert page.value is None
    assert page.diagnostics


@pytest.mark.parametrize(
    "text",
    [
        "{% for n in range(10**9) %}x{% endfor %}", "{% for n in range(1001) %}x{% endfor %}", "{{ 'x' * 10**9 }}", "{{ [0] * 10**9 }}",
        "{{ 10 ** 10 ** 10 }}", "{{ 9 ** 99999999 }}", "{% set a = 'x' * 99999 %}{{ a * 99999 }}",
    ],
)  # fmt: skip
def test_bombs_are_refused_at_once(rendered: Callable[[str], Checked[RenderedHtml | None]], text: str) -> None:
    page = rendered(text)
    assert page.value is None
    assert located(page.diagnostics) == ["templates/own/sections/glossary.html:1:1 PG504"] or "PG505" in located(page.diagnostics)[0]


@pytest.mark.parametrize(
    "name", ["../x", "../../content/project.yaml", "/etc/passwd", "sections/../../x", "base/../../x", "theme.yaml", "C:\\x"]
)
def test_an_include_finds_templates_and_no_file(rendered: Callable[[str], Checked[RenderedHtml | None]], name: str) -> None:
    page = rendered(f"{{% include '{name}' %}}".replace("\\", "\\\\"))
    assert [problem.rule.code for problem in page.diagnostics] == ["PG503"]


def test_an_undefined_name_has_its_place_and_its_nearest_spelling(rendered: Callable[[str], Checked[RenderedHtml | None]]) -> None:
    page = rendered("<dl>\n{% for entry in entries %}\n  <dt>{{ entry.trem }}</dt>\n{% endfor %}\n</dl>")
    (problem,) = page.diagnostics
    assert str(problem.place) == "templates/own/sections/glossary.html:3:16"
    assert problem.hint == 'did you mean "term"?'


@pytest.mark.parametrize("use", ["{{ x }}", "{% if x %}{% endif %}", "{% for y in x %}{% endfor %}", "{{ x ~ 'a' }}", "{{ x + 1 }}",
"{{ x|length }}",
                                 "{{ x == 1 }}", "{{ 1 / x }}", "{{ x|date }}",
                                 "{% for k, v in x|items %}{% endfor %}", "{{ x.y }}", "{{ x['y'] }}", "{{ x() }}", "{{ x|md }}",
                                 "{{ x|default('') }}{{ y }}"])  # fmt: skip
def test_an_undefined_name_never_prints_as_nothing(rendered: Callable[[str], Checked[RenderedHtml | None]], use: str) -> None:
    assert [problem.rule.code for problem in rendered(use).diagnostics] == ["PG502"]


def test_every_section_with_a_mistake_is_reported(prepared: Prepared) -> None:
    theme = themed(prepared, sections__glossary="{{ a }}", sections__role="{{ b }}", layout="{{ c }}")
    assert located(render(prepared.editions[1], theme).diagnostics) == [
        "templates/own/layout.html:1:4 PG502",
        "templates/own/sections/glossary.html:1:4 PG502",
        "templates/own/sections/role.html:1:4 PG502",
    ]


def test_a_mistake_in_a_macro_is_reported_in_the_macro(prepared: Prepared) -> None:
    theme = themed(
        prepared, mine="{% macro m() %}\n{{ nobody }}\n{% endmacro %}", sections__glossary="{% import 'mine.html' as m %}{{ m.m() }}"
    )
    assert located(render(prepared.editions[1], theme).diagnostics) == ["templates/own/mine.html:2:4 PG502"]


@pytest.mark.parametrize(
    "call",
    [
        "edition.sections", "section.view.items()", "section.view.anchors", "entries[0].beside(['a'])", "entries[0].ref", "entries[0].KIND",
        "edition.title.upper()", "'a'.join(['b'])", "edition.palette.sides.values()", "entries.count(1)",
        "entries|map(attribute='items')|list",
        "edition.name", "entries[0]['citations']()", "edition.fonts.faces.index(1)", "[1, 2].index(1)",
    ],
)  # fmt: skip
def test_a_template_calls_nothing_of_a_view_or_of_a_text(rendered: Callable[[str], Checked[RenderedHtml | None]], call: str) -> None:
    page = rendered(f"<p>{{{{ {call} }}}}</p>")
    assert page.value is None
    assert [problem.rule.code for problem in page.diagnostics] == ["PG504"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}x{% endcall %}", "[x]"),
        ("{% for n in range(3) %}{{ loop.cycle('a', 'b') }}{{ loop.index if loop.changed(n) }}{% endfor %}", "a1b2a3"),
        ("{% for n in [[1, 2], [3]] recursive %}{{ loop(n) if n is iterable else n }}{% endfor %}", "123"),
        ("{% set count = namespace(n=dict(a=1).a) %}{{ count.n }}", "1"),
        ("{% for key, value in edition.palette.sides|items %}{{ key }}{% endfor %}", "miller"),
        ("{{ chart.short(1200) }}", "1,200"),
        ("{% for person, found in entries|groupby('term') %}{{ person }}{{ found[0].id }}{% endfor %}", "BranbranCrumbcrumb"),
        ("{% for group in entries|groupby('term') %}{{ group.grouper }}{{ group.list|length }}{% endfor %}", "Bran1Crumb1"),
    ],
)
def test_a_template_calls_macros_loops_and_our_functions(
    rendered: Callable[[str], Checked[RenderedHtml | None]], text: str, printed: str
) -> None:
    page = rendered(f"<p>{text}</p>")
    assert page.value is not None, page.diagnostics
    assert f"<p>{printed}</p>" in page.value.html


def test_data_is_read_before_methods(rendered: Callable[[str], Checked[RenderedHtml | None]]) -> None:
    page = rendered("{% set d = {'items': 'mine', 'keys': 'too'} %}[{{ d.items }}{{ d.keys }}]")
    assert page.value is not None
    assert "[minetoo]" in page.value.html


def test_a_view_is_not_printed_as_a_whole(rendered: Callable[[str], Checked[RenderedHtml | None]]) -> None:
    (problem,) = rendered("<p>{{ entries[0] }}</p>").diagnostics
    assert (problem.rule.code, problem.message) == ("PG505", "TypeError: TermView is no text: print one of its fields")


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag] if tag in ("script", "iframe", "xss") else []
        self.found += [name for name, _ in attrs if name.startswith("on")]


PAYLOADS = [
    "<script>x</script>",
    '"><xss onload=y>',
    "'><xss>",
    "</title><script>",
    "</style><xss>",
    "{{ 7919*7907 }}",
    "{% include 'x' %}",
    "&lt;b&gt;",
    "]]>",
]


KEPT = {"id", "kind", "anchor", "audience", "guide", "theme", "language", "palette", "page_budget", "chart", "number", "part", "style",
"speaker", "date"}  # fmt: skip
"""Fields that a template decides by, or that are no text."""


def poisoned(value: object, words: str) -> object:
    """The same data with every free text replaced."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{name: poisoned(getattr(value, name), words) for name in names_of(value) if name not in KEPT})
    if isinstance(value, dict):
        return {key: poisoned(inner, words) for key, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(poisoned(inner, words) for inner in value)
    return words if isinstance(value, str) and not value[:4].isdigit() else value


def names_of(view: object) -> list[str]:
    return [field.name for field in fields(view)]  # type: ignore[arg-type]  # a dataclass


@settings(max_examples=40)
@given(
    words=st.one_of(st.sampled_from(PAYLOADS), st.text("<>\"'&/=x {}%-", min_size=1, max_size=20).filter(str.strip)),
    index=st.integers(0, 1),
)
def test_whatever_stands_in_a_field_stays_text(words: str, index: int) -> None:
    evil = poisoned(mini_prepared().editions[index], words)
    assert isinstance(evil, Edition)
    page = render(evil, mini_prepared().themes["base"])
    if page.value is not None:
        reader = _Scripts()
        reader.feed(page.value.html)
        assert reader.found == []
        assert "62615533" not in page.value.html
        assert page.value.html.count("</style>") == page.value.html.count("<style>")


def test_the_poison_reaches_the_page(prepared: Prepared) -> None:
    page = render(replace(prepared.editions[1], title="<script>x</script>"), prepared.themes["base"])
    assert page.value is not None
    assert "&lt;script&gt;x&lt;/script&gt;" in page.value.html


def test_claims_are_counted_where_they_are_printed(prepared: Prepared) -> None:
    one, two = (render(edition, prepared.themes["base"]).value for edition in prepared.editions)
    assert one is not None
    assert two is not None
    assert (one.claims, two.claims) == (frozenset({"K1", "K2", "K4"}), frozenset({"K3", "K4"}))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ('{% set x = "a baker\'s <dozen>" %}{{ x }}', "a baker’s &lt;dozen&gt;"),
        ('<a href="{{ "https://x.org/a\'b" }}">', "https://x.org/a&#39;b"),
        ('{{ "*it\'s*"|mdi }}', "<em>it’s</em>"),
    ],
)
def test_all_that_is_printed_has_typographic_quotes_but_an_address(
    rendered: Callable[[str], Checked[RenderedHtml | None]], printed: str, expected: str
) -> None:
    page = rendered(printed).value
    assert page is not None
    assert expected in page.html


def test_rendering_twice_gives_the_same_text(prepared: Prepared) -> None:
    first, second = (render(prepared.editions[0], prepared.themes["base"]).value for _ in range(2))
    assert first == second


@pytest.mark.parametrize(("words", "lines"), [(1, 1), (5, 1), (6, 2), (60, 12), (600, 111)])
def test_ruled_lines_hold_the_words_that_are_expected(words: int, lines: int) -> None:
    assert lines_for(words) == lines


def test_a_template_is_compiled_once_and_what_it_counts_starts_anew(prepared: Prepared) -> None:
    """Else an edition's pages would depend on those that were rendered before it."""
    source = "{% set seen = namespace(times=0) %}{% macro count() %}{% set seen.times = seen.times + 1 %}{{ seen.times }}{% endmacro %}"
    files = {
        "counts.html": source,
        "page.html": '{% import "counts.html" as own %}{{ own.count() }}{{ own.count() }}',
    }
    theme = replace(prepared.themes["base"], templates={name: ThemeFile(name, text) for name, text in files.items()})
    first, second = environment(theme), environment(theme)
    assert [jinja.get_template("page.html").render() for jinja in (first, second)] == ["12", "12"]
    with patch.object(ImmutableSandboxedEnvironment, "compile", side_effect=AssertionError):
        assert environment(theme).get_template("page.html").render() == "12"
    other = replace(theme, templates={**theme.templates, "page.html": ThemeFile("page.html", "other")})
    assert environment(other).get_template("page.html").render() == "other", "the same name, another text"


def test_globals_of_the_environment_are_few_and_known(prepared: Prepared) -> None:
    jinja = environment(prepared.themes["base"])
    assert set(jinja.globals) == {"range", "dict", "namespace", "chart", "sans", "write_gap", "_", "ngettext", "pgettext", "qr"}
    assert not {"safe", "attr", "pprint", "random", "xmlattr"} & set(jinja.filters)


def test_drawings_are_set_in_the_last_sans_that_a_style_sheet_names(mini: MiniProject) -> None:
    mini.theme("drawn", "one", sections__role_html='<svg><text font-family="{{ sans }}">x</text></svg>')
    prepared = prepare(mini.project, Selection(("one",)))
    theme = prepared.themes["drawn"]
    assert theme.sans == "Source Sans Pro"
    own = replace(theme, styles=(*theme.styles, ThemeFile("own.css", ":root { --sans : 'Own Sans' }")))
    page = render(prepared.editions[0], own).value
    assert page is not None
    assert 'font-family="Own Sans"' in page.html
    assert 'font-family="Source Sans Pro"' not in page.html


def test_a_comparisons_part_may_ask_its_own_question(mini: MiniProject) -> None:
    """Without one, it asks what the reader believes."""
    own = "        cold_open: Whose flour is it? A line for *each*.\n"
    mini.edit("content/guides/two.yaml", "roles: [miller]", "roles: [baker, miller]")
    for written, asked in (("", "What do you believe today?"), (own, "Whose flour is it? A line for <em>each</em>.")):
        mini.edit("content/guides/two.yaml", "        summary: What a miller does.\n", "        summary: What a miller does.\n" + written)
        ready = prepare(mini.project, Selection(("two",)))
        page = render(ready.editions[0], ready.themes["base"])
        assert page.value is not None, page.diagnostics
        assert page.value.html.count("What do you believe today?") == (0 if written else 1)
        assert asked in page.value.html


def test_each_step_of_a_probe_has_its_label_and_a_box_stays_with_its_probe(mini: MiniProject) -> None:
    more = "What if frozen?, And then?]\n    hints: [It sings., It rings twice.]\n"
    mini.edit("content/interview/questions.yaml", "What if it had been frozen?]\n", more)
    mini.edit("content/interview/coach.yaml", "listen_for: A breath.}", 'listen_for: A breath., probe: "*Why* sit?"}')
    ready = prepare(mini.project, Selection(("one",), editions=("candidate", "coach")))
    candidate, coach = (render(edition, ready.themes["base"]).value for edition in ready.editions)
    assert candidate is not None
    assert coach is not None
    steps = re.findall(r"<p><b>(Next|Then|Hint|More)</b><span>(.*?)</span></p>", coach.html)
    assert steps[:5] == [
        ("Next", "And which was baked last?"),
        ("Then", "What if frozen?"),
        ("Then", "And then?"),
        ("Hint", "It sings."),
        ("More", "It rings twice."),
    ]
    assert '<span class="tick"></span><p><em>Why</em> sit?</p>' in coach.html, "the box hangs beside its probe"
    assert [words for words in ("It sings.", "It rings twice.", "<em>Why</em> sit?") if words in candidate.html] == []


def test_a_comparisons_part_may_open_with_a_band_that_asks_its_question(mini: MiniProject) -> None:
    """Three lines for each role under the question; the first section follows on the page."""
    mini.edit("content/guides/two.yaml", "roles: [miller]", "roles: [baker, miller]")
    own = "        cold_open: Whose flour is it?\n        band: true\n"
    mini.edit("content/guides/two.yaml", "        summary: What a miller does.\n", "        summary: What a miller does.\n" + own)
    ready = prepare(mini.project, Selection(("two",)))
    page = render(ready.editions[0], ready.themes["base"])
    assert page.value is not None, page.diagnostics
    band = page.value.html.split('<header class="band">')[1].split("</header>")[0]
    assert ("Whose flour is it?" in band, band.count('<div class="ruled" style="--lines: 3">')) == (True, 2)
    assert '<header class="opener"' not in page.value.html


def test_labels_without_words_in_the_language_print_in_english_and_are_named(prepared: Prepared) -> None:
    edition = replace(prepared.editions[1], language="tlh", labels=(("Date", "Datum"),))
    layout = "{% for part in edition.parts %}{% for section in part.sections %}{{ section.html }}{% endfor %}{% endfor %}"
    shown = replace(
        edition, parts=tuple(replace(part, sections=tuple(s for s in part.sections if s.kind == "glossary")) for part in edition.parts)
    )
    page = render(shown, themed(prepared, sections__glossary="{{ _('Date') }} {{ _('Score') }}", layout=layout))
    assert page.value is not None
    assert "Datum Score" in page.value.html
    assert [(found.rule.code, found.place.path) for found in page.diagnostics] == [("PG507", "locale tlh")]
    assert "“Score”" in page.diagnostics[0].message


def test_a_label_is_filled_with_text_or_with_markup_and_escapes_the_rest(rendered: Callable[[str], Checked[RenderedHtml | None]]) -> None:
    text = "{{ _('<%(a)s & %(b)s>', a='<i>'|mdi, b=('*x*'|mdi)) }}|{{ ngettext('%(num)s row', '%(num)s rows', 1) }}"
    text += "|{{ pgettext('time', 'When') }}"
    page = rendered(text).value
    assert page is not None
    assert "&lt;&lt;i&gt; &amp; <em>x</em>&gt;|1 row|When" in page.html


def test_what_is_filled_into_a_sentence_from_the_right_is_isolated(prepared: Prepared) -> None:
    edition = replace(prepared.editions[1], language="he")
    page = render(edition, themed(prepared, sections__glossary="{{ _('with %(name)s', name='Ann') }}"))
    assert page.value is not None
    assert "with \u2068Ann\u2069" in page.value.html


def test_large_print_sets_side_by_side_only_what_fits_a_page(prepared: Prepared) -> None:
    """Parts, questions and notes that break beside one another would go on overleaf out of their order."""
    plain = next(edition for edition in prepared.editions if edition.guide == "one")
    pages = {layout: render(replace(plain, layout=layout), prepared.themes["base"]).value for layout in ("standard", "large")}
    standard, large = (page.html if page else "" for page in pages.values())
    assert 'class="pair deciders"' in standard
    assert 'class="pair deciders"' not in large
    assert 'class="deciders"' in large
    assert 'class="about filled"' in large
    framework = large[large.index('class="framework"') :].partition("</article>")[0]
    assert 'class="triple note"' in framework
    assert 'class="beside"' not in framework
    told, row = large.partition('<div class="toc note">')[2], '<div class="pair keep">'
    assert told.lstrip().startswith(row)
