"""The crispy template pack `govuk` asks here how a field is shown; the pack's templates only arrange it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

register = template.Library()

_INPUT_CLASSES = {
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "input": "govuk-input",
}


@dataclass
class Control:
    """One field as the templates show it. `kind` is hidden, checkbox, radios, checkboxes, parts, select, textarea,
    file or input; `choices` are the options of the first kinds, `html` the widget of the others."""

    kind: str
    id: str
    describedby: str
    html: SafeString | str = ""
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    count: str = ""
    classes: str = ""


@dataclass
class Choice:
    """One radio button or checkbox."""

    id: str
    label: object
    hint: str
    attributes: SafeString


def kind_of(field: BoundField) -> str:
    """Which of the pack's shapes a field takes."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    shapes: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (forms.MultiWidget, "parts"),
        (forms.SelectDateWidget, "parts"),
        (forms.Textarea, "textarea"),
        (forms.Select, "select"),
        (forms.FileInput, "file"),
    )
    return next((kind for shape, kind in shapes if isinstance(widget, shape)), "input")


def target_of(field: BoundField) -> str:
    """The id that an error summary's link to this field leads to."""
    id_ = field.field.widget.attrs.get("id") or field.auto_id
    kind = kind_of(field)
    if kind in ("radios", "checkboxes"):
        first = next(iter(field.subwidgets), None)
        return first.id_for_label if first is not None else id_
    return f"{id_}_0" if kind == "parts" else id_


@register.simple_tag
def control(field: BoundField) -> Control:
    """How `field` is shown, with its hint, error and count announced by a screen reader."""
    form = field.form
    form.use_required_attribute = False  # the portal's own sentences say what is missing, not the browser's bubbles
    kind, widget = kind_of(field), field.field.widget
    id_ = widget.attrs.get("id") or field.auto_id
    count = "words" if widget.attrs.get("data-maxwords") else "characters" if "data-count" in widget.attrs else ""
    described = [
        *([f"{id_}-hint"] if field.help_text else []),
        *([f"{id_}-error"] if field.errors else []),
        *([f"{id_}-info"] if count else []),
    ]
    made = Control(kind=kind, id=id_, describedby=" ".join(described), count=count)
    made.optional = not field.field.required and kind != "checkbox" and getattr(form, "mark_optional", True)
    if kind == "hidden":
        made.html = str(field)
    elif kind in ("radios", "checkboxes", "checkbox"):
        made.classes = str(widget.attrs.get("class", ""))
        made.choices = tuple(_choices(field, kind, made))
    elif kind == "parts":
        made.html = field.as_widget()
    else:
        made.html = _widget(field, kind, made)
    return made


def _widget(field: BoundField, kind: str, made: Control) -> SafeString:
    """The widget of a one-part field with the pack's classes; a file input never offers what is stored already."""
    widget = field.field.widget
    classes = [_INPUT_CLASSES[kind], str(widget.attrs.get("class", ""))]
    if field.errors:
        classes.append(f"{_INPUT_CLASSES[kind]}--error")
    if made.count:
        classes.append("govuk-js-character-count")
    attrs: dict[str, Any] = {"class": " ".join(part for part in classes if part)}
    if made.describedby:
        attrs["aria-describedby"] = made.describedby
    if kind == "file":
        return field.as_widget(forms.FileInput(attrs=widget.attrs), attrs=attrs)
    if kind == "input" and getattr(widget, "input_type", "") == "number":
        attrs["inputmode"] = "numeric"
    if made.count == "characters":  # the count says when it is too long; the browser must not cut what is pasted
        attrs["maxlength"] = False
    return field.as_widget(attrs=attrs)


def _choices(field: BoundField, kind: str, made: Control) -> list[Choice]:
    """Options as inputs. An option's `hint` attribute, if its label has one, is shown beneath it."""
    shape = "radios" if kind == "radios" else "checkboxes"
    if kind == "checkbox":
        attrs: dict[str, Any] = {"class": "govuk-checkboxes__input", "id": made.id, "name": field.html_name}
        attrs |= {k: v for k, v in field.field.widget.attrs.items() if k not in ("class", "id")}
        attrs |= {"type": "checkbox", "value": "on", "checked": bool(field.value()), "disabled": field.field.disabled}
        if made.describedby:
            attrs["aria-describedby"] = made.describedby
        return [Choice(made.id, field.label, "", flatatt(attrs))]
    choices = []
    for option in field.subwidgets:
        data = option.data
        id_ = str(option.id_for_label)
        hint = str(getattr(data["label"], "hint", ""))
        attrs = {k: v for k, v in data["attrs"].items() if k != "class"}
        attrs |= {"class": f"govuk-{shape}__input", "id": id_, "name": data["name"], "type": data["type"]}
        attrs |= {"value": str(data["value"]), "checked": bool(data["selected"])}
        if hint:
            attrs["aria-describedby"] = f"{id_}-hint"
        choices.append(Choice(id_, data["label"], hint, flatatt(attrs)))
    return choices


# What Django says of a wrong value by itself, and what the portal says: what is wrong where, and how to mend it.
# A form's own sentences stay as they are.
_DJANGO_SAYS = (
    ("This field is required.", "{label} is missing."),
    ("Ensure this value has at most", "{label} is too long: {show_value} characters, and at most {limit_value} fit."),
    ("Ensure this value is greater", "{label}: enter {limit_value} or more."),
    ("Ensure this value is less", "{label}: enter {limit_value} or less."),
    ("Select a valid choice.", "{label}: choose one that is offered here."),
    ("Enter a valid URL.", "{label}: enter an address of the web, like www.example.org."),
    ("Enter a valid email address.", "{label}: enter an e-mail address in the right form, like name@example.com."),
    ("Enter a whole number.", "{label}: enter a whole number, like 3."),
    ("Enter a number.", "{label}: enter a number, like 3."),
    ("Null characters are not allowed.", "{label} holds a character that cannot be stored. Type it again."),
    ("The submitted file is empty.", "{label}: the file is empty. Choose another."),
)


@register.filter
def sentences(field: BoundField) -> list[str]:
    """What is wrong with a field, as the portal says it, beside the field and in the summary alike."""
    label = str(field.label or "").rstrip(" ?.:")
    found = []
    for error in field.errors.as_data():
        for text in error.messages:
            own = next((ours for theirs, ours in _DJANGO_SAYS if text.startswith(theirs)), "")
            found.append(own.format(label=label, **(_numbers(error.params))) if own else text)
    return found


def _numbers(params: Mapping[str, Any] | None) -> dict[str, Any]:
    known = params or {}
    return {name: known.get(name, "") for name in ("show_value", "limit_value")}


@dataclass(frozen=True)
class Problem:
    """One line of an error summary; `target` is the id it leads to, empty for what concerns no single field."""

    text: str
    target: str


def problems_of(form: Any) -> list[Problem]:
    """Every error of a form or formset, in the order of the fields."""
    if form is None or form == "" or not getattr(form, "is_bound", False):
        return []
    if isinstance(form, forms.BaseFormSet):
        own = [Problem(str(error), "") for error in form.non_form_errors()]
        return own + [problem for part in form.forms for problem in problems_of(part)]
    found = [Problem(str(error), "") for error in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else target_of(field)
        found += [Problem(text, target) for text in sentences(field)]
    return found


@register.simple_tag
def problems(*given: Any) -> list[Problem]:
    """The errors of every form, formset, or list of them, that a page shows."""
    found: list[Problem] = []
    for one in given:
        many = one if isinstance(one, list | tuple) else [one]
        for form in many:
            found += problems_of(form)
    return found


@register.filter
def value_of(mapping: dict[str, Any], key: str) -> Any:
    """The value under a key that a template cannot spell ("data-maxwords"); nothing if there is none."""
    return mapping.get(key, "")
