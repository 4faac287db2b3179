"""What a template may say: known fields, one loop over a list, conditions. Nothing else is ever run.

The text of a template is looked at as a tree before it is run. Each kind of node that may stand in it is named here;
so there is nothing to call, to count up or to multiply, and how much a template can make is known beforehand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from jinja2 import nodes

from promotion.kernel.errors import Fault
from promotion.kernel.messages import mark as N_
from promotion.papers.fields import COLUMNS, NAMES
from promotion.papers.rules import MOST_ROWS

FILTERS = frozenset({"upper", "lower"})
_LOOP = frozenset({"first", "last", "index", "length"})
_PLAIN = (nodes.Template, nodes.Output, nodes.If, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
          nodes.CondExpr, nodes.Const, nodes.TemplateData)  # fmt: skip
_MOST_MADE = 40_000_000  # characters, when every list is full and every value as long as can be
_LONGEST = 4_000
_MOST_FAULTS = 20


@dataclass
class Look:
    """What was found in the parts of a template."""

    used: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    made: int = 0

    def take(self, tree: nodes.Template) -> None:
        """Look at one part."""
        self._visit(tree, {}, 1)
        if self.made > _MOST_MADE:
            self._fault(N_("The template would make too long a paper: loops hold too much."))

    def _visit(self, node: nodes.Node, rows: Mapping[str, str], times: int) -> None:
        """Visit a node; `rows` says which list each loop name stands for, `times` how often the node may be written."""
        if isinstance(node, nodes.TemplateData):
            self.made += len(node.data) * times
        elif isinstance(node, nodes.Output):
            self.made += sum(not isinstance(one, nodes.TemplateData) for one in node.nodes) * _LONGEST * times
        if isinstance(node, nodes.For):
            self._loop(node, rows)
        elif isinstance(node, nodes.Getattr):
            self._column(node, rows)
        elif isinstance(node, nodes.Name):
            self._name(node.name, rows)
        elif isinstance(node, _PLAIN) or (isinstance(node, nodes.Filter) and self._known(node)):
            for child in node.iter_child_nodes():
                self._visit(child, rows, times)
        elif not isinstance(node, nodes.Filter):
            what = type(node).__name__.lower()
            self._fault(N_("“%(what)s” must not stand in a template: only fields, if and for."), what=what)

    def _loop(self, node: nodes.For, rows: Mapping[str, str]) -> None:
        if rows:
            self._fault(N_("A for must not stand inside another for."))
        elif not isinstance(node.iter, nodes.Name) or node.iter.name not in COLUMNS:
            listed = ", ".join(COLUMNS)
            self._fault(N_("A for runs over one of the lists %(lists)s, nothing else."), lists=listed)
        elif not isinstance(node.target, nodes.Name) or node.target.name in NAMES | COLUMNS.keys() | {"loop"}:
            self._fault(
                N_("The loop over %(list)s needs one name of its own, such as “row”."), list=node.iter.name
            )
        elif node.recursive or node.test is not None or node.else_:
            self._fault(N_("The loop over %(list)s must be a plain one: for … in …."), list=node.iter.name)
        else:
            self.used.add(node.iter.name)
            for child in node.body:
                self._visit(child, {node.target.name: node.iter.name}, MOST_ROWS)

    def _column(self, node: nodes.Getattr, rows: Mapping[str, str]) -> None:
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name == "loop" and rows and node.attr in _LOOP:
            return
        if name not in rows:
            self._unknown(f"{name or '…'}.{node.attr}", NAMES | set(rows))
        elif node.attr not in COLUMNS[rows[name]]:
            whole = {f"{name}.{column}" for column in COLUMNS[rows[name]]}
            self._unknown(f"{name}.{node.attr}", whole)

    def _name(self, name: str, rows: Mapping[str, str]) -> None:
        if name in NAMES:
            self.used.add(name)
        elif name in COLUMNS:
            self._fault(N_("“%(list)s” is a list: write it with for, one row after the other."), list=name)
        elif name in rows:
            columns = ", ".join(f"{name}.{column}" for column in COLUMNS[rows[name]])
            self._fault(
                N_("“%(name)s” is a row: say which column of it, %(columns)s."), name=name, columns=columns
            )
        else:
            self._unknown(name, NAMES)

    def _known(self, node: nodes.Filter) -> bool:
        if node.name in FILTERS and not (node.args or node.kwargs or node.dyn_args or node.dyn_kwargs):
            return True
        self._fault(N_("“|%(name)s” is not known: only |upper and |lower."), name=node.name)
        return False

    def _unknown(self, name: str, known: set[str] | frozenset[str]) -> None:
        near = get_close_matches(name, sorted(known), 1)
        if near:
            message = N_("The field “%(name)s” does not exist. Did you mean “%(near)s”?")
            self._fault(message, name=name[:60], near=near[0])
        else:
            message = N_("The field “%(name)s” does not exist. The page of fields lists all that do.")
            self._fault(message, name=name[:60])

    def _fault(self, message: str, **params: str) -> None:
        fault = Fault("file", message, params)
        if fault not in self.faults and len(self.faults) < _MOST_FAULTS:
            self.faults.append(fault)
