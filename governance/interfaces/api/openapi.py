"""The description of the API in OpenAPI 3.1, written from the same tables that answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, create_model

from governance.application import listing
from governance.application.signing_in.service_tokens import Scope
from governance.interfaces.api.answers import PREFIX, PROBLEM
from governance.interfaces.api.operations import Act, Look, Resource, Room
from governance.interfaces.api.shapes import shape_of

_REF: Final = "#/components/schemas/"
_TEMPLATE: Final = _REF + "{model}"

_REFUSALS: Final[Mapping[str, str]] = {
    "400": "It cannot be used: what was asked, or what it names, is not fit.",
    "401": "No token, or one that is not good (any more).",
    "403": "The person the token acts as may not do it, or the token is not meant for it.",
    "404": "There is nothing of that name.",
    "409": "As things stand it cannot be done, or somebody else was first.",
    "412": "It changed since the version that If-Match gives.",
    "413": "The body is too large.",
    "415": "The body is not JSON.",
    "422": "The body has not the shape that is taken, or the key was used for something else.",
    "503": "The database is away; ask again.",
}

_SCHEMAS: Final[dict[str, Any]] = {
    "Problem": {
        "type": "object",
        "description": "A problem as RFC 9457 describes it, with every reason there is.",
        "required": ["type", "title", "status", "detail", "instance", "request", "errors"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "instance": {"type": "string"},
            "request": {"type": "string", "description": "The request's id in logs and records."},
            "errors": {"type": "array", "items": {"$ref": f"{_REF}Reason"}},
        },
    },
    "Reason": {
        "type": "object",
        "description": "One reason: its code, a sentence, and what to do about it.",
        "required": ["code", "words", "remedy"],
        "properties": {
            "code": {"type": "string"},
            "words": {"type": "string"},
            "remedy": {"type": "string"},
            "pointer": {"type": "string", "description": "Where in the body, or which question."},
            "line": {"type": "integer", "description": "The line of a text that was handed in."},
        },
    },
    "Receipt": {
        "type": "object",
        "description": "What was done to what, and the hash of the ledger's entry that says so.",
        "required": ["ref", "id", "act", "entry", "hash", "at"],
        "properties": {
            "ref": {"type": "string"},
            "id": {"type": "string"},
            "act": {"type": "string"},
            "entry": {"type": "integer"},
            "hash": {"type": "string"},
            "at": {"type": "string", "format": "date-time"},
        },
    },
    "Done": {
        "type": "object",
        "description": "What an act did: the receipt of what was asked for first.",
        "required": ["ref", "receipts", "result"],
        "properties": {
            "ref": {"type": ["string", "null"]},
            "receipts": {"type": "array", "items": {"$ref": f"{_REF}Receipt"}},
            "result": {"type": "object", "description": "What else is to be told."},
        },
    },
    "Items": {
        "type": "object",
        "required": ["items"],
        "properties": {"items": {"type": "array", "items": {}}},
    },
    "Page": {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": {"type": "object"}},
            "next": {
                "type": ["string", "null"],
                "description": "The address of the following page; null on the last one.",
            },
        },
    },
}

_PAGING: Final = (
    {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": listing.MOST,
                   "default": listing.USUAL},
    },
    {
        "name": "cursor",
        "in": "query",
        "description": "From the address of the page before.",
        "schema": {"type": "string"},
    },
)  # fmt: skip
_MATCH: Final = {
    "name": "If-Match",
    "in": "header",
    "description": "The ETag of the subject as it was seen: 412 where it changed since.",
    "schema": {"type": "string", "pattern": '^(\\*|(W/)?"[0-9]{1,9}")$'},
}
_ONCE: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Sent again with the same key it is done once, and answered as before.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}


def described(rooms: Sequence[Room]) -> dict[str, Any]:
    """The whole description."""
    schemas = dict(_SCHEMAS)
    paths: dict[str, dict[str, Any]] = {}
    for room in rooms:
        for resource in room.resources:
            _resource(room, resource, paths, schemas)
        for look in room.looks:
            paths.setdefault(look.path, {})["get"] = _look(room, look)
        for act in room.acts:
            paths.setdefault(act.path, {})["post"] = _act(room, act, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Vires",
            "version": version("vires"),
            "description": "Amounts are whole pence, days are ISO 8601, instants are in UTC.",
        },
        "servers": [{"url": PREFIX}],
        "security": [{"token": []}],
        "tags": [{"name": room.name} for room in rooms],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _resource(
    room: Room, resource: Resource, paths: dict[str, dict[str, Any]], schemas: dict[str, Any]
) -> None:
    name = "".join(part.capitalize() for part in resource.table.split("_"))
    types = listing.types_of(resource.table, ("id", "version", *resource.fields))
    row = _schema(_row_model(name, tuple(types.items())), schemas)
    page = {
        "allOf": [
            {"$ref": f"{_REF}Page"},
            {"properties": {"items": {"type": "array", "items": {"$ref": f"{_REF}{name}"}}}},
        ]
    }
    schemas[name] = row
    filters = [
        {"name": listing.told(resource.table, one), "in": "query", "schema": {"type": "string"}}
        for one in resource.filters
    ]
    called = resource.path.strip("/").replace("/", ".")
    paths.setdefault(resource.path, {})["get"] = _operation(
        room, f"{called}.list", f"List {resource.path.strip('/').replace('-', ' ')}", Scope.READ,
        parameters=[*filters, *_PAGING], answer=page,
    )  # fmt: skip
    item = {
        "allOf": [
            {"$ref": f"{_REF}{name}"},
            {"type": "object", "properties": {"details": {"type": ["object", "array", "null"]}}},
        ]
    }
    paths.setdefault(f"{resource.path}/{{ref}}", {})["get"] = _operation(
        room, f"{called}.show", f"Show one of {resource.path.strip('/').replace('-', ' ')}",
        Scope.READ, parameters=_in_path(f"{resource.path}/{{ref}}"), answer=item,
    )  # fmt: skip


@cache
def _row_model(name: str, types: tuple[tuple[str, Any], ...]) -> type[BaseModel]:
    fields: dict[str, Any] = {field: (one, ...) for field, one in types}
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)


def _schema(model: type[BaseModel], schemas: dict[str, Any]) -> dict[str, Any]:
    """The schema of a model; what it refers to joins the others."""
    found = model.model_json_schema(ref_template=_TEMPLATE)
    schemas |= found.pop("$defs", {})
    found.pop("title", None)
    if found.get("additionalProperties") is False and model.__name__[:1].isupper():
        found.pop("additionalProperties")  # a row is told with its details too
    return found


def _look(room: Room, look: Look) -> dict[str, Any]:
    shape = shape_of(look.ask, look.path, frozenset())
    fields = shape.model.model_json_schema(ref_template=_TEMPLATE)
    needed = set(fields.get("required", ()))
    paged = "after" in shape.model.model_fields
    parameters = _in_path(look.path, shape.numbers)
    for name, schema in fields.get("properties", {}).items():
        if paged and name in ("after", "limit"):
            continue
        schema.pop("title", None)
        parameters.append(
            {"name": name, "in": "query", "required": name in needed, "schema": _asked(schema)}
        )
    if paged:
        sized = "limit" in shape.model.model_fields
        parameters += [one for one in _PAGING if sized or one["name"] != "limit"]
    answer: dict[str, Any] = {"$ref": f"{_REF}Page"} if paged else {"type": "object"}
    return _operation(
        room, look.key, _first_line(look.ask), Scope.READ,
        parameters=parameters, answer=answer, media=look.file,
    )  # fmt: skip


def _asked(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a question: what may be left out is not asked as null."""
    options = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return options[0] if len(options) == 1 else schema


def _act(room: Room, act: Act, schemas: dict[str, Any]) -> dict[str, Any]:
    shape = shape_of(act.do, act.path, frozenset(act.fixed))
    body = _schema(shape.model, schemas)
    parameters: list[Any] = [*_in_path(act.path, shape.numbers), _ONCE]
    if "seen" in shape.takes:
        parameters.append(_MATCH)
    found = _operation(
        room, act.key, _first_line(act.do), act.scope,
        parameters=parameters, answer={"$ref": f"{_REF}Done"}, made=act.new is not None,
    )  # fmt: skip
    found["description"] = f"{inspect.getdoc(act.do) or ''}\n\n{found['description']}"
    found["requestBody"] = {
        "required": bool(body.get("required")),
        "content": {"application/json": {"schema": body}},
    }
    return found


def _in_path(path: str, numbers: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    return [
        {
            "name": part[1:-1],
            "in": "path",
            "required": True,
            "schema": {"type": "integer", "minimum": 0, "maximum": 999_999_999}
            if part[1:-1] in numbers
            else {"type": "string", "minLength": 1},
        }
        for part in path.split("/")
        if part.startswith("{")
    ]


def _operation(
    room: Room,
    key: str,
    summary: str,
    scope: Scope,
    *,
    parameters: Sequence[Any],
    answer: Mapping[str, Any],
    made: bool = False,
    media: str | None = None,
) -> dict[str, Any]:
    content = {media or "application/json": {"schema": {} if media else answer}}
    ok = {"description": "Done." if scope is not Scope.READ else "What was asked for.",
          "content": content}  # fmt: skip
    no = {"application/problem+json": {"schema": {"$ref": f"{_REF}Problem"}}}
    assert PROBLEM in no
    return {
        "operationId": key,
        "summary": summary,
        "description": f"The token must have the scope `{scope.value}`.",
        "tags": [room.name],
        "parameters": list(parameters),
        "responses": {
            "201" if made else "200": ok,
            **{status: {"description": why, "content": no} for status, why in _REFUSALS.items()},
        },
    }


def _first_line(function: Callable[..., Any]) -> str:
    return (inspect.getdoc(function) or "").partition("\n")[0].rstrip(".")
