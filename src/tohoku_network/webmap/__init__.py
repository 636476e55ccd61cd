"""How does one show the network to a meeting, offline, in one file?

:func:`render` turns a network or a scene into a :class:`WebMap`: one HTML page with
the picture, the search, the filters, the answer to "who links A and B" and the
evidence behind every tie. Its address tells what is shown: ``#org=tap&lang=en``,
``#link=finance|academia&year=2021``, ``#colour=coverage&of=finance``, ``#view=`` with
the name of a saved view. The page's ``__map`` object lets a test or a curious reader
see what is drawn; reading it changes nothing. The page asks for nothing outside itself
and runs no script but its own.
"""

from __future__ import annotations

import html
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pandas as pd

from tohoku_network import _files
from tohoku_network import scene as scenes
from tohoku_network.network import AffiliationNetwork
from tohoku_network.scene import Scene
from tohoku_network.vocabulary import Label, Language
from tohoku_network.webmap import _kept, _overlays, _page, _payload

if TYPE_CHECKING:
    from tohoku_network.communities import Communities

__all__ = ["WebMap", "render"]

_FRAME_HEIGHT = 680


@dataclass(frozen=True)
class WebMap:
    """A finished map page.

    Attributes
    ----------
    html
        The whole page, ready to be written as UTF-8.

    Examples
    --------
    >>> WebMap("<!doctype html><p>").html
    '<!doctype html><p>'
    """

    html: str = field(repr=False)

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = True) -> Path:
        """Write the page; an older file stays whole until the new one is complete.

        Parameters
        ----------
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
            If the path is a directory or a device, or cannot be written.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     WebMap("<!doctype html><p>").save(Path(folder) / "map.html").name
        'map.html'
        """
        return _files.save(path, self.html.encode("utf-8"), overwrite=overwrite)

    def _repr_html_(self) -> str:
        """Notebook view: the page in a frame of its own, cut off from the notebook."""
        return (
            '<iframe sandbox="allow-scripts allow-downloads allow-modals" '
            f'style="width:100%;height:{_FRAME_HEIGHT}px;border:0" '
            f'srcdoc="{html.escape(self.html)}"></iframe>'
        )


def render(
    net_or_scene: AffiliationNetwork | Scene,
    *,
    title: str | Label | None = None,
    language: Language = "ja",
    data_date: str = "",
    positions: pd.DataFrame | str | os.PathLike[str] | None = None,
    views: str | os.PathLike[str] | Iterable[tuple[str, str]] = (),
    communities: Communities | None = None,
    ranks: pd.DataFrame | None = None,
    not_eligible: Mapping[str, Iterable[str]] | None = None,
) -> WebMap:
    """Map page of a network: one file, nothing fetched, Japanese and English.

    Parameters
    ----------
    net_or_scene
        The network, or a scene of it with positions of your own.
    title
        Heading of the page, or a label with one in each language; None gives a
        general one.
    language
        Language in which the page opens; the reader can switch.
    data_date
        The date the data stand for, shown as it is; without it the page tells the
        range of its sources' dates.
    positions
        Places to keep from an earlier map: the file that the page hands out, or a
        frame with ``x`` and ``y`` by id. Newcomers are put beside their groups.
    views
        Saved views to step through: the file that the page hands out, or pairs of a
        name and a state such as ``"org=tap"`` or ``"link=finance|academia"``.
    communities
        What :func:`tohoku_network.communities.detect` found; the reader can then
        colour by community. Groups take the community of most of their members.
    ranks
        Frame of :func:`tohoku_network.robustness.stability` or ``fill_unnamed``; the
        reader can then size by rank, with its range. Of several shares lost, the one
        nearest to 10 % is shown.
    not_eligible
        Sectors that a group need not have, by group id, as for
        :func:`tohoku_network.gaps.coverage`.

    Returns
    -------
    WebMap
        The page; the same input gives the same bytes.

    Raises
    ------
    TypeError
        If the first argument is neither a network nor a scene, or communities or
        ranks are not what those functions return.
    ValueError
        If the language is neither ``"ja"`` nor ``"en"``, positions or views are
        incomplete, positions are given for a scene, which has its own, or what is
        handed in belongs to another network.

    Examples
    --------
    >>> import pandas as pd
    >>> net = AffiliationNetwork.from_frames(
    ...     pd.DataFrame({"id": ["u", "g"], "name": ["大学", "協議会"]}),
    ...     pd.DataFrame({"member_id": ["u"], "group_id": ["g"]}),
    ... )
    >>> page = render(net, title="協議会の顔ぶれ")
    >>> page.html.startswith("<!doctype html>"), "協議会の顔ぶれ" in page.html
    (True, True)
    """
    if isinstance(net_or_scene, AffiliationNetwork):
        kept = None if positions is None else _kept.read_positions(positions)
        net_or_scene = scenes.build(net_or_scene, positions=kept)
    elif positions is not None:
        msg = "positions go with a network; a scene has its own"
        raise ValueError(msg)
    if not isinstance(net_or_scene, Scene):
        msg = (
            "render takes an AffiliationNetwork or a Scene, not "
            f"{type(net_or_scene).__name__}"
        )
        raise TypeError(msg)
    if language not in get_args(Language):
        msg = f"language must be 'ja' or 'en', not {language!r}"
        raise ValueError(msg)
    for name, text in (("title", title), ("data_date", data_date)):
        if not isinstance(text, str) and not (
            name == "title" and (text is None or isinstance(text, Label))
        ):
            msg = f"{name} must be a text, not {type(text).__name__}"
            raise TypeError(msg)
    payload = _payload.payload(
        net_or_scene,
        title=title,
        language=language,
        data_date=data_date,
        views=_kept.read_views(views),
        overlays=_overlays.overlays(net_or_scene, communities, ranks, not_eligible),
    )
    return WebMap(_page.page(payload))
