"""What is said of a figure, without drawing it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hardtotrain.bilingual import Text
from hardtotrain.roles.experiment import Experiment


@dataclass(frozen=True)
class Figure:
    """A figure that an experiment may get.

    Attributes:
        name: It is drawn into results/figures/{experiment}/{name}.svg, and claims call it so.
        shown: Whether the networks of an experiment have something to show in it.
        alt: What it shows, for who cannot see it; in the archive of `snakemake --report` too.
        caption: What its marks mean.
        words: Chinese for the English words in it that no other figure has; `layer {layer}` stands
            for every layer. What several figures say is in report/words/figures.yaml.
        of_study: Whether it is drawn from the joined tables, as it shows networks of other
            experiments too. It waits for all of them, and is not made with its own experiment.
    """

    name: str
    shown: Callable[[Experiment], bool]
    alt: Text
    caption: Text
    words: Mapping[str, str] = field(default_factory=dict)
    of_study: bool = False
