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
  const symbol = (look, size = 16, r = look.shape === "group" ? 5.2 : 5.6) => {
    const icon = svg("svg", {
      width: size,
      height: size,
      viewBox: "-8 -8 16 16",
      "aria-hidden": "true",
    });
    for (const part of shapes.parts(look, look.both ? r * 0.9 : r)) {
      const { fill = "none", stroke, alpha } = part;
      const letter = { "text-anchor": "middle", y: part.size * 0.36, "font-size": part.size };
      const line = { "stroke-width": part.width, "stroke-dasharray": part.dash?.join(" ") ?? null };
      icon.append(
        part.letter
          ? svg("text", { text: part.letter, fill, "font-weight": "bold", ...letter })
          : svg("path", {
              d: shapes.outline(part.shape, part.r),
              fill,
              ...(stroke && { stroke, "stroke-linejoin": "round", ...line }),
              opacity: alpha ?? null,
            }),
      );
    }
    return icon;
  };
  const symbolOf = (node, size) => symbol(looks.of(node), size);

  return Object.freeze({ id, make, svg, symbol, symbolOf });
})();
