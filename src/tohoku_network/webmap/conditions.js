// Which memberships are looked at: conditions on members, groups and rows, a year.
const conditions = (() => {
  const { nodes, ties, memberships } = data;
  const one = (column) => (thing) => [thing[column] ?? ""];
  const themesOf = (node) => {
    const found = String(node.themes || "").split("|").filter(Boolean);
    return found.length ? found : [""];
  };
  const axes = new Map([
    ["sector", { of: "member", list: "sector", say: "sector", codes: one("sector") }],
    ["prefecture", { of: "member", list: "prefecture", say: "by_prefecture", codes: one("prefecture") }],
    ["kind", { of: "member", list: "kind", say: "by_kind", codes: one("kind") }],
    ["group_kind", { of: "group", list: "kind", say: "by_group_kind", codes: one("kind") }],
    ["theme", { of: "group", list: "themes", say: "by_theme", codes: themesOf }],
    ["role", { of: "row", list: "role", say: "by_role", codes: one("role") }],
    ["certainty", { of: "row", list: "certainty", say: "by_certainty", codes: one("certainty") }],
  ]);
  const things = {
    member: nodes.filter((node) => node.isMember),
    group: nodes.filter((node) => node.isGroup),
    row: memberships,
  };

  // Words of an axis with their numbers: the vocabulary's order, unknown ones, none.
  for (const [name, axis] of axes) {
    const counts = new Map();
    for (const thing of things[axis.of]) {
      for (const code of axis.codes(thing)) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    const known = [...(data.words.get(axis.list)?.keys() ?? [])];
    const others = [...counts.keys()].filter((code) => code && !known.includes(code));
    const order =
      name === "sector"
        ? data.sectors.map((sector) => sector.code)
        : [...known, ...others.sort(), ""].filter((code) => counts.has(code));
    axis.name = name;
    axis.options = order.map((code) => ({ code, count: counts.get(code) ?? 0 }));
    axis.wanted = null; // null: no condition
  }

  // A year is in a row's period unless its dates exclude it.
  const yearOf = (date) => (/^\d{4}/.test(date ?? "") ? Number(date.slice(0, 4)) : null);
  for (const row of memberships) {
    row.first = yearOf(row.valid_from);
    row.last = yearOf(row.valid_to);
    row.undated = !row.valid_from && !row.valid_to;
  }
  const isInForce = (row, when) =>
    (row.first === null || row.first <= when) && (row.last === null || row.last >= when);
  // Years in which something begins, or has just ended.
  const years = (() => {
    const dated = memberships.flatMap((row) => [row.first, row.last]);
    const latest = dated.reduce((most, when) => Math.max(most, when ?? 0), 0);
    const turns = memberships.flatMap((row) => [row.first, row.last === null ? null : row.last + 1]);
    return [...new Set(turns)]
      .filter((when) => when !== null && when <= latest)
      .sort((a, b) => a - b);
  })();
  let year = null;

  const meets = (of, thing) => {
    for (const axis of axes.values()) {
      if (axis.of !== of || !axis.wanted) continue;
      if (!axis.codes(thing).some((code) => axis.wanted.has(code))) return false;
    }
    return true;
  };
  const isActive = (of) =>
    [...axes.values()].some((axis) => axis.wanted && (!of || axis.of === of));
  const isFiltered = () => year !== null || change.years !== null || isActive();

  const rowPasses = memberships.map(() => true);
  const tiePasses = ties.map(() => true);
  const passes = nodes.map(() => true);

  // A tie counts when its member, its group and one of its rows meet everything; a
  // node when it meets its own conditions and one of its ties counts.
  const apply = () => {
    const byRow = year !== null || isActive("row");
    const isNarrow = byRow || isActive("group");
    for (const row of memberships) {
      rowPasses[row.number] =
        !byRow || ((year === null || isInForce(row, year)) && meets("row", row));
    }
    // Also a group can belong to a group, without being drawn as a member.
    const member = nodes.map((node) => meets("member", node));
    const group = nodes.map((node) => node.isGroup && meets("group", node));
    for (const tie of ties) {
      tiePasses[tie.number] =
        member[tie.source] && group[tie.target] && tie.rows.some((row) => rowPasses[row]);
    }
    const someTie = (list) => list.some((tie) => tiePasses[tie]);
    const groupsStay = !byRow && !isActive("member");
    for (const node of nodes) {
      const asMember =
        member[node.number] && ((node.isMember && !isNarrow) || someTie(node.groups));
      const asGroup =
        node.isGroup && (someTie(node.members) || (groupsStay && group[node.number]));
      passes[node.number] = asMember || asGroup;
    }
  };

  const set = (name, codes) => {
    const axis = axes.get(name);
    if (!axis) return;
    const known = axis.options.map((option) => option.code);
    const kept = codes === null ? known : known.filter((code) => codes.has(code));
    const isWhole = kept.length === known.length || (name !== "sector" && !kept.length);
    axis.wanted = isWhole ? null : new Set(kept);
  };
  const toggle = (name, code) => {
    const axis = axes.get(name);
    const start = axis.wanted ?? (name === "sector" ? axis.options.map((one) => one.code) : []);
    const codes = new Set(start);
    if (!codes.delete(code)) codes.add(code);
    set(name, codes);
  };
  const clear = () => {
    for (const axis of axes.values()) axis.wanted = null;
    year = null;
    change.set([]);
  };
  // Give up just enough for a node to be seen.
  const allow = (number) => {
    const node = nodes[number];
    const heads = node.isMember ? [node] : node.members.map((tie) => nodes[ties[tie].source]);
    for (const axis of axes.values()) {
      if (axis.of !== "member" || !axis.wanted) continue;
      set(axis.name, new Set([...axis.wanted, ...heads.flatMap(axis.codes)]));
    }
    apply();
    if (passes[number]) return;
    clear();
    apply();
  };

  const undated = () => {
    const rows = new Set();
    for (const tie of ties) {
      if (!tiePasses[tie.number]) continue;
      for (const row of tie.rows) {
        if (rowPasses[row] && memberships[row].undated) rows.add(row);
      }
    }
    return rows.size;
  };

  const labelOf = (axis, code) => {
    if (axis.name === "sector") return text.sectorLabel(code);
    return code ? text.label(axis.list, code) : text.say("not_told");
  };
  const yearLabel = () =>
    year === null ? text.say("all_years") : text.say("in_year", { year });
  // Every condition in words, for the printed sheet and the exports.
  const inWords = () => {
    const ja = text.language === "ja";
    const parts = [...axes.values()]
      .filter((axis) => axis.wanted)
      .map((axis) => {
        const words = [...axis.wanted].map((code) => labelOf(axis, code));
        return text.say("condition", {
          axis: text.say(axis.say),
          words: words.join(ja ? "、" : ", ") || text.say("nothing"),
        });
      });
    if (year !== null) parts.push(yearLabel());
    return parts.join(ja ? "／" : " · ");
  };

  return Object.freeze({
    axes,
    years,
    rowPasses,
    tiePasses,
    passes,
    isFiltered,
    isInForce,
    apply,
    set,
    toggle,
    clear,
    allow,
    undated,
    labelOf,
    yearLabel,
    inWords,
    get year() {
      return year;
    },
    set year(wanted) {
      year = wanted;
    },
  });
})();
