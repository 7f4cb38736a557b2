"""A rule is whole: listed, told, sourced, tested, and with all of its faces."""

from __future__ import annotations

import inspect
import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

import carerota.rules
from carerota.model import Mode
from carerota.policies import load
from carerota.rules.base import Level, Rule, params_of
from carerota.rules.book import NAMES, RULES

RULES_FOLDER = Path(carerota.rules.__file__).parent
TESTS = Path(__file__).parents[1] / "rules"
TWINS = RULES_FOLDER.parent / "engines" / "search" / "rules"
HEADINGS = ("Says", "Because", "Amount", "Example")
FACES = ("measure", "line", "encode", "kernel")


def defined() -> dict[str, type[Rule]]:
    """Find every concrete rule in the folder of rules, listed or not."""
    found = {}
    for path in sorted(RULES_FOLDER.glob("*.py")):
        module = import_module(f"carerota.rules.{path.stem}")
        for value in vars(module).values():
            mine = isinstance(value, type) and value.__module__ == module.__name__
            if mine and issubclass(value, Rule) and not inspect.isabstract(value):
                found[path.stem] = value
    return found


@pytest.fixture(params=NAMES)
def rule(request) -> type[Rule]:
    """Every rule."""
    return RULES[request.param]


def test_every_rule_that_is_written_is_listed():
    """The one list names each rule, once, and none that is not there."""
    assert set(defined()) == set(NAMES)
    assert len(NAMES) == len(set(NAMES))


def test_its_module_has_its_name(rule):
    """A rule is the one rule of the module of its name."""
    assert rule.__module__ == f"carerota.rules.{rule.name}"
    assert isinstance(rule.level, Level)
    assert rule.title


def test_it_is_told_in_full(rule):
    """The docstring says what, why, how much and gives an example, in that order."""
    text = sys.modules[rule.__module__].__doc__ or ""
    found = re.findall(r"^(\w+)$", text, flags=re.MULTILINE)
    assert tuple(word for word in found if word in HEADINGS) == HEADINGS
    bodies = re.split(r"^(?:Says|Because|Amount|Example)$", text, flags=re.MULTILINE)
    assert all(body.strip() for body in bodies)


def test_the_default_policy_has_a_line_with_a_source(rule):
    """The default policy decides on it and says who says so."""
    line = load().rules[rule.name]
    assert line.source
    assert line.mode is not Mode.PRICED or line.price > 0


def test_the_parameters_of_the_policy_are_those_of_the_rule(rule):
    """The policy sets no number that the rule does not have, each of its kind."""
    params = params_of(rule)
    line = load().rules[rule.name]
    assert set(line.params) == set(params)
    kinds = {name: type(value) for name, value in params.items()}
    assert all(type(value) is kinds[name] for name, value in line.params.items())


def test_all_its_faces_are_written(rule):
    """Measure, line, encoding and kernel are all there, and none abstract."""
    assert not inspect.isabstract(rule)
    for face in FACES:
        assert getattr(rule, face) is not getattr(Rule, face, None)


def test_the_kernel_has_its_twin(rule):
    """What is not a plain table of amounts has a compiled function of its name."""
    twin = TWINS / f"{rule.name}.py"
    assert twin.is_file() == (rule.level is not Level.SLOT)


def test_it_has_tests(rule):
    """A test of its own name, or one that imports it, holds its table of cases."""
    own = TESTS / f"test_{rule.name}.py"
    imports = re.compile(rf"carerota\.rules\.{rule.name}\b")
    others = (path.read_text("utf-8") for path in TESTS.glob("test_*.py"))
    assert own.is_file() or any(imports.search(text) for text in others)
