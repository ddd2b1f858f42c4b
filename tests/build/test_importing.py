"""Colleagues' questions into the content: ids stay, files stay as they are written, and nothing is written by halves."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest

from kit import MiniProject, Run
from prepguides.build.importing import plan_import
from prepguides.project.scaffold import init

QUESTIONS = "content/interview/questions.yaml"


@pytest.fixture
def first(tmp_path: Path) -> MiniProject:
    """The project that `init --blank` makes."""
    for path, content in init(tmp_path / "first", blank=True).value.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return MiniProject(tmp_path / "first")


def sent(mini: MiniProject, content: str | bytes, *words: str, name: str = "sent.csv") -> Run:
    """What an import of a file of that content does."""
    mini.add(name, content)
    return mini.run("import", str(mini.root / name), *words)


def text(mini: MiniProject, file: str = QUESTIONS) -> str:
    return (mini.root / file).read_text(encoding="utf-8")


PROMPTS = "prompt\nWhat is in a loaf that nobody weighs?\nTell me about a time when you burned a batch.\n"


def test_prompts_become_drafts_with_ids_that_stay(mini: MiniProject) -> None:
    run = sent(mini, PROMPTS, "--set", "Interview Type=tasting")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("2 added; 2 are drafts\n  content/imported/sent.yaml\n")
    made = text(mini, "content/imported/sent.yaml")
    assert made == (
        "questions:\n"
        "  - id: loaf-nobody-weighs\n"
        "    status: draft\n"
        "    interview_type: tasting\n"
        "    prompt: What is in a loaf that nobody weighs?\n"
        "  - id: burned-batch\n"
        "    status: draft\n"
        "    interview_type: tasting\n"
        "    prompt: Tell me about a time when you burned a batch.\n"
    )
    assert mini.check() == ["content/imported/sent.yaml:3:13 PG335"]
    again = sent(mini, PROMPTS)
    assert again.out.startswith("2 unchanged; 2 are drafts\n")
    assert text(mini, "content/imported/sent.yaml") == made
    more = sent(mini, PROMPTS + "tell me about a time when you  burned a batch.\n")
    assert "PG425" in more.err
    assert 'a second row of "burned-batch"' in more.err


def test_a_row_that_lacks_nothing_is_a_question(first: MiniProject) -> None:
    row = "When did you say no?,portfolio,behavioral,easy,10 min,Choosing; showing,A.\nB.\nC.,- D.\n- E.,F.\nG."
    cells = ",".join(f'"{cell}"' for cell in row.split(","))
    run = sent(first, f"Question,Type,Format,Difficulty,Minutes,Competencies,Looks for,Red flags,Follow-ups\n{cells}\n")
    assert run.out.startswith("1 added\n"), run.err
    assert "status" not in text(first, "content/imported/sent.yaml")
    assert "$schema=../schemas/content.schema.json" in text(first, "content/imported/sent.yaml")
    assert [place for place in first.check() if "PG326" not in place] == []


def test_an_edit_changes_its_own_lines_alone_and_is_shown_before(mini: MiniProject) -> None:
    before = text(mini)
    content = 'id,difficulty,looks for,prompt\noldest-loaf,3,"Knocks on the base.\nPresses the crumb.\nAsks for a blade.",\n'
    shown = sent(mini, content, "--dry-run")
    assert text(mini) == before
    changed = [line for line in shown.out.splitlines() if line[0] in "+-"]
    assert changed == [
        f"--- a/{QUESTIONS}",
        f"+++ b/{QUESTIONS}",
        "-    difficulty: 1",
        "+    difficulty: 3",
        "-    looks_for: [Knocks on the base., Presses the crumb., Asks for a knife.]",
        "+    looks_for: [Knocks on the base., Presses the crumb., Asks for a blade.]",
    ]
    assert sent(mini, content).out.startswith("1 changed\n")
    assert len(text(mini).splitlines()) == len(before.splitlines())
    assert sent(mini, content, "--dry-run").out == "nothing would change\n"


def test_a_question_without_an_id_is_known_by_its_prompt(mini: MiniProject) -> None:
    prompt = "You are handed four loaves. Which was baked first?\n\nSay how you know."
    assert sent(mini, f'prompt,minutes\n"{prompt}",12\n').out.startswith("1 changed\n")
    assert "minutes: 12" in text(mini)


def test_new_questions_go_where_they_are_told(mini: MiniProject) -> None:
    before = text(mini)
    run = sent(mini, PROMPTS, "--into", str(mini.root / QUESTIONS))
    assert run.out.startswith("2 added; 2 are drafts\n  content/interview/questions.yaml\n")
    assert text(mini).startswith(before.rstrip("\n"))
    outside = sent(mini, PROMPTS, "--into", str(mini.root / "other.yaml"))
    assert (outside.code, "content" in outside.err) == (2, True)


def test_line_ends_and_a_byte_order_mark_stay(mini: MiniProject) -> None:
    path = mini.root / QUESTIONS
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert sent(mini, "id,minutes\noldest-loaf,12\n").code == 0
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n")
    assert b"minutes: 12\r\n" in content


@pytest.mark.parametrize(
    ("row", "place", "message"),
    [
        ("a,x,,,,", "sent.csv:2:3: error PG425 difficulty (line 2, value 2): no difficulty", "easy, medium or hard"),
        ("a,,1000,,,", "sent.csv:2:4: error PG425 minutes (line 2, value 3): no minutes", "a whole number"),
        ("a,,,tastng,,", "sent.csv:2:5: error PG425 interview type (line 2, value 4): no interview type", 'did you mean "tasting"?'),
        ('a,,,,"palate, tming",', "sent.csv:2:6: error PG425 competencies (line 2, value 5): no competencies", 'did you mean "timing"?'),
        ("A b,,,,,", "sent.csv:2:1: error PG425 id (line 2, value 1): no id", "small letters"),
        (",1,,,,", "sent.csv:2:1: error PG425 id (line 2, value 1): neither a prompt nor an id", "write the question"),
        ("a,,,,,One. <b>two</b>", "sent.csv:2:7: error PG205 looks for (line 2, value 6): raw HTML", "use Markdown"),
    ],
)
def test_what_is_refused_is_named_with_its_cell_and_nothing_is_written(mini: MiniProject, row: str, place: str, message: str) -> None:
    before = sorted(mini.root.rglob("*.yaml"))
    run = sent(mini, f"id,difficulty,minutes,interview type,competencies,looks for\n{row}\n")
    assert run.code == 1
    assert place in run.err
    assert message in run.err
    assert run.err.endswith("nothing was written\n")
    assert sorted(mini.root.rglob("*.yaml")) == before


def test_one_refused_row_keeps_all_rows_out(mini: MiniProject) -> None:
    run = sent(mini, "id,difficulty\noldest-loaf,3\nsame-flour,9\n")
    assert run.code == 1
    assert "difficulty: 1" in text(mini)


def test_a_cell_of_a_workbook_is_named_as_the_workbook_does(mini: MiniProject) -> None:
    book = openpyxl.Workbook()
    book.active.title = "From Ada"
    for row in (("prompt", "minutes"), ("Why bread?", "long")):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    run = sent(mini, out.getvalue(), name="sent.xlsx")
    assert "sent.xlsx:2:2: error PG425 minutes (From Ada!B2): no minutes" in run.err


def test_columns_are_mapped_and_left_out(mini: MiniProject) -> None:
    content = "Topic,Wording,Author\nrye,Why bread?,Ada\n"
    assert "PG110" in sent(mini, content).err
    run = sent(mini, content, "--map", "topic=hints", "--map", "Wording=prompt", "--map", "Author=-")
    assert run.out.startswith("1 added; 1 is a draft\n")
    assert "hints: [rye]" in text(mini, "content/imported/sent.yaml")
    assert sent(mini, content, "--map", "Author=promt").code == 2


def test_a_question_that_loses_what_it_needs_is_a_draft_and_ready_makes_it_one_no_longer(mini: MiniProject) -> None:
    run = sent(mini, "id,looks for\nsame-flour,One alone.\n")
    assert run.out.startswith("1 changed; 1 is a draft\n")
    assert "  - id: same-flour\n    status: draft\n" in text(mini)
    whole = 'id,status,looks for\nsame-flour,{},"One.\nTwo.\nThree."\n'
    still = sent(mini, whole.format(""))
    assert "1 draft lacking nothing: same-flour. To print, write ready in the column status." in still.out
    assert sent(mini, whole.format("ready")).out.startswith("1 changed\n")
    assert "status" not in text(mini)


def test_a_faulty_question_can_be_mended_from_a_sheet(mini: MiniProject) -> None:
    mini.edit(QUESTIONS, "  - id: oldest-loaf\n    interview_type: tasting\n", "  - id: oldest-loaf\n    interview_type: tasing\n")
    assert sent(mini, "id,interview type\noldest-loaf,tasting\n").code == 0
    assert mini.check() == []


def test_nothing_is_imported_beside_a_file_that_cannot_be_read(mini: MiniProject) -> None:
    mini.add("content/broken.yaml", "questions:\n  - id: [\n")
    run = sent(mini, PROMPTS)
    assert run.code == 1
    assert "content/broken.yaml" in run.err


def test_a_file_that_would_grow_too_large_is_refused(mini: MiniProject) -> None:
    long = "loaf " * 12_000
    run = sent(mini, "prompt\n" + "".join(f"{number} {long}\n" for number in range(10)))
    assert "content/imported/sent.yaml: error PG105" in run.err
    assert not (mini.root / "content" / "imported").exists()


def test_a_file_that_was_saved_meanwhile_is_not_overwritten(mini: MiniProject) -> None:
    mini.add("sent.csv", "id,minutes\noldest-loaf,12\n")
    planned = plan_import(mini.project, mini.root / "sent.csv", "content/imported/sent.yaml")
    assert planned.value is not None
    mini.edit(QUESTIONS, "difficulty: 3", "difficulty: 2")
    saved = text(mini)
    written = planned.value.write()
    assert [each.rule.code for each in written.diagnostics] == ["PG426"]
    assert text(mini) == saved


def test_without_its_extra_an_import_says_what_to_install(mini: MiniProject) -> None:
    with patch.dict(sys.modules, {"ruamel.yaml": None}):
        run = sent(mini, PROMPTS)
    assert run.code == 2
    assert "prepguides[sheets]" in run.err


def test_a_file_that_is_not_there_is_no_bug(mini: MiniProject) -> None:
    assert mini.run("import", str(mini.root / "none.csv")).code == 1


# --- JSON ---


def bank(mini: MiniProject) -> Path:
    path = mini.root / "bank.json"
    assert mini.run("export", str(path)).code == 0
    return path


def test_an_exported_bank_changes_nothing_and_its_edits_change_their_lines_alone(mini: MiniProject) -> None:
    mini.add("content/more.yaml", "questions:\n  - {id: bare, status: draft, prompt: Why?}\n")
    path, before = bank(mini), text(mini)
    assert mini.run("import", str(path), "--dry-run").out == "nothing would change\n"
    words = path.read_text(encoding="utf-8")
    assert words.count("And the next day?") == before.count("And the next day?") == 1
    run = sent(mini, words.replace("And the next day?", "And the day after?"), name="bank.json")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith("1 changed, ")
    assert text(mini) == before.replace("And the next day?", "And the day after?")


def test_a_list_of_json_adds_questions(mini: MiniProject) -> None:
    rows = [
        {"prompt": "What is in a loaf that nobody weighs?", "interview type": "Tasting", "looks_for": ["Air.", "Water."]},
        {"prompt": "Who burned it?", "minutes": 5, "difficulty": None},
    ]
    run = sent(mini, json.dumps(rows), name="sent.json")
    assert (run.code, run.err) == (0, "")
    made = text(mini, "content/imported/sent.yaml")
    assert "    interview_type: tasting\n" in made
    assert "      - Air.\n      - Water.\n" in made
    assert "    minutes: 5\n" in made


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        ('{"questions": [\n {"prompt": "Why?",}]}', "sent.json:2:", "PG109 not JSON"),
        ('{"guides": []}', "sent.json", "PG109 no list of questions"),
        ('["Why?"]', "sent.json:1:2", "PG109 an item of the list is no question"),
        ('[{"prompt": "Why?"},\n {"promt": "How?"}]', "sent.json:2:2", 'PG110 unknown field "promt"'),
        ('[{"prompt": "Why?", "minutes": "soon"}]', "sent.json:1:2", 'PG425 minutes (question 1): no minutes "soon"'),
        ('[{"prompt": "Why?", "numeric_key": {"low": 1}}]', "sent.json:1:2", "PG425 numeric_key is not imported"),
        ("[]", "sent.json", "PG425 no question is in this file"),
        ("[" * 9_999, "sent.json", "PG109 not JSON"),
    ],
)
def test_json_that_cannot_be_taken_over_is_named_with_its_line(mini: MiniProject, content: str, place: str, message: str) -> None:
    before = text(mini)
    run = sent(mini, content, name="sent.json")
    assert run.code == 1
    assert run.err.startswith(f"{place}")
    assert message in run.err
    assert text(mini) == before
