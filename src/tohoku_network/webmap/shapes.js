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

  const strike = (w, h) => `M${-w} ${-h}L${w} ${h}M${-w} ${h}L${w} ${-h}`;
  // Slanting lines over what is inside, each from where it enters to where it leaves.
  const hatch = (r, isInside) => {
    const step = Math.max(2.6, r * 0.42);
    const line = (from) => {
      const inside = [];
      for (let t = -2 * r; t <= 2 * r; t += 0.25) if (isInside(from + t, -t)) inside.push(t);
      const end = (t) => `${(from + t).toFixed(2)} ${(-t).toFixed(2)}`;
      return inside.length > 1 ? `M${end(inside[0])}L${end(inside[inside.length - 1])}` : "";
    };
    const lines = Array.from({ length: 1 + 2 * Math.ceil((2 * r) / step) }, (_, i) => i);
    return lines.map((i) => line((i - (lines.length - 1) / 2) * step)).join("");
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
    ["hatch-group", (r) => hatch(r, (x, y) => Math.abs(x) < r * 1.25 && Math.abs(y) < r * 0.82)],
    ["hatch", (r) => hatch(r, (x, y) => Math.hypot(x, y) < r * 0.97)],
    ["strike-group", (r) => strike(r * 0.86, r * 0.86)],
    ["strike", (r) => strike(r * 0.7, r * 0.7)],
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

  // What a symbol is made of, lowest first: the map, lists, legend and every picture
  // paint the same. A look may have the state of a group's list (covered), a letter, a
  // doubt, and sizes that its own lies between.
  const parts = (look, r) => {
    const { shape, colour, unnamed, covered } = look;
    const found = [];
    const add = (name, size, paint) => {
      paint.shape = name;
      paint.r = size;
      paint.width ??= 1;
      found.push(paint);
    };
    const cover = (name, size) => {
      const edge = { stroke: outlineColour, width: name === "group" ? 1.5 : 1 };
      const tag = name === "group" ? "-group" : "";
      if (covered === "present") add(name, size, { fill: colour, ...edge });
      else if (covered === "unnamed") {
        add(name, size, { fill: "#ffffff" });
        add(`hatch${tag}`, size, { stroke: colour, width: Math.max(1.1, size * 0.14) });
        add(name, size, edge);
      } else if (covered === "absent") {
        add(name, size, { fill: "#ffffff", stroke: outlineColour, width: Math.min(2, size * 0.3) });
        add(`strike${tag}`, size, { stroke: outlineColour, width: Math.min(1.4, size * 0.2) });
      } else if (covered === "unknown") {
        add(name, size, { fill: "#dfe4ea", stroke: "#8a95a3", dash: [2, 1.6] });
        if (name === "group") found.push({ letter: "?", size: size * 1.3, fill: "#566273" });
      } else add(name, size, { fill: "#ffffff", stroke: "#8a95a3", width: 0.8, dash: [1, 2] });
    };
    if (look.both && !covered) add("circle", r * 1.36, { stroke: outlineColour });
    if (covered) cover(look.both ? "circle" : shape, look.both ? r * 1.36 : r);
    if (look.outer) add(shape, r * look.outer, { fill: colour, alpha: 0.26, stroke: colour, width: 0.6 });
    if (covered && !look.both) return found;
    const own = covered ? r * 0.72 : r;
    if (unnamed) {
      const dash = [Math.max(2, own * 0.4), Math.max(1.4, own * 0.26)];
      add(shape, own, { stroke: edgeOf(look), width: 1.5, dash });
      return found;
    }
    const fill = covered ? look.own : colour;
    const dash = look.doubt || look.open ? [2.4, 1.8] : null;
    const edge = { stroke: outlineColour, width: shape === "group" ? 1.5 : 1, dash };
    if (look.doubt || look.inner || look.tinted) {
      add(shape, own, { fill, alpha: look.tinted && (look.doubt || look.inner) ? 0.22 : 0.45 });
      if (look.inner) add(shape, own * look.inner, { fill, alpha: look.tinted ? 0.3 : 1 });
      add(shape, own, edge);
    } else {
      edge.fill = fill;
      add(shape, own, edge);
    }
    if (look.letter) found.push({ letter: look.letter, size: own * 1.2, fill: look.ink });
    return found;
  };

  return Object.freeze({ outline, path, textOf, parts, outlineColour });
})();
