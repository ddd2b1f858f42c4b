"""What every view promises: frozen, typed, documented, and true to what it says it prints."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from examples import Examples
from prepguides import views
from prepguides.model import edition, view
from prepguides.model.content import KINDS, base
from prepguides.model.content.interviews import FailureMode
from prepguides.model.content.practice import Checklist, ChecklistGroup, ChecklistItem, Term
from prepguides.model.content.question import Question
from prepguides.model.content.roles import Trait
from prepguides.model.view import EntityView, SectionView
from prepguides.stages.resolve import SECTION_KINDS
from prepguides.views.from_entity import view_of
from prepguides.views.interview_views import FailureModes, FailureModeView
from prepguides.views.plan_views import ChecklistView
from prepguides.views.question_views import QuestionBank
from prepguides.views.reference_views import Resources, TermView
from prepguides.views.role_views import TraitView

MODULES = [importlib.import_module(f"prepguides.views.{module.name}") for module in pkgutil.iter_modules(views.__path__)]
VIEWS = [
    found
    for module in (view, edition, *MODULES)
    for found in vars(module).values()
    if isinstance(found, type) and is_dataclass(found) and found.__module__ == module.__name__ and not found.__name__.startswith("_")
]
EVERY_VIEW = pytest.mark.parametrize("kind", VIEWS, ids=lambda kind: kind.__name__)
EVERY_KIND = pytest.mark.parametrize("kind", SECTION_KINDS)


@EVERY_VIEW
def test_a_view_is_frozen_and_has_slots(kind: type[Any]) -> None:
    assert hasattr(kind, "__slots__")
    assert kind.__dataclass_params__.frozen
    made = Examples(True, 2).of(kind) if kind not in (EntityView, SectionView) and hasattr(kind, "KIND") else None
    if made is not None:
        with pytest.raises(FrozenInstanceError):
            made.id = "other"


@EVERY_VIEW
def test_a_view_holds_no_bag_of_fields(kind: type[Any]) -> None:
    """Text, numbers, other views, and tuples and mappings of them: nothing that a reader of the class cannot look up."""

    def loose(hint: Any) -> bool:
        if get_origin(hint) is not None and get_origin(hint) not in (dict, list):
            return any(loose(argument) for argument in get_args(hint) if argument is not Ellipsis and not isinstance(argument, str))
        return hint in (Any, object, dict, list, Mapping, tuple) or get_origin(hint) in (dict, list)

    assert [name for name, hint in get_type_hints(kind).items() if name not in ("KIND", "PRINTS_ENTITIES") and loose(hint)] == []


def test_there_is_a_view_for_every_section_kind() -> None:
    assert len({kind.view for kind in SECTION_KINDS.values()}) == len(SECTION_KINDS)


@EVERY_KIND
def test_what_a_section_prints_and_cites_is_content(kind: str) -> None:
    made = Examples(True, 2).of(SECTION_KINDS[kind].view)
    assert {ref.kind for ref in made.items()} <= set(KINDS)
    assert bool(made.items()) or not made.PRINTS_ENTITIES
    assert all(isinstance(id, str) for id in made.citations())
    assert len(made.items()) == len(set(made.items()))


@EVERY_KIND
def test_a_section_is_empty_without_what_it_prints(kind: str) -> None:
    made = Examples(True, 2).of(SECTION_KINDS[kind].view)
    lists = [field.name for field in fields(made) if isinstance(getattr(made, field.name), tuple) and field.name != "roles"]
    mappings: dict[str, Any] = {field.name: {} for field in fields(made) if isinstance(getattr(made, field.name), Mapping)}
    if made.PRINTS_ENTITIES and lists:
        assert not made.is_empty
        assert replace(made, **dict.fromkeys(lists, ()), **mappings).is_empty
    elif not made.PRINTS_ENTITIES:
        assert not replace(made, **dict.fromkeys(lists, ())).is_empty


def test_a_section_says_where_its_entities_stand_by_which_number() -> None:
    bank = Examples(True, 1).of(QuestionBank)
    first, *others = bank.entries
    named = replace(bank, entries=(replace(first, anchor="questions--a", number=7), *others))
    assert named.anchors()["questions--a"] == 7


def test_an_entity_beside_itself_has_another_anchor_and_points_to_the_first() -> None:
    term = TermView(id="crumb", anchor="glossary--crumb", term="Crumb", expansion=None, definition="Inside.", see_names=())
    assert term.beside(frozenset()) is term
    again = term.beside({"glossary--crumb", "glossary--crumb-again"})
    assert (again.anchor, again.earlier) == ("glossary--crumb-again-again", "glossary--crumb")


def test_a_section_of_reading_is_there_for_what_is_cited_alone() -> None:
    full = Examples(True, 1).of(Resources)
    assert not replace(full, entries=()).is_empty
    assert replace(full, entries=(), cited=()).is_empty


def test_failure_modes_are_printed_with_their_type() -> None:
    made = FailureModes(type="tasting", entries=(view_of(FailureModeView, FailureMode(name="Rush", looks_like="Fast.", instead="Wait.")),))
    assert [str(ref) for ref in made.items()] == ["interview_types/tasting"]


# --- from the entity ---


def test_a_view_takes_what_the_entity_has_under_its_names() -> None:
    term = Term(id="crumb", term="Crumb", roles=("baker",), definition="The *inside*.", see=("proof",), claims=("K1",))
    made = view_of(TermView, term, anchor="here", see_names=("Proof",))
    assert made == TermView(
        id="crumb", claims=("K1",), term="Crumb", expansion=None, definition="The *inside*.", see_names=("Proof",), anchor="here"
    )


def test_models_inside_become_views_at_any_depth() -> None:
    item = ChecklistItem(text="Knead.")
    groups = (ChecklistGroup(title="Night", items=(item, item)),)
    bread = Checklist(id="bread", roles=("baker",), title="Bread", purpose="All.", groups=groups)
    made = view_of(ChecklistView, bread, anchor="bread", name="bread")
    assert made.groups[0].items[1].text == "Knead."
    assert not isinstance(made.groups[0].items[1], ChecklistItem)


def test_a_field_that_neither_the_entity_nor_the_builder_has_is_a_bug() -> None:
    with pytest.raises(TypeError, match="see_names"):
        view_of(TermView, Term(id="a", term="A", roles=("baker",), definition="It."), anchor="a")
    assert view_of(TraitView, Trait(title="Heat", detail="Hot.")).claims == ()


def test_every_view_of_an_entity_names_a_kind_of_the_content() -> None:
    found = {kind.KIND for kind in VIEWS if hasattr(kind, "KIND")}
    assert found <= set(KINDS)
    assert Question.model_fields.keys() >= {"prompt", "looks_for"}
    assert base.Ref.of("questions/a").kind in found
