"""JSON schemas of the Popolo fields that are published here.

Written after the specification's field tables and schemas (https://www.popoloproject.com/specs/: organization, post,
membership, person, area, other name, link). Types, date patterns and required fields are theirs; fields beyond the
standard are listed apart, so that a typing mistake in a field's name is found.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "minLength": 1}
DATE: Schema = {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"}
LINK: Schema = {
    "type": "object",
    "properties": {"url": {"type": "string", "format": "uri", "pattern": "^https?://"}, "note": TEXT},
    "required": ["url"],
    "additionalProperties": False,
}
LINKS: Schema = {"type": "array", "items": LINK}
OTHER_NAMES: Schema = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "name": TEXT,
            "start_date": DATE,
            "end_date": DATE,
            "note": TEXT,
            "lang": {"enum": ["fi", "sv", "en"]},  # beyond Popolo
        },
        "required": ["name"],
        "additionalProperties": False,
    },
}


def shape(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


SHAPES: dict[str, Schema] = {
    "organizations": shape(
        ["id", "name"],
        id=TEXT,
        name=TEXT,
        other_names=OTHER_NAMES,
        classification=TEXT,
        parent_id=TEXT,
        area_id=TEXT,
        description=TEXT,
        founding_date=DATE,
        dissolution_date=DATE,
        links=LINKS,
        sources=LINKS,
    ),
    "posts": shape(
        ["id", "label", "role", "organization_id"],
        id=TEXT,
        label=TEXT,
        role=TEXT,
        organization_id=TEXT,
        sources=LINKS,
    ),
    "memberships": shape(
        ["id", "organization_id"],
        id=TEXT,
        role=TEXT,
        person_id=TEXT,
        organization_id=TEXT,
        post_id=TEXT,
        on_behalf_of_id=TEXT,
        start_date=DATE,
        end_date=DATE,
        sources=LINKS,
        deputy_for_id=TEXT,  # beyond Popolo
    ),
    "persons": shape(["id", "name"], id=TEXT, name=TEXT),
    "areas": shape(
        ["id", "name"], id=TEXT, name=TEXT, identifier=TEXT, classification=TEXT, parent_id=TEXT, sources=LINKS
    ),
}
REFERENCES = {
    "organizations": {"parent_id": "organizations", "area_id": "areas"},
    "posts": {"organization_id": "organizations"},
    "memberships": {
        "person_id": "persons",
        "organization_id": "organizations",
        "post_id": "posts",
        "on_behalf_of_id": "organizations",
        "deputy_for_id": "memberships",
    },
    "areas": {"parent_id": "areas"},
}
