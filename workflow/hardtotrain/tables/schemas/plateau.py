"""The columns of the tables of the plateau."""

from hardtotrain.config.settings import Initialiser
from hardtotrain.tables.schema import Column, TableSchema, interval
from hardtotrain.tables.schemas.columns import EXPERIMENT, HIDDEN_LAYERS, NETWORK, REPLICATE
from hardtotrain.tables.schemas.networks import setting

PREDICTIONS = ("formula", "from_start")

GROWTH = Column(
    "growth",
    "number",
    "g, the weight decay λ/n from which on the formula says never; empty: not predicted",
)
WEIGHT_DECAY = Column("weight_decay", "number", "λ/n")
WEIGHT_SCALE = setting(Initialiser, "weight_scale")
RIGHT = (
    "whether theory says rightly that the replicate leaves within its training, or stays; empty: "
    "not predicted"
)

PLATEAU = TableSchema(
    "plateau",
    "when each replicate with recorded updates leaves its plateau",
    (
        EXPERIMENT,
        NETWORK,
        HIDDEN_LAYERS,
        REPLICATE,
        Column(
            "updates_to_leave",
            "number",
            "until `probe_cost` is below nine tenths of the plateau's; empty: not within its "
            "training",
            "updates",
        ),
        Column("updates_made", "integer", "of its training, which may end early", "updates"),
        Column("updates_planned", "integer", "of the whole training", "updates"),
        Column(
            "plateau_cost", "number", "the lowest cost that one answer to all probe images can have"
        ),
        *(
            Column(
                f"predicted_{prediction}",
                "number",
                "when it should leave; empty: never or not within the training, or not predicted",
                "updates",
            )
            for prediction in PREDICTIONS
        ),
        GROWTH,
        WEIGHT_DECAY,
        WEIGHT_SCALE,
        *(Column(f"{prediction}_right", "boolean", RIGHT) for prediction in PREDICTIONS),
    ),
)
PLATEAU_LENGTHS = TableSchema(
    "plateau_lengths",
    "how long each of these networks stays on its plateau",
    (
        EXPERIMENT,
        NETWORK,
        HIDDEN_LAYERS,
        WEIGHT_DECAY,
        WEIGHT_SCALE,
        GROWTH,
        Column("replicates", "integer", "how many it has"),
        Column("left", "integer", "how many of them leave within the training"),
        Column("share_left", "number", "share of them", "fraction"),
        *interval("left", "ends of its exact 95% interval", "fraction"),
        Column("updates", "integer", "of the whole training", "updates"),
        Column(
            "median_updates", "number", "until it leaves, where every replicate does", "updates"
        ),
        *interval("ci", unit="updates"),
        *(
            column
            for prediction in PREDICTIONS
            for column in (
                Column(
                    f"{prediction}_updates",
                    "number",
                    "predicted, median; empty: some replicate should not leave",
                    "updates",
                ),
                Column(f"{prediction}_pairs", "integer", "replicates that leave and should"),
                Column(
                    f"{prediction}_ratio",
                    "number",
                    "measured over predicted, geometric mean over the pairs",
                ),
                *interval(f"{prediction}_ratio"),
                Column(
                    f"{prediction}_spread",
                    "number",
                    "standard deviation of the ratio's logarithm, as a factor",
                ),
                Column(
                    f"{prediction}_right",
                    "integer",
                    "how many replicates leave or stay as predicted",
                ),
            )
        ),
    ),
)
PLATEAU_FATES = TableSchema(
    "plateau_fates",
    "how often theory is right about who leaves",
    (
        EXPERIMENT,
        Column("prediction", "string", "`formula` or `from_start`"),
        Column("replicates", "integer", "that have this prediction"),
        Column(
            "starts",
            "integer",
            "how many of them have random numbers of their own: networks of the same layers start "
            "from the same",
        ),
        Column("right", "integer", "replicates that leave or stay as predicted"),
        Column("share", "number", "of the replicates", "fraction"),
        *interval("ci", "ends of its exact 95% interval, as of so many `starts`", "fraction"),
    ),
)
