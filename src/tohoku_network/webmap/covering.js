// Which sectors are recorded in which group: the states of gaps.coverage, counted for
// what the filter shows; of two years, in the later one.
const covering = (() => {
  const { nodes, ties, memberships } = data;
  const { sectors: known, excluded } = data.overlays;
  const listed = new Set(known.map((sector) => sector.code));
  const others = data.sectors.filter(({ code }) => code && !listed.has(code));
  const sectors = [...known, ...others];
  const states = ["absent", "unnamed", "unknown", "not_eligible", "present"];
  const offered = data.overlays.whole && nodes.some((node) => node.isGroup);
  let rolls = new Map();

  // Members of a group by sector, named ones apart from classes of unnamed ones.
  const count = (group) => {
    const named = new Map();
    const classes = new Map();
    const when = change.years?.[1] ?? null;
    const holds = (row) =>
      conditions.rowPasses[row] && (when === null || conditions.isInForce(memberships[row], when));
    let n = 0;
    for (const number of nodes[group].members) {
      const tie = ties[number];
      if (!conditions.tiePasses[number] || !tie.rows.some(holds)) continue;
      const { unnamed, sector } = nodes[tie.source];
      const part = unnamed ? classes : named;
      part.set(sector, (part.get(sector) ?? 0) + 1);
      if (!unnamed) n += 1;
    }
    return { named, classes, doubt: doubtOf(nodes[group].size_declared, n, classes, named) };
  };
  // Why somebody may be missing from a list.
  const doubtOf = (declared, n, classes, named) => {
    if (declared !== null && declared > n) return "declared_size";
    if (declared === null && !classes.size && n < 2) return n ? "one_member" : "no_members";
    if (classes.has("")) return "open_class";
    return named.has("") ? "member_without_category" : "";
  };

  const of = (group, sector) => {
    if (!rolls.has(group)) rolls.set(group, count(group));
    const { named, classes, doubt } = rolls.get(group);
    const numbers = { named: named.get(sector) ?? 0, unnamed: classes.get(sector) ?? 0 };
    const told = (state, reason) => ({ state, reason, ...numbers });
    if (numbers.named) return told("present", "named_member");
    if (numbers.unnamed) return told("unnamed", "unnamed_class");
    if (excluded[group]?.includes(sector)) return told("not_eligible", "given");
    if (doubt) return told("unknown", doubt);
    const isWhole = nodes[group].size_declared !== null && !classes.size;
    return told("absent", isWhole ? "complete_list" : "not_listed");
  };
  // How many sectors are there, and whether there may be more.
  const share = (group) => {
    const found = sectors.map(({ code }) => of(group, code).state);
    return {
      there: found.filter((state) => state === "present" || state === "unnamed").length,
      isOpen: found.includes("unknown"),
    };
  };

  return Object.freeze({
    sectors,
    states,
    offered,
    of,
    share,
    refresh() {
      rolls = new Map();
    },
  });
})();
