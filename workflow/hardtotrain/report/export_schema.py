"""The JSON Schema of report.json, by which other programs read it."""

import json

from hardtotrain.report.numbers import Report


def report_schema() -> str:
    """The schema as JSON text, made from the typed models."""
    schema = Report.model_json_schema(mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Numbers of the report of hard-to-train"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(report_schema(), end="")
