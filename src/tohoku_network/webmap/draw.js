// Drawing: ties below, symbols above them, names on top.
const draw = (() => {
  const { nodes, ties } = data;
  const { state, visible, tieVisible } = view;
  const family = '"Map Gothic", sans-serif';
  const fonts = {
    group: { size: 13, css: `bold 13px ${family}`, colour: "#173d70" },
    member: { size: 12, css: `12px ${family}`, colour: "#2b3644" },
    leader: { size: 14, css: `bold 14px ${family}`, colour: "#17212e" },
  };
  const colours = {
    tie: "rgba(78, 92, 112, 0.36)",
    tieFaded: "rgba(78, 92, 112, 0.07)",
    tieStrong: "rgba(22, 74, 128, 0.78)",
    ring: "#164a80",
    paper: "#ffffff",
  };
  const many = 2500; // above this, moving shows a picture of the last rest
  const canvas = dom.id("canvas");
  const context = canvas.getContext("2d");
  const picture = document.createElement("canvas");
  let pictureOf = null;
  let placed = [];
  let sides = new Map();
  let measured = new Map();
  let density = 1;

  const isLarge = () => nodes.length + ties.length > many;
  const fontOf = (node) => {
    if (node.side === "group") return fonts.group;
    return data.leading.has(node.number) ? fonts.leader : fonts.member;
  };

  // Width of a text as the sum of its characters', each measured once: the font has
  // no kerning, and asking the canvas for every possible line is slow.
  const widths = new Map();
  const widthIn = (font) => {
    let known = widths.get(font.css);
    if (!known) widths.set(font.css, (known = new Map()));
    return (line) => {
      let total = 0;
      for (const one of line) {
        const character = one >= "一" && one <= "鿿" ? "東" : one; // all as wide
        let width = known.get(character);
        if (width === undefined) {
          context.font = font.css;
          width = context.measureText(character).width;
          known.set(character, width);
        }
        total += width;
      }
      return total;
    };
  };

  // Lines and size of a node's name, measured once per language.
  const measure = (node) => {
    let found = measured.get(node.number);
    if (!found) {
      const font = fontOf(node);
      const widthOf = widthIn(font);
      const full = text.language === "ja" ? 13.1 : 14.5;
      const widest = font.size * (font === fonts.leader ? full - 3 : full);
      const lines = labels.wrap(text.name(node), widthOf, widest, font.size);
      found = {
        lines,
        width: Math.ceil(Math.max(...lines.map(widthOf))) + 2,
        height: lines.length * (font.size + 3),
      };
      measured.set(node.number, found);
    }
    return found;
  };
  const forgetNames = () => {
    measured = new Map();
    sides = new Map();
    pictureOf = null;
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

  // --- ties and symbols -----------------------------------------------------------

  const strokeTies = (numbers, colour, width, dash) => {
    if (!numbers.length) return;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.beginPath();
    for (const number of numbers) {
      const tie = ties[number];
      context.moveTo(...view.toScreen(nodes[tie.source]));
      context.lineTo(...view.toScreen(nodes[tie.target]));
    }
    context.stroke();
    context.setLineDash([]);
  };
  const strokeBoth = (numbers, colour, width) => {
    strokeTies(numbers.filter((tie) => !ties[tie].implied), colour, width, []);
    strokeTies(numbers.filter((tie) => ties[tie].implied), colour, width, [4, 3]);
  };

  const drawSymbol = (node, strength) => {
    const [x, y] = view.toScreen(node);
    const r = view.radius(node);
    context.save();
    context.translate(x, y);
    const path = shapes.path(node.shape, r);
    // Paper first, so that ties never show through a faded symbol.
    context.fillStyle = colours.paper;
    context.fill(path);
    context.globalAlpha = strength;
    if (node.side === "both") {
      context.strokeStyle = shapes.outlineColour;
      context.lineWidth = 1;
      context.stroke(shapes.path("circle", r * 1.36));
    }
    if (node.unnamed) {
      context.setLineDash([Math.max(2, r * 0.4), Math.max(1.4, r * 0.26)]);
      context.strokeStyle = shapes.edgeOf(node);
      context.lineWidth = 1.5;
    } else {
      context.fillStyle = node.colour;
      context.fill(path);
      context.strokeStyle = shapes.outlineColour;
      context.lineWidth = node.shape === "group" ? 1.5 : 1;
    }
    context.lineJoin = "round";
    context.stroke(path);
    context.restore();
  };

  const drawRing = (node, width) => {
    const [x, y] = view.toScreen(node);
    const [w, h] = halfSizes(node);
    context.strokeStyle = colours.ring;
    context.lineWidth = width;
    context.beginPath();
    context.ellipse(x, y, w + 5, h + 5, 0, 0, 2 * Math.PI);
    context.stroke();
  };

  // --- names ----------------------------------------------------------------------

  // How much it matters that a name does not cover this symbol.
  const weightOf = (node) => {
    const size = Math.min(1, view.radius(node) / 6);
    if (node.isGroup || data.leading.has(node.number)) return 9 * size;
    return (node.unnamed ? 0.7 : 2) * size;
  };

  const layLabels = (active, near, onlyNear = false) => {
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
      const isPale = state.selected >= 0 && number !== active && !near.has(number);
      symbols.push({
        number,
        left: x - w,
        right: x + w,
        top: y - h,
        bottom: y + h,
        weight: isPale ? 0.02 : weightOf(node),
      });
    }
    const corner = { left: state.width - 58, top: state.height - 124, weight: 99 };
    symbols.push({ number: -1, right: state.width, bottom: state.height, ...corner });
    const first = [state.focused, active].filter((number) => number >= 0);
    for (const number of new Set(first)) if (visible[number]) add(number, 99);
    for (const number of seen) {
      if (near.has(number) && !first.includes(number)) add(number, 0.5);
    }
    if (state.selected < 0 && !onlyNear) {
      // On a large map, names are asked for by importance until the sheet is full.
      const most = isLarge() ? 600 : Infinity;
      const rest = seen.filter((number) => !near.has(number) && !first.includes(number));
      // The very first may cover small symbols: a map must name its hubs.
      for (const [rank, number] of [...data.leading].entries()) {
        if (rest.includes(number)) add(number, Math.max(2.6, rank < 3 ? 200 : 40 / rank));
      }
      for (const number of rest.slice(0, most)) {
        if (!data.leading.has(number)) add(number, nodes[number].isGroup ? 1 : 0.5);
      }
    }
    const frame = { left: 4, top: 4, right: state.width - 4, bottom: state.height - 4 };
    placed = labels.place(wanted, symbols, frame, sides);
    sides = new Map(placed.map((label) => [label.number, label.side]));
  };

  const drawLabels = (active, near) => {
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const label of placed) {
      const node = nodes[label.number];
      const font = fontOf(node);
      const strong = label.number === active;
      const isNear = active < 0 || strong || near.has(label.number);
      context.globalAlpha = isNear ? 1 : 0.3;
      context.font = strong && font === fonts.member ? `bold ${font.css}` : font.css;
      context.textAlign = label.align;
      const x =
        label.align === "left"
          ? label.left + 1
          : label.align === "right"
            ? label.right - 1
            : (label.left + label.right) / 2;
      label.lines.forEach((line, i) => {
        const y = label.top + (font.size + 3) * (i + 0.5);
        context.strokeStyle = "rgba(255, 255, 255, 0.92)";
        context.lineWidth = 3.5;
        context.strokeText(line, x, y);
        context.fillStyle = node.unnamed ? "#566273" : font.colour;
        context.fillText(line, x, y);
      });
    }
    context.globalAlpha = 1;
  };

  // --- a whole picture ------------------------------------------------------------

  const paint = () => {
    context.setTransform(density, 0, 0, density, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, state.width, state.height);
    const active = state.selected >= 0 ? state.selected : state.hovered;
    const near = active >= 0 ? data.neighbours(active) : new Set();
    const fade = state.selected >= 0 ? 0.16 : 0.45;
    if (active >= 0 && state.selected < 0 && isPictured()) {
      paintOver(active, near);
      return;
    }

    const plain = [];
    const strong = [];
    for (const tie of ties) {
      if (!tieVisible[tie.number]) continue;
      const touches = tie.source === active || tie.target === active;
      (touches ? strong : plain).push(tie.number);
    }
    const crowded = plain.length > 4000 ? 0.6 : 1;
    strokeBoth(plain, active < 0 ? colours.tie : colours.tieFaded, crowded);

    const front = [];
    for (let i = data.byImportance.length - 1; i >= 0; i -= 1) {
      const node = nodes[data.byImportance[i]];
      if (!visible[node.number] || !inFrame(node, 40)) continue;
      if (active < 0) drawSymbol(node, 1);
      else if (node.number === active || near.has(node.number)) front.push(node);
      else drawSymbol(node, fade);
    }
    strokeBoth(strong, colours.tieStrong, 1.6);
    for (const node of front) drawSymbol(node, 1);
    if (active >= 0 && visible[active]) drawRing(nodes[active], 2);
    if (state.focused >= 0 && state.focused !== active) drawRing(nodes[state.focused], 1.5);
    layLabels(active, near);
    drawLabels(active, near);
    if (isLarge()) keepPicture(active < 0);
  };

  // On a large map, what the pointer is over is drawn upon the paled picture.
  const paintOver = (active, near) => {
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(picture, 0, 0);
    context.restore();
    context.fillStyle = "rgba(255, 255, 255, 0.6)";
    context.fillRect(0, 0, state.width, state.height);
    const { groups, members } = nodes[active];
    const shown = [...groups, ...members].filter((tie) => tieVisible[tie]);
    strokeBoth(shown, colours.tieStrong, 1.6);
    for (const number of [...near, active]) {
      if (visible[number]) drawSymbol(nodes[number], 1);
    }
    drawRing(nodes[active], 2);
    layLabels(active, near, true);
    drawLabels(active, near);
  };
  const isPictured = () =>
    pictureOf !== null &&
    pictureOf.isPlain &&
    ["k", "x", "y"].every((key) => pictureOf[key] === state[key]);

  const keepPicture = (isPlain) => {
    picture.width = canvas.width;
    picture.height = canvas.height;
    picture.getContext("2d").drawImage(canvas, 0, 0);
    pictureOf = { k: state.k, x: state.x, y: state.y, isPlain };
  };

  // While a large map moves, the last picture moves; it is drawn anew at rest.
  const paintMoving = () => {
    if (!isLarge() || !pictureOf) {
      paint();
      return;
    }
    const scale = state.k / pictureOf.k;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.setTransform(
      scale, 0, 0, scale,
      (state.x - pictureOf.x * scale) * density,
      (state.y - pictureOf.y * scale) * density,
    );
    context.drawImage(picture, 0, 0);
  };

  const forgetPicture = () => {
    pictureOf = null;
  };

  const resize = (width, height, wantedDensity) => {
    density = wantedDensity;
    state.width = width;
    state.height = height;
    canvas.width = Math.max(1, Math.round(width * density));
    canvas.height = Math.max(1, Math.round(height * density));
    pictureOf = null;
  };

  const isOfSize = (width, height, wanted) =>
    width === state.width && height === state.height && wanted === density;

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

  return Object.freeze({
    paint,
    paintMoving,
    resize,
    isOfSize,
    isLarge,
    forgetNames,
    forgetPicture,
    labelAt,
    visibleLabels,
    family,
  });
})();
