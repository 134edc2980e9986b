"""The JSON Schema of the config, by which editors complete and check the YAML."""

import json

from hardtotrain.config.study import Study


def config_schema() -> str:
    """The schema as JSON text, made from the typed models."""
    schema = Study.model_json_schema(mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Config of hard-to-train"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(config_schema(), end="")
