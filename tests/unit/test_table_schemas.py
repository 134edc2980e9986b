"""What is declared of the tables is what they hold, and what page and data package say of them."""

import json
from collections import Counter
from decimal import Decimal
from operator import attrgetter

import frictionless
import pytest

from hardtotrain.config.settings import Settings
from hardtotrain.exports.table_docs import BEGIN, END, README, items, parts, with_parts
from hardtotrain.tables.data_package import data_package
from hardtotrain.tables.schema import Column, TableSchema, interval
from hardtotrain.tables.schemas.catalogue import SCHEMAS
from hardtotrain.tables.schemas.columns import EXPERIMENT, REPLICATES
from hardtotrain.tables.schemas.recordings import RECORDINGS
from hardtotrain.tables.schemas.theory import PREDICTIONS

EVERY = [*SCHEMAS.values(), *RECORDINGS.values(), PREDICTIONS]


def test_the_page_on_results_describes_them_all():
    # After a change of a table's columns run:
    # make schemas
    page = README.read_text(encoding="utf-8")
    assert page.count(BEGIN) == page.count(END) == len(parts())
    assert with_parts(page, parts()) == page


def test_parts_are_made_anew_and_the_rest_of_the_page_stays():
    page = f"# Results\n\n{BEGIN}old\n{END}\n## Next\n{BEGIN}{END}"
    made = f"# Results\n\n{BEGIN}new\n{END}\n## Next\n{BEGIN}more\n{END}"
    assert with_parts(page, ["new\n", "more\n"]) == made


def test_a_table_is_an_item_with_what_is_not_said_of_its_columns_elsewhere():
    schemas = [
        TableSchema(
            "costs",
            "what they cost",
            (
                EXPERIMENT,
                Column("replicates", "integer", "that finished"),
                Column("cost", "number", "mean"),
                *interval("cost"),
            ),
            "A sentence.",
        ),
        TableSchema("counts", "how many there are", (EXPERIMENT, REPLICATES)),
    ]
    assert items(schemas) == (
        "- `costs.csv`, what they cost: `experiment`, `replicates` (that finished), `cost` (mean), "
        "`cost_low`,\n"
        "  `cost_high` (ends of its 95% interval). A sentence.\n"
        "- `counts.csv`, how many there are: `experiment`, `replicates`.\n"
    )


def test_a_setting_means_what_the_config_says_of_it_first():
    columns = {column.name: column for column in SCHEMAS["networks"].columns}
    said = Settings.model_fields["probe_images"].description
    assert said.startswith(f"T{columns['probe_images'].description[1:]}. ")
    types = {name: columns[name].type for name in ("skip_connections", "bias_sd", "batch_size")}
    assert types == {"skip_connections": "boolean", "bias_sd": "number", "batch_size": "integer"}


@pytest.mark.parametrize("schema", EVERY, ids=attrgetter("name"))
def test_every_column_is_declared_once_and_described(schema):
    assert max(Counter(schema.names).values()) == 1
    assert schema.title and all(column.description for column in schema.columns)


@pytest.fixture
def described(tmp_path):
    """A folder with a data package of one table."""
    schema = TableSchema(
        "costs",
        "what networks cost",
        (
            Column("network", "string", "its name"),
            Column("epoch", "integer", "when"),
            Column("cost", "number", "mean", "nats"),
            Column("right", "boolean", "whether it is right"),
        ),
    )
    package = json.dumps(data_package([schema]))
    (tmp_path / "datapackage.json").write_text(package, encoding="utf-8")
    return tmp_path


def errors_of(folder, *rows: str) -> list[str]:
    """What frictionless says of the package in a folder whose table has these rows."""
    table = "\n".join(["network,epoch,cost,right", *rows, ""])
    (folder / "costs.csv").write_text(table, encoding="utf-8")
    report = frictionless.validate(folder / "datapackage.json")
    return [kind for kind, _ in report.flatten(["type", "rowNumber"])]


def test_other_programs_read_the_types_of_a_table(described):
    assert errors_of(described, "NA,0,1.5e-12,true", "007,,,", "true,30,1,false") == []
    (resource,) = frictionless.Package(described / "datapackage.json").resources
    assert [row.to_dict() for row in resource.read_rows()] == [
        {"network": "NA", "epoch": 0, "cost": Decimal("1.5e-12"), "right": True},
        {"network": "007", "epoch": None, "cost": None, "right": None},
        {"network": "true", "epoch": 30, "cost": 1, "right": False},
    ]
    assert resource.schema.get_field("cost").to_descriptor()["unit"] == "nats"


@pytest.mark.parametrize("row", ["a,0.5,1,true", "a,1,many,true", "a,1,1,yes", "a,x,1,true"])
def test_other_programs_see_a_cell_of_another_type(described, row):
    assert errors_of(described, row) == ["type-error"]
