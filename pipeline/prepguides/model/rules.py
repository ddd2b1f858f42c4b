"""The table of rules. `docs/rules.md` lists it; a test asserts that it lists all of it."""

from __future__ import annotations

from .diagnostic import Rule


def _rules(*rows: tuple[str, str, str]) -> dict[str, Rule]:
    return {code: Rule(code, "error", title, example) for code, title, example in rows}


def _warnings(*rows: tuple[str, str, str]) -> dict[str, Rule]:
    return {code: Rule(code, "warning", title, example) for code, title, example in rows}


RULES: dict[str, Rule] = {
    # PG1: reading files
    **_rules(
        ("PG101", "not a file that can be read", "a file that is not UTF-8"),
        ("PG102", "YAML syntax", "a tab in the indentation"),
        ("PG103", "duplicate key", "two `prompt:` in one question"),
        ("PG104", "anchor, alias or tag", "`prompt: *other`"),
        ("PG105", "too large or too deep", "a file over 512 KiB, 21 levels of nesting"),
        ("PG106", "unknown kind", "`question:` for `questions:`"),
        ("PG107", "front matter", "a page whose first line is not `---`"),
        ("PG108", "project", "no content/project.yaml"),
        ("PG109", "not a table that can be read", "a spreadsheet whose first row is empty, a value behind the last column"),
        ("PG110", "unknown column", "`date of interview` in a roster"),
    ),
    # PG2: one entity at a time
    **_rules(
        ("PG201", "missing field", "a question without `prompt`"),
        ("PG202", "wrong value", "`difficulty: 4`"),
        ("PG203", "too few or too many", "two look-fors where three are needed"),
        ("PG204", "unknown field", "`promt:`"),
        ("PG205", "Markdown", "`<b>` in a prompt"),
        ("PG206", "claim mark", "`[words]{claim=P99}`"),
        ("PG207", "placeholder", "`TODO: a sharper prompt`"),
    ),
    # PG3: entities among themselves
    **_rules(
        ("PG301", "dangling reference", "`rubric: analytcal-rubric`"),
        ("PG302", "duplicate id", "two questions called `metric-drop`"),
        ("PG303", "stage minutes do not add up", "45 minutes, stages of 40"),
        ("PG304", "weights do not total 100", "criteria of 40, 30 and 20"),
        ("PG305", "numeric key does not hold", "steps that end at 42,000 under `value: 24000`"),
        ("PG306", "study plan over its budget", "a session on day 8 of 7"),
        ("PG307", "score without an annotation", "`scores: {diagnosis: 4}` and no note on diagnosis"),
        ("PG308", "unknown criterion", "a note on a criterion that the rubric lacks"),
        ("PG309", "wording of the question", "a situational prompt with “tell me about a time”"),
        ("PG310", "exhibit that does not hold", "three numbers under two columns, a total that is not the sum"),
        ("PG311", "comparative anchor", "an anchor that says “better”"),
        ("PG312", "identical anchors", "levels 2 and 3 with the same words"),
        ("PG313", "side missing", "a dimension that one role has no cell for"),
        ("PG314", "type without a story prompt or a case", "an experiential type whose competencies no story prompt tests"),
        ("PG315", "figure that the exhibits do not give", "“1,650,000 opens” where the cells come to 1,560,000"),
        ("PG317", "quiz that cannot be scored", "a result for a lead of 12 where the options allow 10"),
        ("PG319", "hire scale that cannot be read", "a verdict that asks for no less than the one before it"),
        ("PG331", "score that does not add up", "“3.80, a strong hire” where the weighted scores come to 3.65"),
        ("PG321", "bar not met", "an interview type with 6 of 12 questions"),
        ("PG322", "near-duplicate prompt", "two questions that ask the same in other words"),
        ("PG323", "acronym unexplained", "`NRR` in a question and in no glossary"),
        ("PG324", "real company without a source", "a company of `watched_names` in an entity without `sources`"),
        ("PG340", "drawing that does not hold", "a funnel that widens, a box without a name, step 7 of 6"),
        ("PG327", "too little room to write", "a one-line field for 20 expected words"),
        ("PG329", "note without its phrase", "`at: total orders are flat` where the segment says it twice, or not at all"),
    ),
    **_warnings(
        ("PG320", "orphan", "a framework that no interview type names"),
        ("PG335", "drafts", "ten questions with `status: draft`, and what each of them lacks"),
        ("PG328", "prompt tied to one region", "“over Thanksgiving” in a question for readers anywhere"),
        ("PG329", "source to read again", "`check --stale 180`, and a source that was read 200 days ago"),
        ("PG330", "name typed where a reference belongs", "`*Splits the problem*` for `[[rubrics/analysis#split]]`"),
        ("PG325", "reference number out of date", "a population of four years ago"),
        ("PG316", "exhibit that no figure rests on", "a table whose numbers no fact and no step of the solution uses"),
        ("PG326", "lopsided mix", "eleven of twelve questions on one competency"),
    ),
    # PG4: guides
    **_rules(
        ("PG401", "claim not covered", "P5 printed nowhere in the guide that owes it"),
        ("PG402", "unknown section kind", "`kind: openr`"),
        ("PG403", "section without its item", "`kind: page` and no `item`"),
        ("PG404", "two editions with one destination", "an output pattern without {guide}"),
        ("PG405", "unknown guide, theme or paper", "`prepguides build pn`"),
        ("PG406", "unknown setting", "`outputs:` in project.yaml"),
        ("PG410", "cohorts in a circle", "`extends` that leads back to itself"),
        ("PG411", "contrast too low", '`accent: "#88CCEE"`'),
        ("PG412", "dates", "an appointment after the cohort's end"),
        ("PG413", "included and excluded", "a section under `includes` and `excludes`"),
        ("PG414", "override", "an override of a field that no longer exists"),
        ("PG415", "emptied section", "an exclude that leaves a section with nothing to show"),
        ("PG417", "section without anything to print", "`kind: drill` and no drill of that interview type"),
    ),
    **_rules(
        ("PG420", "row of a roster that is left out", "an interview date of `soon`, no name"),
        ("PG425", "row of questions that is refused", "a difficulty of `harder`, an interview type that is nowhere"),
        ("PG426", "changed in two places", "a cell of an exported sheet that was edited, as was the question in its file meanwhile"),
        ("PG427", "text too long for a cell", "`export --xlsx` of a prompt of 40,000 characters"),
        ("PG422", "guide without a cover to bear a name", "`build --learners` of a guide that begins with a page of prose"),
    ),
    **_warnings(
        ("PG423", "roster that Git keeps", "`build --learners` of a roster that was committed: names and addresses stay in the history"),
        ("PG418", "answers before questions", "`kind: worked-example` above `kind: question-bank` in one part"),
        ("PG419", "companion without anything in it", "`companions: [anki]` of a guide without questions, terms and flashcards"),
        ("PG416", "study item without a page", "a study plan that sends candidates to a case that only the coach's edition prints"),
    ),
    # PG5: templates
    **_rules(
        ("PG501", "template syntax", "`{% fi %}`"),
        ("PG502", "undefined in a template", "`{{ edition.titel }}`"),
        ("PG503", "template not found", "`{% include 'sections/openr.html' %}`"),
        ("PG504", "refused by the sandbox", "`{{ ''.__class__ }}`"),
        ("PG505", "template failed", "a filter handed the wrong type"),
        ("PG506", "theme", "a font file that is not there"),
        ("PG508", "label that nothing prints", "`labels: {Our minutes: Min.}`"),
    ),
    **_warnings(
        ("PG507", "label without words in the language", "`language: fr`, for which no catalog ships, and no `labels:`"),
        ("PG509", "font that lacks a face or a right", "a family without an italic, a file whose maker forbids to embed it"),
        ("PG510", "part of a theme that nothing reads", "`--titel-size: 22pt`, `{% block style %}`, `sections/note.html`"),
    ),
    # PG6: typesetting
    **_rules(
        ("PG601", "resource not found", "`url(logo.png)` and no such file"),
        ("PG602", "resource refused", '`<img src="file:///etc/passwd">`'),
        ("PG603", "CSS", "an unknown property"),
        ("PG604", "link to nowhere", '`href="#part-9"`'),
        ("PG605", "glyph missing from the fonts", "an emoji"),
        ("PG606", "typesetting failed", "WeasyPrint could not lay the page out"),
        ("PG607", "image that cannot be read", "a WebP that is called .jpg, a PNG that was cut short"),
    ),
    # PG7: preflight
    **_rules(
        ("PG701", "foreign font", "a family that the theme does not ship"),
        ("PG702", "overflow", "a word wider than its column"),
        ("PG703", "not PDF/UA", "a figure without alternative text"),
        ("PG704", "page budget", "58 pages where 56 are allowed"),
        ("PG705", "coach-only text in a candidate PDF", "a numeric key in the candidate edition"),
        ("PG707", "text over text", "a note that is placed by hand and reaches into the next section"),
        (
            "PG709",
            "page numbers that do not settle",
            "a reference that is so much longer with three digits that its target moves back to page 99",
        ),
        ("PG713", "reference without a page", "“see p.” and no number"),
    ),
    **_warnings(
        ("PG706", "page less than half full", "four lines on a part's last page"),
        ("PG708", "type size that the theme does not name", "a label of 8.25 pt, where the tokens name 8.5 and 9.5"),
        ("PG710", "heading parted from its text", "“How it is scored” at the foot of a page, and the rubric on the next"),
        ("PG711", "text without contrast", "an accent of #6B7A8F on a ground of #C9D2DC"),
        ("PG712", "image without contrast", "a white logo on a white cover"),
        ("PG714", "heading with nothing below it", "“Glossary” and no word"),
        ("PG715", "image of few dots", "an image of 400 pixels, printed 165 mm wide"),
        ("PG716", "image larger than print needs", "a logo of 19 MB and 2,560 dots an inch"),
    ),
    # PG8: the machine and the command
    **_rules(
        ("PG801", "system library missing", "no Pango"),
        ("PG802", "worker lost", "a worker that ran out of memory"),
        ("PG804", "output not as built", "a PDF that another program saved"),
        ("PG803", "cannot write", "an output folder that is read-only"),
        ("PG807", "output folder in use", "a build that was suspended while it wrote a file"),
        ("PG809", "bug in prepguides", "a preview that could not show a save, with a traceback in the terminal"),
    ),
    **_warnings(
        ("PG805", "abandoned output", "the PDFs of a guide that was renamed"),
        ("PG808", "other versions on a worker of the cluster", "a worker with WeasyPrint 69.0 where 70.0 is expected"),
        ("PG806", "other engine than tested", "WeasyPrint 70.1 where 70.0 is expected"),
    ),
}
ON_PAGES = tuple(code for code in RULES if code in ("PG603", "PG604", "PG606") or (code[:3] == "PG7" and code != "PG705"))
"""Rules that take pages to look at: a build sees them, and `check` does not. PG705 is looked for in both."""
