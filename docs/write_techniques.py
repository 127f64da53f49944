"""Write the pages of the techniques from the shipped scripts: `python docs/write_techniques.py`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kmfacilitate.report.escape import cell, escaped
from kmfacilitate.session.kinds import kind_class
from kmfacilitate.templates.model import Capture, Question, Stage, Template
from kmfacilitate.templates.shelf import TemplateShelf, shipped_folder
from kmfacilitate.templates.toolbox import NAMES

FOLDER = Path(__file__).with_name("techniques")
TOP = """\
# The techniques

One page a technique of the toolbox, made from the scripts in `session_templates/` by
`python docs/write_techniques.py`. What is read aloud, asked and kept is what the program does.
"""
_LEARNING = {"before": "Learning before", "during": "Learning during", "after": "Learning after"}
_FAMILIES = {
    "structured": "Lines are kept, and a report is written.",
    "conversation": "Nothing is kept unless the facilitator asks for it.",
    "confidential": "Only what the group agreed to is kept; nothing of it is found or shared.",
}
_WAYS = {
    "list": "as lines", "round": "in a round", "slips": "on slips, shuffled before they are shown",
    "form": "field by field", "vote": "by votes typed from slips", "score": "by two numbers each",
    "complete": "field by field, line after line", "group": "by putting lines in groups",
    "rank": "by an order", "pairs": "by drawing pairs or tables", "rate": "as numbers, shown as a spread",
    "check": "as yes or no", "review": "as verdicts", "none": "",
}  # fmt: skip


def pages() -> dict[str, str]:
    """Every page by the name of its file."""
    scripts = [template for template in _scripts() if template.language == "en"]
    techniques = list(dict.fromkeys(script.technique for script in scripts))
    found = {"README.md": TOP}
    for learning, heading in _LEARNING.items():
        found["README.md"] += f"\n## {heading}\n\n"
        for technique in techniques:
            own = [script for script in scripts if script.technique == technique]
            if own[0].learning != learning:
                continue
            title = NAMES.get(technique, (own[0].title, ""))[0]
            found["README.md"] += f"- [{title}]({technique}.md): {escaped(own[0].summary)}\n"
            found[f"{technique}.md"] = "\n".join(_technique(title, own)) + "\n"
    return found


def _scripts() -> list[Template]:
    shelf = TemplateShelf()
    names = sorted(path.stem for path in shipped_folder().glob("*.yaml"))
    order = {"before": 0, "during": 1, "after": 2}
    scripts = [shelf.get(name) for name in names]
    return sorted(scripts, key=lambda script: (order[script.learning], script.technique, _place(script)))


def _place(script: Template) -> tuple[int, str]:
    """Scripts of leavers stand in the order they are held."""
    held = ("leaver-plan", "leaver-interview", "leaver-audience", "leaver-close-out")
    return (held.index(script.id) if script.id in held else 0, script.id)


def _technique(title: str, scripts: list[Template]) -> Iterator[str]:
    yield f"# {title}\n"
    several = len(scripts) > 1
    for script in scripts:
        if several:
            yield f"## {escaped(script.title)}\n"
        yield from _script(script, "###" if several else "##")


def _script(script: Template, level: str) -> Iterator[str]:
    yield f"{escaped(script.summary)}\n"
    yield f"`kmfacilitate start {script.id}` · {_FAMILIES[script.family]}\n"
    facts = {
        "When": script.when_to_use,
        "Not for": script.not_for,
        "Who": f"{script.people.min} to {script.people.max} people. {script.people.who}",
        "How long": _lengths(script),
        "Purpose": ", ".join(script.purpose),
        "Roles": ", ".join(script.roles),
        "You go home with": "; ".join(script.outputs),
    }
    for name, text in facts.items():
        if text.strip():
            yield f"- **{name}:** {escaped(text)}"
    yield ""
    for name, lines in (
        ("Before you start", script.prepare),
        ("Ground rules", script.ground_rules),
        ("Pitfalls", script.pitfalls),
    ):
        if lines:
            yield f"{level} {name}\n"
            yield from (f"- {escaped(line)}" for line in lines)
            yield ""
    yield from _stages(script, level)
    if script.origin:
        yield f"{level} Where it comes from\n"
        for origin in script.origin:
            named = ", ".join(part for part in (origin.title, origin.publisher) if part)
            yield f"- [{escaped(named)}]({origin.url})" if origin.url else f"- {escaped(named)}"
        yield ""


def _lengths(script: Template) -> str:
    lengths = ", ".join(f"{name} {minutes} minutes" for name, minutes in script.variants.items())
    each = f"; about {script.per_head} minutes a participant" if script.per_head else ""
    return lengths + each


def _stages(script: Template, level: str) -> Iterator[str]:
    variants = list(script.variants)
    yield f"{level} Stages\n"
    yield "| | Stage | " + " | ".join(variants) + " |"
    yield "| --- | --- |" + " --- |" * len(variants)
    number = 0
    for stage in script.stages:
        number += not stage.break_
        kept = " (keeps its minutes)" if stage.protected else ""
        minutes = " | ".join(str(stage.minutes_in(variant) or "–") for variant in variants)
        yield f"| {'' if stage.break_ else number} | {cell(stage.title)}{kept} | {minutes} |"
    yield ""
    number = 0
    for stage in script.stages:
        number += not stage.break_
        if not stage.break_:
            yield f"{level}# {number} {escaped(stage.title)}\n"
            yield from _stage(stage)


def _stage(stage: Stage) -> Iterator[str]:
    if stage.say:
        yield f"> {escaped(stage.say)}\n"
    if stage.repeat:
        whom = "person" if stage.repeat.people else f"line that was chosen in {stage.repeat.of}"
        yield f"Gone through once for each {stage.repeat.called or whom}.\n"
    for question in stage.questions:
        yield from _question(question)
    for name, lines in (("Tips", stage.tips), ("Watch for", stage.watch_for)):
        if lines:
            yield f"{name}: {' '.join(escaped(line) for line in lines)}\n"
    for when, what in stage.if_stuck.items():
        yield f"- If the room is stuck ({escaped(when)}): {escaped(what)}"
    if stage.if_stuck:
        yield ""


def _question(question: Question) -> Iterator[str]:
    asked = " (only if you switch it on)" if question.optional else ""
    yield f"**{escaped(question.ask)}**{asked} {_kept(question.capture)}\n"
    if question.say:
        yield f"> {escaped(question.say)}\n"
    if question.probes:
        yield from (f"- {escaped(probe)}" for probe in question.probes)
        yield ""


def _kept(capture: Capture) -> str:
    if capture.becomes == "none" or capture.way == "none":
        return "Nothing is kept."
    kinds = kind_class(capture.becomes).plural
    private = ", for the facilitator alone" if capture.private else ""
    return f"Kept: {kinds} {_WAYS[capture.way]}{private}.".replace(" .", ".")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for old in FOLDER.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
