"""The document of an undoing."""

from django import forms


class UndoForm(forms.Form):
    """An undoing has a document too."""

    happened_on = forms.DateField(
        label="撤回生效日期",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写生效日期。", "invalid": "请按 2026-06-30 的样子填写日期。"},
    )
    document_number = forms.CharField(
        label="文号",
        max_length=60,
        help_text="同意撤回的批复或通知。",
        error_messages={"required": "请填写文号。"},
    )
    reason = forms.CharField(label="缘由", max_length=300, error_messages={"required": "请填写缘由。"})
