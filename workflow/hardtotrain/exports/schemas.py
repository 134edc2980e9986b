"""Writes the JSON Schemas of the config and the claims from the typed models."""

import json
from pathlib import Path

from pydantic import BaseModel

from hardtotrain.config.study import Claims, Study

SCHEMAS = Path(__file__).parents[2] / "schemas"


def config_schema() -> str:
    """The schema of the config, by which editors complete and check the YAML, as JSON text."""
    return schema(Study, "Config of hard-to-train")


def claims_schema() -> str:
    """The schema of config/claims.yaml, for the same, as JSON text."""
    return schema(Claims, "Claims of hard-to-train")


def schema(model: type[BaseModel], title: str) -> str:
    """The JSON Schema of what a model reads, as text."""
    content = model.model_json_schema()
    content["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    content["title"] = title
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMAS.joinpath("config.schema.json").write_text(config_schema(), encoding="utf-8")
    SCHEMAS.joinpath("claims.schema.json").write_text(claims_schema(), encoding="utf-8")
