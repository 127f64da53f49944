"""The JSON Schema of a template, for editors: made from the models, so it cannot say anything else.

It describes what may be written in the file: short forms and yes or no as well, and no unknown key.
"""

from __future__ import annotations

import ast
import inspect
import json
from typing import Any

from kmfacilitate.templates import model, words
from kmfacilitate.templates.model import Part, Template

JsonSchema = dict[str, Any]

_YES_OR_NO: JsonSchema = {"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}]}
_TEXT_OR_TEXTS: JsonSchema = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


def template_schema() -> JsonSchema:
    """The schema as plain data (JSON Schema 2020-12)."""
    schema = Template.model_json_schema(by_alias=True)
    for name, part in [("Template", schema), *schema["$defs"].items()]:
        part["additionalProperties"] = False
        _describe(part, getattr(model, name))
        part["properties"] = {key: _written(value) for key, value in part["properties"].items()}
    _name_known_words(schema)
    head: JsonSchema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kmfacilitate session template",
    }
    return head | {key: value for key, value in schema.items() if key not in head}


def schema_text() -> str:
    """The schema as it stands in `session_templates/template.schema.json`."""
    return json.dumps(template_schema(), indent=2, ensure_ascii=False) + "\n"


def _describe(part: JsonSchema, cls: type[Part]) -> None:
    """Take the sentences that stand under the fields of a model."""
    part["description"] = inspect.cleandoc(cls.__doc__ or "")
    body = ast.parse(inspect.getsource(cls)).body[0]
    assert isinstance(body, ast.ClassDef)
    aliases = {name: field.alias or name for name, field in cls.model_fields.items()}
    for said, below in zip(body.body, body.body[1:], strict=False):
        if isinstance(said, ast.AnnAssign) and isinstance(said.target, ast.Name):
            sentence = below.value if isinstance(below, ast.Expr) else None
            if isinstance(sentence, ast.Constant) and isinstance(sentence.value, str):
                part["properties"][aliases[said.target.id]]["description"] = inspect.cleandoc(sentence.value)


def _written(value: JsonSchema) -> JsonSchema:
    """A field as it may be written in a file, where that is more than the model holds."""
    kept = {key: value[key] for key in ("description",) if key in value}
    if value.get("type") == "boolean":
        return _YES_OR_NO | kept
    if {"yes", "no"} <= set(value.get("enum", ())):
        return {"anyOf": [{"type": "boolean"}, {"enum": value["enum"]}]} | kept
    if value.get("type") == "array" and value.get("items") == {"type": "string"}:
        return _TEXT_OR_TEXTS | kept
    options: list[JsonSchema] = [option for option in value.get("anyOf", ()) if option != {"type": "null"}]
    if any(option.get("$ref", "").endswith(("/Material", "/Repeat")) for option in options):
        return {"anyOf": [{"type": "string"}, *options]} | kept
    cleaned = {key: each for key, each in value.items() if key not in ("title", "default", "anyOf")}
    if len(options) == 1:
        return options[0] | cleaned
    return cleaned | ({"anyOf": options} if options else {})


def _name_known_words(schema: JsonSchema) -> None:
    """Let an editor offer the words the program knows."""
    defs = schema["$defs"]
    an_id = {"type": "string", "pattern": f"^{words.ID.pattern}$"}
    for part in (schema, defs["Stage"], defs["Question"]):
        part["properties"]["id"] |= an_id
    for part in (defs["Capture"], defs["Material"]):
        part["properties"]["kind"] |= {"enum": list(words.KINDS)}
    stage = defs["Stage"]["properties"]
    stage["past"] |= {
        "anyOf": [{"enum": list(words.PAST)}, {"type": "array", "items": {"enum": list(words.PAST)}}]
    }
    stage["if_stuck"]["propertyNames"] = {"enum": list(words.STUCK)}
    schema["properties"]["technique"]["examples"] = list(words.TECHNIQUES)
