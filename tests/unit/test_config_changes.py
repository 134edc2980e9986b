"""Where a config is not that of the default study, told key by key."""

import json
from copy import deepcopy

import pytest

from hardtotrain.report.config_changes import config_changes

NETWORKS = [[784, 30, 10], [784, 30, 30, 10], {"layers": [784, 10], "activation": "tanh"}]
DEFAULT = {
    "seed": 0,
    "replicates": 8,
    "data": {"name": "mnist", "sources": [{"folder": "a"}, {"npm": "b"}], "sha256": {"x": "1"}},
    "experiments": {
        "depth": {"title": "Does depth help?", "networks": NETWORKS},
        "speed": {"title": "How fast?", "record": {"history": 5, "neurons": 50}},
    },
}


def changed(change) -> list[tuple]:
    """The changes of a copy of the default config after a function has worked on it."""
    config = deepcopy(DEFAULT)
    change(config)
    return [(c.key, c.value, c.default) for c in config_changes(config, DEFAULT)]


def test_the_default_study_has_no_changes():
    assert changed(lambda config: None) == []


def test_the_sources_of_the_data_do_not_count_and_its_name_does():
    assert changed(lambda config: config["data"].update(sources=[{"npm": "c"}])) == []
    assert changed(lambda config: config["data"].pop("sources")) == []
    told = changed(lambda config: config["data"].update(sources=[], name="fashion"))
    assert told == [("data.name", '"fashion"', '"mnist"')]


def test_questions_to_a_class_are_no_change_and_give_no_answer_away():
    asked = [{"question": "Which layer?", "answer": "The first."}]
    assert changed(lambda config: config["experiments"]["depth"].update(questions=asked)) == []
    added = {"networks": [[784, 10]], "questions": asked}
    told = changed(lambda config: config["experiments"].update(other=added))
    assert told == [("experiments.other", '{"networks": [[784, 10]]}', None)]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda c: c.update(seed=3), ("seed", "3", "0")),
        (lambda c: c.update(margin=0.1), ("margin", "0.1", None)),
        (lambda c: c.update(margin=None), ("margin", "null", None)),
        (lambda c: c.pop("seed"), ("seed", None, "0")),
        (
            lambda c: c["experiments"]["depth"]["networks"].append([784, 30, 30, 30, 10]),
            ("experiments.depth.networks[3]", "[784, 30, 30, 30, 10]", None),
        ),
        (
            lambda c: c["experiments"]["depth"]["networks"].pop(),
            ("experiments.depth.networks[2]", None, json.dumps(NETWORKS[2])),
        ),
        (
            lambda c: c["experiments"]["depth"]["networks"][1].insert(1, 20),
            ("experiments.depth.networks[1]", "[784, 20, 30, 30, 10]", "[784, 30, 30, 10]"),
        ),
        (
            lambda c: c["experiments"]["depth"]["networks"][2].update(activation="relu"),
            ("experiments.depth.networks[2].activation", '"relu"', '"tanh"'),
        ),
        (
            lambda c: c["experiments"]["depth"].update(title="深度"),
            ("experiments.depth.title", '"深度"', '"Does depth help?"'),
        ),
        (
            lambda c: c["experiments"]["speed"]["record"].update(neurons=1),
            ("experiments.speed.record.neurons", "1", "50"),
        ),
        # What is added or left out as a whole is told as a whole.
        (
            lambda c: c["experiments"].update(mine={"networks": [[784, 10]]}),
            ("experiments.mine", '{"networks": [[784, 10]]}', None),
        ),
        (
            lambda c: c["experiments"]["speed"].pop("record"),
            ("experiments.speed.record", None, '{"history": 5, "neurons": 50}'),
        ),
        # A list in place of a mapping has no keys to compare.
        (
            lambda c: c["experiments"]["speed"].update(record=[1, 2]),
            ("experiments.speed.record", "[1, 2]", '{"history": 5, "neurons": 50}'),
        ),
    ],
)
def test_a_change_is_told_by_its_key_and_both_values(change, told):
    assert changed(change) == [told]


def test_what_is_left_out_follows_what_is_given():
    def change(config):
        del config["seed"]
        config.update(replicates=2, margin=0.1)

    assert changed(change) == [
        ("replicates", "2", "8"),
        ("margin", "0.1", None),
        ("seed", None, "0"),
    ]


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (["depth", "speed"], ["experiments.mine"]),
        (["speed"], ["experiments.mine", "experiments.depth"]),
        ([], ["experiments"]),
    ],
)
def test_experiments_of_which_most_are_gone_are_another_study(kept, told):
    def change(config):
        experiments = config["experiments"]
        config["experiments"] = {"mine": {}} | {name: experiments[name] for name in kept}

    assert [key for key, *_ in changed(change)] == told
