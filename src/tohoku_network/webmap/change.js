// Two years beside each other: which memberships began, ended, stayed.
const change = (() => {
  const { ties, memberships } = data;
  let years = null;
  let kinds = null; // tie number -> "joined", "left", "stayed"

  const refresh = () => {
    kinds = null;
    if (!years) return;
    const [before, after] = years;
    kinds = new Map();
    for (const tie of ties) {
      if (!conditions.tiePasses[tie.number]) continue;
      const rows = tie.rows.map((row) => memberships[row]).filter((row) => conditions.rowPasses[row.number]);
      const was = rows.some((row) => conditions.isInForce(row, before));
      const is = rows.some((row) => conditions.isInForce(row, after));
      if (was || is) kinds.set(tie.number, was && is ? "stayed" : is ? "joined" : "left");
    }
  };
  const count = () => {
    const found = { joined: 0, left: 0, stayed: 0 };
    for (const kind of kinds?.values() ?? []) found[kind] += 1;
    return found;
  };

  // How each is drawn: readable without colour by width and dashes.
  const looks = new Map([
    ["stayed", { colour: "rgba(78, 92, 112, 0.3)", width: 1, dash: [] }],
    ["left", { colour: "#a3260f", width: 2.2, dash: [2, 4] }],
    ["joined", { colour: "#00694d", width: 2.2, dash: [] }],
  ]);
  const places = () => ({ before: years[0], after: years[1] });
  const words = (kind) => {
    if (kind === "joined") return text.say("joined", places());
    return kind === "left" ? text.say("left", places()) : text.say("stayed", places());
  };
  const inWords = () => {
    const found = count();
    return text.say("changes", {
      ...places(),
      joined: text.count(found.joined),
      left: text.count(found.left),
      stayed: text.count(found.stayed),
    });
  };
  const of = (kind) =>
    [...(kinds ?? [])].filter(([, one]) => one === kind).map(([tie]) => ties[tie]);

  // Nodes with a membership in one of the two years.
  const touched = () => {
    const found = new Set();
    for (const tie of kinds.keys()) found.add(ties[tie].source).add(ties[tie].target);
    return found;
  };

  return Object.freeze({
    refresh,
    touched,
    count,
    looks,
    words,
    inWords,
    of,
    set(wanted) {
      const isGood = wanted.length === 2 && wanted.every((year) => conditions.years.includes(year));
      years = isGood && wanted[0] < wanted[1] ? wanted : null;
      if (years) conditions.year = null;
    },
    kindOf: (tie) => kinds?.get(tie) ?? null,
    get years() {
      return years;
    },
  });
})();
