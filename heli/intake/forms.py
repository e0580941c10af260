"""Choosing files, saying what headings mean, settling a decision."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from heli.intake import rules
from heli.intake.catalogue import ANSWERS, OTHER_ANSWER, DecisionKind
from heli.intake.models import Decision
from heli.intake.queries.opening import File
from heli.intake.queries.summary import Unmapped
from heli.intake.queries.tables import table_named
from heli.sheets.headers import LEFT_OUT

NOT_NOW, LEAVE_OUT = "?", "-"
LONGEST_HEADING = 200


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files at once; `clean` gives a list of them."""

    widget = _SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) and data else [None]
        return [super(_FilesField, self).clean(one, initial) for one in given]


class UploadForm(forms.Form):
    """`chosen()` are the workbooks; an empty one is taken, so that the check names it with the others."""

    workbooks = _FilesField(
        label="选择文件",
        help_text="党组织名册、党员花名册、年度任务分解表、组织生活台账，可一次选择多个；按表头识别，不看文件名和表名。",
        allow_empty_file=True,
        widget=_SeveralFiles({"accept": ".xlsx,.xlsm,.xls,.et,.ods,.csv", "multiple": True}),
        error_messages={"required": "请选择要导入的文件。"},
    )

    def clean_workbooks(self) -> list[UploadedFile]:
        chosen: list[UploadedFile] = self.cleaned_data["workbooks"]
        fits = rules.fits_upload([one.size or 0 for one in chosen])
        if not fits:
            raise forms.ValidationError(fits.reason, code=fits.code)
        return chosen

    def chosen(self) -> list[File]:
        return [File(one.name or "未命名", one.read()) for one in self.cleaned_data["workbooks"]]


class ColumnsForm(forms.Form):
    """A choice for each heading that no column was found for, and may be one of its table."""

    def __init__(self, *args: Any, unmapped: Iterable[Unmapped], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sheets = list(unmapped)
        self._places: dict[str, tuple[str, str]] = {}
        for sheet in self._sheets:
            for heading in sheet.headings:
                self._offer(sheet, heading)

    def _offer(self, sheet: Unmapped, heading: str) -> None:
        place = (sheet.table, heading)
        if place in self._places.values() or len(heading) > LONGEST_HEADING:
            return
        table = table_named(sheet.table)
        columns = [(key, table.column(key).title) for key in sheet.free]
        name = f"heading-{len(self._places)}"
        self._places[name] = place
        self.fields[name] = forms.ChoiceField(
            label=heading,
            help_text=f"《{table.title}》，{sheet.workbook} 的工作表“{sheet.sheet}”",
            choices=[(NOT_NOW, "暂不指定"), (LEAVE_OUT, "不导入这一列"), *columns],
            initial=NOT_NOW,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        chosen = {place: words.get(name) for name, place in self._places.items()}
        for sheet in self._sheets:
            keys = [chosen.get((sheet.table, heading)) for heading in sheet.headings]
            twice = {key for key in keys if key and key not in (NOT_NOW, LEAVE_OUT) and keys.count(key) > 1}
            for name, (table, heading) in self._places.items():
                if table == sheet.table and heading in sheet.headings and words.get(name) in twice:
                    self.add_error(name, "同一张表上有两个表头对应这一列，请只留一个。")
        return words

    def mapping(self) -> dict[str, dict[str, str]]:
        """{table: {heading: column}} of what was chosen."""
        mapping: dict[str, dict[str, str]] = {}
        for name, (table, heading) in self._places.items():
            key = self.cleaned_data.get(name) or NOT_NOW
            if key != NOT_NOW:
                mapping.setdefault(table, {})[heading] = LEFT_OUT if key == LEAVE_OUT else key
        return mapping


class SettleForm(forms.Form):
    """An answer out of those of the decision's kind, and a note."""

    answer = forms.ChoiceField(
        label="处理结果", widget=forms.RadioSelect, error_messages={"required": "请选择处理结果。"}
    )
    note = forms.CharField(
        label="说明",
        help_text="文号、去向、日期等；选“其他”时必须填写。",
        required=False,
        max_length=240,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers: Sequence[str] = (*ANSWERS[decision.kind], OTHER_ANSWER)
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(answer, answer) for answer in answers]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if words.get("answer") == OTHER_ANSWER and not words.get("note"):
            self.add_error("note", "选“其他”时请写明怎样处理。")
        return words

    def outcome(self) -> str:
        """The answer and the note in one line."""
        answer, note = self.cleaned_data["answer"], " ".join(self.cleaned_data["note"].split())
        return f"{answer}：{note}" if note else str(answer)


class DecisionFilterForm(forms.Form):
    """Which decisions are listed."""

    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *DecisionKind.choices])
