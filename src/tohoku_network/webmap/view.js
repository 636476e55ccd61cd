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
  const visible = new Array(nodes.length).fill(true);
  const tieVisible = new Array(ties.length).fill(true);

  // Above so many nodes, a map starts with its groups and best-connected members.
  const limit = 800;
  const start = { groups: 250, all: 400 };
  const opened = new Set();
  let isWhole = false;
  let left = 0; // passing nodes that are not drawn yet

  const byReach = nodes
    .map((node) => node.number)
    .sort(
      (a, b) =>
        nodes[a].unnamed - nodes[b].unnamed ||
        data.reach(b) - data.reach(a) ||
        nodes[a].importance - nodes[b].importance,
    );
  const firstShown = () => {
    const { passes } = conditions;
    const groups = byReach.filter((n) => passes[n] && nodes[n].isGroup).slice(0, start.groups);
    const others = byReach.filter((n) => passes[n] && !nodes[n].isGroup);
    return new Set([...groups, ...others.slice(0, start.all - groups.length), ...opened]);
  };

  // What passes the conditions is drawn, or its beginning where that is too much.
  const refresh = () => {
    conditions.apply();
    linking.refresh();
    change.refresh();
    looks.refresh();
    const { passes, tiePasses } = conditions;
    const n = passes.filter(Boolean).length;
    const part = n > limit && !isWhole ? firstShown() : null;
    const isStill = change.years ? change.touched() : null;
    let drawn = 0;
    for (const node of nodes) {
      const isShown =
        passes[node.number] &&
        (!isStill || isStill.has(node.number)) &&
        (!part || part.has(node.number) || Boolean(linking.found?.lit.has(node.number)));
      visible[node.number] = isShown;
      if (isShown) drawn += 1;
    }
    for (const { number, source, target } of ties) {
      tieVisible[number] =
        tiePasses[number] &&
        visible[source] &&
        visible[target] &&
        (!change.years || change.kindOf(number) !== null);
    }
    left = part ? n - drawn : 0;
    for (const key of ["selected", "hovered", "focused"]) {
      if (state[key] >= 0 && !visible[state[key]]) state[key] = -1;
    }
  };

  // Draw a node that is there but not drawn yet, and everything tied to it.
  const open = (number) => {
    if (!left) return false;
    const before = opened.size;
    for (const one of [number, ...data.neighbours(number)]) opened.add(one);
    if (opened.size === before) return false;
    refresh();
    return true;
  };
  const reveal = (number) => {
    if (!conditions.passes[number]) {
      conditions.allow(number);
      refresh();
    }
    if (!visible[number]) open(number);
  };
  const setWhole = (wanted) => {
    isWhole = wanted;
    opened.clear();
    refresh();
  };

  // Memberships of a node that count under the filter.
  const groupCount = (node) => node.groups.filter((tie) => conditions.tiePasses[tie]).length;
  const memberCount = (node) => node.members.filter((tie) => conditions.tiePasses[tie]).length;

  // --- between the map and the screen --------------------------------------------

  const toScreen = (node) => [node.x * state.k + state.x, node.y * state.k + state.y];
  const growth = () => (state.k < 1 ? state.k ** 0.8 : state.k ** 0.45);
  const radius = (node) => Math.max(2.6, looks.radius(node) * growth());

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

  // The visible node under a point of the screen, or -1. Looking at every node takes
  // a millisecond for 50,000, which no tree saves much of.
  const at = (screenX, screenY, slack = 5) => {
    const x = (screenX - state.x) / state.k;
    const y = (screenY - state.y) / state.k;
    const reach = 64 / state.k;
    let best = -1;
    let closest = Infinity;
    for (const node of nodes) {
      if (Math.abs(node.x - x) > reach || Math.abs(node.y - y) > reach) continue;
      if (!visible[node.number]) continue;
      const apart = Math.hypot(node.x - x, node.y - y) * state.k - radius(node);
      if (apart < closest && apart <= slack) [best, closest] = [node.number, apart];
    }
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
    allSectors: data.sectors.map((sector) => sector.code),
    refresh,
    open,
    reveal,
    setWhole,
    groupCount,
    memberCount,
    get left() {
      return left;
    },
    get isWhole() {
      return isWhole;
    },
    toScreen,
    radius,
    fitted,
    at,
    step,
  });
})();
