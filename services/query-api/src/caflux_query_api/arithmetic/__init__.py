"""What expressions over PVs come to: pure functions on NumPy columns, no I/O.

Everything is a step function of time (`signals`): a PV holds its value until its next sample. An operator
works on the union of its operands' times (`pointwise`); some functions look along time (`windows`).
`needs` says which PVs over which ranges an expression has to be given, `evaluate` computes it from them.
"""
