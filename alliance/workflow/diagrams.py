"""State diagrams of everything that has states, drawn from the tables of moves: they cannot tell another story."""

from __future__ import annotations

from django.apps import apps

from alliance.workflow.machine import Machine

HEAD = """# States

Drawn from the code by `manage.py diagrams`; a test fails when this file is stale. Each arrow is a legal move, and
nothing but these moves changes a state.
"""


def diagram_of(machine: Machine) -> str:
    """A Mermaid diagram of one machine, under the name of what it moves."""
    model = machine.model
    field = model._meta.get_field(machine.field)
    words = dict(field.flatchoices)  # type: ignore[union-attr]  # state columns are text columns with choices
    lines = [f"    {state}: {word}" for state, word in words.items()]
    if field.has_default():  # type: ignore[union-attr]  # a text column
        lines.append(f"    [*] --> {field.get_default()}")  # type: ignore[union-attr]  # a text column
    lines += [
        f"    {source} --> {move.target}: {name.replace('_', ' ')}"
        for name, move in machine.moves.items()
        for source in move.sources
    ]
    app = apps.get_app_config(model._meta.app_label).name
    title = f"## {str(model._meta.verbose_name).capitalize()} (`{app}`)"
    return "\n".join([title, "", "```mermaid", "stateDiagram-v2", *lines, "```"])


def all_diagrams() -> str:
    """The whole of docs/states.md."""
    machines = sorted(Machine.registry.items())
    return "\n".join([HEAD, "\n\n".join(diagram_of(machine) for _, machine in machines), ""])
