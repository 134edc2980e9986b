"""How much a job does, for those that do it and for those that plan it; without numpy."""

# Images that go through all replicates at once to measure costs and accuracies.
MONITORED_IMAGES = 1000

# Images whose Jacobians are decomposed into singular values, of one replicate after the other. That
# takes long, and from 30 images to 1,000 the mean singular value of a layer moves by less than 2%
# in all networks of the default study but the chaotic ones.
DECOMPOSED_IMAGES = 30


def updates_per_epoch(images: int, batch_size: int) -> int:
    """How many mini-batches an epoch has; the last is smaller where they do not come out even."""
    return -(-images // batch_size)
