"""prepguides diff, from a repository of the mini project in which a rename, a reword, a move and a removal are planted."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from kit import MiniProject, prepguides


def git(mini: MiniProject, *words: str) -> None:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, "-C", str(mini.root), *words], check=True, capture_output=True)


def commit(mini: MiniProject) -> None:
    git(mini, "add", "--all")
    git(mini, "commit", "--quiet", "--message", "change")


@pytest.fixture
def kept(mini: MiniProject) -> MiniProject:
    """Committed as it is."""
    git(mini, "init", "--quiet")
    commit(mini)
    return mini


def plant(mini: MiniProject) -> None:
    """A question is renamed and reworded, another one removed, a section moved, an item of a list added, an asset added."""
    questions = "content/interview/questions.yaml"
    text = (mini.root / questions).read_text(encoding="utf-8")
    start = text.index("  - id: burnt-tray")
    (mini.root / questions).write_text(text[:start], encoding="utf-8")
    mini.edit(questions, "id: same-flour", "id: one-sack")
    mini.edit(questions, "The left one is darker.", "The right one is darker.")
    mini.edit(questions, "[Compares the bran., Smells before biting., ", "[Compares the bran., Smells before biting., Wets a crumb., ")
    mini.edit(
        "content/guides/one.yaml", "          - kind: failure-modes\n          - kind: frameworks\n", "          - kind: frameworks\n"
    )
    mini.edit(
        "content/guides/one.yaml", "          - kind: question-bank\n", "          - kind: question-bank\n          - kind: failure-modes\n"
    )
    mini.edit("content/pages/welcome.md", "- Water\n", "- Cold water\n")
    mini.add("content/assets/mark.svg", "<svg/>")


PLANTED = """\
guides
  ~ one  content/guides/one.yaml:2:9
      parts > tasting > sections > failure-modes: moved from place 1 to place 3 (behind question-bank)

questions
  > same-flour → one-sack  content/interview/questions.yaml:35:9
      prompt: … lie before you on one board. The [-left-]{+right+} one is darker. Are they of one sack, …
      looks_for > 3: {+Wets a crumb.+}
  - burnt-tray  "Tell me about a time you threw a whole tray away that a customer might have bought. Who e…"  \
content/interview/questions.yaml:47:9

pages
  ~ welcome  content/pages/welcome.md:2:5
      body > 3: - [-Water-]{+Cold water+}

files in content/assets/
  + mark.svg

"""


def test_what_was_planted_is_told_and_no_more(kept: MiniProject) -> None:
    plant(kept)
    run = kept.run("diff", "HEAD")
    assert (run.code, run.err) == (0, "")
    told, _, last = run.out.rpartition("\n\n")
    assert f"{told}\n\n" == PLANTED
    assert last.startswith("from HEAD (")
    assert last.endswith(") to the working tree: 1 removed, 1 renamed, 2 changed, 1 file of content/assets/\n")
    commit(kept)
    assert kept.run("diff", "HEAD~1", "HEAD").out.startswith(PLANTED)
    assert kept.run("diff", "HEAD").out.endswith("the working tree: no difference\n")
    assert "The [-right-]{+left+} one" in kept.run("diff", "HEAD", "HEAD~1").out


def test_a_difference_ends_with_1_when_that_is_asked_for(kept: MiniProject) -> None:
    assert kept.run("diff", "HEAD", "--exit-code").code == 0
    plant(kept)
    assert kept.run("diff", "HEAD").code == 0
    assert kept.run("diff", "HEAD", "--exit-code").code == 1


def test_two_folders_are_compared_as_well(kept: MiniProject, tmp_path: Path) -> None:
    other = MiniProject.at(tmp_path / "other")
    plant(other)
    assert prepguides("diff", kept.root, other.root, "--project", tmp_path).out.startswith(PLANTED)
    assert kept.run("diff", "HEAD", str(other.root)).out.startswith(PLANTED)


def test_json_says_the_same_to_a_program(kept: MiniProject) -> None:
    plant(kept)
    told = json.loads(kept.run("diff", "HEAD", "--format", "json").out)
    assert set(told) == {"old", "new", "counts", "changes", "files", "unread"}
    assert told["counts"] == {"removed": 1, "renamed": 1, "changed": 2, "files": 1}
    by_ref = {change["ref"]: change for change in told["changes"]}
    assert by_ref["questions/one-sack"]["was"] == "questions/same-flour"
    reworded, added = by_ref["questions/one-sack"]["edits"]
    assert reworded["field"] == ["prompt"]
    assert [run["text"] for run in reworded["words"] if run["what"] != "same"] == ["left", "right"]
    assert (added["change"], added["field"], added["after"]) == ("added", ["looks_for", "3"], "Wets a crumb.")
    assert by_ref["questions/burnt-tray"]["change"] == "removed"
    assert told["files"] == [{"path": "mark.svg", "change": "added"}]


def test_a_service_is_told_at_the_line(kept: MiniProject) -> None:
    plant(kept)
    notices = kept.run("diff", "HEAD", "--format", "github").out.splitlines()
    assert "::notice file=content/interview/questions.yaml,line=35,title=questions/one-sack renamed::prompt, looks_for" in notices
    assert len(notices) == 3, "what was removed has no line"


def test_the_summary_is_markdown_in_which_content_stays_content(kept: MiniProject, tmp_path: Path) -> None:
    plant(kept)
    kept.edit("content/words/glossary.yaml", "The last rise.", "'The *last* rise, `<b>` | [x](y) @ada.'")
    assert kept.run("diff", "HEAD", "--summary", str(tmp_path / "summary.md")).code == 0
    text = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert text.startswith("## Changes from HEAD \\(")
    assert "- **one\\-sack** renamed, same\\-flour before: Two slices" in text
    assert "The <del>left</del><ins>right</ins> one is darker" in text
    assert "- parts &gt; tasting &gt; sections &gt; failure\\-modes: moved from place 1 to place 3 \\(behind question\\-bank\\)" in text
    assert "&lt;b&gt;\\` \\| \\[x\\]\\(y\\) \\@ada" in text


def test_content_of_another_schema_and_with_faults_is_compared(kept: MiniProject) -> None:
    """Values are compared as they were written; only a file that is no YAML is named, and keeps no other from being compared."""
    kept.edit("content/interview/questions.yaml", "difficulty: 3", "difficulty: extreme")
    kept.edit("content/words/formats.yaml", "asks_about: future", "asks_in_years_past: future")
    kept.add("content/broken.yaml", "questions:\n\t- id: x\n")
    commit(kept)
    forwards, backwards = kept.run("diff", "HEAD~1"), kept.run("diff", "HEAD", "HEAD~1")
    assert "difficulty: [-extreme-]{+3+}" in backwards.out
    assert "asks_in_years_past: [-future-]" in backwards.out
    assert "not compared: content/broken.yaml:2:1 of the old state: " in backwards.out
    assert backwards.code == 0, "nobody can mend what was committed"
    assert "of the new state" in forwards.out
    assert forwards.code == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nothing",), '"nothing" is no revision here'),
        (("",), "no revision is named"),
        (("HEAD", "nowhere/at/all"), '"nowhere/at/all" is no revision here'),
        (("HEAD~1",), '"HEAD~1" is no revision here'),
    ],
)
def test_what_cannot_be_compared_is_a_usage_error(kept: MiniProject, words: tuple[str, ...], message: str) -> None:
    run = kept.run("diff", *words)
    assert run.code == 2
    assert message in run.err
    assert run.out == ""


def test_a_revision_before_the_project_began_is_a_usage_error(mini: MiniProject) -> None:
    git(mini, "init", "--quiet")
    git(mini, "commit", "--quiet", "--allow-empty", "--message", "nothing yet")
    run = mini.run("diff", "HEAD")
    assert run.code == 2
    assert "has no content/project.yaml that can be read" in run.err


def test_a_guide_prints_a_page_for_readers_of_an_earlier_copy(kept: MiniProject) -> None:
    plant(kept)
    kept.edit("content/project.yaml", "edition_date: 20", "edition_date: 21")
    kept.edit("content/words/glossary.yaml", "The last rise.", "The second rise of two.")
    kept.add("content/words/more.yaml", "glossary:\n  - {id: crust, term: Crust, roles: [baker], definition: What is heard first.}\n")
    page = kept.root / "content" / "pages" / "changes.md"
    run = kept.run("diff", "HEAD", "--page", str(page), "--guide", "one")
    assert (run.code, run.err) == (0, "")
    assert run.out.endswith(f"{page}: a guide prints it with {{kind: page, item: pages/changes}}\n")
    text = page.read_text(encoding="utf-8")
    assert text.startswith("---\nid: changes\ntitle: Changed since your copy of March 1, 2026\n---\n"), "the date that the old copies bear"
    assert text.split("---\n")[2] == (
        "\n**New**\n\n- [[glossary/crust]]\n\n"
        "**Reworded**\n\n- Two slices lie before you on one board.\n- [[glossary/proof]]\n- [[pages/welcome]]\n\n"
        "**Gone**\n\n- Tell me about a time you threw a whole tray away that a customer might have bought.\n"
    )
    kept.edit(
        "content/guides/one.yaml",
        "          - kind: contents\n",
        "          - {kind: page, item: pages/changes}\n          - kind: contents\n",
    )
    assert [problem for problem in kept.check() if "changes.md" in problem] == []


def test_a_page_for_a_guide_on_which_nothing_changed_says_so(kept: MiniProject) -> None:
    page = kept.root / "content" / "pages" / "changes.md"
    assert kept.run("diff", "HEAD", "--page", str(page), "--guide", "two").code == 0
    assert page.read_text(encoding="utf-8").endswith("Nothing that this guide prints has changed.\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--page", "x.md"), 2),
        (("--guide", "one"), 2),
        (("HEAD", "--page", "x.md", "--guide", "one"), 2),
        (("--page", "x.md", "--guide", "onne"), 1),
    ],
)
def test_a_page_is_of_a_guide_and_of_the_working_tree(kept: MiniProject, words: tuple[str, ...], code: int) -> None:
    assert kept.run("diff", "HEAD", *words).code == code


def test_color_is_for_a_terminal(kept: MiniProject) -> None:
    plant(kept)
    assert "\x1b[" not in kept.run("diff", "HEAD").out
    assert "\x1b[31m[-left-]\x1b[0m\x1b[32m{+right+}\x1b[0m" in kept.run("diff", "HEAD", "--color", "always").out


@pytest.mark.slow
def test_pages_of_a_revision_are_printed_and_shown(kept: MiniProject) -> None:
    """What was printed is gone afterwards; neither the project's output nor its folder has a part in it."""
    kept.edit("content/pages/welcome.md", "- Water\n", "- Cold water\n")
    before = kept.files() if kept.output.exists() else {}
    report = kept.root / "changes.html"
    run = kept.run("diff", "HEAD", "--pages", str(report), "--guide", "one")
    assert (run.code, run.err) == (0, "")
    assert "standard/one" in run.out
    assert "standard/two" not in run.out
    assert "HEAD (" in (html := report.read_text(encoding="utf-8"))
    assert html.count("<figure") >= 2
    assert (kept.files() if kept.output.exists() else {}) == before


def test_pages_of_a_state_with_faults_are_not_compared(kept: MiniProject) -> None:
    kept.edit("content/interview/questions.yaml", "- id: burnt-tray", "- name: burnt-tray")
    commit(kept)
    run = kept.run("diff", "HEAD", "--pages", str(kept.root / "changes.html"), "--guide", "one")
    assert run.code == 1
    assert "PG" in run.err
    assert "cannot be printed as a whole" in run.err
    assert not (kept.root / "changes.html").exists()
    missing = kept.run("diff", "no-such-branch", "--pages", str(kept.root / "changes.html"))
    assert (missing.code, "is no revision here" in missing.err) == (2, True)
