"""Choosing a file for a record: a new one, or one that is there."""

from django import forms

from heli.attachments.catalogue import KINDS


class FileForm(forms.Form):
    """A new file."""

    file = forms.FileField(
        label="选择文件",
        help_text="不强制。同一份材料传一次，可以用于多条记录。不得上传涉密文件。",
        widget=forms.ClearableFileInput({"accept": ",".join(f".{kind}" for kind in KINDS)}),
        error_messages={"required": "请选择文件", "empty": "这是空文件，请重新选择"},
    )
