"""What is asked on the pages of imports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filon.kernel.forms import WritingForm
from filon.kernel.imports.kinds import ImportKind
from filon.kernel.imports.queries import Understanding


class FileForm(WritingForm):
    """The spreadsheet."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy(".xlsx or .csv, at most 25 MB and 100,000 lines"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={"empty": gettext_lazy("This file is empty: choose it again.")},
    )


class SheetForm(forms.Form):
    """Which sheet, and which of its lines holds the names."""

    sheet = forms.TypedChoiceField(label=gettext_lazy("Sheet"), coerce=int, required=False)
    head = forms.TypedChoiceField(label=gettext_lazy("Line with the names of the columns"), coerce=int, required=False)

    def __init__(self, *args: Any, found: Understanding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sheets = [(at, _sheet_name(sheet.name, is_hidden=sheet.is_hidden)) for at, sheet in enumerate(found.sheets)]
        lines = [(line.number, _line_name(line.number, line.cells)) for line in found.sheet.lines]
        self.fields["sheet"].choices = sheets  # type: ignore[attr-defined]
        self.fields["head"].choices = lines  # type: ignore[attr-defined]
        self.initial = {"sheet": found.place, "head": found.head_line}


def _sheet_name(name: str, *, is_hidden: bool) -> str:
    shown = name or _("the only one")
    return _("%(name)s (hidden)") % {"name": shown} if is_hidden else shown


def _line_name(number: int, cells: tuple[str, ...]) -> str:
    held = ", ".join(cell[:20] for cell in cells[:4] if cell)
    return _("line %(number)d: %(held)s…") % {"number": number, "held": held}


class MappingForm(WritingForm):
    """For each value, the column that holds it."""

    def __init__(self, *args: Any, kind: ImportKind, found: Understanding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        columns = [("", _("in no column")), *((str(column.place), _column_name(column.name, column.samples)) for column in found.columns)]
        for field in kind.fields:
            self.fields[field.code] = forms.ChoiceField(
                label=str(field.label),
                required=False,
                choices=columns,
                help_text=str(field.hint),
                initial=str(found.mapping.get(field.code, "")),
            )
        self.fields["sheet"] = forms.IntegerField(widget=forms.HiddenInput, initial=found.place, min_value=0)
        self.fields["head_line"] = forms.IntegerField(widget=forms.HiddenInput, initial=found.head_line, min_value=1)

    def given(self) -> dict[str, Any]:
        """What the service is told."""
        chosen = {field.code: self.cleaned_data[field.code] for field in self.kind.fields}
        mapping = {code: int(place) for code, place in chosen.items() if place}
        return {"mapping": mapping, "sheet": self.cleaned_data["sheet"], "head_line": self.cleaned_data["head_line"]}


def _column_name(name: str, samples: Any) -> str:
    return f"{name} ({', '.join(samples)})"[:120] if samples else name
