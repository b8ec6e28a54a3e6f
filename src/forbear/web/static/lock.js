// Covers the screen when the seat is left. The server locks by itself; this only makes it visible,
// keeps what is half typed, and tells the server that someone is there who sends nothing.
(() => {
  "use strict";

  const cover = document.querySelector("#cover");
  if (!cover) return;
  const idle = Number(cover.dataset.idle) * 1000;
  const LIFE = "forbear-life";
  const LOCKED = "forbear-locked";
  const token = () => cover.querySelector("[name=csrfmiddlewaretoken]").value;
  const send = (address, body = new FormData()) => {
    body.set("csrfmiddlewaretoken", token());
    const headers = { "X-Desk": "1" };
    return fetch(address, { method: "POST", body: new URLSearchParams(body), headers, redirect: "manual" });
  };
  // every tab reads and writes the same moment: life in one is life in all
  const last = () => Number(localStorage.getItem(LIFE)) || 0;
  let told = Date.now();
  // the server's word that it has locked: a password given sooner would be overtaken by the lock
  let locking = Promise.resolve();

  const show = () => {
    if (!cover.open) cover.showModal();
    cover.querySelector("#cover-password").focus();
  };
  // an answer that was on its way when the screen was opened still says that it is locked
  let opened = 0;
  const heard = async () => {
    if (Date.now() - opened > 60000) return show();
    const answer = await send(cover.dataset.alive).catch(() => undefined);
    if (!answer || answer.status !== 204) show();
  };
  const hide = () => {
    opened = Date.now();
    cover.querySelector("form").reset();
    cover.querySelector("[role=alert]").hidden = true;
    if (cover.open) cover.close();
  };
  const lock = () => {
    show();
    localStorage.setItem(LOCKED, String(Date.now()));
    locking = send(cover.dataset.lock).catch(() => undefined);
  };
  const live = async () => {
    if (cover.open) return;
    localStorage.setItem(LIFE, String(Date.now()));
    if (Date.now() - told < 60000) return;
    told = Date.now();
    const answer = await send(cover.dataset.alive).catch(() => undefined);
    if (answer && answer.status === 423) show();
    else if (answer && answer.type === "opaqueredirect") location.reload();
  };

  localStorage.setItem(LIFE, String(Date.now()));
  localStorage.removeItem(LOCKED);
  for (const kind of ["keydown", "pointerdown", "wheel"]) document.addEventListener(kind, live, { passive: true });
  if (idle) setInterval(() => { if (!cover.open && Date.now() - last() > idle) lock(); }, 5000);
  document.addEventListener("forbear:locked", heard);
  cover.addEventListener("cancel", (event) => event.preventDefault());
  window.addEventListener("storage", (event) => {
    if (event.key === LOCKED) event.newValue ? show() : hide();
  });
  document.querySelector("[data-lock-now]")?.form.addEventListener("submit", (event) => {
    event.preventDefault();
    lock();
  });
  cover.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    await locking;
    const answer = await send(form.action, new FormData(form)).catch(() => undefined);
    if (answer && answer.status === 204) {
      localStorage.setItem(LIFE, String(Date.now()));
      localStorage.removeItem(LOCKED);
      hide();
    } else if (answer && answer.status === 422) {
      const said = cover.querySelector("[role=alert]");
      said.querySelector("span").textContent = await answer.text();
      said.hidden = false;
      form.reset();
      cover.querySelector("#cover-password").focus();
    } else if (answer) location.reload();
  });
})();
