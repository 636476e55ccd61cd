// Texts in the reader's language, and names made safe for the eye.
const text = (() => {
  let language = data.language;

  // Control, direction and other unseen characters are shown by their number.
  const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
  const shown = (raw) =>
    String(raw ?? "").replace(
      unseen,
      (found) => "\\u" + found.codePointAt(0).toString(16).padStart(4, "0"),
    );

  // A text of the page, with {places} filled in once.
  const say = (key, places = {}) => {
    const both = data.ui.get(key);
    if (!both) return "";
    const values = new Map(Object.entries(places));
    return both[language].replace(/\{(\w+)\}/g, (whole, name) =>
      values.has(name) ? String(values.get(name)) : whole,
    );
  };

  const label = (list, code) => {
    if (!code) return "";
    const known = data.words.get(list)?.get(code);
    return known ? known[language] : shown(code);
  };

  const sectorLabel = (code) => {
    const sector = data.sectors.find((one) => one.code === code);
    return sector ? shown(sector[language]) : label("sector", code);
  };

  const name = (node) =>
    shown(language === "en" && node.name_en ? node.name_en : node.name);
  const otherName = (node) =>
    shown(language === "en" ? node.name : node.name_en || "");

  const count = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
  const groups = (n) =>
    n === 1 ? say("n_groups_one") : say("n_groups", { n: count(n) });
  const members = (n) =>
    n === 1 ? say("n_members_one") : say("n_members", { n: count(n) });

  // How many groups and members a node has under the filter.
  const counts = (node) => [
    node.groups.length && groups(view.groupCount(node)),
    node.isGroup && members(view.memberCount(node)),
  ].filter(Boolean);

  // Sector, kind, prefecture and numbers of a node, in one line.
  const about = (node, withCounts = true) => {
    const parts = [];
    if (node.isMember || node.sector) parts.push(sectorLabel(node.sector));
    parts.push(label("kind", node.kind), label("prefecture", node.prefecture));
    if (withCounts) parts.push(...counts(node));
    return parts.filter(Boolean).join(language === "ja" ? "・" : " · ");
  };

  return Object.freeze({
    say,
    shown,
    label,
    sectorLabel,
    name,
    otherName,
    count,
    groups,
    members,
    counts,
    about,
    get language() {
      return language;
    },
    set language(wanted) {
      language = wanted === "en" ? "en" : "ja";
    },
  });
})();
