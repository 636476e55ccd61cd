// A sheet that is drawn on like a canvas and becomes an SVG text.
const vector = (() => {
  const escaped = (raw) =>
    String(raw).replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
  const short = (value) => String(Math.round(value * 100) / 100);

  // Colours with a part of transparency are told as two attributes.
  const paint = (name, style, alpha) => {
    const parts = /^rgba\((\d+), (\d+), (\d+), ([\d.]+)\)$/.exec(style);
    const colour = parts ? `rgb(${parts[1]},${parts[2]},${parts[3]})` : style;
    const strength = alpha * (parts ? Number(parts[4]) : 1);
    const opacity = strength < 1 ? ` ${name}-opacity="${short(strength)}"` : "";
    return ` ${name}="${escaped(colour)}"${opacity}`;
  };

  class Sheet {
    constructor(width, height, style) {
      this.size = [width, height];
      this.style = style;
      this.parts = [];
      this.kept = [];
      this.clips = 0;
      this.line = "";
      this.dash = [];
      Object.assign(this, {
        x: 0, y: 0, open: 0, globalAlpha: 1, fillStyle: "#000", strokeStyle: "#000",
        lineWidth: 1, font: "", textAlign: "left", textBaseline: "middle", lineJoin: "round",
      });
    }
    save() {
      const { x, y, globalAlpha, fillStyle, strokeStyle, lineWidth, font, textAlign, dash } = this;
      this.kept.push({ x, y, globalAlpha, fillStyle, strokeStyle, lineWidth, font, textAlign, dash });
      this.kept[this.kept.length - 1].open = this.open;
      this.open = 0;
    }
    restore() {
      this.parts.push("</g>".repeat(this.open));
      Object.assign(this, this.kept.pop());
    }
    translate(x, y) {
      this.x += x;
      this.y += y;
    }
    setLineDash(dash) {
      this.dash = dash;
    }
    beginPath() {
      this.line = "";
    }
    at(x, y) {
      return `${short(x + this.x)} ${short(y + this.y)}`;
    }
    moveTo(x, y) {
      this.line += `M${this.at(x, y)}`;
    }
    lineTo(x, y) {
      this.line += `L${this.at(x, y)}`;
    }
    rect(x, y, width, height) {
      this.line += `M${this.at(x, y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
    }
    ellipse(x, y, rx, ry) {
      const [a, b] = [short(rx), short(ry)];
      this.line += `M${this.at(x - rx, y)}a${a} ${b} 0 1 1 ${short(2 * rx)} 0`;
      this.line += `a${a} ${b} 0 1 1 ${short(-2 * rx)} 0Z`;
    }
    clip() {
      this.clips += 1;
      this.open += 1;
      this.parts.push(
        `<clipPath id="c${this.clips}"><path d="${this.line}"/></clipPath>`,
        `<g clip-path="url(#c${this.clips})">`,
      );
    }
    shape(path, look) {
      const place = path && (this.x || this.y) ? ` transform="translate(${this.at(0, 0)})"` : "";
      const line = path ? shapes.textOf(path) : this.line;
      if (line) this.parts.push(`<path d="${line}"${place}${look}/>`);
    }
    strokeLook() {
      const dash = this.dash.length ? ` stroke-dasharray="${this.dash.map(short).join(" ")}"` : "";
      const colour = paint("stroke", this.strokeStyle, this.globalAlpha);
      return `${colour} stroke-width="${short(this.lineWidth)}" stroke-linejoin="round"${dash}`;
    }
    fill(path) {
      this.shape(path, paint("fill", this.fillStyle, this.globalAlpha));
    }
    stroke(path) {
      this.shape(path, ` fill="none"${this.strokeLook()}`);
    }
    fillRect(x, y, width, height) {
      this.beginPath();
      this.rect(x, y, width, height);
      this.fill();
    }
    write(line, x, y, look) {
      const [, bold, size] = /^(bold )?([\d.]+)px/.exec(this.font);
      const anchor = { left: "start", center: "middle", right: "end" }[this.textAlign];
      // The middle of a line stands about a third of an em above the letters' foot.
      const foot = y + (this.textBaseline === "middle" ? Number(size) * 0.36 : 0);
      const [left, top] = this.at(x, foot).split(" ");
      const weight = bold ? ' font-weight="bold"' : "";
      this.parts.push(
        `<text x="${left}" y="${top}" font-size="${size}"${weight} text-anchor="${anchor}"` +
          `${look}>${escaped(line)}</text>`,
      );
    }
    fillText(line, x, y) {
      this.write(line, x, y, paint("fill", this.fillStyle, this.globalAlpha));
    }
    strokeText(line, x, y) {
      this.write(line, x, y, ` fill="none"${this.strokeLook()}`);
    }
    toText(title) {
      const [width, height] = this.size;
      return (
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
        `viewBox="0 0 ${width} ${height}" lang="${text.language}" ` +
        `font-family="'Map Gothic','IPAexGothic','Yu Gothic','Hiragino Sans',sans-serif">` +
        `<title>${escaped(title)}</title><style>${this.style}</style>` +
        `${this.parts.join("\n")}</svg>\n`
      );
    }
  }

  return Object.freeze({ Sheet });
})();
