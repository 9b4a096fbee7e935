"""Which kinds of decision a rule can be about: what its condition leaves of the input for them."""

from __future__ import annotations

from governance.domain.authority.model import AllOf, AnyOf, Condition, In, Rule, Scheme


def kinds_of(scheme: Scheme, rule: Rule) -> frozenset[str] | None:
    """The kinds of decision a rule can take; None where the scheme does not ask for the kind."""
    name = next((i.name for i in scheme.inputs.values() if i.derived == "kind"), None)
    if name is None:
        return None
    left = _left(rule.when, name)
    return frozenset(scheme.inputs[name].choices) if left is None else left


def _left(condition: Condition, name: str) -> frozenset[str] | None:
    """The choices of an input for which a condition can hold, as far as it says; None: all."""
    match condition:
        case In(input=asked, choices=choices):
            return choices if asked == name else None
        case AllOf(parts=parts):
            said = [left for part in parts if (left := _left(part, name)) is not None]
            return frozenset.intersection(*said) if said else None
        case AnyOf(parts=parts):
            each = [_left(part, name) for part in parts]
            told = [left for left in each if left is not None]
            return frozenset[str]().union(*told) if len(told) == len(each) else None
    return None
