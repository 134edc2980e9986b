"""Columns that stand in several tables and mean the same in all of them."""

from hardtotrain.tables.schema import Column, interval

EXPERIMENT = Column("experiment", "string", "its name in the config")
NETWORK = Column("network", "string", "its name in the experiment")
HIDDEN_LAYERS = Column("hidden_layers", "integer", "how many the network has")
REPLICATE = Column("replicate", "integer", "counted from 0")
EPOCH = Column("epoch", "integer", "after so many epochs; 0 is before training")
LAYER = Column("layer", "integer", "counted from 1, the first hidden layer")
FROM_LAYER = Column("from_layer", "integer", "the earlier of two hidden layers")
TO_LAYER = Column("to_layer", "integer", "the later of two hidden layers")
KIND = Column("kind", "string", "of the layer: `hidden` or `output`")
MEASURE = Column("measure", "string", "of learning speed, a column of `gradients.csv`")
STATISTIC = Column(
    "statistic",
    "string",
    "`last_epoch`, or `last_five`: the mean of the last five epochs, empty unless all five were "
    "recorded",
)
REPLICATES = Column("replicates", "integer", "how many of them the row rests on")

CI_LOW, CI_HIGH = interval("ci", "ends of the 95% interval of the row's main value")
FRACTION_CI = interval("ci", CI_LOW.description, "fraction")

SHARED = (
    EXPERIMENT,
    NETWORK,
    HIDDEN_LAYERS,
    REPLICATE,
    EPOCH,
    LAYER,
    FROM_LAYER,
    TO_LAYER,
    KIND,
    MEASURE,
    STATISTIC,
    REPLICATES,
    CI_LOW,
    CI_HIGH,
)
