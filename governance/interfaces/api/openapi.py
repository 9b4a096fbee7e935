"""The description of the API in OpenAPI 3.1, written from the same tables that answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, TypeAdapter, create_model

from governance import words
from governance.application import listing
from governance.application.signing_in.service_tokens import Scope
from governance.interfaces.api.answers import PREFIX, PROBLEM
from governance.interfaces.api.operations import Act, Look, Resource, Room
from governance.interfaces.api.shapes import shape_of
from governance.interfaces.api.vocabulary import (
    does,
    meaning,
    noun,
    said_of,
    states,
    titled,
    values,
)

_REF: Final = "#/components/schemas/"
_TEMPLATE: Final = _REF + "{model}"
_ANSWERS: Final = "#/components/responses/"
_MISDIRECTED: Final = "421"

_REFUSALS: Final[Mapping[str, str]] = {
    "400": "It cannot be used: what was asked, or what it names, is not fit.",
    "401": "No token, or one that is not good (any more).",
    "403": "The person the token acts as may not do it, or the token is not meant for it.",
    "404": "There is nothing of that name.",
    "409": "As things stand it cannot be done, or somebody else was first.",
    "412": "It changed since the version that If-Match gives.",
    "413": "The body is too large.",
    "415": "The body is not JSON.",
    "421": "The request names a host that Vires is not served under.",
    "422": "The body has not the shape that is taken, or the key was used for something else.",
    "500": "Something went wrong here: nothing was done, and it stands in the logs.",
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
        "description": meaning("limit"),
    },
    {
        "name": "cursor",
        "in": "query",
        "description": meaning("cursor"),
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


_VERSION: Final = {
    "description": "The version of the subject, to be sent as If-Match.",
    "schema": {"type": "string"},
}
_LOCATION: Final = {
    "description": "The address of what was made.",
    "schema": {"type": "string", "format": "uri-reference"},
}
_REPLAYED: Final = {
    "description": "That this is the answer that the same Idempotency-Key got before.",
    "schema": {"type": "string", "enum": ["true"]},
}


def described(rooms: Sequence[Room]) -> dict[str, Any]:
    """The whole description."""
    schemas = dict(_SCHEMAS)
    paths: dict[str, dict[str, Any]] = {}
    for room in rooms:
        for resource in room.resources:
            _resource(room, resource, paths, schemas)
        for look in room.looks:
            paths.setdefault(look.path, {})["get"] = _look(room, look, schemas)
        for act in room.acts:
            paths.setdefault(act.path, {})["post"] = _act(room, act, schemas)
    for name, schema in schemas.items():
        _tell(schema, name)
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
            "responses": {status: _refusal(status, why) for status, why in _REFUSALS.items()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _refusal(status: str, why: str) -> dict[str, Any]:
    schema = {"$ref": f"{_REF}Problem"}
    if status == _MISDIRECTED:
        return {"description": why, "content": {"text/plain": {"schema": {"type": "string"}}}}
    return {"description": why, "content": {PROBLEM: {"schema": schema}}}


def _resource(
    room: Room, resource: Resource, paths: dict[str, dict[str, Any]], schemas: dict[str, Any]
) -> None:
    name = "".join(part.capitalize() for part in resource.table.split("_"))
    types = listing.types_of(resource.table, ("id", "version", *resource.fields))
    row = _schema(_row_model(name, tuple(types.items())), schemas)
    for field, schema in row["properties"].items():
        if (known := states(resource.table, field)) is not None:
            row["properties"][field] = _of(schema, known)
    page = {
        "allOf": [
            {"$ref": f"{_REF}Page"},
            {
                "properties": {
                    "items": {
                        "type": "array",
                        "items": {"$ref": f"{_REF}{name}"},
                        "description": meaning("items", "Page"),
                    }
                }
            },
        ]
    }
    schemas[name] = row
    called = resource.path.strip("/").replace("/", ".")
    one, several = noun(resource.table)
    paths.setdefault(resource.path, {})["get"] = _operation(
        room, f"{called}.list", f"List {several}", "", Scope.READ,
        parameters=[*_narrowed(resource, name), *_PAGING], answer=page,
    )  # fmt: skip
    item = {
        "allOf": [
            {"$ref": f"{_REF}{name}"},
            {"type": "object", "properties": {"details": {
                "type": ["object", "array", "null"],
                "description": "What its page shows besides."}}},
        ]
    }  # fmt: skip
    paths.setdefault(f"{resource.path}/{{ref}}", {})["get"] = _operation(
        room, f"{called}.show", f"Show {_with_article(one)}", "", Scope.READ,
        parameters=_in_path(f"{resource.path}/{{ref}}"), answer=item, headers={"ETag": _VERSION},
    )  # fmt: skip


def _narrowed(resource: Resource, name: str) -> Iterator[dict[str, Any]]:
    """What a list may be narrowed by."""
    for one in resource.filters:
        schema: dict[str, Any] = {"type": "string"}
        if one in listing.RANGES:
            schema["format"] = "date"
        elif (known := states(resource.table, one)) is not None:
            schema["enum"] = known
        called = listing.told(resource.table, one)
        yield {"name": called, "in": "query", "description": meaning(called, name),
               "schema": schema}  # fmt: skip


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeio" else f"a {noun}"


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


def _tell(schema: dict[str, Any], where: str) -> None:
    """Say of every field of an object what it means, and what it may be."""
    fields = schema.get("properties", {})
    if "description" in schema:
        schema["description"] = said_of(schema["description"], fields.keys())
    for name, field in fields.items():
        known = values(name, where)
        told = field if known is None else _of(field, known)
        said = told.get("description") or meaning(name, where)
        fields[name] = {**told, **({"description": said} if said else {})}
        fields[name].pop("title", None)


def _of(schema: dict[str, Any], known: list[str]) -> dict[str, Any]:
    """The same schema, of texts that are known: itself, one of its kinds, or those of a list."""
    if schema.get("type") == "string":
        return {"type": "string", "enum": known}
    if "items" in schema:
        return {**schema, "items": _of(schema["items"], known)}
    if "anyOf" in schema:
        return {**schema, "anyOf": [_of(one, known) for one in schema["anyOf"]]}
    return schema


def _default(function: Callable[..., Any], name: str) -> dict[str, Any]:
    """What is meant where a name is not sent, as far as it says something."""
    parameters = inspect.signature(inspect.unwrap(function)).parameters
    usual = parameters[name].default if name in parameters else None
    if isinstance(usual, bool | int) or (isinstance(usual, str) and usual):
        return {"default": usual}
    return {}


def _look(room: Room, look: Look, schemas: dict[str, Any]) -> dict[str, Any]:
    shape = shape_of(look.ask, look.path, frozenset())
    fields = shape.model.model_json_schema(ref_template=_TEMPLATE)
    schemas |= fields.pop("$defs", {})
    needed = set(fields.get("required", ()))
    paged = "after" in shape.model.model_fields
    parameters = _in_path(look.path, shape.numbers)
    _tell(fields, look.key)
    for name, schema in fields.get("properties", {}).items():
        if paged and name in ("after", "limit"):
            continue
        said = schema.pop("description", None)
        told = {**_asked(schema), **_default(look.ask, name)}
        parameters.append(
            {"name": name, "in": "query", "required": name in needed, "schema": told}
            | ({"description": said} if said else {})
        )
    if paged:
        sized = "limit" in shape.model.model_fields
        parameters += [one for one in _PAGING if sized or one["name"] != "limit"]
    summary, told_of = does(look.ask, {one["name"] for one in parameters})
    return _operation(
        room, look.key, summary, told_of, Scope.READ,
        parameters=parameters, answer=_answer(look, schemas, paged=paged), media=look.file,
    )  # fmt: skip


def _answer(look: Look, schemas: dict[str, Any], *, paged: bool) -> dict[str, Any]:
    """The shape of what a question is answered with, as far as it says."""
    page = {"$ref": f"{_REF}Page"} if paged else {"$ref": f"{_REF}Items"}
    if look.gives is None:
        return page if paged else {"type": "object"}
    found = TypeAdapter(look.gives).json_schema(ref_template=_TEMPLATE)
    schemas |= found.pop("$defs", {})
    found.pop("title", None)
    if found.get("type") == "array":
        found["description"] = meaning("items", "Page")
        found["description"] = meaning("items", "Page")
        return {"allOf": [page, {"properties": {"items": found}}]}
    schemas[look.gives.__name__] = found
    return {"$ref": f"{_REF}{look.gives.__name__}"}


def _asked(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a question: what may be left out is not asked as null."""
    options = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return options[0] if len(options) == 1 else schema


def _act(room: Room, act: Act, schemas: dict[str, Any]) -> dict[str, Any]:
    shape = shape_of(act.do, act.path, frozenset(act.fixed))
    body = _schema(shape.model, schemas)
    _tell(body, act.key)
    for name, field in body.get("properties", {}).items():
        field.update(_default(act.do, name))
    parameters: list[Any] = [*_in_path(act.path, shape.numbers), _ONCE]
    if "seen" in shape.takes:
        parameters.append(_MATCH)
    names = {*body.get("properties", {}), *shape.path.keys(), *shape.path.values()}
    summary, told = does(act.do, names)
    if act.fixed and (title := titled(act.key)):
        about = words.capital(act.key.partition(".")[0])
        summary = f"{about}: {title[:1].lower()}{title[1:]}"  # the pages' buttons say it
    headers: dict[str, Any] = {"ETag": _VERSION, "Idempotent-Replayed": _REPLAYED}
    found = _operation(
        room, act.key, summary, told, act.scope,
        parameters=parameters, answer={"$ref": f"{_REF}Done"}, made=act.new is not None,
        headers=headers | ({"Location": _LOCATION} if act.new is not None else {}),
    )  # fmt: skip
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
            "description": meaning(part[1:-1], "#path"),
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
    told: str,
    scope: Scope,
    *,
    parameters: Sequence[Any],
    answer: Mapping[str, Any],
    made: bool = False,
    media: str | None = None,
    headers: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    content = {media or "application/json": {"schema": {} if media else answer}}
    ok: dict[str, Any] = {
        "description": "Done." if scope is not Scope.READ else "What was asked for.",
        "content": content,
    }
    if headers:
        ok["headers"] = dict(headers)
    needs = f"The token must have the scope `{scope.value}`."
    return {
        "operationId": key,
        "summary": summary,
        "description": f"{told}\n\n{needs}" if told else needs,
        "tags": [room.name],
        "parameters": list(parameters),
        "responses": {
            "201" if made else "200": ok,
            **{status: {"$ref": f"{_ANSWERS}{status}"} for status in _REFUSALS},
        },
    }
