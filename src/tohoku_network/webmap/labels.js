// Names on the map: broken into lines by script, placed so that none overlap.
const labels = (() => {
  const notFirst =
    "、。，．,.）)」』】〉》〕］]}ー・:;：；!?！？々’”…‐–—〜ぁぃぅぇぉっゃゅょァィゥェォッャュョヵヶ";
  const notLast = "（(「『【〈《〔［[{‘“";
  const opening = "（(「『【〈《〔［[";

  const scriptOf = (character) => {
    if (/[\p{Script=Katakana}ー]/u.test(character)) return "katakana";
    if (/\p{Script=Hiragana}/u.test(character)) return "hiragana";
    if (/\p{Script=Han}/u.test(character)) return "han";
    if (/[\p{L}\p{N}'’&.+\-/@_]/u.test(character)) return "word";
    if (/\s/.test(character)) return "space";
    return "other";
  };

  // How bad a line break before characters[i] is; Infinity where it is forbidden.
  const breakCost = (characters, i, em) => {
    const before = characters[i - 1];
    const after = characters[i];
    if (notFirst.includes(after) || notLast.includes(before)) return Infinity;
    const left = scriptOf(before);
    const right = scriptOf(after);
    if (left === "space" || right === "space") return 0;
    if (opening.includes(after) || "・、）)」』】".includes(before)) return 0;
    if (left === "word" && right === "word") return Infinity;
    if (left === "katakana" && right === "katakana") return 9 * em;
    if (left !== right) return right === "hiragana" ? 2.5 * em : 0.6 * em;
    return 1.6 * em;
  };

  // Lines of a name: one if it fits, else the best two, else two that end in "…".
  const wrap = (name, widthOf, widest, em) => {
    if (widthOf(name) <= widest) return [name];
    const characters = Array.from(name).slice(0, 120);
    let best = null;
    for (let i = 1; i < characters.length; i += 1) {
      const cost = breakCost(characters, i, em);
      if (cost === Infinity) continue;
      const lines = [characters.slice(0, i), characters.slice(i)].map((line) =>
        line.join("").trim(),
      );
      const [first, second] = lines.map(widthOf);
      if (first > widest || second > widest) continue;
      const total = cost + Math.abs(first - second) * 0.5;
      if (!best || total < best.total) best = { total, lines };
    }
    return best ? best.lines : clipped(characters, widthOf, widest, em);
  };

  const clipped = (characters, widthOf, widest, em) => {
    let end = 1;
    let good = 0;
    let lowest = Infinity;
    while (end < characters.length) {
      const width = widthOf(characters.slice(0, end + 1).join(""));
      if (width > widest) break;
      end += 1;
      if (end === characters.length) break;
      const cost = breakCost(characters, end, em) + (widest - width) * 0.8;
      if (cost <= lowest) [good, lowest] = [end, cost];
    }
    const cut = good || end;
    const first = characters.slice(0, cut).join("").trim();
    let rest = characters.slice(cut).join("").trim();
    if (widthOf(rest) <= widest) return [first, rest];
    while (rest && widthOf(`${rest}…`) > widest) {
      rest = Array.from(rest).slice(0, -1).join("");
    }
    return [first, `${rest.trim()}…`];
  };

  // Boxes in a grid, to find quickly what a new box would touch.
  class Grid {
    constructor(cell = 56) {
      this.cell = cell;
      this.cells = new Map();
    }
    *keys(box) {
      const last = (value) => Math.floor(value / this.cell);
      for (let i = last(box.left); i <= last(box.right); i += 1) {
        for (let j = last(box.top); j <= last(box.bottom); j += 1) {
          yield i * 65536 + j;
        }
      }
    }
    add(box) {
      for (const key of this.keys(box)) {
        const inside = this.cells.get(key);
        if (inside) inside.push(box);
        else this.cells.set(key, [box]);
      }
    }
    touching(box, room) {
      const found = new Set();
      for (const key of this.keys(box)) {
        for (const other of this.cells.get(key) ?? []) {
          if (
            other.left < box.right + room &&
            other.right > box.left - room &&
            other.top < box.bottom + room &&
            other.bottom > box.top - room
          ) {
            found.add(other);
          }
        }
      }
      return found;
    }
  }

  // Eight places around a symbol: where the box's middle goes, and how text is set.
  const around = [
    [1, 0, "left"],
    [-1, 0, "right"],
    [0, 1, "center"],
    [0, -1, "center"],
    [0.8, 0.8, "left"],
    [0.8, -0.8, "left"],
    [-0.8, 0.8, "right"],
    [-0.8, -0.8, "right"],
  ];
  const groupFirst = [2, 3, 0, 1, 4, 5, 6, 7];
  const memberFirst = [0, 1, 2, 3, 4, 5, 6, 7];

  const boxAt = (wanted, side) => {
    const [dx, dy, align] = around[side];
    const room = 4;
    const x = wanted.x + dx * (wanted.halfWidth + room);
    let y = wanted.y + dy * (wanted.halfHeight + room);
    const left =
      align === "left" ? x : align === "right" ? x - wanted.width : x - wanted.width / 2;
    if (dy > 0) y += wanted.height / 2 - (align === "center" ? 1 : 4);
    if (dy < 0) y -= wanted.height / 2 - (align === "center" ? 1 : 4);
    const top = y - wanted.height / 2;
    return { left, top, right: left + wanted.width, bottom: top + wanted.height };
  };

  // Places for the wanted labels, in their order; what finds no room is left out.
  // A label never touches another label, nor a symbol that is marked as solid.
  const place = (wanted, symbols, frame, kept) => {
    const taken = new Grid();
    const solid = new Grid();
    for (const symbol of symbols) solid.add(symbol);
    const placed = [];
    for (const one of wanted) {
      const usual = one.isGroup ? groupFirst : memberFirst;
      const last = kept.get(one.number);
      const order = last === undefined ? usual : [last, ...usual];
      let best = null;
      for (const side of order) {
        const box = boxAt(one, side);
        if (
          box.left < frame.left ||
          box.right > frame.right ||
          box.top < frame.top ||
          box.bottom > frame.bottom ||
          taken.touching(box, 3).size
        ) {
          continue;
        }
        let covered = 0;
        for (const symbol of solid.touching(box, 0)) {
          if (symbol.number !== one.number) covered += symbol.weight;
        }
        if (!best || covered < best.covered) best = { box, side, covered };
        if (covered === 0) break;
      }
      if (!best || best.covered > one.tolerance) continue;
      taken.add(best.box);
      placed.push({ ...one, ...best.box, align: around[best.side][2], side: best.side });
    }
    return placed;
  };

  return Object.freeze({ wrap, place });
})();
