"""软弱落后党组织: who is on the list, why, who helps until when, what is mended, who accepts it (S001-49).

Heli proposes with the facts behind each and puts nobody on the list; the 工委 or a 机关党委 does, with a
document. Organisations alone stand on it, never persons, and only those above see one of them. Whoever
accepts is neither who helped nor who mended. Start reading at `catalogue.py`, then `rules/`.
"""
