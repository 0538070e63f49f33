"""In which unit an expression over PVs, real and virtual, is."""

from collections.abc import Mapping
from dataclasses import replace

from caflux_contracts.expressions import Node, names_in, parse
from caflux_contracts.expressions.units import UNKNOWN, Scale, scale_of
from caflux_contracts.pvs import PvMetadata
from caflux_contracts.virtual import VirtualPvSettings


class Scales:
    """Knows the scales of PVs; those of virtual ones are what was said of them, or what follows.

    Args:
        virtual: The virtual PVs, by name; none of them needs itself.
        measured: What IOCs say of the others.
    """

    def __init__(self, virtual: Mapping[str, VirtualPvSettings], measured: Mapping[str, PvMetadata]) -> None:
        self._virtual = virtual
        self._measured = measured

    def of(self, tree: Node) -> Scale:
        """Give the scale of an expression."""
        return scale_of(tree, {name: self._of_pv(name) for name in names_in(tree)})

    def _of_pv(self, name: str) -> Scale:
        virtual = self._virtual.get(name)
        if virtual is None:
            metadata = self._measured.get(name)
            return UNKNOWN if metadata is None else Scale(metadata.egu or "", metadata.precision)
        follows = self.of(parse(virtual.expression).tree)
        return replace(follows, egu=virtual.egu) if virtual.egu else follows
