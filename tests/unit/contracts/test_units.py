"""Units of expressions."""

import pytest
from caflux_contracts.expressions import Node, Number, Operation, Pv, parse
from caflux_contracts.expressions.units import UNKNOWN, Scale, scale_of
from hypothesis import given
from hypothesis import strategies as st

PVS = {"I1": Scale("mA", 1), "I2": Scale("mA", 3), "U": Scale("V", 2), "N": Scale("", 0)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"I1"', Scale("mA", 1)),
        ('"I1" + "I2"', Scale("mA", 3)),
        ('"I1" - "U"', UNKNOWN),
        ('"I1" - "N"', UNKNOWN),
        ('"I1" + 5', Scale("mA", 1)),
        ('"I1" * 2', Scale("mA")),
        ('2 * 3 * "I1"', Scale("mA")),
        ('"I1" / 1000', Scale("mA")),
        ('1 / "I1"', UNKNOWN),
        ('"I1" / "I2"', UNKNOWN),
        ('"I1" * "I2"', UNKNOWN),
        ('"I1" ** 2', UNKNOWN),
        ('-abs("I1")', Scale("mA", 1)),
        ('sqrt("I1")', UNKNOWN),
        ('"I1" > 5', UNKNOWN),
        ('if("U" > 1, "I1", "I2")', Scale("mA", 3)),
        ('if("U" > 1, 1, 2)', UNKNOWN),
        ('clip("I1", 0, 10)', Scale("mA", 1)),
        ('max("I1", "I2", 7)', Scale("mA", 3)),
        ('mean("I1" - "I2", 1h)', Scale("mA", 3)),
        ('rate("I1")', UNKNOWN),
        ('integral("I1")', UNKNOWN),
        ('"NOBODY" + "NOBODY"', UNKNOWN),
    ],
)
def test_the_scale_of_an_expression(text: str, expected: Scale) -> None:
    assert scale_of(parse(text).tree, PVS) == expected


_leaves = st.one_of(st.builds(Number, st.just(2.0)), st.sampled_from([Pv(name) for name in PVS]))


def _above(below: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    one = st.builds(Operation, st.sampled_from(["neg", "abs", "sqrt", "rate", "not"]), st.tuples(below))
    two = st.builds(Operation, st.sampled_from([*"+-*/", "**", "min", ">", "and"]), st.tuples(below, below))
    return one | two


@given(tree=st.recursive(_leaves, _above, max_leaves=12), names=st.permutations(sorted(PVS)))
def test_a_unit_is_one_of_the_operands_and_knows_nothing_of_names(tree: Node, names: list[str]) -> None:
    found = scale_of(tree, PVS)
    assert found.egu in {"", "mA", "V"}
    renamed = {
        name: Scale(f"u{PVS[name].egu}" if PVS[name].egu else "", PVS[name].precision) for name in names
    }
    other = scale_of(tree, renamed)
    assert other == Scale(f"u{found.egu}" if found.egu else "", found.precision)


@given(tree=st.recursive(_leaves, _above, max_leaves=12))
def test_a_constant_more_changes_no_unit_and_two_units_have_no_sum(tree: Node) -> None:
    found = scale_of(tree, PVS)
    assert scale_of(Operation("+", (tree, Number(1.0))), PVS) == found
    assert scale_of(Operation("*", (Number(3.0), tree)), PVS).egu == found.egu
    if found.egu:
        assert scale_of(Operation("+", (tree, Pv("OTHER"))), {**PVS, "OTHER": Scale("other")}) == UNKNOWN
