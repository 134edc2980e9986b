"""The names under which a file of a data set lies on disks."""


def spellings(name: str) -> dict[str, bool]:
    """The names to look for, in this order, and whether the file of that name is gzipped.

    Args:
        name: of the uncompressed file, as `train-images-idx3-ubyte`. Some programs that unpack it,
            and some copies on the web, call it `train-images.idx3-ubyte`.
    """
    raw = [name, name.replace("-idx", ".idx")]
    return {**dict.fromkeys(raw, False), **{f"{spelling}.gz": True for spelling in raw}}
