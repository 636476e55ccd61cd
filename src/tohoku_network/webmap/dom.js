// Building elements: text is only ever text, never markup.
const dom = (() => {
  const space = "http://www.w3.org/2000/svg";
  const id = (name) => document.getElementById(name);

  const fill = (element, attributes, children) => {
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "text") element.textContent = value;
      else if (key === "click") element.addEventListener("click", value);
      else if (value !== null && value !== false) element.setAttribute(key, value);
      // A sign carries its colours for a dark room beside those for paper.
      if (/^(#|rgb)/.test(value) && (key === "fill" || key === "stroke"))
        element.style.setProperty(`--${key}`, brush.onDark(value));
    }
    element.append(...children.filter(Boolean));
    return element;
  };
  const make = (tag, attributes = {}, ...children) =>
    fill(document.createElement(tag), attributes, children);
  const svg = (tag, attributes = {}, ...children) =>
    fill(document.createElementNS(space, tag), attributes, children);

  // The symbol of a node as it stands on the map, for lists and the legend.
  const symbol = (look, size = 16) => {
    const reach = look.shape === "group" ? 5.2 : 5.6;
    const icon = svg("svg", {
      width: size,
      height: size,
      viewBox: "-8 -8 16 16",
      "aria-hidden": "true",
    });
    if (look.both) {
      icon.append(
        svg("circle", { r: 7.3, fill: "none", stroke: shapes.outlineColour }),
      );
    }
    icon.append(
      svg("path", {
        d: shapes.outline(look.shape, look.both ? reach * 0.78 : reach),
        fill: look.unnamed ? "#ffffff" : look.colour,
        stroke: shapes.edgeOf(look),
        "stroke-width": look.unnamed ? 1.5 : 1.1,
        "stroke-dasharray": look.unnamed ? "2.4 1.6" : null,
        "stroke-linejoin": "round",
      }),
    );
    return icon;
  };
  const symbolOf = (node, size) =>
    symbol({ ...node, both: node.side === "both" }, size);

  return Object.freeze({ id, make, svg, symbol, symbolOf });
})();
