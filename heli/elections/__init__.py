"""换届: terms worked off by superior and branch; what was decided moves the duties that follow from a term.

Has no tables: terms stand in `heli.orgs`, posts in `heli.members`, duties in `heli.duties`.
"""
