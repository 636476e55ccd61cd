// What colour and size tell, as the reader chooses: how every symbol looks.
const looks = (() => {
  const { nodes, ties } = data;
  const { communities, ranks } = data.overlays;
  const isSide = (node) => node.isMember || node.groups.length > 0;
  let by = "sector";
  let asked = "all";
  let sizeBy = "connections";
  let kept = [];
  const coloursBy = ["sector", communities && "communities", covering.offered && "coverage"].filter(Boolean);
  const sizesBy = ["connections", ranks && ranks.code].filter(Boolean);

  // --- communities -----------------------------------------------------------------

  // Paul Tol's muted colours, of different lightness, and what is written on each; the
  // letter tells them apart without colour.
  const [white, dark] = ["#ffffff", "#101924"];
  const palette = [
    ["#332288", white], ["#ddcc77", dark], ["#117733", white], ["#88ccee", dark],
    ["#882255", white], ["#999933", dark], ["#cc6677", dark], ["#44aa99", dark],
  ];
  const grey = "#c3c9d1";
  const blocs = [];
  if (communities) {
    const inside = new Map();
    for (const number of data.byImportance) {
      const { community, labelled } = nodes[number];
      if (community === null || !labelled) continue;
      if (!inside.has(community)) inside.set(community, []);
      inside.get(community).push(number);
    }
    for (const [label, members] of [...inside].sort((a, b) => a[0] - b[0])) {
      if (members.length < 3 || blocs.length === palette.length) break;
      const isBody = (number) => Number(nodes[number].side !== "group");
      members.sort((a, b) => isBody(b) - isBody(a) || data.reach(b) - data.reach(a));
      const mean = members.reduce((sum, one) => sum + nodes[one].stability, 0) / members.length;
      const letter = String.fromCharCode(65 + blocs.length);
      const [colour, ink] = palette[blocs.length];
      blocs.push({ label, members, mean, letter, colour, ink });
    }
  }
  const blocOf = (node) => blocs.find((bloc) => bloc.label === node.community) ?? null;
  const isUnsure = (node) => node.labelled && node.stability < communities.sure;
  const inBloc = (node, look) => {
    const bloc = blocOf(node);
    if (bloc) {
      // Groups are paler than those who are in the community themselves.
      const tinted = !node.labelled || node.side === "group";
      const ink = tinted ? dark : bloc.ink;
      return { ...look, colour: bloc.colour, letter: bloc.letter, ink, tinted, doubt: isUnsure(node) };
    }
    if (node.unnamed) return { ...look, colour: "#8a95a3" };
    return { ...look, colour: node.community === null ? "#f1f3f5" : grey };
  };

  // --- coverage ----------------------------------------------------------------------

  const sectorOf = (code) => covering.sectors.find((sector) => sector.code === code);
  const tints = ["#f7fafd", "#d9e6f2", "#abc9e4", "#6f9fca", "#2f6ea8", "#0d3f73"];
  const step = (there) => Math.min(there, tints.length - 1);
  const covered = (node, look) => {
    const own = look.colour;
    if (asked === "all") {
      if (!node.isGroup) return { ...look, isPale: true };
      const { there, isOpen } = covering.share(node.number);
      const colour = tints[step(there)];
      const ink = step(there) > 3 ? white : dark;
      return { ...look, colour, ink, letter: String(there), open: isOpen };
    }
    const isAsked = isSide(node) && node.sector === asked;
    if (!node.isGroup) return { ...look, isPale: !isAsked };
    const { state } = covering.of(node.number, asked);
    return { ...look, covered: state, colour: sectorOf(asked).colour, own: isAsked ? own : "#b9c1cb" };
  };

  // --- sizes -------------------------------------------------------------------------

  const [least, most] = [4, 18];
  const worst = nodes.reduce((most, node) => Math.max(most, node.rank ?? 0, node.rank_high ?? 0), 2);
  const sizeOf = (rank) => least + (most - least) * (1 - Math.log(rank) / Math.log(worst));
  const radius = (node) => {
    if (sizeBy === "connections") return node.radius;
    return node.rank === null ? least + 1 : sizeOf(node.rank);
  };
  const sized = (node, look) => {
    if (sizeBy === "connections" || node.rank === null) return look;
    const size = sizeOf(node.rank);
    if (node.rank_low === node.rank_high) return look;
    const outer = Math.max(1, sizeOf(node.rank_low) / size);
    return { ...look, outer, inner: Math.min(1, sizeOf(node.rank_high) / size) };
  };
  const first = new Set(
    nodes
      .filter((node) => (node.rank ?? Infinity) <= 12)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, 12)
      .map((node) => node.number),
  );

  const of = (node) => {
    let look = kept[node.number];
    if (!look) {
      const { shape, colour, unnamed, side } = node;
      look = { shape, colour, unnamed, both: side === "both" };
      if (by === "communities") look = inBloc(node, look);
      else if (by === "coverage") look = covered(node, look);
      kept[node.number] = look = sized(node, look);
    }
    return look;
  };
  // Ties inside a community, and those of the sector asked about, have its colour.
  const tieColour = (number) => {
    const { source, target } = ties[number];
    if (by === "communities") {
      return nodes[source].community === nodes[target].community ? blocOf(nodes[source])?.colour : null;
    }
    return by === "coverage" && nodes[source].sector === asked ? sectorOf(asked).colour : null;
  };

  return Object.freeze({
    coloursBy,
    sizesBy,
    blocs,
    blocOf,
    isUnsure,
    sectorOf,
    tints,
    sizeOf,
    worst,
    radius,
    of,
    tieColour,
    set(colour, sector, size) {
      by = coloursBy.includes(colour) ? colour : "sector";
      asked = sectorOf(sector) ? sector : "all";
      sizeBy = sizesBy.includes(size) ? size : "connections";
    },
    refresh() {
      kept = [];
      covering.refresh();
    },
    get by() {
      return by;
    },
    get asked() {
      return asked;
    },
    get sizeBy() {
      return sizeBy;
    },
    get leading() {
      return sizeBy === "connections" ? data.leading : first;
    },
  });
})();
