"""What a config may choose from is what the engine has, and what the page on the config lists."""

import pytest

from hardtotrain.config import choices
from hardtotrain.engine.activations import ACTIVATIONS
from hardtotrain.engine.costs import COSTS
from hardtotrain.engine.initialisers import INITIALISERS
from hardtotrain.engine.layers.normalisation import NORMALISATIONS
from hardtotrain.engine.momentum_schedules import MOMENTUM_SCHEDULES
from hardtotrain.engine.optimisers import OPTIMISERS
from hardtotrain.exports.choices import README, with_choices


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


def test_the_page_on_the_config_lists_them_all():
    # After a change of config/choices.py run:
    # make schemas
    page = README.read_text(encoding="utf-8")
    assert with_choices(page) == page


def test_the_table_of_choices_is_made_anew_and_the_rest_of_the_page_stays():
    page = (
        "# Keys\n\n| key | choice | meaning |\n|---|---|---|\n| `old` | `one` | gone |\n\n## Next\n"
    )
    made = with_choices(page, {"cost": {"quadratic": "½ (a − y)²", "other": "more"}})
    assert made == (
        "# Keys\n\n| key | choice | meaning |\n|---|---|---|\n"
        "| `cost` | `quadratic` | ½ (a − y)² |\n| `cost` | `other` | more |\n\n## Next\n"
    )
