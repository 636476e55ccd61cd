// The legend: what each sign means; the page and every picture show the same.
const legend = (() => {
  const { nodes } = data;
  const { say } = text;

  const entries = () => {
    const found = lookmode.entries();
    const grey = { shape: "circle", colour: "#8a95a3" };
    if (looks.by === "sector" && nodes.some((node) => node.side === "group")) {
      found.push({ look: { shape: "group", colour: "#f1f3f5" }, words: say("legend_group") });
    }
    if (nodes.some((node) => node.side === "both")) {
      found.push({ look: { ...grey, both: true }, words: say("legend_both") });
    }
    if (nodes.some((node) => node.unnamed)) {
      const look = { ...grey, colour: "#566273", unnamed: true };
      // The filter counts them behind a plus sign; pictures have no filter.
      found.push({ look, words: say("legend_unnamed"), onPage: "+n: " });
    }
    if (change.years) {
      for (const [kind, look] of change.looks) {
        found.push({ ...look, words: change.words(kind) });
      }
    } else {
      // Tables that do not tell how certain they are must not seem to say "stated".
      const told = data.quality.stated + data.quality.implied > 0;
      found.push({ dash: [], words: say(told ? "legend_stated" : "legend_tie") });
      if (data.ties.some((tie) => tie.implied)) {
        found.push({ dash: [4, 3], words: say("legend_implied") });
      }
    }
    return [...found, ...lookmode.sizeEntries()];
  };

  const line = ({ dash, colour = "#4e5c70", width = 1.6 }) =>
    dom.svg(
      "svg",
      { width: 26, height: 12, viewBox: "0 0 26 12", "aria-hidden": "true" },
      dom.svg("path", {
        d: "M1 6H25",
        stroke: colour,
        "stroke-width": width,
        "stroke-dasharray": dash.join(" ") || null,
      }),
    );
  const mark = (entry) => {
    if (entry.look) return dom.symbol(entry.look, entry.look.letter ? 18 : 15, entry.r);
    return entry.dash ? line(entry) : null;
  };
  const build = () => {
    const items = entries().map((entry) =>
      dom.make("li", { class: entry.onPaper ? "on-paper" : null }, mark(entry), dom.make("span", { text: (entry.onPage ?? "") + entry.words })),
    );
    dom.id("legend").replaceChildren(...items);
  };

  return Object.freeze({ entries, build });
})();
