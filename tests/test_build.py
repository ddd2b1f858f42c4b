"""Edit one file, build again, see which guides were printed and why."""

from __future__ import annotations

import json
import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kit import MiniProject, Run, why
from prepguides.project import versions

PAPERS = ("a4", "letter")
ALL = [f"standard/{guide}-candidate-{paper}.pdf" for guide in ("one", "two") for paper in PAPERS]


def png(color: str) -> bytes:
    """A picture of one color."""
    target = BytesIO()
    Image.new("RGB", (4, 4), color).save(target, "PNG")
    return target.getvalue()


@pytest.fixture
def warm(built: MiniProject, tmp_path: Path) -> MiniProject:
    """A project that has just been built, in a copy of its own."""
    shutil.copytree(built.root, tmp_path / "warm")
    return MiniProject(tmp_path / "warm")


def reasons(run: Run) -> dict[str, str]:
    """Edition to what the build said of it: "fresh", or the inputs that changed."""
    return {name.removesuffix(" (candidate)"): said for name, said in why(run).items()}


def test_a_build_prints_every_guide_on_every_paper(built: MiniProject) -> None:
    assert list(built.files()) == ALL
    assert all((built.output / path).read_bytes().startswith(b"%PDF-") for path in ALL)


def test_the_manifest_names_each_file_with_its_hash(built: MiniProject) -> None:
    manifest = json.loads((built.output / "manifest.json").read_text(encoding="utf-8"))
    recorded = {path: item["sha256"] for artifact in manifest["artifacts"].values() for path, item in artifact["outputs"].items()}
    assert recorded == built.files()


def test_no_temporary_file_is_left(built: MiniProject) -> None:
    assert not [path for path in built.output.rglob("*") if ".part" in path.name]


def test_a_second_build_prints_nothing(warm: MiniProject) -> None:
    before = {path: (warm.output / path).stat().st_mtime_ns for path in ALL}
    run = warm.build()
    assert run.code == 0
    assert reasons(run) == {"one": "fresh", "two": "fresh"}
    assert "4 unchanged" in run.out
    assert "printed" not in run.out
    assert {path: (warm.output / path).stat().st_mtime_ns for path in ALL} == before


def test_a_question_changed_prints_only_the_guide_that_asks_it(warm: MiniProject) -> None:
    before = warm.files()
    warm.edit("content/interview/questions.yaml", "Which was baked first?", "Which was baked on Monday?")
    run = warm.build()
    assert reasons(run) == {"one": "content", "two": "fresh"}
    after = warm.files()
    assert {path for path in ALL if before[path] != after[path]} == {path for path in ALL if "/one-" in path}


def test_a_shared_page_changed_prints_both_guides(warm: MiniProject) -> None:
    warm.edit("content/pages/welcome.md", "Read it once.", "Read it twice.")
    assert reasons(warm.build()) == {"one": "content", "two": "content"}


def test_an_accent_changed_prints_that_role_alone(warm: MiniProject) -> None:
    warm.edit("content/roles/miller.yaml", "#2F5D50", "#5D2F50")
    assert reasons(warm.build("--dry-run")) == {"one": "fresh", "two": "accent"}


def changed(mini: MiniProject, before: dict[str, str]) -> set[str]:
    """The files whose bytes differ."""
    after = mini.files()
    return {path for path in {*before, *after} if before.get(path) != after.get(path)}


def test_a_claim_that_one_guide_owes_no_more_is_a_reason_for_that_guide_and_no_press(warm: MiniProject) -> None:
    warm.edit("content/claims.yaml", "{id: K4, roles: [baker, miller], ", "{id: K4, roles: [baker], ")
    before = warm.files()
    run = warm.build()
    assert reasons(run) == {"one": "fresh", "two": "claims"}
    assert "two (candidate): same pages as before" in run.out
    assert changed(warm, before) == set()


def test_a_text_for_the_coach_is_looked_for_again_and_prints_no_candidate(warm: MiniProject) -> None:
    warm.edit("content/interview/coach.yaml", "came out of a freezer", "came out of a cellar")
    before = warm.files()
    run = warm.build()
    assert reasons(run) == {"one": "coach_texts", "two": "coach_texts"}
    assert run.out.count("same pages as before") == 2
    assert changed(warm, before) == set()


def test_a_planted_leak_fails_although_the_pages_were_printed_before_it_was_a_secret(warm: MiniProject) -> None:
    warm.edit(
        "content/interview/coach.yaml",
        "Tell them that the second loaf came out of a freezer.",
        "What the sieve keeps. You fold until the skin is tight.",
    )
    run = warm.build()
    assert run.code == 1
    assert "content/roles/baker.yaml:15:32: error PG705 “You fold until the skin is tight.”" in run.err
    assert "the coach reads it in content/interview/coach.yaml:13:12" in run.err


@pytest.mark.parametrize(
    ("key", "old", "new", "reason"),
    [
        ("accent", "brand: {accent: '#1F4E3D'}", "brand: {accent: '#5B2333'}", "accent"),
        ("brand", "brand: {name: The mill school}", "brand: {name: The school}", "brand"),
        ("locale", "locale: en-GB", "locale: en-US", "language"),
        ("dates", "dates: {start: 2027-01-18, end: 2027-05-07}", "dates: {start: 2027-01-18, end: 2027-05-08}", "programme"),
        ("welcome", "welcome: Bring a stone.", "welcome: Bring two.", "programme"),
        ("excludes", "excludes: [section/role]", "excludes: [section/glossary]", "content"),
    ],
)
def test_a_cohorts_key_changed_prints_that_cohort_alone_and_is_named(warm: MiniProject, key: str, old: str, new: str, reason: str) -> None:
    spring = warm.add("content/cohorts/spring.yaml", f"cohorts:\n  - id: spring\n    programme: Spring\n    {old}\n")
    words = ("two", "--cohort", "all", "--paper", "a4")
    assert warm.build(*words).code == 0
    before = warm.files()
    spring.write_text(spring.read_text().replace(old, new))
    run = warm.build(*words)
    assert reasons(run) == {"spring: two": reason, "two": "fresh"}
    assert changed(warm, before) == {"spring/two-candidate-a4.pdf"}


def font_file(name: str) -> bytes:
    import font_source_sans_pro

    return (Path(font_source_sans_pro.__file__).parent / "files" / name).read_bytes()


def test_a_font_changed_prints_the_guides_of_that_theme(mini: MiniProject) -> None:
    mini.theme("own", "one", own_css='.notes-of-mine { font-family: "Own" }\n')
    mini.add("templates/own/theme.yaml", "title: own\nextends: base\nfonts:\n  - {family: Own, file: Own.ttf}\n")
    mini.add("templates/own/fonts/Own.ttf", font_file("SourceSansPro-Regular.ttf"))
    assert mini.build("--paper", "a4").code == 0
    mini.add("templates/own/fonts/Own.ttf", font_file("SourceSansPro-It.ttf"))
    run = mini.build("--paper", "a4")
    assert reasons(run) == {"one": "fonts", "two": "fresh"}
    assert "one (candidate): " in run.out
    assert "1 printed, 1 unchanged" in run.out


@pytest.mark.usefixtures("anew")
def test_another_version_of_a_tool_prints_everything_and_is_named(warm: MiniProject, monkeypatch: pytest.MonkeyPatch) -> None:
    real = versions.version_of
    monkeypatch.setattr(versions, "version_of", lambda name: "70.0.1" if name == "weasyprint" else real(name))
    before = warm.files()
    run = warm.build()
    reason = f"tools (weasyprint {real('weasyprint')} to 70.0.1)"
    assert reasons(run) == {"one": reason, "two": reason}
    assert "4 printed" in run.out
    assert changed(warm, before) == set(), "the version is a reason to print again, and no part of the pages"


def test_a_claim_reworded_prints_nothing(warm: MiniProject) -> None:
    warm.edit("content/claims.yaml", "sets the stones", "sets both stones")
    assert reasons(warm.build("--dry-run")) == {"one": "fresh", "two": "fresh"}


def test_a_comment_in_a_template_renders_again_and_keeps_the_pages(mini: MiniProject) -> None:
    mini.theme("own", "one", sections__notes_html="{# ruled #}\n")
    assert mini.build("one").code == 0
    before = {path: (mini.output / path).stat().st_mtime_ns for path in mini.files()}
    mini.add("templates/own/sections/notes.html", "{# ruled lines #}\n")
    run = mini.build("one")
    assert reasons(run) == {"one": "templates"}
    assert "same pages as before" in run.out
    assert {path: (mini.output / path).stat().st_mtime_ns for path in mini.files()} == before
    assert reasons(mini.build("one")) == {"one": "fresh"}


def test_a_style_or_a_token_changed_prints_the_guides_of_that_theme(mini: MiniProject) -> None:
    mini.theme("own", "one", own_css=":root { --ink: #111111 }\n")
    assert mini.build().code == 0
    before = mini.files()
    mini.add("templates/own/own.css", ":root { --ink: #770000 }\n")
    run = mini.build()
    assert reasons(run) == {"one": "styles", "two": "fresh"}
    mini.add("templates/own/tokens.css", ":root { --text-size: 10.5pt }\n")
    assert reasons(mini.build("--dry-run")) == {"one": "tokens", "two": "fresh"}
    after = mini.files()
    assert {path for path in ALL if before[path] != after[path]} == {path for path in ALL if "/one-" in path}


def test_an_asset_that_no_guide_shows_is_a_reason_to_look_and_none_to_press(warm: MiniProject) -> None:
    warm.add("content/assets/dot.png", png("red"))
    run = warm.build()
    assert reasons(run) == {"one": "assets", "two": "assets"}
    assert run.out.count("same pages as before") == 2
    assert reasons(warm.build()) == {"one": "fresh", "two": "fresh"}


def test_an_image_changed_under_the_same_name_changes_the_pages(mini: MiniProject) -> None:
    mini.add("content/assets/dot.png", png("red"))
    mini.edit("content/pages/welcome.md", "- Flour\n", "- Flour\n\n![A dot](dot.png)\n")
    assert mini.build("two").code == 0
    before = mini.files()
    mini.add("content/assets/dot.png", png("blue"))
    assert reasons(mini.build("two")) == {"two": "assets"}
    assert mini.files() != before


def test_an_output_deleted_is_printed_again(warm: MiniProject) -> None:
    before = warm.files()
    (warm.output / ALL[0]).unlink()
    run = warm.build()
    assert reasons(run) == {"one": f"{ALL[0]} is missing", "two": "fresh"}
    assert warm.files() == before


@pytest.mark.usefixtures("anew")
def test_an_output_corrupted_is_printed_again(warm: MiniProject) -> None:
    before = warm.files()
    (warm.output / ALL[2]).write_bytes(b"%PDF-1.7 torn")
    run = warm.build()
    assert reasons(run) == {"one": "fresh", "two": f"{ALL[2]} was changed"}
    assert warm.files() == before


def test_a_warm_build_says_again_what_was_said_when_it_printed(mini: MiniProject) -> None:
    """A warning of the content and an error of typesetting: both are replayed, and the exit code with them."""
    mini.edit("content/words/formats.yaml", "formats:\n", "formats:\n  - {id: riddle, name: Riddle}\n")
    mini.edit("content/guides/two.yaml", "page_budget: {least: 2, most: 60}", "page_budget: {least: 59, most: 60}")
    first = mini.build()
    assert first.code == 1
    second = mini.build()
    assert (second.code, second.err) == (first.code, first.err)
    assert "warning PG320" in second.err
    assert "error PG704" in second.err
    assert reasons(second) == {"one": "fresh", "two": "fresh"}
    assert mini.build("--strict").code == 1


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"version": 1, "artifacts": []}', b'{"version": 99, "artifacts": {}}', b"\xff"])
def test_a_corrupted_manifest_counts_as_none(warm: MiniProject, damage: bytes) -> None:
    (warm.output / "manifest.json").write_bytes(damage)
    assert reasons(warm.build("--dry-run")) == {"one": "never built", "two": "never built"}


@pytest.mark.usefixtures("anew")
def test_a_rebuild_from_nothing_writes_the_same_files(warm: MiniProject) -> None:
    before = {path: ((warm.output / path).stat().st_mtime_ns, digest) for path, digest in warm.files().items()}
    (warm.output / "manifest.json").unlink()
    assert warm.build("two").code == 0
    assert {path: ((warm.output / path).stat().st_mtime_ns, digest) for path, digest in warm.files().items()} == before


def test_force_prints_what_is_fresh(warm: MiniProject) -> None:
    run = warm.build("two", "--force")
    assert reasons(run) == {"two": "forced"}
    assert "2 printed" in run.out


def test_one_paper_and_then_the_other_are_both_on_record(mini: MiniProject) -> None:
    assert mini.build("two", "--paper", "a4").code == 0
    assert list(mini.files()) == [ALL[2]]
    assert reasons(mini.build("two", "--paper", "letter")) == {"two": f"{ALL[3]} is missing"}
    assert reasons(mini.build("two")) == {"two": "fresh"}
    assert list(mini.files()) == ALL[2:]


def test_a_dry_run_writes_nothing(mini: MiniProject) -> None:
    run = mini.build("--dry-run")
    assert reasons(run) == {"one": "never built", "two": "never built"}
    assert not mini.output.exists()


def test_a_candidate_and_a_coach_edition_stand_side_by_side(mini: MiniProject) -> None:
    run = mini.build("two", "--edition", "all", "--paper", "a4")
    assert run.code == 0, run.err
    assert list(mini.files()) == ["standard/two-candidate-a4.pdf", "standard/two-coach-a4.pdf"]


def test_verify_names_each_file_that_is_not_what_was_built(warm: MiniProject) -> None:
    assert warm.run("verify").code == 0
    (warm.output / ALL[0]).unlink()
    (warm.output / ALL[3]).write_bytes(b"%PDF-1.7 saved by another program")
    run = warm.run("verify")
    assert run.code == 1
    assert [line.split(": error ")[0] for line in run.err.splitlines() if ": error PG804 " in line] == [ALL[0], ALL[3]]


def test_a_thin_page_is_reported_by_every_build_and_fails_a_strict_one(mini: MiniProject) -> None:
    mini.edit("content/project.yaml", "guides: [one, two]", "guides: [one]\nbars: {half_full_pages: true}")
    mini.edit("content/guides/one.yaml", "    title: The Baker's Interview", "    theme: own\n    title: The Baker's Interview")
    mini.add("templates/own/theme.yaml", "title: Own\nextends: base\n")
    mini.add("templates/own/layout.html", '{% extends "base/layout.html" %}\n{% block rest %}{% endblock %}\n')
    first = mini.build("--paper", "a4")
    assert re.search(
        r"^content/guides/one\.yaml:22:13: warning PG706 page 4 of one \(candidate\): it is \d+% full$", first.err, re.MULTILINE
    )
    assert first.code == 0
    nothing_to_do = mini.build("--paper", "a4")
    assert nothing_to_do.err == first.err
    mini.edit("content/guides/one.yaml", "    page_budget:", "    # The same pages.\n    page_budget:")
    same_pages = mini.build("--paper", "a4")
    lines = re.compile(r"(?<=one\.yaml:)\d+|(?<=^   )\d+(?= \|)", re.MULTILINE)
    moved = lines.sub(lambda match: str(int(match[0]) + 1), first.err)
    assert same_pages.err == moved, "the finding is said again, at the line where its section is now"
    strict = mini.build("--paper", "a4", "--strict")
    assert (strict.code, "PG706" in strict.err) == (1, True)
    mini.edit("content/project.yaml", "half_full_pages: true", "half_full_pages: false")
    assert mini.build("--paper", "a4").err == ""


def test_a_build_explains_itself_before_it_prints(mini: MiniProject) -> None:
    """A person who waits for minutes knows from the start what for."""
    lines = mini.run("build", "--jobs", "1", "--explain", "--edition", "candidate").out.splitlines()
    reasons = [index for index, line in enumerate(lines) if line.startswith(("one (candidate): ", "two (candidate): "))]
    printed = [index for index, line in enumerate(lines) if line.startswith("[")]
    assert len(reasons) == len(printed) == 2
    assert max(reasons) < min(printed)
