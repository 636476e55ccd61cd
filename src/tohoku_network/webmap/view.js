// What is looked at: the window on the map, what the filter shows, what is chosen.
const view = (() => {
  const { nodes, ties } = data;
  const state = {
    x: 0,
    y: 0,
    k: 1,
    width: 0,
    height: 0,
    selected: -1,
    hovered: -1,
    focused: -1,
  };
  const allSectors = data.sectors.map((sector) => sector.code);
  let sectors = new Set(allSectors);
  const visible = new Array(nodes.length).fill(true);
  const tieVisible = new Array(ties.length).fill(true);
  let tree = null;

  const isFiltered = () => sectors.size < allSectors.length;

  // A tie shows when its member's sector does; a group when one of its ties does.
  const filter = (wanted) => {
    sectors = new Set(allSectors.filter((code) => wanted.has(code)));
    const whole = !isFiltered();
    for (const tie of ties) {
      tieVisible[tie.number] = whole || sectors.has(nodes[tie.source].sector);
    }
    for (const node of nodes) {
      visible[node.number] =
        whole ||
        (node.isMember && sectors.has(node.sector)) ||
        node.members.some((tie) => tieVisible[tie]);
    }
    for (const key of ["selected", "hovered", "focused"]) {
      if (state[key] >= 0 && !visible[state[key]]) state[key] = -1;
    }
    tree = null;
  };

  // A filter that lets a node be seen again.
  const reveal = (number) => {
    if (visible[number]) return;
    const node = nodes[number];
    const needed = node.isMember
      ? [node.sector]
      : node.members.map((tie) => nodes[ties[tie].source].sector);
    filter(new Set(needed.length ? [...sectors, ...needed] : allSectors));
    if (!visible[number]) filter(new Set(allSectors));
  };

  // --- between the map and the screen --------------------------------------------

  const toScreen = (node) => [node.x * state.k + state.x, node.y * state.k + state.y];
  const growth = () => (state.k < 1 ? state.k ** 0.8 : state.k ** 0.45);
  const radius = (node) => Math.max(2.6, node.radius * growth());

  // Transform that shows the given nodes, with room for the names at the border.
  const fitted = (numbers = null, largest = 1.8) => {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const node of numbers ? numbers.map((number) => nodes[number]) : nodes) {
      if (!visible[node.number]) continue;
      left = Math.min(left, node.x - node.radius);
      right = Math.max(right, node.x + node.radius);
      top = Math.min(top, node.y - node.radius);
      bottom = Math.max(bottom, node.y + node.radius);
    }
    if (left > right) return { k: 1, x: state.width / 2, y: state.height / 2 };
    const side = Math.min(numbers ? 150 : 70, state.width * (numbers ? 0.16 : 0.07));
    const head = numbers ? 50 : 26;
    const k = Math.min(
      largest,
      (state.width - 2 * side) / Math.max(right - left, 1),
      (state.height - 2 * head) / Math.max(bottom - top, 1),
    );
    return {
      k: Math.max(k, 0.02),
      x: state.width / 2 - (k * (left + right)) / 2,
      y: state.height / 2 - (k * (top + bottom)) / 2,
    };
  };

  // The visible node under a point of the screen, or -1.
  const at = (screenX, screenY, slack = 5) => {
    if (!tree) {
      tree = d3
        .quadtree()
        .x((number) => nodes[number].x)
        .y((number) => nodes[number].y)
        .addAll(nodes.map((node) => node.number).filter((number) => visible[number]));
    }
    const x = (screenX - state.x) / state.k;
    const y = (screenY - state.y) / state.k;
    const reach = 64 / state.k;
    let best = -1;
    let closest = Infinity;
    tree.visit((part, left, top, right, bottom) => {
      for (let leaf = part.length ? null : part; leaf; leaf = leaf.next) {
        const node = nodes[leaf.data];
        const apart = Math.hypot(node.x - x, node.y - y) * state.k - radius(node);
        if (apart < closest && apart <= slack) [best, closest] = [node.number, apart];
      }
      return left > x + reach || right < x - reach || top > y + reach || bottom < y - reach;
    });
    return best;
  };

  // The next node in a direction: a tied one if there is any, else the nearest.
  const step = (from, dx, dy) => {
    const start = nodes[from];
    const tied = data.neighbours(from);
    let best = -1;
    let lowest = Infinity;
    for (const node of nodes) {
      if (node.number === from || !visible[node.number]) continue;
      const x = node.x - start.x;
      const y = node.y - start.y;
      const along = x * dx + y * dy;
      const across = Math.abs(x * dy - y * dx);
      if (along <= 0 || across > along * 1.2) continue;
      const cost = along + 1.5 * across + (tied.has(node.number) ? 0 : 1e6);
      if (cost < lowest) [best, lowest] = [node.number, cost];
    }
    return best;
  };

  return Object.freeze({
    state,
    visible,
    tieVisible,
    allSectors,
    get sectors() {
      return new Set(sectors);
    },
    isFiltered,
    filter,
    reveal,
    toScreen,
    radius,
    fitted,
    at,
    step,
  });
})();
