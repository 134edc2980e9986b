"""The description of all tables by which other programs read them with the right types."""

from collections.abc import Iterable
from typing import Any

from hardtotrain.tables.schema import Column, TableSchema


def data_package(schemas: Iterable[TableSchema]) -> dict[str, Any]:
    """The content of datapackage.json, a Frictionless Data Package beside the CSVs.

    Args:
        schemas: Of all tables, in order.
    """
    return {
        "profile": "tabular-data-package",
        "name": "hard-to-train",
        "title": "Why are deep neural networks hard to train? The tables of a study",
        "licenses": [{"name": "MIT", "title": "MIT License"}],
        "resources": [resource(schema) for schema in schemas],
    }


def resource(schema: TableSchema) -> dict[str, Any]:
    """What the package says of one table."""
    described = {"description": schema.description} if schema.description else {}
    return {
        "profile": "tabular-data-resource",
        "name": schema.name,
        "path": f"{schema.name}.csv",
        "title": schema.title,
        **described,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [field(column) for column in schema.columns],
            "missingValues": [""],
        },
    }


def field(column: Column) -> dict[str, str]:
    """What the package says of one column."""
    stated = {"name": column.name, "type": column.type, "description": column.description}
    return stated | ({"unit": column.unit} if column.unit else {})
