"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const controls = ["search", "account", "stage", "website", "findings"].map(byId);
  const [search, account, stage, website, findings] = controls;
  const lower = (element) => (element ? element.textContent.toLowerCase() : "");
  const ownNotes = (element) => (element ? [...element.querySelectorAll(":scope > .finding, :scope > .marks")] : []);
  const isOpen = (note) => note.matches(".finding:not(.waived)") || note.querySelector(".refuse, .warn") !== null;

  function cardOf(card, side) {
    const project = card.closest("[data-project]");
    const notes = [card, project, side].flatMap(ownNotes);
    const more = document.createElement("p");
    more.className = "unused";
    more.hidden = true;
    card.append(more);
    return {
      element: card,
      more,
      project,
      text: [card.querySelector(".card-head"), project?.querySelector(".project-head"), ...notes].map(lower).join(" "),
      hasFindings: notes.some(isOpen),
      installations: [...card.querySelectorAll(".installation")].map((installation) => ({
        element: installation,
        text: lower(installation),
        account: installation.dataset.account,
        stage: installation.dataset.stage,
        websites: installation.dataset.websites,
        hasFindings: installation.dataset.findings !== "",
      })),
    };
  }

  const groups = [...document.querySelectorAll("[data-group]")].map((element) => ({
    element,
    account: lower(element.querySelector(".side h2")),
    text: lower(element.querySelector(".side")),
    projects: [...element.querySelectorAll("[data-project]")],
    cards: [...element.querySelectorAll("[data-card]")].map((card) => cardOf(card, element.querySelector(".side"))),
  }));
  const total = document.querySelectorAll(".installation").length;
  const general = [...document.querySelectorAll("main > .apart:not([data-group])")];

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const code = website.value && ` ${website.value} `;
    const isNarrow = Boolean(account.value || stage.value || code);
    const isFiltered = isNarrow || words.length > 0 || findings.checked;
    let shown = 0;
    let shownCards = 0;
    for (const group of groups) {
      let inGroup = 0;
      const projects = new Set();
      for (const card of group.cards) {
        const around = `${group.text} ${card.text}`;
        let inCard = 0;
        for (const one of card.installations) {
          const matches =
            (!account.value || one.account === account.value) &&
            (!stage.value || one.stage === stage.value) &&
            (!code || one.websites.includes(code)) &&
            (!findings.checked || one.hasFindings || card.hasFindings) &&
            words.every((word) => one.text.includes(word) || around.includes(word));
          one.element.hidden = !matches;
          inCard += matches;
        }
        const matchesItself =
          !stage.value && !code &&
          (!account.value || group.account === account.value.toLowerCase()) &&
          (!findings.checked || card.hasFindings) &&
          words.every((word) => around.includes(word));
        const isVisible = inCard > 0 || !isFiltered || (card.installations.length === 0 && matchesItself);
        const left = card.installations.length - inCard;
        card.element.hidden = !isVisible;
        card.more.hidden = left === 0;
        card.more.textContent = `${left} more, hidden by the search or filters.`;
        shown += inCard;
        inGroup += isVisible;
        if (isVisible && card.project) projects.add(card.project);
      }
      for (const project of group.projects) project.hidden = isFiltered && !projects.has(project);
      group.element.hidden = isFiltered && inGroup === 0;
      shownCards += inGroup;
    }
    for (const section of general) section.hidden = isNarrow || words.length > 0;
    byId("nothing").hidden = shown > 0 || shownCards > 0 || !isFiltered;
    byId("reset").disabled = !isFiltered;
    byId("count").textContent = `${shown} of ${total} installations`;
  }

  function reset() {
    for (const control of controls) {
      if (control.type === "checkbox") control.checked = false;
      else control.value = "";
    }
    filter();
  }

  function explain(finding) {
    const sheet = byId(`rule-${finding.dataset.rule}`)?.querySelector(".page");
    const link = finding.querySelector(":scope > .why");
    if (!sheet || !link) return;
    const page = sheet.cloneNode(true);
    const fold = document.createElement("details");
    const title = document.createElement("summary");
    title.textContent = `Rule page: ${finding.dataset.rule}`;
    fold.className = "why";
    fold.append(title, page);
    link.replaceWith(fold);
  }

  function reveal() {
    const target = document.querySelector(":target");
    if (!target) return;
    if (target.closest("[hidden]")) reset();
    if (target.tagName === "DETAILS") target.open = true;
    settle(target, 10);
  }

  // What comes into view gets its real height only then, so that the target moves away for a few frames.
  function settle(target, frames) {
    target.scrollIntoView({ block: "center", behavior: "instant" });
    if (frames > 0) requestAnimationFrame(() => settle(target, frames - 1));
  }

  for (const finding of document.querySelectorAll(".finding")) {
    finding.addEventListener("toggle", () => explain(finding), { once: true });
  }
  for (const control of controls) control.addEventListener("input", filter);
  byId("reset").addEventListener("click", () => {
    reset();
    search.focus();
  });
  addEventListener("hashchange", reveal);
  addEventListener("load", reveal);
  byId("toolbar").hidden = false;
  filter();
})();
