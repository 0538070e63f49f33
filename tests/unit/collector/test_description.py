"""Which record a PV is of."""

import pytest
from caflux_collector.description import record_of


@pytest.mark.parametrize(
    ("pv", "record"),
    [
        ("SR:CURRENT", "SR:CURRENT"),
        ("SR:CURRENT.VAL", "SR:CURRENT"),
        ("SR:NAME.DESC$", "SR:NAME"),
        ('SR:CURRENT{"dbnd":{"abs":1.5}}', "SR:CURRENT"),
        ('SR:CURRENT.VAL{"arr":{"s":0}}', "SR:CURRENT"),
        ("XF:23ID1-OP{Slt:3-Ax:X}Mtr.RBV", "XF:23ID1-OP{Slt:3-Ax:X}Mtr"),
        ("XF:23ID1-OP{Slt:3}", "XF:23ID1-OP{Slt:3}"),
        ('XF:1{Slt:3}Mtr{"ts":{}}', "XF:1{Slt:3}Mtr"),
    ],
)
def test_the_record_is_the_name_without_field_and_filter(pv: str, record: str) -> None:
    assert record_of(pv) == record
