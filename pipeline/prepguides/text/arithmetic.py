"""The arithmetic that numeric keys are written in: numbers, names, + - * / ** and brackets."""

from __future__ import annotations

import ast
import math
import operator
import warnings
from collections.abc import Callable, Mapping
from functools import lru_cache

_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_MAX_EXPONENT = 64


def evaluate(expression: str, names: Mapping[str, float]) -> float:
    """The value of an expression. ValueError, worded for its author, when it is not plain arithmetic."""
    shown = expression[:60]
    try:
        value = _value(_parsed(expression.strip()), names)
    except SyntaxError:
        raise ValueError(f'"{shown}" is not arithmetic') from None
    except ZeroDivisionError:
        raise ValueError(f'"{shown}" divides by zero') from None
    except OverflowError:
        raise ValueError(f'"{shown}" is too large') from None
    except (RecursionError, MemoryError):
        raise ValueError(f'"{shown}…" is too deep') from None
    if not math.isfinite(value):
        raise ValueError(f'"{shown}" is too large')
    return value


@lru_cache(maxsize=4096)
def _parsed(expression: str) -> ast.expr:
    """Remembered: a preview works the same figures at each edit."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        return ast.parse(expression, mode="eval").body


def _value(node: ast.expr, names: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Name(id=name):
            if name not in names:
                raise ValueError(f'"{name}" is no earlier step')
            return names[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, names)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            exponent = _value(right, names)
            if isinstance(op, ast.Pow) and abs(exponent) > _MAX_EXPONENT:
                raise ValueError(f"an exponent may be {_MAX_EXPONENT} at most")
            result = _OPERATORS[type(op)](_value(left, names), exponent)
            if isinstance(result, complex):
                raise ValueError("a root of a negative number")
            return result
    raise ValueError("only numbers, earlier steps, + - * / ** and brackets")
