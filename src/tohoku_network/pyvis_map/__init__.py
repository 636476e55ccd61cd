"""How does one hand the network to users of pyvis, safely and offline?

:func:`build` returns pyvis' own network object, laid out and ready to be changed with
pyvis' methods. Only its page is made differently: it asks for nothing outside itself,
runs no script but its own, and shows every name as text. pyvis is an optional extra:
``pip install tohoku-network[pyvis]``.
"""

from __future__ import annotations

import html
import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from tohoku_network import _files
from tohoku_network import scene as scenes
from tohoku_network.errors import printable
from tohoku_network.network import AffiliationNetwork
from tohoku_network.pyvis_map import _items, _page
from tohoku_network.scene import Scene
from tohoku_network.vocabulary import Language

if TYPE_CHECKING:
    from pyvis.network import Network

__all__ = ["build", "save"]


def build(
    net_or_scene: AffiliationNetwork | Scene,
    *,
    title: str | None = None,
    language: Language = "ja",
) -> Network:
    """Pyvis network of organizations and groups, at the places of the scene.

    Node ids are numbers in the order of the scene; each node carries the id of its
    ``organization``. Sectors differ in shape and colour, classes of unnamed members
    are hollow, implied memberships dashed; pointing at a node shows what is known of
    it. Physics is off, so that the page opens at once. ``heading``, ``select_menu``
    and ``filter_menu`` are ignored by the page: pyvis would run what stands in them.

    Parameters
    ----------
    net_or_scene
        The network, or a scene of it with positions of your own.
    title
        Heading of the page; None for a general one.
    language
        Language of names and words.

    Returns
    -------
    pyvis.network.Network
        With ``save(path)``, which writes the page (see :func:`save`);
        ``generate_html``, ``write_html`` and ``show`` give the same page.

    Raises
    ------
    ImportError
        If pyvis is not installed.
    TypeError
        If the first argument is neither a network nor a scene.
    ValueError
        If the language is neither ``"ja"`` nor ``"en"``.

    Examples
    --------
    >>> import tohoku_network as tn
    >>> network = build(tn.load_tohoku().filter(groups="tap"), language="en")
    >>> any(node["label"] == "Tohoku University" for node in network.nodes)
    True
    """
    if language not in get_args(Language):
        msg = f"language must be 'ja' or 'en', not {language!r}"
        raise ValueError(msg)
    if isinstance(net_or_scene, AffiliationNetwork):
        net_or_scene = scenes.build(net_or_scene)
    if not isinstance(net_or_scene, Scene):
        msg = (
            "build takes an AffiliationNetwork or a Scene, not "
            f"{type(net_or_scene).__name__}"
        )
        raise TypeError(msg)
    scene = net_or_scene
    network = _offline()(height="88vh", cdn_resources="in_line")
    heading = _items.say("title", language) if title is None else title
    network.page_title = printable(heading, limit=200)
    network.page_legend = _items.legend(scene, language)
    network.page_language = language
    network.nodes = _items.nodes(scene, language)
    network.node_ids = [node["id"] for node in network.nodes]
    network.node_map = {node["id"]: node for node in network.nodes}
    network.edges = _items.edges(scene)
    _items.settle(network.options)
    return network


def save(
    network: Network, path: str | os.PathLike[str], *, overwrite: bool = True
) -> Path:
    """Write the page as UTF-8; an older file stays whole until the new one is done.

    Parameters
    ----------
    network
        What :func:`build` returned.
    path
        Where to write, in a folder that exists.
    overwrite
        False refuses to replace a file.

    Returns
    -------
    pathlib.Path
        The path written.

    Raises
    ------
    ExportError
        If the path is no ordinary file, or cannot be written.
    TypeError
        If the network was not made by :func:`build`.

    Examples
    --------
    >>> import tempfile
    >>> import tohoku_network as tn
    >>> network = build(tn.load_tohoku().filter(groups="tap"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(network, Path(folder) / "tap.html").name
    'tap.html'
    """
    if not isinstance(network, _offline()):
        msg = "save takes a network made by pyvis_map.build; other pages are not safe"
        raise TypeError(msg)
    content = _page.page(network).encode("utf-8")
    return _files.save(path, content, overwrite=overwrite)


@cache
def _offline() -> Any:  # noqa: ANN401  (pyvis, and so its subclass, has no types)
    """The subclass of pyvis' network; made when first needed, as pyvis is optional."""
    if find_spec("pyvis") is None:
        msg = "pyvis is not installed: pip install tohoku-network[pyvis]"
        raise ImportError(msg, name="pyvis")
    from pyvis.network import Network

    class OfflineNetwork(Network):  # type: ignore[misc]  # pyvis has no types
        """pyvis' network whose page is safe and offline."""

        page_title = ""
        page_legend = ""
        page_language = "ja"

        def generate_html(self, *_arguments: object, **_options: object) -> str:
            self.html = _page.page(self)
            return self.html

        def write_html(
            self, name: str, *_arguments: object, **_options: object
        ) -> None:
            save(self, name)

        def show(self, name: str, *_arguments: object, **_options: object) -> None:
            save(self, name)

        def save(self, path: str | os.PathLike[str], *, overwrite: bool = True) -> Path:
            return save(self, path, overwrite=overwrite)

        def _repr_html_(self) -> str:
            """Notebook view: the page in a frame, cut off from the notebook."""
            return (
                '<iframe sandbox="allow-scripts" '
                'style="width:100%;height:680px;border:0" '
                f'srcdoc="{html.escape(_page.page(self))}"></iframe>'
            )

    return OfflineNetwork
