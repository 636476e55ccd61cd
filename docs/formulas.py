"""Sphinx extension: formulas as MathML, which browsers draw without any script.

The pages then ask nothing of the network, and can be read offline.
"""

from __future__ import annotations

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxTranslator


def _mathml(node: nodes.Node, *, as_block: bool = False) -> str:
    # A slash that is a little larger is the one command that docutils does not know.
    return tex2mathml(node.astext().replace(r"\big/", "/"), as_block=as_block)


def _inline(translator: SphinxTranslator, node: nodes.math) -> None:
    translator.body.append(_mathml(node))  # type: ignore[attr-defined]
    raise nodes.SkipNode


def _display(translator: SphinxTranslator, node: nodes.math_block) -> None:
    translator.body.append(f"<div>{_mathml(node, as_block=True)}</div>")  # type: ignore[attr-defined]
    raise nodes.SkipNode


def setup(sphinx: Sphinx) -> dict[str, bool]:
    """Register the renderer, which `html_math_renderer` names."""
    sphinx.add_html_math_renderer("mathml", (_inline, None), (_display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
