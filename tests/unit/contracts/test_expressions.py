"""The language of expressions: what it accepts, and where it says that something is wrong."""

import pytest
from caflux_contracts.expressions import Expression, ExpressionError, Node, Number, Operation, expand, parse
from caflux_contracts.expressions.parser import MAX_DEPTH, MAX_LENGTH, MAX_PVS
from hypothesis import given
from hypothesis import strategies as st


def shown(node: Node) -> str:
    """Write a tree with all its parentheses."""
    if isinstance(node, Number):
        return f"{node.value:g}"
    if isinstance(node, Operation):
        parts = [*map(shown, node.operands), *([f"{node.duration}ns"] if node.duration else [])]
        return f"{node.name}({' '.join(parts)})"
    return node.name


GOOD = {
    '"A"': "A",
    '"A"-"B"-"C"': "-(-(A B) C)",
    '"A" + "B" * "C"': "+(A *(B C))",
    '("A" + "B") × "C" ÷ 2 − 1': "-(/(*(+(A B) C) 2) 1)",  # noqa: RUF001 -- signs of arithmetic
    '-"A"**2': "neg(**(A 2))",
    '2**-"A"**0.5': "**(2 neg(**(A 0.5)))",
    '"A"**"B"**"C"': "**(A **(B C))",
    '--"A"': "neg(neg(A))",
    '+"A"': "A",
    'not "A" > 5 and "B" <= 1e-7 or "C"': "or(and(not(>(A 5)) <=(B 1e-07)) C)",
    '"A" ≤ 1 and "A" ≥ .5 and "A" ≠ 1. and "A" == 2 and "A" != 3 and "A" < 4': (
        "and(and(and(and(and(<=(A 1) >=(A 0.5)) !=(A 1)) ==(A 2)) !=(A 3)) <(A 4))"
    ),
    '("A" < 1) == ("B" < 1)': "==(<(A 1) <(B 1))",
    'if("A" > 0, "B", 0)': "if(>(A 0) B 0)",
    'mean("A", 1h30m)': "mean(A 5400000000000ns)",
    'mean("A" - "B", 0.5s)': "mean(-(A B) 500000000ns)",
    'shift("A", -1d)': "shift(A -86400000000000ns)",
    'shift("A", 2µs)': "shift(A 2000ns)",
    'min("A", pi, e)': "min(A 3.14159 2.71828)",
    'clip("A", -1, 1)': "clip(A neg(1) 1)",
    '"q""x" + "back\\slash"': '+(q"x back\\slash)',
    '"x.{""dbnd"":1}"': 'x.{"dbnd":1}',
    ' "A"\n\t+ "Ä:電流" ': "+(A Ä:電流)",
}


@pytest.mark.parametrize("text", GOOD)
def test_what_is_accepted_and_what_it_means(text: str) -> None:
    assert shown(parse(text).tree) == GOOD[text]


def test_pvs_are_named_once_in_their_order() -> None:
    assert parse('"B" + "A" * "B" - mean("C", 1s)').pvs == ("B", "A", "C")


MANY = [[f'"P{j}:{k}"' for k in range(20)] for j in range(3)]
BAD = {
    "": (0, "ends too early"),
    "1 + 1": (0, "needs at least one PV"),
    '"A" + ': (6, "ends too early"),
    '"A" "B"': (4, "can't stand here"),
    '"A" +* "B"': (5, "'*' can't stand here"),
    '("A" + "B"': (10, 'expected ")"'),
    '"A")': (3, "')' can't stand here"),
    '"A" < 1 < 2': (8, "a < b and b < c"),
    '"A" = 1': (4, "write =="),
    '"A" ^ 2': (4, "power is **"),
    '"A" && "B"': (4, "write and"),
    "'A'": (0, "double quotes"),
    'SR:I + "A"': (2, "a PV's name in double quotes"),
    'SR + "A"': (0, "'SR' means nothing here"),
    '"A': (0, "has no end"),
    '""': (0, "can't be empty"),
    '" A"': (0, "begin or end with white space"),
    'system("A")': (0, "there is no function 'system'"),
    '__import__("os")': (0, "there is no function '__import__'"),
    '"A".__class__': (3, "means nothing here"),
    "lambda: 0": (6, "means nothing here"),
    '[x for x in "A"]': (0, "'[' means nothing here"),
    'abs("A", "B")': (7, "abs takes 1 value"),
    'abs "A"': (4, 'expected "("'),
    "min()": (4, "can't stand here"),
    'min("A")': (7, "min takes 2 to 20 values"),
    'mean("A")': (8, 'expected ","'),
    'mean("A", 5)': (10, "a duration, like 60s"),
    'mean("A", -5s)': (10, "a duration, like 60s"),
    'mean("A", 0s)': (10, "at least 1ns"),
    'shift("A", 600w)': (11, "ten years"),
    '"A" + 5s': (6, "only mean and shift"),
    '1e999 * "A"': (0, "larger than a double"),
    '2x + "A"': (1, "can't stand here"),
    '"A" or': (6, "ends too early"),
    'and "A"': (0, "'and' can't stand here"),
    "x" * (MAX_LENGTH + 1): (MAX_LENGTH, "4,000 characters"),
    "(" * 200 + '"A"' + ")" * 200: (MAX_DEPTH, "nested more than"),
    "-" * 200 + '"A"': (MAX_DEPTH, "nested more than"),
    "+".join(['"A"'] * 70): (0, "nested more than"),
    " + ".join(f"min({','.join(many)})" for many in MANY): (0, f"at most {MAX_PVS} PVs"),
}


@pytest.mark.parametrize("text", BAD, ids=lambda text: text[:20])
def test_what_is_refused_is_shown_with_its_place(text: str) -> None:
    offset, said = BAD[text]

    with pytest.raises(ExpressionError) as caught:
        parse(text)

    assert caught.value.offset == offset
    assert (caught.value.line, caught.value.column) == (1, offset + 1)
    assert said in str(caught.value)


def test_the_place_counts_lines() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse('"A" +\n  "B" +\n  $')

    assert (caught.value.line, caught.value.column, caught.value.offset) == (3, 3, 16)
    assert caught.value.row("expr")["line"] == 3


PIECES = ['"A"', '"B"', "1", "2.5e3", "60s", "-1h", "(", ")", ",", "and", "or", "not", "min", "mean", "shift"]
PIECES += ["if", "+", "-", "**", "*", "/", "<", "==", "!=", "clip", "pi", '"', "x", "\\", "\n", "$", "é", "0"]


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=80).map(" ".join)))
def test_any_text_is_an_expression_or_the_typed_error(text: str) -> None:
    found = outcome(text)

    if isinstance(found, ExpressionError):
        assert 0 <= found.offset <= len(text)
        assert found.what in str(found)
    else:
        assert found.pvs


def outcome(text: str) -> Expression | ExpressionError:
    try:
        return parse(text)
    except ExpressionError as error:
        return error


@pytest.mark.parametrize(
    "piece", ['"', '""', "1", "1s", "(", "-", "not ", 'min("A",', '"A"**', "1.", "é", ".", "1e"]
)
def test_a_hostile_text_of_the_greatest_length_is_read_too(piece: str) -> None:
    text = (piece * MAX_LENGTH)[:MAX_LENGTH]

    with pytest.raises(ExpressionError):
        parse(text)


def test_virtual_pvs_give_way_to_what_they_stand_for() -> None:
    virtual = {"SUM": '"A" + "B"', "HALF": '"SUM" / 2', 'q"': '"A"'}

    assert shown(expand('"HALF" * "C" - "SUM"', virtual).tree) == "-(*(/(+(A B) 2) C) +(A B))"
    assert expand('"HALF" * "C"', virtual).pvs == ("A", "B", "C")
    assert shown(expand('"q"""', virtual).tree) == "A"


def test_a_virtual_pv_that_needs_itself_is_refused() -> None:
    with pytest.raises(ExpressionError, match="X needs Y needs X") as caught:
        expand('1 + "X"', {"X": '"Y" + 1', "Y": '-"X"'})

    assert caught.value.offset == 4


def test_virtual_pvs_can_not_grow_without_bound() -> None:
    doubling = {f"V{k}": f'"V{k + 1}" + "V{k + 1}"' for k in range(40)}
    deep = {f"V{k}": f'-"V{k + 1}"' for k in range(100)}
    wide = {f"V{k}": f'"A{k}" + "B{k}"' for k in range(30)}

    with pytest.raises(ExpressionError, match="2,000 parts"):
        expand('"V0"', doubling)
    with pytest.raises(ExpressionError, match="nested more than"):
        expand('"V0"', deep)
    with pytest.raises(ExpressionError, match="60 PVs"):
        expand(" + ".join(f'"V{k}"' for k in range(30)), wide)
