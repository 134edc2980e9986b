"""Rules of the house for the workflow's own files, and what its rules say of themselves."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from textwrap import dedent, indent

import nbformat
import pytest
import yaml
from workspace import PROJECT

import hardtotrain
from hardtotrain.config.allowed_names import RESERVED_BEGINNING, RESERVED_NAMES
from hardtotrain.figures.catalogue import FIGURES
from hardtotrain.source_code import modules_of

WORKFLOW = PROJECT / "workflow"
RULE_FILES = sorted(WORKFLOW.glob("rules/*.smk"))
SCRIPTS = sorted(WORKFLOW.glob("scripts/*.py"))
RULE = re.compile(
    r"^( *)(?:rule|use rule \w+ as)(?: (\w+))?(?: with)?:\n((?:(?:\1    .*)?\n)+)", re.MULTILINE
)
NAMED = re.compile(r'^ +name:\n +f"(.*)"', re.MULTILINE)


def rules_of(path: Path) -> Iterator[tuple[str, str]]:
    """Names and bodies of the rules in a file; those of a loop are named with its variable."""
    for _, name, body in RULE.findall(path.read_text(encoding="utf-8")):
        if name or NAMED.search(body):  # else a target for each experiment, named as that is
            yield name or NAMED.search(body)[1], body


RULES = {
    name: indent(dedent(body), "    ")
    for path in [WORKFLOW / "Snakefile", *RULE_FILES]
    for name, body in rules_of(path)
}
LONGEST_SCRIPT = 20
MODULES_OF_SCRIPTS = modules_of(WORKFLOW, "scripts/*.py")
DRAWINGS = modules_of(WORKFLOW, "hardtotrain/figures/*.py")
for figure in FIGURES:
    MODULES_OF_SCRIPTS["draw"] |= DRAWINGS[figure]


def directive(rule: str, name: str) -> Path | None:
    """The file that a rule names as its script or environment."""
    found = re.search(rf'^    {name}:\n +"(.*)"', RULES[rule], re.MULTILINE)
    return (WORKFLOW / "rules" / found[1]).resolve() if found else None


RULES_WITH_SCRIPT = [rule for rule in RULES if directive(rule, "script")]


def lines_of_code(source: str) -> int:
    """Lines but for the docstring, imports, comments and blank lines."""
    lines = source.splitlines()
    numbers: set[int] = set()
    for statement in ast.parse(source).body:
        docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if not docstring and not isinstance(statement, ast.Import | ast.ImportFrom):
            numbers.update(range(statement.lineno, statement.end_lineno + 1))
    code = (lines[number - 1].strip() for number in numbers)
    return sum(bool(line) and not line.startswith("#") for line in code)


def imported(path: Path) -> set[str]:
    """The full names of the modules that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def file_of(module: str) -> Path:
    """Where a module of the library would be."""
    return WORKFLOW.joinpath(*module.split(".")).with_suffix(".py")


def normalised(distribution: str) -> str:
    """The one spelling that a package index knows it by (PEP 503)."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def files_of_the_project() -> Iterator[Path]:
    """What is committed or would be by `git add --all`."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(
            command, cwd=PROJECT, capture_output=True, encoding="utf-8", check=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    for name in filter(None, listed.stdout.split("\0")):
        if (PROJECT / name).is_file():
            yield PROJECT / name


def test_all_rules_are_read_here():
    """Else the tests below would pass for want of rules."""
    assert {"all", "train_replicates", "render"} <= set(RULES)
    assert {directive(rule, "script") for rule in RULES_WITH_SCRIPT} == set(SCRIPTS)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_is_short(script):
    assert lines_of_code(script.read_text(encoding="utf-8")) <= LONGEST_SCRIPT


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
def test_a_file_of_rules_declares_and_opens_with_what_comes_in_and_goes_out(path):
    source = path.read_text(encoding="utf-8")
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    assert tokens[0].type == tokenize.STRING
    assert re.search(r"\bIn:.*\bOut:", tokens[0].string, re.DOTALL) or path.stem == "data"
    names = {token.string for token in tokens if token.type == tokenize.NAME}
    assert not names & {"def", "lambda", "run", "class"}


def test_no_experiment_may_have_the_name_of_a_rule():
    beginnings = {name.partition("{")[0] for name in RULES if "{" in name}
    assert beginnings == {RESERVED_BEGINNING}
    assert {name for name in RULES if "{" not in name} == RESERVED_NAMES


@pytest.mark.parametrize("rule", RULES_WITH_SCRIPT)
def test_a_rule_names_the_code_of_its_script(rule):
    """Else an edit of that code would leave old results beside new ones."""
    named = re.findall(r'code\["(\w+)"\]', RULES[rule])
    # The download is left out on purpose: whatever fetched them, the files hold their checksums.
    assert named == ([] if rule == "download" else [directive(rule, "script").stem])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_the_code_of_a_script_is_what_python_loads_for_it(script):
    statements = ast.parse(script.read_text(encoding="utf-8")).body
    imports = [node for node in statements if isinstance(node, ast.Import | ast.ImportFrom)]
    if script.stem == "draw":
        imports += [ast.Import([ast.alias(f"hardtotrain.figures.{name}")]) for name in FIGURES]
    show = "\nimport sys\nprint(*(name for name in sys.modules if name.startswith('hardtotrain')))"
    code = "\n".join(map(ast.unparse, imports)) + show
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        cwd=WORKFLOW,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert set(loaded.stdout.split()) == set(MODULES_OF_SCRIPTS[script.stem])


def test_no_package_of_the_library_imports_from_one_that_comes_after_it():
    library = WORKFLOW / "hardtotrain"
    arrows = re.findall("^    (.*->.*)$", hardtotrain.__doc__, re.MULTILINE)
    order = re.findall(r"\w+", " ".join(arrows))
    packages = [path.parent.name for path in library.glob("*/__init__.py")]
    assert sorted(order) == sorted(["bilingual", "formats", "layer_sizes", *packages])
    found = [
        f"{path.relative_to(library)} imports {name}"
        for place, package in enumerate(order)
        for path in sorted((library / package).rglob("*.py"))
        for name in sorted(imported(path))
        if set(name.split(".")[1:2]) & set(order[place + 1 :]) and name.startswith("hardtotrain.")
        if path != library / "config" / "claims.py"
    ]
    assert found == []


def test_what_a_module_keeps_to_itself_is_imported_nowhere():
    found = [
        f"{path.relative_to(WORKFLOW)} imports {name}"
        for path in sorted(WORKFLOW.rglob("*.py"))
        for name in sorted(imported(path))
        if name.startswith("hardtotrain.") and "._" in name
    ]
    assert found == []


@pytest.mark.parametrize("rule", RULES_WITH_SCRIPT)
def test_a_conda_environment_holds_what_its_script_imports(rule):
    script = directive(rule, "script")
    environment = yaml.safe_load(directive(rule, "conda").read_text(encoding="utf-8"))
    held = {dependency.partition("=")[0] for dependency in environment["dependencies"]}
    for distribution in tuple(held - {"python"}):
        needs = (need for need in requires(distribution) or [] if "extra ==" not in need)
        held |= {normalised(re.match(r"[\w.-]+", need)[0]) for need in needs}
    modules = {
        name.partition(".")[0]
        for file in [script, *MODULES_OF_SCRIPTS[script.stem].values()]
        for name in imported(file)
    }
    distributions = packages_distributions()
    needed = {
        normalised(distributions[module][0])
        for module in modules - sys.stdlib_module_names - {"hardtotrain"}
    }
    assert not needed - held


def test_the_environment_of_the_benchmarks_holds_what_they_import():
    """But for peers that no other environment has: a missing one is noticed at the first try."""
    lock = (PROJECT / "benchmarks" / "requirements.txt").read_text(encoding="utf-8")
    held = set(re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE))
    of_the_ordinary_one = {"growth", "schedule"}
    files = {p for p in PROJECT.glob("benchmarks/**/*.py") if p.stem not in of_the_ordinary_one}
    new, modules = {*files, PROJECT / "tests" / "unit" / "textbook_network.py"}, set()
    while new:
        found = set().union(*map(imported, new))
        new = {file for name in found - modules if (file := file_of(name)).is_file()}
        modules |= found
    distributions = packages_distributions()
    packages = {name.partition(".")[0] for name in modules} & distributions.keys()
    assert not {normalised(distributions[package][0]) for package in packages} - held


@pytest.mark.parametrize("environment", sorted(PROJECT.glob("envs/*.yaml")), ids=lambda p: p.stem)
def test_a_conda_environment_has_the_versions_of_the_lock(environment):
    lock = (PROJECT / "envs" / "requirements.txt").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", lock, re.MULTILINE))
    dependencies = yaml.safe_load(environment.read_text(encoding="utf-8"))["dependencies"]
    pins = dict(dependency.split("=") for dependency in dependencies)
    del pins["python"]
    assert pins == {name: locked.get(name) for name in pins}


def test_snakefmt_would_change_nothing():
    command = [sys.executable, "-m", "snakefmt", "--check", "Snakefile", "workflow", "examples"]
    checked = subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8")
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("folder", ["workflow", "examples", "benchmarks", "docs", "tests"])
def test_text_is_never_left_to_the_encoding_of_the_locale(folder):
    """Where that is GBK or ASCII, the program would end at the first σ."""
    found = [
        f"{path.relative_to(PROJECT)}:{call.lineno}: {ast.unparse(call)}"
        for path, code in code_in(PROJECT / folder)
        for call in ast.walk(ast.parse(code))
        if isinstance(call, ast.Call) and left_to_the_locale(call)
    ]
    assert found == []


def code_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """The Python below a folder, of a notebook that of its cells."""
    for path in sorted(folder.rglob("*.py")):
        yield path, path.read_text(encoding="utf-8")
    for path in sorted(folder.rglob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        yield path, "\n".join(cell.source for cell in cells if cell.cell_type == "code")


def left_to_the_locale(call: ast.Call) -> bool:
    """Whether a call reads or writes text and does not say in which encoding."""
    owner, _, name = ast.unparse(call.func).rpartition(".")
    keywords = {keyword.arg for keyword in call.keywords}
    if "encoding" in keywords:
        return False
    if name == "open" and owner not in ("os", "gzip", "tarfile"):
        values = (*call.args, *(keyword.value for keyword in call.keywords))
        return not any(re.fullmatch("'[rwax+]*b[rwax+]*'", ast.unparse(value)) for value in values)
    if name in ("run", "Popen", "check_output"):
        return not keywords.isdisjoint({"text", "universal_newlines"})
    return name in ("read_text", "write_text")


def test_no_file_names_a_place_on_this_machine_or_a_package_index():
    here = {str(path) for path in (PROJECT, Path.home()) if len(path.parts) > 1}
    places = "|".join(map(re.escape, sorted(here)))
    forbidden = re.compile(
        rf"(?<![\w.])(?:{places})(?![\w.-])"
        r"|(?<![\w.])/(?:work|home|Users)/\w"
        r"|--(?:extra-)?index-url\b|\bindex-url *="
    )
    found = [
        f"{path.relative_to(PROJECT)}: {match[0]}"
        for path in files_of_the_project()
        for match in forbidden.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


LONGEST_README = 700  # words: a newcomer reads it once, and the rest where it is needed


def test_the_readme_is_read_in_three_minutes():
    assert len((PROJECT / "README.md").read_text(encoding="utf-8").split()) <= LONGEST_README


def test_every_link_of_a_page_leads_to_a_file():
    pages = [path for path in files_of_the_project() if path.suffix == ".md"]
    links = {
        (page, link.partition("#")[0])
        for page in pages
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
        if not re.match(r"https?:|mailto:|#", link)
    }
    assert len(links) > 10
    assert [(page, link) for page, link in links if not (page.parent / link).exists()] == []
