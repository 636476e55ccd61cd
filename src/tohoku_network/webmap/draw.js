// Drawing: ties below, symbols above them, names on top.
const draw = (() => {
  const { nodes, ties } = data;
  const { state, visible, tieVisible } = view;
  const { colours, tone } = brush;
  const { halfSizes, inFrame, isLarge } = naming;
  const canvas = dom.id("canvas");
  const screen = brush.context;
  const picture = document.createElement("canvas");
  let pictureOf = null;
  let density = 1;

  // --- ties and symbols -----------------------------------------------------------

  const strokeTies = (numbers, colour, width, dash) => {
    if (!numbers.length) return;
    const { context } = brush;
    context.strokeStyle = tone(colour);
    context.lineWidth = width * brush.heft;
    context.setLineDash(dash);
    // In parts: one path of very many lines is slower than many paths.
    for (let from = 0; from < numbers.length; from += 400) {
      context.beginPath();
      for (const number of numbers.slice(from, from + 400)) {
        const tie = ties[number];
        context.moveTo(...view.toScreen(nodes[tie.source]));
        context.lineTo(...view.toScreen(nodes[tie.target]));
      }
      context.stroke();
    }
    context.setLineDash([]);
  };
  const strokeBoth = (numbers, colour, width) => {
    strokeTies(numbers.filter((tie) => !ties[tie].implied), colour, width, []);
    strokeTies(numbers.filter((tie) => ties[tie].implied), colour, width, [4, 3]);
  };

  // What stands beside nothing lit may have the colour that the reader chose.
  const strokePlain = (numbers, colour, width, light) => {
    const some = new Map();
    for (const tie of numbers) {
      const own = light ? null : looks.tieColour(tie);
      if (!some.has(own)) some.set(own, []);
      some.get(own).push(tie);
    }
    for (const [own, found] of some) {
      brush.context.globalAlpha = own ? 0.6 : 1;
      strokeBoth(found, own ?? colour, own ? width * 1.2 : width);
    }
    brush.context.globalAlpha = 1;
  };

  const strokeChange = (numbers) => {
    for (const [kind, { colour, width, dash }] of change.looks) {
      const some = numbers.filter((tie) => change.kindOf(tie) === kind);
      strokeTies(some, colour, width, dash);
    }
  };

  // A symbol around the point (0, 0).
  const drawLook = (look, r, strength = 1) => {
    const { context } = brush;
    // Paper first, so that ties never show through a faded symbol.
    context.fillStyle = tone(colours.paper);
    context.fill(shapes.path(look.shape, r));
    context.lineJoin = "round";
    for (const part of shapes.parts(look, r)) {
      context.globalAlpha = strength * (part.alpha ?? 1);
      if (part.fill) context.fillStyle = tone(part.fill);
      if (part.letter) {
        if (part.size < 7) continue; // too small to be read
        context.font = `bold ${part.size.toFixed(1)}px ${brush.family}`;
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillText(part.letter, 0, 0.5);
        continue;
      }
      const path = shapes.path(part.shape, part.r);
      if (part.fill) context.fill(path);
      if (!part.stroke) continue;
      if (part.dash) context.setLineDash(part.dash);
      context.strokeStyle = tone(part.stroke);
      context.lineWidth = part.width;
      context.stroke(path);
      if (part.dash) context.setLineDash([]);
    }
  };
  const drawSymbol = (node, strength) => {
    const { context } = brush;
    const look = looks.of(node);
    context.save();
    context.translate(...view.toScreen(node));
    drawLook(look, view.radius(node), look.isPale ? strength * 0.3 : strength);
    context.restore();
  };

  const drawRing = (node, width) => {
    const { context } = brush;
    const [x, y] = view.toScreen(node);
    const [w, h] = halfSizes(node);
    context.strokeStyle = tone(colours.ring);
    context.lineWidth = width * brush.heft;
    context.beginPath();
    context.ellipse(x, y, w + 5, h + 5, 0, 0, 2 * Math.PI);
    context.stroke();
  };

  // --- a whole picture ------------------------------------------------------------

  // What stands out: the choice and its ties, else the answer asked for, else what
  // the pointer is over; everything else is pale.
  const spotlight = () => {
    if (state.selected < 0 && linking.found) {
      const { lit, pale, links } = linking.found;
      return { active: -1, near: lit, half: pale, fade: 0.13, has: (tie) => links.has(tie.number) };
    }
    const active = state.selected >= 0 ? state.selected : state.hovered;
    if (active < 0) return null;
    return {
      active,
      near: data.neighbours(active),
      half: new Set(),
      fade: state.selected >= 0 ? 0.16 : 0.45,
      has: (tie) => tie.source === active || tie.target === active,
    };
  };

  const paint = () => {
    const { context } = brush;
    if (context === screen) {
      context.setTransform(density, 0, 0, density, 0, 0);
      context.globalAlpha = 1;
      context.fillStyle = tone(colours.paper);
      context.fillRect(0, 0, state.width, state.height);
    }
    const light = spotlight();
    const isPassing = light !== null && state.selected < 0 && light.active >= 0;
    if (isPassing && context === screen && isPictured()) {
      paintOver(light.active, light.near);
      return;
    }

    const plain = [];
    const strong = [];
    for (const tie of ties) {
      if (!tieVisible[tie.number]) continue;
      (light?.has(tie) ? strong : plain).push(tie.number);
    }
    const crowded = plain.length > 4000 ? 0.6 : 1;
    if (change.years && !light) strokeChange(plain);
    else strokePlain(plain, light ? colours.tieFaded : colours.tie, crowded, light);

    const front = [];
    for (let i = data.byImportance.length - 1; i >= 0; i -= 1) {
      const node = nodes[data.byImportance[i]];
      if (!visible[node.number] || !inFrame(node, 40)) continue;
      if (!light) drawSymbol(node, 1);
      else if (node.number === light.active || light.near.has(node.number)) front.push(node);
      else drawSymbol(node, light.half.has(node.number) ? 0.5 : light.fade);
    }
    if (change.years) strokeChange(strong);
    else strokeBoth(strong, colours.tieStrong, light?.active < 0 ? 1.2 : 1.6);
    for (const node of front) drawSymbol(node, 1);
    const active = light ? light.active : -1;
    if (active >= 0 && visible[active]) drawRing(nodes[active], 2);
    if (state.focused >= 0 && state.focused !== active) drawRing(nodes[state.focused], 1.5);
    const near = light ? light.near : new Set();
    naming.lay(active, near, !light || isPassing);
    naming.draw(active, near, light !== null);
    if (context === screen && isLarge()) keepPicture(!light);
  };

  // On a large map, what the pointer is over is drawn upon the paled picture.
  const paintOver = (active, near) => {
    screen.save();
    screen.setTransform(1, 0, 0, 1, 0, 0);
    screen.drawImage(picture, 0, 0);
    screen.restore();
    screen.fillStyle = tone(colours.veil);
    screen.fillRect(0, 0, state.width, state.height);
    const { groups, members } = nodes[active];
    const shown = [...groups, ...members].filter((tie) => tieVisible[tie]);
    strokeBoth(shown, colours.tieStrong, 1.6);
    for (const number of [...near, active]) {
      if (visible[number]) drawSymbol(nodes[number], 1);
    }
    drawRing(nodes[active], 2);
    naming.lay(active, near, false);
    naming.draw(active, near, true);
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
    screen.setTransform(1, 0, 0, 1, 0, 0);
    screen.fillStyle = tone(colours.paper);
    screen.fillRect(0, 0, canvas.width, canvas.height);
    screen.setTransform(
      scale, 0, 0, scale,
      (state.x - pictureOf.x * scale) * density,
      (state.y - pictureOf.y * scale) * density,
    );
    screen.drawImage(picture, 0, 0);
  };

  const forget = () => {
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

  return Object.freeze({ paint, paintMoving, resize, isOfSize, forget, drawLook });
})();
