"""How long the invented city took to build."""

from collections.abc import Iterator

from heli.bench.catalogue import Figure, at_most
from heli.bench.ground import Ground

TARGETS = {"small": at_most(30)}


def building(ground: Ground) -> Iterator[Figure]:
    said = "、".join(f"{name} {count}" for name, count in ground.rows().items())
    target = TARGETS.get(ground.size)
    yield Figure(f"heli demo --size {ground.size}", ground.built, target=target, detail=said)
