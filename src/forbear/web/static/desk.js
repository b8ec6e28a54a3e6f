// The desk's keys and its theme. Everything works without this file; it only makes it quicker.
(() => {
  "use strict";

  const find = (selector) => document.querySelector(selector);
  const isTyping = (node) =>
    node.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

  const rows = () => [...document.querySelectorAll(".queue .who, .rules .who, .waits .who")];

  const move = (by) => {
    const links = rows();
    if (!links.length) {
      find(by > 0 ? "[data-next]" : "[data-previous]")?.click();
      return;
    }
    const at = links.indexOf(document.activeElement);
    const to = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1);
    links[to].focus();
    links[to].scrollIntoView({ block: "nearest" });
  };

  // the nth choice of the row that has the focus: money moves by two keys, never by one
  const choose = (number) => {
    const outcome = find(`[data-outcome="${number}"] input`);
    if (outcome) {
      outcome.checked = true;
      outcome.focus();
      return;
    }
    const row = document.activeElement.closest("[data-row]");
    row?.querySelector(`[data-choice="${number}"]`)?.click();
  };

  const showKeys = () => {
    const dialog = find("dialog.keys");
    if (dialog) dialog.open ? dialog.close() : dialog.showModal();
  };

  const keys = {
    "/": () => find("#search")?.select(),
    j: () => move(1),
    k: () => move(-1),
    c: () => find("[data-call]")?.click(),
    n: () => find("[data-next-case]")?.click(),
    s: () => {
      const next = find("[data-tick]:not(:checked)");
      if (next) next.checked = true;
      next?.focus();
    },
    o: () => find("[data-other-party]")?.click(),
    v: () => find("[data-machine]")?.click(),
    h: () => find("[data-hang-up]")?.click(),
    w: () => find("#id_note")?.focus(),
    m: () => find("[data-message]")?.click(),
    d: () => find("[data-dispute]")?.click(),
    p: () => {
      const promise = find("#id_promise_amount") || find("[data-promise]");
      promise?.closest("details")?.setAttribute("open", "");
      promise?.focus();
    },
    t: () => find("[data-today]")?.click(),
    l: () => (find("[data-plan]") || find("[data-law]"))?.click(),
    "[": () => find("[data-page-previous]")?.click(),
    "]": () => find("[data-page-next]")?.click(),
    ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => [number, () => choose(number)])),
    0: () => choose(10),
    "-": () => choose(11),
    a: () => document.activeElement.closest("[data-row]")?.querySelector("[name=reference]")?.focus(),
    "?": showKeys,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && isTyping(event.target)) {
      event.target.blur();
      return;
    }
    if (event.key === "ArrowDown" && event.target.id === "search") {
      find("#found a, .queue .who")?.focus();
      event.preventDefault();
      return;
    }
    if (isTyping(event.target)) return;
    if (find("dialog[open]") && event.key !== "?") return;
    const act = keys[event.key] || keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-open]")) showKeys();
    if (event.target.closest("[data-theme-toggle]")) {
      const root = document.documentElement;
      const isDark = getComputedStyle(root).colorScheme === "dark";
      const theme = isDark ? "light" : "dark";
      root.dataset.theme = theme;
      document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`;
    }
  });

  // copies what stands in an element, and says so on the button
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const source = button && find(button.dataset.copy);
    if (!source) return;
    await navigator.clipboard.writeText(source.textContent);
    button.dataset.done = "yes";
  });

  // on a phone the answer stands below the form
  document.addEventListener("htmx:after:swap", () => {
    const answer = find("#answer .verdict");
    if (answer && window.innerWidth <= 860) answer.scrollIntoView({ block: "start" });
  });

  // a quick typist is ahead of the search's own script: what stands there by then is looked up too
  document.addEventListener("htmx:after:init", (event) => {
    const field = event.target.querySelector("#search");
    const isTyped = field && field === document.activeElement && field.value !== field.defaultValue;
    if (isTyped) field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  // choosing a filter applies it at once
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-apply]")) event.target.form.requestSubmit();
  });

  // a second press of a button that is already working does nothing
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[data-once]").forEach((form) => delete form.dataset.sent);
  });

  // without this the current queue may stand outside the strip on a phone
  find(".rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
})();
