"""Complaints of libca: which of them are about two IOCs of one name, and which PV is meant."""

from caflux_collector.complaints import ECA_DBLCHNL, double_of

PATTERN = 'Channel: "{}", Connecting to: ioc1:5064, Ignored: ioc2:5064'


def test_two_iocs_of_a_name_are_understood() -> None:
    double = double_of(ECA_DBLCHNL, PATTERN.format('A "quoted", name'))
    assert double is not None
    assert double.among({'A "quoted", name', "B"}) == ['A "quoted", name']
    assert double.detail == "ioc1:5064 is archived; ioc2:5064 serves the same name"


def test_what_is_not_a_pv_of_ours_is_nobodys() -> None:
    double = double_of(ECA_DBLCHNL, PATTERN.format("A.DESC"))
    assert double is not None
    assert double.among({"A", "A.DESCRIPTION"}) == []


def test_a_name_that_libca_cut_is_found_by_its_beginning() -> None:
    long = "x" * 70
    double = double_of(ECA_DBLCHNL, PATTERN.format(long[:64]))
    assert double is not None
    assert double.among([long, long[:63]]) == [long]


def test_other_complaints_are_not_about_names() -> None:
    assert double_of(ECA_DBLCHNL, "something else") is None
    assert double_of(192, PATTERN.format("A")) is None
