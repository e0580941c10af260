"""Doing what a program asks once, however often it asks: by the key that it puts on its request.

A network that fails leaves a program without an answer, and it asks again. The first answer is kept with the
key in the transaction of the deed itself: both are there, or neither. What was refused left nothing and is
not kept: it may be asked again with the same key (ADR 26).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction

from heli.kernel.action import bookkeeping
from heli.kernel.errors import WrongState
from heli.kernel.models import KeptAnswer

KEPT = timedelta(hours=48)
"""How long an answer is kept, at the least; `heli tick` drops those that are older."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: by whose token, under which key, and its words."""

    asker: str
    key: str
    words: bytes

    @property
    def digest(self) -> str:
        return sha256(self.words).hexdigest()


def once(asked: Asked, do: Callable[[], tuple[int, str]], *, at: datetime) -> tuple[int, str]:
    """What `do` answers (status, body), or what it answered the first time under this key.

    Of two requests at the same time one waits for the other. WrongState (`key-used-otherwise`) where the key
    stood on another request; what `do` raises goes through and leaves nothing.
    """
    known = _known(asked)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            kept = _reserve(asked, at)
            answer = do()
            _keep(kept, answer)
    except IntegrityError:
        known = _known(asked)
        if known is None:
            raise
        return known
    return answer


def _known(asked: Asked) -> tuple[int, str] | None:
    kept = KeptAnswer.objects.filter(asker=asked.asker, key=asked.key).first()
    if kept is None:
        return None
    if kept.digest != asked.digest:
        said = "这个 Idempotency-Key 已用于另一个请求。同一请求重发用原来的键，新的请求请换一个键。"
        raise WrongState("key-used-otherwise", said)
    return kept.status, kept.body


@bookkeeping
def _reserve(asked: Asked, at: datetime) -> KeptAnswer:
    return KeptAnswer.objects.create(
        asker=asked.asker, key=asked.key, digest=asked.digest, status=0, body="", kept_at=at
    )


@bookkeeping
def _keep(kept: KeptAnswer, answer: tuple[int, str]) -> None:
    kept.status, kept.body = answer
    kept.save(update_fields=["status", "body"])


@bookkeeping
def forget_answers(*, at: datetime) -> int:
    """Drop answers that were kept long enough; how many. From `heli tick`."""
    return KeptAnswer.objects.filter(kept_at__lt=at - KEPT).delete()[0]
