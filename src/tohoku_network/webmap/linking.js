// Who links two sectors: the organizations that stand between pairs without a shared
// group. The numbers are those of brokerage.who_links for what the filter shows.
const linking = (() => {
  const { nodes, ties } = data;
  let ends = null; // the two sectors asked about
  let found = null;

  // Named members of the shown ties: whom each one meets, and in which groups.
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
    const met = new Map();
    for (const [member, groups] of groupsOf) {
      const others = new Set(groups.flatMap((group) => inside.get(group)));
      others.delete(member);
      met.set(member, others);
    }
    return { groupsOf, inside, met };
  };

  const count = (a, b) => {
    const { groupsOf, inside, met } = meetings();
    const isOf = (member, sector) => nodes[member].sector === sector;
    const meetsB = new Map();
    for (const [member, groups] of groupsOf) {
      if (groups.length < 2) continue;
      meetsB.set(member, [...met.get(member)].filter((other) => isOf(other, b)));
    }
    const tally = new Map();
    const tallyOf = (member) => {
      if (!tally.has(member)) {
        tally.set(member, { number: member, pairs: 0, exclusive: 0, ends: new Set() });
      }
      return tally.get(member);
    };
    for (const [from, around] of met) {
      if (!isOf(from, a)) continue;
      const joined = new Map(); // other end -> how many join it, and one who does
      for (const between of around) {
        for (const to of meetsB.get(between) ?? []) {
          if (to === from || around.has(to)) continue;
          const before = joined.get(to);
          joined.set(to, before ? { times: before.times + 1 } : { times: 1, only: between });
          const one = tallyOf(between);
          one.pairs += 1;
          one.ends.add(from).add(to);
        }
      }
      for (const { times, only } of joined.values()) {
        if (times === 1) tallyOf(only).exclusive += 1;
      }
    }
    const once = a === b ? 2 : 1; // within one sector, every pair was seen twice
    return [...tally.values()]
      .map((one) => ({
        number: one.number,
        pairs: one.pairs / once,
        exclusive: one.exclusive / once,
        ends: one.ends,
        via: groupsOf
          .get(one.number)
          .filter((group) => inside.get(group).some((member) => one.ends.has(member)))
          .sort((first, second) => first - second),
      }))
      .sort(
        (first, second) =>
          second.pairs - first.pairs ||
          second.exclusive - first.exclusive ||
          first.number - second.number,
      );
  };

  const refresh = () => {
    if (!ends) {
      found = null;
      return;
    }
    const list = count(...ends);
    const lit = new Set();
    const pale = new Set();
    const links = new Set();
    for (const one of list) {
      const via = new Set(one.via);
      lit.add(one.number);
      for (const group of via) lit.add(group);
      for (const member of one.ends) pale.add(member);
      for (const tie of nodes[one.number].groups) {
        if (via.has(ties[tie].target) && conditions.tiePasses[tie]) links.add(tie);
      }
    }
    found = { list, lit, pale, links };
  };

  return Object.freeze({
    refresh,
    ask(a, b) {
      ends = [a, b];
      refresh();
    },
    leave() {
      ends = null;
      refresh();
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
