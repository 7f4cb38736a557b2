"""The checker: levels, prices, breaches in words, margins."""

from __future__ import annotations

import pytest

from carerota.errors import DataError
from carerota.model import Levels, Mode, Policy, PolicyLine, Priority
from carerota.policies import load
from carerota.rules.base import Key, Level
from carerota.score import check
from carerota.score.checker import findings
from tests.builders import client, past, problem, rota, visit, worker

POINT = 60_000
"""The whole currency has thousandths of a tick's worth of a minute."""


def policy(*, levels=Levels.STRICT, **lines):
    """Give a policy: ``cover=120`` is a price, ``windows="hard"`` a mode."""
    rules = {
        name: PolicyLine(mode=Mode(value))
        if isinstance(value, str)
        else PolicyLine(mode=Mode.PRICED, price=value)
        for name, value in lines.items()
    }
    return Policy(name="test", levels=levels, rules=rules)


def four(**more):
    """Give a visit of each priority, an hour apart, all within ann's day."""
    visits = [
        visit(p.value, "joan", f"{8 + i:02}:00-{8 + i:02}:30", priority=p)
        for i, p in enumerate(Priority)
    ]
    return problem([worker("ann")], [client("joan")], visits, **more)


def made(*names):
    hours = {p.value: f"{8 + i:02}:00" for i, p in enumerate(Priority)}
    return [(name, "ann", hours[name]) for name in names]


@pytest.mark.parametrize(
    ("names", "levels"),
    [
        ([], (0, 1, 1, 1, 120 * POINT)),
        (["optional"], (0, 1, 1, 1, 0)),
        (["critical", "flexible"], (0, 0, 1, 0, 120 * POINT)),
        (["critical", "essential", "flexible"], (0, 0, 0, 0, 120 * POINT)),
        (["critical", "essential", "flexible", "optional"], (0, 0, 0, 0, 0)),
    ],
)
def test_levels_are_breaches_then_cover_then_price(names, levels):
    """Only leaving out an optional visit has a price; the others are levels."""
    p = four()
    report = check(p, rota(p, *made(*names)), policy=policy(cover=120))
    assert report.levels == levels
    assert report.uncovered == {x.value: int(x.value not in names) for x in Priority}
    assert report.covered == ({"critical", "essential", "flexible"} <= set(names))
    assert report.legal


def test_levels_compare_as_the_members_mean_it():
    """No price outweighs a visit, no number of visits a more important one or the law."""
    p = four()
    hard = policy(cover=120, windows="hard", lateness=100.0)
    nothing = check(p, rota(p), policy=hard)
    critical = check(p, rota(p, *made("critical")), policy=hard)
    others = check(p, rota(p, *made("essential", "flexible", "optional")), policy=hard)
    late = check(p, rota(p, ("critical", "ann", "08:31")), policy=hard)
    ranked = [critical, others, nothing, late]
    assert sorted(ranked, key=lambda r: r.levels) == ranked


def test_without_levels_every_visit_has_its_price():
    """In one sum each uncovered slot costs the same, whatever its priority."""
    p = four()
    flat = policy(levels=Levels.FLAT, cover=7)
    report = check(p, rota(p, *made("critical", "optional")), policy=flat)
    assert report.levels == (0, 0, 0, 0, 14 * POINT)
    assert report.points == 14


def test_a_hard_breach_is_counted_and_said():
    """Breaches are the first level, each with a line; they add nothing to the price."""
    p = four()
    late = rota(p, ("critical", "ann", "08:31"), ("essential", "ann", "09:35"))
    report = check(p, late, policy=policy(windows="hard"))
    assert report.levels[0] == report.breaches == 2
    assert report.cost == 0
    assert not report.legal
    assert [(f.rule, f.key.id, f.amount) for f in report.findings] == [
        ("windows", "critical", 60),
        ("windows", "essential", 300),
    ]
    assert report.findings[0].text == (
        "critical starts Mon 1 Jun 08:31, 1 min outside its window 08:00-08:30"
    )
    assert report["windows"].amount == 360
    assert report["windows"].points == 0


def test_prices_add_up():
    """The points of the rules sum to the cost; each is price times amount."""
    p = four(travel=10)
    prices = policy(cover=120, home_travel=0.5, waiting=0.3, new_faces=25)
    report = check(p, rota(p, *made("critical", "essential")), policy=prices)
    scores = [r for r in report.rules if r.mode is Mode.PRICED and r.name != "cover"]
    optional = 120
    assert sum(r.points for r in scores) + optional == pytest.approx(report.points)
    assert report["home_travel"].amount == 20 * 60
    assert report["home_travel"].points == pytest.approx(20 * 0.5)
    assert report["new_faces"].points == 25


def test_a_rule_that_is_off_is_not_measured():
    """What the policy turns off is not in the report."""
    p = four()
    report = check(p, rota(p), policy=policy(cover=1))
    assert "cover" in report
    assert "windows" not in report
    with pytest.raises(StopIteration):
        report["windows"]


def test_the_policy_of_the_problem_holds_unless_another_is_asked_for():
    """Asked for, then the problem's own, then the default of the library."""
    p = four()
    own = p.model_copy(update={"policy": policy(cover=3)})
    assert check(p, rota(p)).policy_hash == load().hash
    assert check(own, rota(p)).points == 3
    assert check(own, rota(p), policy=policy(cover=4)).points == 4


def test_a_policy_that_makes_no_sense_is_refused():
    """A rule that does not exist is a fault of the policy, with its name."""
    p = four()
    wrong = Policy(name="x", rules={"windoes": PolicyLine(mode=Mode.HARD)})
    with pytest.raises(DataError, match="did you mean windows"):
        check(p, rota(p), policy=wrong)


def test_findings_of_a_priced_rule():
    """One line for each amount of any rule that is on, priced ones too."""
    p = four()
    covered = rota(p, *made("critical"))
    (found,) = findings(p, covered, "new_faces")
    assert found.key == Key(Level.CLIENT, "joan")
    assert found.amount == 1
    assert "joan" in found.text
    assert findings(p, covered, "lateness") == []


def week():
    """Give two workers' week with something near each limit."""
    visits = [
        visit("early", "joan", "06:30-08:00", 200, day=1, preferred="07:00"),
        visit("noon", "tom", "10:00-12:00", 170, day=1),
        visit("bed", "joan", "20:00-21:45", 30),
    ]
    p = problem(
        [worker("ann"), worker("bob")],
        [client("joan"), client("tom")],
        visits,
        past=[past("joan", "ann", "21:30")],
    )
    answer = rota(
        p,
        ("bed", "ann", "20:00"),
        ("early", "ann", "07:40"),
        ("noon", "ann", "11:35"),
        breaks=[("ann", "11:00", "11:20", 1)],
    )
    return p, answer


@pytest.mark.parametrize(
    ("rule", "margin"),
    [
        ("windows", "least time until a window closes 20 min (early, starts Tue 2 Jun"),
        ("reach", "least time to spare on the way 5 min (ann, early to noon, Tue 2"),
        ("daily_rest", "least rest 11 h 10 min (ann, before Tue 2 Jun), limit 11 h"),
        ("rest_break", "least break of a long day 20 min (ann, Tue 2 Jun), limit 20"),
        ("rest_break", "longest stretch without a break 3 h 20 min (ann, Tue 2 Jun)"),
        ("day_minutes", "fullest day 6 h 25 min paid (ann, Tue 2 Jun), limit 10 h"),
        ("weekly_rest", "least weekly rest 129 h 35 min (ann, week of Mon 1 Jun), li"),
        ("weekly_hours", "fullest week 6 h 55 min (ann, from Mon 1 Jun), limit 48 h"),
        ("average_48", "most working time 7 h 35 min (ann), limit 48 h"),
    ],
)
def test_margins_say_how_near_each_limit_is(rule, margin):
    """The certificate names who is nearest to each limit, and by how much."""
    p, answer = week()
    report = check(p, answer)
    assert report.legal, report.findings
    assert any(m.startswith(margin) for m in report[rule].margins), report[rule].margins


def test_margins_can_be_left_out():
    """Asked not to, the checker does not look for them."""
    p, answer = week()
    report = check(p, answer, margins=False)
    assert not any(r.margins for r in report.rules)
    assert report.levels == check(p, answer).levels


def test_an_empty_rota_is_legal_and_has_no_margins_to_boast_of():
    """Nobody does anything: no rule is broken, nobody is covered."""
    p = four()
    report = check(p, rota(p))
    assert report.legal
    assert not report.covered
    assert report["daily_rest"].margins == report["windows"].margins == ()


def test_nothing_is_repaired():
    """What the rota does not say counts as uncovered; what it says is judged as said."""
    p = four()
    silent = rota(p, *made("critical")).model_copy(update={"uncovered": ()})
    assert check(p, silent).uncovered["essential"] == 1
