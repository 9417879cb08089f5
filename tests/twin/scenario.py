"""Scenario files: parameters with the defaults of the JSON Schema, shocks, safeguards."""

import json
import tomllib
from types import SimpleNamespace


def _defaults(schema, reference):
    """Defaults of the definition that `reference` names."""
    properties = schema["$defs"][reference.rsplit("/", 1)[-1]]["properties"]
    return {name: entry.get("default") for name, entry in properties.items()}


def _reference(entry):
    """The definition that a property refers to, be it optional or a list."""
    found = [entry, entry.get("items", {}), *entry.get("anyOf", [])]
    return next(each["$ref"] for each in found if "$ref" in each)


def _filled(schema, entry, given, where):
    values = _defaults(schema, _reference(entry))
    unknown = set(given) - set(values)
    if unknown:
        raise SystemExit(f"unknown in {where}: {', '.join(sorted(unknown))}")
    return SimpleNamespace(**(values | given))


def load(path, schema_path):
    """Reads a scenario: a namespace of groups, `safeguards` by name and `shocks` as (kind, shock)."""
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    with open(path, "rb") as file:
        given = tomllib.load(file)
    p = SimpleNamespace(safeguards={}, shocks=[])
    for name, entry in schema["properties"].items():
        if name in ("safeguards", "shocks", "variant", "theory"):
            continue
        if isinstance(entry.get("default"), dict):
            setattr(p, name, _filled(schema, entry, given.get(name, {}), name))
        else:
            setattr(p, name, given.get(name, entry.get("default")))
    for name, entry in schema["$defs"]["Safeguards"]["properties"].items():
        if name in given.get("safeguards", {}):
            p.safeguards[name] = _filled(schema, entry, given["safeguards"][name], name)
    for kind, entry in schema["$defs"]["Shocks"]["properties"].items():
        for shock in given.get("shocks", {}).get(kind, []):
            p.shocks.append((kind, _filled(schema, entry, shock, kind)))
    return p
