// One outline per shape, as a path of commands: the map and the legend share it.
const shapes = (() => {
  const outlineColour = "#1d2836";

  // Hollow symbols have their sector's colour as edge; a group's fill is too light.
  const edgeOf = ({ unnamed, shape, colour }) =>
    unnamed && shape !== "group" ? colour : outlineColour;

  const polygon = (corners, r, turn) => {
    const points = Array.from({ length: corners }, (_, i) => {
      const angle = turn + (2 * Math.PI * i) / corners;
      return `${(r * Math.cos(angle)).toFixed(2)} ${(r * Math.sin(angle)).toFixed(2)}`;
    });
    return `M${points.join("L")}Z`;
  };
  const circle = (r) => `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`;
  const box = (w, h, round) =>
    `M${round - w} ${-h}H${w - round}A${round} ${round} 0 0 1 ${w} ${round - h}` +
    `V${h - round}A${round} ${round} 0 0 1 ${w - round} ${h}H${round - w}` +
    `A${round} ${round} 0 0 1 ${-w} ${h - round}V${round - h}` +
    `A${round} ${round} 0 0 1 ${round - w} ${-h}Z`;
  const cross = (r) => {
    const a = r * 1.05;
    const b = r * 0.42;
    return (
      `M${-b} ${-a}H${b}V${-b}H${a}V${b}H${b}V${a}H${-b}V${b}H${-a}V${-b}H${-b}Z`
    );
  };

  // Radii are evened out so that the shapes look equally large.
  const outlines = new Map([
    ["circle", (r) => circle(r)],
    ["dot", (r) => circle(r * 0.72)],
    ["square", (r) => polygon(4, r * 1.22, Math.PI / 4)],
    ["diamond", (r) => polygon(4, r * 1.24, 0)],
    ["triangle", (r) => polygon(3, r * 1.3, -Math.PI / 2)],
    ["triangle-down", (r) => polygon(3, r * 1.3, Math.PI / 2)],
    ["hexagon", (r) => polygon(6, r * 1.1, 0)],
    ["pentagon", (r) => polygon(5, r * 1.14, -Math.PI / 2)],
    ["cross", (r) => cross(r)],
    ["group", (r) => box(r * 1.3, r * 0.86, r * 0.36)],
  ]);
  const outline = (shape, r) => (outlines.get(shape) ?? outlines.get("dot"))(r);

  // Paths are kept by shape and rounded radius: drawing asks for the same ones again.
  const kept = new Map();
  const texts = new WeakMap(); // the commands of a path, for a picture made of text
  const path = (shape, r) => {
    const step = Math.round(r * 4) / 4;
    const key = `${shape} ${step}`;
    let found = kept.get(key);
    if (!found) {
      if (kept.size > 2000) kept.clear();
      const commands = outline(shape, step);
      found = new Path2D(commands);
      texts.set(found, commands);
      kept.set(key, found);
    }
    return found;
  };

  const textOf = (found) => texts.get(found) ?? "";

  return Object.freeze({ outline, path, textOf, edgeOf, outlineColour });
})();
