"""Changing what people were told has its price, whatever a new week may do."""

from __future__ import annotations

from carerota.model import Levels, Mode
from carerota.policies import load
from carerota.policies.notice import PUBLISHED, with_notice


def changed(**more):
    """Give the default policy with other lines on what was published."""
    policy = load()
    lines = {n: policy.rules[n].model_copy(update=more) for n in PUBLISHED}
    return policy.model_copy(update={"rules": policy.rules | lines})


def test_prices_of_changes_are_the_policys_own():
    """Off becomes priced; everything else stays."""
    policy = changed(price=17)
    on = with_notice(policy)
    assert on.levels is Levels.STRICT
    for name in PUBLISHED:
        assert policy.rules[name].mode is Mode.OFF
        assert on.rules[name].mode is Mode.PRICED
        assert on.rules[name].price == 17
    assert on.rules["new_faces"] == policy.rules["new_faces"]
    assert with_notice(on) == on


def test_what_the_members_decided_otherwise_stays():
    """A rule that is hard is not made cheaper."""
    hard = changed(mode=Mode.HARD)
    assert with_notice(hard) == hard


def test_a_policy_without_these_rules_gets_those_of_the_default():
    """What it does not know of it has not decided to be free."""
    policy = load()
    rules = {n: line for n, line in policy.rules.items() if n not in PUBLISHED}
    bare = with_notice(policy.model_copy(update={"rules": rules}))
    for name in PUBLISHED:
        assert bare.rules[name].mode is Mode.PRICED
        assert bare.rules[name].price == policy.rules[name].price > 0
