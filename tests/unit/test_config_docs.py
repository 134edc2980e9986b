"""What a config may choose from is what the engine has, and what the page on the config lists."""

import pytest

from hardtotrain.config import choices
from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.engine.costs import COSTS
from hardtotrain.engine.initialisers import INITIALISERS
from hardtotrain.engine.layers.normalisation import NORMALISATIONS
from hardtotrain.engine.momentum_schedules import MOMENTUM_SCHEDULES
from hardtotrain.engine.network import PLAIN
from hardtotrain.engine.optimisers import OPTIMISERS
from hardtotrain.exports.config_docs import README, parts, spelt
from hardtotrain.exports.table_docs import BEGIN, END, with_parts
from hardtotrain.roles import plain_layers


@pytest.mark.parametrize(
    ("names", "of_the_engine"),
    [
        (choices.ACTIVATIONS, ACTIVATIONS),
        (choices.COSTS, COSTS),
        (choices.INITIALISERS, INITIALISERS),
        (choices.MOMENTUM_SCHEDULES, MOMENTUM_SCHEDULES),
        (choices.OPTIMISERS, OPTIMISERS),
        (choices.NORMALISATIONS, {"none": None, **NORMALISATIONS}),
    ],
)
def test_the_engine_has_one_of_each_name_that_a_config_may_choose(names, of_the_engine):
    assert list(of_the_engine) == list(names)


def test_what_a_config_leaves_out_the_engine_leaves_out():
    assert plain_layers.PLAIN == PLAIN


def test_the_page_on_the_config_has_them_all_and_every_setting():
    # After a change of config/choices.py or config/settings.py run:
    # make schemas
    page = README.read_text(encoding="utf-8")
    assert page.count(BEGIN) == page.count(END) == len(parts())
    assert with_parts(page, parts()) == page


@pytest.mark.parametrize(
    "row",
    [
        "| `regularisation` | 5 | λ of the L2 regularisation. Weights decay by ηλ/n a step. |",
        "| `initialiser.scheme` | `scaled_gaussian` | How the weights are drawn. |",
        "| `cost` | `quadratic` | with a sigmoid output layer |",
    ],
)
def test_a_setting_has_its_key_default_and_meaning(row):
    assert row in "".join(parts()).splitlines()


@pytest.mark.parametrize(
    ("default", "text"),
    [(None, "unset"), (False, "`false`"), ([], "`[]`"), (0.1, "0.1"), (1_000_000, "1000000")],
)
def test_defaults_are_spelt_as_in_a_config(default, text):
    assert spelt(default) == text
