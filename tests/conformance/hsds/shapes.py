"""The table schemas of HSDS, put together as the standard's compiled schemas are."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator

TABLES: dict[str, Any] = json.loads(Path(__file__).with_name("tables.json").read_text(encoding="utf-8"))
# The compiled schemas let an organization hold its services, and a service at a location its service.
BESIDE = {
    "organization": {"services": {"type": "array", "items": {"$ref": "#/$defs/service"}}},
    "service_at_location": {"service": {"$ref": "#/$defs/service"}},
}


def validator(table: str) -> Draft202012Validator:
    """For one record of the table. Formats are checked, and a field that the standard does not know is a fault."""
    schema = deepcopy(TABLES)
    for name, shape in schema["$defs"].items():
        shape["properties"] |= BESIDE.get(name, {})
        shape["additionalProperties"] = name == "page"
    return Draft202012Validator({**schema, "$ref": f"#/$defs/{table}"}, validate_formats=True)
