"""Files of records: one file proves many, none is compulsory, none that is secret is kept."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from heli.attachments import actions, rules
from heli.attachments.models import Attachment, Content, Proof
from heli.duties.models import Record
from heli.kernel.errors import Invalid, NotAllowed, WrongState
from heli.kernel.models import AuditEntry
from tests.duties.planned import enter
from tests.people import NOW, City, People, Person

ClientOf = Callable[[Person], Client]
PDF = b"%PDF-1.7 minutes"


def word(text: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("word/document.xml", f"<w:t>{text[:2]}</w:t><w:t>{text[2:]}</w:t>")
    return made.getvalue()


@pytest.fixture
def met(city: City, people: People) -> Record:
    return enter(city.first_branch, "theme_day", date(2026, 6, 10), by=people.secretary.actor)


def attach(record: Record, who: Person, content: bytes = PDF, name: str = "会议记录.pdf") -> Proof:
    return actions.attach(record=record, name=name, content=content, by=who.actor, at=NOW)


def test_one_file_proves_many_records_and_is_kept_once(city: City, people: People, met: Record) -> None:
    first = attach(met, people.secretary)
    assert AuditEntry.objects.latest("pk").action == "attachments.attach"
    other = enter(city.first_branch, "lecture", date(2026, 6, 10), by=people.secretary.actor)
    attach(other, people.secretary, name="同一份.pdf")
    assert (Attachment.objects.count(), Content.objects.count(), Proof.objects.count()) == (1, 1, 2)
    third = enter(city.first_branch, "assembly", date(2026, 6, 10), by=people.secretary.actor)
    actions.prove(record=third, attachment=first.attachment, by=people.secretary.actor, at=NOW)
    actions.take_off(proof=first, by=people.secretary.actor, at=NOW)
    assert Proof.objects.standing().count() == 2
    with pytest.raises(WrongState, match="已经移除"):
        actions.take_off(proof=first, by=people.secretary.actor, at=NOW)
    with pytest.raises(WrongState, match="已经加在"):
        actions.prove(record=third, attachment=first.attachment, by=people.secretary.actor, at=NOW)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.pdf", b"", "空文件"),
        ("大.pdf", PDF + b"0" * 100, "超过"),
        ("程序.exe", b"MZ", "不是可以保存的类型"),
        ("改过后缀.pdf", b"MZ", "与文件类型不符"),
        ("机密材料.pdf", PDF, "标有密级"),
        ("通知.docx", word("秘密★一年"), "标有密级"),
    ],
)
def test_what_may_not_be_kept_is_refused_by_name(name: str, content: bytes, said: str) -> None:
    limit = 64 if name.startswith("大") else 10_000
    assert said in rules.may_be_kept(name, content, most_bytes=limit).reason


def test_a_word_file_without_a_mark_is_kept() -> None:
    assert rules.may_be_kept("学习秘书名单.docx", word("理论学习秘书工作"), most_bytes=10_000)


def test_a_file_of_another_organisation_and_a_void_record_are_refused(
    city: City, people: People, met: Record
) -> None:
    kept = attach(met, people.secretary).attachment
    other = enter(city.water_branch, "theme_day", date(2026, 6, 10), by=people.other_secretary.actor)
    with pytest.raises(Invalid, match="本组织"):
        actions.prove(record=other, attachment=kept, by=people.other_secretary.actor, at=NOW)
    for who in (people.stranger, people.other_secretary, people.deputy, people.member):
        with pytest.raises(NotAllowed):
            attach(met, who)
        with pytest.raises(NotAllowed):
            actions.take_off(proof=Proof.objects.get(), by=who.actor, at=NOW)
        with pytest.raises(NotAllowed):
            actions.prove(record=met, attachment=kept, by=who.actor, at=NOW)


def test_it_is_added_looked_at_and_saved_on_the_page(
    city: City, people: People, met: Record, client_of: ClientOf
) -> None:
    client, url = client_of(people.secretary), reverse("attachments:of_record", args=[met.pk])
    assert "从不强制" in client.get(url).content.decode()
    assert client.post(url, {"file": SimpleUploadedFile("会议记录.pdf", PDF)}).status_code == 302
    assert client.post(url).status_code == 422
    kept = Attachment.objects.get()
    saved = client_of(people.deputy).get(reverse("attachments:download", args=[kept.pk]))
    assert b"".join(saved.streaming_content) == PDF  # type: ignore[attr-defined]
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert client_of(people.other_secretary).get(url).status_code == 404
    other = enter(city.first_branch, "lecture", date(2026, 6, 10), by=people.secretary.actor)
    use = reverse("attachments:prove", args=[other.pk, kept.pk])
    assert client.post(use).status_code == 302
    assert (
        client.post(reverse("attachments:take_off", args=[Proof.objects.latest("pk").pk])).status_code == 302
    )
    assert client_of(people.stranger).get(url).status_code == 403
