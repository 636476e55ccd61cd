// Who links two sectors: the organizations that stand between pairs without a shared
// group. The numbers are those of brokerage.who_links for what the filter shows.
const linking = (() => {
  const { nodes, ties } = data;
  let ends = null; // the two sectors asked about
  let found = null;

  // Named members of the shown ties, and the groups of each.
  const meetings = () => {
    const groupsOf = new Map();
    const inside = new Map();
    for (const tie of ties) {
      const { source, target } = tie;
      if (!conditions.tiePasses[tie.number] || nodes[source].unnamed) continue;
      if (!groupsOf.has(source)) groupsOf.set(source, []);
      if (!inside.has(target)) inside.set(target, []);
      groupsOf.get(source).push(target);
      inside.get(target).push(source);
    }
    return { groupsOf, inside };
  };

  // --- sets of members as bits ------------------------------------------------------

  const ones = (word) => {
    let n = word - ((word >>> 1) & 0x55555555);
    n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
    return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  };
  const put = (bits, place) => {
    bits[place >>> 5] |= 1 << (place & 31);
  };
  const drop = (bits, place) => {
    bits[place >>> 5] &= ~(1 << (place & 31));
  };
  const unite = (bits, others) => {
    for (let i = 0; i < bits.length; i += 1) bits[i] |= others[i];
  };
  const places = (bits) => {
    const found = [];
    for (let i = 0; i < bits.length; i += 1) {
      for (let word = bits[i]; word; word &= word - 1) {
        found.push(32 * i + 31 - Math.clz32(word & -word));
      }
    }
    return found;
  };
  // Members in an order, with the bits of whom of them each group holds.
  const part = (members, inside) => {
    const placeOf = new Map(members.map((member, place) => [member, place]));
    const words = Math.ceil(members.length / 32);
    const held = new Map();
    for (const [group, list] of inside) {
      const bits = new Uint32Array(words);
      for (const member of list) if (placeOf.has(member)) put(bits, placeOf.get(member));
      held.set(group, bits);
    }
    // Whom of them a member meets, itself left out.
    const met = (member, groups) => {
      const bits = new Uint32Array(words);
      for (const group of groups) unite(bits, held.get(group));
      if (placeOf.has(member)) drop(bits, placeOf.get(member));
      return bits;
    };
    return { members, placeOf, words, held, met };
  };

  const most = 4e9; // steps; more would keep the reader waiting

  const count = (a, b) => {
    const { groupsOf, inside } = meetings();
    const named = [...groupsOf.keys()];
    const starts = part(named.filter((member) => nodes[member].sector === a), inside);
    const ends = part(named.filter((member) => nodes[member].sector === b), inside);
    const between = part(named.filter((member) => groupsOf.get(member).length > 1), inside);
    const { words } = ends;
    if (starts.members.length * between.members.length * words > most) return null;
    const tally = between.members.map((member) => ({
      number: member,
      pairs: 0,
      exclusive: 0,
      meets: ends.met(member, groupsOf.get(member)),
      to: new Uint32Array(words),
      from: new Uint32Array(starts.words),
    }));
    const open = new Uint32Array(words);
    const once = new Uint32Array(words);
    const twice = new Uint32Array(words);
    for (const [start, from] of starts.members.entries()) {
      const tied = ends.met(from, groupsOf.get(from));
      if (ends.placeOf.has(from)) put(tied, ends.placeOf.get(from));
      for (let i = 0; i < words; i += 1) open[i] = ~tied[i];
      once.fill(0);
      twice.fill(0);
      const around = places(between.met(from, groupsOf.get(from)));
      for (const place of around) {
        const one = tally[place];
        let joined = 0;
        for (let i = 0; i < words; i += 1) {
          const word = one.meets[i] & open[i];
          if (!word) continue;
          joined += ones(word);
          one.to[i] |= word;
          twice[i] |= once[i] & word;
          once[i] |= word;
        }
        one.pairs += joined;
        if (joined) put(one.from, start);
      }
      for (let i = 0; i < words; i += 1) once[i] &= ~twice[i];
      for (const place of around) {
        const one = tally[place];
        for (let i = 0; i < words; i += 1) {
          if (once[i]) one.exclusive += ones(one.meets[i] & once[i]);
        }
      }
    }
    const halves = a === b ? 2 : 1; // within one sector, every pair was seen twice
    const crosses = (bits, others) => bits.some((word, i) => word & others[i]);
    const pale = new Set();
    const [from, to] = [new Uint32Array(starts.words), new Uint32Array(words)];
    for (const one of tally) {
      unite(from, one.from);
      unite(to, one.to);
    }
    for (const place of places(from)) pale.add(starts.members[place]);
    for (const place of places(to)) pale.add(ends.members[place]);
    const list = tally
      .filter((one) => one.pairs > 0)
      .map((one) => {
        const carries = (group) =>
          crosses(one.from, starts.held.get(group)) || crosses(one.to, ends.held.get(group));
        return {
          number: one.number,
          pairs: one.pairs / halves,
          exclusive: one.exclusive / halves,
          via: groupsOf.get(one.number).filter(carries).sort((x, y) => x - y),
        };
      })
      .sort((x, y) => y.pairs - x.pairs || y.exclusive - x.exclusive || x.number - y.number);
    return { list, pale };
  };

  const refresh = () => {
    if (!ends) {
      found = null;
      return;
    }
    const counted = count(...ends);
    const { list, pale } = counted ?? { list: [], pale: new Set() };
    const lit = new Set();
    const links = new Set();
    for (const one of list) {
      const via = new Set(one.via);
      lit.add(one.number);
      for (const group of via) lit.add(group);
      for (const tie of nodes[one.number].groups) {
        if (via.has(ties[tie].target) && conditions.tiePasses[tie]) links.add(tie);
      }
    }
    found = { list, lit, pale, links, isTooLarge: counted === null };
  };

  return Object.freeze({
    refresh,
    // Counted with the next refresh of what is shown.
    ask(a, b) {
      ends = [a, b];
    },
    leave() {
      ends = null;
      found = null;
    },
    of: (number) => found?.list.find((one) => one.number === number) ?? null,
    get ends() {
      return ends;
    },
    get found() {
      return found;
    },
  });
})();
