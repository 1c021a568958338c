"""Small alterations of a program, one at a time, made on its syntax tree.

Comparisons and boolean operators turned, constants moved by one, statements taken out, branches swapped. What
cannot be told apart by any test is left alone: docstrings, annotations, texts, `__slots__` and the like.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}


_REMOVED = (ast.Expr, ast.AugAssign, ast.Raise, ast.Continue, ast.Break)


@dataclass(frozen=True, slots=True)
class Mutant:
    """The whole altered text, the line that was altered, and how."""

    line: int
    what: str
    text: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every alteration of a module, in the order of its lines."""
    tree = ast.parse(source)
    found = [each for node, parent in _tested(tree) for each in _alterations(node, parent)]
    for place, what, new in sorted(found, key=lambda each: each[0].lineno):
        yield Mutant(place.lineno, what, _with(tree, place, new))


Place = ast.expr | ast.stmt
Alteration = tuple[Place, str, ast.AST]


def _tested(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Nodes inside functions, and what they stand in; no annotations, defaults or decorators."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for statement in function.body:
                yield from _below(statement, function)


def _below(node: ast.AST, parent: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    if isinstance(node, ast.FunctionDef):
        return
    yield node, parent
    for name, value in ast.iter_fields(node):
        if name == "annotation":
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _below(child, node)


def _alterations(node: ast.AST, parent: ast.AST) -> Iterator[Alteration]:
    if isinstance(node, ast.stmt):
        yield from _of_statement(node, parent)
    elif isinstance(node, ast.Compare):
        turned = [TURNED[type(each)]() for each in node.ops]
        yield node, "a comparison turned", ast.Compare(node.left, turned, node.comparators)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield node, "and, or", ast.BoolOp(other, node.values)
        for place in range(len(node.values)):
            rest = [each for at, each in enumerate(node.values) if at != place]
            kept = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
            yield node, f"condition {place + 1} left out", kept
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, "not left out", node.operand
    elif isinstance(node, ast.IfExp):
        yield node, "branches swapped", ast.IfExp(node.test, node.orelse, node.body)
    elif isinstance(node, ast.BinOp) and type(node.op) in CALCULATED:
        yield node, "another operator", ast.BinOp(node.left, CALCULATED[type(node.op)](), node.right)
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node)


def _of_constant(node: ast.Constant) -> Iterator[Alteration]:
    if isinstance(node.value, bool):
        yield node, "the other truth", ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield node, "one more", ast.Constant(node.value + 1)
        yield node, "one less", ast.Constant(node.value - 1)


def _of_statement(node: ast.stmt, parent: ast.AST) -> Iterator[Alteration]:
    if isinstance(node, ast.If):
        if node.orelse:
            swapped = ast.If(node.test, node.orelse, node.body)
            yield node, "branches swapped", swapped
        else:
            yield node, "condition turned", ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, [])
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    elif isinstance(node, _REMOVED) or _is_early_answer(node, parent):
        yield node, "taken out", ast.Pass()


def _is_early_answer(node: ast.stmt, parent: ast.AST) -> bool:
    """A return under a condition; one without a value changes nothing at the end of a function."""
    return isinstance(node, ast.Return) and isinstance(parent, ast.If) and node.value is not None


def _with(tree: ast.Module, place: Place, new: ast.AST) -> str:
    """The text of the module with that one node in place of the other."""

    class Swap(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            if _stands_at(node, place):
                return ast.copy_location(copy.deepcopy(new), node)
            return self.generic_visit(node)

    swapped = Swap().visit(copy.deepcopy(tree))
    return ast.unparse(ast.fix_missing_locations(swapped))


def _stands_at(node: ast.AST, place: Place) -> bool:
    if type(node) is not type(place):
        return False
    ends = ("lineno", "col_offset", "end_lineno", "end_col_offset")
    return all(getattr(node, end, None) == getattr(place, end) for end in ends)
