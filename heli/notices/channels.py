"""How a digest leaves Heli. One interface; e-mail is the one there is."""

from smtplib import SMTPException, SMTPResponseException
from types import TracebackType
from typing import Protocol, Self

from django.core.mail import EmailMessage, get_connection


class NotDelivered(Exception):
    """A message did not go; the reason names no address."""


class Channel(Protocol):
    """Takes one message to one person at a time; NotDelivered where it does not go, whatever the cause."""

    def send(self, to: str, subject: str, text: str) -> None: ...


class MailChannel:
    """E-mail through Django's backend; one connection for a whole run: `with MailChannel() as channel`."""

    def __enter__(self) -> Self:
        self._connection = get_connection()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def send(self, to: str, subject: str, text: str) -> None:
        """Send to one address; NotDelivered for what the server or the network refuses."""
        try:
            self._connection.open()
            EmailMessage(subject, text, to=[to], connection=self._connection).send()
        except (SMTPException, OSError, ValueError) as error:
            self._connection.close()
            raise NotDelivered(_reason(error)) from error


def _reason(error: Exception) -> str:
    """What kind of fault it was: what the server says may repeat the address."""
    if isinstance(error, SMTPResponseException):
        return f"邮件服务器拒绝（{error.smtp_code}）"
    if isinstance(error, SMTPException):
        return f"邮件服务器拒绝（{type(error).__name__}）"
    if isinstance(error, OSError):
        return f"连接不上邮件服务器（{type(error).__name__}）"
    return "邮箱地址有误"
