"""The standard's own validator, offline: what it finds against a package."""

import contextlib
import io
import json
import warnings
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

from libcoveocds.api import ocds_json_output  # type: ignore[import-untyped]
from libcoveocds.config import LibCoveOCDSConfig  # type: ignore[import-untyped]


def findings(package: bytes | dict[str, Any], shared: Path) -> dict[str, list[Any]]:
    """Everything the validator holds against a package; empty where it is valid and whole."""
    data = json.loads(package) if isinstance(package, bytes) else package
    config = LibCoveOCDSConfig()
    config.config |= {"standard_zip": _standard(shared), "context": "api"}
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        told = ocds_json_output(json_data=data, lib_cove_ocds_config=config)
    return {name: told[name] for name in _AGAINST if told.get(name)}


_AGAINST = (
    "validation_errors",
    "additional_fields",
    "all_additional_fields",
    "deprecated_fields",
    "additional_closed_codelist_values",
    "additional_open_codelist_values",
    "additional_checks",
    "conformance_errors",
    "json_deref_error",
)


@cache
def _standard(shared: Path) -> bytes:
    """The standard as the archive the validator would fetch: schemas of 1.1.5 with codelists."""
    root = shared / "data" / "ocds-1.1.5"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("standard-1__1__5/", b"")
        for path in sorted((root / "schema").rglob("*")):
            if path.is_file():
                archive.writestr(f"standard-1__1__5/{path.relative_to(root)}", _offline(path))
    return content.getvalue()


def _offline(path: Path) -> bytes:
    """A file of the standard that leads nowhere on the network: nothing of ours is versioned."""
    if path.name != "record-package-schema.json":
        return path.read_bytes()
    schema = json.loads(path.read_bytes())
    schema["definitions"]["record"]["properties"]["versionedRelease"] = {"type": "object"}
    return json.dumps(schema).encode()
