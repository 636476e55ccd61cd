// The picture to take away: title, date, conditions, map and legend on one sheet.
const sheet = (() => {
  const { say } = text;
  const { state } = view;
  const size = { width: 1600, height: 1131 }; // the shape of A3 and A4 lying
  const margin = 48;

  const title = () => (data.title ? text.shown(data.title) : say("title"));
  const font = (px, bold = false) => `${bold ? "bold " : ""}${px}px ${brush.family}`;

  // Lines no wider than allowed, broken where the script allows.
  const lines = (words, px, most) => {
    const widthOf = brush.widthIn(font(px));
    const found = [];
    let line = "";
    for (const [one] of words.matchAll(/[!-~\u00c0-\u024f]+|./gu)) {
      if (line && widthOf(line + one) > size.width - 2 * margin && !"、。）」".includes(one)) {
        found.push(line);
        line = "";
      }
      line += one;
    }
    found.push(line);
    if (found.length > most) {
      found.length = most;
      found[most - 1] = `${found[most - 1].slice(0, -1)}…`;
    }
    return found;
  };

  const write = (words, x, y, px, colour, bold = false) => {
    const { context } = brush;
    context.font = font(px, bold);
    context.fillStyle = colour;
    context.fillText(words, x, y);
  };

  const drawLegend = (top) => {
    const { context } = brush;
    const widthOf = brush.widthIn(font(15));
    let x = margin;
    let y = top + 16;
    for (const entry of legend.entries()) {
      const mark = entry.look ? 24 : entry.dash ? 38 : 0;
      const width = mark + widthOf(entry.words) + 26;
      if (x + width > size.width - margin + 26) [x, y] = [margin, y + 27];
      if (entry.look) drawMark(entry, x + 9, y);
      else if (entry.dash) {
        context.strokeStyle = entry.colour ?? "#4e5c70";
        context.lineWidth = entry.width ?? 1.8;
        context.setLineDash(entry.dash);
        context.beginPath();
        context.moveTo(x, y);
        context.lineTo(x + 30, y);
        context.stroke();
        context.setLineDash([]);
      }
      write(entry.words, x + mark, y, 15, "#17212e");
      x += width;
    }
    return y;
  };
  const drawMark = ({ look, r }, x, y) => {
    const { context } = brush;
    context.save();
    context.translate(x, y);
    draw.drawLook(look, r ? r * 1.3 : look.both ? 6 : 7.5);
    context.restore();
  };
  const legendRows = () => {
    const widthOf = brush.widthIn(font(15));
    let [x, rows] = [margin, 1];
    for (const entry of legend.entries()) {
      const width = (entry.look ? 24 : entry.dash ? 38 : 0) + widthOf(entry.words) + 26;
      if (x + width > size.width - margin + 26) [x, rows] = [margin, rows + 1];
      x += width;
    }
    return rows;
  };

  // What is on the screen, laid out anew for the place it gets on the sheet.
  const drawMap = (top, bottom, isFitted) => {
    const { context } = brush;
    const before = { ...state };
    const [width, height] = [size.width, bottom - top];
    const scale = Math.min(width / before.width, height / before.height);
    Object.assign(state, { width, height, hovered: -1, focused: -1 });
    if (isFitted) Object.assign(state, view.fitted());
    else {
      state.k = before.k * scale;
      state.x = width / 2 + (before.x - before.width / 2) * scale;
      state.y = height / 2 + (before.y - before.height / 2) * scale;
    }
    context.save();
    context.translate(0, top);
    context.beginPath();
    context.rect(0, 0, width, height);
    context.clip();
    draw.paint();
    context.restore();
    Object.assign(state, before);
  };

  const compose = (context, isFitted) => {
    brush.use(context, () => {
      context.fillStyle = "#ffffff";
      context.fillRect(0, 0, size.width, size.height);
      context.textBaseline = "middle";
      context.textAlign = "left";
      let y = 52;
      for (const line of lines(title(), 30, 2)) {
        write(line, margin, y, 30, "#17212e", true);
        y += 40;
      }
      for (const [words, most] of [[facts.inWords(), 2], [facts.quality(), 2], [filters.inWords(), 3]]) {
        for (const line of lines(words, 15, most)) {
          write(line, margin, y - 4, 15, "#566273");
          y += 24;
        }
      }
      const legendTop = size.height - 28 - 27 * legendRows();
      drawMap(y, legendTop - 8, isFitted);
      context.textAlign = "left";
      context.textBaseline = "middle";
      drawLegend(legendTop);
    });
  };

  const png = (isFitted, then) => {
    const density = 2;
    const canvas = document.createElement("canvas");
    canvas.width = size.width * density;
    canvas.height = size.height * density;
    const context = canvas.getContext("2d");
    context.scale(density, density);
    compose(context, isFitted);
    canvas.toBlob(then, "image/png");
  };
  const svg = (isFitted) => {
    const face = /@font-face ?\{[^}]*\}/.exec(document.querySelector("style").textContent);
    const drawn = new vector.Sheet(size.width, size.height, face ? face[0] : "");
    compose(drawn, isFitted);
    return new Blob([drawn.toText(title())], { type: "image/svg+xml" });
  };

  return Object.freeze({ png, svg, title });
})();
