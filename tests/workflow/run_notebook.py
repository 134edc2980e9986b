"""Runs the cells of a notebook in order, and prints what it would show under each of them."""

import ast
import sys

import nbformat


def run_notebook(path: str) -> None:
    found = {"__name__": "__main__"}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        cell_code = ast.parse(cell.source, cell.id)
        last = cell_code.body[-1]
        shown = cell_code.body.pop() if isinstance(last, ast.Expr) else None
        exec(compile(cell_code, cell.id, "exec"), found)
        if shown:
            value = eval(compile(ast.Expression(shown.value), cell.id, "eval"), found)
            if value is not None:
                print(value)


if __name__ == "__main__":
    run_notebook(sys.argv[1])
