// Which names stand on the map, and where.
const naming = (() => {
  const { nodes, ties } = data;
  const { state, visible } = view;
  const { colours, tone } = brush;
  const many = 2500;
  let placed = [];
  let sides = new Map();
  let measured = new Map();

  const isLarge = () => nodes.length + ties.length > many;
  const fontOf = (node) => {
    const { fonts } = brush;
    if (node.side === "group") return fonts.group;
    return looks.leading.has(node.number) ? fonts.leader : fonts.member;
  };

  // Lines and size of a node's name, measured once per language and font.
  const measure = (node) => {
    const font = fontOf(node);
    let found = measured.get(node.number);
    if (found?.font !== font) {
      const widthOf = brush.widthIn(font.css);
      const full = text.language === "ja" ? 13.1 : 14.5;
      const widest = font.size * (font === brush.fonts.leader ? full - 3 : full);
      const lines = labels.wrap(text.name(node), widthOf, widest, font.size);
      found = {
        font,
        lines,
        width: Math.ceil(Math.max(...lines.map(widthOf))) + 2,
        height: lines.length * (font.size + 3),
      };
      measured.set(node.number, found);
    }
    return found;
  };
  const forget = () => {
    measured = new Map();
    sides = new Map();
  };

  const halfSizes = (node) => {
    const r = view.radius(node);
    if (node.shape === "group") return [r * 1.3, r * 0.86];
    return node.side === "both" ? [r * 1.2, r * 1.2] : [r, r];
  };

  const inFrame = (node, margin) => {
    const [x, y] = view.toScreen(node);
    return (
      x > -margin && y > -margin && x < state.width + margin && y < state.height + margin
    );
  };

  // How much it matters that a name does not cover this symbol.
  const weightOf = (node) => {
    const size = Math.min(1, view.radius(node) / 6);
    if (node.isGroup || looks.leading.has(node.number)) return 3 * size;
    return (node.unnamed ? 0.7 : 2) * size;
  };

  const lay = (active, near, others = true) => {
    const wanted = [];
    const symbols = [];
    const add = (number, tolerance) => {
      const node = nodes[number];
      const [x, y] = view.toScreen(node);
      const [halfWidth, halfHeight] = halfSizes(node);
      const { width, height, lines } = measure(node);
      const isGroup = node.side !== "member";
      wanted.push({
        number, x, y, halfWidth, halfHeight, width, height, lines, isGroup, tolerance,
        isLeading: looks.leading.has(number),
      });
    };
    const seen = data.byImportance.filter(
      (number) => visible[number] && inFrame(nodes[number], 0),
    );
    for (const number of seen) {
      const node = nodes[number];
      const [x, y] = view.toScreen(node);
      const [w, h] = halfSizes(node);
      // Beside a selection the others are pale, and may lie under its names.
      const isPale = !others && number !== active && !near.has(number);
      symbols.push({
        number,
        left: x - w,
        right: x + w,
        top: y - h,
        bottom: y + h,
        weight: isPale ? 0.02 : weightOf(node),
      });
    }
    if (brush.isScreen) {
      // The buttons in the corner of the window.
      const corner = { left: state.width - 58, top: state.height - 124, weight: 99 };
      symbols.push({ number: -1, right: state.width, bottom: state.height, ...corner });
    }
    const first = [state.focused, active].filter((number) => number >= 0);
    for (const number of new Set(first)) if (visible[number]) add(number, 99);
    for (const number of seen) {
      if (near.has(number) && !first.includes(number)) add(number, 0.5);
    }
    if (others) {
      // On a large map, names are asked for by importance until the sheet is full.
      const most = isLarge() ? 600 : Infinity;
      const rest = seen.filter(
        (number) => !near.has(number) && !first.includes(number) && !looks.of(nodes[number]).isPale,
      );
      // The very first may cover small symbols: a map must name its hubs.
      for (const [rank, number] of [...looks.leading].entries()) {
        if (rest.includes(number)) add(number, rank < 2 ? 200 : Math.max(1.2, 8 / rank));
      }
      for (const number of rest.slice(0, most)) {
        if (!looks.leading.has(number)) add(number, 0.25);
      }
    }
    const frame = { left: 4, top: 4, right: state.width - 4, bottom: state.height - 4 };
    placed = labels.place(wanted, symbols, frame, sides);
    sides = new Map(placed.map((label) => [label.number, label.spot]));
  };

  // From a name that stands farther out to its symbol.
  const tie = ({ number, spot, left, right, top, bottom, x, y }) => {
    if (!spot.away) return;
    const { context } = brush;
    const [endX, endY] = [Math.min(Math.max(x, left), right), Math.min(Math.max(y, top), bottom)];
    const part = view.radius(nodes[number]) / Math.max(1, Math.hypot(endX - x, endY - y));
    for (const [colour, width] of [[colours.halo, 3.4], [colours.soft, 1.2]]) {
      context.strokeStyle = tone(colour);
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(x + (endX - x) * part, y + (endY - y) * part);
      context.lineTo(endX, endY);
      context.stroke();
    }
  };

  const draw = (active, near, isLit) => {
    const { context } = brush;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    placed.forEach(tie);
    for (const label of placed) {
      const node = nodes[label.number];
      const font = fontOf(node);
      const strong = label.number === active;
      const isNear = !isLit || strong || near.has(label.number);
      context.globalAlpha = isNear ? 1 : 0.3;
      context.font = strong && font === brush.fonts.member ? `bold ${font.css}` : font.css;
      context.textAlign = label.align;
      const x =
        label.align === "left"
          ? label.left + 1
          : label.align === "right"
            ? label.right - 1
            : (label.left + label.right) / 2;
      label.lines.forEach((line, i) => {
        const y = label.top + (font.size + 3) * (i + 0.5);
        context.strokeStyle = tone(colours.halo);
        context.lineWidth = 3.5;
        context.strokeText(line, x, y);
        context.fillStyle = tone(node.unnamed ? colours.soft : font.colour);
        context.fillText(line, x, y);
      });
    }
    context.globalAlpha = 1;
  };

  const labelAt = (x, y) => {
    const hit = placed.find(
      (label) =>
        x >= label.left && x <= label.right && y >= label.top && y <= label.bottom,
    );
    return hit ? hit.number : -1;
  };

  const visibleLabels = () =>
    placed.map(({ number, left, top, right, bottom, lines }) => ({
      id: nodes[number].id,
      text: lines.join("\n"),
      left,
      top,
      right,
      bottom,
    }));

  // The symbols in the window, as boxes.
  const boxes = () =>
    nodes
      .filter((node) => visible[node.number] && inFrame(node, 0))
      .map((node) => {
        const [x, y] = view.toScreen(node);
        const [w, h] = halfSizes(node);
        return { id: node.id, left: x - w, right: x + w, top: y - h, bottom: y + h };
      });

  return Object.freeze({
    boxes,
    lay,
    draw,
    forget,
    halfSizes,
    inFrame,
    isLarge,
    labelAt,
    visibleLabels,
  });
})();
