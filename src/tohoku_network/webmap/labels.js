// Names on the map: broken into lines by script, placed so that none overlap.
const labels = (() => {
  const notFirst =
    "-/、。，．,.）)」』】〉》〕］]}ー・:;：；!?！？々’”…‐–—〜ぁぃぅぇぉっゃゅょァィゥェォッャュョヵヶ";
  const notLast = "（(「『【〈《〔［[{‘“";
  const opening = "（(「『【〈《〔［[";

  const scripts = new Map();
  const scriptOf = (character) => {
    let script = scripts.get(character);
    if (!script) scripts.set(character, (script = findScript(character)));
    return script;
  };
  const findScript = (character) => {
    if (/[\p{Script=Katakana}ー]/u.test(character)) return "katakana";
    if (/\p{Script=Hiragana}/u.test(character)) return "hiragana";
    if (/\p{Script=Han}/u.test(character)) return "han";
    if (/[\p{L}\p{N}'’&.+@_]/u.test(character)) return "word";
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
    if (before === "-" || before === "/") return 3 * em;
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
    const whole = widthOf(characters.join(""));
    let first = 0;
    let best = 0;
    let lowest = Infinity;
    for (let i = 1; i < characters.length; i += 1) {
      first += widthOf(characters[i - 1]);
      const second = whole - first;
      if (first > widest) break;
      if (second > widest) continue;
      const cost = breakCost(characters, i, em) + Math.abs(first - second) * 0.5;
      if (cost < lowest) [best, lowest] = [i, cost];
    }
    if (!best) {
      // What stands in brackets at the end is the first thing to go.
      const stem = name.replace(/\s*[（(][^（()）]*[)）]$/u, "");
      return stem && stem !== name
        ? wrap(stem, widthOf, widest, em)
        : clipped(characters, widthOf, widest, em);
    }
    return [characters.slice(0, best), characters.slice(best)].map((line) =>
      line.join("").trim(),
    );
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

  // Boxes in a grid, to find quickly what a new box would touch. Asked some thousand
  // times for a picture, so it makes no objects on the way.
  class Grid {
    constructor(cell = 56) {
      this.cell = cell;
      this.cells = new Map();
      this.asked = 0;
    }
    add(box) {
      const { cell } = this;
      box.seen = 0;
      for (let i = Math.floor(box.left / cell); i * cell <= box.right; i += 1) {
        for (let j = Math.floor(box.top / cell); j * cell <= box.bottom; j += 1) {
          const inside = this.cells.get(i * 65536 + j);
          if (inside) inside.push(box);
          else this.cells.set(i * 65536 + j, [box]);
        }
      }
    }
    // Weight of everything that a box touches, but for the box of one number.
    weight(box, room, own, limit) {
      const { cell } = this;
      const [left, right] = [box.left - room, box.right + room];
      const [top, bottom] = [box.top - room, box.bottom + room];
      this.asked += 1;
      let total = 0;
      for (let i = Math.floor(left / cell); i * cell <= right; i += 1) {
        for (let j = Math.floor(top / cell); j * cell <= bottom; j += 1) {
          const inside = this.cells.get(i * 65536 + j);
          if (!inside) continue;
          for (const other of inside) {
            if (other.seen === this.asked || other.number === own) continue;
            if (other.left >= right || other.right <= left) continue;
            if (other.top >= bottom || other.bottom <= top) continue;
            other.seen = this.asked;
            total += other.weight;
            if (total > limit) return total;
          }
        }
      }
      return total;
    }
  }

  // Twelve places around a symbol: where the box's middle goes, and how text is set.
  const around = [
    [1, 0, "left"],
    [-1, 0, "right"],
    [0, 1, "center"],
    [0, -1, "center"],
    [0.8, 0.8, "left"],
    [0.8, -0.8, "left"],
    [-0.8, 0.8, "right"],
    [-0.8, -0.8, "right"],
    [-0.3, 1, "left"],
    [-0.3, -1, "left"],
    [0.3, 1, "right"],
    [0.3, -1, "right"],
  ];
  const groupFirst = [2, 3, 0, 1, 8, 9, 10, 11, 4, 5, 6, 7];
  const memberFirst = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

  // The same places farther out, for names that a line ties to their symbol.
  const rings = [0, 12, 26, 42, 60];

  const boxAt = (wanted, side, away) => {
    const [dx, dy, align] = around[side];
    const room = 4 + away;
    const x = wanted.x + dx * (wanted.halfWidth + room);
    let y = wanted.y + dy * (wanted.halfHeight + room);
    const left =
      align === "left" ? x : align === "right" ? x - wanted.width : x - wanted.width / 2;
    if (dy) y += Math.sign(dy) * (wanted.height / 2 - (Math.abs(dy) < 1 ? 4 : 1));
    const top = y - wanted.height / 2;
    return { left, top, right: left + wanted.width, bottom: top + wanted.height };
  };

  // Places for the wanted labels, in their order; what finds no room is left out. A
  // label never touches another one, and covers symbols only up to its tolerance.
  const place = (wanted, symbols, frame, kept) => {
    const taken = new Grid();
    const solid = new Grid();
    for (const symbol of symbols) solid.add(symbol);
    const placed = [];
    for (const one of wanted) {
      const usual = one.isGroup ? groupFirst : memberFirst;
      const last = kept.get(one.number);
      const spots = rings
        .slice(0, one.isLeading ? rings.length : 1)
        .flatMap((away) => usual.map((side) => ({ side, away })));
      if (last) spots.unshift(last);
      let best = null;
      for (const spot of spots) {
        const box = boxAt(one, spot.side, spot.away);
        if (
          box.left < frame.left ||
          box.right > frame.right ||
          box.top < frame.top ||
          box.bottom > frame.bottom ||
          taken.weight(box, 3, -1, 0)
        ) {
          continue;
        }
        // A symbol uncovered is worth some way.
        const far = spot.away * 0.03;
        const limit = (best ? best.cost : one.tolerance) - far;
        const covered = solid.weight(box, 0, one.number, limit);
        if (best ? covered < limit : covered <= limit) best = { box, spot, cost: covered + far };
        if (covered === 0) break;
      }
      if (!best) continue;
      taken.add({ ...best.box, number: one.number, weight: 1 });
      placed.push({ ...one, ...best.box, align: around[best.spot.side][2], spot: best.spot });
    }
    return placed;
  };

  return Object.freeze({ wrap, place });
})();
